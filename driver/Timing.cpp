// Timing.cpp: how long the calls of an entry take.
#include "driver/Timing.h"

#include <algorithm>
#include <chrono>

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

absl::StatusOr<std::vector<double>>
timeKernels(EntryRunner &runner, const std::vector<HostArray> &inputs,
            double seconds) {
  std::vector<HostArray> outputs = runner.makeOutputs();
  if (absl::Status status = warmUp(runner, inputs, outputs); !status.ok())
    return status;
  std::vector<std::vector<double>> times; // of each launch
  absl::Status status = repeat(seconds, [&] {
    std::vector<KernelTime> call;
    absl::Status called = runner.profile(inputs, outputs, call);
    times.resize(call.size());
    for (size_t i = 0; i < call.size(); ++i)
      times[i].push_back(1e-3 * static_cast<double>(call[i].nanoseconds));
    return called;
  });
  if (!status.ok())
    return status;
  std::vector<double> medians;
  for (std::vector<double> &launch : times)
    medians.push_back(medianOf(std::move(launch)));
  return medians;
}

} // namespace sinter
