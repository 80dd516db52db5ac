// NonFinite.h: where the first infinity of a training step comes from, or the
// first value that is no number.
#ifndef SINTER_DRIVER_TRAIN_NONFINITE_H
#define SINTER_DRIVER_TRAIN_NONFINITE_H

#include "driver/TrainingProgram.h"
#include "driver/train/EntryCall.h"
#include "driver/train/Ranks.h"

#include "absl/status/status.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace sinter {

/// Computes `step`, which is at the stage `autodiff`, with the reference
/// interpreter on the arguments of `call` with `batch` and the program's state,
/// and reports the first op whose result is not finite though its operands are,
/// at its place in the text. Where an input or a parameter is not finite, that
/// is what is said. Always an error.
///
/// Where the ranks share statistics in `step`, all of them compute it at once,
/// and the first to find something says so and is to end the others.
absl::Status explainNonFinite(mlir::func::FuncOp step, const EntryCall &call,
                              const std::vector<HostArray> &batch,
                              TrainingProgram &program, const Ranks &ranks);

} // namespace sinter

#endif // SINTER_DRIVER_TRAIN_NONFINITE_H
