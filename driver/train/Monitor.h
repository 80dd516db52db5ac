// Monitor.h: the value that tells which epoch is the best.
#ifndef SINTER_DRIVER_TRAIN_MONITOR_H
#define SINTER_DRIVER_TRAIN_MONITOR_H

#include "driver/train/RunRecord.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "llvm/ADT/StringMap.h"

namespace sinter {

/// By the names of results: whether more is better. What is not known is not in
/// it.
using Directions = llvm::StringMap<bool>;

/// Losses shall fall. A report goes where that goes which the library's block
/// measures that it calls; its own name tells nothing.
Directions directionsOf(mlir::func::FuncOp evaluate);

struct Monitor {
  std::string name;
  bool isRising = false; ///< more is better
  size_t place = 0;      ///< of its value among those of all quantities

  /// `asked` is a result, or `max:NAME` or `min:NAME`. Where it is empty, it is
  /// the first one that is known to rise, else the first loss.
  static absl::StatusOr<Monitor> choose(llvm::StringRef asked,
                                        llvm::ArrayRef<Quantity> quantities,
                                        const Directions &directions);

  /// Whether `value` beats the best so far. What is better only by what values
  /// of f32 round by is not: it would depend on the order in which processes
  /// add them up.
  bool isBetter(double value, std::optional<double> best) const;
  /// `max:accuracy`
  std::string str() const;
};

} // namespace sinter

#endif // SINTER_DRIVER_TRAIN_MONITOR_H
