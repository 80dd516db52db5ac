// Timing.cpp: how long the calls of an entry take.
#include "driver/Timing.h"

#include "llvm/Support/Format.h"
#include "llvm/Support/raw_ostream.h"

#include <algorithm>
#include <chrono>
#include <numeric>

namespace sinter {

namespace {

constexpr int64_t fewestRepeats = 5;
constexpr int64_t warmUpCalls = 2;

double now() {
  return std::chrono::duration<double>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

double medianOf(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const size_t middle = values.size() / 2;
  return values.size() % 2 ? values[middle]
                           : (values[middle - 1] + values[middle]) / 2;
}

/// Repeats `call` until the time is over; stops at an error.
template <typename Call> absl::Status repeat(double seconds, const Call &call) {
  const double end = now() + seconds;
  for (int64_t i = 0; i < fewestRepeats || now() < end; ++i)
    if (absl::Status status = call(); !status.ok())
      return status;
  return absl::OkStatus();
}

absl::Status warmUp(EntryRunner &runner, const std::vector<HostArray> &inputs,
                    std::vector<HostArray> &outputs) {
  for (int64_t i = 0; i < warmUpCalls; ++i)
    if (absl::Status status = runner.run(inputs, outputs); !status.ok())
      return status;
  return absl::OkStatus();
}

} // namespace

absl::StatusOr<Timing> timeEntry(EntryRunner &runner,
                                 const std::vector<HostArray> &inputs,
                                 double seconds) {
  std::vector<HostArray> outputs = runner.makeOutputs();
  if (absl::Status status = warmUp(runner, inputs, outputs); !status.ok())
    return status;
  std::vector<double> times;
  absl::Status status = repeat(seconds, [&] {
    const double begin = now();
    absl::Status called = runner.run(inputs, outputs);
    times.push_back(1000 * (now() - begin));
    return called;
  });
  if (!status.ok())
    return status;
  return Timing{medianOf(times), *std::min_element(times.begin(), times.end()),
                static_cast<int64_t>(times.size())};
}

absl::StatusOr<std::string>
kernelTimeTable(EntryRunner &runner, const std::vector<HostArray> &inputs,
                double seconds) {
  std::vector<HostArray> outputs = runner.makeOutputs();
  if (absl::Status status = warmUp(runner, inputs, outputs); !status.ok())
    return status;
  std::vector<std::string> names;
  std::vector<std::vector<double>> times; // of each kernel, in microseconds
  absl::Status status = repeat(seconds, [&] {
    std::vector<KernelTime> call;
    absl::Status called = runner.profile(inputs, outputs, call);
    names.resize(call.size());
    times.resize(call.size());
    for (size_t i = 0; i < call.size(); ++i) {
      names[i] = call[i].name;
      times[i].push_back(1e-3 * static_cast<double>(call[i].nanoseconds));
    }
    return called;
  });
  if (!status.ok())
    return status;

  std::vector<double> medians;
  for (std::vector<double> &kernel : times)
    medians.push_back(medianOf(kernel));
  const double total = std::accumulate(medians.begin(), medians.end(), 0.0);
  std::string text;
  llvm::raw_string_ostream out(text);
  for (size_t i = 0; i < names.size(); ++i)
    out << llvm::format("  %10.2f us  %5.1f %%  ", medians[i],
                        100 * medians[i] / total)
        << names[i] << "\n";
  out << llvm::format("  %10.2f us  in kernels\n", total);
  return text;
}

} // namespace sinter
