// DuplicateElementwise.cpp: lets readers compute cheap values for themselves.
//
// Kernels are formed where a value has one reader, or all its readers are one
// kernel. One that several kernels read is written to memory and read again by
// each; if all of them can, and memory costs more, each computes it instead:
//
//   c = x - mean                 v = mean((x - mean) * (x - mean))
//   v = mean(c * c)              d = sum(dy * (x - mean))
//   d = sum(dy * c)
#include "passes/Passes.h"

#include "passes/CheapKernels.h"

#include "mlir/IR/IRMapping.h"

using namespace mlir;

namespace sinter {

#define GEN_PASS_DEF_DUPLICATEELEMENTWISEPASS
#include "passes/Passes.h.inc"

namespace {

/// Whether `reader` finds one of its elements: what is compared with it later
/// must have the same bits, which a value that is computed twice has not where
/// multiply-adds are fused in one kernel and not in the other.
bool selects(KernelOp reader) {
  return llvm::any_of(reader.getBody().getOps(),
                      llvm::IsaPred<ReduceMaxOp, ReduceMinOp>);
}

/// Whether `reader` looks at each element of its operand `index` where it
/// computes the same element, or reduces it, once.
bool readsPointwise(KernelOp reader, unsigned index) {
  BlockArgument argument = reader.getBody().getArgument(index);
  return reader.getNumResults() == 1 && !selects(reader) &&
         llvm::all_of(argument.getUsers(), [&](Operation *user) {
           return isReduction(user) ||
                  (isElementwise(user) &&
                   cast<RankedTensorType>(user->getResult(0).getType())
                           .getShape() ==
                       cast<RankedTensorType>(argument.getType()).getShape());
         });
}

class Duplication {
public:
  explicit Duplication(PointwiseKernel maker)
      : maker(maker), readers(maker.result().getUsers().begin(),
                              maker.result().getUsers().end()) {}

  bool isPossible() {
    return !maker.kernel.getAnchor() && !maker.images.empty() &&
           !readers.empty() && llvm::all_of(readers, [&](Operation *reader) {
             return canTakeIn(dyn_cast<KernelOp>(reader));
           });
  }
  bool isWorthwhile();
  void run();

private:
  bool canTakeIn(KernelOp reader);
  int64_t bytesKeptLonger();
  void takeIn(KernelOp reader);

  PointwiseKernel maker;
  SmallVector<Operation *> readers; ///< each once, as operands are unique
};

bool Duplication::canTakeIn(KernelOp reader) {
  if (!reader)
    return false;
  auto index = llvm::find(reader.getInputs(), maker.result()).getIndex();
  auto opsIn = [](KernelOp kernel) {
    return kernel.getBody().front().getOperations().size() - 1;
  };
  return readsPointwise(reader, index) &&
         opsIn(reader) + opsIn(maker.kernel) <= kMostKernelOps &&
         llvm::none_of(reader->getUsers(), llvm::IsaPred<WriteOp>) &&
         llvm::all_of(maker.kernel.getInputs(), [&](Value operand) {
           return isUnwrittenAt(operand, reader);
         });
}

/// The bytes of images that would have to be kept for the last reader.
int64_t Duplication::bytesKeptLonger() {
  Operation *last = *llvm::max_element(readers, [](Operation *a, Operation *b) {
    return a->isBeforeInBlock(b);
  });
  int64_t bytes = 0;
  for (Value image : maker.images)
    bytes += isKeptUntil(image, last) ? 0 : logicalBytes(image);
  return bytes;
}

/// Whether the kernels take no longer, and no more memory is in use at any
/// time.
bool Duplication::isWorthwhile() {
  const int64_t readings = readers.size();
  int64_t apart = maker.cycles + (1 + readings) * memoryCycles(maker.result()),
          inside = maker.cycles * readings;
  for (Value image : maker.images) {
    apart += memoryCycles(image);
    for (Operation *reader : readers)
      if (!llvm::is_contained(reader->getOperands(), image))
        inside += memoryCycles(image);
  }
  return inside <= apart && bytesKeptLonger() <= logicalBytes(maker.result());
}

void Duplication::takeIn(KernelOp reader) {
  Block &body = reader.getBody().front();
  const unsigned index =
      llvm::find(reader.getInputs(), maker.result()).getIndex();
  IRMapping mapping;
  for (auto [operand, argument] : llvm::zip_equal(
           maker.kernel.getInputs(), maker.kernel.getBody().getArguments())) {
    auto known = llvm::find(reader.getInputs(), operand);
    const unsigned place = known.getIndex();
    if (known == reader.getInputs().end()) {
      reader->insertOperands(place, operand);
      body.addArgument(operand.getType(), argument.getLoc());
    }
    mapping.map(argument, body.getArgument(place));
  }
  OpBuilder builder = OpBuilder::atBlockBegin(&body);
  for (Operation &op : maker.kernel.getBody().front().without_terminator())
    builder.clone(op, mapping);
  body.getArgument(index).replaceAllUsesWith(
      mapping.lookup(maker.kernel.getYield().getOperand(0)));
  body.eraseArgument(index);
  reader->eraseOperand(index);
}

void Duplication::run() {
  for (Operation *reader : readers)
    takeIn(cast<KernelOp>(reader));
  maker.kernel.erase();
}

struct DuplicateElementwise
    : impl::DuplicateElementwisePassBase<DuplicateElementwise> {
  void runOnOperation() override {
    // In program order, so that what is taken in goes on into later readers.
    for (auto kernel : llvm::to_vector(getOperation().getOps<KernelOp>())) {
      std::optional<PointwiseKernel> maker = findPointwise(kernel);
      if (!maker)
        continue;
      Duplication duplication(*maker);
      if (duplication.isPossible() && duplication.isWorthwhile())
        duplication.run();
    }
  }
};

} // namespace
} // namespace sinter
