// Diff.cpp: `sinter diff`: compiled code beside the reference interpreter.
#include "driver/Difference.h"
#include "driver/Inputs.h"
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

/// Prints a line and says whether the output is near enough.
bool printDifference(const EntrySignature &entry,
                     const OutputDifference &difference) {
  llvm::outs() << entry.symbol << sizeText(entry) << " " << difference.name
               << ": " << difference.type.str()
               << llvm::format(
                      ", largest error %.3g, allowed %.3g, relative %.3g\n",
                      difference.largestAbsolute, difference.tolerance,
                      difference.largestRelative);
  if (difference.within())
    return true;
  llvm::outs() << "  element " << difference.worst
               << llvm::format(" is %.9g, but the reference gives %.9g\n",
                               difference.got, difference.expected);
  return false;
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

/// Takes one step of an entry that trains, from the state that `--seed` gives,
/// in both ways, and compares what it returns and what it leaves in the state.
absl::StatusOr<bool> compareTraining(const DiffOptions &options,
                                     const LoadedModel &model,
                                     llvm::ArrayRef<StateTensor> tensors,
                                     const EntrySignature &entry,
                                     const std::vector<HostArray> &inputs,
                                     mlir::func::FuncOp reference) {
  if (absl::Status status = checkReferenceSeed(options.model.seed);
      !status.ok())
    return status;
  auto state = TrainingState::create(model, options.model.seed);
  if (!state.ok())
    return state.status();
  ReferenceState values = referenceState(
      reference->getParentOfType<mlir::ModuleOp>(), **state, tensors);
  const ReferenceState before = values;
  absl::StatusOr<std::vector<Array>> expected =
      referenceOutputs(reference, inputs, &values);
  if (!expected.ok())
    return expected.status();
  auto runner =
      EntryRunner::create(model, entry, options.threads, state->get());
  if (!runner.ok())
    return runner.status();
  std::vector<HostArray> outputs = (*runner)->makeOutputs();
  if (absl::Status status = (*runner)->runOnAnyMemory(inputs, outputs);
      !status.ok())
    return status;
  auto compare = [&](const Cancellation *cancellation) {
    std::vector<OutputDifference> all = compareWithReference(
        reference, entry, outputs, *expected, options.tolerance, cancellation);
    llvm::append_range(all, compareStates(reference, **state, tensors, values,
                                          options.tolerance, cancellation));
    return all;
  };
  auto isWithin = [](const OutputDifference &difference) {
    return difference.within();
  };
  std::vector<OutputDifference> differences = compare(nullptr);
  if (!llvm::all_of(differences, isWithin)) {
    auto cancellation =
        measureCancellation(reference, inputs, before, *expected, values);
    if (!cancellation.ok())
      return cancellation.status();
    differences = compare(&*cancellation);
  }
  for (const OutputDifference &difference : differences)
    printDifference(entry, difference);
  return llvm::all_of(differences, isWithin);
}

absl::StatusOr<bool> compareEntry(const DiffOptions &options,
                                  const LoadedModel &model,
                                  llvm::ArrayRef<StateTensor> tensors,
                                  const EntrySignature &entry,
                                  mlir::ModuleOp reference) {
  std::vector<PortFile> files;
  for (const std::string &text : options.inputs) {
    absl::StatusOr<PortFile> file = parsePortFile(text, "--input");
    if (!file.ok())
      return file.status();
    files.push_back(std::move(*file));
  }
  auto sizes = sizesToCompare(entry, files);
  if (!sizes.ok())
    return sizes.status();
  auto inputs = readInputs(sizes->back(), files, options.model.seed,
                           /*fillMissing=*/true, llvm::errs());
  if (!inputs.ok())
    return inputs.status();
  auto function = reference.lookupSymbol<mlir::func::FuncOp>(entry.symbol);
  if (entry.readsState)
    return compareTraining(options, model, tensors, entry, *inputs, function);
  absl::StatusOr<std::vector<Array>> expected =
      referenceOutputs(function, *inputs);
  if (!expected.ok())
    return expected.status();
  bool within = true;
  for (const EntrySignature &size : *sizes) {
    auto runner = EntryRunner::create(model, size, options.threads);
    if (!runner.ok())
      return runner.status();
    std::vector<HostArray> outputs = (*runner)->makeOutputs();
    if (absl::Status status =
            (*runner)->runOnAnyMemory(firstRows(size, *inputs), outputs);
        !status.ok())
      return status;
    for (const OutputDifference &difference : compareWithReference(
             function, size, outputs, *expected, options.tolerance))
      within &= printDifference(size, difference);
  }
  return within;
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
      ->check(CLI::NonNegativeNumber);
  command
      ->add_option("--threads", options->threads,
                   "Threads to run on (default 1)")
      ->type_name("T")
      ->check(CLI::Range(1, 64));
  command->footer(R"(
The allowed error follows from the element type and the length of the sums: 8 u sqrt(K) of the largest output,
with u = 2^-24 for f32 and K the terms of all sums, one behind the other. Exit code 1 when an output is over it. Where the
terms of a training step's sums cancel (the gradient of a bias before a batch norm is 0), roundings of the terms are allowed.
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
