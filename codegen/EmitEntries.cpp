// EmitEntries.cpp: entry points and weights functions in MLIR's LLVM dialect.
//
// A model's launches are one constant table, and one loop serves all its
// entries, so that a kernel costs 32 bytes and 8 for each of its buffers
// instead of the code that would fill in its arguments:
//
//   launches      { kernel, offset of its name, first buffer, number of
//   buffers,
//                   first border, number of borders, tasks }
//   buffer_refs   { number of a base, offset from it in units of 64 bytes }
//   borders       { which buffer of the kernel, sinter_border }
//
// An entry checks its arguments, collects the bases (weights, workspace,
// inputs, outputs) and hands the loop its part of the table. Functions that do
// not depend on the model are written as text below; the others are built.
#include "codegen/EmitEntries.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/IR/ImplicitLocOpBuilder.h"
#include "mlir/Parser/Parser.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/ADT/StringSwitch.h"

using namespace mlir;

namespace sinter {

namespace {

// From runtime.h and generated.h.
enum Status : int32_t { kOk = 0, kNullArgument = 1, kMisaligned = 2 };

// The loop. `sinter_launch` is { kernel, buffers, scratch, scratch_bytes,
// tasks, max_chunks, index, name }; no kernel has scratch, and all its tasks
// may run at once.
constexpr StringRef kRunLaunches = R"mlir(
!row = !llvm.struct<(ptr, i32, i32, i32, i32, i32, i32)>
!ref = !llvm.struct<(i32, i32)>
!border = !llvm.struct<(i32, struct<(i64, i64, i64, i64, i32, i32, i32, i32)>)>
!launch = !llvm.struct<(ptr, ptr, ptr, i64, i32, i32, i32, ptr)>

llvm.func hidden @sinter_v1_zero_border(!llvm.ptr, !llvm.ptr)
llvm.func hidden @sinter_v1_run(!llvm.ptr, !llvm.ptr) -> i32

llvm.func internal @run_launches(%begin: i64, %end: i64, %bases: !llvm.ptr, %buffers: !llvm.ptr, %context: !llvm.ptr) -> i32 {
  %0 = llvm.mlir.constant(0 : i64) : i64
  %1 = llvm.mlir.constant(1 : i64) : i64
  %ok = llvm.mlir.constant(0 : i32) : i32
  %null = llvm.mlir.zero : !llvm.ptr
  %unit = llvm.mlir.constant(64 : i64) : i64
  %launches = llvm.mlir.addressof @launches : !llvm.ptr
  %refs = llvm.mlir.addressof @buffer_refs : !llvm.ptr
  %borders = llvm.mlir.addressof @borders : !llvm.ptr
  %names = llvm.mlir.addressof @names : !llvm.ptr
  %launch = llvm.alloca %1 x !launch : (i64) -> !llvm.ptr
  llvm.br ^kernel(%begin : i64)

^kernel(%k: i64):
  %more = llvm.icmp "ult" %k, %end : i64
  llvm.cond_br %more, ^prepare, ^return(%ok : i32)

^prepare:
  %row_at = llvm.getelementptr %launches[%k] : (!llvm.ptr, i64) -> !llvm.ptr, !row
  %row = llvm.load %row_at : !llvm.ptr -> !row
  %function = llvm.extractvalue %row[0] : !row
  %name_offset = llvm.extractvalue %row[1] : !row
  %name = llvm.getelementptr %names[%name_offset] : (!llvm.ptr, i32) -> !llvm.ptr, i8
  %first_32 = llvm.extractvalue %row[2] : !row
  %first = llvm.zext %first_32 : i32 to i64
  %count_32 = llvm.extractvalue %row[3] : !row
  %count = llvm.zext %count_32 : i32 to i64
  %first_border_32 = llvm.extractvalue %row[4] : !row
  %first_border = llvm.zext %first_border_32 : i32 to i64
  %border_count_32 = llvm.extractvalue %row[5] : !row
  %border_count = llvm.zext %border_count_32 : i32 to i64
  %tasks = llvm.extractvalue %row[6] : !row
  llvm.br ^buffer(%0 : i64)

^buffer(%i: i64):
  %unset = llvm.icmp "ult" %i, %count : i64
  llvm.cond_br %unset, ^set_buffer, ^border(%0 : i64)

^set_buffer:
  %r = llvm.add %first, %i : i64
  %ref_at = llvm.getelementptr %refs[%r] : (!llvm.ptr, i64) -> !llvm.ptr, !ref
  %ref = llvm.load %ref_at : !llvm.ptr -> !ref
  %base_number = llvm.extractvalue %ref[0] : !ref
  %units_32 = llvm.extractvalue %ref[1] : !ref
  %units = llvm.zext %units_32 : i32 to i64
  %bytes = llvm.mul %units, %unit : i64
  %base_at = llvm.getelementptr %bases[%base_number] : (!llvm.ptr, i32) -> !llvm.ptr, !llvm.ptr
  %base = llvm.load %base_at : !llvm.ptr -> !llvm.ptr
  %buffer = llvm.getelementptr %base[%bytes] : (!llvm.ptr, i64) -> !llvm.ptr, i8
  %buffer_at = llvm.getelementptr %buffers[%i] : (!llvm.ptr, i64) -> !llvm.ptr, !llvm.ptr
  llvm.store %buffer, %buffer_at : !llvm.ptr, !llvm.ptr
  %next_i = llvm.add %i, %1 : i64
  llvm.br ^buffer(%next_i : i64)

^border(%j: i64):
  %unzeroed = llvm.icmp "ult" %j, %border_count : i64
  llvm.cond_br %unzeroed, ^zero_border, ^run

^zero_border:
  %b = llvm.add %first_border, %j : i64
  %bordered_at = llvm.getelementptr %borders[%b, 0] : (!llvm.ptr, i64) -> !llvm.ptr, !border
  %border_at = llvm.getelementptr %borders[%b, 1] : (!llvm.ptr, i64) -> !llvm.ptr, !border
  %bordered = llvm.load %bordered_at : !llvm.ptr -> i32
  %tensor_at = llvm.getelementptr %buffers[%bordered] : (!llvm.ptr, i32) -> !llvm.ptr, !llvm.ptr
  %tensor = llvm.load %tensor_at : !llvm.ptr -> !llvm.ptr
  llvm.call @sinter_v1_zero_border(%tensor, %border_at) : (!llvm.ptr, !llvm.ptr) -> ()
  %next_j = llvm.add %j, %1 : i64
  llvm.br ^border(%next_j : i64)

^run:
  %index = llvm.sub %k, %begin : i64
  %index_32 = llvm.trunc %index : i64 to i32
  %l0 = llvm.mlir.undef : !launch
  %l1 = llvm.insertvalue %function, %l0[0] : !launch
  %l2 = llvm.insertvalue %buffers, %l1[1] : !launch
  %l3 = llvm.insertvalue %null, %l2[2] : !launch
  %l4 = llvm.insertvalue %0, %l3[3] : !launch
  %l5 = llvm.insertvalue %tasks, %l4[4] : !launch
  %l6 = llvm.insertvalue %tasks, %l5[5] : !launch
  %l7 = llvm.insertvalue %index_32, %l6[6] : !launch
  %l8 = llvm.insertvalue %name, %l7[7] : !launch
  llvm.store %l8, %launch : !launch, !llvm.ptr
  %status = llvm.call @sinter_v1_run(%context, %launch) : (!llvm.ptr, !llvm.ptr) -> i32
  %done = llvm.icmp "eq" %status, %ok : i32
  %next_k = llvm.add %k, %1 : i64
  llvm.cond_br %done, ^kernel(%next_k : i64), ^return(%status : i32)

^return(%result: i32):
  llvm.return %result : i32
}
)mlir";

// `sinter_weights` is { data, size, mapping, mapping_size }. A handle is filled
// only on a machine that runs the code, so entries need not ask.
constexpr StringRef kWeightsFunctions = R"mlir(
!manifest = !llvm.struct<(ptr, i64, i64)>
!weights = !llvm.struct<(ptr, i64, ptr, i64)>

llvm.func hidden @sinter_v1_check_cpu(i32) -> i32
llvm.func hidden @sinter_v1_weights_map(!llvm.ptr, !llvm.ptr, !llvm.ptr) -> i32
llvm.func hidden @sinter_v1_weights_unmap(!llvm.ptr)

llvm.func internal @clear_and_check(%out: !llvm.ptr) -> i32 {
  %null = llvm.mlir.zero : !llvm.ptr
  %null_argument = llvm.mlir.constant(1 : i32) : i32
  %features = llvm.mlir.constant(FEATURES : i32) : i32
  %is_null = llvm.icmp "eq" %out, %null : !llvm.ptr
  llvm.cond_br %is_null, ^refuse, ^check
^refuse:
  llvm.return %null_argument : i32
^check:
  %nothing = llvm.mlir.zero : !weights
  llvm.store %nothing, %out : !weights, !llvm.ptr
  %status = llvm.call @sinter_v1_check_cpu(%features) : (i32) -> i32
  llvm.return %status : i32
}

llvm.func @TEXT_weights_map(%path: !llvm.ptr, %out: !llvm.ptr) -> i32 {
  %1 = llvm.mlir.constant(1 : i64) : i64
  %ok = llvm.mlir.constant(0 : i32) : i32
  %manifest_at = llvm.alloca %1 x !manifest : (i64) -> !llvm.ptr
  %status = llvm.call @clear_and_check(%out) : (!llvm.ptr) -> i32
  %good = llvm.icmp "eq" %status, %ok : i32
  llvm.cond_br %good, ^map, ^refuse
^map:
  %header = llvm.mlir.addressof @header : !llvm.ptr
  %header_size = llvm.mlir.constant(HEADER_SIZE : i64) : i64
  %data_size = llvm.mlir.constant(DATA_SIZE : i64) : i64
  %m0 = llvm.mlir.undef : !manifest
  %m1 = llvm.insertvalue %header, %m0[0] : !manifest
  %m2 = llvm.insertvalue %header_size, %m1[1] : !manifest
  %m3 = llvm.insertvalue %data_size, %m2[2] : !manifest
  llvm.store %m3, %manifest_at : !manifest, !llvm.ptr
  %mapped = llvm.call @sinter_v1_weights_map(%path, %manifest_at, %out) : (!llvm.ptr, !llvm.ptr, !llvm.ptr) -> i32
  llvm.return %mapped : i32
^refuse:
  llvm.return %status : i32
}

llvm.func @TEXT_weights_unmap(%weights: !llvm.ptr) {
  llvm.call @sinter_v1_weights_unmap(%weights) : (!llvm.ptr) -> ()
  llvm.return
}
)mlir";

