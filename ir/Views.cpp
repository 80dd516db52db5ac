// Views.cpp: see Views.h.
#include "ir/Views.h"

using namespace mlir;

namespace sinter {

bool isView(KernelOp kernel) {
  return kernel.getStrategy() == StringRef("view");
}

//===- where elements lie ------------------------------------------------===//

std::optional<int64_t> findRun(RankedTensorType type, int64_t axis,
                               int64_t begin, int64_t size) {
  const int64_t end = begin + size;
  for (const PhysicalDim &dim : physicalDims(type)) {
    if (dim.logical != axis) {
      if (dim.extent != 1)
        return std::nullopt;
      continue;
    }
    // Lanes behind the last index belong to the whole tensor alone.
    const bool isWhole = dim.block == 0 && begin % dim.step == 0 &&
                         (end % dim.step == 0 || end == type.getDimSize(axis));
    const bool hasBorder = dim.step == 1 && dim.extent != type.getDimSize(axis);
    if (!isWhole || hasBorder)
      return std::nullopt;
    const int64_t bytes =
        begin / dim.step * dim.stride * elementBytes(type.getElementType());
    return bytes % kPartAlignment == 0 ? std::optional(bytes) : std::nullopt;
  }
  return std::nullopt;
}

/// The row-major numbers of the elements in the order of memory, as loops:
/// (count, step), outermost first. Nothing where more is stored than elements.
static std::optional<SmallVector<std::pair<int64_t, int64_t>>>
memoryOrder(RankedTensorType type) {
  if (physicalBytes(type) !=
      type.getNumElements() * elementBytes(type.getElementType()))
    return std::nullopt;
  ArrayRef<int64_t> shape = type.getShape();
  SmallVector<std::pair<int64_t, int64_t>> loops;
  for (const PhysicalDim &dim : physicalDims(type)) {
    if (dim.extent == 1)
      continue;
    const int64_t step =
        dim.step * elementCount(shape.drop_front(dim.logical + 1));
    if (!loops.empty() && loops.back().second == dim.extent * step)
      loops.back() = {loops.back().first * dim.extent, step};
    else
      loops.emplace_back(dim.extent, step);
  }
  return loops;
}

/// Whether elements keep their row-major numbers: a transposition may move
/// axes of size 1.
static bool keepsOrder(Operation *op) {
  auto transpose = dyn_cast<TransposeOp>(op);
  if (!transpose)
    return isa<ReshapeOp, RelayoutOp>(op);
  ArrayRef<int64_t> shape =
      cast<RankedTensorType>(transpose.getInput().getType()).getShape();
  SmallVector<int64_t> counting;
  llvm::copy_if(transpose.getPermutation(), std::back_inserter(counting),
                [&](int64_t axis) { return shape[axis] != 1; });
  return llvm::is_sorted(counting);
}

//===- kernels -----------------------------------------------------------===//

static RankedTensorType typeOf(Value value) {
  return cast<RankedTensorType>(value.getType());
}

/// The one op of a kernel, if it takes the kernel's operands in their order.
static Operation *onlyOp(KernelOp kernel) {
  Block &body = kernel.getBody().front();
  if (body.getOperations().size() != 2)
    return nullptr;
  Operation *op = &body.front();
  return llvm::equal(op->getOperands(), body.getArguments()) ? op : nullptr;
}

/// The axis along which a slice takes a part; -1 where there are several,
/// elements are left out in between, or their order is another.
static int64_t slicedAxis(SliceOp slice) {
  int64_t axis = 0, count = 0;
  ArrayRef<int64_t> shape = typeOf(slice.getInput()).getShape();
  for (auto [dim, size] : llvm::enumerate(slice.getSizes())) {
    if (size > 1 && slice.getStrides()[dim] != 1)
      return -1;
    if (size != shape[dim]) {
      axis = static_cast<int64_t>(dim);
      ++count;
    }
  }
  return count <= 1 ? axis : -1;
}

using TypeOf = RankedTensorType (*)(Value);

static SmallVector<SharedMemory> concatParts(KernelOp kernel, int64_t axis,
                                             TypeOf type) {
  Value whole = kernel.getResult(0);
  SmallVector<SharedMemory> parts;
  int64_t begin = 0;
  for (Value input : kernel.getInputs()) {
    const int64_t size = type(input).getDimSize(axis);
    std::optional<int64_t> bytes = findRun(type(whole), axis, begin, size);
    if (!bytes)
      return {};
    parts.push_back({whole, input, *bytes});
    begin += size;
  }
  return parts;
}

static SmallVector<SharedMemory> slicePart(KernelOp kernel, SliceOp slice,
                                           TypeOf type) {
  Value input = kernel.getOperand(0);
  const int64_t axis = slicedAxis(slice);
  if (axis < 0)
    return {};
  std::optional<int64_t> bytes = findRun(
      type(input), axis, slice.getStarts()[axis], slice.getSizes()[axis]);
  if (!bytes)
    return {};
  return {{input, kernel.getResult(0), *bytes}};
}

/// The operand of a pad with zeros that its memory has behind the last index
/// already, up to a whole block.
static SmallVector<SharedMemory> paddedPart(KernelOp kernel, PadOp pad,
                                            TypeOf type) {
  Value input = kernel.getOperand(0), result = kernel.getResult(0);
  LayoutAttr layout = getLayout(type(input));
  if (pad.getMode() != "constant" || !pad.getValue().isPosZero() || !layout ||
      layout != getLayout(type(result)) ||
      llvm::any_of(pad.getLow(), [](int64_t count) { return count != 0; }) ||
      physicalBytes(type(input)) != physicalBytes(type(result)))
    return {};
  return {{input, result, 0}};
}

static SmallVector<SharedMemory> sharedMemory(KernelOp kernel, TypeOf type) {
  if (kernel.getNumResults() != 1 || kernel.getNumOperands() == 0)
    return {};
  if (auto concat = dyn_cast_or_null<ConcatOp>(onlyOp(kernel)))
    return concatParts(kernel, concat.getAxis(), type);
  if (auto slice = dyn_cast_or_null<SliceOp>(onlyOp(kernel)))
    return slicePart(kernel, slice, type);
  if (auto pad = dyn_cast_or_null<PadOp>(onlyOp(kernel)))
    return paddedPart(kernel, pad, type);
  auto ops = kernel.getBody().front().without_terminator();
  Value input = kernel.getOperand(0), result = kernel.getResult(0);
  std::optional order = memoryOrder(type(input));
  if (kernel.getNumOperands() != 1 || ops.empty() ||
      !llvm::all_of(ops, [](Operation &op) { return keepsOrder(&op); }) ||
      !order || order != memoryOrder(type(result)))
    return {};
  return {{input, result, 0}};
}

SmallVector<SharedMemory> sharedMemory(KernelOp kernel) {
  return sharedMemory(kernel, typeOf);
}

RankedTensorType withoutBorder(Type type) {
  LayoutAttr layout = getLayout(type);
  return withLayout(type, layout ? layout.withoutBorder() : layout);
}

SmallVector<SharedMemory> sharedMemoryWithoutBorders(KernelOp kernel) {
  return sharedMemory(
      kernel, [](Value value) { return withoutBorder(value.getType()); });
}

std::optional<std::string> whyNoView(KernelOp kernel) {
  const SmallVector<SharedMemory> shared = sharedMemory(kernel);
  const bool isOrdered =
      !isa_and_nonnull<ConcatOp, SliceOp, PadOp>(onlyOp(kernel));
  if (!shared.empty() &&
      (isOrdered || llvm::all_of(shared, [](const SharedMemory &part) {
         return getLayout(part.part.getType()) ==
                getLayout(part.whole.getType());
       })))
    return std::nullopt;
  std::string why;
  llvm::raw_string_ostream os(why);
  os << kernel.getResultTypes() << " is no run of the memory of "
     << kernel.getOperandTypes() << ", nor filled by it";
  return why;
}

MemoryStart findMemory(Value value) {
  int64_t bytes = 0;
  for (auto kernel = value.getDefiningOp<KernelOp>(); kernel && isView(kernel);
       kernel = value.getDefiningOp<KernelOp>()) {
    if (!isa_and_nonnull<ConcatOp>(onlyOp(kernel)))
      for (const SharedMemory &shared : sharedMemory(kernel))
        bytes += shared.bytes;
    value = kernel.getOperand(0);
  }
  return {value, bytes};
}

} // namespace sinter
