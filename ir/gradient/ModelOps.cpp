// ModelOps.cpp: what computes nothing, or is there after differentiation only.
#include "ir/gradient/Gradients.h"

using namespace mlir;

namespace sinter {

ArrayRef<OpGradient> modelGradients() {
  constexpr StringLiteral kNoOperand = "it depends on no other value",
                          kLater = "it stands at later stages only";
  static const OpGradient table[] = {
      {ConstantOp::getOperationName(), nullptr, kNoOperand},
      {ReadOp::getOperationName(), nullptr, kNoOperand},
      {WriteOp::getOperationName(), nullptr, "it gives no value"},
      {GradientOp::getOperationName(), nullptr,
       "it is replaced before what follows it is differentiated"},
      {RelayoutOp::getOperationName(), nullptr, kLater},
      {KernelOp::getOperationName(), nullptr, kLater},
  };
  return table;
}

} // namespace sinter