constexpr StringRef kEmbeddedFunction = R"mlir(
llvm.mlir.global external hidden constant @TEXT_weights_data() {addr_space = 0 : i32} : !llvm.array<DATA_SIZE x i8>

llvm.func @TEXT_weights_embedded(%out: !llvm.ptr) -> i32 {
  %ok = llvm.mlir.constant(0 : i32) : i32
  %status = llvm.call @clear_and_check(%out) : (!llvm.ptr) -> i32
  %good = llvm.icmp "eq" %status, %ok : i32
  llvm.cond_br %good, ^fill, ^return
^fill:
  %data = llvm.mlir.addressof @TEXT_weights_data : !llvm.ptr
  %size = llvm.mlir.constant(DATA_SIZE : i64) : i64
  %nothing = llvm.mlir.zero : !weights
  %w0 = llvm.insertvalue %data, %nothing[0] : !weights
  %w1 = llvm.insertvalue %size, %w0[1] : !weights
  llvm.store %w1, %out : !weights, !llvm.ptr
  llvm.br ^return
^return:
  llvm.return %status : i32
}
)mlir";

OwningOpRef<ModuleOp> parse(StringRef text, MLIRContext *context) {
  context->loadDialect<LLVM::LLVMDialect>();
  // The globals that the functions name are added later.
  ParserConfig config(context, /*verifyAfterParse=*/false);
  OwningOpRef<ModuleOp> module = parseSourceString<ModuleOp>(text, config);
  if (!module)
    llvm::report_fatal_error("the text of a generated function does not parse");
  return module;
}

