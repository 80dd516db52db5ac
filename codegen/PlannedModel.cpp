// PlannedModel.cpp: reads entries and launches off a planned module.
#include "codegen/PlannedModel.h"

#include "codegen/EmitWeights.h"
#include "ir/OpenRows.h"
#include "ir/Views.h"

#include "absl/strings/str_cat.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSet.h"

#include <numeric>

using namespace mlir;

namespace sinter {

namespace {

// Words that C11, C++20 or the headers that a model includes keep for
// themselves.
constexpr llvm::StringLiteral kReservedWords[] = {
    "alignas",     "alignof",      "and",       "and_eq",
    "asm",         "auto",         "bitand",    "bitor",
    "bool",        "break",        "case",      "catch",
    "char",        "char16_t",     "char32_t",  "char8_t",
    "class",       "co_await",     "co_return", "co_yield",
    "compl",       "concept",      "const",     "const_cast",
    "consteval",   "constexpr",    "constinit", "continue",
    "decltype",    "default",      "delete",    "do",
    "double",      "dynamic_cast", "else",      "enum",
    "explicit",    "export",       "extern",    "false",
    "float",       "for",          "friend",    "goto",
    "if",          "inline",       "int",       "linux",
    "long",        "mutable",      "namespace", "new",
    "noexcept",    "not",          "not_eq",    "nullptr",
    "operator",    "or",           "or_eq",     "private",
    "protected",   "public",       "register",  "reinterpret_cast",
    "requires",    "restrict",     "return",    "short",
    "signed",      "sizeof",       "static",    "static_assert",
    "static_cast", "struct",       "switch",    "template",
    "this",        "thread_local", "throw",     "true",
    "try",         "typedef",      "typeid",    "typename",
    "typeof",      "union",        "unix",      "unsigned",
    "using",       "virtual",      "void",      "volatile",
    "wchar_t",     "while",        "xor",       "xor_eq"};

/// `name` as a C identifier that is not among `taken`, to which it is added.
std::string makeCName(StringRef name, llvm::StringSet<> &taken) {
  std::string base;
  for (char c : name)
    base += llvm::isAlnum(c) ? c : '_';
  // Identifiers that begin with an underscore or hold two in a row belong to
  // the C and C++ libraries.
  if (base.empty() || !llvm::isAlpha(base[0]))
    base.insert(0, "v");
  for (size_t at; (at = base.find("__")) != std::string::npos;)
    base.erase(at, 1);
  std::string unique = base;
  for (int number = 2; !isCName(unique) || !taken.insert(unique).second;
       ++number)
    unique = absl::StrCat(base, "_", number);
  return unique;
}

/// Follows a value to the memory it lies in.
class BufferFinder {
public:
  BufferFinder(func::FuncOp function, const WeightsLayout &weights)
      : function(function), weights(weights),
        writes(llvm::to_vector(function.getOps<WriteOp>())) {}

  absl::StatusOr<BufferRef> find(Value value) {
    const MemoryStart start = findMemory(value);
    absl::StatusOr<BufferRef> buffer = findStart(start.value);
    if (buffer.ok())
      buffer->offset += start.bytes;
    return buffer;
  }

  absl::StatusOr<BufferRef> findParameter(StringRef name) {
    auto parameter =
        function->getParentOfType<ModuleOp>().lookupSymbol<ParameterOp>(name);
    auto offset = parameter
                      ? parameter->getAttrOfType<IntegerAttr>(kStateOffsetAttr)
                      : IntegerAttr();
    if (!offset)
      return absl::InvalidArgumentError(absl::StrCat(
          "parameter `", name.str(), "` has no `", kStateOffsetAttr.str(),
          "`; run `sinter-plan-state` first"));
    return BufferRef{BufferRef::State, offset.getValue().getZExtValue()};
  }

private:
  absl::StatusOr<BufferRef> findStart(Value value) {
    if (auto kernel = value.getDefiningOp<KernelOp>())
      return findResult(kernel, cast<OpResult>(value).getResultNumber());
    if (auto argument = dyn_cast<BlockArgument>(value))
      return BufferRef{BufferRef::FirstArgument +
                           static_cast<int32_t>(argument.getArgNumber()),
                       0};
    if (auto constant = value.getDefiningOp<ConstantOp>())
      return BufferRef{
          BufferRef::Weights,
          weights.tensors[weights.indices.at(constant.getValue())].offset};
    if (auto read = value.getDefiningOp<ReadOp>())
      return findParameter(read.getParameter());
    return absl::InvalidArgumentError(
        absl::StrCat("`", value.getDefiningOp()->getName().getStringRef().str(),
                     "` in `", function.getSymName().str(),
                     "` is outside a kernel; run the whole pipeline first"));
  }

