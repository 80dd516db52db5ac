// ElaborateBuiltins.cpp: functions that run at compile time (Builtins.def).

#include "frontend/ElaboratorRules.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/SaveAndRestore.h"

using llvm::ArrayRef;
using llvm::StringRef;

namespace sinter {

using namespace ast;

static llvm::SmallVector<StringRef> parametersOf(Builtin builtin) {
  static constexpr StringRef lists[] = {
#define BUILTIN(name, parameters) parameters,
#include "frontend/Builtins.def"
  };
  llvm::SmallVector<StringRef> names;
  lists[static_cast<size_t>(builtin)].split(names, ' ', -1,
                                            /*KeepEmpty=*/false);
  return names;
}

Value Elaboration::callBuiltin(const Callable &callee, const CallSite &site) {
  llvm::SmallVector<StringRef> names = parametersOf(callee.builtin);
  std::vector<std::optional<Value>> values;
  if (site.piped)
    values.push_back(*site.piped);
  bool isGood = true;
  for (const Argument &argument : site.arguments) {
    Value value = valueOf(*argument.value);
    if (argument.keyword.empty()) {
      values.push_back(std::move(value));
      continue;
    }
    size_t index = llvm::find(names, argument.keyword.text) - names.begin();
    if (index == names.size() || index < values.size()) {
      reportUnknownArgument(callee.name, argument.keyword, names);
      isGood = false;
      continue;
    }
    values.resize(std::max(values.size(), index + 1));
    values[index] = std::move(value);
  }
  if (!isGood)
    return {};
  std::vector<Value> given;
  for (const std::optional<Value> &value : values)
    if (value)
      given.push_back(*value);
  if (given.size() != names.size()) {
    report(DiagnosticKind::wrongNumberOfArguments, site.calleeRange,
           {callee.name, names.size(), given.size()});
    return {};
  }
  if (llvm::any_of(given, [](const Value &value) { return value.isPoison(); }))
    return {};
  return runBuiltin(callee.builtin, callee.name, given, site.range);
}

//===----------------------------------------------------------------------===//
// Numbers and lists
//===----------------------------------------------------------------------===//

/// The quotient towards minus infinity; `rhs` is not 0, and it does not
/// overflow.
static int64_t floorDivide(int64_t lhs, int64_t rhs) {
  return lhs / rhs - (lhs % rhs != 0 && (lhs < 0) != (rhs < 0));
}

Value Elaboration::runBuiltin(Builtin builtin, StringRef name,
                              ArrayRef<Value> arguments, SourceRange range) {
  auto refuse = [&](StringRef what, const Value &given) {
    report(DiagnosticKind::builtinTakes, range, {name, what, describe(given)});
    return Value();
  };
  const Sequence *list = arguments.empty() ? nullptr : arguments[0].sequence();
  if (llvm::any_of(arguments,
                   [](const Value &argument) { return argument.isOpenSize(); }))
    return openBuiltin(builtin, name, arguments, range);
  switch (builtin) {
  case Builtin::min:
  case Builtin::max: {
    for (const Value &argument : arguments)
      if (!argument.isNumber())
        return refuse("numbers", argument);
    bool firstIsLess = arguments[0].integer() && arguments[1].integer()
                           ? *arguments[0].integer() < *arguments[1].integer()
                           : arguments[0].number() < arguments[1].number();
    return arguments[firstIsLess == (builtin == Builtin::min) ? 0 : 1];
  }
  case Builtin::floor_div:
  case Builtin::ceil_div: {
    for (const Value &argument : arguments)
      if (!argument.integer())
        return refuse("integers", argument);
    int64_t lhs = *arguments[0].integer(), rhs = *arguments[1].integer();
    if (rhs == 0) {
      report(DiagnosticKind::divisionByZero, range, {lhs});
      return {};
    }
    if (lhs == INT64_MIN && rhs == -1) {
      report(DiagnosticKind::integerOverflow, range, {name});
      return {};
    }
    int64_t floor = floorDivide(lhs, rhs);
    return Value(floor + (builtin == Builtin::ceil_div && lhs % rhs != 0));
  }
  case Builtin::enumerate: {
    if (!list)
      return refuse("a list", arguments[0]);
    std::vector<Value> pairs;
    for (auto [i, element] : llvm::enumerate(list->elements)) {
      Value pair = makeSequence({Value(int64_t(i)), element}, true, range);
      if (pair.is<Value::Poison>())
        return {};
      pairs.push_back(std::move(pair));
    }
    return makeSequence(std::move(pairs), /*isTuple=*/false, range);
  }
  case Builtin::len:
    if (!list)
      return refuse("a list", arguments[0]);
    return Value(static_cast<int64_t>(list->elements.size()));
  case Builtin::is_list:
    return Value(list != nullptr);
  case Builtin::error: {
    if (!arguments[0].string())
      return refuse("a string", arguments[0]);
    // A block finds fault with its arguments: the place is its call.
    bool isCalled = frame && frame->callRange;
    SourceRange place = isCalled ? frame->callRange : range;
    llvm::SaveAndRestore atCall(frame, isCalled ? frame->caller : frame);
    report(DiagnosticKind::blockReports, place, {*arguments[0].string()});
    return {};
  }
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
    if (!argument.isNumber()) {
      report(DiagnosticKind::builtinTakes, range,
             {name, "numbers", describe(argument)});
      return {};
    }
    values.push_back(argument.number());
  }
  return Value(InitializerAttr::get(
      &context, name, mlir::DenseF64ArrayAttr::get(&context, values)));
}

} // namespace sinter
