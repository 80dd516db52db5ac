// ReadGraph.cpp: a .mlir file at the graph stage -> a module, and what a graph
// must be.
#include "driver/ReadGraph.h"

#include "driver/HostArray.h"
#include "ir/Ops.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Parser/Parser.h"

#include <limits>

using namespace mlir;

namespace sinter {

namespace {

/// Kernels count elements in 32 bits.
constexpr uint64_t largestTensorBytes = std::numeric_limits<int32_t>::max();

/// Whether `type` is a tensor that the C interface can pass.
bool isPlainTensor(Type type) {
  auto tensor = dyn_cast<RankedTensorType>(type);
  if (!tensor || !tensor.hasStaticShape() || tensor.getEncoding() ||
      llvm::is_contained(tensor.getShape(), 0))
    return false;
  std::optional<ElementType> element = fromMlir(tensor.getElementType());
  return element &&
         boundedByteCount(*element, tensor.getShape(), largestTensorBytes);
}

constexpr llvm::StringLiteral needed =
    ", but a tensor of fixed sizes and less than 2 GiB is needed";

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
      return op->emitError()
             << "`" << op->getName() << "` gives " << type << needed;
  return success();
}

LogicalResult checkFunction(func::FuncOp function) {
  if (!function.getBody().hasOneBlock())
    return function.emitError()
           << "`" << function.getSymName() << "` needs a body of one block";
  for (Type type : llvm::concat<const Type>(function.getArgumentTypes(),
                                            function.getResultTypes()))
    if (!isPlainTensor(type))
      return function.emitError() << "`" << function.getSymName()
                                  << "` takes or gives " << type << needed;
  for (Operation &op : function.front())
    if (failed(checkOp(&op)))
      return failure();
  return success();
}

} // namespace

LogicalResult checkGraph(ModuleOp module) {
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
      return op.emitError() << "`" << parameter.getSymName() << "` is "
                            << parameter.getType() << needed;
  }
  if (module.getOps<func::FuncOp>().empty())
    return module.emitError() << "there is no function to compile";
  return success();
}

OwningOpRef<ModuleOp> readGraph(const llvm::SourceMgr &sources,
                                MLIRContext &context) {
  return parseSourceFile<ModuleOp>(sources, ParserConfig(&context));
}

} // namespace sinter
