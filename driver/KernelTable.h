// KernelTable.h: what `sinter bench --per-kernel` prints: how long each kernel
// of an entry takes, and how near that is to the machine's limit.
#ifndef SINTER_DRIVER_KERNELTABLE_H
#define SINTER_DRIVER_KERNELTABLE_H

#include "driver/Entry.h"
#include "driver/Timing.h"

#include "mlir/IR/BuiltinOps.h"

namespace sinter {

/// One launch of a kernel.
struct KernelRow {
  std::string name, strategy;
  /// Multiply-adds as the textbook counts them, whatever the strategy does.
  int64_t macs = 0;
  int64_t bytes = 0; ///< of operands and results
};

/// The launches of an entry in a planned module, in order. Where the entry has
/// an open dimension, costs are for the size that its signature is for.
std::vector<KernelRow> kernelsOf(mlir::ModuleOp planned,
                                 const EntrySignature &entry);

/// The rows with their times in microseconds; `peakRate` in GFLOP/s is that of
/// all threads together.
std::string kernelTable(const std::vector<KernelRow> &rows,
                        const std::vector<double> &times, double peakRate);

} // namespace sinter

#endif // SINTER_DRIVER_KERNELTABLE_H
