// Gradients.h: how each op of the dialect is differentiated, or why it is not.
#pragma once

#include "ir/gradient/Backward.h"

namespace sinter {

using GradientRule = void (*)(Backward &at);

/// Either a rule, or the end of the sentence "`op` has no derivative: ...".
struct OpGradient {
  llvm::StringRef op; ///< with the name of the dialect
  GradientRule rule = nullptr;
  llvm::StringRef reason = {};
};

/// The entry of the op called `name`; null where no table has one.
const OpGradient *findGradient(llvm::StringRef name);

/// Names of the registered ops of the dialect that stand in a function's body
/// and have no entry, sorted.
std::vector<llvm::StringRef> opsWithoutGradient(mlir::MLIRContext &context);

/// The tables, one for each family of ops; an adjoint stands with what it is
/// the adjoint of.
llvm::ArrayRef<OpGradient> contractionGradients();
llvm::ArrayRef<OpGradient> elementwiseGradients();
llvm::ArrayRef<OpGradient> imageGradients();
llvm::ArrayRef<OpGradient> modelGradients();
llvm::ArrayRef<OpGradient> normalizationGradients();
llvm::ArrayRef<OpGradient> processGradients();
llvm::ArrayRef<OpGradient> randomGradients();
llvm::ArrayRef<OpGradient> reductionGradients();
llvm::ArrayRef<OpGradient> shapeGradients();

} // namespace sinter
