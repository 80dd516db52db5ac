// StartWeights.cpp: training that begins with given weights.
#include "driver/train/StartWeights.h"

#include "driver/Safetensors.h"
#include "driver/WeightsMatch.h"

#include "absl/strings/str_cat.h"

namespace sinter {

namespace {

/// Those whose paths begin with `prefix`, which they lose, as those of `model`.
std::vector<WantedWeight> parametersOf(llvm::ArrayRef<StateTensor> tensors,
                                       llvm::StringRef prefix,
                                       llvm::StringRef model) {
  std::vector<WantedWeight> parameters;
  for (const StateTensor &tensor : tensors)
    if (llvm::StringRef path = tensor.name;
        !path.starts_with("sinter.") && path.consume_front(prefix))
      parameters.push_back({path.str(), tensor.type, model.str()});
  return parameters;
}

absl::Status start(TrainingState &state, llvm::ArrayRef<StateTensor> tensors,
                   llvm::StringRef prefix, llvm::StringRef model,
                   const WeightOptions &options) {
  absl::StatusOr<SafetensorsFile> file = SafetensorsFile::open(options.file);
  if (!file.ok())
    return file.status();
  auto found =
      matchWeights(*file, parametersOf(tensors, prefix, model), options.only,
                   options.models, [](llvm::StringRef) { return false; });
  if (!found.ok())
    return found.status();
  for (const StateTensor &tensor : tensors) {
    llvm::StringRef path = tensor.name;
    const StoredTensor *stored =
        path.consume_front(prefix) ? found->lookup(path) : nullptr;
    if (!stored)
      continue;
    HostArray value(tensor.type);
    for (int64_t i = 0, count = tensor.type.count(); i < count; ++i)
      writeElement(tensor.type.element, value.bytes.data(), i,
                   readElement(stored->type.element, stored->bytes.data(), i));
    state.setValue(tensor, value);
  }
  return absl::OkStatus();
}

} // namespace

absl::StatusOr<std::unique_ptr<TrainingState>>
startState(const LoadedModel &model, llvm::ArrayRef<StateTensor> tensors,
           const EntrySignature &entry, const WeightOptions &options) {
  auto state = TrainingState::create(model, options.seed);
  if (!state.ok() || options.file.empty())
    return state;
  const llvm::StringRef name = entry.kind == "predict" ? entry.model : "";
  if (absl::Status status =
          start(**state, tensors, /*prefix=*/"", name, options);
      !status.ok())
    return status;
  return state;
}

absl::Status startFromWeights(TrainingProgram &program,
                              const WeightOptions &options) {
  return start(program.state(), program.tensors(), /*prefix=*/"",
               /*model=*/"", options);
}

absl::Status startModelFromWeights(TrainingProgram &program,
                                   llvm::StringRef model,
                                   const std::string &file) {
  const std::string prefix = model.str() + ".";
  if (parametersOf(program.tensors(), prefix, model).empty())
    return absl::InvalidArgumentError(absl::StrCat(
        "`--weights-of ", model.str(), "=", file,
        "`: no parameter begins with `", prefix,
        "`; that of the model which the `train` block is named after "
        "is for `--weights`"));
  return start(program.state(), program.tensors(), prefix, model,
               {file, /*only=*/"", /*seed=*/0});
}

} // namespace sinter
