// EmitStateFunctions.cpp: the table of the training state, and the functions
// that hand it to the runtime.
#include "codegen/EmitStateFunctions.h"

#include "codegen/EmitWeights.h"
#include "codegen/TargetMachine.h"
#include "ir/ConstantData.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/IR/ImplicitLocOpBuilder.h"
#include "mlir/Parser/Parser.h"

#include <cstring>

using namespace mlir;

namespace sinter {

namespace {

// From generated.h.
constexpr size_t kMaxName = 511, kMaxParameters = 32768;

// Handles are filled only on a machine that runs the code of the last target.
constexpr StringRef kStateFunctions = R"mlir(
!manifest = !llvm.struct<(ptr, i64, ptr, i64, ptr, i64)>

llvm.func hidden @sinter_v1_check_cpu(i32) -> i32
llvm.func hidden @sinter_v1_training_init(!llvm.ptr, !llvm.ptr, !llvm.ptr, i64) -> i32
llvm.func hidden @sinter_v1_training_save(!llvm.ptr, !llvm.ptr, !llvm.ptr) -> i32
llvm.func hidden @sinter_v1_training_load(!llvm.ptr, !llvm.ptr, !llvm.ptr) -> i32

// As `sinter_training_manifest` in generated.h.
llvm.mlir.global internal constant @manifest() : !manifest {
  %parameters = llvm.mlir.addressof @parameters : !llvm.ptr
  %names = llvm.mlir.addressof @names : !llvm.ptr
  %header = llvm.mlir.addressof @file_header : !llvm.ptr
  %count = llvm.mlir.constant(COUNT : i64) : i64
  %bytes = llvm.mlir.constant(STATE_BYTES : i64) : i64
  %header_size = llvm.mlir.constant(HEADER_SIZE : i64) : i64
  %0 = llvm.mlir.undef : !manifest
  %1 = llvm.insertvalue %parameters, %0[0] : !manifest
  %2 = llvm.insertvalue %count, %1[1] : !manifest
  %3 = llvm.insertvalue %names, %2[2] : !manifest
  %4 = llvm.insertvalue %bytes, %3[3] : !manifest
  %5 = llvm.insertvalue %header, %4[4] : !manifest
  %6 = llvm.insertvalue %header_size, %5[5] : !manifest
  llvm.return %6 : !manifest
}

llvm.func @TEXT_training_size() -> i64 {
  %size = llvm.mlir.constant(STATE_BYTES : i64) : i64
  llvm.return %size : i64
}

llvm.func @TEXT_training_steps(%training: !llvm.ptr) -> i64 {
  %data = llvm.load %training : !llvm.ptr -> !llvm.ptr
  %offset = llvm.mlir.constant(STEP_OFFSET : i64) : i64
  %at = llvm.getelementptr %data[%offset] : (!llvm.ptr, i64) -> !llvm.ptr, i8
  %steps = llvm.load %at : !llvm.ptr -> i64
  llvm.return %steps : i64
}

llvm.func @TEXT_training_init(%out: !llvm.ptr, %memory: !llvm.ptr, %seed: i64) -> i32 {
  %ok = llvm.mlir.constant(0 : i32) : i32
  %null = llvm.mlir.zero : !llvm.ptr
  %features = llvm.mlir.constant(FEATURES : i32) : i32
  %manifest = llvm.mlir.addressof @manifest : !llvm.ptr
  %status = llvm.call @sinter_v1_check_cpu(%features) : (i32) -> i32
  %good = llvm.icmp "eq" %status, %ok : i32
  %used = llvm.select %good, %memory, %null : i1, !llvm.ptr
  %filled = llvm.call @sinter_v1_training_init(%manifest, %out, %used, %seed) : (!llvm.ptr, !llvm.ptr, !llvm.ptr, i64) -> i32
  %result = llvm.select %good, %filled, %status : i1, i32
  llvm.return %result : i32
}

llvm.func @TEXT_training_save(%training: !llvm.ptr, %path: !llvm.ptr) -> i32 {
  %manifest = llvm.mlir.addressof @manifest : !llvm.ptr
  %status = llvm.call @sinter_v1_training_save(%manifest, %training, %path) : (!llvm.ptr, !llvm.ptr, !llvm.ptr) -> i32
  llvm.return %status : i32
}

llvm.func @TEXT_training_load(%training: !llvm.ptr, %path: !llvm.ptr) -> i32 {
  %manifest = llvm.mlir.addressof @manifest : !llvm.ptr
  %status = llvm.call @sinter_v1_training_load(%manifest, %training, %path) : (!llvm.ptr, !llvm.ptr, !llvm.ptr) -> i32
  llvm.return %status : i32
}
)mlir";

/// The bits of `value` as an element of `type`, behind each other.
uint64_t bitsOf(double value, Type type) {
  if (auto floats = dyn_cast<FloatType>(type)) {
    llvm::APFloat rounded(value);
    bool losesInfo;
    rounded.convert(floats.getFloatSemantics(),
                    llvm::APFloat::rmNearestTiesToEven, &losesInfo);
    return rounded.bitcastToAPInt().getZExtValue();
  }
  return type.isInteger(1) ? value != 0 : static_cast<int64_t>(value);
}

/// Defines what the runtime's `sinter_training_manifest` points to.
class StateTable {
public:
  StateTable(ModuleOp module, const PlannedModel &model)
      : model(model), builder(module.getLoc(), module.getContext()),
        i32(builder.getI32Type()), i64(builder.getI64Type()) {
    builder.setInsertionPointToStart(module.getBody());
  }

