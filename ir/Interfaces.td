//===- Interfaces.td: what an op owes to the rest of the compiler ---------------------------------===//
#ifndef SINTER_INTERFACES_TD
#define SINTER_INTERFACES_TD

include "mlir/IR/OpBase.td"
include "mlir/Interfaces/InferTypeOpInterface.td"

def Sinter_CostInterface : OpInterface<"CostInterface"> {
  let cppNamespace = "::sinter";
  let description = "What one execution of the op costs, from its logical shapes.";
  let methods = [
    InterfaceMethod<"Multiply-adds of one execution, counted once each.", "int64_t", "getMacs", (ins), "", "return 0;">,
    InterfaceMethod<"Bytes of all operands and results.", "int64_t", "getBytes", (ins), "",
                    "return ::sinter::operandAndResultBytes($_op);">,
  ];
}

/// One value of the result per coordinate, computed from the operands at that coordinate (with NumPy broadcasting): what
/// kernels may take as prologue and epilogue.
def Sinter_Elementwise : NativeOpTrait<"ElementwiseMath"> { let cppNamespace = "::sinter"; }

/// Infers result types by `inferReturnTypes(context, location, adaptor, types)`; declared types may add a layout.
def Sinter_InferShape : InferTypeOpAdaptorBase<[{
  static bool isCompatibleReturnTypes(::mlir::TypeRange l, ::mlir::TypeRange r) {
    return ::sinter::sameLogicalTypes(l, r);
  }
}]>;

def Sinter_BroadcastsOperands : NativeOpTrait<"BroadcastsOperands", [], [{
  static ::llvm::LogicalResult inferReturnTypes(::mlir::MLIRContext *context, std::optional<::mlir::Location> location,
      ::mlir::ValueRange operands, ::mlir::DictionaryAttr, ::mlir::OpaqueProperties, ::mlir::RegionRange,
      ::llvm::SmallVectorImpl<::mlir::Type> &types) {
    return ::sinter::inferBroadcastType(location, getOperationName(), operands, types);
  }
  static bool isCompatibleReturnTypes(::mlir::TypeRange l, ::mlir::TypeRange r) {
    return ::sinter::sameLogicalTypes(l, r);
  }
}]> { let cppNamespace = "::sinter"; }

/// Infers the broadcast shape of all operands and the element type of the first.
def Sinter_InferBroadcast : TraitList<[InferTypeOpInterface, Sinter_BroadcastsOperands]>;

#endif
