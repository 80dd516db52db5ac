// Entry.cpp: the functions of a compiled model, and calls of them on arrays.
#include "driver/Entry.h"

#include "codegen/PlannedModel.h"

#include "absl/strings/str_cat.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Alignment.h"

#include <cstring>

namespace sinter {

static bool meetsOthers(const PlannedEntry &entry) {
  return llvm::any_of(entry.launches.front(), [](const Launch &launch) {
    return launch.symbol == kProcessMeanFunction;
  });
}

absl::StatusOr<std::vector<EntrySignature>>
entriesOf(llvm::ArrayRef<mlir::ModuleOp> planned) {
  absl::StatusOr<PlannedModel> plan = readPlan(planned);
  if (!plan.ok())
    return plan.status();
  std::vector<EntrySignature> signatures;
  for (const PlannedEntry &entry : plan->entries) {
    EntrySignature signature{entry.symbol,
                             entry.model,
                             entry.kind,
                             entry.readsState,
                             meetsOthers(entry),
                             entry.reportBytes,
                             {},
                             {},
                             entry.workspaceBytes,
                             entry.macs,
                             entry.launches.front().size(),
                             std::nullopt};
    for (const EntryArgument &argument : entry.arguments)
      (argument.output ? signature.outputs : signature.inputs)
          .push_back({argument.name, arrayType(argument.type),
                      argument.openRows, argument.reportOffset});
    if (const auto &open = entry.open) {
      signature.open = {open->name, open->least,          open->most,
                        open->most, open->workspaceBytes, open->macs};
      signature.workspaceBytes += open->most * open->workspaceBytes;
      signature.macs += open->most * open->macs;
    }
    signatures.push_back(std::move(signature));
  }
  return signatures;
}

std::string OpenSize::str() const {
  return absl::StrCat(name, "=", least, "..", most);
}

std::string sizeText(const EntrySignature &entry) {
  return entry.open
             ? absl::StrCat(", ", entry.open->name, "=", entry.open->size)
             : "";
}

absl::StatusOr<EntrySignature> EntrySignature::at(int64_t size) const {
  if (size < open->least || size > open->most)
    return absl::InvalidArgumentError(absl::StrCat("`", symbol, "` takes ",
                                                   open->str(), ", but ",
                                                   open->name, " is ", size));
  EntrySignature signature = *this;
  for (std::vector<Port> *ports : {&signature.inputs, &signature.outputs})
    for (Port &port : *ports)
      if (port.openRows > 0)
        port.type.shape.front() = port.openRows * size;
  const int64_t more = size - open->size;
  signature.workspaceBytes += more * open->workspaceBytes;
  signature.macs += more * open->macs;
  signature.open->size = size;
  return signature;
}

/// The entry that the text gives no other name.
static bool isPlainInfer(const EntrySignature &entry) {
  return entry.symbol == llvm::StringRef(entry.model).lower() + "_infer";
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
  if (auto plain = llvm::find_if(entries, isPlainInfer); plain != entries.end())
    if (std::none_of(std::next(plain), entries.end(), isPlainInfer))
      return *plain;
  return absl::InvalidArgumentError(absl::StrCat(
      "there are several entries: ", names, "; choose one with `--entry`"));
}

EntryRunner::EntryRunner(const LoadedModel &loadedModel,
                         EntrySignature signature,
                         LoadedModel::Caller entryCaller,
                         AlignedBytes entryWorkspace)
    : model(loadedModel), entry(std::move(signature)), caller(entryCaller),
      workspace(std::move(entryWorkspace)) {
  context.size = sizeof(context);
}

EntryRunner::~EntryRunner() {
  if (pool.data())
    sinter_pool_destroy(&context);
}

absl::StatusOr<std::unique_ptr<EntryRunner>>
EntryRunner::create(const LoadedModel &model, EntrySignature signature,
                    int threads, TrainingState *state) {
  absl::StatusOr<LoadedModel::Caller> caller = model.caller(signature.symbol);
  if (!caller.ok())
    return caller.status();
  std::optional<size_t> size;
  if (signature.open)
    size = signature.open->size;
  absl::StatusOr<size_t> bytes = model.workspaceSize(signature.symbol, size);
  if (!bytes.ok())
    return bytes.status();
  absl::StatusOr<AlignedBytes> workspace =
      AlignedBytes::allocate(*bytes, "workspace");
  if (!workspace.ok())
    return workspace.status();
  std::unique_ptr<EntryRunner> runner(new EntryRunner(
      model, std::move(signature), *caller, std::move(*workspace)));
  if (runner->entry.readsState)
    if (absl::Status status = runner->takeState(state); !status.ok())
      return status;
  if (threads > 1)
    if (absl::Status status = runner->startThreads(threads); !status.ok())
      return status;
  return runner;
}

absl::Status EntryRunner::takeState(TrainingState *given) {
  state = given;
  if (!state) {
    auto own = TrainingState::create(model, /*seed=*/0);
    if (!own.ok())
      return own.status();
    ownState = std::move(*own);
    state = ownState.get();
  }
  auto bytes = AlignedBytes::allocate(entry.reportBytes, "report");
  if (!bytes.ok())
    return bytes.status();
  report = std::move(*bytes);
  return absl::OkStatus();
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

void EntryRunner::join(const ProcessGroup &processes) {
  context.process = processes.process;
  context.processes = processes.processes;
  context.group = processes.group;
  context.sum = processes.sum;
}

std::vector<HostArray> EntryRunner::makeOutputs() const {
  std::vector<HostArray> outputs;
  for (const Port &port : entry.outputs)
    outputs.emplace_back(port.type);
  return outputs;
}

absl::Status EntryRunner::call(llvm::ArrayRef<char *> inputs,
                               llvm::ArrayRef<char *> outputs) {
  llvm::SmallVector<void *> arguments;
  if (state)
    arguments.push_back(const_cast<sinter_training *>(state->handle()));
  else
    arguments.push_back(const_cast<sinter_weights *>(model.weights()));
  if (entry.open)
    arguments.push_back(reinterpret_cast<void *>(entry.open->size));
  llvm::append_range(arguments, inputs);
  for (auto [port, output] : llvm::zip_equal(entry.outputs, outputs))
    if (!port.reportOffset)
      arguments.push_back(output);
  if (entry.reportBytes > 0)
    arguments.push_back(report.data());
  arguments.push_back(workspace.data());
  arguments.push_back(&context);
  const sinter_status status = caller(arguments.data());
  if (status != SINTER_OK)
    return absl::InternalError(
        absl::StrCat("`", entry.symbol, "`: ", sinter_status_text(status)));
  for (auto [port, output] : llvm::zip_equal(entry.outputs, outputs))
    if (port.reportOffset)
      std::memcpy(output, report.data() + *port.reportOffset,
                  port.type.byteCount());
  return absl::OkStatus();
}

absl::Status EntryRunner::run(const std::vector<HostArray> &inputs,
                              std::vector<HostArray> &outputs) {
  llvm::SmallVector<char *> from, to;
  for (const HostArray &input : inputs)
    from.push_back(const_cast<char *>(input.bytes.data()));
  for (HostArray &output : outputs)
    to.push_back(output.bytes.data());
  return call(from, to);
}

absl::Status EntryRunner::runOnAnyMemory(const std::vector<HostArray> &inputs,
                                         std::vector<HostArray> &outputs) {
  constexpr unsigned line = 64;
  constexpr int noNumber = 0xff; // in each byte of a float
  std::memset(workspace.data(), noNumber, workspace.size());
  std::vector<std::vector<char>> copies;
  auto copyOf = [&](const HostArray &array) {
    const unsigned element = bytesOf(array.type.element);
    char *bytes =
        copies.emplace_back(array.bytes.size() + line + element).data();
    bytes += llvm::offsetToAlignedAddr(bytes, llvm::Align(line)) + element;
    llvm::copy(array.bytes, bytes);
    return bytes;
  };
  auto from = llvm::map_to_vector(inputs, copyOf),
       to = llvm::map_to_vector(outputs, copyOf);
  for (auto [output, bytes] : llvm::zip_equal(outputs, to))
    std::memset(bytes, noNumber, output.bytes.size());
  if (absl::Status status = call(from, to); !status.ok())
    return status;
  for (auto [output, bytes] : llvm::zip_equal(outputs, to))
    std::memcpy(output.bytes.data(), bytes, output.bytes.size());
  return absl::OkStatus();
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