  absl::Status define(StringRef header) {
    if (model.state.size() > kMaxParameters)
      return absl::UnimplementedError(
          absl::StrCat("there are ", model.state.size(),
                       " parameters and states of training, but at most ",
                       kMaxParameters, " can be saved"));
    SmallVector<Attribute> rows;
    for (const StateParameter &parameter : model.state) {
      absl::StatusOr<Attribute> row = rowOf(parameter);
      if (!row.ok())
        return row.status();
      rows.push_back(*row);
    }
    addGlobal("parameters", LLVM::LLVMArrayType::get(rowType(), rows.size()),
              builder.getArrayAttr(rows));
    addText("names", names);
    addText("file_header", header);
    return absl::OkStatus();
  }

private:
  static constexpr size_t kTypeBytes = 8, kMaxRank = 6;

  Attribute number(uint64_t value) {
    return builder.getI64IntegerAttr(static_cast<int64_t>(value));
  }
  Type structOf(ArrayRef<Type> fields) {
    return LLVM::LLVMStructType::getLiteral(builder.getContext(), fields);
  }
  void addGlobal(StringRef name, Type type, Attribute value) {
    LLVM::GlobalOp::create(builder, type, /*isConstant=*/true,
                           LLVM::Linkage::Internal, name, value);
  }
  void addText(StringRef name, StringRef text) {
    addGlobal(name, LLVM::LLVMArrayType::get(builder.getI8Type(), text.size()),
              builder.getStringAttr(text));
  }

  /// As `sinter_parameter` in generated.h.
  Type rowType() {
    Type f64 = builder.getF64Type();
    return structOf({i64, i64, i64, i64, i64, f64, f64,
                     LLVM::LLVMArrayType::get(builder.getI8Type(), kTypeBytes),
                     i32, i32, i32, LLVM::LLVMArrayType::get(i32, kMaxRank)});
  }

  absl::StatusOr<Attribute> rowOf(const StateParameter &parameter) {
    Type element = parameter.type.getElementType();
    ArrayRef<int64_t> shape = parameter.type.getShape();
    const InitialValues values = initialValuesOf(parameter.initializer, shape);
    if (values.kind != InitialValues::Constant && !element.isF32())
      return absl::UnimplementedError(absl::StrCat(
          "`", parameter.name,
          "` starts at random, which is for f32 in a "
          "training state; give it `zeros`, `ones` or `constant`"));
    if (parameter.name.size() > kMaxName)
      return absl::UnimplementedError(
          absl::StrCat("`", parameter.name, "` has ", parameter.name.size(),
                       " letters, but at most ", kMaxName, " can be saved"));
    const uint64_t name = names.size();
    names.append(parameter.name.c_str(), parameter.name.size() + 1);
    std::string type = safetensorsType(element).str();
    type.resize(kTypeBytes);
    SmallVector<int32_t> sizes(shape.begin(), shape.end());
    sizes.resize(kMaxRank);
    auto small = [&](uint64_t value) {
      return builder.getI32IntegerAttr(static_cast<int32_t>(value));
    };
    Attribute fields[] = {
        number(name),
        number(parameter.offset),
        number(parameter.type.getNumElements()),
        number(
            stableHash(ArrayRef(parameter.name.data(), parameter.name.size()))),
        number(values.kind == InitialValues::Constant
                   ? bitsOf(values.offset, element)
                   : 0),
        builder.getF64FloatAttr(values.offset),
        builder.getF64FloatAttr(values.factor),
        builder.getStringAttr(type),
        small(elementBytes(element)),
        small(values.kind),
        small(shape.size()),
        DenseElementsAttr::get(
            RankedTensorType::get({static_cast<int64_t>(kMaxRank)}, i32),
            ArrayRef<int32_t>(sizes))};
    return builder.getArrayAttr(fields);
  }

  const PlannedModel &model;
  ImplicitLocOpBuilder builder;
  Type i32, i64;
  std::string names; ///< each with its zero
};

/// Where the parameter `name`, which is there, lies in the state.
uint64_t offsetOf(const PlannedModel &model, StringRef name) {
  return llvm::find_if(model.state,
                       [&](const StateParameter &parameter) {
                         return parameter.name == name;
                       })
      ->offset;
}

} // namespace

absl::StatusOr<OwningOpRef<ModuleOp>>
emitStateFunctions(const PlannedModel &model, StringRef text,
                   MLIRContext *context) {
  context->loadDialect<LLVM::LLVMDialect>();
  const std::string header = stateFileHeader(model);
  const std::string source = absl::StrReplaceAll(
      kStateFunctions.str(),
      {{"TEXT", text.str()},
       {"FEATURES", absl::StrCat(cpuFeatures(model.targets.back()))},
       {"COUNT", absl::StrCat(model.state.size())},
       {"HEADER_SIZE", absl::StrCat(header.size())},
       {"STEP_OFFSET", absl::StrCat(offsetOf(model, kStepParameter))},
       {"STATE_BYTES", absl::StrCat(model.stateBytes)}});
  // The table is added below.
  ParserConfig config(context, /*verifyAfterParse=*/false);
  OwningOpRef<ModuleOp> module = parseSourceString<ModuleOp>(source, config);
  assert(module && "the functions parse");
  if (absl::Status status = StateTable(*module, model).define(header);
      !status.ok())
    return status;
  return module;
}

} // namespace sinter