  absl::StatusOr<BufferRef> findResult(KernelOp kernel, unsigned result) {
    std::optional<ArrayRef<int64_t>> placement = kernel.getPlacement();
    if (!placement || placement->size() != kernel->getNumResults())
      return absl::InvalidArgumentError(
          absl::StrCat("kernel `", kernel.getName().str(),
                       "` has no `placement`; run `sinter-plan-memory` first"));
    int64_t place = (*placement)[result];
    if (place < 0) {
      const int64_t output = -1 - place,
                    write = output - function.getNumResults();
      if (write >= 0 && write < static_cast<int64_t>(writes.size()))
        return findParameter(writes[write].getParameter());
      if (write >= 0)
        return absl::InvalidArgumentError(absl::StrCat(
            "kernel `", kernel.getName().str(), "` is placed in result ",
            output, " of `", function.getSymName().str(), "`, which has ",
            function.getNumResults()));
      return BufferRef{static_cast<int32_t>(BufferRef::FirstArgument +
                                            function.getNumArguments() +
                                            output),
                       0};
    }
    if (place % kPartAlignment != 0)
      return absl::InvalidArgumentError(absl::StrCat(
          "kernel `", kernel.getName().str(), "` is placed at byte ", place,
          ", which is no multiple of ", kPartAlignment));
    return BufferRef{kernel.getOpen() ? BufferRef::OpenWorkspace
                                      : BufferRef::Workspace,
                     static_cast<uint64_t>(place)};
  }

