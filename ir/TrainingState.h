// TrainingState.h: what the entries that train share: one block of memory that
// holds every parameter they read or write.
#pragma once

#include "ir/Ops.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace sinter {

/// Whether an entry reads the training state: its parameters have no values
/// while it is compiled.
bool readsTrainingState(mlir::func::FuncOp function);

/// The `sinter.write` of `value`; null where it is not written.
WriteOp writeOf(mlir::Value value);

/// Numbers that a parameter starts with: element i is `offset + factor * x`,
/// where x is number i of a random stream, or 0 for `Constant`. `Orthogonal`
/// makes rows or columns of such normals orthogonal, and scales them by
/// `factor`.
struct InitialValues {
  enum Kind : uint8_t {
    Constant,
    Uniform,         ///< in [0, 1)
    Normal,          ///< of mean 0 and deviation 1
    TruncatedNormal, ///< likewise, within two deviations
    Orthogonal
  };
  Kind kind = Constant;
  double offset = 0, factor = 0;
};

/// What `initializer` means for a parameter of `shape`.
InitialValues initialValuesOf(InitializerAttr initializer,
                              llvm::ArrayRef<int64_t> shape);

} // namespace sinter
