// Elaborator.h: AST -> sinter ops. Names, types and compile-time values are
// resolved here; what is left is straight-line tensor code.
#ifndef SINTER_FRONTEND_ELABORATOR_H
#define SINTER_FRONTEND_ELABORATOR_H

#include "frontend/Diagnostics.h"
#include "frontend/Program.h"

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/OwningOpRef.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace sinter {

/// The sizes that a dimension may have: one, or where `least` is less, those of
/// a range that each call chooses from.
struct DimensionSize {
  int64_t least, most;
};

struct ElaborationOptions {
  std::string model; ///< `--model`; empty: what the text exports
  /// `--bind N=1`, `--bind N=1..64`: sizes of dimensions, at least 1, over what
  /// the text says.
  std::vector<std::pair<std::string, DimensionSize>> bindings;
  /// `--entry train_step`: kinds of entries, exported or not, in place of what
  /// the text exports.
  std::vector<std::string> entries = {};
  /// How many processes train: not what the text exports, but the entries that
  /// `train` blocks (the one called `model`) are trained with, `train_step` or
  /// of several processes `grad`, and what comes with them, whose batch is then
  /// each one's share. 0, or no such block: the text decides.
  int64_t trainers = 0;
  /// Where it is not 0: of these entries `evaluate` is for so many examples.
  int64_t evaluatedRows = 0;
  /// Whether `grad` is for twice as many examples.
  bool doublesShares = false;
};

/// Whether `word` is a kind of entry that a text may export.
bool isEntryKind(llvm::StringRef word);

/// One function for each entry of the model text, and the parameters they read
/// (ir/Dialect.td). What cannot be compiled yet is set aside with a note. Null
/// if there are errors, also such as were there before.
///
/// Locations: a FileLineColLoc of the innermost call in the user's text, and
/// where the op belongs to a layer a NameLoc with its path around it.
mlir::OwningOpRef<mlir::ModuleOp> elaborate(const Program &program,
                                            DiagnosticEngine &diagnostics,
                                            mlir::MLIRContext &context,
                                            const ElaborationOptions &options);

} // namespace sinter

#endif // SINTER_FRONTEND_ELABORATOR_H
