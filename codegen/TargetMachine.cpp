// TargetMachine.cpp: target attribute -> LLVM target machine.
#include "codegen/TargetMachine.h"

#include "llvm/ADT/StringSwitch.h"
#include "llvm/MC/TargetRegistry.h"
#include "llvm/Support/TargetSelect.h"
#include "llvm/TargetParser/Triple.h"

#include <mutex>

using namespace llvm;

namespace sinter {

static std::unique_ptr<TargetMachine> create(StringRef cpu,
                                             StringRef features) {
  static std::once_flag once;
  std::call_once(once, [] {
    InitializeNativeTarget();
    InitializeNativeTargetAsmPrinter();
    InitializeNativeTargetAsmParser();
  });
  Triple triple("x86_64-unknown-linux-gnu");
  std::string problem;
  const Target *known = TargetRegistry::lookupTarget(triple, problem);
  assert(known && "LLVM is built with its X86 target");
  TargetOptions options;
  // Products and sums may be fused, and nothing else differs from what is
  // written.
  options.AllowFPOpFusion = FPOpFusion::Fast;
  return std::unique_ptr<TargetMachine>(
      known->createTargetMachine(triple, cpu, features, options, Reloc::PIC_,
                                 std::nullopt, CodeGenOptLevel::Aggressive));
}

std::unique_ptr<TargetMachine> createTargetMachine(TargetAttr target) {
  // `x86-64-v4-vnni` is LLVM's `x86-64-v4` and a feature.
  StringRef cpu = target.getName();
  bool hasVnni = cpu.consume_back("-vnni");
  return create(cpu, hasVnni ? "+avx512vnni" : "");
}

// From generated.h; each level has all features of those below.
uint32_t cpuFeatures(TargetAttr target) {
  enum : uint32_t { kSse41 = 1, kAvx2Fma = 2, kAvx512 = 4, kAvx512Vnni = 8 };
  return StringSwitch<uint32_t>(target.getName())
      .Case("x86-64-v2", kSse41)
      .Case("x86-64-v3", kSse41 | kAvx2Fma)
      .Case("x86-64-v4", kSse41 | kAvx2Fma | kAvx512)
      .Default(kSse41 | kAvx2Fma | kAvx512 | kAvx512Vnni);
}

std::unique_ptr<TargetMachine> createBaselineTargetMachine() {
  return create("x86-64", "");
}

} // namespace sinter
