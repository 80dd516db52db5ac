// RandomOps.cpp: random numbers depend on nothing that has a derivative.
#include "ir/gradient/Gradients.h"

using namespace mlir;

namespace sinter {

ArrayRef<OpGradient> randomGradients() {
  constexpr StringLiteral kDrawn = "it depends on integers alone";
  static const OpGradient table[] = {
      {RandomUniformOp::getOperationName(), nullptr, kDrawn},
      {RandomNormalOp::getOperationName(), nullptr, kDrawn},
  };
  return table;
}

} // namespace sinter
