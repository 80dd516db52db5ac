// EmitModel.h: a planned module and the objects of its kernels -> everything
// the compiler writes, in memory.
#pragma once

#include "absl/status/statusor.h"
#include "mlir/IR/BuiltinOps.h"

#include <string>
#include <utility>
#include <vector>

namespace sinter {

/// A relocatable object for the library. `name` has no suffix: for a kernel it
/// is the kernel's symbol.
struct ObjectFile {
  std::string name;
  std::string bytes;
};

struct EmitOptions {
  /// The model text's name in lower case, a C identifier: what files and
  /// weights functions are named after.
  std::string textName;
  /// Puts weights of any size into the library. Up to kEmbedLimit bytes they go
  /// there anyway.
  bool embedWeights = false;
};

inline constexpr uint64_t kEmbedLimit = 1 << 20;

struct EmittedModel {
  std::string textName;
  std::string header;              ///< the C header
  std::vector<ObjectFile> objects; ///< launch loop, an object for each entry,
                                   ///< weights and training functions,
                                   ///< embedded weights, kernels, runtime
  ObjectFile callers;              ///< of EmitCallers.h; not in the library
  bool infers = false; ///< an entry takes weights; there are functions for them
  bool trains = false; ///< an entry takes a training state, likewise
  std::string weightsHeader; ///< the JSON header of the weights file, padded
  /// Packed tensors with their offsets behind the header; the bytes live as
  /// long as the module's context.
  std::vector<std::pair<uint64_t, llvm::ArrayRef<char>>> weightsPieces;
  uint64_t weightsBytes =
      0; ///< all bytes behind the header, gaps of zeros included
  bool embedded =
      false; ///< the weights are among `objects`, and no file is written
};

/// Everything the compiler writes for `planned`, one module for each target,
/// the most demanding first: their kernels carry `symbol`, `tasks` and
/// `placement`, their functions `sinter.workspace_bytes`, and `kernels` holds
/// one object for each symbol. Equal arguments give equal bytes.
absl::StatusOr<EmittedModel> emitModel(llvm::ArrayRef<mlir::ModuleOp> planned,
                                       std::vector<ObjectFile> kernels,
                                       const EmitOptions &options);

/// The entry points and weights functions as optimized LLVM IR, and in
/// assembly.
absl::StatusOr<std::string> emitEntriesAsLlvm(mlir::ModuleOp planned,
                                              const EmitOptions &options);
absl::StatusOr<std::string> emitEntriesAsAssembly(mlir::ModuleOp planned,
                                                  const EmitOptions &options);

} // namespace sinter
