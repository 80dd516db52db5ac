// NonFinite.cpp: where the first infinity of a training step comes from.
#include "driver/train/NonFinite.h"

#include "driver/Reported.h"
#include "ir/Functions.h"
#include "ir/reference/Interpreter.h"
#include "passes/JoinBatches.h"

#include "absl/strings/str_cat.h"

#include <cmath>
#include <limits>

using namespace mlir;

namespace sinter {

namespace {

/// How bad an array is. The reference computes in double precision, so what a
/// float cannot hold counts as infinite.
enum class Kind { Finite, Infinite, NotANumber };

struct Finding {
  Kind kind = Kind::Finite;
  size_t index = 0;
  double value = 0;
};

Finding inspect(const Array &array) {
  Finding finding;
  if (!isa<FloatType>(array.elementType))
    return finding;
  const double most = array.elementType.isF64()
                          ? std::numeric_limits<double>::max()
                          : std::numeric_limits<float>::max();
  for (auto [index, value] : llvm::enumerate(array.values)) {
    const Kind kind = std::isnan(value)        ? Kind::NotANumber
                      : std::abs(value) > most ? Kind::Infinite
                                               : Kind::Finite;
    if (kind > finding.kind)
      finding = {kind, index, value};
    if (kind == Kind::NotANumber)
      break;
  }
  return finding;
}

std::string valueText(const Finding &finding) {
  if (finding.kind == Kind::NotANumber)
    return "nan";
  if (std::isinf(finding.value))
    return finding.value > 0 ? "inf" : "-inf";
  return absl::StrCat(finding.value, ", more than f32 holds,");
}

Array arrayFrom(const HostArray &host, Type type) {
  Array array = zeroArray(type);
  for (size_t i = 0; i < array.values.size(); ++i)
    array.values[i] = host.at(static_cast<int64_t>(i));
  return array;
}

/// Evaluates a function up to the first op that is to blame.
class Search {
public:
  Search(func::FuncOp step, TrainingProgram &program, const Ranks &ranks)
      : step(step), program(program), ranks(ranks) {}

  absl::Status setArguments(const EntryCall &call,
                            const std::vector<HostArray> &batch);
  absl::Status run();

private:
  std::optional<Array> parameter(llvm::StringRef name);
  absl::Status askOthers(Operation *op, llvm::MutableArrayRef<Array> results);
  /// An error that names `op` if it is the one.
  absl::Status check(Operation *op, ArrayRef<Array> results);

  func::FuncOp step;
  TrainingProgram &program;
  const Ranks &ranks;
  bool hasMet = false; ///< the other ranks, who do the same
  SmallVector<Array> arguments;
  llvm::DenseMap<Value, Kind> kinds;
};

std::optional<Array> Search::parameter(llvm::StringRef name) {
  const StateTensor *tensor = program.findTensor(name);
  if (!tensor)
    return std::nullopt;
  ParameterOp declared = SymbolTable::lookupNearestSymbolFrom<ParameterOp>(
      step, StringAttr::get(step.getContext(), name));
  return arrayFrom(program.state().value(*tensor), declared.getType());
}

absl::Status Search::setArguments(const EntryCall &call,
                                  const std::vector<HostArray> &batch) {
  for (BlockArgument argument : step.getArguments()) {
    StringAttr name = argumentName(argument);
    const HostArray *given = call.argument(name.getValue(), batch);
    Array array = given ? arrayFrom(*given, argument.getType())
                        : zeroArray(argument.getType());
    const Finding finding = inspect(array);
    const bool isOfOthers = name.getValue().starts_with(kOthersPrefix);
    if (finding.kind != Kind::Finite && !isOfOthers)
      return absl::InvalidArgumentError(absl::StrCat(
          "the step is not finite, for input `", name.str(),
          "` is not: it holds ", valueText(finding), " at element ",
          finding.index, " of the batch; mend the data"));
    arguments.push_back(std::move(array));
    kinds[argument] = finding.kind;
  }
  return absl::OkStatus();
}

/// The reference computes what concerns several processes for one.
absl::Status Search::askOthers(Operation *op,
                               llvm::MutableArrayRef<Array> results) {
  if (isa<ProcessIndexOp>(op))
    results.front().values.front() = ranks.rank();
  if (isa<ProcessCountOp>(op))
    results.front().values.front() = ranks.size();
  if (!isa<ProcessMeanOp>(op))
    return absl::OkStatus();
  hasMet = true;
  std::vector<double> &values = results.front().values;
  absl::Status status = ranks.sum(llvm::MutableArrayRef(values));
  for (double &value : values)
    value /= ranks.size();
  return status;
}

absl::Status Search::check(Operation *op, ArrayRef<Array> results) {
  Kind worst = Kind::Finite;
  for (Value operand : op->getOperands())
    worst = std::max(worst, kinds.lookup(operand));
  for (auto [value, array] : llvm::zip_equal(op->getResults(), results)) {
    const Finding finding = inspect(array);
    kinds[value] = finding.kind;
    // Masks are made with constants that are infinite on purpose.
    if (finding.kind <= worst || isa<ConstantOp>(op))
      continue;
    if (auto read = dyn_cast<ReadOp>(op))
      return absl::InvalidArgumentError(
          absl::StrCat("the step is not finite, for parameter `",
                       read.getParameter().str(), "` is not: it holds ",
                       valueText(finding), " at element ", finding.index,
                       "; an earlier step has made it so, a smaller learning "
                       "rate or `clip_norm` may help"));
    const StringRef layer = layerPath(op->getLoc());
    op->emitError() << "the step is not finite: `"
                    << op->getName().getStringRef() << "`"
                    << (layer.empty() ? "" : " of layer `") << layer
                    << (layer.empty() ? "" : "`")
                    << " is the first op that gives " << valueText(finding)
                    << " from finite values, at element " << finding.index;
    return alreadyReported();
  }
  return absl::OkStatus();
}

absl::Status Search::run() {
  absl::Status finite;
  auto results = interpret(
      step, arguments, [&](llvm::StringRef name) { return parameter(name); },
      [](llvm::StringRef, const Array &) {},
      [&](Operation *op, ArrayRef<const Array *>,
          llvm::MutableArrayRef<Array> given) {
        finite = askOthers(op, given);
        if (finite.ok())
          finite = check(op, given);
        return success(finite.ok());
      });
  if (!finite.ok())
    return finite;
  if (failed(results))
    return absl::InternalError("the step is not finite; one of its ops cannot "
                               "be evaluated to find out why");
  // Another rank may have found it, and ends this one. Else the first says so,
  // and ends the others, which wait.
  if (hasMet) {
    absl::Status status = ranks.meet();
    if (status.ok() && ranks.rank() != 0) {
      status = ranks.meet();
      return status.ok() ? alreadyReported() : status;
    }
    if (!status.ok())
      return status;
  }
  return absl::InvalidArgumentError(
      "the step is not finite, but each op gives finite values in double "
      "precision: a sum in between grows beyond what f32 holds");
}

} // namespace

absl::Status explainNonFinite(func::FuncOp step, const EntryCall &call,
                              const std::vector<HostArray> &batch,
                              TrainingProgram &program, const Ranks &ranks) {
  Search search(step, program, ranks);
  if (absl::Status status = search.setArguments(call, batch); !status.ok())
    return status;
  return search.run();
}

} // namespace sinter
