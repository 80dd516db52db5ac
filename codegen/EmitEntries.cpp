// EmitEntries.cpp: entry points in MLIR's LLVM dialect.
//
//   status E(weights, [n,] inputs..., outputs..., workspace, context) {
//     if (a pointer is null, or weights->data) return SINTER_NULL_ARGUMENT;
//     if (n is out of its range) return SINTER_OUT_OF_RANGE;
//     if (a pointer is misaligned) return SINTER_MISALIGNED;
//     bases = {weights->data, workspace, its open part, null, inputs...,
//              outputs..., context where a launch asks for it};
//     return run_launches(tables of E, first and last launch, n, bases, ...);
//   }
//
// An entry that trains takes a training state instead of weights: its bases
// begin with its constants, and the fourth is training->data. Inputs of rank 0
// come by value and are put on the stack, outputs may be fields of a report.
//
// Compiled for several targets, it runs the launches of the first whose code
// the processor can run.
#include "codegen/EmitEntries.h"

#include "codegen/EntryType.h"
#include "codegen/LaunchTable.h"
#include "codegen/TargetMachine.h"

using namespace mlir;

namespace sinter {

std::string stateConstantsSymbol(StringRef text) {
  return text.str() + "_training_constants";
}

namespace {

// From runtime.h.
enum Status : int32_t {
  kOk = 0,
  kNullArgument = 1,
  kMisaligned = 2,
  kWeightsMismatch = 5,
  kOutOfRange = 7
};

constexpr char kCheckCpu[] = "sinter_v1_check_cpu";

/// Appends an entry to a module.
class EntryBuilder {
public:
  EntryBuilder(ModuleOp module, LaunchTable &table, const PlannedModel &model,
               StringRef text)
      : model(model), constantsSymbol(stateConstantsSymbol(text)),
        loopSymbol(launchLoopSymbol(text)),
        builder(module.getLoc(), module.getContext()),
        pointer(LLVM::LLVMPointerType::get(module.getContext())),
        i32(builder.getI32Type()), i64(builder.getI64Type()), table(table) {
    builder.setInsertionPointToEnd(module.getBody());
  }

  void declareCallees();
  void declareConstants();
  void addEntry(const PlannedEntry &entry);
  void addWorkspaceSize(const PlannedEntry &entry);

private:
  Value constant(int64_t value, Type type) {
    return LLVM::ConstantOp::create(builder, type,
                                    builder.getIntegerAttr(type, value));
  }
  Value pointersOnStack(size_t count) {
    return LLVM::AllocaOp::create(builder, pointer, pointer,
                                  constant(count, i64));
  }
  Value isAnyNull(ValueRange pointers);
  Value isAnyMisaligned(const PlannedEntry &entry, ValueRange arguments,
                        Value state, Value workspace);
  Value constantsOfState();
  Value isOfOtherSize(Value handle, uint64_t bytes);
  SmallVector<Value> addressesOf(const PlannedEntry &entry,
                                 ValueRange parameters);
  Value isOutside(const OpenArgument &open, Value size);
  void leaveIf(Value bad, Status status, Block *leave);
  void storeAll(ValueRange values, Value array);
  /// The first row of the launch table, and the one behind the last.
  using Rows = std::pair<size_t, size_t>;
  std::pair<Value, Value> chooseRows(ArrayRef<Rows> rows);

