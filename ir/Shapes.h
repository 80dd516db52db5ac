// Shapes.h: the shape arithmetic that op families share: broadcasting, windows,
// bytes, indices.
#pragma once

#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/Location.h"
#include "mlir/IR/TypeRange.h"
#include "mlir/IR/ValueRange.h"

#include <optional>

namespace sinter {

using Shape = llvm::SmallVector<int64_t>;

/// `[2, 3, 4]`, as messages show a shape.
std::string shapeText(llvm::ArrayRef<int64_t> shape);

/// `0.1`: the fewest digits that give back `number`.
std::string numberText(double number);

/// NumPy's broadcast of two shapes: aligned at the last axis, sizes equal or 1.
/// Nothing where they do not fit.
std::optional<Shape> broadcastShapes(llvm::ArrayRef<int64_t> a,
                                     llvm::ArrayRef<int64_t> b);

/// Number of positions of a window of `window` taps `dilation` apart, moved by
/// `stride` over `size` elements with `before` and `after` padded ones:
/// floor((size + before + after - span) / stride) + 1 with span = (window - 1)
/// * dilation + 1; 0 or less where it does not fit.
int64_t windowPositions(int64_t size, int64_t window, int64_t stride,
                        int64_t before, int64_t after, int64_t dilation = 1);

/// Elements of the largest tensor, and the largest stride, dilation or padding:
/// products of two of these fit an int64_t.
inline constexpr int64_t kLargestSize = int64_t(1) << 31;

/// Whether all sizes are known and at least 1, with at most `kLargestSize`
/// elements.
bool isTensorShape(llvm::ArrayRef<int64_t> shape);

/// Says so at `location`, under the name of the op, where a result of `shape`
/// would have more elements than a tensor may.
llvm::LogicalResult checkResultShape(std::optional<mlir::Location> location,
                                     llvm::StringRef op,
                                     llvm::ArrayRef<int64_t> shape);

/// Says so at `location`, under the name of the op, where `input` is no image
/// `[n, h, w, c]`.
llvm::LogicalResult checkImage(std::optional<mlir::Location> location,
                               llvm::StringRef op,
                               mlir::RankedTensorType input);

/// Says so at `location`, under the name of the op, where `sizes` elements of
/// each axis, from `starts` on and `strides` apart, do not all lie in `shape`.
llvm::LogicalResult
checkSlice(std::optional<mlir::Location> location, llvm::StringRef op,
           llvm::ArrayRef<int64_t> shape, llvm::ArrayRef<int64_t> starts,
           llvm::ArrayRef<int64_t> sizes, llvm::ArrayRef<int64_t> strides);

/// Says so at `location`, under the name of the op, where images are not
/// resized in this way.
llvm::LogicalResult checkResizeMode(std::optional<mlir::Location> location,
                                    llvm::StringRef op, llvm::StringRef mode,
                                    llvm::StringRef coordinates);

/// Product of all sizes; the largest integer where it is larger.
int64_t elementCount(llvm::ArrayRef<int64_t> shape);

/// Bytes of one element; booleans take one.
int64_t elementBytes(mlir::Type elementType);

/// Row-major strides in elements.
Shape rowMajorStrides(llvm::ArrayRef<int64_t> shape);

/// Whether types agree but for their layouts.
bool sameLogicalTypes(mlir::TypeRange a, mlir::TypeRange b);

/// `type` without its layout.
mlir::RankedTensorType logicalType(mlir::Type type);

/// Says so at `location`, under the name of the op, where the operands are not
/// all tensors of one element type.
llvm::LogicalResult checkElementTypes(std::optional<mlir::Location> location,
                                      llvm::StringRef op,
                                      mlir::ValueRange operands);

/// Result type of an op whose operands broadcast: their common shape, the
/// element type of the first. Where they do not fit, says so at `location`
/// under the name of the op.
llvm::LogicalResult
inferBroadcastType(std::optional<mlir::Location> location, llvm::StringRef op,
                   mlir::ValueRange operands,
                   llvm::SmallVectorImpl<mlir::Type> &types);

/// Bytes of all tensors that `op` reads and writes, from their logical shapes.
int64_t operandAndResultBytes(mlir::Operation *op);

} // namespace sinter
