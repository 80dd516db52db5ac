// ModelOps.cpp: parameters, constants, relayout and kernels.
#include "ir/Views.h"

#include "mlir/IR/OpImplementation.h"

using namespace mlir;

#define GET_OP_CLASSES
#include "ir/ModelOps.cpp.inc"

namespace sinter {

void SinterDialect::registerModelOps() {
  addOperations<
#define GET_OP_LIST
#include "ir/ModelOps.cpp.inc"
      >();
}

//===- read --------------------------------------------------------------===//

/// `op` names a parameter of the module, whose type is that of `value`.
static LogicalResult checkParameter(Operation *op, FlatSymbolRefAttr symbol,
                                    Value value, StringRef how,
                                    SymbolTableCollection &symbols) {
  auto parameter = symbols.lookupNearestSymbolFrom<ParameterOp>(op, symbol);
  if (!parameter)
    return op->emitError() << "there is no parameter `" << symbol.getValue()
                           << "`";
  if (!sameLogicalTypes(parameter.getType(), value.getType()))
    return op->emitError() << "parameter `" << symbol.getValue() << "` is "
                           << parameter.getType() << ", but is " << how
                           << " as " << value.getType();
  return success();
}

LogicalResult ReadOp::verifySymbolUses(SymbolTableCollection &symbols) {
  return checkParameter(*this, getParameterAttr(), getResult(), "read",
                        symbols);
}

//===- write, gradient ---------------------------------------------------===//

LogicalResult WriteOp::verifySymbolUses(SymbolTableCollection &symbols) {
  return checkParameter(*this, getParameterAttr(), getValue(), "written",
                        symbols);
}

LogicalResult GradientOp::verify() {
  if (cast<RankedTensorType>(getLoss().getType()).getRank() != 0)
    return emitError() << "`gradient` takes the derivative of a scalar, but "
                          "the loss is "
                       << getLoss().getType();
  if (sameLogicalTypes(getValues().getTypes(), getGradients().getTypes()))
    return success();
  return emitError() << "`gradient` gives a derivative of the type of each "
                        "value, in their order";
}

//===- constant ----------------------------------------------------------===//

LogicalResult ConstantOp::verify() {
  auto type = cast<RankedTensorType>(getType());
  auto stored =
      RankedTensorType::get(physicalShape(type), type.getElementType());
  if (getValue().getShapedType() == stored)
    return success();
  return emitError() << "a constant of type " << type << " stores " << stored
                     << ", but its value is " << getValue().getShapedType();
}

OpFoldResult ConstantOp::fold(FoldAdaptor) { return getValue(); }

//===- relayout ----------------------------------------------------------===//

LogicalResult RelayoutOp::verify() {
  if (sameLogicalTypes(getInput().getType(), getType()))
    return success();
  return emitError()
         << "a relayout keeps shape and element type, but goes from "
         << logicalType(getInput().getType()) << " to "
         << logicalType(getType());
}

OpFoldResult RelayoutOp::fold(FoldAdaptor) {
  return getInput().getType() == getType() ? OpFoldResult(getInput())
                                           : OpFoldResult();
}

//===- kernel ------------------------------------------------------------===//

Operation *KernelOp::getAnchor() {
  Operation *anchor = nullptr;
  for (Operation &op : getBody().front().without_terminator())
    if (!isElementwise(&op))
      anchor = &op;
  return anchor;
}

YieldOp KernelOp::getYield() {
  return cast<YieldOp>(getBody().front().getTerminator());
}

int64_t KernelOp::getScheduled(StringRef key) {
  return cast<IntegerAttr>(getScheduleAttr().get(key)).getInt();
}

int64_t KernelOp::getScheduledOr(StringRef key, int64_t fallback) {
  auto value = getScheduleAttr() ? getScheduleAttr().getAs<IntegerAttr>(key)
                                 : IntegerAttr();
  return value ? value.getInt() : fallback;
}

/// A view is memory that its operands have: what a concat joins must have been
/// written side by side.
static LogicalResult verifyView(KernelOp kernel) {
  if (std::optional<std::string> why = whyNoView(kernel))
    return kernel.emitError() << "the kernel cannot be a view: " << *why;
  const SmallVector<SharedMemory> parts = sharedMemory(kernel);
  std::optional<int64_t> first;
  for (const SharedMemory &shared : parts) {
    const MemoryStart start = findMemory(shared.part);
    auto maker = start.value.getDefiningOp<KernelOp>();
    if (shared.whole != kernel.getResult(0) || !maker || !maker.getPlacement())
      return success(); // a part of its operand, or not planned yet
    const int64_t place = maker.getPlacement()->front() + start.bytes;
    if (!first)
      first = place;
    if (maker.getPlacement()->front() < 0 || place != *first + shared.bytes)
      return kernel.emitError()
             << "the kernel cannot be a view: `" << maker.getName()
             << "` writes to byte " << place << ", but its part of the result "
             << "starts at byte " << *first + shared.bytes;
  }
  return success();
}

LogicalResult KernelOp::verify() {
  Block &body = getBody().front();
  if (!llvm::equal(body.getArgumentTypes(), getOperandTypes()))
    return emitError() << "a kernel's region takes what the kernel takes, but "
                          "the types are "
                       << body.getArgumentTypes() << " and "
                       << getOperandTypes();
  if (!sameLogicalTypes(getYield().getOperandTypes(), getResultTypes()))
    return emitError()
           << "a kernel gives what its region yields, but the types are "
           << getResultTypes() << " and " << getYield().getOperandTypes();
  int anchors = 0;
  for (Operation &op : body.without_terminator()) {
    if (!isa_and_nonnull<SinterDialect>(op.getDialect()) ||
        isa<KernelOp, ReadOp, ConstantOp>(op))
      return op.emitError()
             << "`" << op.getName() << "` cannot stand in a kernel";
    // Moves may lead to the anchor, which may be a move itself. Winograd's
    // algorithm may transform its filters, and a convolution look its channels
    // up.
    const bool leadsToAnchor =
        (isMove(&op) || isa<WinogradFilterOp, GatherOp>(op)) &&
        llvm::any_of(op.getUsers(), [](Operation *user) {
          return !isElementwise(user) && !isa<YieldOp>(user);
        });
    anchors += !isElementwise(&op) && !leadsToAnchor;
  }
  if (anchors > 1)
    return emitError() << "a kernel has at most one op that is not "
                          "elementwise, but this one has "
                       << anchors;
  return isView(*this) ? verifyView(*this) : success();
}

void KernelOp::print(OpAsmPrinter &p) {
  p << " " << getNameAttr() << " (";
  Block &body = getBody().front();
  llvm::interleaveComma(
      llvm::zip(body.getArguments(), getInputs()), p,
      [&](auto pair) { p << std::get<0>(pair) << " = " << std::get<1>(pair); });
  p << ") : (" << getOperandTypes() << ") -> ";
  if (getNumResults() == 1)
    p << getResultTypes();
  else
    p << "(" << getResultTypes() << ")";
  p.printOptionalAttrDictWithKeyword((*this)->getAttrs(), {getNameAttrName()});
  p << " ";
  p.printRegion(getBody(), /*printEntryBlockArgs=*/false);
}

ParseResult KernelOp::parse(OpAsmParser &parser, OperationState &result) {
  StringAttr name;
  SmallVector<OpAsmParser::Argument> arguments;
  SmallVector<OpAsmParser::UnresolvedOperand> operands;
  SmallVector<Type> types;
  auto parseBinding = [&] {
    return failure(parser.parseArgument(arguments.emplace_back()) ||
                   parser.parseEqual() ||
                   parser.parseOperand(operands.emplace_back()));
  };
  if (parser.parseAttribute(name, getNameAttrName(result.name),
                            result.attributes) ||
      parser.parseCommaSeparatedList(AsmParser::Delimiter::Paren,
                                     parseBinding) ||
      parser.parseColon() ||
      parser.parseCommaSeparatedList(AsmParser::Delimiter::Paren, [&] {
        return parser.parseType(types.emplace_back());
      }))
    return failure();
  SMLoc loc = parser.getCurrentLocation();
  if (parser.parseArrowTypeList(result.types) ||
      parser.parseOptionalAttrDictWithKeyword(result.attributes) ||
      parser.resolveOperands(operands, types, loc, result.operands))
    return failure();
  for (auto [argument, type] : llvm::zip(arguments, types))
    argument.type = type;
  return parser.parseRegion(*result.addRegion(), arguments);
}

} // namespace sinter
