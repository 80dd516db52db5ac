// StepFingerprint.h: by what a run that goes on knows that its text has
// changed.
#ifndef SINTER_DRIVER_TRAIN_STEPFINGERPRINT_H
#define SINTER_DRIVER_TRAIN_STEPFINGERPRINT_H

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "llvm/ADT/ArrayRef.h"

#include <string>
#include <vector>

namespace sinter {

/// A word for each op of a training step at the graph stage: its name, with the
/// numbers that go into it, and a hash of all that is computed up to it. So
/// names, comments and the order of lines that do not need each other change
/// nothing, and the first word that is new is at what did change.
///
///   relu:9C3E51D20A7B4F68 mul(_,0.01):17AA02...
class StepFingerprint {
public:
  /// `steps` are what a step calls, one after the other.
  explicit StepFingerprint(llvm::ArrayRef<mlir::func::FuncOp> steps);

  std::string text() const;
  /// Warns at the first op that the step with the fingerprint `saved`, of the
  /// run in `folder`, has not. The functions that this is of need not be there
  /// any more, but its context must.
  void warnWhereNew(llvm::StringRef saved, llvm::StringRef folder) const;

private:
  void add(mlir::func::FuncOp step);

  std::vector<std::string> words;
  std::vector<mlir::Location> places; ///< of the words
};

} // namespace sinter

#endif // SINTER_DRIVER_TRAIN_STEPFINGERPRINT_H
