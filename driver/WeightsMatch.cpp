// WeightsMatch.cpp: which tensor of a weights file belongs to which parameter.
#include "driver/WeightsMatch.h"

#include "absl/strings/str_cat.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/GlobPattern.h"

namespace sinter {

namespace {

/// A list in a message that stops after five.
class ShortList {
public:
  explicit ShortList(llvm::StringRef title) : title(title) {}
  void add(const std::string &item) {
    if (count++ < 5)
      absl::StrAppend(&text, "\n    ", item);
  }
  std::string str() const {
    if (count == 0)
      return {};
    return absl::StrCat(
        "\n  ", title.str(), ":", text,
        count > 5 ? absl::StrCat("\n    and ", count - 5, " more") : "");
  }

private:
  llvm::StringRef title;
  std::string text;
  size_t count = 0;
};

bool isPassedOver(llvm::StringRef name) {
  return name.ends_with(".num_batches_tracked") || name.starts_with("sinter.");
}

/// Values a parameter of another type may be filled from: floats of any width
/// round to the type that is declared.
bool convertsTo(ElementType from, ElementType to) {
  auto isFloat = [](ElementType type) {
    return llvm::is_contained({ElementType::f32, ElementType::f16,
                               ElementType::bf16, ElementType::f64},
                              type);
  };
  return from == to || (isFloat(from) && isFloat(to));
}

/// Of a model that the `train` block was not named after.
std::string nameBesideOthers(const WantedWeight &weight) {
  return weight.model + "." + weight.path;
}

using TensorsByName = llvm::StringMap<const StoredTensor *>;

/// The one of `models` whose weights the file has under their own names, as
/// where it was trained alone, while they are wanted behind its name; empty
/// where there is none.
llvm::StringRef modelAlone(const std::vector<WantedWeight> &wanted,
                           const TensorsByName &stored,
                           llvm::ArrayRef<std::string> models) {
  for (llvm::StringRef model : models) {
    bool isWanted = false, fits = true;
    for (const WantedWeight &weight : wanted) {
      llvm::StringRef path = weight.path;
      if (!path.consume_front(model) || !path.consume_front("."))
        continue;
      const StoredTensor *tensor = stored.lookup(path);
      isWanted = true;
      fits &= tensor && tensor->type.shape == weight.type.shape;
    }
    if (isWanted && fits)
      return model;
  }
  return "";
}

/// The running average that a `train` block with `ema` keeps of a weight; null
/// where there is none. Before the first step of its block it is zero, and that
/// step makes it the weight: later it is zero only where the weight has been.
const StoredTensor *averageOf(const StoredTensor &weight,
                              const TensorsByName &stored) {
  const StoredTensor *average = stored.lookup("sinter.ema." + weight.name);
  auto isZero = [](char byte) { return byte == 0; };
  return average && !llvm::all_of(average->bytes, isZero) ? average : nullptr;
}

} // namespace

absl::StatusOr<llvm::StringMap<const StoredTensor *>>
matchWeights(const SafetensorsFile &file,
             const std::vector<WantedWeight> &wanted, llvm::StringRef only,
             llvm::ArrayRef<std::string> models,
             llvm::function_ref<bool(llvm::StringRef)> isKnown) {
  auto pattern = llvm::GlobPattern::create(only.empty() ? "*" : only);
  if (!pattern)
    return absl::InvalidArgumentError(
        absl::StrCat("`", only.str(),
                     "` is no pattern: ", llvm::toString(pattern.takeError())));
  TensorsByName stored, found;
  for (const StoredTensor &tensor : file.tensors())
    stored[tensor.name] = &tensor;
  ShortList missing("missing in the file"), extra("not in the model"),
      misshapen("of another type or shape");
  // Whose own names are then another's.
  llvm::StringSet<> besideOthers;
  for (const WantedWeight &weight : wanted)
    if (!weight.model.empty() && stored.contains(nameBesideOthers(weight)))
      besideOthers.insert(weight.model);
  llvm::StringSet<> used;
  bool isOfSeveral = false, matchesAny = false;
  for (const WantedWeight &weight : wanted) {
    if (!pattern->match(weight.path))
      continue;
    matchesAny = true;
    const bool isBesideOthers = besideOthers.contains(weight.model);
    isOfSeveral |= isBesideOthers;
    const StoredTensor *tensor =
        stored.lookup(isBesideOthers ? nameBesideOthers(weight) : weight.path);
    if (!tensor) {
      missing.add(absl::StrCat("`", weight.path, "`: ", weight.type.str()));
      continue;
    }
    used.insert(tensor->name);
    if (const StoredTensor *average = averageOf(*tensor, stored))
      tensor = average;
    found[weight.path] = tensor;
    if (tensor->type.shape != weight.type.shape ||
        !convertsTo(tensor->type.element, weight.type.element))
      misshapen.add(absl::StrCat("`", weight.path, "`: ", tensor->type.str(),
                                 " in the file, but ", weight.type.str(),
                                 " in the model"));
  }
  if (!matchesAny && !only.empty() && !wanted.empty())
    return absl::InvalidArgumentError(
        absl::StrCat("no parameter matches `--weights-only ", only.str(),
                     "`; there is, for one, `", wanted.front().path, "`"));
  for (const StoredTensor &tensor : file.tensors())
    if (!isOfSeveral && !used.contains(tensor.name) &&
        pattern->match(tensor.name) && !isPassedOver(tensor.name) &&
        !isKnown(tensor.name))
      extra.add(absl::StrCat("`", tensor.name, "`: ", tensor.type.str()));
  const std::string lists =
      absl::StrCat(missing.str(), extra.str(), misshapen.str());
  if (lists.empty())
    return found;
  const std::string alone = modelAlone(wanted, stored, models).str();
  return absl::InvalidArgumentError(absl::StrCat(
      "`", file.path().str(), "` does not fit the model", lists,
      alone.empty() ? ""
                    : absl::StrCat("\n  it has the weights of `", alone,
                                   "` alone: compile with `--model ", alone,
                                   "`, or train with `--weights-of ", alone,
                                   "=", file.path().str(), "`")));
}

} // namespace sinter