  const PlannedModel &model;
  std::string constantsSymbol, loopSymbol;
  ImplicitLocOpBuilder builder;
  Type pointer, i32, i64;
  LaunchTable &table;
};

void EntryBuilder::declareCallees() {
  Type loopTypes[] = {pointer, i64, i64, i64, pointer, pointer, pointer};
  LLVM::LLVMFuncOp::create(builder, loopSymbol,
                           LLVM::LLVMFunctionType::get(i32, loopTypes))
      .setVisibility_(LLVM::Visibility::Hidden);
  if (model.targets.size() > 1)
    LLVM::LLVMFuncOp::create(builder, kCheckCpu,
                             LLVM::LLVMFunctionType::get(i32, {i32}))
        .setVisibility_(LLVM::Visibility::Hidden);
}

void EntryBuilder::declareConstants() {
  auto bytes =
      LLVM::LLVMArrayType::get(builder.getI8Type(), model.stateConstants.bytes);
  LLVM::GlobalOp::create(builder, bytes, /*isConstant=*/true,
                         LLVM::Linkage::External, constantsSymbol, Attribute())
      .setVisibility_(LLVM::Visibility::Hidden);
}

Value EntryBuilder::isAnyNull(ValueRange pointers) {
  Value null = LLVM::ZeroOp::create(builder, pointer), any;
  for (Value value : pointers) {
    Value isNull =
        LLVM::ICmpOp::create(builder, LLVM::ICmpPredicate::eq, value, null);
    any = any ? LLVM::OrOp::create(builder, any, isNull).getResult() : isNull;
  }
  return any;
}

/// What is constant in entries that train; null where nothing is.
Value EntryBuilder::constantsOfState() {
  if (model.stateConstants.bytes == 0)
    return LLVM::ZeroOp::create(builder, pointer);
  return LLVM::AddressOfOp::create(builder, pointer, constantsSymbol);
}

/// A model that needs no workspace takes one of any alignment. `state` may be
/// null.
Value EntryBuilder::isAnyMisaligned(const PlannedEntry &entry,
                                    ValueRange arguments, Value state,
                                    Value workspace) {
  Value zero = constant(0, i64), wrongBits = zero;
  auto check = [&](Value value, uint64_t alignment) {
    Value address = LLVM::PtrToIntOp::create(builder, i64, value);
    Value bits =
        LLVM::AndOp::create(builder, address, constant(alignment - 1, i64));
    wrongBits = LLVM::OrOp::create(builder, wrongBits, bits);
  };
  for (auto [value, argument] : llvm::zip_equal(arguments, entry.arguments))
    check(value, elementBytes(argument.type.getElementType()));
  if (state)
    check(state, kBufferAlignment);
  if (entry.needsWorkspace())
    check(workspace, kBufferAlignment);
  return LLVM::ICmpOp::create(builder, LLVM::ICmpPredicate::ne, wrongBits,
                              zero);
}

/// One comparison: what is below the least wraps around.
Value EntryBuilder::isOutside(const OpenArgument &open, Value size) {
  Value above = LLVM::SubOp::create(builder, size, constant(open.least, i64));
  return LLVM::ICmpOp::create(builder, LLVM::ICmpPredicate::ugt, above,
                              constant(open.most - open.least, i64));
}

/// All models' handles have one C type, so that another model's compiles.
Value EntryBuilder::isOfOtherSize(Value handle, uint64_t bytes) {
  auto type =
      LLVM::LLVMStructType::getLiteral(builder.getContext(), {pointer, i64});
  Value place = LLVM::GEPOp::create(builder, pointer, type, handle,
                                    ArrayRef<LLVM::GEPArg>{0, 1});
  Value size = LLVM::LoadOp::create(builder, i64, place);
  return LLVM::ICmpOp::create(builder, LLVM::ICmpPredicate::ne, size,
                              constant(bytes, i64));
}

/// Where each input and output lies, from what the function takes for them:
/// values go to the stack, reported outputs are parts of the report.
SmallVector<Value> EntryBuilder::addressesOf(const PlannedEntry &entry,
                                             ValueRange parameters) {
  SmallVector<Value> addresses;
  size_t next = 0;
  Value report = entry.reportBytes > 0 ? parameters.back() : Value();
  for (const EntryArgument &argument : entry.arguments) {
    Value address;
    if (argument.reportOffset) {
      address = LLVM::GEPOp::create(
          builder, pointer, builder.getI8Type(), report,
          ArrayRef<LLVM::GEPArg>{constant(*argument.reportOffset, i64)});
    } else if (address = parameters[next++]; argument.byValue) {
      Value value = address;
      address = LLVM::AllocaOp::create(builder, pointer, value.getType(),
                                       constant(1, i64));
      LLVM::StoreOp::create(builder, value, address);
    }
    addresses.push_back(address);
  }
  return addresses;
}

/// Goes on in a new block unless `bad`.
void EntryBuilder::leaveIf(Value bad, Status status, Block *leave) {
  Value result = constant(status, i32);
  Block *here = builder.getInsertionBlock();
  Block *next = builder.createBlock(leave);
  builder.setInsertionPointToEnd(here);
  LLVM::CondBrOp::create(builder, bad, leave, ValueRange(result), next,
                         ValueRange());
  builder.setInsertionPointToStart(next);
}

void EntryBuilder::storeAll(ValueRange values, Value array) {
  for (auto [index, value] : llvm::enumerate(values)) {
    LLVM::GEPArg position(static_cast<int32_t>(index));
    Value place =
        LLVM::GEPOp::create(builder, pointer, pointer, array, position);
    LLVM::StoreOp::create(builder, value, place);
  }
}

/// 0 for a size that the entry refuses.
void EntryBuilder::addWorkspaceSize(const PlannedEntry &entry) {
  OpBuilder::InsertionGuard guard(builder);
  SmallVector<Type> types(entry.open ? 1 : 0, i64);
  auto function =
      LLVM::LLVMFuncOp::create(builder, entry.symbol + "_workspace_size",
                               LLVM::LLVMFunctionType::get(i64, types));
  Block *block = function.addEntryBlock(builder);
  builder.setInsertionPointToStart(block);
  Value bytes = constant(entry.workspaceBytes, i64);
  if (entry.open) {
    Value size = block->getArgument(0);
    Value each = LLVM::MulOp::create(builder, size,
                                     constant(entry.open->workspaceBytes, i64));
    bytes = LLVM::AddOp::create(builder, bytes, each);
    bytes = LLVM::SelectOp::create(builder, isOutside(*entry.open, size),
                                   constant(0, i64), bytes);
  }
  LLVM::ReturnOp::create(builder, bytes);
}

/// Of the rows for each target, those to run. The handle of weights is filled
/// only where the last target's code runs.
std::pair<Value, Value> EntryBuilder::chooseRows(ArrayRef<Rows> rows) {
  Value first = constant(rows.back().first, i64),
        end = constant(rows.back().second, i64);
  for (size_t i = rows.size() - 1; i-- > 0;) {
    auto features = static_cast<int32_t>(cpuFeatures(model.targets[i]));
    Value status = LLVM::CallOp::create(builder, i32, kCheckCpu,
                                        ValueRange(constant(features, i32)))
                       .getResult();
    Value runs = LLVM::ICmpOp::create(builder, LLVM::ICmpPredicate::eq, status,
                                      constant(kOk, i32));
    first = LLVM::SelectOp::create(builder, runs, constant(rows[i].first, i64),
                                   first);
    end = LLVM::SelectOp::create(builder, runs, constant(rows[i].second, i64),
                                 end);
  }
  return {first, end};
}

void EntryBuilder::addEntry(const PlannedEntry &entry) {
  size_t mostBuffers = 1;
  SmallVector<Rows> rows;
  for (const std::vector<Launch> &launches : entry.launches) {
    const size_t first = table.add(launches);
    rows.emplace_back(first, table.size());
    for (const Launch &launch : launches)
      mostBuffers = std::max(mostBuffers, launch.buffers.size());
  }

  OpBuilder::InsertionGuard guard(builder);
  auto function = LLVM::LLVMFuncOp::create(
      builder, entry.symbol, entryType(entry, builder.getContext()));
  Block *start = function.addEntryBlock(builder);
  Block *leave =
      builder.createBlock(&function.getBody(), {}, {i32}, {builder.getLoc()});
  LLVM::ReturnOp::create(builder, leave->getArgument(0));

  ValueRange all = start->getArguments();
  ValueRange parameters = all.drop_front(entry.open ? 2 : 1).drop_back(2);
  Value handle = all.front(), context = all.back();
  Value workspace = all.drop_back().back();
  builder.setInsertionPointToStart(start);
  Value size = entry.open ? Value(all[1]) : constant(1, i64);
  Value bases = pointersOnStack(BufferRef::FirstArgument +
                                entry.arguments.size() + entry.asksContext());
  Value buffers = pointersOnStack(mostBuffers);

  // All but the context, and but the workspace where none is needed.
  SmallVector<Value> pointers = {handle};
  llvm::copy_if(parameters, std::back_inserter(pointers),
                [&](Value value) { return value.getType() == pointer; });
  if (entry.needsWorkspace())
    pointers.push_back(workspace);
  leaveIf(isAnyNull(pointers), kNullArgument, leave);
  Value data = LLVM::LoadOp::create(builder, pointer, handle);
  leaveIf(isAnyNull(data), kNullArgument, leave);
  leaveIf(isOfOtherSize(handle, entry.readsState ? model.stateBytes
                                                 : model.weights.bytes),
          kWeightsMismatch, leave);
  SmallVector<Value> arguments = addressesOf(entry, parameters);
  leaveIf(isAnyMisaligned(entry, arguments, entry.readsState ? data : Value(),
                          workspace),
          kMisaligned, leave);
  if (entry.open)
    leaveIf(isOutside(*entry.open, size), kOutOfRange, leave);

  Value openPart = LLVM::GEPOp::create(
      builder, pointer, builder.getI8Type(), workspace,
      ArrayRef<LLVM::GEPArg>{constant(entry.workspaceBytes, i64)});
  Value constants = data, state = LLVM::ZeroOp::create(builder, pointer);
  if (entry.readsState) {
    state = data;
    constants = constantsOfState();
  }
  SmallVector<Value> baseValues = {constants, workspace, openPart, state};
  llvm::append_range(baseValues, arguments);
  if (entry.asksContext())
    baseValues.push_back(context);
  storeAll(baseValues, bases);
  auto [first, end] = chooseRows(rows);
  Value tables = LLVM::AddressOfOp::create(builder, pointer, kLaunchTables);
  Value operands[] = {tables, first, end, size, bases, buffers, context};
  auto call = LLVM::CallOp::create(builder, i32, loopSymbol, operands);
  LLVM::BrOp::create(builder, call.getResults(), leave);
}

} // namespace

OwningOpRef<ModuleOp> emitEntry(const PlannedEntry &entry,
                                const PlannedModel &model, StringRef text,
                                MLIRContext *context) {
  context->loadDialect<LLVM::LLVMDialect>();
  OwningOpRef<ModuleOp> module = ModuleOp::create(UnknownLoc::get(context));
  LaunchTable table(*module);
  EntryBuilder builder(*module, table, model, text);
  builder.declareCallees();
  if (entry.readsState && model.stateConstants.bytes > 0)
    builder.declareConstants();
  builder.addWorkspaceSize(entry);
  builder.addEntry(entry);
  table.finish();
  return module;
}

} // namespace sinter
