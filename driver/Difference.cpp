// Difference.cpp: compiled code beside the reference interpreter.
#include "driver/Difference.h"

#include "driver/Reported.h"

#include "absl/strings/str_cat.h"

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

/// `value`, infinite where it is beyond the largest of the type.
double held(double value, ElementType type) {
  const bool isBeyond =
      type == ElementType::f32 && std::isinf(static_cast<float>(value));
  return isBeyond
             ? std::copysign(std::numeric_limits<double>::infinity(), value)
             : value;
}

/// Factor on what rounding is expected to do.
constexpr double margin = 8;

/// `tolerance` is a share of the largest value, `least` a value.
OutputDifference compareOutput(const Port &port, const HostArray &got,
                               const Array &expected, double tolerance,
                               double least) {
  OutputDifference difference;
  difference.name = port.name;
  difference.type = port.type;
  double largest = 0;
  for (int64_t index = 0; index < port.type.count(); ++index) {
    const auto i = static_cast<size_t>(index);
    const double wanted = held(expected.values[i], port.type.element);
    const double apart = distance(got.at(index), wanted);
    if (std::isfinite(wanted))
      largest = std::max(largest, std::abs(wanted));
    if (apart > difference.largestAbsolute || i == 0) {
      difference.largestAbsolute = apart;
      difference.worst = index;
      difference.got = got.at(index);
      difference.expected = wanted;
    }
  }
  difference.tolerance = std::max(tolerance * largest, least);
  if (difference.largestAbsolute > 0)
    difference.largestRelative = difference.largestAbsolute / largest;
  return difference;
}

/// Whether results are exact: moved, chosen or cut.
bool isExact(Operation *op) {
  return isa<ConstantOp, ReadOp, ReshapeOp, TransposeOp, ConcatOp, SliceOp,
             SliceGradientOp, PadOp, BroadcastOp, GatherOp, GatherElementsOp,
             MaximumOp, MinimumOp, ReduceMaxOp, ReduceMinOp, MaxPoolOp,
             MaxUnpoolOp, SelectOp, NegOp, AbsOp, SignOp, ReluOp, ClampOp,
             FloorOp, CeilOp, RoundOp, CastOp, StopGradientOp>(op);
}

/// Whether `op` adds products of its operands' elements, so that on squares it
/// adds the squares of its terms.
bool addsProducts(Operation *op) {
  return isa<SumOp, MeanOp, CumsumOp, CostInterface>(op) && !isElementwise(op);
}

/// Bits that look random, from a place in a run.
uint64_t mixed(uint64_t value) { // SplitMix64 (Steele et al. 2014)
  value += 0x9e3779b97f4a7c15;
  value = (value ^ value >> 30) * 0xbf58476d1ce4e5b9;
  value = (value ^ value >> 27) * 0x94d049bb133111eb;
  return value ^ value >> 31;
}

/// Moves each value of the result of `op` by the size of its rounding.
LogicalResult addRounding(Operation *op, ArrayRef<const Array *> operands,
                          ParameterLookup parameter, uint64_t draw,
                          Array &result) {
  const double u = unitRoundoff(*fromMlir(result.elementType));
  if (u == 0 || isExact(op))
    return success();
  std::vector<double> sizes(result.values.size(), 0);
  double steps = 1;
  if (addsProducts(op)) {
    auto squares = llvm::map_to_vector(
        operands, [](const Array *array) { return *array; });
    for (Array &array : squares)
      for (double &value : array.values)
        value *= value;
    auto sums = evaluate(op, squares, parameter);
    if (failed(sums))
      return failure();
    const double terms = sumLength(op);
    steps = std::sqrt(terms);
    for (auto [size, sum] : llvm::zip_equal(sizes, sums->front().values))
      size = std::sqrt(terms * sum / (isa<MeanOp>(op) ? terms : 1));
  }
  for (auto [place, value] : llvm::enumerate(result.values)) {
    const double sign = mixed(draw + place) & 1 ? 1 : -1;
    value += sign * u * std::max(steps * std::abs(value), sizes[place]);
  }
  return success();
}

/// Raises `most` to the largest distance of two numbers.
void raiseToDistance(double &most, const Array &a, const Array &b) {
  for (auto [x, y] : llvm::zip_equal(a.values, b.values))
    if (const double apart = distance(x, y); std::isfinite(apart))
      most = std::max(most, apart);
}

} // namespace

double relativeTolerance(Block &ops, ElementType type) {
  double terms = 0;
  for (Operation &op : ops.without_terminator())
    if (!isa<ConstantOp, ReadOp, WriteOp>(op))
      terms += sumLength(&op);
  return margin * unitRoundoff(type) * std::sqrt(std::max(terms, 1.0));
}

absl::Status checkReferenceSeed(uint64_t seed) {
  constexpr uint64_t largest = uint64_t(1) << 53;
  if (seed <= largest)
    return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(
      "the reference interpreter computes in double precision and cannot draw "
      "the random numbers of seed ",
      seed, "; choose one up to ", largest));
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

