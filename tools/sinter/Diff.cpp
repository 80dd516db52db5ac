// Diff.cpp: `sinter diff`: compiled code beside the reference interpreter.
#include "driver/Difference.h"
#include "driver/Inputs.h"
#include "driver/train/StartWeights.h"
#include "tools/sinter/Commands.h"
#include "tools/sinter/ModelOptions.h"

#include "absl/strings/str_cat.h"
#include "mlir/IR/BuiltinOps.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/raw_ostream.h"

#include <memory>
#include <set>

namespace sinter {

namespace {

struct DiffOptions {
  ModelOptions model;
  std::vector<std::string> inputs;
  std::string entry;
  double tolerance = 1;
  int threads = 1;
};

void printDifference(const OutputDifference &difference) {
  llvm::outs() << difference.name << ": " << difference.type.str()
               << llvm::format(
                      ", largest error %.3g, allowed %.3g, relative %.3g\n",
                      difference.largestAbsolute, difference.tolerance,
                      difference.largestRelative);
  if (!difference.within())
    llvm::outs() << "  element " << difference.worst
                 << llvm::format(" is %.9g, but the reference gives %.9g\n",
                                 difference.got, difference.expected);
}

/// The sizes of the open dimension that are compared: those of the files, or
/// both ends of the range and one between; one size where none is open.
absl::StatusOr<std::vector<EntrySignature>>
sizesToCompare(const EntrySignature &entry,
               const std::vector<PortFile> &files) {
  if (!entry.open)
    return std::vector<EntrySignature>{entry};
  absl::StatusOr<std::optional<int64_t>> given = openSizeOf(entry, files);
  if (!given.ok())
    return given.status();
  const int64_t least = entry.open->least, most = entry.open->most;
  std::set<int64_t> sizes = {least, least + (most - least) / 2, most};
  if (*given)
    sizes = {**given};
  std::vector<EntrySignature> entries;
  for (int64_t size : sizes) {
    absl::StatusOr<EntrySignature> at = entry.at(size);
    if (!at.ok())
      return at.status();
    entries.push_back(std::move(*at));
  }
  return entries;
}

/// The first rows of each input, as many as the entry's open dimension has.
std::vector<HostArray> firstRows(const EntrySignature &entry,
                                 std::vector<HostArray> inputs) {
  for (auto [port, input] : llvm::zip_equal(entry.inputs, inputs)) {
    input.type = port.type;
    input.bytes.resize(port.type.byteCount());
  }
  return inputs;
}

/// The training state that an entry begins with; null for one that infers.
absl::StatusOr<std::unique_ptr<TrainingState>>
firstState(const DiffOptions &options, const LoadedModel &model,
           llvm::ArrayRef<StateTensor> tensors, const EntrySignature &entry) {
  if (!entry.readsState)
    return nullptr;
  if (absl::Status status = checkReferenceSeed(options.model.seed);
      !status.ok())
    return status;
  return startState(
      model, tensors, entry,
      {options.model.weights, options.model.weightsOnly, options.model.seed});
}

/// What compiled code returns, and leaves in the state where it trains.
struct CompiledCall {
  EntrySignature entry;
  std::vector<HostArray> outputs;
  std::unique_ptr<TrainingState> state;
};

absl::StatusOr<CompiledCall>
callCompiled(const DiffOptions &options, const LoadedModel &model,
             llvm::ArrayRef<StateTensor> tensors, const EntrySignature &entry,
             const std::vector<HostArray> &inputs, int threads) {
  auto state = firstState(options, model, tensors, entry);
  if (!state.ok())
    return state.status();
  auto runner = EntryRunner::create(model, entry, threads, state->get());
  if (!runner.ok())
    return runner.status();
  CompiledCall call = {entry, (*runner)->makeOutputs(), std::move(*state)};
  if (absl::Status status = (*runner)->runOnAnyMemory(inputs, call.outputs);
      !status.ok())
    return status;
  return call;
}

/// An error where two calls, the second on one thread, differ in any bit.
absl::Status checkSameBits(const CompiledCall &call, const CompiledCall &alone,
                           llvm::ArrayRef<StateTensor> tensors) {
  auto error = [&](llvm::StringRef name) {
    return absl::InternalError(absl::StrCat(
        "`", call.entry.symbol, "`", sizeText(call.entry), ": bits of `",
        name.str(), "` depend on the number of threads"));
  };
  for (auto [port, a, b] :
       llvm::zip_equal(call.entry.outputs, call.outputs, alone.outputs))
    if (a.bytes != b.bytes)
      return error(port.name);
  if (call.state)
    for (const StateTensor &tensor : tensors)
      if (call.state->value(tensor).bytes != alone.state->value(tensor).bytes)
        return error(tensor.name);
  return absl::OkStatus();
}

/// Calls of the entry at each of some sizes.
absl::StatusOr<std::vector<CompiledCall>>
callAtSizes(const DiffOptions &options, const LoadedModel &model,
            llvm::ArrayRef<StateTensor> tensors,
            const std::vector<EntrySignature> &sizes,
            const std::vector<HostArray> &inputs) {
  std::vector<CompiledCall> calls;
  for (const EntrySignature &size : sizes) {
    const std::vector<HostArray> rows = firstRows(size, inputs);
    auto call =
        callCompiled(options, model, tensors, size, rows, options.threads);
    if (!call.ok())
      return call.status();
    if (options.threads > 1) {
      auto alone =
          callCompiled(options, model, tensors, size, rows, /*threads=*/1);
      if (!alone.ok())
        return alone.status();
      if (absl::Status status = checkSameBits(*call, *alone, tensors);
          !status.ok())
        return status;
    }
    calls.push_back(std::move(*call));
  }
  return calls;
}

/// Calls an entry in both ways, one that trains from the state that `--seed`
/// and `--weights` give, and compares what it returns and what it leaves in the
/// state.
absl::StatusOr<bool> compareEntry(const DiffOptions &options,
                                  const LoadedModel &model,
                                  llvm::ArrayRef<StateTensor> tensors,
                                  const EntrySignature &entry,
                                  mlir::ModuleOp module) {
  auto files = parsePortFiles(options.inputs, "--input");
  if (!files.ok())
    return files.status();
  auto sizes = sizesToCompare(entry, *files);
  if (!sizes.ok())
    return sizes.status();
  auto inputs = readInputs(sizes->back(), *files, options.model.seed,
                           /*fillMissing=*/true, llvm::errs());
  if (!inputs.ok())
    return inputs.status();
  auto before = firstState(options, model, tensors, entry);
  if (!before.ok())
    return before.status();
  auto reference = callReference(
      module.lookupSymbol<mlir::func::FuncOp>(entry.symbol), *inputs,
      *before ? referenceState(module, **before, tensors) : ReferenceState());
  if (!reference.ok())
    return reference.status();
  auto calls = callAtSizes(options, model, tensors, *sizes, *inputs);
  if (!calls.ok())
    return calls.status();
  auto differences =
      differencesOf(*reference, [&](const Cancellation &cancellation) {
        std::vector<OutputDifference> all;
        for (const CompiledCall &call : *calls) {
          llvm::append_range(
              all, compareOutputs(*reference, call.entry, call.outputs,
                                  options.tolerance, cancellation));
          if (call.state)
            llvm::append_range(all,
                               compareStates(*reference, *call.state, tensors,
                                             options.tolerance, cancellation));
        }
        return all;
      });
  if (!differences.ok())
    return differences.status();
  for (const OutputDifference &difference : *differences)
    printDifference(difference);
  return areWithin(*differences);
}

absl::Status diff(const DiffOptions &options) {
  auto settings = options.model.compilationOptionsFor(options.entry);
  if (!settings.ok())
    return settings.status();
  settings->keepConstants = true; // the reference reads them
  Compilation compilation(std::move(*settings), llvm::errs());
  // Derivatives are ops there, which the reference knows.
  if (absl::Status status = compilation.runTo(CompileStage::Autodiff);
      !status.ok())
    return status;
  if (absl::Status status = compilation.bindParameters(); !status.ok())
    return status;
  mlir::OwningOpRef<mlir::ModuleOp> reference = compilation.module().clone();
  absl::StatusOr<ReadyModel> model = makeReady(compilation);
  if (!model.ok())
    return model.status();
  auto tensors = stateOf(compilation.modules());
  if (!tensors.ok())
    return tensors.status();
  if (!options.entry.empty()) {
    auto entry = selectEntry(model->entries, options.entry);
    if (!entry.ok())
      return entry.status();
    model->entries = {*entry};
  }
  size_t apart = 0;
  for (const EntrySignature &entry : model->entries) {
    absl::StatusOr<bool> within =
        compareEntry(options, *model->loaded, *tensors, entry, *reference);
    if (!within.ok())
      return within.status();
    apart += !*within;
  }
  if (apart == 0)
    return absl::OkStatus();
  return absl::InternalError(
      absl::StrCat(apart, " of ", model->entries.size(),
                   model->entries.size() == 1 ? " entry is" : " entries are",
                   " further from the reference than rounding explains"));
}

} // namespace

void addDiff(CLI::App &program, int &exit) {
  auto options = std::make_shared<DiffOptions>();
  CLI::App *command = program.add_subcommand(
      "diff", "Compares compiled code with the reference interpreter");
  options->model.addTo(*command);
  command
      ->add_option(
          "--input", options->inputs,
          "An input: a .npy file or a picture; what is not given is random")
      ->type_name("NAME=FILE")
      ->allow_extra_args(false);
  command
      ->add_option("--entry", options->entry,
                   "Compare this entry alone: its name, or a kind, such as "
                   "`train_step`, also where the text does not export it")
      ->type_name("NAME");
  command
      ->add_option("--tolerance", options->tolerance,
                   "Factor on the error that rounding explains (default 1)")
      ->type_name("FACTOR")
      ->check(CLI::Range(0.0, 1e6));
  command
      ->add_option("--threads", options->threads,
                   "Threads to run on (default 1); of several, the bits must "
                   "be those of one")
      ->type_name("T")
      ->check(CLI::Range(1, 64));
  command->footer(R"(
The allowed error follows from the element type and the length of the sums: 8 u sqrt(K) of the largest output,
with u = 2^-24 for f32 and K the terms of all sums, one behind the other. Where that does not do, as an output may be small
beside what it was computed from (terms of a sum cancel), the reference runs again with each op off by its rounding, and eight
times what that changes is allowed. Exit code 1 when an output is over it.
An open dimension is compared at both ends of its range and between; the reference computes the most, which
`--bind N=1..3` keeps small. An entry that trains is compared with `--entry`, or where there is no other: it takes
one step from the first values under `--seed`, and every parameter is compared too. What a step decides by a hair (which of two
equal maxima a pool passes its gradient to) rounding may decide otherwise: try another seed.

Examples:
  sinter diff lenet5.sn
  sinter diff kernel.mlir --seed 3 --threads 2)");
  command->callback([options, &exit] { exit = exitCode(diff(*options)); });
}

} // namespace sinter
