// Compile.cpp: `sinter compile`: a model text -> a C library, or any stage on
// the way.
#include "codegen/EmitLibrary.h"
#include "codegen/WriteFile.h"
#include "tools/sinter/Commands.h"
#include "tools/sinter/ModelOptions.h"

#include "driver/LayerTable.h"

#include "absl/strings/str_cat.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

#include <memory>

namespace sinter {

namespace {

struct CompileOptions {
  ModelOptions model;
  std::string folder = ".", emit, dumpFolder, depfile;
  std::vector<std::string> entries;
  bool embedWeights = false, shared = false, object = false;
};

LibraryKind kindOf(const CompileOptions &options) {
  if (options.shared)
    return LibraryKind::Shared;
  return options.object ? LibraryKind::Object : LibraryKind::Archive;
}

/// One line an entry, for people.
void describe(const std::vector<EntrySignature> &entries,
              const EmittedModel &model) {
  for (const EntrySignature &entry : entries)
    llvm::outs() << entry.symbol << sizeText(entry) << ": " << entry.launches
                 << " kernels, " << groupedDigits(entry.macs)
                 << " MACs, workspace " << byteText(entry.workspaceBytes)
                 << "\n";
  llvm::outs() << "weights: " << byteText(model.weightsBytes)
               << (model.embedded ? ", in the library"
                                  : ", in a file of their own")
               << "\n";
}

absl::Status printStage(Compilation &compilation, CompileStage stage) {
  if (absl::Status status = compilation.runTo(stage); !status.ok())
    return status;
  absl::StatusOr<std::string> text = compilation.text();
  if (!text.ok())
    return text.status();
  llvm::outs() << *text;
  return absl::OkStatus();
}

/// A path as a rule of Make spells it.
std::string makePath(llvm::StringRef path) {
  std::string text;
  for (char c : path) {
    if (c == ' ' || c == '#' || c == '\\')
      text += '\\';
    else if (c == '$')
      text += '$';
    text += c;
  }
  return text;
}

/// `out/lenet5.h: lenet5.sn blocks.sn lenet5.safetensors`
absl::Status writeDepfile(const CompileOptions &options,
                          const Compilation &compilation) {
  llvm::SmallString<128> header(options.folder);
  llvm::sys::path::append(header, compilation.textName() + ".h");
  std::string rule = makePath(header) + ":";
  for (const std::string &path : compilation.inputPaths())
    rule += " " + makePath(path);
  return writeFileAtomically(options.depfile, {rule, "\n"});
}

absl::Status compile(const CompileOptions &options) {
  absl::StatusOr<CompilationOptions> settings =
      options.model.compilationOptions();
  if (!settings.ok())
    return settings.status();
  settings->dumpFolder = options.dumpFolder;
  settings->embedWeights = options.embedWeights;
  settings->entries = options.entries;
  const bool showsStages = !options.emit.empty() || !options.dumpFolder.empty();
  if (showsStages && settings->targets.size() > 1)
    return absl::InvalidArgumentError(
        absl::StrCat("`", options.emit.empty() ? "--dump-ir" : "--emit",
                     "` shows the stages for one target, but `--target` has ",
                     settings->targets.size()));
  Compilation compilation(std::move(*settings), llvm::errs());
  if (!options.emit.empty()) {
    absl::StatusOr<CompileStage> stage = stageByName(options.emit);
    return stage.ok() ? printStage(compilation, *stage) : stage.status();
  }
  absl::StatusOr<EmittedModel> model = compilation.emit();
  if (!model.ok())
    return model.status();
  absl::StatusOr<std::vector<EntrySignature>> entries =
      entriesOf(compilation.modules());
  if (!entries.ok())
    return entries.status();
  if (absl::Status status = writeModel(*model, options.folder, kindOf(options));
      !status.ok())
    return status;
  if (!options.depfile.empty())
    if (absl::Status status = writeDepfile(options, compilation); !status.ok())
      return status;
  describe(*entries, *model);
  const bool infers = llvm::any_of(
      *entries, [](const EntrySignature &entry) { return !entry.readsState; });
  if (!infers && !options.model.weights.empty())
    llvm::errs() << "sinter: warning: no entry here infers, so the weights of `"
                 << options.model.weights
                 << "` are in none of these files; a program loads them into "
                    "its training state, with the function `_training_load`\n";
  return absl::OkStatus();
}

} // namespace

void addCompile(CLI::App &program, int &exit) {
  auto options = std::make_shared<CompileOptions>();
  CLI::App *command = program.add_subcommand(
      "compile", "Compiles a model text into a C header and library");
  options->model.showNotes = options->model.takesTargets = true;
  options->model.addTo(*command);
  command
      ->add_option("-o,--output", options->folder,
                   "Folder for header, library and weights (default: this one)")
      ->type_name("DIR");
  command
      ->add_option("--entry", options->entries,
                   "Compile entries of this kind, such as `train_step`, also "
                   "where the text does not export them; may be repeated")
      ->type_name("KIND")
      ->allow_extra_args(false);
  command
      ->add_option("--emit", options->emit,
                   "Print a stage and stop: " + knownStages())
      ->type_name("STAGE")
      ->check(
          [](const std::string &name) {
            return std::string(stageByName(name).status().message());
          },
          "");
  command
      ->add_option("--dump-ir", options->dumpFolder,
                   "Write every stage as a file into this folder")
      ->type_name("DIR");
  command
      ->add_option("--depfile", options->depfile,
                   "Write what the header depends on, as a rule of Make: the "
                   "text, its imports, the weights")
      ->type_name("FILE");
  command->add_flag("--embed-weights", options->embedWeights,
                    "Put weights of any size into the library");
  auto *shared =
      command->add_flag("--shared", options->shared,
                        "Write a shared library instead of an archive");
  command
      ->add_flag("--object", options->object,
                 "Write one relocatable object instead of an archive")
      ->excludes(shared);
  command->footer(R"(
Examples:
  sinter compile lenet5.sn --weights lenet5.safetensors -o out
  sinter compile resnet.sn --model ResNet18 --target x86-64-v3 --shared -o out
  sinter compile vgg.sn --model VGG16 --target x86-64-v2,x86-64-v3,x86-64-v4
  sinter compile lenet5.sn --emit=graph > graph.mlir && sinter compile graph.mlir -o out)");
  command->callback([options, &exit] { exit = exitCode(compile(*options)); });
}

} // namespace sinter
