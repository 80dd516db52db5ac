// BindWeights.h: parameters of entries that infer -> constants, with values
// from a file or from their initialisers.
//
//   %w = sinter.read @fc.weight : tensor<10x84xf32>
//   // becomes
//   %w = sinter.constant dense_resource<fc.weight_1f0c5a83> : tensor<10x84xf32>
//   as tensor<10x84xf32>
#ifndef SINTER_DRIVER_BINDWEIGHTS_H
#define SINTER_DRIVER_BINDWEIGHTS_H

#include "absl/status/status.h"
#include "mlir/IR/BuiltinOps.h"

#include <string>
#include <vector>

namespace sinter {

struct WeightOptions {
  /// A safetensors file; empty: all values come from the initialisers.
  std::string file;
  /// Only parameters whose path this pattern matches come from the file; empty
  /// means all. `*` crosses dots.
  std::string only;
  uint64_t seed = 0;
  /// Models of the text. The file may hold what is under their names, too.
  std::vector<std::string> models = {};
};

/// Replaces every read of an entry that infers, and erases the parameters that
/// no other entry reads or writes. The file must hold exactly the parameters
/// that are wanted from it, in type and shape, and may hold those of other
/// entries; what differs is one error that lists up to five of each kind.
/// Running averages of a training state stand for its weights.
/// `*.num_batches_tracked` and `sinter.*` in the file are passed over. On an
/// error the module is unchanged.
absl::Status bindWeights(mlir::ModuleOp module, const WeightOptions &options);

} // namespace sinter

#endif // SINTER_DRIVER_BINDWEIGHTS_H
