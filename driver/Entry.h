// Entry.h: the functions of a compiled model, and calls of them on arrays.
#ifndef SINTER_DRIVER_ENTRY_H
#define SINTER_DRIVER_ENTRY_H

#include "driver/HostArray.h"
#include "driver/TrainingState.h"

#include "absl/status/statusor.h"
#include "mlir/IR/BuiltinOps.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace sinter {

/// An input or output by its name in the text.
struct Port {
  std::string name;
  ArrayType type;
  /// Rows of axis 0 for each 1 of the open dimension; 0 where all are known.
  int64_t openRows = 0;
  /// Where an output lies in the entry's report, if it is there.
  std::optional<uint64_t> reportOffset = std::nullopt;
};

/// A dimension that each call chooses.
struct OpenSize {
  std::string name; ///< in the text
  int64_t least = 1, most = 1;
  int64_t size = 1; ///< that the ports and costs of the signature are for
  /// For each 1 of it.
  uint64_t workspaceBytes = 0;
  int64_t macs = 0;

  /// `N=1..64`
  std::string str() const;
};

struct EntrySignature {
  std::string symbol;       ///< the C function
  std::string model;        ///< the model's name in the text
  std::string kind;         ///< `infer`, `train_step`, ...
  bool readsState = false;  ///< takes a training state
  bool meetsOthers = false; ///< calls `sum` of its context
  uint64_t reportBytes = 0; ///< of the struct with reported outputs; 0: none
  std::vector<Port> inputs, outputs;
  uint64_t workspaceBytes = 0;
  int64_t macs = 0;
  size_t launches = 0; ///< kernels that a call runs
  /// Where there is one, the signature is for its `size`: at first the most.
  std::optional<OpenSize> open;

  /// The signature for another size of the open dimension, which there is; an
  /// error outside its range.
  absl::StatusOr<EntrySignature> at(int64_t size) const;
};

/// `, N=8` where the open dimension is 8; nothing where there is none.
std::string sizeText(const EntrySignature &entry);

/// The entries of what is planned, a module for each target, in their order.
absl::StatusOr<std::vector<EntrySignature>>
entriesOf(llvm::ArrayRef<mlir::ModuleOp> planned);

/// The entry that `--entry` calls `name`: its C name, or what follows the
/// model's name in it (`infer` for `lenet5_infer`). An empty name stands for
/// the only entry, or the only one that is called `infer`.
absl::StatusOr<EntrySignature>
selectEntry(const std::vector<EntrySignature> &entries, llvm::StringRef name);

/// Time of one kernel in one call.
struct KernelTime {
  int32_t kernel;
  std::string name;
  int64_t nanoseconds;
};

/// The processes that share a batch with this one, as in `sinter_context`.
struct ProcessGroup {
  int32_t process = 0, processes = 1;
  void *group = nullptr;
  int32_t (*sum)(void *group, float *values, size_t count) = nullptr;
};

/// An entry with its workspace and threads, ready to be called many times.
class EntryRunner {
public:
  /// `model` outlives the runner. `threads` counts the calling one. An entry
  /// that trains does so on `state`, which outlives the runner too, or, where
  /// that is null, on one of its own.
  static absl::StatusOr<std::unique_ptr<EntryRunner>>
  create(const LoadedModel &model, EntrySignature signature, int threads,
         TrainingState *state = nullptr);
  ~EntryRunner();
  EntryRunner(const EntryRunner &) = delete;
  EntryRunner &operator=(const EntryRunner &) = delete;

  const EntrySignature &signature() const { return entry; }
  /// Calls from now on are those of one of several processes.
  void join(const ProcessGroup &processes);
  /// Arrays of the outputs' types, to be written by `run`.
  std::vector<HostArray> makeOutputs() const;

  /// Runs once. `inputs` and `outputs` have the signature's types and order.
  absl::Status run(const std::vector<HostArray> &inputs,
                   std::vector<HostArray> &outputs);
  /// As `run`, on the worst memory that a caller may give: arrays are aligned
  /// like their elements and no better, and outputs and workspace hold what is
  /// not a number.
  absl::Status runOnAnyMemory(const std::vector<HostArray> &inputs,
                              std::vector<HostArray> &outputs);
  /// Runs once and tells the time of each kernel.
  absl::Status profile(const std::vector<HostArray> &inputs,
                       std::vector<HostArray> &outputs,
                       std::vector<KernelTime> &times);

private:
  EntryRunner(const LoadedModel &model, EntrySignature signature,
              LoadedModel::Caller caller, AlignedBytes workspace);
  absl::Status takeState(TrainingState *given);
  absl::Status startThreads(int threads);
  absl::Status call(llvm::ArrayRef<char *> inputs,
                    llvm::ArrayRef<char *> outputs);

  const LoadedModel &model;
  EntrySignature entry;
  LoadedModel::Caller caller;
  std::unique_ptr<TrainingState> ownState;
  const TrainingState *state = nullptr; ///< none for an entry that infers
  AlignedBytes report;
  AlignedBytes workspace;
  AlignedBytes pool; ///< none on one thread
  sinter_context context{};
};

} // namespace sinter

#endif // SINTER_DRIVER_ENTRY_H
