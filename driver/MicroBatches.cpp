// MicroBatches.cpp: the loss of a batch from those of its micro-batches.
#include "driver/MicroBatches.h"

#include "driver/train/WholeSet.h"
#include "passes/JoinBatches.h"

using namespace mlir;

namespace sinter {

namespace {

using LossShares = WholeSet::LossShares;

/// How many micro-batches a function has; 1 where it minimizes several losses,
/// or none.
int64_t roundsOf(func::FuncOp function) {
  auto kind = function->getAttrOfType<StringAttr>(kEntryAttr);
  if (!kind || (kind.getValue() != "train_step" && kind.getValue() != "grad"))
    return 1;
  int64_t losses = 0;
  for (unsigned i = 0; i < function.getNumResults(); ++i)
    losses += isLossName(
        function.getResultAttrOfType<StringAttr>(i, kNameAttr).getValue());
  return losses == 1 ? countRounds(function) : 1;
}

/// The size of the batch: the first dimension of the first input that has one.
int64_t rowsOf(func::FuncOp function) {
  for (Type type : function.getArgumentTypes())
    if (auto tensor = cast<RankedTensorType>(type); tensor.getRank() > 0)
      return tensor.getDimSize(0);
  return 0;
}

} // namespace

void joinMicroBatches(ModuleOp graph, const CompilationOptions &options) {
  for (auto function : graph.getOps<func::FuncOp>()) {
    const int64_t rounds = roundsOf(function);
    if (rounds < 2)
      continue;
    CompilationOptions ofBlock = options;
    ofBlock.trainers = std::max<int64_t>(1, options.trainers);
    ofBlock.entries.clear(); // which say what of the text is to be compiled
    auto block = function->getAttrOfType<StringAttr>(kModelAttr);
    const std::optional<LossShares> shares = WholeSet::lossSharesOf(
        block.getValue(), rowsOf(function) / rounds, std::move(ofBlock));
    if (shares == LossShares::Sum)
      scaleLoss(function, static_cast<double>(rounds));
    if (shares == LossShares::Unknown)
      emitWarning(
          (*function.front().getOps<GradientOp>().begin()).getLoss().getLoc())
          << "this loss of a batch is neither the mean nor the sum of those of "
             "its parts, so that with `micro_batches`, which takes the mean, "
             "a step learns something else than from the whole batch";
  }
}

} // namespace sinter
