// Curves.h: how a training run went, epoch by epoch, for tables and for eyes.
#ifndef SINTER_DRIVER_TRAIN_CURVES_H
#define SINTER_DRIVER_TRAIN_CURVES_H

#include "driver/train/RunRecord.h"

namespace sinter {

/// A line an epoch, with a header. Values that are no numbers are empty.
std::string curvesCsv(llvm::ArrayRef<EpochRecord> history,
                      llvm::ArrayRef<Quantity> quantities);

/// A picture with a panel for each quantity of one value: training and
/// validation over the epochs.
std::string curvesSvg(llvm::ArrayRef<EpochRecord> history,
                      llvm::ArrayRef<Quantity> quantities);

} // namespace sinter

#endif // SINTER_DRIVER_TRAIN_CURVES_H
