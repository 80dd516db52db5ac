// Curves.cpp: how a training run went, epoch by epoch, for tables and for eyes.
#include "driver/train/Curves.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace sinter {

namespace {

constexpr double width = 480, height = 240, left = 64, right = 16, top = 36,
                 bottom = 36;

/// One column of an epoch's values.
double valueOf(const EpochRecord &record, bool isValidation, size_t index) {
  return isValidation ? record.validation[index] : record.train[index];
}

/// The values a panel shows, and where they come to lie.
struct Axes {
  double least = std::numeric_limits<double>::infinity(), most = -least;
  int64_t epochs = 1;

  Axes(llvm::ArrayRef<EpochRecord> history, size_t index) {
    for (const EpochRecord &record : history) {
      epochs = std::max(epochs, record.epoch);
      for (bool isValidation : {false, true})
        if (double value = valueOf(record, isValidation, index);
            std::isfinite(value)) {
          least = std::min(least, value);
          most = std::max(most, value);
        }
    }
    if (least > most)
      least = most = 0;
    if (least == most) {
      least -= 0.5;
      most += 0.5;
    }
  }
  double x(int64_t epoch) const {
    const double share = epochs == 1 ? 0.5
                                     : static_cast<double>(epoch - 1) /
                                           static_cast<double>(epochs - 1);
    return left + share * (width - left - right);
  }
  double y(double value) const {
    return height - bottom -
           (value - least) / (most - least) * (height - top - bottom);
  }
};

/// 1, 2 or 5 times a power of ten, of which about four fit the range.
double tickStep(double range) {
  const double rough = range / 4;
  const double power = std::pow(10, std::floor(std::log10(rough)));
  for (double factor : {1.0, 2.0, 5.0})
    if (factor * power >= rough)
      return factor * power;
  return 10 * power;
}

void drawAxes(std::string &svg, const Axes &axes) {
  const double step = tickStep(axes.most - axes.least);
  for (double tick = std::ceil(axes.least / step); tick * step <= axes.most;
       ++tick)
    absl::StrAppendFormat(
        &svg,
        "<line x1='%g' y1='%.1f' x2='%g' y2='%.1f' stroke='#ddd'/>"
        "<text x='%g' y='%.1f' text-anchor='end'>%g</text>\n",
        left, axes.y(tick * step), width - right, axes.y(tick * step), left - 6,
        axes.y(tick * step) + 4, tick * step);
  const auto stride = static_cast<int64_t>(
      std::max(1.0, tickStep(static_cast<double>(axes.epochs) * 0.5)));
  for (int64_t epoch = stride; epoch <= axes.epochs; epoch += stride)
    absl::StrAppendFormat(
        &svg, "<text x='%.1f' y='%g' text-anchor='middle'>%d</text>\n",
        axes.x(epoch), height - bottom + 18, epoch);
}

/// A line through the values, broken where one is no number, and a dot each,
/// for a run of one epoch has no line.
void drawCurve(std::string &svg, llvm::ArrayRef<EpochRecord> history,
               const Axes &axes, bool isValidation, size_t index) {
  const char *colour = isValidation ? "#d9480f" : "#1c7ed6";
  std::string path;
  bool isDrawing = false;
  for (const EpochRecord &record : history) {
    const double value = valueOf(record, isValidation, index);
    const bool isNumber = std::isfinite(value);
    if (isNumber) {
      absl::StrAppendFormat(&path, "%c%.1f %.1f ", isDrawing ? 'L' : 'M',
                            axes.x(record.epoch), axes.y(value));
      absl::StrAppendFormat(&svg,
                            "<circle cx='%.1f' cy='%.1f' r='2' fill='%s'/>\n",
                            axes.x(record.epoch), axes.y(value), colour);
    }
    isDrawing = isNumber;
  }
  absl::StrAppendFormat(
      &svg, "<path d='%s' fill='none' stroke='%s' stroke-width='1.5'/>\n", path,
      colour);
}

std::string escaped(llvm::StringRef text) {
  std::string result;
  for (char c : text)
    if (c == '<' || c == '&')
      absl::StrAppend(&result, c == '<' ? "&lt;" : "&amp;");
    else
      result += c;
  return result;
}

} // namespace

std::string curvesCsv(llvm::ArrayRef<EpochRecord> history,
                      llvm::ArrayRef<Quantity> quantities) {
  std::string text = "epoch,step,seconds,rate_factor";
  for (const char *part : {"", "validation_"})
    for (const Quantity &quantity : quantities)
      for (int64_t i = 0; i < quantity.values; ++i)
        absl::StrAppend(&text, ",", part, quantity.name,
                        quantity.values > 1 ? absl::StrCat("_", i) : "");
  text += "\n";
  for (const EpochRecord &record : history) {
    absl::StrAppendFormat(&text, "%d,%d,%.3f,%g", record.epoch, record.step,
                          record.seconds, record.rateFactor);
    for (const std::vector<double> *values :
         {&record.train, &record.validation})
      for (double value : *values)
        text += std::isfinite(value) ? absl::StrFormat(",%.9g", value) : ",";
    text += "\n";
  }
  return text;
}

std::string curvesSvg(llvm::ArrayRef<EpochRecord> history,
                      llvm::ArrayRef<Quantity> quantities) {
  std::string panels;
  size_t index = 0, count = 0;
  for (const Quantity &quantity : quantities) {
    if (quantity.values == 1) {
      const Axes axes(history, index);
      absl::StrAppendFormat(&panels, "<g transform='translate(0 %g)'>\n",
                            static_cast<double>(count++) * height);
      absl::StrAppendFormat(&panels,
                            "<text x='%g' y='20' font-weight='bold'>%s</text>"
                            "<text x='%g' y='20' text-anchor='end'>"
                            "<tspan fill='#1c7ed6'>training</tspan> "
                            "<tspan fill='#d9480f'>validation</tspan></text>\n",
                            left, escaped(quantity.name), width - right);
      drawAxes(panels, axes);
      for (bool isValidation : {false, true})
        drawCurve(panels, history, axes, isValidation, index);
      panels += "</g>\n";
    }
    index += quantity.values;
  }
  const double all = static_cast<double>(count) * height;
  return absl::StrFormat("<svg xmlns='http://www.w3.org/2000/svg' width='%g' "
                         "height='%g' font-family='sans-serif' "
                         "font-size='12'>\n<rect width='%g' height='%g' "
                         "fill='white'/>\n%s</svg>\n",
                         width, all, width, all, panels);
}

} // namespace sinter
