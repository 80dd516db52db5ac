// Report.cpp: outputs of a model as people read them.
#include "driver/Report.h"

#include "driver/FileBytes.h"

#include "absl/strings/str_cat.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/raw_ostream.h"

#include <algorithm>
#include <numeric>

namespace sinter {

std::string outputSummary(llvm::StringRef name, const HostArray &array) {
  std::string text;
  llvm::raw_string_ostream out(text);
  const int64_t count = array.type.count();
  out << name << ": " << array.type.str();
  if (count == 0) {
    out << "\n";
    return text;
  }
  double low = array.at(0), high = low, sum = 0;
  for (int64_t i = 0; i < count; ++i) {
    low = std::min(low, array.at(i));
    high = std::max(high, array.at(i));
    sum += array.at(i);
  }
  out << llvm::format(", from %.6g to %.6g, mean %.6g\n  ", low, high,
                      sum / static_cast<double>(count));
  constexpr int64_t shown = 10;
  for (int64_t i = 0; i < std::min(count, shown); ++i)
    out << llvm::format("%s%.6g", i ? ", " : "", array.at(i));
  out << (count > shown ? ", ...\n" : "\n");
  return text;
}

absl::StatusOr<std::vector<std::string>> readLabels(llvm::StringRef path) {
  auto buffer = readFile(path);
  if (!buffer.ok())
    return buffer.status();
  std::vector<std::string> labels;
  llvm::StringRef rest = (*buffer)->getBuffer().rtrim();
  while (!rest.empty()) {
    auto [line, behind] = rest.split('\n');
    labels.push_back(line.trim().str());
    rest = behind;
  }
  if (labels.empty())
    return absl::InvalidArgumentError(
        absl::StrCat("`", path.str(), "` holds no labels"));
  return labels;
}

absl::StatusOr<std::string> topText(llvm::StringRef name,
                                    const HostArray &array,
                                    const std::vector<std::string> &labels,
                                    int top) {
  const int64_t classes =
      array.type.shape.empty() ? 1 : array.type.shape.back();
  if (!labels.empty() && static_cast<int64_t>(labels.size()) != classes)
    return absl::InvalidArgumentError(
        absl::StrCat("there are ", labels.size(), " labels, but output `",
                     name.str(), "` is ", array.type.str()));
  std::string text;
  llvm::raw_string_ostream out(text);
  out << name << ": " << array.type.str() << "\n";
  const int64_t rows = classes ? array.type.count() / classes : 0;
  std::vector<int64_t> order(static_cast<size_t>(classes));
  const auto shown =
      static_cast<std::ptrdiff_t>(std::min<int64_t>(top, classes));
  for (int64_t row = 0; row < rows; ++row) {
    std::iota(order.begin(), order.end(), 0);
    auto valueOf = [&](int64_t index) {
      return array.at(row * classes + index);
    };
    // Equal values keep the order of their indices.
    std::partial_sort(order.begin(), order.begin() + shown, order.end(),
                      [&](int64_t a, int64_t b) {
                        return valueOf(a) > valueOf(b) ||
                               (valueOf(a) == valueOf(b) && a < b);
                      });
    for (int64_t index : llvm::ArrayRef(order).take_front(shown))
      out << llvm::format("  %12.6g  ", valueOf(index))
          << (labels.empty() ? std::to_string(index)
                             : labels[static_cast<size_t>(index)])
          << "\n";
  }
  return text;
}

} // namespace sinter
