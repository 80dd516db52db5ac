// Entry.cpp: the functions of a compiled model, and calls of them on arrays.
#include "driver/Entry.h"

#include "codegen/PlannedModel.h"

#include "absl/strings/str_cat.h"
#include "llvm/ADT/STLExtras.h"

namespace sinter {

absl::StatusOr<std::vector<EntrySignature>> entriesOf(mlir::ModuleOp planned) {
  absl::StatusOr<PlannedModel> plan = readPlan(planned);
  if (!plan.ok())
    return plan.status();
  std::vector<EntrySignature> signatures;
  for (const PlannedEntry &entry : plan->entries) {
    EntrySignature signature{
        entry.symbol, entry.model,          {}, {}, entry.workspaceBytes,
        entry.macs,   entry.launches.size()};
    for (const EntryArgument &argument : entry.arguments)
      (argument.output ? signature.outputs : signature.inputs)
          .push_back({argument.name, arrayType(argument.type)});
    signatures.push_back(std::move(signature));
  }
  return signatures;
}

absl::StatusOr<EntrySignature>
selectEntry(const std::vector<EntrySignature> &entries, llvm::StringRef name) {
  std::string names;
  std::vector<EntrySignature> matching;
  for (const EntrySignature &entry : entries) {
    const std::string prefix = llvm::StringRef(entry.model).lower() + "_";
    if (entry.symbol == name)
      return entry;
    if (entry.symbol == prefix + name.str())
      matching.push_back(entry);
    absl::StrAppend(&names, names.empty() ? "`" : ", `", entry.symbol, "`");
  }
  if (matching.size() == 1)
    return matching.front();
  if (!matching.empty())
    return absl::InvalidArgumentError(
        absl::StrCat("several models have an entry `", name.str(),
                     "`: choose one of ", names));
  if (!name.empty())
    return absl::InvalidArgumentError(absl::StrCat(
        "there is no entry `", name.str(), "`; there are ", names));
  if (entries.size() == 1)
    return entries.front();
  return absl::InvalidArgumentError(absl::StrCat(
      "there are several entries: ", names, "; choose one with `--entry`"));
}

EntryRunner::EntryRunner(const LoadedModel &loadedModel,
                         EntrySignature signature, void *entryFunction,
                         AlignedBytes entryWorkspace)
    : model(loadedModel), entry(std::move(signature)), function(entryFunction),
      workspace(std::move(entryWorkspace)) {
  context.size = sizeof(context);
}

EntryRunner::~EntryRunner() {
  if (pool.data())
    sinter_pool_destroy(&context);
}

absl::StatusOr<std::unique_ptr<EntryRunner>>
EntryRunner::create(const LoadedModel &model, EntrySignature signature,
                    int threads) {
  // Weights, workspace and context stand around inputs and outputs.
  const size_t ports = signature.inputs.size() + signature.outputs.size();
  if (ports + 3 > maxEntryArguments)
    return absl::UnimplementedError(
        absl::StrCat("`", signature.symbol, "` has ", ports,
                     " inputs and outputs, but at most ", maxEntryArguments - 3,
                     " can be called from here; link the library instead"));
  absl::StatusOr<void *> function = model.function(signature.symbol);
  if (!function.ok())
    return function.status();
  absl::StatusOr<size_t> bytes = model.workspaceSize(signature.symbol);
  if (!bytes.ok())
    return bytes.status();
  absl::StatusOr<AlignedBytes> workspace =
      AlignedBytes::allocate(*bytes, "workspace");
  if (!workspace.ok())
    return workspace.status();
  std::unique_ptr<EntryRunner> runner(new EntryRunner(
      model, std::move(signature), *function, std::move(*workspace)));
  if (threads > 1)
    if (absl::Status status = runner->startThreads(threads); !status.ok())
      return status;
  return runner;
}

absl::Status EntryRunner::startThreads(int threads) {
  const size_t size = sinter_pool_size(threads);
  absl::StatusOr<AlignedBytes> memory = AlignedBytes::allocate(size, "threads");
  if (!memory.ok())
    return memory.status();
  const sinter_status status =
      sinter_pool_init(memory->data(), size, threads, &context);
  if (status != SINTER_OK)
    return absl::ResourceExhaustedError(sinter_status_text(status));
  pool = std::move(*memory);
  return absl::OkStatus();
}

std::vector<HostArray> EntryRunner::makeOutputs() const {
  std::vector<HostArray> outputs;
  for (const Port &port : entry.outputs)
    outputs.emplace_back(port.type);
  return outputs;
}

absl::Status EntryRunner::run(const std::vector<HostArray> &inputs,
                              std::vector<HostArray> &outputs) {
  llvm::SmallVector<void *> arguments{
      const_cast<sinter_weights *>(model.weights())};
  for (const HostArray &input : inputs)
    arguments.push_back(const_cast<char *>(input.bytes.data()));
  for (HostArray &output : outputs)
    arguments.push_back(output.bytes.data());
  arguments.push_back(workspace.data());
  arguments.push_back(&context);
  const sinter_status status = callEntry(function, arguments);
  if (status == SINTER_OK)
    return absl::OkStatus();
  return absl::InternalError(
      absl::StrCat("`", entry.symbol, "`: ", sinter_status_text(status)));
}

absl::Status EntryRunner::profile(const std::vector<HostArray> &inputs,
                                  std::vector<HostArray> &outputs,
                                  std::vector<KernelTime> &times) {
  context.profile = &times;
  context.kernel_finished = [](void *profile, int32_t kernel, const char *name,
                               int64_t begin, int64_t end) {
    static_cast<std::vector<KernelTime> *>(profile)->push_back(
        {kernel, name, end - begin});
  };
  absl::Status status = run(inputs, outputs);
  context.kernel_finished = nullptr;
  return status;
}

} // namespace sinter
