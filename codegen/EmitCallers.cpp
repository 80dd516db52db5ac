// EmitCallers.cpp: arrays of addresses -> arguments of entries.
#include "codegen/EmitCallers.h"

#include "codegen/EntryType.h"

#include "mlir/IR/ImplicitLocOpBuilder.h"

using namespace mlir;

namespace sinter {

OwningOpRef<ModuleOp> emitCallers(const PlannedModel &model,
                                  MLIRContext *context) {
  context->loadDialect<LLVM::LLVMDialect>();
  OwningOpRef<ModuleOp> module = ModuleOp::create(UnknownLoc::get(context));
  ImplicitLocOpBuilder builder(module->getLoc(), context);
  Type pointer = LLVM::LLVMPointerType::get(context);
  for (const PlannedEntry &entry : model.entries) {
    LLVM::LLVMFunctionType type = entryType(entry, context);
    builder.setInsertionPointToEnd(module->getBody());
    LLVM::LLVMFuncOp::create(builder, entry.symbol, type);
    auto caller = LLVM::LLVMFuncOp::create(
        builder, entry.symbol + ".call",
        LLVM::LLVMFunctionType::get(type.getReturnType(), {pointer}));
    Block *block = caller.addEntryBlock(builder);
    builder.setInsertionPointToStart(block);
    SmallVector<Value> arguments;
    for (auto [index, wanted] : llvm::enumerate(type.getParams())) {
      Value place =
          LLVM::GEPOp::create(builder, pointer, pointer, block->getArgument(0),
                              LLVM::GEPArg(static_cast<int32_t>(index)));
      const bool isSize = entry.open && index == 1;
      Value argument =
          LLVM::LoadOp::create(builder, isSize ? wanted : pointer, place);
      if (!isSize && wanted != pointer)
        argument = LLVM::LoadOp::create(builder, wanted, argument);
      arguments.push_back(argument);
    }
    auto call = LLVM::CallOp::create(builder, TypeRange{type.getReturnType()},
                                     entry.symbol, arguments);
    LLVM::ReturnOp::create(builder, call.getResult());
  }
  return module;
}

} // namespace sinter
