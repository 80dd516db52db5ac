// KernelObject.cpp: wraps Halide's function into the interface of kernels and
// emits it.
//
// Halide passes tensors as descriptors. All bounds are constants, so its code
// reads one field of a descriptor, the address. The wrapper builds descriptors
// of its arguments on the stack, Halide's function is inlined into it, and the
// descriptors dissolve:
//
//   int32_t symbol(void *const *buffers, void *scratch, int32_t first, int32_t
//   last) {
//     struct descriptor in = {.host = buffers[0]}, out = {.host = buffers[1]};
//     return kernel(&in, first, last, &out);
//   }
//
// Tensors inside a kernel that Halide would ask an allocator for lie in the
// scratch memory, one behind the other: their sizes are constants too.
//
// LLVM 22 makes the code from the bitcode of Halide's LLVM 14 (97.9 % of peak
// against 97.5 % for 3x3 28x28x128 on Zen 3), so that nothing else of Halide's
// object, and no name in it, reaches the library.
#include "codegen/KernelObject.h"

#include "codegen/TargetMachine.h"

#include "llvm/Analysis/CGSCCPassManager.h"
#include "llvm/Analysis/LoopAnalysisManager.h"
#include "llvm/Analysis/ValueTracking.h"
#include "llvm/Bitcode/BitcodeReader.h"
#include "llvm/IR/CFG.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/LLVMContext.h"
#include "llvm/IR/LegacyPassManager.h"
#include "llvm/IR/Module.h"
#include "llvm/Passes/PassBuilder.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Transforms/IPO/AlwaysInliner.h"
#include "llvm/Transforms/IPO/GlobalDCE.h"
#include "llvm/Transforms/InstCombine/InstCombine.h"
#include "llvm/Transforms/Scalar/EarlyCSE.h"
#include "llvm/Transforms/Scalar/LoopPassManager.h"
#include "llvm/Transforms/Scalar/LoopUnrollPass.h"
#include "llvm/Transforms/Scalar/SROA.h"
#include "llvm/Transforms/Scalar/SimplifyCFG.h"

using namespace llvm;

