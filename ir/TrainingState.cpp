// TrainingState.cpp: entries that train, and how their parameters start.
#include "ir/TrainingState.h"

#include <cmath>

using namespace mlir;

namespace sinter {

bool readsTrainingState(func::FuncOp function) {
  auto entry = function->getAttrOfType<StringAttr>(kEntryAttr);
  return entry && entry.getValue() != "infer";
}

WriteOp writeOf(Value value) {
  for (Operation *user : value.getUsers())
    if (auto write = dyn_cast<WriteOp>(user))
      return write;
  return {};
}

/// The product of all sizes but that of dimension `left`.
static double productWithout(ArrayRef<int64_t> shape, size_t left) {
  double product = 1;
  for (size_t dim = 0; dim < shape.size(); ++dim)
    if (dim != left)
      product *= static_cast<double>(shape[dim]);
  return product;
}

InitialValues initialValuesOf(InitializerAttr initializer,
                              ArrayRef<int64_t> shape) {
  const StringRef kind = initializer.getKind();
  ArrayRef<double> values = initializer.getValues().asArrayRef();
  // He et al. 2015 keep the variance of activations through a rectifier; Glorot
  // and Bengio 2010 that of activations and gradients. A uniform distribution
  // over [-b, b] has the variance b^2 / 3.
  const double fanIn = productWithout(shape, 0);
  const double fanBoth = fanIn + productWithout(shape, 1);
  const double variance = kind.starts_with("he_") ? 2 / fanIn : 2 / fanBoth;
  const double bound = std::sqrt(3 * variance);

  if (kind == "zeros")
    return {InitialValues::Constant, 0, 0};
  if (kind == "ones")
    return {InitialValues::Constant, 1, 0};
  if (kind == "constant")
    return {InitialValues::Constant, values[0], 0};
  if (kind == "normal")
    return {InitialValues::Normal, values[0], values[1]};
  if (kind == "truncated_normal")
    return {InitialValues::TruncatedNormal, values[0], values[1]};
  if (kind == "uniform")
    return {InitialValues::Uniform, values[0], values[1] - values[0]};
  if (kind == "orthogonal")
    return {InitialValues::Orthogonal, 0, values[0]};
  if (kind.ends_with("_normal"))
    return {InitialValues::Normal, 0, std::sqrt(variance)};
  assert(kind.ends_with("_uniform") && "the attribute's verifier knows kinds");
  return {InitialValues::Uniform, -bound, bound - -bound};
}

} // namespace sinter
