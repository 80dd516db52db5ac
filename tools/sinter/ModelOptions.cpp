// ModelOptions.cpp: what every subcommand that takes a model text shares.
#include "tools/sinter/ModelOptions.h"

#include "driver/KernelCache.h"
#include "driver/train/StartWeights.h"
#include "ir/Dialect.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/raw_ostream.h"

namespace sinter {

namespace {

/// `N=1` or `N=1..64` as a pair.
absl::StatusOr<std::pair<std::string, DimensionSize>>
parseBinding(llvm::StringRef text) {
  auto [name, size] = text.split('=');
  const bool isRange = size.contains("..");
  auto [first, last] = size.split("..");
  DimensionSize range{};
  if (name.empty() || first.getAsInteger(10, range.least) ||
      (isRange ? last : first).getAsInteger(10, range.most) ||
      range.least < 1 || range.least > range.most)
    return absl::InvalidArgumentError(absl::StrCat(
        "`", text.str(),
        "` is not a dimension and a size of 1 or more, or a range of them, as "
        "in `--bind N=1` or `--bind N=1..64`"));
  return std::make_pair(name.str(), range);
}

std::string checkBinding(const std::string &text) {
  return std::string(parseBinding(text).status().message());
}

std::string checkTarget(const std::string &name) {
  if (name == "native" || llvm::is_contained(TargetAttr::getNames(), name))
    return {};
  return absl::StrCat("there is no target `", name, "`; there are ",
                      knownTargets());
}

/// Targets by commas, of which none may be missing.
std::string checkTargets(const std::string &list) {
  const std::vector<std::string> names = absl::StrSplit(list, ',');
  for (const std::string &name : names) {
    if (name.empty())
      return absl::StrCat("`", list,
                          "` lacks a target beside a comma; write names with "
                          "a comma between them, as in "
                          "`--target x86-64-v3,x86-64-v4`");
    if (std::string error = checkTarget(name); !error.empty())
      return error;
  }
  return {};
}

} // namespace

void ModelOptions::addTo(CLI::App &command) {
  command
      .add_option("text", path, "Model text (.sn), or .mlir at the graph stage")
      ->required()
      ->type_name("M.sn");
  command
      .add_option(
          "--model", model,
          "Model of the text; needed where it has several and no `export`")
      ->type_name("NAME");
  command
      .add_option(
          "--bind", bindings,
          "Size of a dimension, as in `--bind N=1`, or a range that calls "
          "choose from, as in `--bind N=1..64`; may be repeated")
      ->type_name("DIM=SIZE")
      ->allow_extra_args(false)
      ->check(checkBinding, "");
  command
      .add_option("--target", targets,
                  "Processor to compile for: " + knownTargets() +
                      (takesTargets ? "; several, by commas, make a library "
                                      "that runs the best for its processor"
                                    : ""))
      ->type_name(takesTargets ? "NAME[,NAME...]" : "NAME")
      ->allow_extra_args(false)
      ->check(takesTargets ? checkTargets : checkTarget, "");
  command
      .add_option("--optimize", optimize,
                  "What to optimize for: speed (default), or size, where "
                  "weights are not enlarged for faster algorithms")
      ->type_name("GOAL")
      ->check(CLI::IsMember({"speed", "size"}), "");
  command.add_flag(
      "--exact-conv", exactConvolutions,
      "Compute convolutions as they are defined, not by Winograd's "
      "algorithm, which rounds more");
  command
      .add_option("--tuning", tuning,
                  "Tuning database that `sinter tune` wrote")
      ->type_name("FILE");
  command
      .add_option(
          "--weights", weights,
          "Safetensors file; without it the weights start as the text says")
      ->type_name("FILE");
  command
      .add_option("--weights-only", weightsOnly,
                  "Take only parameters whose path matches from the file, as "
                  "in `features.*`")
      ->type_name("GLOB")
      ->needs("--weights");
  command
      .add_option("--seed", seed,
                  "Seed of random weights, inputs and noise (default 0)")
      ->type_name("N")
      ->check(CLI::Range(0.0, 18446744073709551615.0)); // -1 would wrap around
  command
      .add_option("--cache", cache,
                  "Folder of compiled kernels, or `off` (default: the user's "
                  "cache folder)")
      ->type_name("DIR");
}

absl::StatusOr<CompilationOptions> ModelOptions::compilationOptions() const {
  CompilationOptions options;
  options.path = path;
  options.model = model;
  options.showNotes = showNotes;
  for (const std::string &list : targets) {
    const std::vector<std::string> names = absl::StrSplit(list, ',');
    llvm::append_range(options.targets, names);
  }
  options.exactConvolutions = exactConvolutions;
  options.optimizeForSize = optimize == "size";
  options.tuningFile = tuning;
  options.weights = {weights, weightsOnly, seed};
  if (cache.empty())
    options.cacheFolder = KernelCache::defaultFolder();
  else if (cache != "off")
    options.cacheFolder = cache;
  for (const std::string &text : bindings) {
    auto binding = parseBinding(text);
    if (!binding.ok())
      return binding.status();
    options.bindings.push_back(std::move(*binding));
  }
  return options;
}

absl::StatusOr<CompilationOptions>
ModelOptions::compilationOptionsFor(const std::string &entry) const {
  absl::StatusOr<CompilationOptions> options = compilationOptions();
  if (!options.ok())
    return options.status();
  options->training = !entry.empty();
  if (isEntryKind(entry))
    options->entries = {entry};
  return options;
}

absl::StatusOr<std::unique_ptr<TrainingState>>
ModelOptions::firstState(const LoadedModel &loaded,
                         const Compilation &compilation,
                         const EntrySignature &entry) const {
  if (!entry.readsState)
    return nullptr;
  auto tensors = stateOf(compilation.modules());
  if (!tensors.ok())
    return tensors.status();
  return startState(loaded, *tensors, entry,
                    {weights, weightsOnly, seed, compilation.models()});
}

absl::StatusOr<EntrySignature> atSize(const EntrySignature &entry,
                                      const std::string &text,
                                      const std::vector<PortFile> &files,
                                      int64_t fallback) {
  if (text.empty()) {
    if (!entry.open)
      return entry;
    absl::StatusOr<std::optional<int64_t>> size = openSizeOf(entry, files);
    return size.ok() ? entry.at(size->value_or(fallback)) : size.status();
  }
  auto binding = parseBinding(text);
  if (!binding.ok() || binding->second.least != binding->second.most)
    return absl::InvalidArgumentError(absl::StrCat(
        "`--at ", text, "` is not a dimension and a size, as in `--at N=8`"));
  if (!entry.open || entry.open->name != binding->first)
    return absl::InvalidArgumentError(absl::StrCat(
        "`--at ", text, "`: `", entry.symbol, "` has no open dimension `",
        binding->first, "`; ",
        entry.open ? "there is " + entry.open->str()
                   : "open it with `--bind " + binding->first + "=1..64`"));
  return entry.at(binding->second.least);
}

absl::StatusOr<ReadyModel> makeReady(Compilation &compilation) {
  absl::StatusOr<EmittedModel> emitted = compilation.emit();
  if (!emitted.ok())
    return emitted.status();
  absl::StatusOr<std::vector<EntrySignature>> entries =
      entriesOf(compilation.modules());
  if (!entries.ok())
    return entries.status();
  absl::StatusOr<std::unique_ptr<LoadedModel>> loaded =
      LoadedModel::load(*emitted);
  if (!loaded.ok())
    return loaded.status();
  return ReadyModel{std::move(*entries), std::move(*loaded),
                    emitted->weightsBytes};
}

int exitCode(const absl::Status &status) {
  if (status.ok())
    return 0;
  if (!status.message().empty())
    llvm::errs() << absl::StrCat("sinter: error: ", status.message(), "\n");
  return 1;
}

int flushOutput() {
  llvm::outs().flush();
  if (!llvm::outs().has_error())
    return 0;
  const std::string reason = llvm::outs().error().message();
  llvm::outs().clear_error();
  return exitCode(
      absl::DataLossError("cannot write to standard output: " + reason));
}

} // namespace sinter