/// What `sinter_v1_check_cpu` is asked for; each level has all of those below.
uint32_t cpuFeatures(StringRef target) {
  enum : uint32_t { kSse41 = 1, kAvx2Fma = 2, kAvx512 = 4, kAvx512Vnni = 8 };
  return llvm::StringSwitch<uint32_t>(target)
      .Case("x86-64-v2", kSse41)
      .Case("x86-64-v3", kSse41 | kAvx2Fma)
      .Case("x86-64-v4", kSse41 | kAvx2Fma | kAvx512)
      .Default(kSse41 | kAvx2Fma | kAvx512 | kAvx512Vnni);
}

/// Appends entries to a module that holds the loop.
class EntryBuilder {
public:
  explicit EntryBuilder(ModuleOp module)
      : builder(module.getLoc(), module.getContext()),
        pointer(LLVM::LLVMPointerType::get(module.getContext())),
        i32(builder.getI32Type()), i64(builder.getI64Type()) {
    builder.setInsertionPointToEnd(module.getBody());
  }

  void addEntry(const PlannedEntry &entry);
  /// The tables that the loop reads; call it after the last entry.
  void addTables();

private:
  Value constant(int64_t value, Type type) {
    return LLVM::ConstantOp::create(builder, type,
                                    builder.getIntegerAttr(type, value));
  }
  Value bytesOnStack(int64_t pointers) {
    return LLVM::AllocaOp::create(builder, pointer, pointer,
                                  constant(pointers, i64));
  }
  Value isAnyNull(ValueRange pointers);
  Value isAnyMisaligned(ArrayRef<std::pair<Value, uint64_t>> alignments);
  void addWorkspaceSize(const PlannedEntry &entry);
  void addLaunches(const PlannedEntry &entry);
  void addGlobal(StringRef name, Type type, Attribute value);

