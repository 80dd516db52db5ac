// ReadGraph.cpp: a .mlir file at the graph stage -> a module.
#include "driver/ReadGraph.h"

#include "driver/HostArray.h"
#include "ir/Ops.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Parser/Parser.h"

using namespace mlir;

namespace sinter {

namespace {

/// Whether `type` is a tensor that the C interface can pass.
bool isPlainTensor(Type type) {
  auto tensor = dyn_cast<RankedTensorType>(type);
  return tensor && tensor.hasStaticShape() && !tensor.getEncoding() &&
         fromMlir(tensor.getElementType());
}

LogicalResult checkOp(Operation *op) {
  if (isa<KernelOp, RelayoutOp>(op))
    return op->emitError() << "`" << op->getName()
                           << "` belongs to a later stage; files are read at "
                              "the graph stage";
  const bool known =
      isa<func::ReturnOp>(op) ||
      (isa<SinterDialect>(op->getDialect()) && !isa<ParameterOp>(op));
  if (!known)
    return op->emitError() << "`" << op->getName()
                           << "` cannot be compiled; only `sinter` ops can";
  for (Type type : op->getResultTypes())
    if (!isPlainTensor(type))
      return op->emitError() << "`" << op->getName() << "` gives " << type
                             << ", but tensors of static shape are needed";
  return success();
}

LogicalResult checkFunction(func::FuncOp function) {
  if (!function.getBody().hasOneBlock())
    return function.emitError()
           << "`" << function.getSymName() << "` needs a body of one block";
  for (Type type : llvm::concat<const Type>(function.getArgumentTypes(),
                                            function.getResultTypes()))
    if (!isPlainTensor(type))
      return function.emitError()
             << "`" << function.getSymName() << "` takes or gives " << type
             << ", but tensors of static shape are needed";
  for (Operation &op : function.front())
    if (failed(checkOp(&op)))
      return failure();
  return success();
}

LogicalResult checkModule(ModuleOp module) {
  for (Operation &op : *module.getBody()) {
    if (auto function = dyn_cast<func::FuncOp>(op)) {
      if (failed(checkFunction(function)))
        return failure();
      continue;
    }
    auto parameter = dyn_cast<ParameterOp>(op);
    if (!parameter)
      return op.emitError() << "`" << op.getName()
                            << "` cannot stand in a module; functions and "
                               "parameters can";
    if (!isPlainTensor(parameter.getType()))
      return op.emitError()
             << "`" << parameter.getSymName() << "` is " << parameter.getType()
             << ", but tensors of static shape are needed";
  }
  if (module.getOps<func::FuncOp>().empty())
    return module.emitError() << "there is no function to compile";
  return success();
}

} // namespace

OwningOpRef<ModuleOp> readGraph(const llvm::SourceMgr &sources,
                                MLIRContext &context) {
  OwningOpRef<ModuleOp> module =
      parseSourceFile<ModuleOp>(sources, ParserConfig(&context));
  if (module && failed(checkModule(*module)))
    return nullptr;
  return module;
}

} // namespace sinter
