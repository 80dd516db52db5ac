// gradients.cpp: the derivative of every op against central differences, in
// double precision through the reference interpreter.
//
//   gradients-test cases FILE    each function of FILE, by each element of its
//   arguments; every op that has a rule has to occur gradients-test graphs FILE
//   each function of FILE, along random directions of its arguments and
//   parameters
//
// Prints what differs and returns 1, or returns 0.
//
// A function f is differentiated as the loss F = sum(f(x) * c), with a random
// c. Along a direction v, with F(t) = F(x + t v),
//   D(h) = (8 (F(h) - F(-h)) - (F(2h) - F(-2h))) / (12 h)
// is off the derivative by truncation, h^4 |F'''''| / 30, and by rounding, of
// at most kRounding sum|f c| / h.
#include "ir/gradient/Gradients.h"
#include "ir/reference/Interpreter.h"
#include "passes/Passes.h"

#include "mlir/Parser/Parser.h"
#include "llvm/ADT/StringSet.h"

#include <cmath>
#include <numeric>
#include <random>

using namespace mlir;
using namespace sinter;

namespace {

constexpr double kStep = 0x1p-10;
/// Of what is summed and multiplied in some hundred operations.
constexpr double kRounding = 128 * 0x1p-53;
/// The fifth derivative that cases may have: x^-1/2 has 945 / 32 * x^-11/2,
/// 1336 at the least x that it is tried at, and c is at most 1.
constexpr double kFifth = 1500;
/// The formulas have numbers of their own, which are rounded to f32, as are
/// those of the ops.
constexpr double kConstants = 0x1p-22;

int failures = 0;

void fail(const Twine &what) {
  llvm::errs() << what << "\n";
  ++failures;
}

bool isFloat(Type type) { return isa<FloatType>(getElementTypeOrSelf(type)); }

//===- functions ------------------------------------------------------===//

/// A function without parameters: what it read are its last arguments.
void readsToArguments(func::FuncOp function) {
  Block &block = function.front();
  for (auto read : llvm::make_early_inc_range(block.getOps<ReadOp>())) {
    read.replaceAllUsesWith(block.addArgument(read.getType(), read.getLoc()));
    read.erase();
  }
  function.setType(FunctionType::get(function.getContext(),
                                     block.getArgumentTypes(),
                                     function.getResultTypes()));
}

/// Adds to `function` an argument for each value that it returns, and makes it
/// return the loss, which is the sum of the products of both, and its
/// derivatives by all earlier arguments that are floats.
void differentiate(func::FuncOp function) {
  Block &block = function.front();
  Operation *end = block.getTerminator();
  ImplicitLocOpBuilder builder(function.getLoc(), end);
  SmallVector<Value> values;
  for (BlockArgument argument : block.getArguments())
    if (isFloat(argument.getType()))
      values.push_back(argument);
  Value loss;
  for (Value result : end->getOperands()) {
    BlockArgument weight =
        block.addArgument(result.getType(), function.getLoc());
    Value product = MulOp::create(builder, ValueRange{result, weight});
    Value part = SumOp::create(builder, product);
    loss = loss ? AddOp::create(builder, ValueRange{loss, part}).getResult()
                : part;
  }
  auto gradient =
      GradientOp::create(builder, ValueRange(values).getTypes(), loss, values);
  SmallVector<Value> returned = {loss};
  llvm::append_range(returned, gradient.getGradients());
  end->setOperands(returned);
  function.setType(builder.getFunctionType(block.getArgumentTypes(),
                                           ValueRange(returned).getTypes()));
}

//===- arguments ------------------------------------------------------===//

/// Distinct values from `low` to `high`, at equal distances in random order, so
/// that no kink or jump lies within a step of the differences; where they start
/// is random too, so that those of two arguments differ.
Array spread(RankedTensorType type, double low, double high,
             std::mt19937 &random) {
  Array array = zeroArray(type);
  const auto count = static_cast<double>(array.values.size());
  const double phase = (static_cast<double>(random() % 4096) + 0.5) / 4096;
  for (auto [i, value] : llvm::enumerate(array.values))
    value = low + (high - low) * (static_cast<double>(i) + phase) / count;
  llvm::shuffle(array.values.begin(), array.values.end(), random);
  return array;
}

/// Values from `low` to `high`, no two of whose sums are equal.
Array uniform(RankedTensorType type, double low, double high,
              std::mt19937 &random) {
  Array array = zeroArray(type);
  for (double &value : array.values)
    value =
        low + (high - low) * (static_cast<double>(random()) + 0.5) * 0x1p-32;
  return array;
}

/// Integers from `least` to `most`.
Array drawn(RankedTensorType type, int64_t least, int64_t most,
            std::mt19937 &random) {
  Array array = zeroArray(type);
  for (double &value : array.values)
    value = static_cast<double>(
        least + static_cast<int64_t>(random() %
                                     static_cast<uint64_t>(most - least + 1)));
  return array;
}

/// The arguments of a case, in the ranges that its attributes give.
SmallVector<Array> caseArguments(func::FuncOp function, std::mt19937 &random) {
  auto real = [&](StringRef name, double otherwise) {
    auto value = function->getAttrOfType<FloatAttr>(name);
    return value ? value.getValueAsDouble() : otherwise;
  };
  auto integer = [&](StringRef name, int64_t otherwise) {
    auto value = function->getAttrOfType<IntegerAttr>(name);
    return value ? value.getInt() : otherwise;
  };
  SmallVector<Array> arguments;
  for (Type type : function.getArgumentTypes()) {
    auto tensor = cast<RankedTensorType>(type);
    arguments.push_back(
        isFloat(tensor)
            ? spread(tensor, real("low", -2), real("high", 2.3), random)
            : drawn(tensor, integer("least", -1), integer("most", 4), random));
  }
  return arguments;
}

/// Values of a parameter in the range of its initialiser.
Array initialArray(ParameterOp parameter, std::mt19937 &random) {
  auto type = cast<RankedTensorType>(parameter.getType());
  ArrayRef<double> values = parameter.getInitializer().getValues();
  StringRef kind = parameter.getInitializer().getKind();
  double low = -1, high = 1;
  if (kind == "constant")
    low = high = values[0];
  else if (kind == "uniform")
    low = values[0], high = values[1];
  else if (kind == "normal")
    low = values[0] - 2 * values[1], high = values[0] + 2 * values[1];
  else // by He: of a deviation of sqrt(2 / fan in)
    high = std::sqrt(6.0 * static_cast<double>(type.getDimSize(0)) /
                     static_cast<double>(type.getNumElements())),
    low = -high;
  return uniform(type, low, high, random);
}

/// The arguments of a graph, then what it reads.
SmallVector<Array> graphArguments(func::FuncOp function, std::mt19937 &random) {
  SmallVector<Array> arguments;
  for (Type type : function.getArgumentTypes())
    arguments.push_back(uniform(cast<RankedTensorType>(type), -1, 1, random));
  auto module = function->getParentOfType<ModuleOp>();
  for (auto read : function.front().getOps<ReadOp>())
    arguments.push_back(initialArray(
        module.lookupSymbol<ParameterOp>(read.getParameter()), random));
  return arguments;
}

//===- comparison -----------------------------------------------------===//

/// One function, where it stands, and its derivatives there.
class Tried {
public:
  /// `function` as it is given, and with its loss differentiated.
  Tried(func::FuncOp function, func::FuncOp differentiated,
        SmallVector<Array> at, std::mt19937 &random);

