// KernelTrial.cpp: see KernelTrial.h.
#include "driver/KernelTrial.h"

#include "codegen/KernelBuilder.h"
#include "driver/Difference.h"
#include "ir/Philox.h"
#include "passes/Schedules.h"

#include "mlir/IR/Diagnostics.h"
#include "mlir/IR/OwningOpRef.h"

#include <chrono>
#include <cmath>
#include <cstring>

using namespace mlir;

namespace sinter {

namespace {

/// Caches are no larger, and reading more takes longer than most kernels.
constexpr uint64_t mostOtherBytes = 64 << 20;
constexpr size_t cacheLine = 64;

ElementType elementOf(Type tensor) { return arrayType(tensor).element; }

bool isFloat(Type tensor) {
  return isa<FloatType>(cast<RankedTensorType>(tensor).getElementType());
}

int64_t elementsOf(Type tensor) {
  return physicalBytes(cast<RankedTensorType>(tensor)) /
         bytesOf(elementOf(tensor));
}

/// Numbers in [-1, 1), none of them near the denormal ones.
void fillRandomly(Type tensor, char *bytes, PhiloxKey key) {
  const ElementType type = elementOf(tensor);
  for (int64_t i = 0, count = elementsOf(tensor); i < count; ++i) {
    const PhiloxCounter words = philox4x32(
        {static_cast<uint32_t>(i), static_cast<uint32_t>(i >> 32), 0, 0}, key);
    writeElement(type, bytes, i, static_cast<int32_t>(words[0]) * 0x1p-31);
  }
}

/// Reads one byte of each cache line.
void readThrough(const AlignedBytes &bytes) {
  const volatile char *data = bytes.data();
  for (size_t i = 0; i < bytes.size(); i += cacheLine)
    (void)data[i];
}

} // namespace

absl::StatusOr<std::unique_ptr<KernelTrial>>
KernelTrial::create(KernelOp kernel, TargetAttr target, uint64_t modelBytes,
                    uint64_t seed) {
  std::unique_ptr<KernelTrial> trial(new KernelTrial(kernel, target));
  if (absl::Status status = trial->allocate(modelBytes, seed); !status.ok())
    return status;
  return trial;
}

absl::Status KernelTrial::allocate(uint64_t modelBytes, uint64_t seed) {
  auto allocate = [](uint64_t size) {
    auto bytes = AlignedBytes::allocate(size, "a kernel to tune");
    // Pages that nobody has written share one page of zeros.
    if (bytes.ok())
      std::memset(bytes->data(), 0, bytes->size());
    return bytes;
  };
  SmallVector<Type> types(kernel->getOperandTypes());
  llvm::append_range(types, kernel->getResultTypes());
  for (auto [index, type] : llvm::enumerate(types)) {
    auto bytes = allocate(physicalBytes(cast<RankedTensorType>(type)));
    if (!bytes.ok())
      return bytes.status();
    const bool isOperand = index < kernel->getNumOperands();
    if (isOperand && isFloat(type))
      fillRandomly(type, bytes->data(),
                   {static_cast<uint32_t>(seed), static_cast<uint32_t>(index)});
    if (isOperand && !kernel->getOperand(index).getDefiningOp<ConstantOp>())
      computed.push_back(index);
    addresses.push_back(bytes->data());
    buffers.push_back(std::move(*bytes));
  }
  auto bytes = allocate(std::min(modelBytes, mostOtherBytes));
  if (!bytes.ok())
    return bytes.status();
  others = std::move(*bytes);
  return absl::OkStatus();
}

absl::StatusOr<std::optional<TrialCode>>
KernelTrial::compile(DictionaryAttr tiles) {
  OwningOpRef<KernelOp> copy(kernel.clone());
  scheduleKernel(*copy, target, tiles);
  // That the generator refuses some tiles is no one's mistake.
  ScopedDiagnosticHandler quiet(kernel.getContext(),
                                [](Diagnostic &) { return success(); });
  const std::string symbol = copy->getSymbol()->str();
  FailureOr<std::string> object = buildKernel(*copy, target, symbol);
  if (failed(object))
    return std::nullopt;
  EmittedModel model;
  model.objects.push_back({symbol, std::move(*object)});
  auto loaded = LoadedModel::load(model);
  if (!loaded.ok())
    return loaded.status();
  auto function = (*loaded)->function(symbol);
  if (!function.ok())
    return function.status();
  auto scratch = AlignedBytes::allocate(copy->getScratchBytes().value_or(0),
                                        "the scratch of a kernel to tune");
  if (!scratch.ok())
    return scratch.status();
  return TrialCode{tiles, std::move(*loaded), *function,
                   static_cast<int32_t>(copy->getTasks().value_or(1)),
                   std::move(*scratch)};
}

void KernelTrial::call(TrialCode &code) {
  using Kernel = int32_t (*)(void *const *, void *, int32_t, int32_t);
  reinterpret_cast<Kernel>(code.function)(addresses.data(), code.scratch.data(),
                                          0, code.tasks);
}

std::vector<double> KernelTrial::resultOf(TrialCode &code) {
  AlignedBytes &result = buffers.back();
  std::memset(result.data(), 0, result.size());
  call(code);
  const Type type = kernel.getResult(0).getType();
  std::vector<double> values(elementsOf(type));
  for (auto [index, value] : llvm::enumerate(values))
    value = readElement(elementOf(type), result.data(),
                        static_cast<int64_t>(index));
  return values;
}

bool KernelTrial::agree(TrialCode &code, TrialCode &other) {
  const std::vector<double> got = resultOf(code), wanted = resultOf(other);
  double largest = 0, apart = 0;
  for (auto [a, b] : llvm::zip_equal(got, wanted)) {
    if (a == b || (std::isnan(a) && std::isnan(b)))
      continue;
    if (!std::isfinite(a) || !std::isfinite(b))
      return false;
    apart = std::max(apart, std::abs(a - b));
  }
  for (double value : wanted)
    if (std::isfinite(value))
      largest = std::max(largest, std::abs(value));
  // Both round.
  return apart <=
         2 * largest *
             relativeTolerance(kernel.getBody().front(),
                               elementOf(kernel.getResult(0).getType()));
}

double KernelTrial::time(TrialCode &code) {
  readThrough(others);
  readThrough(buffers.back());
  for (size_t index : computed)
    readThrough(buffers[index]);
  const auto begin = std::chrono::steady_clock::now();
  call(code);
  const std::chrono::duration<double, std::micro> elapsed =
      std::chrono::steady_clock::now() - begin;
  return elapsed.count();
}

} // namespace sinter
