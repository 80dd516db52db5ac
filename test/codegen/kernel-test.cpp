// kernel-test.cpp: kernels with given layouts and schedules against the
// reference: what the passes would not choose for a small shape.
//
//   kernel-test FILE.mlir     builds and runs every sinter.kernel of the file
//
// Each kernel runs on seeded random operands, once as a whole and once task by
// task, last one first: both must give the same bytes. Elements must agree with
// the reference, lanes behind the last channel must be zero, and the border,
// which the entry clears, must be as it was. Prints what differs and returns 1,
// or returns 0.
#include "codegen/KernelBuilder.h"
#include "ir/reference/Interpreter.h"

#include "mlir/Parser/Parser.h"
#include "llvm/ExecutionEngine/Orc/LLJIT.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/TargetSelect.h"

#include <cmath>
#include <random>

using namespace mlir;
using namespace sinter;

namespace {

using Kernel = int32_t (*)(void *const *, void *, int32_t, int32_t);

/// What the border holds before a kernel runs.
constexpr float untouched = 777.0f;

struct Tensor {
  RankedTensorType type;
  Array values;
  std::vector<float> memory;
};

/// Calls `visit` with the position in memory of each element, in row-major
/// order.
void forEachElement(RankedTensorType type,
                    llvm::function_ref<void(size_t, int64_t)> visit) {
  SmallVector<PhysicalDim> dims = physicalDims(type);
  SmallVector<int64_t> at(type.getRank(), 0);
  for (int64_t i = 0; i < type.getNumElements(); ++i) {
    visit(i, physicalIndex(dims, at));
    for (int64_t dim = type.getRank() - 1;
         dim >= 0 && ++at[dim] == type.getDimSize(dim); --dim)
      at[dim] = 0;
  }
}

/// Numbers from -1 to 1, or integers of 32 bits from -32 to 32.
Tensor randomTensor(RankedTensorType type, std::mt19937 &random) {
  const bool areIntegers = type.getElementType().isInteger(32);
  Tensor tensor{type, zeroArray(type),
                std::vector<float>(physicalBytes(type) / sizeof(float))};
  std::uniform_real_distribution<float> uniform(-1, 1);
  for (double &value : tensor.values.values)
    value = areIntegers ? std::round(32 * uniform(random)) : uniform(random);
  forEachElement(type, [&](size_t i, int64_t position) {
    const double value = tensor.values.values[i];
    tensor.memory[position] =
        areIntegers ? llvm::bit_cast<float>(static_cast<int32_t>(value))
                    : static_cast<float>(value);
  });
  return tensor;
}

/// Whether the element at `position` of memory is border.
bool isBorder(RankedTensorType type, int64_t position) {
  SmallVector<PhysicalDim> dims = physicalDims(type);
  for (const PhysicalDim &dim : dims) {
    int64_t index = position / dim.stride % dim.extent - dim.before;
    int64_t end =
        dim.block ? dim.block
                  : llvm::divideCeil(type.getDimSize(dim.logical), dim.step);
    if (index < 0 || index >= end)
      return true;
  }
  return false;
}

std::string compare(RankedTensorType type, ArrayRef<double> expected,
                    ArrayRef<float> memory, double tolerance) {
  std::vector<bool> isElement(memory.size());
  double largest = 0, error = 0;
  forEachElement(type, [&](size_t i, int64_t position) {
    isElement[position] = true;
    double difference = std::fabs(memory[position] - expected[i]);
    error = difference <= error ? error : difference;
    largest = std::max(largest, std::fabs(expected[i]));
  });
  if (!(error <= tolerance * std::max(largest, 1.0)))
    return "differs from the reference by " + std::to_string(error) + " of " +
           std::to_string(largest);
  for (size_t i = 0; i < memory.size(); ++i)
    if (!isElement[i] && memory[i] != (isBorder(type, i) ? untouched : 0.0f))
      return isBorder(type, i)
                 ? "writes to the border"
                 : "leaves a padding lane at " + std::to_string(memory[i]);
  return "";
}

/// The kernel's result by the reference.
std::optional<Array> reference(KernelOp kernel, ArrayRef<Tensor> operands) {
  DenseMap<Value, Array> values;
  for (auto [argument, tensor] :
       llvm::zip(kernel.getBody().getArguments(), operands))
    values[argument] = tensor.values;
  for (Operation &op : kernel.getBody().front().without_terminator()) {
    SmallVector<Array> inputs;
    for (Value operand : op.getOperands())
      inputs.push_back(values[operand]);
    auto results =
        evaluate(&op, inputs, [](StringRef) { return std::optional<Array>(); });
    if (failed(results))
      return std::nullopt;
    values[op.getResult(0)] = results->front();
  }
  return values[kernel.getYield().getOperand(0)];
}

/// Links `object` and gives the address of its function `symbol`.
Kernel link(llvm::orc::LLJIT &jit, StringRef object, StringRef symbol) {
  auto dylib = jit.createJITDylib(symbol.str());
  llvm::cantFail(dylib.takeError());
  llvm::cantFail(jit.addObjectFile(
      *dylib, llvm::MemoryBuffer::getMemBufferCopy(object, symbol)));
  // Kernels are hidden, as libraries keep them to themselves.
  auto found = llvm::cantFail(jit.getExecutionSession().lookup(
      llvm::orc::makeJITDylibSearchOrder(
          &*dylib, llvm::orc::JITDylibLookupFlags::MatchAllSymbols),
      jit.mangleAndIntern(symbol)));
  return found.getAddress().toPtr<Kernel>();
}

/// Builds and runs one kernel; what is wrong with it, or nothing.
std::string check(KernelOp kernel, TargetAttr target, llvm::orc::LLJIT &jit,
                  StringRef symbol) {
  FailureOr<std::string> object = buildKernel(kernel, target, symbol);
  if (failed(object))
    return "is not built";
  if (*buildKernel(kernel, target, symbol) != *object)
    return "has other bytes when it is built again";
  Kernel function = link(jit, *object, symbol);

  std::mt19937 random(1);
  std::vector<Tensor> operands;
  for (Type type : kernel.getBody().getArgumentTypes())
    operands.push_back(randomTensor(cast<RankedTensorType>(type), random));
  auto type = cast<RankedTensorType>(kernel.getResult(0).getType());
  std::vector<float> whole(physicalBytes(type) / sizeof(float), untouched),
      parts = whole;
  std::vector<void *> buffers;
  for (Tensor &operand : operands)
    buffers.push_back(operand.memory.data());

  const int32_t tasks = static_cast<int32_t>(kernel.getTasks().value_or(1));
  buffers.push_back(whole.data());
  function(buffers.data(), nullptr, 0, tasks);
  buffers.back() = parts.data();
  for (int32_t task = tasks; task-- > 0;)
    function(buffers.data(), nullptr, task, task + 1);
  if (std::memcmp(whole.data(), parts.data(), whole.size() * sizeof(float)))
    return "computes something else task by task";

  std::optional<Array> expected = reference(kernel, operands);
  if (!expected)
    return "has no reference";
  // Sums of up to a few thousand terms below 1 in single precision.
  return compare(type, expected->values, whole, /*tolerance=*/1e-5);
}

} // namespace

