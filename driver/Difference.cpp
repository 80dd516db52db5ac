// Difference.cpp: compiled code beside the reference interpreter.
#include "driver/Difference.h"

#include "driver/Reported.h"

#include <cmath>
#include <limits>

using namespace mlir;

namespace sinter {

namespace {

/// Half the distance between 1 and the next number of the type.
double unitRoundoff(ElementType type) {
  switch (type) {
  case ElementType::f64:
    return 0x1p-53;
  case ElementType::f32:
    return 0x1p-24;
  case ElementType::f16:
    return 0x1p-11;
  case ElementType::bf16:
    return 0x1p-8;
  default:
    return 0;
  }
}

/// Terms of the longest sum that `op` forms for one element of its result.
double sumLength(Operation *op) {
  const auto results = static_cast<double>(
      std::max<int64_t>(1, arrayType(op->getResult(0).getType()).count()));
  double terms = 1;
  // Sums of whole lines, of which each element is one or a part.
  if (isa<CumsumOp, SoftmaxOp, LogSoftmaxOp>(op))
    terms = static_cast<double>(
        cast<RankedTensorType>(op->getResult(0).getType())
            .getDimSize(op->getAttrOfType<IntegerAttr>("axis").getInt()));
  // A place in an image of `size` is off by rounding at that size, which counts
  // as often as neighbours differ: as much as a sum of size^2 terms.
  if (auto sample = dyn_cast<AffineSampleOp>(op)) {
    ArrayRef<int64_t> shape =
        cast<RankedTensorType>(sample.getType()).getShape();
    const auto size = static_cast<double>(std::max(shape[1], shape[2]));
    terms = size * size;
  }
  if (auto cost = dyn_cast<CostInterface>(op))
    terms = std::max(terms, static_cast<double>(cost.getMacs()) / results);
  for (Value operand : op->getOperands())
    terms = std::max(terms,
                     static_cast<double>(arrayType(operand.getType()).count()) /
                         results);
  return terms;
}

Array referenceArray(const HostArray &array, Type tensor) {
  Array values = zeroArray(tensor);
  for (size_t i = 0; i < values.values.size(); ++i)
    values.values[i] = array.at(static_cast<int64_t>(i) % array.type.count());
  return values;
}

double distance(double a, double b) {
  if (a == b || (std::isnan(a) && std::isnan(b)))
    return 0;
  const double apart = std::abs(a - b);
  return std::isnan(apart) ? std::numeric_limits<double>::infinity() : apart;
}

OutputDifference compareOutput(const Port &port, const HostArray &got,
                               const Array &expected, double tolerance) {
  OutputDifference difference;
  difference.name = port.name;
  difference.type = port.type;
  double largest = 0;
  for (int64_t index = 0; index < port.type.count(); ++index) {
    const auto i = static_cast<size_t>(index);
    const double apart = distance(got.at(index), expected.values[i]);
    if (std::isfinite(expected.values[i]))
      largest = std::max(largest, std::abs(expected.values[i]));
    if (apart > difference.largestAbsolute || i == 0) {
      difference.largestAbsolute = apart;
      difference.worst = index;
      difference.got = got.at(index);
      difference.expected = expected.values[i];
    }
  }
  difference.tolerance = tolerance * largest;
  if (difference.largestAbsolute > 0)
    difference.largestRelative = difference.largestAbsolute / largest;
  return difference;
}

} // namespace

double relativeTolerance(Block &ops, ElementType type) {
  constexpr double margin = 8;
  double terms = 0;
  for (Operation &op : ops.without_terminator())
    if (!isa<ConstantOp, ReadOp, WriteOp>(op))
      terms += sumLength(&op);
  return margin * unitRoundoff(type) * std::sqrt(std::max(terms, 1.0));
}

ReferenceState referenceState(ModuleOp module, const TrainingState &state,
                              ArrayRef<StateTensor> tensors) {
  ReferenceState values;
  for (const StateTensor &tensor : tensors)
    // A counter that no entry uses is in the plan only.
    if (auto parameter = module.lookupSymbol<ParameterOp>(tensor.name))
      values[tensor.name] =
          referenceArray(state.value(tensor), parameter.getType());
  return values;
}

absl::StatusOr<std::vector<Array>>
referenceOutputs(func::FuncOp reference, const std::vector<HostArray> &inputs,
                 ReferenceState *state) {
  SmallVector<Array> arguments;
  for (auto [input, type] :
       llvm::zip_equal(inputs, reference.getArgumentTypes()))
    arguments.push_back(referenceArray(input, type));
  ReferenceState written;
  FailureOr<SmallVector<Array>> expected = interpret(
      reference, arguments,
      [&](StringRef path) -> std::optional<Array> {
        if (!state || !state->contains(path))
          return std::nullopt;
        return state->lookup(path);
      },
      [&](StringRef path, const Array &value) { written[path] = value; });
  if (failed(expected))
    return alreadyReported();
  for (auto &entry : written)
    (*state)[entry.getKey()] = std::move(entry.getValue());
  return std::vector<Array>(std::make_move_iterator(expected->begin()),
                            std::make_move_iterator(expected->end()));
}

std::vector<OutputDifference> compareStates(func::FuncOp reference,
                                            const TrainingState &state,
                                            ArrayRef<StateTensor> tensors,
                                            const ReferenceState &expected,
                                            double factor) {
  std::vector<OutputDifference> differences;
  for (const StateTensor &tensor : tensors)
    if (auto wanted = expected.find(tensor.name); wanted != expected.end())
      differences.push_back(compareOutput(
          {tensor.name, tensor.type}, state.value(tensor), wanted->getValue(),
          factor * relativeTolerance(reference.front(), tensor.type.element)));
  return differences;
}

std::vector<OutputDifference>
compareWithReference(func::FuncOp reference, const EntrySignature &signature,
                     const std::vector<HostArray> &outputs,
                     const std::vector<Array> &expected, double factor) {
  std::vector<OutputDifference> differences;
  for (auto [port, got, wanted] :
       llvm::zip_equal(signature.outputs, outputs, expected))
    differences.push_back(compareOutput(
        port, got, wanted,
        factor * relativeTolerance(reference.front(), port.type.element)));
  return differences;
}

} // namespace sinter
