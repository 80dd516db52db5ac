// Initializers.cpp: the first values of parameters, the same on every machine.
#include "driver/Initializers.h"

#include "driver/RandomStream.h"
#include "ir/ConstantData.h"

#include "llvm/Support/Parallel.h"

#include <cmath>

namespace sinter {

namespace {

RandomStream streamOf(llvm::StringRef path, uint64_t seed) {
  return {stableHash(llvm::ArrayRef(path.data(), path.size())), seed};
}

/// Stores offset + factor * n for each number n that `draw` gives for a range
/// of indices. Several threads draw: numbers depend on their index alone.
template <typename Draw>
void fillRandom(HostArray &array, double offset, double factor, Draw draw) {
  constexpr int64_t part = 1 << 14; // 0.2 ms, and 128 KiB of numbers
  const int64_t count = array.type.count();
  llvm::parallelFor(0, llvm::divideCeil(count, part), [&](size_t index) {
    const int64_t first = index * part, size = std::min(part, count - first);
    std::vector<double> numbers(size);
    draw(first, size, numbers.data());
    for (double &number : numbers)
      number = offset + factor * number;
    if (array.type.element == ElementType::f32)
      llvm::copy(numbers,
                 reinterpret_cast<float *>(array.bytes.data()) + first);
    else
      for (int64_t i = 0; i < size; ++i)
        writeElement(array.type.element, array.bytes.data(), first + i,
                     numbers[i]);
  });
}

void fillConstant(HostArray &array, double value) {
  for (int64_t i = 0, count = array.type.count(); i < count; ++i)
    writeElement(array.type.element, array.bytes.data(), i, value);
}

/// The product of all sizes but that of dimension `left`.
double productWithout(llvm::ArrayRef<int64_t> shape, size_t left) {
  double product = 1;
  for (size_t dim = 0; dim < shape.size(); ++dim)
    if (dim != left)
      product *= static_cast<double>(shape[dim]);
  return product;
}

} // namespace

void fillNormal(HostArray &array, llvm::StringRef path, uint64_t seed,
                double mean, double deviation) {
  const RandomStream stream = streamOf(path, seed);
  fillRandom(array, mean, deviation,
             [&](uint64_t first, size_t count, double *out) {
               stream.normals(first, count, out);
             });
}

void fillUniform(HostArray &array, llvm::StringRef path, uint64_t seed,
                 double low, double high) {
  const RandomStream stream = streamOf(path, seed);
  fillRandom(array, low, high - low,
             [&](uint64_t first, size_t count, double *out) {
               stream.uniforms(first, count, out);
             });
}

HostArray initialValues(InitializerAttr initializer, const ArrayType &type,
                        llvm::StringRef path, uint64_t seed) {
  HostArray array(type);
  const llvm::StringRef kind = initializer.getKind();
  llvm::ArrayRef<double> values = initializer.getValues().asArrayRef();
  // He et al. 2015 keep the variance of activations through a rectifier; Glorot
  // and Bengio 2010 that of activations and gradients. A uniform distribution
  // over [-b, b] has the variance b^2 / 3.
  const double fanIn = productWithout(type.shape, 0);
  const double fanBoth = fanIn + productWithout(type.shape, 1);
  const double variance = kind.starts_with("he_") ? 2 / fanIn : 2 / fanBoth;
  const double bound = std::sqrt(3 * variance);

  if (kind == "constant")
    fillConstant(array, values[0]);
  else if (kind == "ones")
    fillConstant(array, 1);
  else if (kind == "normal")
    fillNormal(array, path, seed, values[0], values[1]);
  else if (kind == "uniform")
    fillUniform(array, path, seed, values[0], values[1]);
  else if (kind == "he_normal" || kind == "glorot_normal")
    fillNormal(array, path, seed, 0, std::sqrt(variance));
  else if (kind == "he_uniform" || kind == "glorot_uniform")
    fillUniform(array, path, seed, -bound, bound);
  else
    assert(kind == "zeros" && "the attribute's verifier knows the kinds");
  return array;
}

} // namespace sinter
