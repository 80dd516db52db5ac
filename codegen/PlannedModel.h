// PlannedModel.h: what a planned module says to those who write the model down:
// entries, launches, packed weights.
//
//   %0 = sinter.kernel "conv1" (%image, %weight) {symbol = "k_1f0c", placement
//   = [128]}
//
// is a launch of k_1f0c with the buffers (argument 0, weights + 0, workspace +
// 128). A model for several targets has a planned module for each. Its entries
// are called and its memory is sized for all of them alike; only launches
// differ.
//
// Entries that train take a training state where the others take weights. What
// is constant in them (a mean image, say) lies in the library.
#pragma once

#include "absl/status/statusor.h"
#include "ir/TrainingState.h"

#include "llvm/ADT/DenseMap.h"

#include <optional>
#include <string>
#include <vector>

namespace sinter {

/// Weights and workspaces start at multiples of this, and so does everything in
/// them but parts of a tensor (kPartAlignment).
inline constexpr uint64_t kBufferAlignment = 64;

/// A constant in the packed weights.
struct PackedTensor {
  std::string name;      ///< path of the parameter it comes from; unique
  mlir::ShapedType type; ///< element type and physical shape
  std::string layout; ///< as the IR prints the type, so that it differs where
                      ///< packing does
  uint64_t offset;
  llvm::ArrayRef<char> bytes;
};

/// One place for each distinct constant, in the order of first use.
struct WeightsLayout {
  std::vector<PackedTensor> tensors;
  llvm::DenseMap<mlir::Attribute, unsigned>
      indices; ///< of the constants' values among `tensors`
  uint64_t bytes =
      0; ///< the end of the last tensor, rounded up to kBufferAlignment
};

/// Where a buffer lies: bytes behind a base. Bases are numbered: the weights
/// (of an entry that trains, its constants), the workspace, its part for rows
/// of the open dimension, the training state, then the inputs, then the outputs
/// of the entry, then the context of the call, which functions of the runtime
/// get. Offsets behind OpenWorkspace are for each 1 of the open dimension.
struct BufferRef {
  enum Base : int32_t {
    Weights,
    Workspace,
    OpenWorkspace,
    State,
    FirstArgument
  };
  int32_t base;
  uint64_t offset;
};

/// The zeros around a result that its kernel leaves alone, as generated.h's
/// sinter_border: [outer][top + height + bottom][left + width + right][inner].
struct BufferBorder {
  int32_t buffer; ///< among the launch's buffers
  int64_t outer, height, width, innerBytes;
  int32_t top, bottom, left, right;
};

/// One call of a compiled kernel. Where it is open, `tasks` and the `outer` of
/// borders are for each 1 of the open dimension.
struct Launch {
  std::string symbol, name;
  int32_t tasks, grain;
  bool open, areChunksWhole;
  uint64_t scratchBytes, scratchOffset; ///< of each chunk; in the workspace
  std::vector<BufferRef> buffers;       ///< operands, then results
  std::vector<BufferBorder> borders;    ///< to be zeroed before the kernel runs
  /// A function of the runtime, whose last buffer is the context of the call.
  bool isRuntimes = false;
};

/// An input or output of an entry.
struct EntryArgument {
  std::string name;  ///< in the text; may be empty
  std::string cName; ///< unique in the C function
  mlir::RankedTensorType type;
  bool output;
  /// Rows of axis 0 for each 1 of the open dimension; 0 where all are known.
  int64_t openRows = 0;
  /// An input of rank 0 of an entry that trains.
  bool byValue = false;
  /// Bytes from the start of the entry's report, for an output that is in it.
  std::optional<uint64_t> reportOffset = std::nullopt;
};

/// The open dimension of an entry, an argument of its function.
struct OpenArgument {
  std::string name;  ///< in the text
  std::string cName; ///< unique in the C function
  int64_t least, most;
  uint64_t workspaceBytes; ///< for each 1 of it, the most of any target
  int64_t macs;            ///< likewise, of the first target
};

struct PlannedEntry {
  std::string symbol;                        ///< name of the C function
  std::string model;                         ///< name of the model in the text
  std::vector<EntryArgument> arguments;      ///< inputs, then outputs
  std::vector<std::vector<Launch>> launches; ///< for each target
  uint64_t workspaceBytes = 0; ///< the most of any target, without those of the
                               ///< open dimension
  int64_t macs = 0;            ///< of the first target, likewise
  std::optional<OpenArgument> open;
  std::string kind;         ///< its `sinter.entry`, or `infer`
  bool readsState = false;  ///< takes a training state instead of weights
  bool writesState = false; ///< and changes it
  uint64_t reportBytes = 0; ///< of the struct of reported outputs; 0: none
  std::string reportName;   ///< of the argument for it; unique

  bool needsWorkspace() const {
    return workspaceBytes > 0 || (open && open->workspaceBytes > 0);
  }
  /// Whether a launch takes the context of the call for a buffer.
  bool asksContext() const {
    return llvm::any_of(launches.front(),
                        [](const Launch &launch) { return launch.isRuntimes; });
  }
};

/// A parameter of the training state.
struct StateParameter {
  std::string name; ///< its path
  mlir::RankedTensorType type;
  uint64_t offset;
  InitializerAttr initializer;
};

struct PlannedModel {
  std::vector<TargetAttr> targets; ///< what asks most of a processor first
  WeightsLayout weights;           ///< those of all targets
  std::vector<PlannedEntry> entries;
  std::vector<StateParameter> state; ///< sorted by name
  uint64_t stateBytes = 0;           ///< 0 where nothing trains
  WeightsLayout stateConstants;      ///< of the entries that train

  bool trains() const { return stateBytes > 0; }
  /// Whether an entry takes weights; there may be none of them.
  bool infers() const {
    return llvm::any_of(
        entries, [](const PlannedEntry &entry) { return !entry.readsState; });
  }
};

/// Reads what the pipeline has planned from one graph: a module for each
/// target, the most demanding first. What they lack for code generation is an
/// error with the name of the kernel or function.
absl::StatusOr<PlannedModel> readPlan(llvm::ArrayRef<mlir::ModuleOp> planned);

/// Whether `name` may be the name of a function or variable in C and C++.
bool isCName(llvm::StringRef name);

} // namespace sinter
