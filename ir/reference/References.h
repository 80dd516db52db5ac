// References.h: the tables of references, one for each family of ops.
#pragma once

#include "ir/Ops.h"
#include "ir/reference/Array.h"

#include <cmath>

namespace sinter {

using Operands = llvm::ArrayRef<const Array *>;

/// Computes the one result of an op. `result` comes with the op's result type
/// and zeros.
using Reference = void (*)(mlir::Operation *op, Operands operands,
                           Array &result);

struct OpReference {
  llvm::StringRef op; ///< with the name of the dialect
  Reference compute;
};

/// The larger and the smaller of two numbers, not a number where either is not.
inline double larger(double a, double b) {
  return std::isnan(a) || a > b ? a : b;
}
inline double smaller(double a, double b) {
  return std::isnan(a) || a < b ? a : b;
}

llvm::ArrayRef<OpReference> contractionReferences();
llvm::ArrayRef<OpReference> elementwiseReferences();
llvm::ArrayRef<OpReference> imageReferences();
llvm::ArrayRef<OpReference> normalizationReferences();
llvm::ArrayRef<OpReference> processReferences();
llvm::ArrayRef<OpReference> randomReferences();
llvm::ArrayRef<OpReference> reductionReferences();
llvm::ArrayRef<OpReference> shapeReferences();

} // namespace sinter
