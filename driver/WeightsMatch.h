// WeightsMatch.h: which tensor of a weights file belongs to which parameter.
#ifndef SINTER_DRIVER_WEIGHTSMATCH_H
#define SINTER_DRIVER_WEIGHTSMATCH_H

#include "driver/Safetensors.h"

#include "absl/status/statusor.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringMap.h"

#include <string>
#include <vector>

namespace sinter {

/// A parameter that wants a value. Where several models were trained together,
/// the file has it under `model.path`.
struct WantedWeight {
  std::string path;
  ArrayType type;
  std::string model; ///< may be empty
};

/// The tensors by the paths of the parameters. The file must hold each of
/// `wanted` whose path `only` (a pattern; empty: any) matches, in its shape;
/// floats of any width round. What else it holds must not match `only`, be
/// `isKnown`, belong to another model that was trained with this one, or be
/// `*.num_batches_tracked` or `sinter.*`. What differs is one error, which
/// lists up to five of each kind, and says whose weights they are if they are
/// those of one of `models` alone.
///
/// Where the file is a training state that keeps running averages (`ema`),
/// these are the weights, as they are for the `evaluate` that judged it.
absl::StatusOr<llvm::StringMap<const StoredTensor *>>
matchWeights(const SafetensorsFile &file,
             const std::vector<WantedWeight> &wanted, llvm::StringRef only,
             llvm::ArrayRef<std::string> models,
             llvm::function_ref<bool(llvm::StringRef)> isKnown);

} // namespace sinter

#endif // SINTER_DRIVER_WEIGHTSMATCH_H
