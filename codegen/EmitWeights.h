// EmitWeights.h: packed weights -> a safetensors file, or an object that holds
// them.
//
// The file: 8 bytes with the length of the header (little-endian), the header
// (JSON, padded with spaces to a multiple of 64 with the length), the tensors.
// Models compare the header with the one they were compiled with, so it says
// everything that their code relies on, and nothing about the values: retrained
// weights fit the code as long as they pack the same way.
#pragma once

#include "codegen/PlannedModel.h"

namespace sinter {

/// Places every constant that a kernel reads, in the order of first use, those
/// of the first module first. What only further ones read, in another layout,
/// is named after their target. `ofState`: those of the entries that read the
/// training state, instead of the others'.
absl::StatusOr<WeightsLayout>
layoutWeights(llvm::ArrayRef<mlir::ModuleOp> planned, bool ofState);

/// The JSON header of the weights file, padded.
std::string weightsFileHeader(const PlannedModel &model);

/// The tensors with their offsets. Offsets rise; bytes between them are zero.
std::vector<std::pair<uint64_t, llvm::ArrayRef<char>>>
weightsPieces(const WeightsLayout &weights);

/// The length field and JSON header of a file with the training state, whose
/// parameters follow one right behind the other.
std::string stateFileHeader(const PlannedModel &model);

/// The name that safetensors has for an element type.
llvm::StringRef safetensorsType(mlir::Type type);

} // namespace sinter
