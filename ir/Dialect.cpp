// Dialect.cpp: registers attributes and ops, and makes constants for folding.
#include "ir/Ops.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/DialectImplementation.h"

using namespace mlir;

#include "ir/Dialect.cpp.inc"
#include "ir/Interfaces.cpp.inc"

namespace sinter {

void SinterDialect::initialize() {
  registerAttributes();
  registerContractionOps();
  registerElementwiseOps();
  registerGradientOps();
  registerImageOps();
  registerModelOps();
  registerNormalizationOps();
  registerProcessOps();
  registerRandomOps();
  registerReductionOps();
  registerShapeOps();
}

Operation *SinterDialect::materializeConstant(OpBuilder &builder,
                                              Attribute value, Type type,
                                              Location loc) {
  auto elements = dyn_cast<ElementsAttr>(value);
  if (!elements || !isa<RankedTensorType>(type))
    return nullptr;
  return ConstantOp::create(builder, loc, type, elements);
}

LogicalResult
SinterDialect::verifyOperationAttribute(Operation *op,
                                        NamedAttribute attribute) {
  StringRef name = attribute.getName();
  if (name == kTargetAttr &&
      (!isa<ModuleOp>(op) || !isa<TargetAttr>(attribute.getValue())))
    return op->emitError("`sinter.target` is a `#sinter.target` on a module");
  if ((name == kEntryAttr || name == kModelAttr) &&
      (!isa<func::FuncOp>(op) || !isa<StringAttr>(attribute.getValue())))
    return op->emitError() << "`" << name << "` is a string on a function";
  if (name == kOpenAttr &&
      (!isa<func::FuncOp>(op) || !isa<OpenDimensionAttr>(attribute.getValue())))
    return op->emitError("`sinter.open` is a `#sinter.open` on a function");
  return success();
}

LogicalResult SinterDialect::verifyRegionArgAttribute(
    Operation *op, unsigned, unsigned argument, NamedAttribute attribute) {
  auto function = dyn_cast<func::FuncOp>(op);
  if (attribute.getName() != kOpenRowsAttr || !function)
    return success();
  auto open = function->getAttrOfType<OpenDimensionAttr>(kOpenAttr);
  auto type = dyn_cast<RankedTensorType>(function.getArgumentTypes()[argument]);
  if (open && type && type.getRank() > 0 &&
      type.getDimSize(0) % open.getMost() == 0)
    return success();
  return op->emitError() << "`sinter.open_rows` is on arguments whose axis 0 "
                            "is a multiple of the most that the function's "
                            "`sinter.open` may be, but argument "
                         << argument << " is "
                         << function.getArgumentTypes()[argument];
}

StringRef layerPath(Location location) {
  StringRef path;
  location->walk([&](Location part) {
    auto name = dyn_cast<NameLoc>(part);
    if (!name)
      return WalkResult::advance();
    path = name.getName().getValue();
    return WalkResult::interrupt();
  });
  return path;
}

bool isElementwise(Operation *op) { return op->hasTrait<ElementwiseMath>(); }

bool isMove(Operation *op) {
  return isa<ReshapeOp, TransposeOp, SliceOp, SliceGradientOp, PadOp,
             BroadcastOp>(op);
}

} // namespace sinter
