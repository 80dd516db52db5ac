// Bench.cpp: `sinter bench`: how long an entry takes.
#include "driver/Inputs.h"
#include "driver/KernelTable.h"
#include "driver/LayerTable.h"
#include "driver/PeakRate.h"
#include "driver/Timing.h"
#include "tools/sinter/Commands.h"
#include "tools/sinter/ModelOptions.h"

#include "ir/Dialect.h"

#include "llvm/Support/Format.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/raw_ostream.h"

#include <chrono>
#include <memory>

namespace sinter {

namespace {

struct BenchOptions {
  ModelOptions model;
  std::string entry, at;
  int threads = 1;
  double seconds = 1;
  bool json = false, perKernel = false;
};

void printJson(const EntrySignature &entry, const BenchOptions &options,
               const Timing &timing, double compileMs, uint64_t weightsBytes,
               llvm::StringRef target) {
  llvm::json::Object report{{"model", entry.model},
                            {"entry", entry.symbol},
                            {"threads", options.threads},
                            {"median_ms", timing.medianMs},
                            {"min_ms", timing.minimumMs},
                            {"repeats", timing.repeats},
                            {"compile_ms", compileMs},
                            {"workspace_bytes", entry.workspaceBytes},
                            {"weights_bytes", weightsBytes},
                            {"target", target}};
  if (entry.open)
    report["sizes"] = llvm::json::Object{{entry.open->name, entry.open->size}};
  llvm::outs() << llvm::json::Value(std::move(report)) << "\n";
}

void printText(const EntrySignature &entry, const BenchOptions &options,
               const Timing &timing, double compileMs, uint64_t weightsBytes,
               llvm::StringRef target) {
  const double gigaflops =
      2e-6 * static_cast<double>(entry.macs) / timing.medianMs;
  llvm::outs()
      << entry.symbol << sizeText(entry) << ", " << options.threads
      << (options.threads == 1 ? " thread" : " threads") << ", " << target
      << "\n"
      << llvm::format(
             "  median %.4f ms, minimum %.4f ms, %lld repeats, %.1f GFLOP/s\n",
             timing.medianMs, timing.minimumMs,
             static_cast<long long>(timing.repeats), gigaflops)
      << llvm::format("  compiled in %.0f ms", compileMs) << ", workspace "
      << byteText(entry.workspaceBytes) << ", weights "
      << byteText(weightsBytes) << "\n";
}

absl::Status bench(const BenchOptions &options) {
  auto settings = options.model.compilationOptionsFor(options.entry);
  if (!settings.ok())
    return settings.status();
  const auto begin = std::chrono::steady_clock::now();
  Compilation compilation(std::move(*settings), llvm::errs());
  absl::StatusOr<ReadyModel> model = makeReady(compilation);
  if (!model.ok())
    return model.status();
  const std::chrono::duration<double, std::milli> compileTime =
      std::chrono::steady_clock::now() - begin;
  auto entry = selectEntry(model->entries, options.entry);
  if (entry.ok())
    entry = atSize(*entry, options.at, {}, entry->open ? entry->open->most : 1);
  if (!entry.ok())
    return entry.status();
  auto inputs = readInputs(*entry, {}, options.model.seed, /*fillMissing=*/true,
                           llvm::errs());
  if (!inputs.ok())
    return inputs.status();
  auto state = options.model.firstState(*model->loaded, compilation, *entry);
  if (!state.ok())
    return state.status();
  auto runner = EntryRunner::create(*model->loaded, *entry, options.threads,
                                    state->get());
  if (!runner.ok())
    return runner.status();
  absl::StatusOr<Timing> timing = timeEntry(**runner, *inputs, options.seconds);
  if (!timing.ok())
    return timing.status();
  const std::string target =
      TargetAttr::of(compilation.module()).getName().str();
  (options.json ? printJson : printText)(*entry, options, *timing,
                                         compileTime.count(),
                                         model->weightsBytes, target);
  if (!options.perKernel)
    return absl::OkStatus();
  absl::StatusOr<std::vector<double>> times =
      timeKernels(**runner, *inputs, options.seconds);
  if (!times.ok())
    return times.status();
  const int64_t bits = TargetAttr::of(compilation.module()).getVectorBits();
  llvm::outs() << kernelTable(kernelsOf(compilation.module(), *entry), *times,
                              options.threads * measurePeakRate(bits));
  return absl::OkStatus();
}

} // namespace

void addBench(CLI::App &program, int &exit) {
  auto options = std::make_shared<BenchOptions>();
  CLI::App *command = program.add_subcommand(
      "bench", "Measures how long a call takes, on random inputs");
  options->model.addTo(*command);
  command
      ->add_option("--entry", options->entry,
                   "Entry to call, where there are several, or a kind, such "
                   "as `train_step`, also where the text does not export it")
      ->type_name("NAME");
  command
      ->add_option("--at", options->at,
                   "Size of the open dimension (default: the most)")
      ->type_name("DIM=SIZE");
  command
      ->add_option("--threads", options->threads,
                   "Threads to run on (default 1)")
      ->type_name("T")
      ->check(CLI::Range(1, 64));
  command
      ->add_option("--seconds", options->seconds,
                   "How long to repeat the call (default 1)")
      ->type_name("S")
      ->check(CLI::Range(0.0, 3600.0));
  auto *json =
      command->add_flag("--json", options->json, "Print one line of JSON");
  command
      ->add_flag("--per-kernel", options->perKernel,
                 "Print time, rate and share of the measured peak of each "
                 "kernel too")
      ->excludes(json);
  command->footer(R"(
Examples:
  sinter bench lenet5.sn --weights lenet5.safetensors
  sinter bench resnet.sn --model ResNet18 --threads 4 --per-kernel
  sinter bench resnet.sn --model ResNet18 --json)");
  command->callback([options, &exit] { exit = exitCode(bench(*options)); });
}

} // namespace sinter
