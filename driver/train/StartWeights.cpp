// StartWeights.cpp: training that begins with given weights.
#include "driver/train/StartWeights.h"

#include "driver/Safetensors.h"
#include "driver/WeightsMatch.h"

namespace sinter {

absl::Status startFromWeights(TrainingProgram &program,
                              const WeightOptions &options) {
  std::vector<WantedWeight> parameters;
  for (const StateTensor &tensor : program.tensors())
    if (!llvm::StringRef(tensor.name).starts_with("sinter."))
      parameters.push_back({tensor.name, tensor.type, ""});
  absl::StatusOr<SafetensorsFile> file = SafetensorsFile::open(options.file);
  if (!file.ok())
    return file.status();
  auto found = matchWeights(*file, parameters, options.only,
                            [](llvm::StringRef) { return false; });
  if (!found.ok())
    return found.status();
  for (const StateTensor &tensor : program.tensors()) {
    const StoredTensor *stored = found->lookup(tensor.name);
    if (!stored)
      continue;
    HostArray value(tensor.type);
    for (int64_t i = 0, count = tensor.type.count(); i < count; ++i)
      writeElement(tensor.type.element, value.bytes.data(), i,
                   readElement(stored->type.element, stored->bytes.data(), i));
    program.state().setValue(tensor, value);
  }
  return absl::OkStatus();
}

} // namespace sinter
