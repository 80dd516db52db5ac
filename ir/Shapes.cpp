// Shapes.cpp: the shape arithmetic that op families share.
#include "ir/Shapes.h"

#include "mlir/IR/Diagnostics.h"
#include "mlir/IR/Operation.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/MathExtras.h"

#include <charconv>

using namespace mlir;

namespace sinter {

std::string shapeText(ArrayRef<int64_t> shape) {
  return "[" +
         llvm::join(
             llvm::map_range(shape,
                             [](int64_t size) { return std::to_string(size); }),
             ", ") +
         "]";
}

std::string numberText(double number) {
  std::array<char, 32> digits;
  return {digits.data(),
          std::to_chars(digits.begin(), digits.end(), number).ptr};
}

std::optional<Shape> broadcastShapes(ArrayRef<int64_t> a, ArrayRef<int64_t> b) {
  if (a.size() < b.size())
    std::swap(a, b);
  Shape result(a);
  size_t offset = a.size() - b.size();
  for (size_t i = 0; i < b.size(); ++i) {
    int64_t &size = result[offset + i];
    if (size != b[i] && size != 1 && b[i] != 1)
      return std::nullopt;
    size = size == 1 ? b[i] : size;
  }
  return result;
}

int64_t windowPositions(int64_t size, int64_t window, int64_t stride,
                        int64_t before, int64_t after, int64_t dilation) {
  int64_t room = size + before + after - ((window - 1) * dilation + 1);
  return room < 0 ? 0 : room / stride + 1;
}

bool isTensorShape(ArrayRef<int64_t> shape) {
  return llvm::all_of(shape, [](int64_t size) { return size > 0; }) &&
         elementCount(shape) <= kLargestSize;
}

int64_t elementCount(ArrayRef<int64_t> shape) {
  int64_t count = 1;
  for (int64_t size : shape)
    if (llvm::MulOverflow(count, size, count))
      return std::numeric_limits<int64_t>::max();
  return count;
}

int64_t elementBytes(Type elementType) {
  return (elementType.getIntOrFloatBitWidth() + 7) / 8;
}

Shape rowMajorStrides(ArrayRef<int64_t> shape) {
  Shape strides(shape.size(), 1);
  for (size_t i = shape.size(); i-- > 1;)
    strides[i - 1] = strides[i] * shape[i];
  return strides;
}

RankedTensorType logicalType(Type type) {
  auto tensor = cast<RankedTensorType>(type);
  return RankedTensorType::get(tensor.getShape(), tensor.getElementType());
}

bool sameLogicalTypes(TypeRange a, TypeRange b) {
  return llvm::equal(a, b, [](Type x, Type y) {
    return isa<RankedTensorType>(x) && isa<RankedTensorType>(y) &&
           logicalType(x) == logicalType(y);
  });
}

LogicalResult checkResultShape(std::optional<Location> location, StringRef op,
                               ArrayRef<int64_t> shape) {
  if (isTensorShape(shape))
    return success();
  return emitOptionalError(location, "`", op, "` would make a tensor of shape ",
                           shapeText(shape),
                           ", which has more than 2^31 elements");
}

LogicalResult checkImage(std::optional<Location> location, StringRef op,
                         RankedTensorType input) {
  if (input.getRank() == 4)
    return success();
  return emitOptionalError(location, "`", op,
                           "` needs an input of shape [n, h, w, c], but it is ",
                           shapeText(input.getShape()));
}

LogicalResult checkElementTypes(std::optional<Location> location, StringRef op,
                                ValueRange operands) {
  auto first = dyn_cast<RankedTensorType>(operands[0].getType());
  for (Value operand : operands) {
    auto type = dyn_cast<RankedTensorType>(operand.getType());
    if (!type)
      return emitOptionalError(location, "`", op,
                               "` takes tensors, but an operand is ",
                               operand.getType());
    if (type.getElementType() != first.getElementType())
      return emitOptionalError(
          location, "`", op, "` needs one element type, but its operands are ",
          logicalType(first), " and ", logicalType(type));
  }
  return success();
}

LogicalResult inferBroadcastType(std::optional<Location> location, StringRef op,
                                 ValueRange operands,
                                 SmallVectorImpl<Type> &types) {
  op.consume_front("sinter.");
  if (failed(checkElementTypes(location, op, operands)))
    return failure();
  auto first = cast<RankedTensorType>(operands[0].getType());
  Shape shape(first.getShape());
  for (Value operand : operands.drop_front()) {
    auto type = cast<RankedTensorType>(operand.getType());
    std::optional<Shape> common = broadcastShapes(shape, type.getShape());
    if (!common)
      return emitOptionalError(
          location, "`", op, "` cannot broadcast ", shapeText(shape), " with ",
          shapeText(type.getShape()),
          ": aligned at the last axis, sizes must be equal or 1");
    shape = *common;
  }
  types.push_back(RankedTensorType::get(shape, first.getElementType()));
  return success();
}

int64_t operandAndResultBytes(Operation *op) {
  int64_t bytes = 0;
  auto add = [&](Type type) {
    if (auto tensor = dyn_cast<RankedTensorType>(type))
      bytes += tensor.getNumElements() * elementBytes(tensor.getElementType());
  };
  llvm::for_each(op->getOperandTypes(), add);
  llvm::for_each(op->getResultTypes(), add);
  return bytes;
}

} // namespace sinter
