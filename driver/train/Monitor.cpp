// Monitor.cpp: the value that tells which epoch is the best.
#include "driver/train/Monitor.h"

#include "ir/Functions.h"
#include "ir/Ops.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "llvm/ADT/STLExtras.h"

#include <cmath>

namespace sinter {

namespace {

/// Blocks of the library of which more is better.
constexpr llvm::StringLiteral rising[] = {
    "accuracy", "auc",  "dice",      "f1",     "iou",
    "mean_iou", "psnr", "precision", "recall", "top_k_accuracy"};

/// Those of which less is.
constexpr llvm::StringLiteral falling[] = {
    "bce",           "bce_logits", "cosine_loss", "cross_entropy", "dice_loss",
    "focal",         "hinge",      "huber",       "iou_loss",      "kl_div",
    "kl_divergence", "l1",         "l2",          "mae",           "mse",
    "perplexity",    "rmse",       "sparsity",    "triplet"};

/// The quantity of that name with one value, and where its value is.
std::optional<size_t> findPlace(llvm::StringRef name,
                                llvm::ArrayRef<Quantity> quantities) {
  size_t place = 0;
  for (const Quantity &quantity : quantities) {
    if (quantity.name == name && quantity.values == 1)
      return place;
    place += quantity.values;
  }
  return std::nullopt;
}

absl::Status unknownName(llvm::StringRef name,
                         llvm::ArrayRef<Quantity> quantities) {
  std::vector<std::string> names;
  for (const Quantity &quantity : quantities)
    if (quantity.values == 1)
      names.push_back(quantity.name);
  const bool isLarge = llvm::any_of(
      quantities, [&](const Quantity &each) { return each.name == name; });
  return absl::InvalidArgumentError(absl::StrCat(
      isLarge ? "`" : "there is no `", name.str(),
      isLarge ? "` has several values, and one is needed to monitor; the step "
                "gives `"
              : "` to monitor; the step gives `",
      absl::StrJoin(names, "`, `"), "`"));
}

} // namespace

Directions directionsOf(mlir::func::FuncOp evaluate) {
  Directions directions;
  for (unsigned i = 0; i < evaluate.getNumResults(); ++i) {
    const llvm::StringRef name =
        evaluate.getResultAttrOfType<mlir::StringAttr>(i, kNameAttr).getValue();
    auto block =
        evaluate.getResultAttrOfType<mlir::StringAttr>(i, kGivenByAttr);
    if (isLossName(name) || (block && llvm::is_contained(falling, block)))
      directions[name] = false;
    else if (block && llvm::is_contained(rising, block))
      directions[name] = true;
  }
  return directions;
}

absl::StatusOr<Monitor> Monitor::choose(llvm::StringRef asked,
                                        llvm::ArrayRef<Quantity> quantities,
                                        const Directions &directions) {
  if (asked.empty()) {
    const auto *found = llvm::find_if(quantities, [&](const Quantity &each) {
      return each.values == 1 && directions.lookup(each.name);
    });
    const Quantity &chosen =
        found == quantities.end() ? quantities.front() : *found;
    return choose(chosen.name, quantities, directions);
  }
  const bool isMax = asked.consume_front("max:");
  const bool isTold = isMax || asked.consume_front("min:");
  const std::optional<size_t> place = findPlace(asked, quantities);
  if (!place)
    return unknownName(asked, quantities);
  const auto known = directions.find(asked);
  if (!isTold && known == directions.end())
    return absl::InvalidArgumentError(absl::StrCat(
        "it is not known whether more or less of `", asked.str(),
        "` is better, since it is no metric of the library's as it is; say it: "
        "`--monitor max:",
        asked.str(), "`, or `--monitor min:", asked.str(), "`"));
  return Monitor{asked.str(), isTold ? isMax : known->second, *place};
}

bool Monitor::isBetter(double value, std::optional<double> best) const {
  constexpr double rounding = 0x1p-20;
  if (!std::isfinite(value) || !best)
    return std::isfinite(value);
  return (isRising ? value - *best : *best - value) >
         rounding * std::abs(*best);
}

std::string Monitor::str() const {
  return absl::StrCat(isRising ? "max:" : "min:", name);
}

} // namespace sinter
