// ModelOptions.h: what every subcommand that takes a model text shares.
#pragma once

#include "driver/Compilation.h"
#include "driver/Entry.h"
#include "driver/Inputs.h"
#include "driver/Loader.h"

#include <CLI/CLI.hpp>

namespace sinter {

/// The flags of a subcommand that begin with a model text.
struct ModelOptions {
  std::string path, model, weights, weightsOnly, cache, optimize, tuning;
  std::vector<std::string> bindings, targets;
  uint64_t seed = 0;
  bool exactConvolutions = false;
  /// Whether to tell what of the text is set aside; `compile` and `summary` do.
  bool showNotes = false;
  /// Whether `--target` takes several; `compile` does.
  bool takesTargets = false;

  /// Adds them to `command`; this object must outlive the parsing.
  void addTo(CLI::App &command);
  absl::StatusOr<CompilationOptions> compilationOptions() const;
  /// The same for a command that calls `entry`: a kind of entry is compiled
  /// also where the text does not export it. Empty: one that infers is meant.
  absl::StatusOr<CompilationOptions>
  compilationOptionsFor(const std::string &entry) const;
  /// The training state that a call of `entry`, of what was compiled, begins
  /// with: as `--seed` and `--weights` say. Null for one that infers.
  absl::StatusOr<std::unique_ptr<TrainingState>>
  firstState(const LoadedModel &loaded, const Compilation &compilation,
             const EntrySignature &entry) const;
};

/// `entry` for a call: at `text` of `--at N=8`, else as large as the files of
/// its inputs say, else at `fallback`, where its open dimension has a say.
absl::StatusOr<EntrySignature> atSize(const EntrySignature &entry,
                                      const std::string &text,
                                      const std::vector<PortFile> &files,
                                      int64_t fallback);

/// A compiled model in this process.
struct ReadyModel {
  std::vector<EntrySignature> entries;
  std::unique_ptr<LoadedModel> loaded;
  uint64_t weightsBytes = 0;
};

/// Compiles to the end and loads the objects.
absl::StatusOr<ReadyModel> makeReady(Compilation &compilation);

/// Prints an error that has not been told yet, and gives the exit code of
/// `status`.
int exitCode(const absl::Status &status);

/// Writes everything that goes to standard output; says so when it cannot be.
int flushOutput();

} // namespace sinter
