// EmitModel.cpp: puts together what the compiler writes for a model.
#include "codegen/EmitModel.h"

#include "codegen/CompileLlvm.h"
#include "codegen/EmitCallers.h"
#include "codegen/EmitEntries.h"
#include "codegen/EmitHeader.h"
#include "codegen/EmitStateFunctions.h"
#include "codegen/EmitWeights.h"
#include "codegen/EmitWeightsFunctions.h"
#include "codegen/LaunchTable.h"
#include "codegen/RuntimeObjects.h"

#include "absl/strings/str_cat.h"
#include "llvm/ADT/StringSet.h"

using namespace mlir;

namespace sinter {

namespace {

/// A planned model with the decisions that its options make.
struct Emission {
  PlannedModel model;
  bool embedded;
  std::string weightsHeader;
  /// The C functions, by the names of their objects.
  std::vector<std::pair<std::string, OwningOpRef<ModuleOp>>> modules;
};

absl::StatusOr<Emission> beginEmission(ArrayRef<ModuleOp> planned,
                                       const EmitOptions &options) {
  if (!isCName(options.textName))
    return absl::InvalidArgumentError(absl::StrCat(
        "`", options.textName,
        "` cannot begin the names of C functions; rename the model text"));
  absl::StatusOr<PlannedModel> model = readPlan(planned);
  if (!model.ok())
    return model.status();
  Emission emission{*std::move(model), false, "", {}};
  emission.embedded =
      options.embedWeights || emission.model.weights.bytes <= kEmbedLimit;
  emission.weightsHeader = weightsFileHeader(emission.model);
  MLIRContext *context = emission.model.targets.front().getContext();
  emission.modules.emplace_back(options.textName + "_launches",
                                emitLaunchLoop(options.textName, context));
  for (const PlannedEntry &entry : emission.model.entries)
    emission.modules.emplace_back(
        entry.symbol + "_entry",
        emitEntry(entry, emission.model, options.textName, context));
  if (emission.model.infers())
    emission.modules.emplace_back(
        options.textName + "_weights",
        emitWeightsFunctions(emission.model, options.textName,
                             emission.weightsHeader, emission.embedded,
                             context));
  if (emission.model.trains()) {
    absl::StatusOr<OwningOpRef<ModuleOp>> functions =
        emitStateFunctions(emission.model, options.textName, context);
    if (!functions.ok())
      return functions.status();
    emission.modules.emplace_back(options.textName + "_training",
                                  *std::move(functions));
  }
  return emission;
}

absl::StatusOr<std::string>
emitText(ModuleOp planned, const EmitOptions &options, LlvmOutput output) {
  absl::StatusOr<Emission> emission = beginEmission(planned, options);
  if (!emission.ok())
    return emission.status();
  std::string text;
  for (auto &[name, module] : emission->modules) {
    absl::StatusOr<std::string> part = compileLlvm(*module, name, output);
    if (!part.ok())
      return part.status();
    text += *part;
  }
  return text;
}

/// Adds an object with `weights`, under `symbol`.
absl::Status addConstants(const WeightsLayout &weights,
                          const std::string &symbol,
                          std::vector<ObjectFile> &objects) {
  absl::StatusOr<std::string> object =
      compileBytes(symbol, weightsPieces(weights), weights.bytes);
  if (!object.ok())
    return object.status();
  objects.push_back({symbol, *std::move(object)});
  return absl::OkStatus();
}

/// Adds one object for each kernel that an entry launches, in the order of
/// first use.
absl::Status addKernels(const PlannedModel &model,
                        std::vector<ObjectFile> kernels,
                        std::vector<ObjectFile> &objects) {
  llvm::StringMap<ObjectFile *> bySymbol;
  for (ObjectFile &kernel : kernels)
    bySymbol[kernel.name] = &kernel;
  llvm::StringSet<> added;
  auto add = [&](const Launch &launch) -> absl::Status {
    if (launch.isRuntimes || !added.insert(launch.symbol).second)
      return absl::OkStatus();
    auto kernel = bySymbol.find(launch.symbol);
    if (kernel == bySymbol.end())
      return absl::InternalError(absl::StrCat(
          "kernel `", launch.name, "` has no object `", launch.symbol, "`"));
    objects.push_back(std::move(*kernel->second));
    return absl::OkStatus();
  };
  for (const PlannedEntry &entry : model.entries)
    for (const std::vector<Launch> &launches : entry.launches)
      for (const Launch &launch : launches)
        if (absl::Status status = add(launch); !status.ok())
          return status;
  return absl::OkStatus();
}

} // namespace

absl::StatusOr<EmittedModel> emitModel(ArrayRef<ModuleOp> planned,
                                       std::vector<ObjectFile> kernels,
                                       const EmitOptions &options) {
  absl::StatusOr<Emission> emission = beginEmission(planned, options);
  if (!emission.ok())
    return emission.status();
  const PlannedModel &model = emission->model;
  EmittedModel emitted;
  emitted.textName = options.textName;
  emitted.header = emitHeader(model, options.textName, emission->embedded);
  emitted.weightsHeader = emission->weightsHeader;
  emitted.weightsPieces = weightsPieces(model.weights);
  emitted.weightsBytes = model.weights.bytes;
  emitted.embedded = emission->embedded;

  for (auto &[name, module] : emission->modules) {
    absl::StatusOr<std::string> object =
        compileLlvm(*module, name, LlvmOutput::Object);
    if (!object.ok())
      return object.status();
    emitted.objects.push_back({name, *std::move(object)});
  }
  emitted.infers = model.infers();
  emitted.trains = model.trains();
  if (emitted.infers && emitted.embedded)
    if (absl::Status status =
            addConstants(model.weights, embeddedWeightsSymbol(options.textName),
                         emitted.objects);
        !status.ok())
      return status;
  if (model.stateConstants.bytes > 0)
    if (absl::Status status = addConstants(
            model.stateConstants, stateConstantsSymbol(options.textName),
            emitted.objects);
        !status.ok())
      return status;
  if (absl::Status status =
          addKernels(model, std::move(kernels), emitted.objects);
      !status.ok())
    return status;
  if (absl::Status status = addRuntimeObjects(emitted.objects); !status.ok())
    return status;
  emitted.callers.name = options.textName + "_callers";
  absl::StatusOr<std::string> callers =
      compileLlvm(*emitCallers(model, model.targets.front().getContext()),
                  emitted.callers.name, LlvmOutput::Object);
  if (!callers.ok())
    return callers.status();
  emitted.callers.bytes = *std::move(callers);
  return emitted;
}

absl::StatusOr<std::string> emitEntriesAsLlvm(ModuleOp planned,
                                              const EmitOptions &options) {
  return emitText(planned, options, LlvmOutput::Ir);
}

absl::StatusOr<std::string> emitEntriesAsAssembly(ModuleOp planned,
                                                  const EmitOptions &options) {
  return emitText(planned, options, LlvmOutput::Assembly);
}

} // namespace sinter
