// EmitWeightsFunctions.cpp: fills in the functions that every model has.
#include "codegen/EmitWeightsFunctions.h"

#include "codegen/TargetMachine.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Parser/Parser.h"

using namespace mlir;

namespace sinter {

namespace {

// `sinter_weights` is { data, size, mapping, mapping_size }. A handle is filled
// only on a machine that runs the code of the last target, so entries need not
// ask for that one.
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

} // namespace

std::string embeddedWeightsSymbol(StringRef text) {
  return text.str() + "_weights_data";
}

OwningOpRef<ModuleOp> emitWeightsFunctions(const PlannedModel &model,
                                           StringRef text, StringRef header,
                                           bool embedded,
                                           MLIRContext *context) {
  std::string source = kWeightsFunctions.str();
  if (embedded)
    source += kEmbeddedFunction;
  uint32_t features = cpuFeatures(model.targets.back());
  source = absl::StrReplaceAll(
      source, {{"TEXT", text.str()},
               {"FEATURES", absl::StrCat(features)},
               {"HEADER_SIZE", absl::StrCat(header.size())},
               {"DATA_SIZE", absl::StrCat(model.weights.bytes)}});
  context->loadDialect<LLVM::LLVMDialect>();
  // The header is added below, so that it need not be quoted.
  ParserConfig config(context, /*verifyAfterParse=*/false);
  OwningOpRef<ModuleOp> module = parseSourceString<ModuleOp>(source, config);
  assert(module && "the functions parse");
  OpBuilder builder = OpBuilder::atBlockBegin(module->getBody());
  LLVM::GlobalOp::create(
      builder, module->getLoc(),
      LLVM::LLVMArrayType::get(builder.getI8Type(), header.size()),
      /*isConstant=*/true, LLVM::Linkage::Internal, "header",
      builder.getStringAttr(header));
  return module;
}

} // namespace sinter
