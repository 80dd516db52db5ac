// TrainProgress.cpp: how `sinter train` shows where it is.
#include "tools/sinter/TrainProgress.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "llvm/Support/raw_ostream.h"

#include <utility>

namespace sinter {

/// `1:07`, or `2:05:33` from an hour on.
static std::string durationText(double seconds) {
  const auto whole = static_cast<int64_t>(seconds + 0.5);
  if (whole < 3600)
    return absl::StrFormat("%d:%02d", whole / 60, whole % 60);
  return absl::StrFormat("%d:%02d:%02d", whole / 3600, whole / 60 % 60,
                         whole % 60);
}

std::string valuesText(llvm::ArrayRef<double> values,
                       llvm::ArrayRef<Quantity> quantities) {
  std::string text;
  for (const Quantity &quantity : quantities) {
    if (quantity.values == 1)
      absl::StrAppendFormat(&text, "%s%s %.4f", text.empty() ? "" : "  ",
                            quantity.name, values.front());
    values = values.drop_front(quantity.values);
  }
  return text;
}

void TrainProgress::showStep(const StepProgress &step,
                             llvm::ArrayRef<Quantity> quantities) {
  constexpr double secondsBetween = 0.1;
  if (!llvm::errs().is_displayed())
    return;
  if (isShown && step.seconds >= shownAt &&
      step.seconds < shownAt + secondsBetween)
    return;
  constexpr int64_t width = 24;
  const int64_t filled = step.step * width / std::max<int64_t>(step.steps, 1);
  const double left = step.seconds / static_cast<double>(step.step) *
                      static_cast<double>(step.steps - step.step);
  llvm::errs() << "\r\033[K"
               << absl::StrFormat("epoch %d [%s%s] %d/%d  %s  %.0f examples/s  "
                                  "%s left",
                                  step.epoch, std::string(filled, '#'),
                                  std::string(width - filled, '.'), step.step,
                                  step.steps,
                                  valuesText(step.means, quantities),
                                  step.examplesPerSecond, durationText(left));
  isShown = true;
  shownAt = step.seconds;
}

void TrainProgress::printEpoch(const EpochRecord &epoch, int64_t epochs,
                               llvm::ArrayRef<Quantity> quantities,
                               bool isValidated) {
  clear();
  const std::string validation =
      isValidated
          ? "  | validation  " + valuesText(epoch.validation, quantities)
          : "";
  llvm::outs() << absl::StrFormat("epoch %d/%d  %s%s%s  %s\n", epoch.epoch,
                                  epochs, valuesText(epoch.train, quantities),
                                  validation, epoch.isBest ? "  best" : "",
                                  durationText(epoch.seconds));
  llvm::outs().flush();
}

void TrainProgress::clear() {
  if (std::exchange(isShown, false))
    llvm::errs() << "\r\033[K";
}

} // namespace sinter
