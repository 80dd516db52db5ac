// Types.cpp: layouts and initialisers.
#include "ir/Dialect.h"

#include "mlir/IR/Builders.h"
#include "mlir/IR/DialectImplementation.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;

#define GET_ATTRDEF_CLASSES
#include "ir/Types.cpp.inc"

namespace sinter {

void SinterDialect::registerAttributes() {
  addAttributes<
#define GET_ATTRDEF_LIST
#include "ir/Types.cpp.inc"
      >();
}

//===- layout ------------------------------------------------------------===//

LayoutAttr LayoutAttr::getChannelBlocked(MLIRContext *context, unsigned rank,
                                         int64_t block) {
  SmallVector<int64_t> order = {0, rank - 1}, blocks(rank, 1);
  for (int64_t dim = 1; dim + 1 < rank; ++dim)
    order.push_back(dim);
  order.push_back(2 * rank - 1);
  blocks.back() = block;
  return get(context, order, blocks, {});
}

LogicalResult
LayoutAttr::verify(llvm::function_ref<InFlightDiagnostic()> emitError,
                   ArrayRef<int64_t> order, ArrayRef<int64_t> blocks,
                   ArrayRef<int64_t> border) {
  int64_t rank = blocks.size();
  if (!border.empty() && static_cast<int64_t>(border.size()) != 2 * rank)
    return emitError() << "a layout of rank " << rank << " needs " << 2 * rank
                       << " border sizes, but has " << border.size();
  if (llvm::any_of(border, [](int64_t size) { return size < 0; }))
    return emitError() << "border sizes are not negative";
  SmallVector<int> seen(2 * rank, 0);
  for (int64_t part : order)
    if (part < 0 || part >= 2 * rank || seen[part]++)
      return emitError() << "a layout lists each part of each dimension once";
  for (int64_t dim = 0; dim < rank; ++dim) {
    if (blocks[dim] < 1 || !seen[dim] || seen[rank + dim] != (blocks[dim] > 1))
      return emitError() << "dimension " << dim
                         << " must appear once whole, or once divided and once "
                            "modulo its block";
    if (blocks[dim] > 1 && !border.empty() &&
        (border[2 * dim] || border[2 * dim + 1]))
      return emitError() << "dimension " << dim
                         << " is in blocks and cannot have a border";
  }
  return success();
}

LogicalResult LayoutAttr::verifyEncoding(
    ArrayRef<int64_t> shape, Type elementType,
    llvm::function_ref<InFlightDiagnostic()> emitError) const {
  if (shape.size() != getRank())
    return emitError() << "a layout of rank " << getRank()
                       << " cannot encode a tensor of rank " << shape.size();
  return success();
}

Attribute LayoutAttr::parse(AsmParser &parser, Type) {
  SmallVector<std::tuple<int64_t, char, int64_t>> parts;
  auto parsePart = [&]() -> ParseResult {
    int64_t dim, block = 1;
    if (parser.parseInteger(dim))
      return failure();
    char kind = ' ';
    if (succeeded(parser.parseOptionalSlash()))
      kind = '/';
    else if (succeeded(parser.parseOptionalKeyword("mod")))
      kind = '%';
    if (kind != ' ' && parser.parseInteger(block))
      return failure();
    parts.emplace_back(dim, kind, block);
    return success();
  };
  SmallVector<int64_t> border;
  SMLoc loc = parser.getCurrentLocation();
  if (parser.parseLess() ||
      parser.parseCommaSeparatedList(AsmParser::Delimiter::Square, parsePart))
    return {};
  if (succeeded(parser.parseOptionalComma())) {
    auto parseSize = [&] { return parser.parseInteger(border.emplace_back()); };
    if (parser.parseKeyword("border") || parser.parseEqual() ||
        parser.parseCommaSeparatedList(AsmParser::Delimiter::Square, parseSize))
      return {};
  }
  if (parser.parseGreater())
    return {};
  int64_t rank = llvm::count_if(
      parts, [](auto &part) { return std::get<1>(part) != '%'; });
  SmallVector<int64_t> order, blocks(rank, 1);
  for (auto [dim, kind, block] : parts) {
    if (dim < 0 || dim >= rank || (blocks[dim] != 1 && blocks[dim] != block))
      return parser.emitError(loc, "a layout names dimensions below its rank, "
                                   "each with one block"),
             Attribute();
    order.push_back(kind == '%' ? rank + dim : dim);
    if (kind != ' ')
      blocks[dim] = block;
  }
  return getChecked([&] { return parser.emitError(loc); }, parser.getContext(),
                    order, blocks, border);
}

void LayoutAttr::print(AsmPrinter &printer) const {
  int64_t rank = getRank();
  printer << "<[";
  llvm::interleaveComma(getOrder(), printer, [&](int64_t part) {
    printer << part % rank;
    if (getBlocks()[part % rank] > 1)
      printer << (part < rank ? " / " : " mod ") << getBlocks()[part % rank];
  });
  printer << "]";
  if (!getBorder().empty()) {
    printer << ", border = [";
    llvm::interleaveComma(getBorder(), printer);
    printer << "]";
  }
  printer << ">";
}

LayoutAttr getLayout(Type type) {
  auto tensor = dyn_cast<RankedTensorType>(type);
  return tensor ? dyn_cast_or_null<LayoutAttr>(tensor.getEncoding())
                : LayoutAttr();
}

RankedTensorType withLayout(Type type, LayoutAttr layout) {
  auto tensor = cast<RankedTensorType>(type);
  return RankedTensorType::get(tensor.getShape(), tensor.getElementType(),
                               layout);
}

SmallVector<PhysicalDim> physicalDims(RankedTensorType type) {
  SmallVector<PhysicalDim> dims;
  ArrayRef<int64_t> shape = type.getShape();
  if (LayoutAttr layout = getLayout(type)) {
    int64_t rank = type.getRank();
    for (int64_t part : layout.getOrder()) {
      int64_t dim = part % rank, block = layout.getBlocks()[dim],
              before = layout.getBorderOf(dim, 0);
      if (part >= rank)
        dims.push_back({dim, block, 0, 0, 1, block});
      else if (block > 1)
        dims.push_back({dim, (shape[dim] + block - 1) / block, 0, 0, block, 0});
      else
        dims.push_back({dim, before + shape[dim] + layout.getBorderOf(dim, 1),
                        0, before, 1, 0});
    }
  } else {
    for (auto [dim, size] : llvm::enumerate(shape))
      dims.push_back({static_cast<int64_t>(dim), size, 0, 0, 1, 0});
  }
  int64_t stride = 1;
  for (PhysicalDim &dim : llvm::reverse(dims)) {
    dim.stride = stride;
    stride *= dim.extent;
  }
  return dims;
}

Shape physicalShape(RankedTensorType type) {
  Shape shape;
  for (const PhysicalDim &dim : physicalDims(type))
    shape.push_back(dim.extent);
  return shape;
}

int64_t physicalBytes(RankedTensorType type) {
  return elementCount(physicalShape(type)) *
         elementBytes(type.getElementType());
}

int64_t physicalIndex(ArrayRef<PhysicalDim> dims,
                      ArrayRef<int64_t> coordinates) {
  int64_t index = 0;
  for (const PhysicalDim &dim : dims) {
    int64_t at = coordinates[dim.logical];
    index +=
        dim.stride * (dim.block ? at % dim.block : at / dim.step + dim.before);
  }
  return index;
}

//===- open dimension ----------------------------------------------------===//

LogicalResult
OpenDimensionAttr::verify(llvm::function_ref<InFlightDiagnostic()> emitError,
                          StringRef name, int64_t least, int64_t most) {
  if (!name.empty() && 1 <= least && least <= most)
    return success();
  return emitError() << "an open dimension has a name and a range from 1 or "
                        "more upwards, but this one is `"
                     << name << "` from " << least << " to " << most;
}

//===- initializer -------------------------------------------------------===//

LogicalResult
InitializerAttr::verify(llvm::function_ref<InFlightDiagnostic()> emitError,
                        StringRef kind, DenseF64ArrayAttr values) {
  int needed = llvm::StringSwitch<int>(kind)
                   .Cases({"zeros", "ones", "he_normal", "he_uniform",
                           "glorot_normal", "glorot_uniform"},
                          0)
                   .Cases({"constant", "orthogonal"}, 1)
                   .Cases({"normal", "truncated_normal", "uniform"}, 2)
                   .Default(-1);
  if (needed < 0)
    return emitError() << "`" << kind << "` is not an initialiser";
  if (values.size() != needed)
    return emitError() << "initialiser `" << kind << "` takes " << needed
                       << " values, but has " << values.size();
  return success();
}

} // namespace sinter
