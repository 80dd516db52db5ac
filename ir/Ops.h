// Ops.h: every op of the sinter dialect.
#pragma once

#include "ir/Dialect.h"

#include "mlir/IR/Builders.h"
#include "mlir/IR/PatternMatch.h"
#include "mlir/IR/SymbolTable.h"
#include "mlir/Interfaces/ControlFlowInterfaces.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

#include "ir/Interfaces.h.inc"

#define GET_OP_CLASSES
#include "ir/ContractionOps.h.inc"
#define GET_OP_CLASSES
#include "ir/ElementwiseOps.h.inc"
#define GET_OP_CLASSES
#include "ir/GradientOps.h.inc"
#define GET_OP_CLASSES
#include "ir/ImageOps.h.inc"
namespace sinter {
class YieldOp;
}
#define GET_OP_CLASSES
#include "ir/ModelOps.h.inc"
#define GET_OP_CLASSES
#include "ir/NormalizationOps.h.inc"
#define GET_OP_CLASSES
#include "ir/ProcessOps.h.inc"
#define GET_OP_CLASSES
#include "ir/RandomOps.h.inc"
#define GET_OP_CLASSES
#include "ir/ReductionOps.h.inc"
#define GET_OP_CLASSES
#include "ir/ShapeOps.h.inc"

namespace sinter {

/// The innermost path in `location`, which the frontend puts around the ops of
/// a layer; empty where there is none.
llvm::StringRef layerPath(mlir::Location location);

/// Whether `op` computes elementwise.
bool isElementwise(mlir::Operation *op);

/// Whether each element of the result of `op` is one of its one operand's, or
/// padding: moves in a row are one move.
bool isMove(mlir::Operation *op);

/// The function of the runtime that serves `kernel` in the place of a compiled
/// one, for it asks the context of the call; empty where there is none.
llvm::StringRef runtimeFunction(KernelOp kernel);

/// That of `process_mean`, in which processes wait for each other.
inline constexpr llvm::StringLiteral kProcessMeanFunction =
    "sinter_v1_process_mean";

/// Attributes on functions, arguments and results (see Dialect.td).
inline constexpr llvm::StringLiteral kTargetAttr = "sinter.target",
                                     kEntryAttr = "sinter.entry",
                                     kModelAttr = "sinter.model",
                                     kNameAttr = "sinter.name",
                                     kOpenAttr = "sinter.open",
                                     kOpenRowsAttr = "sinter.open_rows",
                                     kWorkspaceAttr = "sinter.workspace_bytes",
                                     kExactConvAttr = "sinter.exact_conv",
                                     kOptimizeAttr = "sinter.optimize",
                                     kOpenWorkspaceAttr =
                                         "sinter.open_workspace_bytes",
                                     kRecomputeAttr = "sinter.recompute",
                                     kStateOffsetAttr = "sinter.state_offset",
                                     kStateBytesAttr = "sinter.state_bytes";

/// Parameters that every training state has: the key of its random numbers and
/// how many steps it has taken, both i64 of rank 0.
inline constexpr llvm::StringLiteral kSeedParameter = "sinter.seed",
                                     kStepParameter = "sinter.step";

} // namespace sinter
