// Interpreter.cpp: walks functions and kernels, and finds the reference of each
// op.
#include "ir/reference/Interpreter.h"

#include "ir/reference/References.h"

#include "llvm/ADT/StringMap.h"

using namespace mlir;

namespace sinter {

/// Functions that call functions nest no deeper; recursion has no end here.
constexpr unsigned kMaxCallDepth = 64;

static const llvm::StringMap<Reference> &references() {
  static const llvm::StringMap<Reference> map = [] {
    llvm::StringMap<Reference> filled;
    for (ArrayRef<OpReference> family :
         {contractionReferences(), elementwiseReferences(), imageReferences(),
          normalizationReferences(), processReferences(), randomReferences(),
          reductionReferences(), shapeReferences()})
      for (const OpReference &entry : family)
        filled[entry.op] = entry.compute;
    return filled;
  }();
  return map;
}

namespace {

using Results = SmallVector<Array>;

/// Evaluates ops on arrays that it only points to, so that no tensor is copied.
class Interpreter {
public:
  Interpreter(ParameterLookup parameter, ParameterStore store)
      : parameter(parameter), store(store) {}

  /// Where it fails, `culprit` and `reason` say why.
  FailureOr<Results> runOp(Operation *op, Operands operands);
  FailureOr<Results> runBlock(Block &block, Operands arguments,
                              OpObserver observer = nullptr);

  Operation *culprit = nullptr;
  std::string reason;

private:
  FailureOr<Results> runCall(func::CallOp call, Operands operands);
  FailureOr<Results> blame(Operation *op, const Twine &why);

  ParameterLookup parameter;
  ParameterStore store;
  unsigned callDepth = 0;
};

FailureOr<Results> Interpreter::blame(Operation *op, const Twine &why) {
  culprit = op;
  reason = why.str();
  return failure();
}

FailureOr<Results> Interpreter::runCall(func::CallOp call, Operands operands) {
  auto callee = SymbolTable::lookupNearestSymbolFrom<func::FuncOp>(
      call, call.getCalleeAttr());
  if (!callee || callee.isExternal())
    return blame(call, "`" + call.getCallee() + "` has no body to evaluate");
  if (callDepth == kMaxCallDepth)
    return blame(call, "calls nest deeper than " + Twine(kMaxCallDepth) +
                           " here; a model cannot call itself");
  ++callDepth;
  FailureOr<Results> results = runBlock(callee.getBody().front(), operands);
  --callDepth;
  return results;
}

FailureOr<Results> Interpreter::runOp(Operation *op, Operands operands) {
  if (auto kernel = dyn_cast<KernelOp>(op))
    return runBlock(kernel.getBody().front(), operands);
  if (auto call = dyn_cast<func::CallOp>(op))
    return runCall(call, operands);
  if (isa<RelayoutOp>(op))
    return Results{*operands[0]};
  if (auto constant = dyn_cast<ConstantOp>(op)) {
    if (std::optional<Array> array = arrayOf(
            constant.getValue(), cast<RankedTensorType>(constant.getType())))
      return Results{std::move(*array)};
    return blame(op, "this constant came without its data");
  }
  if (isa<GradientOp>(op))
    return blame(op, "this derivative is not ops yet: differentiate first");
  if (auto read = dyn_cast<ReadOp>(op)) {
    if (std::optional<Array> array = parameter(read.getParameter()))
      return Results{std::move(*array)};
    return blame(op, "there is no value for parameter `" + read.getParameter() +
                         "`");
  }
  if (auto write = dyn_cast<WriteOp>(op)) {
    if (!store)
      return blame(op, "nothing here takes what parameter `" +
                           write.getParameter() + "` becomes");
    store(write.getParameter(), *operands[0]);
    return Results();
  }
  Reference compute = references().lookup(op->getName().getStringRef());
  if (!compute)
    return blame(op, "`" + op->getName().getStringRef() +
                         "` has no reference to evaluate it with");
  Array result = zeroArray(op->getResult(0).getType());
  compute(op, operands, result);
  return Results{std::move(result)};
}

FailureOr<Results> Interpreter::runBlock(Block &block, Operands arguments,
                                         OpObserver observer) {
  DenseMap<Value, const Array *> pointers;
  llvm::DenseMap<Value, std::unique_ptr<Array>> owned;
  for (auto [argument, array] :
       llvm::zip_equal(block.getArguments(), arguments))
    pointers[argument] = array;
  auto pointersTo = [&](ValueRange values) {
    return llvm::map_to_vector(
        values, [&](Value value) { return pointers.lookup(value); });
  };

  for (Operation &op : block.without_terminator()) {
    const SmallVector<const Array *> operands = pointersTo(op.getOperands());
    FailureOr<Results> results = runOp(&op, operands);
    if (failed(results) ||
        (observer && failed(observer(&op, operands, *results))))
      return failure();
    for (auto [value, array] : llvm::zip_equal(op.getResults(), *results)) {
      owned[value] = std::make_unique<Array>(std::move(array));
      pointers[value] = owned[value].get();
    }
    // What no later op uses goes at once: the tensors of a large model do not
    // all fit in memory.
    for (Value operand : op.getOperands())
      if (llvm::all_of(operand.getUsers(), [&](Operation *user) {
            return user == &op || user->isBeforeInBlock(&op);
          }))
        owned.erase(operand);
  }
  Results returned;
  for (const Array *array : pointersTo(block.getTerminator()->getOperands()))
    returned.push_back(*array);
  return returned;
}

} // namespace

FailureOr<SmallVector<Array>> evaluate(Operation *op, ArrayRef<Array> operands,
                                       ParameterLookup parameter) {
  auto pointers =
      llvm::map_to_vector(operands, [](const Array &array) { return &array; });
  return Interpreter(parameter, nullptr).runOp(op, pointers);
}

FailureOr<SmallVector<Array>> interpret(func::FuncOp function,
                                        ArrayRef<Array> arguments,
                                        ParameterLookup parameter,
                                        ParameterStore store,
                                        OpObserver observer) {
  auto pointers =
      llvm::map_to_vector(arguments, [](const Array &array) { return &array; });
  Interpreter interpreter(parameter, store);
  FailureOr<SmallVector<Array>> results =
      interpreter.runBlock(function.getBody().front(), pointers, observer);
  if (failed(results) && interpreter.culprit)
    interpreter.culprit->emitError(interpreter.reason);
  return results;
}

std::vector<StringRef> opsWithoutReference(MLIRContext &context) {
  std::vector<StringRef> missing;
  for (RegisteredOperationName name : context.getRegisteredOperationsByDialect(
           SinterDialect::getDialectNamespace())) {
    bool computes = !name.hasTrait<OpTrait::IsTerminator>() &&
                    !name.hasInterface<SymbolOpInterface>();
    bool walked = llvm::is_contained(
        {KernelOp::getOperationName(), RelayoutOp::getOperationName(),
         ConstantOp::getOperationName(), ReadOp::getOperationName(),
         WriteOp::getOperationName(), GradientOp::getOperationName()},
        name.getStringRef());
    if (computes && !walked && !references().contains(name.getStringRef()))
      missing.push_back(name.getStringRef());
  }
  llvm::sort(missing);
  return missing;
}

} // namespace sinter
