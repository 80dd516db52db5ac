// Dialect.h: the sinter dialect, its attributes and traits. Ops are in Ops.h.
#pragma once

#include "ir/Shapes.h"

#include "mlir/Bytecode/BytecodeOpInterface.h"
#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/Dialect.h"
#include "mlir/IR/OpDefinition.h"
#include "mlir/IR/TensorEncoding.h"
#include "mlir/Interfaces/InferTypeOpInterface.h"

#include "ir/Dialect.h.inc"

#define GET_ATTRDEF_CLASSES
#include "ir/Types.h.inc"

namespace sinter {

/// Marks ops that compute each element of the result from the operands'
/// elements at the same coordinate.
template <typename ConcreteOp>
class ElementwiseMath
    : public mlir::OpTrait::TraitBase<ConcreteOp, ElementwiseMath> {};

/// Carries the shape inference of ops whose operands broadcast.
template <typename ConcreteOp>
class BroadcastsOperands
    : public mlir::OpTrait::TraitBase<ConcreteOp, BroadcastsOperands> {};

/// The layout of a tensor type; null where it is dense and row-major.
LayoutAttr getLayout(mlir::Type type);

/// `type` in `layout`; null removes it.
mlir::RankedTensorType withLayout(mlir::Type type, LayoutAttr layout);

/// How a tensor lies in memory: one entry per physical dimension, outermost
/// first.
struct PhysicalDim {
  int64_t logical; ///< logical dimension
  int64_t extent;  ///< elements stored, border included
  int64_t stride;  ///< elements between neighbours
  int64_t before;  ///< border elements before the first logical one
  int64_t
      step; ///< logical elements per index: the block for an outer part, else 1
  int64_t
      block; ///< the block for an inner part (index counts modulo it), else 0
};
llvm::SmallVector<PhysicalDim> physicalDims(mlir::RankedTensorType type);

/// The sizes that are stored, outermost first: the logical shape where there is
/// no layout.
Shape physicalShape(mlir::RankedTensorType type);

/// Bytes stored, border and padding lanes included.
int64_t physicalBytes(mlir::RankedTensorType type);

/// Index, in elements stored, of the element at logical `coordinates`.
int64_t physicalIndex(llvm::ArrayRef<PhysicalDim> dims,
                      llvm::ArrayRef<int64_t> coordinates);

} // namespace sinter