int main(int argc, char **argv) {
  if (argc != 2) {
    llvm::errs() << "usage: kernel-test FILE.mlir\n";
    return 2;
  }
  DialectRegistry registry;
  registry.insert<SinterDialect, func::FuncDialect>();
  MLIRContext context(registry);
  context.printOpOnDiagnostic(false);
  auto module = parseSourceFile<ModuleOp>(argv[1], &context);
  if (!module)
    return 1;
  std::unique_ptr<llvm::orc::LLJIT> jit;
  int kernels = 0, failures = 0;
  module->walk([&](KernelOp kernel) {
    TargetAttr target = TargetAttr::of(kernel);
    if (!jit) {
      llvm::InitializeNativeTarget();
      llvm::InitializeNativeTargetAsmPrinter();
      jit = llvm::cantFail(llvm::orc::LLJITBuilder().create());
    }
    std::string symbol = "kernel" + std::to_string(kernels++);
    std::string problem = check(kernel, target, *jit, symbol);
    failures += !problem.empty();
    if (!problem.empty())
      llvm::errs() << kernel.getLoc() << ": `" << kernel.getName() << "` "
                   << problem << "\n";
  });
  llvm::outs() << kernels << " kernels, " << failures << " wrong\n";
  return kernels == 0 || failures != 0;
}
