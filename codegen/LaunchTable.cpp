// LaunchTable.cpp: launches as constant data, and the loop that runs them.
#include "codegen/LaunchTable.h"

#include "ir/Views.h"

#include "absl/strings/str_replace.h"
#include "mlir/Parser/Parser.h"

using namespace mlir;

namespace sinter {

// The loop. `!tables` is { launches, buffer_refs, borders, names }, and
// `sinter_launch` is { kernel, buffers, scratch, scratch_bytes, tasks,
// max_chunks, index, name }. As many chunks may run at once as have `grain`
// tasks, and no more than there is scratch for; where chunks are whole, their
// number has a minus. Base 1 is BufferRef::Workspace,
// base 2 BufferRef::OpenWorkspace; rows count scratch in units of 16 bytes.
//
// A kernel whose results have borders is launched as `run_bordered`, which gets
// a `!bordered` for its buffers: kernel, buffers, first and last border, how
// many times each is there, tasks, all borders. A chunk zeroes its share of the
// borders, by tasks, then runs the kernel.
static constexpr char kRunLaunches[] = R"mlir(
!row = !llvm.struct<(ptr, i32, i32, i32, i32, i32, i32, i32, i32, i32, i32, i32, i32)>
!ref = !llvm.struct<(i32, i32)>
!sizes = !llvm.struct<(i64, i64, i64, i64, i32, i32, i32, i32)>
!border = !llvm.struct<(i32, struct<(i64, i64, i64, i64, i32, i32, i32, i32)>)>
!launch = !llvm.struct<(ptr, ptr, ptr, i64, i32, i32, i32, ptr)>
!bordered = !llvm.struct<(ptr, ptr, i64, i64, i64, i32, ptr)>
!tables = !llvm.struct<(ptr, ptr, ptr, ptr)>

llvm.func hidden @sinter_v1_zero_border(!llvm.ptr, !llvm.ptr)
llvm.func hidden @sinter_v1_run(!llvm.ptr, !llvm.ptr) -> i32

llvm.func internal @sinter.run_bordered(%job: !llvm.ptr, %scratch: !llvm.ptr, %first_32: i32, %last_32: i32) -> i32 {
  %1 = llvm.mlir.constant(1 : i64) : i64
  %border_sizes = llvm.alloca %1 x !sizes : (i64) -> !llvm.ptr
  %bordered = llvm.load %job : !llvm.ptr -> !bordered
  %kernel = llvm.extractvalue %bordered[0] : !bordered
  %buffers = llvm.extractvalue %bordered[1] : !bordered
  %begin = llvm.extractvalue %bordered[2] : !bordered
  %end = llvm.extractvalue %bordered[3] : !bordered
  %times = llvm.extractvalue %bordered[4] : !bordered
  %tasks_32 = llvm.extractvalue %bordered[5] : !bordered
  %borders = llvm.extractvalue %bordered[6] : !bordered
  %tasks = llvm.sext %tasks_32 : i32 to i64
  %first = llvm.sext %first_32 : i32 to i64
  %last = llvm.sext %last_32 : i32 to i64
  llvm.br ^border(%begin : i64)

^border(%b: i64):
  %unzeroed = llvm.icmp "ult" %b, %end : i64
  llvm.cond_br %unzeroed, ^zero_border, ^run

^zero_border:
  %bordered_at = llvm.getelementptr %borders[%b, 0] : (!llvm.ptr, i64) -> !llvm.ptr, !border
  %border_at = llvm.getelementptr %borders[%b, 1] : (!llvm.ptr, i64) -> !llvm.ptr, !border
  %number = llvm.load %bordered_at : !llvm.ptr -> i32
  %tensor_at = llvm.getelementptr %buffers[%number] : (!llvm.ptr, i32) -> !llvm.ptr, !llvm.ptr
  %tensor = llvm.load %tensor_at : !llvm.ptr -> !llvm.ptr
  %sizes = llvm.load %border_at : !llvm.ptr -> !sizes
  %outer_each = llvm.extractvalue %sizes[0] : !sizes
  %outer = llvm.mul %outer_each, %times : i64
  %outer_first = llvm.mul %outer, %first : i64
  %from = llvm.sdiv %outer_first, %tasks : i64
  %outer_last = llvm.mul %outer, %last : i64
  %to = llvm.sdiv %outer_last, %tasks : i64
  %planes = llvm.sub %to, %from : i64
  %height = llvm.extractvalue %sizes[1] : !sizes
  %top_32 = llvm.extractvalue %sizes[4] : !sizes
  %top = llvm.sext %top_32 : i32 to i64
  %bottom_32 = llvm.extractvalue %sizes[5] : !sizes
  %bottom = llvm.sext %bottom_32 : i32 to i64
  %above = llvm.add %top, %height : i64
  %rows = llvm.add %above, %bottom : i64
  %width = llvm.extractvalue %sizes[2] : !sizes
  %left_32 = llvm.extractvalue %sizes[6] : !sizes
  %left = llvm.sext %left_32 : i32 to i64
  %right_32 = llvm.extractvalue %sizes[7] : !sizes
  %right = llvm.sext %right_32 : i32 to i64
  %before = llvm.add %left, %width : i64
  %columns = llvm.add %before, %right : i64
  %inner = llvm.extractvalue %sizes[3] : !sizes
  %row_bytes = llvm.mul %columns, %inner : i64
  %plane_bytes = llvm.mul %rows, %row_bytes : i64
  %offset = llvm.mul %from, %plane_bytes : i64
  %share = llvm.getelementptr %tensor[%offset] : (!llvm.ptr, i64) -> !llvm.ptr, i8
  %sizes_of_share = llvm.insertvalue %planes, %sizes[0] : !sizes
  llvm.store %sizes_of_share, %border_sizes : !sizes, !llvm.ptr
  llvm.call @sinter_v1_zero_border(%share, %border_sizes) : (!llvm.ptr, !llvm.ptr) -> ()
  %next = llvm.add %b, %1 : i64
  llvm.br ^border(%next : i64)

^run:
  %status = llvm.call %kernel(%buffers, %scratch, %first_32, %last_32) : !llvm.ptr, (!llvm.ptr, !llvm.ptr, i32, i32) -> i32
  llvm.return %status : i32
}

llvm.func hidden @TEXT.run_launches(%tables_at: !llvm.ptr, %begin: i64, %end: i64, %n: i64, %bases: !llvm.ptr, %buffers: !llvm.ptr, %context: !llvm.ptr) -> i32 {
  %0 = llvm.mlir.constant(0 : i64) : i64
  %1 = llvm.mlir.constant(1 : i64) : i64
  %ok = llvm.mlir.constant(0 : i32) : i32
  %zero = llvm.mlir.constant(0 : i32) : i32
  %one = llvm.mlir.constant(1 : i32) : i32
  %open_workspace = llvm.mlir.constant(2 : i32) : i32
  %unit = llvm.mlir.constant(16 : i64) : i64 // kPartAlignment
  %tables = llvm.load %tables_at : !llvm.ptr -> !tables
  %launches = llvm.extractvalue %tables[0] : !tables
  %refs = llvm.extractvalue %tables[1] : !tables
  %borders = llvm.extractvalue %tables[2] : !tables
  %names = llvm.extractvalue %tables[3] : !tables
  %run_bordered = llvm.mlir.addressof @sinter.run_bordered : !llvm.ptr
  %launch = llvm.alloca %1 x !launch : (i64) -> !llvm.ptr
  %job = llvm.alloca %1 x !bordered : (i64) -> !llvm.ptr
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
  %tasks_each = llvm.extractvalue %row[6] : !row
  %grain = llvm.extractvalue %row[7] : !row
  %open = llvm.extractvalue %row[8] : !row
  %is_open = llvm.icmp "ne" %open, %zero : i32
  %times = llvm.select %is_open, %n, %1 : i1, i64
  %times_32 = llvm.trunc %times : i64 to i32
  %tasks = llvm.mul %tasks_each, %times_32 : i32
  %whole_chunks = llvm.udiv %tasks, %grain : i32
  %some_chunks = llvm.intr.umax(%whole_chunks, %one) : (i32, i32) -> i32
  %most_chunks = llvm.extractvalue %row[9] : !row
  %chunks = llvm.intr.umin(%some_chunks, %most_chunks) : (i32, i32) -> i32
  %whole = llvm.extractvalue %row[12] : !row
  %are_whole = llvm.icmp "ne" %whole, %zero : i32
  %minus_chunks = llvm.sub %zero, %chunks : i32
  %max_chunks = llvm.select %are_whole, %minus_chunks, %chunks : i1, i32
  %scratch_units_32 = llvm.extractvalue %row[10] : !row
  %scratch_units = llvm.zext %scratch_units_32 : i32 to i64
  %scratch_offset = llvm.mul %scratch_units, %unit : i64
  %workspace_at = llvm.getelementptr %bases[1] : (!llvm.ptr) -> !llvm.ptr, !llvm.ptr
  %workspace = llvm.load %workspace_at : !llvm.ptr -> !llvm.ptr
  %scratch = llvm.getelementptr %workspace[%scratch_offset] : (!llvm.ptr, i64) -> !llvm.ptr, i8
  %scratch_each_32 = llvm.extractvalue %row[11] : !row
  %scratch_each = llvm.zext %scratch_each_32 : i32 to i64
  %scratch_bytes = llvm.mul %scratch_each, %unit : i64
  llvm.br ^buffer(%0 : i64)

^buffer(%i: i64):
  %unset = llvm.icmp "ult" %i, %count : i64
  llvm.cond_br %unset, ^set_buffer, ^run

^set_buffer:
  %r = llvm.add %first, %i : i64
  %ref_at = llvm.getelementptr %refs[%r] : (!llvm.ptr, i64) -> !llvm.ptr, !ref
  %ref = llvm.load %ref_at : !llvm.ptr -> !ref
  %base_number = llvm.extractvalue %ref[0] : !ref
  %units_32 = llvm.extractvalue %ref[1] : !ref
  %units = llvm.zext %units_32 : i32 to i64
  %is_open_base = llvm.icmp "eq" %base_number, %open_workspace : i32
  %units_times = llvm.select %is_open_base, %n, %1 : i1, i64
  %all_units = llvm.mul %units, %units_times : i64
  %bytes = llvm.mul %all_units, %unit : i64
  %base_at = llvm.getelementptr %bases[%base_number] : (!llvm.ptr, i32) -> !llvm.ptr, !llvm.ptr
  %base = llvm.load %base_at : !llvm.ptr -> !llvm.ptr
  %buffer = llvm.getelementptr %base[%bytes] : (!llvm.ptr, i64) -> !llvm.ptr, i8
  %buffer_at = llvm.getelementptr %buffers[%i] : (!llvm.ptr, i64) -> !llvm.ptr, !llvm.ptr
  llvm.store %buffer, %buffer_at : !llvm.ptr, !llvm.ptr
  %next_i = llvm.add %i, %1 : i64
  llvm.br ^buffer(%next_i : i64)

^run:
  %index = llvm.sub %k, %begin : i64
  %index_32 = llvm.trunc %index : i64 to i32
  %end_border = llvm.add %first_border, %border_count : i64
  %j0 = llvm.mlir.undef : !bordered
  %j1 = llvm.insertvalue %function, %j0[0] : !bordered
  %j2 = llvm.insertvalue %buffers, %j1[1] : !bordered
  %j3 = llvm.insertvalue %first_border, %j2[2] : !bordered
  %j4 = llvm.insertvalue %end_border, %j3[3] : !bordered
  %j5 = llvm.insertvalue %times, %j4[4] : !bordered
  %j6 = llvm.insertvalue %tasks, %j5[5] : !bordered
  %j7 = llvm.insertvalue %borders, %j6[6] : !bordered
  llvm.store %j7, %job : !bordered, !llvm.ptr
  %has_border = llvm.icmp "ne" %border_count, %0 : i64
  %run_function = llvm.select %has_border, %run_bordered, %function : i1, !llvm.ptr
  %run_buffers = llvm.select %has_border, %job, %buffers : i1, !llvm.ptr
  %l0 = llvm.mlir.undef : !launch
  %l1 = llvm.insertvalue %run_function, %l0[0] : !launch
  %l2 = llvm.insertvalue %run_buffers, %l1[1] : !launch
  %l3 = llvm.insertvalue %scratch, %l2[2] : !launch
  %l4 = llvm.insertvalue %scratch_bytes, %l3[3] : !launch
  %l5 = llvm.insertvalue %tasks, %l4[4] : !launch
  %l6 = llvm.insertvalue %max_chunks, %l5[5] : !launch
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

std::string launchLoopSymbol(StringRef text) {
  return text.str() + ".run_launches";
}

OwningOpRef<ModuleOp> emitLaunchLoop(StringRef text, MLIRContext *context) {
  context->loadDialect<LLVM::LLVMDialect>();
  const std::string source = absl::StrReplaceAll(
      kRunLaunches, {{"TEXT.run_launches", launchLoopSymbol(text)}});
  OwningOpRef<ModuleOp> module = parseSourceString<ModuleOp>(source, context);
  assert(module && "the loop parses");
  return module;
}

// No C identifier can meet these names.
static constexpr char kLaunches[] = "sinter.launches",
                      kBufferRefs[] = "sinter.buffer_refs",
                      kBorders[] = "sinter.borders", kNames[] = "sinter.names";

LaunchTable::LaunchTable(ModuleOp module)
    : builder(module.getLoc(), module.getContext()),
      pointer(LLVM::LLVMPointerType::get(module.getContext())),
      i32(builder.getI32Type()), i64(builder.getI64Type()) {
  builder.setInsertionPointToEnd(module.getBody());
}

size_t LaunchTable::add(ArrayRef<Launch> launches) {
  size_t first = rows.size();
  for (const Launch &launch : launches)
    addLaunch(launch);
  return first;
}

void LaunchTable::addLaunch(const Launch &launch) {
  if (declaredKernels.insert(launch.symbol).second)
    LLVM::LLVMFuncOp::create(
        builder, launch.symbol,
        LLVM::LLVMFunctionType::get(i32, {pointer, pointer, i32, i32}))
        .setVisibility_(LLVM::Visibility::Hidden);
  auto [name, isNew] = nameOffsets.try_emplace(launch.name, names.size());
  if (isNew)
    names.append(launch.name.c_str(), launch.name.size() + 1);
  rows.push_back(builder.getArrayAttr(
      {FlatSymbolRefAttr::get(builder.getContext(), launch.symbol),
       number(name->second), number(refs.size() / 2),
       number(launch.buffers.size()), number(borders.size()),
       number(launch.borders.size()), number(launch.tasks),
       number(launch.grain), number(launch.open),
       number(launch.scratchBytes > 0 ? KernelOp::kMostScratchChunks
                                      : INT32_MAX),
       number(launch.scratchOffset / kPartAlignment),
       number(launch.scratchBytes / kPartAlignment),
       number(launch.areChunksWhole)}));
  for (BufferRef buffer : launch.buffers)
    refs.append(
        {buffer.base, static_cast<int32_t>(buffer.offset / kPartAlignment)});
  for (const BufferBorder &border : launch.borders)
    addBorder(border);
}

void LaunchTable::addBorder(const BufferBorder &border) {
  auto size = [&](int64_t value) { return builder.getI64IntegerAttr(value); };
  Attribute sizes[] = {size(border.outer),  size(border.height),
                       size(border.width),  size(border.innerBytes),
                       number(border.top),  number(border.bottom),
                       number(border.left), number(border.right)};
  borders.push_back(builder.getArrayAttr(
      {number(border.buffer), builder.getArrayAttr(sizes)}));
}

Type LaunchTable::structOf(ArrayRef<Type> fields) {
  return LLVM::LLVMStructType::getLiteral(builder.getContext(), fields);
}

void LaunchTable::addGlobal(StringRef name, Type type, Attribute value) {
  LLVM::GlobalOp::create(builder, type, /*isConstant=*/true,
                         LLVM::Linkage::Internal, name, value);
}

/// The addresses of the other tables, in the order of `!tables`.
void LaunchTable::addTables() {
  Type type = structOf({pointer, pointer, pointer, pointer});
  auto global = LLVM::GlobalOp::create(builder, type, /*isConstant=*/true,
                                       LLVM::Linkage::Internal, kLaunchTables,
                                       Attribute());
  OpBuilder::InsertionGuard guard(builder);
  builder.createBlock(&global.getInitializerRegion());
  Value tables = LLVM::UndefOp::create(builder, type);
  constexpr const char *names[] = {kLaunches, kBufferRefs, kBorders, kNames};
  for (auto [index, name] : llvm::enumerate(names)) {
    Value table = LLVM::AddressOfOp::create(builder, pointer, name);
    tables = LLVM::InsertValueOp::create(builder, tables, table, index);
  }
  LLVM::ReturnOp::create(builder, tables);
}

void LaunchTable::finish() {
  Type row = structOf(
      {pointer, i32, i32, i32, i32, i32, i32, i32, i32, i32, i32, i32, i32});
  addGlobal(kLaunches, LLVM::LLVMArrayType::get(row, rows.size()),
            builder.getArrayAttr(rows));

  int64_t refCount = refs.size() / 2;
  addGlobal(
      kBufferRefs,
      LLVM::LLVMArrayType::get(LLVM::LLVMArrayType::get(i32, 2), refCount),
      DenseElementsAttr::get(RankedTensorType::get({refCount, 2}, i32),
                             ArrayRef<int32_t>(refs)));

  Type sizes = structOf({i64, i64, i64, i64, i32, i32, i32, i32});
  addGlobal(kBorders,
            LLVM::LLVMArrayType::get(structOf({i32, sizes}), borders.size()),
            builder.getArrayAttr(borders));

  addGlobal(kNames, LLVM::LLVMArrayType::get(builder.getI8Type(), names.size()),
            builder.getStringAttr(names));
  addTables();
}

} // namespace sinter
