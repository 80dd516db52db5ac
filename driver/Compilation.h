// Compilation.h: one model text on its way to objects, stage by stage.
//
//   Compilation compilation({.path = "lenet5.sn"}, llvm::errs());
//   compilation.runTo(CompileStage::Planned);
//   absl::StatusOr<EmittedModel> model = compilation.emit();
#ifndef SINTER_DRIVER_COMPILATION_H
#define SINTER_DRIVER_COMPILATION_H

#include "codegen/EmitModel.h"
#include "driver/BindWeights.h"
#include "frontend/Diagnostics.h"
#include "frontend/Elaborator.h"
#include "frontend/Program.h"
#include "ir/Dialect.h"

#include "absl/status/statusor.h"
#include "mlir/IR/Diagnostics.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/IR/OwningOpRef.h"
#include "llvm/Support/SourceMgr.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace sinter {

enum class CompileStage {
#define STAGE(enumerator, name, file) enumerator,
#include "driver/Stages.def"
};

/// The stage that `--emit` calls `name`, or an error that lists the names.
absl::StatusOr<CompileStage> stageByName(llvm::StringRef name);

/// The names of all stages, as messages list them.
std::string knownStages();

struct CompilationOptions {
  std::string path;  ///< a model text, or .mlir at the graph stage
  std::string model; ///< empty: what the text exports
  std::vector<std::pair<std::string, DimensionSize>> bindings;
  std::vector<std::string> targets; ///< empty: that of the .mlir, else `native`
  bool exactConvolutions = false;   ///< none by Winograd's algorithm
  bool optimizeForSize = false;     ///< weights no larger than they need be
  std::string tuningFile;           ///< a TuningDatabase; empty: none
  WeightOptions weights;
  bool embedWeights = false;
  /// Keeps what later stages have no use for: the bytes of unpacked weights.
  bool keepConstants = false;
  std::vector<std::string> entries; ///< kinds; empty: what the text exports
  bool training = true; ///< also entries that train, where others are, too
  int64_t trainers = 0; ///< see ElaborationOptions
  /// See ElaborationOptions. Such a graph is looked at, but not compiled: its
  /// tensors may be of any size.
  int64_t evaluatedRows = 0;
  bool doublesShares = false; ///< likewise
  bool showNotes = true;      ///< also where nothing is wrong
  std::string cacheFolder;    ///< of compiled kernels; empty: none is kept
  std::string dumpFolder;     ///< every stage becomes a file in it; empty: none
};

/// Errors with a place in the text are written to `messages`, and the status is
/// alreadyReported() then; other errors are in the status.
class Compilation {
public:
  Compilation(CompilationOptions options, llvm::raw_ostream &messages);
  ~Compilation();

  /// Runs the stages up to and with `last`; those that have run, have.
  absl::Status runTo(CompileStage last);
  /// The stage that ran last, as people read it. Weights are elided.
  absl::StatusOr<std::string> text() const;

  /// Replaces parameters by their values; part of `runTo(Simplified)`, and may
  /// be called before it, once the graph is there.
  absl::Status bindParameters();

  /// The module as it stands after the last stage; from the graph on. Of
  /// several targets, that for the most demanding.
  mlir::ModuleOp module() const { return *graph; }
  /// It, and those for the other targets, which it is cloned for once its
  /// parameters have values.
  llvm::SmallVector<mlir::ModuleOp> modules() const;
  /// Compiles the kernels and entries of the planned module.
  absl::StatusOr<EmittedModel> emit();

  mlir::MLIRContext &context() { return mlirContext; }
  /// What files and functions are named after: that of the text, as a C
  /// identifier in lower case.
  std::string textName() const;
  /// The models that the text declares; none of a .mlir.
  std::vector<std::string> models() const;
  /// Whether the text says what is compiled of it.
  bool hasExports() const;
  /// The files that were read: the text, its imports, the weights.
  std::vector<std::string> inputPaths() const;

private:
  absl::Status runStage(CompileStage stage);
  absl::Status parseText();
  absl::Status buildGraph();
  void setTrainingAside();
  absl::StatusOr<std::vector<TargetAttr>> findTargets();
  absl::Status setTarget();
  absl::Status runPasses(CompileStage stage);
  absl::Status dump(CompileStage stage);
  absl::StatusOr<std::string> codeText(CompileStage stage) const;

  CompilationOptions options;
  llvm::raw_ostream &messages;
  mlir::MLIRContext mlirContext;
  llvm::SourceMgr sources;
  mlir::SourceMgrDiagnosticHandler diagnosticHandler;
  std::optional<Program> program; ///< none for .mlir
  DiagnosticEngine diagnostics;
  mlir::OwningOpRef<mlir::ModuleOp> graph;
  std::vector<TargetAttr> targets; ///< the most demanding first
  std::vector<mlir::OwningOpRef<mlir::ModuleOp>> otherTargets;
  std::optional<CompileStage> reached;
  bool bound = false;
};

/// `native` and the names that `--target` takes, as messages list them.
std::string knownTargets();

} // namespace sinter

#endif // SINTER_DRIVER_COMPILATION_H
