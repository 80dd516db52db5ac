// Rematerialize.cpp: computes cheap values anew instead of keeping them.
//
// Training keeps what its backward pass reads: the input of each convolution
// for the gradient of its weight, and the output, for that of the batch norm
// behind it. But the next input is relu(batch_norm(output)), at a value each
// for a channel. So it need not live through the rest of the forward pass:
//
//   forward   z = conv(x), a = relu(batch_norm(z)), conv2(a), ...
//   backward  ..., a' = relu(batch_norm(z)), weight_gradient(a', dy), ...
//
// Values are taken from where most memory is in use, one by one.
#include "passes/Passes.h"

#include "passes/CheapKernels.h"
#include "passes/KernelValues.h"

#include "mlir/IR/IRMapping.h"

using namespace mlir;

namespace sinter {

#define GEN_PASS_DEF_REMATERIALIZEPASS
#include "passes/Passes.h.inc"

namespace {

/// What a vector less to keep may cost: to load those of two images, some
/// arithmetic, and to store it.
constexpr double kMostCycles = 4.5 * kVectorOfMemory;

/// The kernels of a function in order, and how long their results live.
class Timeline {
public:
  explicit Timeline(func::FuncOp function) {
    for (Operation &op : function.front())
      timeOf[&op] = times++;
    for (auto kernel : function.getOps<KernelOp>())
      for (Value result : kernel.getResults())
        values.push_back(result);
  }

  int64_t madeAt(Value value) const {
    Operation *maker = value.getDefiningOp();
    return maker ? timeOf.lookup(maker) : 0;
  }
  int64_t at(Operation *op) const { return timeOf.lookup(op); }
  int64_t lastRead(Value value) const {
    int64_t last = madeAt(value);
    for (Operation *user : value.getUsers())
      last = std::max(last, at(user));
    return last;
  }

  /// When most bytes are in use, at last: whatever is read then is no use to
  /// drop before.
  int64_t findPeak() const {
    SmallVector<int64_t> change(times + 1, 0);
    for (Value value : values)
      if (!leavesFunction(value)) {
        change[madeAt(value)] += logicalBytes(value);
        change[lastRead(value) + 1] -= logicalBytes(value);
      }
    int64_t bytes = 0, most = 0, peak = 0;
    for (auto [time, difference] : llvm::enumerate(change))
      if ((bytes += difference) >= most) {
        most = bytes;
        peak = static_cast<int64_t>(time);
      }
    return peak;
  }

private:
  DenseMap<Operation *, int64_t> timeOf;
  SmallVector<Value> values;
  int64_t times = 0;
};

/// A value that lives through the peak without being read there.
struct Candidate {
  PointwiseKernel maker;
  SmallVector<Operation *> lateReaders;
  Operation *firstLate = nullptr;

  Candidate(PointwiseKernel maker, int64_t peak, const Timeline &time)
      : maker(maker) {
    for (Operation *user : maker.result().getUsers())
      if (time.at(user) > peak) {
        lateReaders.push_back(user);
        if (!firstLate || user->isBeforeInBlock(firstLate))
          firstLate = user;
      }
  }

  bool isIdle(int64_t peak, const Timeline &time) {
    return firstLate && time.madeAt(maker.result()) < peak &&
           llvm::none_of(maker.result().getUsers(), [&](Operation *user) {
             return time.at(user) == peak;
           });
  }
  /// Whether what it is computed from is there when it is read again.
  bool canWait() {
    return llvm::all_of(maker.kernel.getInputs(),
                        [&](Value operand) {
                          return isUnwrittenAt(operand, firstLate);
                        }) &&
           llvm::all_of(maker.images, [&](Value image) {
             return isKeptUntil(image, firstLate);
           });
  }
  double cyclesForVector() const {
    int64_t cycles = maker.cycles + memoryCycles(maker.result());
    for (Value image : maker.images)
      cycles += memoryCycles(image);
    return static_cast<double>(cycles) * kVectorOfMemory /
           memoryCycles(maker.result());
  }
  double bytesPerCycle() const {
    return logicalBytes(maker.result()) / cyclesForVector();
  }
  /// The kernel that computes it anew.
  Operation *run() {
    OpBuilder builder(firstLate);
    Operation *again = builder.clone(*maker.kernel);
    maker.result().replaceUsesWithIf(again->getResult(0), [&](OpOperand &use) {
      return llvm::is_contained(lateReaders, use.getOwner());
    });
    if (maker.kernel.use_empty())
      maker.kernel.erase();
    return again;
  }
};

struct Rematerialize : impl::RematerializePassBase<Rematerialize> {
  void runOnOperation() override {
    if (getOperation().isExternal())
      return;
    llvm::DenseSet<Operation *> made; // none is put off again
    while (std::optional<Candidate> best = findBest(made))
      made.insert(best->run());
  }

  /// The candidate that frees most for its time.
  std::optional<Candidate> findBest(const llvm::DenseSet<Operation *> &made) {
    const Timeline time(getOperation());
    const int64_t peak = time.findPeak();
    std::optional<Candidate> best;
    for (auto kernel : getOperation().getOps<KernelOp>()) {
      std::optional<PointwiseKernel> maker = findPointwise(kernel);
      if (!maker || made.contains(kernel))
        continue;
      Candidate candidate(*maker, peak, time);
      if (candidate.isIdle(peak, time) && candidate.canWait() &&
          candidate.cyclesForVector() <= kMostCycles &&
          (!best || candidate.bytesPerCycle() > best->bytesPerCycle()))
        best = std::move(candidate);
    }
    return best;
  }
};

} // namespace
} // namespace sinter