  ImplicitLocOpBuilder builder;
  Type pointer, i32, i64;
  SmallVector<Attribute> launches; ///< arrays of the row's fields
  SmallVector<Attribute> borders;  ///< likewise
  SmallVector<int32_t> refs;       ///< pairs
  std::string names;               ///< each with its zero
  llvm::StringMap<int32_t> nameOffsets;
  llvm::StringSet<> declaredKernels;
};

Value EntryBuilder::isAnyNull(ValueRange pointers) {
  Value null = LLVM::ZeroOp::create(builder, pointer), any;
  for (Value value : pointers) {
    Value isNull =
        LLVM::ICmpOp::create(builder, LLVM::ICmpPredicate::eq, value, null);
    any = any ? LLVM::OrOp::create(builder, any, isNull).getResult() : isNull;
  }
  return any;
}

Value EntryBuilder::isAnyMisaligned(
    ArrayRef<std::pair<Value, uint64_t>> alignments) {
  Value zero = constant(0, i64), bits = zero;
  for (auto [value, alignment] : alignments) {
    Value address = LLVM::PtrToIntOp::create(builder, i64, value);
    bits = LLVM::OrOp::create(
        builder, bits,
        LLVM::AndOp::create(builder, address, constant(alignment - 1, i64)));
  }
  return LLVM::ICmpOp::create(builder, LLVM::ICmpPredicate::ne, bits, zero);
}

void EntryBuilder::addWorkspaceSize(const PlannedEntry &entry) {
  OpBuilder::InsertionGuard guard(builder);
  auto function =
      LLVM::LLVMFuncOp::create(builder, entry.symbol + "_workspace_size",
                               LLVM::LLVMFunctionType::get(i64, {}));
  builder.setInsertionPointToStart(function.addEntryBlock(builder));
  LLVM::ReturnOp::create(builder, constant(entry.workspaceBytes, i64));
}

