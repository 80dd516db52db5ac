// Array.h: the values of a tensor, and the ways between them and the bytes of
// constants.
#pragma once

#include "ir/Dialect.h"

namespace sinter {

/// A tensor's values in row-major logical order, in double precision whatever
/// the element type: rounding to it happens when they become bytes. Integers
/// are exact up to 2^53.
struct Array {
  Shape shape;
  mlir::Type elementType;
  std::vector<double> values;
};

/// An array of zeros.
Array zeroArray(mlir::Type tensorType);

/// Truncates values of an integer type towards zero and wraps them around at
/// its width, as compiled code does. Floats stay as they are.
void wrapIntegers(Array &array);

/// The values of a constant of type `type`, whose layout `physicalValue` has.
/// Nothing where constantBytes gives nothing.
std::optional<Array> arrayOf(mlir::ElementsAttr physicalValue,
                             mlir::RankedTensorType type);

/// The value of a constant of type `type`: rounded to its element type and in
/// its layout, with border and padding lanes zero. Up to 64 elements stay
/// inline; more become a resource under `resourceName` (see makeResource).
mlir::ElementsAttr elementsOf(const Array &array, mlir::RankedTensorType type,
                              llvm::StringRef resourceName);

/// The value of a constant moved from the layout of `from` to that of `to`,
/// element by element, with no conversion on the way. Null where arrayOf gives
/// nothing.
mlir::ElementsAttr relayoutBytes(mlir::ElementsAttr value,
                                 mlir::RankedTensorType from,
                                 mlir::RankedTensorType to,
                                 llvm::StringRef resourceName);

} // namespace sinter