  func::FuncOp function;
  const WeightsLayout &weights;
  SmallVector<WriteOp> writes;
};

/// The border that a result of `type`, which has one, stores.
absl::StatusOr<BufferBorder> readBorder(RankedTensorType type, size_t buffer) {
  LayoutAttr layout = getLayout(type);
  SmallVector<PhysicalDim> dims = physicalDims(type);
  auto after = [&](const PhysicalDim &dim) {
    return layout.getBorderOf(dim.logical, 1);
  };
  auto isBordered = [&](const PhysicalDim &dim) {
    return dim.before + after(dim) > 0;
  };
  auto first = llvm::find_if(dims, isBordered);
  auto last = std::next(first);
  if (last != dims.end() && isBordered(*last))
    ++last;
  if (std::any_of(last, dims.end(), isBordered))
    return absl::InvalidArgumentError("borders lie around one dimension, or "
                                      "two that follow each other in memory");

  auto product = [](auto begin, auto end) {
    return std::accumulate(
        begin, end, int64_t(1),
        [](int64_t all, const PhysicalDim &dim) { return all * dim.extent; });
  };
  BufferBorder border{};
  border.buffer = buffer;
  border.outer = product(dims.begin(), first);
  border.innerBytes =
      product(last, dims.end()) * elementBytes(type.getElementType());
  border.top = first->before;
  border.bottom = after(*first);
  border.height = first->extent - border.top - border.bottom;
  border.width = 1;
  if (last - first == 2) {
    border.left = first[1].before;
    border.right = after(first[1]);
    border.width = first[1].extent - border.left - border.right;
  }
  return border;
}

/// Tasks and borders of a kernel that is open, for each 1 of a dimension that
/// is at most `most`.
absl::Status divideByOpen(Launch &launch, int64_t most) {
  if (launch.tasks % most != 0)
    return absl::InvalidArgumentError(
        absl::StrCat("kernel `", launch.name, "` has ", launch.tasks,
                     " tasks, which an open dimension of at most ", most,
                     " does not divide"));
  launch.tasks /= most;
  for (BufferBorder &border : launch.borders)
    border.outer /= most;
  return absl::OkStatus();
}

absl::StatusOr<Launch> readLaunch(KernelOp kernel, int64_t most,
                                  BufferFinder &buffers) {
  if (!kernel.getSymbol())
    return absl::InvalidArgumentError(
        absl::StrCat("kernel `", kernel.getName().str(),
                     "` has no `symbol`; run `sinter-choose-schedules` first"));
  Launch launch{kernel.getSymbol()->str(),
                kernel.getName().str(),
                static_cast<int32_t>(kernel.getTasks().value_or(1)),
                static_cast<int32_t>(kernel.getScheduledOr("grain", 1)),
                kernel.getOpen(),
                kernel.getScheduledOr("whole_chunks", 0) != 0,
                static_cast<uint64_t>(kernel.getScratchBytes().value_or(0)),
                static_cast<uint64_t>(kernel.getScratchPlacement().value_or(0)),
                {},
                {}};
  if (launch.scratchBytes > 0 && !kernel.getScratchPlacement())
    return absl::InvalidArgumentError(absl::StrCat(
        "kernel `", launch.name,
        "` has no `scratch_placement`; run `sinter-plan-memory` first"));
  if (launch.scratchBytes % kBufferAlignment != 0 ||
      launch.scratchOffset % kBufferAlignment != 0)
    return absl::InvalidArgumentError(
        absl::StrCat("kernel `", launch.name, "` has ", launch.scratchBytes,
                     " bytes of scratch at byte ", launch.scratchOffset,
                     ", but both must be multiples of ", kBufferAlignment));
  for (Value value :
       llvm::concat<Value>(SmallVector<Value>(kernel.getInputs()),
                           SmallVector<Value>(kernel.getResults()))) {
    absl::StatusOr<BufferRef> buffer = buffers.find(value);
    if (!buffer.ok())
      return buffer.status();
    LayoutAttr layout = getLayout(value.getType());
    if (value.getDefiningOp() == kernel && layout && layout.hasBorder()) {
      auto border = readBorder(cast<RankedTensorType>(value.getType()),
                               launch.buffers.size());
      if (!border.ok())
        return border.status();
      launch.borders.push_back(*border);
    }
    launch.buffers.push_back(*buffer);
  }
  if (!runtimeFunction(kernel).empty()) {
    auto function = kernel->getParentOfType<func::FuncOp>();
    launch.isRuntimes = true;
    launch.buffers.push_back({static_cast<int32_t>(BufferRef::FirstArgument +
                                                   function.getNumArguments() +
                                                   function.getNumResults()),
                              0});
  }
  if (launch.open)
    if (absl::Status status = divideByOpen(launch, most); !status.ok())
      return status;
  return launch;
}

/// Every result of the function must lie where the caller wants it.
absl::Status checkResults(func::FuncOp function, BufferFinder &buffers) {
  int32_t output = BufferRef::FirstArgument + function.getNumArguments();
  for (Value value : function.front().getTerminator()->getOperands()) {
    absl::StatusOr<BufferRef> buffer = buffers.find(value);
    if (!buffer.ok())
      return buffer.status();
    if (buffer->base != output++)
      return absl::InvalidArgumentError(absl::StrCat(
          "result ",
          output - 1 - BufferRef::FirstArgument - function.getNumArguments(),
          " of `", function.getSymName().str(),
          "` is not written to its place by a kernel"));
  }
  return absl::OkStatus();
}

/// Written parameters are written by kernels, too.
absl::Status checkWrites(func::FuncOp function, BufferFinder &buffers) {
  for (auto write : function.getOps<WriteOp>()) {
    absl::StatusOr<BufferRef> wanted =
                                  buffers.findParameter(write.getParameter()),
                              buffer = buffers.find(write.getValue());
    if (!wanted.ok())
      return wanted.status();
    if (!buffer.ok())
      return buffer.status();
    if (buffer->base != wanted->base || buffer->offset != wanted->offset)
      return absl::InvalidArgumentError(
          absl::StrCat("parameter `", write.getParameter().str(),
                       "` is not written to its place by a kernel of `",
                       function.getSymName().str(), "`"));
  }
  return absl::OkStatus();
}

/// Entries that train give their results in one struct, but for the gradients
/// of all parameters, the first of `grad`; `predict` gives arrays, as `infer`.
bool isReported(func::FuncOp function, size_t result) {
  auto kind = function->getAttrOfType<StringAttr>(kEntryAttr);
  return readsTrainingState(function) && kind.getValue() != "predict" &&
         (kind.getValue() != "grad" || result > 0);
}

/// Gives each reported result its place, as C does in a struct.
void placeReport(PlannedEntry &entry) {
  uint64_t largest = 1;
  for (EntryArgument &argument : entry.arguments) {
    if (!argument.reportOffset)
      continue;
    const uint64_t element = elementBytes(argument.type.getElementType());
    argument.reportOffset = llvm::alignTo(entry.reportBytes, element);
    entry.reportBytes =
        *argument.reportOffset + element * argument.type.getNumElements();
    largest = std::max(largest, element);
  }
  entry.reportBytes = llvm::alignTo(entry.reportBytes, largest);
}

/// `taken` gets the names of all.
std::vector<EntryArgument> readArguments(func::FuncOp function,
                                         llvm::StringSet<> &taken) {
  const bool trains = readsTrainingState(function);
  for (StringRef own :
       {trains ? "training" : "weights", "workspace", "context"})
    taken.insert(own);
  std::vector<EntryArgument> arguments;
  auto add = [&](Type type, StringAttr name, StringRef fallback, bool output) {
    StringRef text = name ? name.getValue() : StringRef();
    arguments.push_back({text.str(),
                         makeCName(text.empty() ? fallback : text, taken),
                         cast<RankedTensorType>(type), output});
    arguments.back().byValue =
        trains && !output && arguments.back().type.getRank() == 0;
  };
  for (auto [index, type] : llvm::enumerate(function.getArgumentTypes()))
    add(type, function.getArgAttrOfType<StringAttr>(index, kNameAttr), "input",
        /*output=*/false);
  for (auto [index, type] : llvm::enumerate(function.getResultTypes())) {
    add(type, function.getResultAttrOfType<StringAttr>(index, kNameAttr),
        "output", /*output=*/true);
    if (isReported(function, index))
      arguments.back().reportOffset = 0;
  }
  const OpenDimensionAttr open = getOpenDimension(function);
  if (!open)
    return arguments;
  // Each returned value has a kernel of its own, which knows.
  const llvm::DenseSet<Value> openOnes = openValues(function);
  auto values = llvm::concat<Value>(
      SmallVector<Value>(function.getArguments()),
      SmallVector<Value>(function.front().getTerminator()->getOperands()));
  for (auto [argument, value] : llvm::zip_equal(arguments, values))
    if (openOnes.contains(value))
      argument.openRows = argument.type.getDimSize(0) / open.getMost();
  return arguments;
}

/// The workspace's part for rows of the open dimension, and its argument.
absl::StatusOr<std::optional<OpenArgument>> readOpen(func::FuncOp function,
                                                     llvm::StringSet<> &taken) {
  OpenDimensionAttr open = getOpenDimension(function);
  if (!open)
    return std::nullopt;
  auto workspace = function->getAttrOfType<IntegerAttr>(kOpenWorkspaceAttr);
  if (!workspace)
    return absl::InvalidArgumentError(absl::StrCat(
        "`", function.getSymName().str(), "` has no `",
        kOpenWorkspaceAttr.str(), "`; run `sinter-plan-memory` first"));
  return OpenArgument{open.getName().str(),
                      makeCName(open.getName().lower(), taken),
                      open.getLeast(),
                      open.getMost(),
                      workspace.getValue().getZExtValue(),
                      0};
}

/// Multiply-adds of all calls, or of those for each 1 of the open dimension.
absl::Status addMacs(KernelOp kernel, PlannedEntry &entry) {
  int64_t macs = 0;
  kernel->walk([&](CostInterface op) { macs += op.getMacs(); });
  if (!kernel.getOpen())
    entry.macs += macs;
  else if (entry.open)
    entry.open->macs += macs / entry.open->most;
  else
    return absl::InvalidArgumentError(
        absl::StrCat("kernel `", kernel.getName().str(), "` is open, but `",
                     entry.symbol, "` has no `", kOpenAttr.str(), "`"));
  return absl::OkStatus();
}

absl::StatusOr<PlannedEntry> readEntry(func::FuncOp function,
                                       const WeightsLayout &weights) {
  std::string symbol = function.getSymName().str();
  if (!isCName(symbol))
    return absl::InvalidArgumentError(
        absl::StrCat("`", symbol,
                     "` cannot be the name of a C function; choose another "
                     "name for the model or the entry"));
  auto workspace = function->getAttrOfType<IntegerAttr>(kWorkspaceAttr);
  if (!workspace)
    return absl::InvalidArgumentError(
        absl::StrCat("`", symbol, "` has no `", kWorkspaceAttr.str(),
                     "`; run `sinter-plan-memory` first"));
  for (Type type : llvm::concat<const Type>(function.getArgumentTypes(),
                                            function.getResultTypes()))
    if (getLayout(type))
      return absl::InvalidArgumentError(
          absl::StrCat("`", symbol,
                       "` takes or returns a tensor with a layout, but callers "
                       "pass dense ones"));
  auto model = function->getAttrOfType<StringAttr>(kModelAttr);

  llvm::StringSet<> taken;
  auto kind = function->getAttrOfType<StringAttr>(kEntryAttr);
  PlannedEntry entry;
  entry.symbol = symbol;
  entry.model = model ? model.str() : symbol;
  entry.kind = kind ? kind.str() : "infer";
  entry.readsState = readsTrainingState(function);
  entry.writesState = !function.getOps<WriteOp>().empty();
  entry.arguments = readArguments(function, taken);
  placeReport(entry);
  entry.reportName = makeCName("report", taken);
  entry.workspaceBytes = workspace.getValue().getZExtValue();
  entry.launches.emplace_back();
  absl::StatusOr<std::optional<OpenArgument>> open = readOpen(function, taken);
  if (!open.ok())
    return open.status();
  entry.open = *std::move(open);
  BufferFinder buffers(function, weights);
  for (KernelOp kernel : function.getOps<KernelOp>()) {
    if (isView(kernel))
      continue;
    absl::Status status = addMacs(kernel, entry);
    if (!status.ok())
      return status;
    absl::StatusOr<Launch> launch =
        readLaunch(kernel, entry.open ? entry.open->most : 1, buffers);
    if (!launch.ok())
      return launch.status();
    entry.launches.front().push_back(*std::move(launch));
  }
  if (absl::Status status = checkResults(function, buffers); !status.ok())
    return status;
  if (absl::Status status = checkWrites(function, buffers); !status.ok())
    return status;
  return entry;
}

/// The parameters of the training state, sorted by name.
void readState(ModuleOp module, PlannedModel &model) {
  auto bytes = module->getAttrOfType<IntegerAttr>(kStateBytesAttr);
  if (!bytes)
    return;
  model.stateBytes = bytes.getValue().getZExtValue();
  for (auto parameter : module.getOps<ParameterOp>())
    if (auto offset = parameter->getAttrOfType<IntegerAttr>(kStateOffsetAttr))
      model.state.push_back({parameter.getSymName().str(),
                             cast<RankedTensorType>(parameter.getType()),
                             offset.getValue().getZExtValue(),
                             parameter.getInitializer()});
  llvm::sort(model.state, [](const StateParameter &a, const StateParameter &b) {
    return a.name < b.name;
  });
}

/// Adds the launches of the same entry for a further target.
void addTarget(PlannedEntry &entry, PlannedEntry other) {
  assert(entry.symbol == other.symbol && "the modules come from one graph");
  entry.workspaceBytes = std::max(entry.workspaceBytes, other.workspaceBytes);
  if (entry.open)
    entry.open->workspaceBytes =
        std::max(entry.open->workspaceBytes, other.open->workspaceBytes);
  entry.launches.push_back(std::move(other.launches.front()));
}

} // namespace

bool isCName(StringRef name) {
  return !name.empty() && (llvm::isAlpha(name[0]) || name[0] == '_') &&
         llvm::all_of(name,
                      [](char c) { return llvm::isAlnum(c) || c == '_'; }) &&
         !llvm::is_contained(kReservedWords, name);
}

absl::StatusOr<PlannedModel> readPlan(ArrayRef<ModuleOp> planned) {
  PlannedModel model;
  for (bool ofState : {false, true}) {
    absl::StatusOr<WeightsLayout> weights = layoutWeights(planned, ofState);
    if (!weights.ok())
      return weights.status();
    (ofState ? model.stateConstants : model.weights) = *std::move(weights);
  }
  readState(planned.front(), model);
  for (ModuleOp module : planned) {
    model.targets.push_back(TargetAttr::of(module));
    if (!model.targets.back())
      return absl::InvalidArgumentError(
          absl::StrCat("the module has no `", kTargetAttr.str(), "`"));
    size_t index = 0;
    for (auto function : module.getOps<func::FuncOp>()) {
      absl::StatusOr<PlannedEntry> entry = readEntry(
          function,
          readsTrainingState(function) ? model.stateConstants : model.weights);
      if (!entry.ok())
        return entry.status();
      if (module == planned.front())
        model.entries.push_back(*std::move(entry));
      else
        addTarget(model.entries[index], *std::move(entry));
      ++index;
    }
  }
  if (model.entries.empty())
    return absl::InvalidArgumentError(
        "there is no entry to compile; `export` a model");
  return model;
}

} // namespace sinter