void EntryBuilder::addLaunches(const PlannedEntry &entry) {
  for (const Launch &launch : entry.launches) {
    if (declaredKernels.insert(launch.symbol).second)
      LLVM::LLVMFuncOp::create(
          builder, launch.symbol,
          LLVM::LLVMFunctionType::get(i32, {pointer, pointer, i32, i32}))
          .setVisibility_(LLVM::Visibility::Hidden);
    auto [name, isNew] = nameOffsets.try_emplace(launch.name, names.size());
    if (isNew)
      names.append(launch.name.c_str(), launch.name.size() + 1);
    auto number = [&](int64_t value) {
      return builder.getI32IntegerAttr(value);
    };
    launches.push_back(builder.getArrayAttr(
        {FlatSymbolRefAttr::get(builder.getContext(), launch.symbol),
         number(name->second), number(refs.size() / 2),
         number(launch.buffers.size()), number(borders.size()),
         number(launch.borders.size()), number(launch.tasks)}));
    for (const BufferBorder &border : launch.borders) {
      auto size = [&](int64_t value) {
        return builder.getI64IntegerAttr(value);
      };
      Attribute sizes[] = {size(border.outer),  size(border.height),
                           size(border.width),  size(border.innerBytes),
                           number(border.top),  number(border.bottom),
                           number(border.left), number(border.right)};
      borders.push_back(builder.getArrayAttr(
          {number(border.buffer), builder.getArrayAttr(sizes)}));
    }
    for (BufferRef buffer : launch.buffers)
      refs.append({buffer.base,
                   static_cast<int32_t>(buffer.offset / kBufferAlignment)});
  }
}

void EntryBuilder::addEntry(const PlannedEntry &entry) {
  size_t begin = launches.size(), mostBuffers = 1;
  addLaunches(entry);
  for (const Launch &launch : entry.launches)
    mostBuffers = std::max(mostBuffers, launch.buffers.size());
  addWorkspaceSize(entry);

  // weights, inputs, outputs, workspace, context.
  SmallVector<Type> types(entry.arguments.size() + 3, pointer);
  auto function = LLVM::LLVMFuncOp::create(
      builder, entry.symbol, LLVM::LLVMFunctionType::get(i32, types));
  OpBuilder::InsertionGuard guard(builder);
  Block *start = function.addEntryBlock(builder),
        *load = builder.createBlock(&function.getBody()),
        *align = builder.createBlock(&function.getBody()),
        *run = builder.createBlock(&function.getBody()),
        *leave = builder.createBlock(&function.getBody());
  Value weights = start->getArgument(0), context = start->getArguments().back();
  Value workspace = start->getArgument(types.size() - 2);
  ValueRange arguments =
      ValueRange(start->getArguments()).slice(1, entry.arguments.size());
  leave->addArgument(i32, builder.getLoc());

  // A model that needs no workspace takes any.
  SmallVector<Value> needed(arguments);
  needed.push_back(weights);
  SmallVector<std::pair<Value, uint64_t>> alignments;
  for (auto [value, argument] : llvm::zip_equal(arguments, entry.arguments))
    alignments.emplace_back(value,
                            elementBytes(argument.type.getElementType()));
  if (entry.workspaceBytes > 0) {
    needed.push_back(workspace);
    alignments.emplace_back(workspace, kBufferAlignment);
  }

  builder.setInsertionPointToStart(start);
  Value bases = bytesOnStack(BufferRef::FirstArgument + arguments.size()),
        buffers = bytesOnStack(mostBuffers);
  Value nullArgument = constant(kNullArgument, i32),
        misaligned = constant(kMisaligned, i32);
  LLVM::CondBrOp::create(builder, isAnyNull(needed), leave,
                         ValueRange(nullArgument), load, ValueRange());

  builder.setInsertionPointToStart(load);
  Value data = LLVM::LoadOp::create(builder, pointer, weights);
  LLVM::CondBrOp::create(builder, isAnyNull(data), leave,
                         ValueRange(nullArgument), align, ValueRange());

  builder.setInsertionPointToStart(align);
  LLVM::CondBrOp::create(builder, isAnyMisaligned(alignments), leave,
                         ValueRange(misaligned), run, ValueRange());

  builder.setInsertionPointToStart(run);
  SmallVector<Value> baseValues = {data, workspace};
  llvm::append_range(baseValues, arguments);
  for (auto [index, base] : llvm::enumerate(baseValues))
    LLVM::StoreOp::create(
        builder, base,
        LLVM::GEPOp::create(builder, pointer, pointer, bases,
                            LLVM::GEPArg(static_cast<int32_t>(index))));
  Value operands[] = {constant(begin, i64), constant(launches.size(), i64),
                      bases, buffers, context};
  auto call = LLVM::CallOp::create(builder, i32, "run_launches", operands);
  LLVM::BrOp::create(builder, call.getResults(), leave);

  builder.setInsertionPointToStart(leave);
  LLVM::ReturnOp::create(builder, leave->getArgument(0));
}