/// Exactly where `draw` is 0, else with the roundings of that number.
static absl::StatusOr<std::vector<Array>>
runReference(func::FuncOp function, const std::vector<HostArray> &inputs,
             ReferenceState &state, uint64_t draw) {
  SmallVector<Array> arguments;
  for (auto [input, type] :
       llvm::zip_equal(inputs, function.getArgumentTypes()))
    arguments.push_back(referenceArray(input, type));
  ReferenceState written;
  auto lookup = [&](StringRef path) -> std::optional<Array> {
    if (!state.contains(path))
      return std::nullopt;
    return state.lookup(path);
  };
  auto store = [&](StringRef path, const Array &value) {
    written[path] = value;
  };
  auto round = [&](Operation *op, ArrayRef<const Array *> operands,
                   llvm::MutableArrayRef<Array> results) {
    for (Array &result : results) {
      draw = mixed(draw);
      if (failed(addRounding(op, operands, lookup, draw, result)))
        return failure();
    }
    return success();
  };
  FailureOr<SmallVector<Array>> outputs =
      interpret(function, arguments, lookup, store,
                draw == 0 ? OpObserver() : OpObserver(round));
  if (failed(outputs))
    return alreadyReported();
  for (auto &entry : written)
    state[entry.getKey()] = std::move(entry.getValue());
  return std::vector<Array>(std::make_move_iterator(outputs->begin()),
                            std::make_move_iterator(outputs->end()));
}

absl::StatusOr<ReferenceCall> callReference(func::FuncOp function,
                                            std::vector<HostArray> inputs,
                                            ReferenceState before) {
  ReferenceCall call = {
      function, std::move(inputs), {}, before, std::move(before)};
  auto outputs = runReference(function, call.inputs, call.after, /*draw=*/0);
  if (!outputs.ok())
    return outputs.status();
  call.outputs = std::move(*outputs);
  return call;
}

/// One more run, other than those before.
static absl::Status addRun(const ReferenceCall &call,
                           Cancellation &cancellation) {
  ReferenceState state = call.before;
  auto outputs =
      runReference(call.function, call.inputs, state, ++cancellation.runs);
  if (!outputs.ok())
    return outputs.status();
  cancellation.outputs.resize(outputs->size(), 0);
  for (auto [most, a, b] :
       llvm::zip_equal(cancellation.outputs, *outputs, call.outputs))
    raiseToDistance(most, a, b);
  for (const auto &entry : state)
    raiseToDistance(cancellation.state[entry.getKey()], entry.getValue(),
                    call.after.find(entry.getKey())->getValue());
  return absl::OkStatus();
}

static double toleranceOf(const ReferenceCall &call, ElementType type) {
  func::FuncOp function = call.function;
  return relativeTolerance(function.front(), type);
}

std::vector<OutputDifference>
compareOutputs(const ReferenceCall &call, const EntrySignature &signature,
               const std::vector<HostArray> &outputs, double factor,
               const Cancellation &cancellation) {
  std::vector<OutputDifference> differences;
  for (auto [index, port] : llvm::enumerate(signature.outputs))
    differences.push_back(compareOutput(
        {absl::StrCat(signature.symbol, sizeText(signature), " ", port.name),
         port.type},
        outputs[index], call.outputs[index],
        factor * toleranceOf(call, port.type.element),
        cancellation.runs > 0 ? factor * margin * cancellation.outputs[index]
                              : 0));
  return differences;
}

std::vector<OutputDifference> compareStates(const ReferenceCall &call,
                                            const TrainingState &state,
                                            ArrayRef<StateTensor> tensors,
                                            double factor,
                                            const Cancellation &cancellation) {
  func::FuncOp function = call.function;
  StringRef symbol = function.getSymName();
  std::vector<OutputDifference> differences;
  for (const StateTensor &tensor : tensors)
    if (auto wanted = call.after.find(tensor.name); wanted != call.after.end())
      differences.push_back(compareOutput(
          {absl::StrCat(symbol.str(), " ", tensor.name), tensor.type},
          state.value(tensor), wanted->getValue(),
          factor * toleranceOf(call, tensor.type.element),
          factor * margin * cancellation.state.lookup(tensor.name)));
  return differences;
}

bool areWithin(ArrayRef<OutputDifference> differences) {
  return llvm::all_of(differences, [](const OutputDifference &difference) {
    return difference.within();
  });
}

absl::StatusOr<std::vector<OutputDifference>> differencesOf(
    const ReferenceCall &call,
    function_ref<std::vector<OutputDifference>(const Cancellation &)> compare) {
  constexpr int mostRuns = 3; // one may be near by chance
  Cancellation cancellation;
  std::vector<OutputDifference> differences = compare(cancellation);
  while (!areWithin(differences) && cancellation.runs < mostRuns) {
    if (absl::Status status = addRun(call, cancellation); !status.ok())
      return status;
    differences = compare(cancellation);
  }
  return differences;
}

} // namespace sinter