namespace sinter {

namespace {

// halide_buffer_t: device, device interface, host, flags, type, dimensions,
// dims, padding.
constexpr unsigned kDescriptorWords = 7, kHostWord = 2;

void addWrapper(Module &module, Function &inner, const HalideFunction &function,
                StringRef symbol) {
  LLVMContext &context = module.getContext();
  IRBuilder<> builder(context);
  Type *pointer = builder.getPtrTy(), *number = builder.getInt32Ty();
  auto *type = FunctionType::get(number, {pointer, pointer, number, number},
                                 /*isVarArg=*/false);
  // Weak: libraries of several models meet in one program, and kernels of one
  // name are equal.
  auto *wrapper =
      Function::Create(type, Function::WeakODRLinkage, symbol, module);
  wrapper->setVisibility(GlobalValue::HiddenVisibility);
  wrapper->addFnAttr(Attribute::NoUnwind);
  builder.SetInsertPoint(BasicBlock::Create(context, "entry", wrapper));

  auto *descriptor = ArrayType::get(builder.getInt64Ty(), kDescriptorWords);
  SmallVector<Value *> arguments;
  for (unsigned i = 0; i < function.operands + function.results; ++i) {
    Value *address = builder.CreateLoad(
        pointer,
        builder.CreateConstInBoundsGEP1_32(pointer, wrapper->getArg(0), i));
    Value *made = builder.CreateAlloca(descriptor);
    builder.CreateStore(address, builder.CreateConstInBoundsGEP2_32(
                                     descriptor, made, 0, kHostWord));
    arguments.push_back(made);
  }
  arguments.insert(arguments.end() - function.results,
                   {wrapper->getArg(2), wrapper->getArg(3)});
  CallInst *call = builder.CreateCall(&inner, arguments);
  builder.CreateRet(call);
  inner.setLinkage(GlobalValue::InternalLinkage);
  inner.removeFnAttr(Attribute::NoInline);
  inner.addFnAttr(Attribute::AlwaysInline);
}

// Asks for the loops over kUnrolledLoop to be unrolled. Halide names blocks
// after loops.
void markUnrolledLoops(Function &function) {
  LLVMContext &context = function.getContext();
  for (BasicBlock &header : function) {
    if (!header.getName().starts_with("for ") ||
        !header.getName().contains(kUnrolledLoop))
      continue;
    MDNode *full =
        MDNode::get(context, MDString::get(context, "llvm.loop.unroll.full"));
    MDNode *loop = MDNode::getDistinct(context, {nullptr, full});
    loop->replaceOperandWith(0, loop);
    for (BasicBlock *latch : predecessors(&header))
      if (latch == &header)
        latch->getTerminator()->setMetadata(LLVMContext::MD_loop, loop);
  }
}

// Inlines, unrolls what is marked, removes what is left over, and nothing more:
// Halide's LLVM has optimized the loops.
void finish(Module &module, TargetMachine &machine) {
  LoopAnalysisManager loops;
  FunctionAnalysisManager functions;
  CGSCCAnalysisManager components;
  ModuleAnalysisManager modules;
  PassBuilder builder(&machine);
  builder.registerModuleAnalyses(modules);
  builder.registerCGSCCAnalyses(components);
  builder.registerFunctionAnalyses(functions);
  builder.registerLoopAnalyses(loops);
  builder.crossRegisterProxies(loops, functions, components, modules);
  FunctionPassManager clean;
  clean.addPass(SROAPass(SROAOptions::ModifyCFG));
  clean.addPass(createFunctionToLoopPassAdaptor(
      LoopFullUnrollPass(/*OptLevel=*/2, /*OnlyWhenForced=*/true)));
  clean.addPass(InstCombinePass());
  clean.addPass(EarlyCSEPass());
  clean.addPass(SimplifyCFGPass());
  ModulePassManager passes;
  passes.addPass(AlwaysInlinerPass());
  passes.addPass(GlobalDCEPass());
  passes.addPass(createModuleToFunctionPassAdaptor(std::move(clean)));
  passes.run(module, modules);
}

// Halide takes it that what it reads back of a result is aligned like memory of
// its own, and LLVM that so is what is stored there, but callers' arrays are
// aligned like their elements.
void assumeNoAlignment(Function &kernel) {
  auto ofCaller = [](Value *pointer) {
    return isa<LoadInst>(getUnderlyingObject(pointer, /*MaxLookup=*/0));
  };
  auto alignmentOf = [](Type *type) {
    return Align(std::max(type->getScalarSizeInBits() / 8, 1u));
  };
  for (Instruction &instruction : instructions(kernel))
    if (auto *load = dyn_cast<LoadInst>(&instruction)) {
      if (ofCaller(load->getPointerOperand()))
        load->setAlignment(alignmentOf(load->getType()));
    } else if (auto *store = dyn_cast<StoreInst>(&instruction)) {
      if (ofCaller(store->getPointerOperand()))
        store->setAlignment(alignmentOf(store->getValueOperand()->getType()));
    }
}

bool isCallOf(const Instruction &instruction, const Function *function) {
  auto *call = dyn_cast<CallInst>(&instruction);
  return call && function && call->getCalledFunction() == function;
}

// Whether `other` can be reached while the memory from `allocation` is not free
// again.
bool livesAt(const CallInst *allocation, const CallInst *other,
             const Function *free) {
  SmallVector<BasicBlock::const_iterator> starts = {
      std::next(allocation->getIterator())};
  SmallPtrSet<const BasicBlock *, 16> entered;
  while (!starts.empty()) {
    BasicBlock::const_iterator at = starts.pop_back_val();
    const BasicBlock *block = at->getParent();
    for (; at != block->end(); ++at) {
      if (&*at == other)
        return true;
      if (isCallOf(*at, free) && is_contained(at->operands(), allocation))
        break;
    }
    if (at != block->end())
      continue;
    for (const BasicBlock *next : successors(block))
      if (entered.insert(next).second)
        starts.push_back(next->begin());
  }
  return false;
}

/// Bytes of the scratch memory, and the tensors that lie there one after the
/// other.
struct ScratchPlace {
  uint64_t offset, bytes;
  SmallVector<CallInst *> tensors;
};

// Gives each tensor that `kernel` asks `halide_malloc` for its place in the
// scratch memory, of which there are `most` bytes. Tensors of a size that never
// live together share one, as those of the turns of an unrolled loop.
bool placeScratch(Module &module, Function &kernel, uint64_t most,
                  std::string &problem) {
  const Function *allocate = module.getFunction("halide_malloc"),
                 *free = module.getFunction("halide_free");
  SmallVector<CallInst *> allocations, calls;
  for (Instruction &instruction : instructions(kernel)) {
    if (isCallOf(instruction, allocate))
      allocations.push_back(cast<CallInst>(&instruction));
    if (isCallOf(instruction, allocate) || isCallOf(instruction, free))
      calls.push_back(cast<CallInst>(&instruction));
  }
  SmallVector<ScratchPlace> places;
  uint64_t bytes = 0;
  for (CallInst *call : allocations) {
    auto *size = dyn_cast<ConstantInt>(call->getArgOperand(1));
    if (!size) {
      problem = "the kernel needs scratch memory of a size that is not known";
      return false;
    }
    constexpr uint64_t alignment = 64;
    const uint64_t needed = alignTo(size->getZExtValue(), alignment);
    auto *place = llvm::find_if(places, [&](const ScratchPlace &candidate) {
      return candidate.bytes == needed &&
             llvm::none_of(candidate.tensors, [&](const CallInst *other) {
               return livesAt(other, call, free) || livesAt(call, other, free);
             });
    });
    if (place == places.end()) {
      places.push_back({bytes, needed, {}});
      place = std::prev(places.end());
      bytes += needed;
    }
    place->tensors.push_back(call);
  }
  for (const ScratchPlace &place : places) {
    Value *address =
        IRBuilder<>(&*kernel.getEntryBlock().getFirstInsertionPt())
            .CreateConstInBoundsGEP1_64(Type::getInt8Ty(kernel.getContext()),
                                        kernel.getArg(1), place.offset);
    for (CallInst *call : place.tensors)
      call->replaceAllUsesWith(address);
  }
  for (CallInst *call : calls)
    call->eraseFromParent();
  if (bytes <= most)
    return true;
  problem = "the kernel needs " + std::to_string(bytes) +
            " bytes of scratch memory, but its `scratch_bytes` are " +
            std::to_string(most);
  return false;
}

// Kernels call nothing but what the C library always has.
bool isSelfContained(Module &module, std::string &problem) {
  for (Function &function : module)
    if (function.isDeclaration() && !function.isIntrinsic() &&
        !function.use_empty() && function.getName() != "memset" &&
        function.getName() != "memcpy") {
      problem = ("the kernel calls `" + function.getName() +
                 "`, which compiled models do not bring")
                    .str();
      return false;
    }
  return true;
}

} // namespace

std::string emitKernelObject(StringRef bitcode, HalideFunction function,
                             TargetAttr target, StringRef symbol,
                             KernelForm form, std::string &problem) {
  LLVMContext context;
  Expected<std::unique_ptr<Module>> module =
      parseBitcodeFile(MemoryBufferRef(bitcode, symbol), context);
  if (!module) {
    problem = toString(module.takeError());
    return {};
  }
  std::unique_ptr<TargetMachine> machine = createTargetMachine(target);
  Module &code = **module;
  code.setTargetTriple(machine->getTargetTriple());
  code.setDataLayout(machine->createDataLayout());
  code.setModuleIdentifier(symbol);
  code.setSourceFileName(symbol);
  for (Function &other : code)
    if (!other.isDeclaration())
      other.setLinkage(GlobalValue::InternalLinkage);
  Function &inner = *code.getFunction(function.name);
  markUnrolledLoops(inner);
  if (Function *allocate = code.getFunction("halide_malloc"))
    allocate->addRetAttr(
        Attribute::NonNull); // so that all is freed on all ways
  addWrapper(code, inner, function, symbol);
  finish(code, *machine);
  assumeNoAlignment(*code.getFunction(symbol));
  if (!placeScratch(code, *code.getFunction(symbol), function.scratchBytes,
                    problem))
    return {};
  // Vectors have the width that the kernel chose.
  std::string width = std::to_string(target.getVectorBits());
  code.getFunction(symbol)->addFnAttr("prefer-vector-width", width);
  code.getFunction(symbol)->addFnAttr("min-legal-vector-width", width);
  if (!isSelfContained(code, problem))
    return {};

  SmallVector<char> bytes;
  raw_svector_ostream os(bytes);
  if (form == KernelForm::Llvm) {
    code.print(os, nullptr);
    return std::string(os.str());
  }
  legacy::PassManager emitter;
  machine->addPassesToEmitFile(emitter, os, nullptr,
                               form == KernelForm::Assembly
                                   ? CodeGenFileType::AssemblyFile
                                   : CodeGenFileType::ObjectFile);
  emitter.run(code);
  return std::string(os.str());
}

} // namespace sinter