  bool evaluates() const { return succeeded(gradients); }
  void compareElements();
  /// Compares along random directions. False where the function has a kink or
  /// jump too near.
  bool compareAlong(std::mt19937 &random);

private:
  double loss(ArrayRef<Array> arguments);
  /// D(h) along `direction`, which has an array for each argument.
  double difference(ArrayRef<Array> direction, double h);
  double rounding(double h) const { return kRounding * scale / h; }

  func::FuncOp function;
  SmallVector<Array> at, weights;
  FailureOr<SmallVector<Array>>
      gradients;    ///< the loss, then one for each argument of floats
  double scale = 0; ///< sum |f c|
};

std::optional<Array> noParameter(StringRef) { return std::nullopt; }

Tried::Tried(func::FuncOp function, func::FuncOp differentiated,
             SmallVector<Array> arguments, std::mt19937 &random)
    : function(function), at(std::move(arguments)) {
  SmallVector<Array> all = at;
  for (Type type : function.getResultTypes()) {
    weights.push_back(uniform(cast<RankedTensorType>(type), -1, 1, random));
    all.push_back(weights.back());
  }
  gradients = interpret(differentiated, all, noParameter);
  FailureOr<SmallVector<Array>> results = interpret(function, at, noParameter);
  if (failed(results))
    gradients = failure();
  else
    for (auto [result, weight] : llvm::zip_equal(*results, weights))
      for (auto [y, c] : llvm::zip_equal(result.values, weight.values))
        scale += std::fabs(y * c);
}

double Tried::loss(ArrayRef<Array> arguments) {
  double sum = 0;
  FailureOr<SmallVector<Array>> results =
      interpret(function, arguments, noParameter);
  for (auto [result, weight] : llvm::zip_equal(*results, weights))
    sum = std::inner_product(result.values.begin(), result.values.end(),
                             weight.values.begin(), sum);
  return sum;
}

double Tried::difference(ArrayRef<Array> direction, double h) {
  auto lossAt = [&](double t) {
    SmallVector<Array> moved = at;
    for (auto [argument, step] : llvm::zip_equal(moved, direction))
      for (auto [x, v] : llvm::zip_equal(argument.values, step.values))
        x += t * v;
    return loss(moved);
  };
  return (8 * (lossAt(h) - lossAt(-h)) - (lossAt(2 * h) - lossAt(-2 * h))) /
         (12 * h);
}

void Tried::compareElements() {
  SmallVector<Array> direction = at;
  for (Array &array : direction)
    llvm::fill(array.values, 0);
  auto gradient = gradients->begin() + 1;
  for (auto [i, array] : llvm::enumerate(direction)) {
    if (!isFloat(array.elementType))
      continue;
    for (size_t k = 0; k < array.values.size(); ++k) {
      array.values[k] = 1;
      const double expected = difference(direction, kStep),
                   found = gradient->values[k];
      array.values[k] = 0;
      const double tolerance = rounding(kStep) +
                               kFifth * std::pow(kStep, 4) / 30 +
                               kConstants * std::fabs(expected);
      if (std::fabs(expected - found) <= tolerance)
        continue;
      fail(function.getSymName() + ": the derivative by element " + Twine(k) +
           " of argument " + Twine(i) + " is " + numberText(found) +
           ", but differences give " + numberText(expected) +
           ", which is off by at most " + numberText(tolerance));
      return;
    }
    ++gradient;
  }
}

bool Tried::compareAlong(std::mt19937 &random) {
  double found = 0, size = 0;
  SmallVector<Array> direction = at;
  auto gradient = gradients->begin() + 1;
  for (Array &array : direction) {
    if (!isFloat(array.elementType)) {
      llvm::fill(array.values, 0);
      continue;
    }
    for (auto [v, g] : llvm::zip_equal(array.values, gradient->values)) {
      v = random() % 2 ? 1 : -1;
      found += g * v;
      size += std::fabs(g * v);
    }
    ++gradient;
  }
  // So short a step truncates nothing that rounding leaves. Where the
  // difference over two of them is another, something jumps or bends there.
  const double h = 0x1p-20, near = difference(direction, h),
               far = difference(direction, 2 * h);
  const double tolerance = 2 * rounding(h) + kConstants * size;
  if (std::fabs(near - far) > tolerance)
    return false;
  if (std::fabs(near - found) > tolerance)
    fail(function.getSymName() + ": the derivative along a direction is " +
         numberText(found) + ", but differences give " + numberText(near) +
         ", which is off by at most " + numberText(tolerance));
  return true;
}

//===- files ----------------------------------------------------------===//

/// Compares the functions of `module`; in cases each element, else directions.
void compareAll(ModuleOp module, bool cases) {
  std::mt19937 random(1);
  SmallVector<func::FuncOp> functions(module.getOps<func::FuncOp>());
  SmallVector<SmallVector<Array>> arguments;
  SmallVector<func::FuncOp> differentiated;
  for (func::FuncOp function : functions) {
    arguments.push_back(cases ? caseArguments(function, random)
                              : graphArguments(function, random));
    readsToArguments(function);
    differentiated.push_back(function.clone());
    differentiate(differentiated.back());
    differentiated.back().setSymName(
        (function.getSymName() + ".gradient").str());
    module.push_back(differentiated.back());
  }
  PassManager passes(module.getContext());
  passes.addNestedPass<func::FuncOp>(createDifferentiatePass());
  if (failed(passes.run(module)))
    return fail("a function is not differentiated");
  size_t smooth = 0;
  for (auto [function, gradient, at] :
       llvm::zip_equal(functions, differentiated, arguments)) {
    Tried tried(function, gradient, at, random);
    if (!tried.evaluates())
      fail(function.getSymName() + ": is not evaluated");
    else if (cases)
      tried.compareElements();
    else
      smooth += tried.compareAlong(random);
  }
  if (!cases && smooth * 2 < functions.size())
    fail("only " + Twine(smooth) + " of " + Twine(functions.size()) +
         " graphs have no kink where they are tried");
}

/// Every op that has a rule occurs in `module`, and every op has a rule or a
/// reason.
void checkCoverage(ModuleOp module) {
  MLIRContext *context = module.getContext();
  for (StringRef op : opsWithoutGradient(*context))
    fail("`" + op + "` is in no table of gradients");
  llvm::StringSet<> occurring = {
      StopGradientOp::getOperationName()}; // differences do not stop:
                                           // test/passes/differentiate.mlir
  module.walk(
      [&](Operation *op) { occurring.insert(op->getName().getStringRef()); });
  for (RegisteredOperationName name : context->getRegisteredOperationsByDialect(
           SinterDialect::getDialectNamespace())) {
    const OpGradient *entry = findGradient(name.getStringRef());
    if (entry && !entry->rule == entry->reason.empty())
      fail("`" + name.getStringRef() +
           "` has a rule, or a reason for none; not both");
    if (entry && entry->rule && !occurring.contains(name.getStringRef()))
      fail("`" + name.getStringRef() + "` has a rule, but no case");
  }
}

} // namespace

int main(int argc, char **argv) {
  if (argc != 3) {
    llvm::errs() << "usage: gradients-test cases|graphs FILE\n";
    return 2;
  }
  const bool cases = StringRef(argv[1]) == "cases";
  MLIRContext context;
  context.loadDialect<SinterDialect, func::FuncDialect>();
  OwningOpRef<ModuleOp> module = parseSourceFile<ModuleOp>(argv[2], &context);
  if (!module)
    return 2;
  if (cases)
    checkCoverage(*module);
  compareAll(*module, cases);
  return failures != 0;
}
