// KernelBuilder.cpp: finds the kernel that serves an op, has it built, and
// passes Halide's bitcode on to LLVM.
#include "codegen/KernelBuilder.h"

#include "codegen/KernelObject.h"
#include "codegen/kernels/Extremes.h"
#include "codegen/kernels/Frame.h"

#include <cstdlib>
#include <fcntl.h>
#include <mutex>
#include <thread>
#include <unistd.h>

using namespace sinter::kernels;

namespace sinter {

namespace {

struct KernelEntry {
  llvm::StringLiteral op, strategy;
  BuildKernel build;
};

const KernelEntry *findKernel(Frame &frame) {
  static const KernelEntry table[] = {
#define KERNEL(OP, STRATEGY, BUILD) {OP::getOperationName(), STRATEGY, BUILD},
#include "codegen/kernels/Kernels.def"
  };
  KernelOp kernel = frame.kernel();
  mlir::Operation *anchor = kernel.getAnchor() ? kernel.getAnchor() : kernel;
  const KernelEntry *found = nullptr;
  for (const KernelEntry &entry : table)
    if (entry.op == anchor->getName().getStringRef() &&
        (!kernel.getStrategy() || *kernel.getStrategy() == entry.strategy))
      found = &entry;
  if (!found)
    frame.fail("no kernel computes `" + anchor->getName().getStringRef() + "`" +
               (kernel.getStrategy()
                    ? " by strategy `" + *kernel.getStrategy() + "`"
                    : ""));
  return found;
}

// Everything is known or checked before a kernel runs, and compiled models
// bring no runtime of Halide's.
Halide::Target halideTarget(TargetAttr target) {
  using Halide::Target;
  std::vector<Target::Feature> features = {Target::NoAsserts,
                                           Target::NoBoundsQuery,
                                           Target::NoRuntime, Target::SSE41};
  if (target.getVectorBits() >= 256)
    features.insert(features.end(),
                    {Target::AVX, Target::AVX2, Target::FMA, Target::F16C});
  if (target.getVectorBits() >= 512)
    features.insert(features.end(), {Target::AVX512, Target::AVX512_Skylake});
  return Target(Target::Linux, Target::X86, 64, features);
}

/// Catches what Halide writes, which goes to files only. A pipe has a path too,
/// and neither a full disk nor a limit on file sizes ends it.
class PipedOutput {
public:
  PipedOutput() {
    if (pipe2(ends, O_CLOEXEC) == 0)
      reader = std::thread([this] { readAll(); });
  }
  ~PipedOutput() { finish(); }
  PipedOutput(const PipedOutput &) = delete;

  std::string path() const {
    return "/proc/self/fd/" + std::to_string(ends[1]);
  }
  /// What has been written; call once nobody writes any more.
  std::string finish() {
    if (reader.joinable()) {
      close(ends[1]);
      reader.join();
      close(ends[0]);
    }
    return std::move(bytes);
  }

private:
  void readAll() {
    char chunk[1 << 16];
    for (ssize_t count; (count = read(ends[0], chunk, sizeof(chunk))) > 0;)
      bytes.append(chunk, count);
  }

  int ends[2] = {-1, -1};
  std::string bytes;
  std::thread reader;
};

/// Has LLVM compute what is written: Halide lets it take it that there are only
/// finite numbers, and reassociate. (The target `strict_float` does not reach
/// what common subexpressions are bound to, and has Halide lose what the parts
/// of a tuple need of each other.)
class ExactFloats final : public Halide::Internal::IRMutator {
public:
  using IRMutator::mutate;
  Halide::Expr mutate(const Halide::Expr &expression) override {
    FindFloat found;
    found.include(expression);
    return found.any ? Halide::strict_float(restored(expression)) : expression;
  }

private:
  struct FindFloat final : Halide::Internal::IRGraphVisitor {
    using IRGraphVisitor::include;
    void include(const Halide::Expr &expression) override {
      any |= expression.type().is_float();
      if (!any)
        IRGraphVisitor::include(expression);
    }
    bool any = false;
  };
};

constexpr char kFunction[] = "kernel";

// Reports what Halide throws as an error at the kernel.
std::string compileWithHalide(Frame &frame, KernelForm form) {
  PipedOutput output;
  try {
    Halide::Pipeline pipeline(frame.result);
    pipeline.add_custom_lowering_pass(new ExactFloats);
    if (frame.weightsAhead)
      pipeline.add_custom_lowering_pass(fetchWeightsAhead(*frame.weightsAhead));
    if (form == KernelForm::Halide)
      pipeline.compile_to_lowered_stmt(output.path(), frame.arguments(),
                                       Halide::Text,
                                       halideTarget(frame.target()));
    else
      pipeline.compile_to_bitcode(output.path(), frame.arguments(), kFunction,
                                  halideTarget(frame.target()));
  } catch (const Halide::Error &error) {
    frame.fail(llvm::Twine("Halide cannot compile this kernel: ") +
               llvm::StringRef(error.what()).trim());
  }
  return output.finish();
}

/// Halide's warnings are about what a schedule does with care, such as a result
/// of one element: who compiles a model can do nothing about them.
struct QuietReporter final : Halide::CompileTimeErrorReporter {
  void warning(const char *) override {}
  void error(const char *message) override {
    throw Halide::CompileError(message);
  }
};

} // namespace

// Halide has LLVM's vectorizer of straight-line code on, with no other switch
// than this variable. It packs the address arithmetic of tiles that run across
// rows into vectors, only to take them apart again for each load (3x3 in bands
// on Zen 3: 60 against 93 % of peak).
static void configureHalide() {
  static std::once_flag once;
  std::call_once(once, [] {
    setenv("HL_LLVM_ARGS", "-vectorize-slp=false", /*replace=*/1);
    static QuietReporter reporter;
    Halide::set_custom_compile_time_error_reporter(&reporter);
  });
}

mlir::FailureOr<std::string> buildKernel(KernelOp kernel, TargetAttr target,
                                         llvm::StringRef symbol,
                                         KernelForm form) {
  configureHalide();
  Frame frame(kernel, target);
  const KernelEntry *entry = frame.failed() ? nullptr : findKernel(frame);
  if (!entry)
    return mlir::failure();
  try {
    entry->build(frame);
  } catch (const Halide::Error &error) {
    frame.fail(llvm::Twine("Halide cannot schedule this kernel: ") +
               llvm::StringRef(error.what()).trim());
  }
  if (frame.failed())
    return mlir::failure();
  std::string code = compileWithHalide(frame, form);
  if (frame.failed())
    return mlir::failure();
  if (form == KernelForm::Halide)
    return code;
  std::string problem;
  std::string emitted = emitKernelObject(
      code,
      {kFunction, static_cast<unsigned>(frame.operands.size()),
       kernel.getNumResults(),
       static_cast<uint64_t>(kernel.getScratchBytes().value_or(0))},
      target, symbol, form, problem);
  if (problem.empty())
    return emitted;
  frame.fail(problem);
  return mlir::failure();
}

} // namespace sinter
