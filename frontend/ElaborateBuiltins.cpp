// ElaborateBuiltins.cpp: functions that run at compile time (Builtins.def).

#include "frontend/ElaboratorRules.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/MathExtras.h"
#include "llvm/Support/SaveAndRestore.h"

#include <cmath>

using llvm::ArrayRef;
using llvm::StringRef;

namespace sinter {

using namespace ast;

//===----------------------------------------------------------------------===//
// Arguments
//===----------------------------------------------------------------------===//

namespace {

struct Signature {
  llvm::SmallVector<StringRef> names;
  size_t required = 0; ///< the first ones

  explicit Signature(Builtin builtin) {
    static constexpr StringRef lists[] = {
#define BUILTIN(name, parameters) parameters,
#include "frontend/Builtins.def"
    };
    lists[static_cast<size_t>(builtin)].split(names, ' ', -1,
                                              /*KeepEmpty=*/false);
    for (StringRef &name : names)
      required += !name.consume_back("?");
  }
  std::string countText() const {
    return required == names.size() ? std::to_string(required)
                                    : std::to_string(required) + " or " +
                                          std::to_string(names.size());
  }
};

} // namespace

/// With a tensor, the rest of the arguments are those of what tensors know by
/// this name.
Value Elaboration::callBuiltin(const Callable &callee, const CallSite &site) {
  Signature signature(callee.builtin);
  std::optional<Callable> onTensors = findTensorCallable(callee.name);
  CallSite rest = site;
  bool isGood = true;
  auto &values = rest.leading; // one value for each positional argument
  auto isOnTensor = [&] {
    return onTensors && llvm::any_of(values, [](const auto &argument) {
             return argument.first.tensor();
           });
  };
  std::vector<std::pair<size_t, Value>> named;
  for (const Argument &argument : site.arguments) {
    if (isOnTensor())
      break;
    rest.arguments = rest.arguments.drop_front();
    Value value = argumentOf(argument, nullptr, site);
    if (argument.keyword.empty()) {
      values.emplace_back(std::move(value), argument.range);
      continue;
    }
    size_t index = llvm::find(signature.names, argument.keyword.text) -
                   signature.names.begin();
    if (index == signature.names.size() || index < values.size()) {
      reportUnknownArgument(callee.name, argument.keyword, signature.names);
      isGood = false;
      continue;
    }
    named.emplace_back(index, std::move(value));
  }
  if (isOnTensor() && named.empty()) {
    if (rest.labelRange)
      rest.label.reset(); // its scope is open
    return call(*onTensors, rest);
  }
  if (!isGood)
    return {};
  std::vector<Value> given;
  for (const auto &[value, range] : values)
    given.push_back(value);
  bool isWhole = given.size() <= signature.names.size();
  size_t count = given.size() + named.size();
  if (isWhole)
    given.resize(signature.names.size(), Value(Value::Nothing()));
  for (auto &[index, value] : named)
    given[index] = std::move(value);
  for (size_t i = 0; isWhole && i < signature.required; ++i)
    isWhole = !given[i].isNothing();
  if (!isWhole) {
    report(DiagnosticKind::wrongNumberOfArguments, site.calleeRange,
           {callee.name, signature.countText(), count});
    return {};
  }
  if (llvm::any_of(given, [](const Value &value) { return value.isPoison(); }))
    return {};
  return runBuiltin(callee.builtin, callee.name, given, site.range);
}

Value Elaboration::refuseArgument(StringRef name, StringRef what,
                                  const Value &given, SourceRange range) {
  report(DiagnosticKind::builtinTakes, range, {name, what, describe(given)});
  return {};
}

//===----------------------------------------------------------------------===//
// Numbers
//===----------------------------------------------------------------------===//

/// The quotient towards minus infinity; `rhs` is not 0, and it does not
/// overflow.
static int64_t floorDivide(int64_t lhs, int64_t rhs) {
  return lhs / rhs - (lhs % rhs != 0 && (lhs < 0) != (rhs < 0));
}

Value Elaboration::divide(Builtin builtin, StringRef name, int64_t lhs,
                          int64_t rhs, SourceRange range) {
  if (rhs == 0) {
    report(DiagnosticKind::divisionByZero, range, {lhs});
    return {};
  }
  if (lhs == INT64_MIN && rhs == -1) {
    report(DiagnosticKind::integerOverflow, range, {name});
    return {};
  }
  return Value(floorDivide(lhs, rhs) +
               (builtin == Builtin::ceil_div && lhs % rhs != 0));
}

/// floor, ceil and round give integers.
Value Elaboration::realFunction(Builtin builtin, StringRef name,
                                const Value &value, SourceRange range) {
  double x = value.number();
  switch (builtin) {
  case Builtin::sqrt:
    return x >= 0
               ? Value(std::sqrt(x))
               : refuseArgument(name, "a number of at least 0", value, range);
  case Builtin::log:
    return x > 0 ? Value(std::log(x))
                 : refuseArgument(name, "a number above 0", value, range);
  case Builtin::exp:
    return Value(std::exp(x));
  case Builtin::sin:
    return Value(std::sin(x));
  case Builtin::cos:
    return Value(std::cos(x));
  default:
    break;
  }
  if (value.integer())
    return value;
  double whole = builtin == Builtin::floor  ? std::floor(x)
                 : builtin == Builtin::ceil ? std::ceil(x)
                                            : std::nearbyint(x);
  if (std::abs(whole) < 0x1p63)
    return Value(static_cast<int64_t>(whole));
  report(DiagnosticKind::integerOverflow, range, {name});
  return {};
}

Value Elaboration::runOnNumbers(Builtin builtin, StringRef name,
                                ArrayRef<Value> arguments, SourceRange range) {
  bool isDivision =
      builtin == Builtin::floor_div || builtin == Builtin::ceil_div;
  for (const Value &argument : arguments)
    if (isDivision ? !argument.integer() : !argument.isNumber())
      return refuseArgument(name, isDivision ? "integers" : "numbers", argument,
                            range);
  const Value &first = arguments[0];
  if (isDivision)
    return divide(builtin, name, *first.integer(), *arguments[1].integer(),
                  range);
  if (builtin == Builtin::abs && first.integer()) {
    if (*first.integer() != INT64_MIN)
      return Value(std::abs(*first.integer()));
    report(DiagnosticKind::integerOverflow, range, {name});
    return {};
  }
  return builtin == Builtin::abs ? Value(std::abs(*first.real()))
                                 : realFunction(builtin, name, first, range);
}

//===----------------------------------------------------------------------===//
// Lists
//===----------------------------------------------------------------------===//

static bool isLess(const Value &a, const Value &b) {
  return a.integer() && b.integer() ? *a.integer() < *b.integer()
                                    : a.number() < b.number();
}

/// min, max and sum, of a list or of two numbers.
Value Elaboration::foldNumbers(Builtin builtin, StringRef name,
                               ArrayRef<Value> numbers, SourceRange range) {
  for (const Value &number : numbers) {
    if (!number.isNumber())
      return refuseArgument(name, "numbers", number, range);
    if (number.isOpenSize())
      return refuseOpen("`" + name.str() + "`", range);
  }
  if (numbers.empty() && builtin != Builtin::sum)
    return refuseArgument(name, "numbers", Value::sequence({}, false), range);
  Value result = builtin == Builtin::sum ? Value(int64_t(0)) : numbers[0];
  for (const Value &number : numbers) {
    if (builtin == Builtin::min || builtin == Builtin::max) {
      bool isNearer = builtin == Builtin::min ? isLess(number, result)
                                              : isLess(result, number);
      result = isNearer ? number : result;
      continue;
    }
    int64_t sum = 0;
    if (!number.integer() || !result.integer()) {
      result = Value(result.number() + number.number());
    } else if (llvm::AddOverflow(*result.integer(), *number.integer(), sum)) {
      report(DiagnosticKind::integerOverflow, range, {name});
      return {};
    } else {
      result = Value(sum);
    }
  }
  return result;
}

Value Elaboration::runOnLists(Builtin builtin, StringRef name,
                              ArrayRef<Value> arguments, SourceRange range) {
  for (const Value &argument : arguments)
    if (!argument.sequence())
      return refuseArgument(name, "a list", argument, range);
  ArrayRef<Value> list = arguments[0].sequence()->elements;
  if (builtin == Builtin::len)
    return Value(static_cast<int64_t>(list.size()));
  ArrayRef<Value> other =
      arguments[builtin == Builtin::zip ? 1 : 0].sequence()->elements;
  if (other.size() != list.size())
    return refuseArgument(
        name, "lists of one length, and the first is " + describe(arguments[0]),
        arguments[1], range);
  std::vector<Value> pairs;
  for (auto [i, element] : llvm::enumerate(list)) {
    Value pair = builtin == Builtin::zip
                     ? makeSequence({element, other[i]}, true, range)
                     : makeSequence({Value(int64_t(i)), element}, true, range);
    if (pair.is<Value::Poison>())
      return {};
    pairs.push_back(std::move(pair));
  }
  return makeSequence(std::move(pairs), /*isTuple=*/false, range);
}

//===----------------------------------------------------------------------===//
// Messages of blocks
//===----------------------------------------------------------------------===//

/// Where the call of the running block gives a parameter its value. What the
/// library passes on as it is was given by its caller.
SourceRange Elaboration::argumentPlace(StringRef parameter,
                                       const Frame *&holder) {
  SourceRange place;
  for (const Frame *at = frame; at && at->callRange; at = at->caller) {
    auto found = llvm::find_if(at->declaration->parameters, [&](auto &known) {
      return known.name.text == parameter;
    });
    if (found == at->declaration->parameters.end())
      break;
    place = at->arguments[found - at->declaration->parameters.begin()];
    holder = at->caller;
    if (isUserText(place))
      break;
    StringRef value = place.text().split('=').second.trim();
    parameter = value.empty() ? place.text() : value;
  }
  return place;
}

/// A block finds fault with its arguments: the place is its call, or one of
/// them.
Value Elaboration::reportForBlock(ArrayRef<Value> arguments,
                                  SourceRange range) {
  if (!arguments[0].string())
    return refuseArgument("error", "a string", arguments[0], range);
  bool isCalled = frame && frame->callRange;
  SourceRange place = isCalled ? frame->callRange : range;
  const Frame *holder = isCalled ? frame->caller : frame, *around;
  SourceRange call = userRange(place, around);
  if (isCalled && !arguments[1].isNothing()) {
    SourceRange narrower;
    const Frame *giver = holder;
    if (auto *parameter = arguments[1].string())
      narrower = argumentPlace(*parameter, giver);
    if (!narrower)
      return refuseArgument("error", "the name of a parameter in `at`",
                            arguments[1], range);
    if (isUserText(narrower)) { // else the library has computed it
      place = narrower;
      holder = giver;
    }
  }
  llvm::SaveAndRestore atCall(frame, holder);
  // Dropped afterwards: a default's place is the call.
  report(DiagnosticKind::blockReports, place, {*arguments[0].string()});
  diagnostics.dropErrorsAt(call);
  return {};
}

//===----------------------------------------------------------------------===//
// All of them
//===----------------------------------------------------------------------===//

Value Elaboration::runBuiltin(Builtin builtin, StringRef name,
                              ArrayRef<Value> arguments, SourceRange range) {
  bool asksForKind =
      builtin == Builtin::is_list || builtin == Builtin::is_tensor;
  if (!asksForKind && llvm::any_of(arguments, [](const Value &argument) {
        return argument.isOpenSize();
      }))
    return openBuiltin(builtin, name, arguments, range);
  switch (builtin) {
  case Builtin::min:
  case Builtin::max:
  case Builtin::sum:
    if (arguments.size() == 2 && !arguments[1].isNothing())
      return foldNumbers(builtin, name, arguments, range);
    if (const Sequence *list = arguments[0].sequence())
      return foldNumbers(builtin, name, list->elements, range);
    return refuseArgument(name, "a list", arguments[0], range);
  case Builtin::floor_div:
  case Builtin::ceil_div:
  case Builtin::abs:
  case Builtin::floor:
  case Builtin::ceil:
  case Builtin::round:
  case Builtin::sqrt:
  case Builtin::exp:
  case Builtin::log:
  case Builtin::sin:
  case Builtin::cos:
    return runOnNumbers(builtin, name, arguments, range);
  case Builtin::enumerate:
  case Builtin::zip:
  case Builtin::len:
    return runOnLists(builtin, name, arguments, range);
  case Builtin::is_list:
    return Value(arguments[0].sequence() != nullptr);
  case Builtin::is_tensor:
    return Value(bool(arguments[0].tensor()));
  case Builtin::tensor:
    if (!arguments[1].isNothing() && !arguments[1].type())
      return refuseArgument(name, "a type of elements such as `i32`",
                            arguments[1], range);
    return tensorOf(arguments[0], arguments[1].type(), range);
  case Builtin::error:
    return reportForBlock(arguments, range);
  case Builtin::training:
  case Builtin::seed:
  case Builtin::step:
  case Builtin::stream:
  case Builtin::processes:
  case Builtin::rate_factor:
  case Builtin::updates:
  case Builtin::gradient_norm:
    return runForTraining(builtin, name, arguments, range);
  case Builtin::parameters:
    return matchingParameters(arguments[0], range);
  default:
    return makeInitializer(name, arguments, range);
  }
}

//===----------------------------------------------------------------------===//
// Initialisers
//===----------------------------------------------------------------------===//

Value Elaboration::makeInitializer(StringRef name, ArrayRef<Value> arguments,
                                   SourceRange range) {
  llvm::SmallVector<double> values;
  for (const Value &argument : arguments) {
    if (!argument.isNumber() && !argument.isNothing())
      return refuseArgument(name, "numbers", argument, range);
    values.push_back(argument.isNothing() ? 1.0 : argument.number());
  }
  return Value(InitializerAttr::get(
      &context, name, mlir::DenseF64ArrayAttr::get(&context, values)));
}

} // namespace sinter