void EntryBuilder::addGlobal(StringRef name, Type type, Attribute value) {
  LLVM::GlobalOp::create(builder, type, /*isConstant=*/true,
                         LLVM::Linkage::Internal, name, value);
}

void EntryBuilder::addTables() {
  auto pairs =
      RankedTensorType::get({static_cast<int64_t>(refs.size() / 2), 2}, i32);
  auto row = LLVM::LLVMStructType::getLiteral(
      builder.getContext(), {pointer, i32, i32, i32, i32, i32, i32});
  auto sizes = LLVM::LLVMStructType::getLiteral(
      builder.getContext(), {i64, i64, i64, i64, i32, i32, i32, i32});
  auto border =
      LLVM::LLVMStructType::getLiteral(builder.getContext(), {i32, sizes});
  addGlobal("launches", LLVM::LLVMArrayType::get(row, launches.size()),
            builder.getArrayAttr(launches));
  addGlobal("borders", LLVM::LLVMArrayType::get(border, borders.size()),
            builder.getArrayAttr(borders));
  addGlobal("buffer_refs",
            LLVM::LLVMArrayType::get(LLVM::LLVMArrayType::get(i32, 2),
                                     refs.size() / 2),
            DenseElementsAttr::get(pairs, ArrayRef<int32_t>(refs)));
  addGlobal("names",
            LLVM::LLVMArrayType::get(builder.getI8Type(), names.size()),
            builder.getStringAttr(names));
}

} // namespace

OwningOpRef<ModuleOp> emitEntries(const PlannedModel &model,
                                  MLIRContext *context) {
  OwningOpRef<ModuleOp> module = parse(kRunLaunches, context);
  EntryBuilder builder(*module);
  for (const PlannedEntry &entry : model.entries)
    builder.addEntry(entry);
  builder.addTables();
  return module;
}

std::string embeddedWeightsSymbol(StringRef text) {
  return text.str() + "_weights_data";
}

OwningOpRef<ModuleOp> emitWeightsFunctions(const PlannedModel &model,
                                           StringRef text, StringRef header,
                                           bool embedded,
                                           MLIRContext *context) {
  std::string source = absl::StrReplaceAll(
      absl::StrCat(std::string(kWeightsFunctions),
                   embedded ? std::string(kEmbeddedFunction) : ""),
      {{"TEXT", text.str()},
       {"FEATURES", absl::StrCat(cpuFeatures(model.target.getName()))},
       {"HEADER_SIZE", absl::StrCat(header.size())},
       {"DATA_SIZE", absl::StrCat(model.weights.bytes)}});
  OwningOpRef<ModuleOp> module = parse(source, context);
  OpBuilder builder = OpBuilder::atBlockBegin(module->getBody());
  LLVM::GlobalOp::create(
      builder, module->getLoc(),
      LLVM::LLVMArrayType::get(builder.getI8Type(), header.size()),
      /*isConstant=*/true, LLVM::Linkage::Internal, "header",
      builder.getStringAttr(header));
  return module;
}

} // namespace sinter
