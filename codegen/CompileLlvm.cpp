// CompileLlvm.cpp: MLIR's LLVM dialect -> LLVM IR -> -O2 -> x86-64 code.
#include "codegen/CompileLlvm.h"

#include "codegen/TargetMachine.h"

#include "absl/strings/str_cat.h"
#include "mlir/Target/LLVMIR/Dialect/Builtin/BuiltinToLLVMIRTranslation.h"
#include "mlir/Target/LLVMIR/Dialect/LLVMIR/LLVMToLLVMIRTranslation.h"
#include "mlir/Target/LLVMIR/Export.h"
#include "llvm/IR/Constants.h"
#include "llvm/IR/LegacyPassManager.h"
#include "llvm/IR/Module.h"
#include "llvm/Passes/PassBuilder.h"

using namespace mlir;

namespace sinter {

namespace {

void optimize(llvm::Module &module, llvm::TargetMachine &machine) {
  llvm::LoopAnalysisManager loops;
  llvm::FunctionAnalysisManager functions;
  llvm::CGSCCAnalysisManager callGraph;
  llvm::ModuleAnalysisManager modules;
  llvm::PassBuilder passes(&machine);
  passes.registerModuleAnalyses(modules);
  passes.registerCGSCCAnalyses(callGraph);
  passes.registerFunctionAnalyses(functions);
  passes.registerLoopAnalyses(loops);
  passes.crossRegisterProxies(loops, functions, callGraph, modules);
  // An entry runs once for many kernels, so that smaller is better than faster.
  for (llvm::Function &function : module)
    if (!function.isDeclaration())
      function.addFnAttr(llvm::Attribute::OptimizeForSize);
  passes.buildPerModuleDefaultPipeline(llvm::OptimizationLevel::Os)
      .run(module, modules);
}

absl::StatusOr<std::string> generate(llvm::Module &module,
                                     llvm::TargetMachine &machine,
                                     llvm::CodeGenFileType type) {
  llvm::SmallString<0> bytes;
  llvm::raw_svector_ostream stream(bytes);
  llvm::legacy::PassManager passes;
  if (machine.addPassesToEmitFile(passes, stream, nullptr, type))
    return absl::InternalError("this build of LLVM cannot write objects");
  passes.run(module);
  return bytes.str().str();
}

void prepare(llvm::Module &module, const llvm::TargetMachine &machine) {
  module.setTargetTriple(machine.getTargetTriple());
  module.setDataLayout(machine.createDataLayout());
  module.setPICLevel(llvm::PICLevel::BigPIC);
}

} // namespace

absl::StatusOr<std::string> compileLlvm(ModuleOp module, StringRef name,
                                        LlvmOutput output) {
  std::unique_ptr<llvm::TargetMachine> machine = createBaselineTargetMachine();
  DialectRegistry registry;
  registerBuiltinDialectTranslation(registry);
  registerLLVMDialectTranslation(registry);
  module.getContext()->appendDialectRegistry(registry);

  llvm::LLVMContext context;
  std::unique_ptr<llvm::Module> ir =
      translateModuleToLLVMIR(module, context, name);
  if (!ir)
    return absl::InternalError(absl::StrCat("the entry points of `", name.str(),
                                            "` do not translate to LLVM IR"));
  prepare(*ir, *machine);
  optimize(*ir, *machine);
  if (output == LlvmOutput::Ir) {
    std::string text;
    llvm::raw_string_ostream stream(text);
    stream << *ir;
    return text;
  }
  return generate(*ir, *machine,
                  output == LlvmOutput::Assembly
                      ? llvm::CodeGenFileType::AssemblyFile
                      : llvm::CodeGenFileType::ObjectFile);
}

absl::StatusOr<std::string>
compileBytes(StringRef symbol,
             ArrayRef<std::pair<uint64_t, ArrayRef<char>>> pieces,
             uint64_t size) {
  std::unique_ptr<llvm::TargetMachine> machine = createBaselineTargetMachine();
  llvm::LLVMContext context;
  llvm::Module module(symbol, context);
  prepare(module, *machine);

  llvm::Type *byte = llvm::Type::getInt8Ty(context);
  SmallVector<llvm::Constant *> parts;
  uint64_t at = 0;
  auto fillTo = [&](uint64_t offset) {
    assert(offset >= at && "pieces overlap");
    if (offset > at)
      parts.push_back(llvm::ConstantAggregateZero::get(
          llvm::ArrayType::get(byte, offset - at)));
    at = offset;
  };
  for (auto [offset, bytes] : pieces) {
    fillTo(offset);
    parts.push_back(llvm::ConstantDataArray::getRaw(
        StringRef(bytes.data(), bytes.size()), bytes.size(), byte));
    at += bytes.size();
  }
  // A symbol without a byte has no place that a linker must keep.
  fillTo(std::max<uint64_t>(size, 1));

  llvm::Constant *value =
      llvm::ConstantStruct::getAnon(context, parts, /*Packed=*/true);
  auto *global = new llvm::GlobalVariable(
      module, value->getType(), /*isConstant=*/true,
      llvm::GlobalValue::ExternalLinkage, value, symbol);
  global->setVisibility(llvm::GlobalValue::HiddenVisibility);
  global->setAlignment(llvm::Align(64));
  return generate(module, *machine, llvm::CodeGenFileType::ObjectFile);
}

} // namespace sinter
