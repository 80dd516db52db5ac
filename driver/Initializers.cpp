// Initializers.cpp: the first values of parameters, the same on every machine.
//
// Normals are Box and Muller's: sqrt(-2 log u) cos(2 pi v) for uniform u and v.
// The C library's log and cos differ from machine to machine in their last bit,
// so both are polynomials here; CMake compiles this file with
// -ffp-contract=off.
#include "driver/Initializers.h"

#include "driver/Philox.h"
#include "ir/ConstantData.h"

#include <cmath>
#include <cstring>

namespace sinter {

namespace {

// log(x) of a normal x in (0, 1]: x = m 2^e with m in [sqrt(1/2), sqrt(2)), and
// log m = 2 artanh(t) with t = (m - 1) / (m + 1), |t| < 0.172. Ten terms of the
// series leave less than t^21 / 21 < 1e-17.
double portableLog(double x) {
  uint64_t bits;
  std::memcpy(&bits, &x, sizeof(bits));
  int exponent = static_cast<int>(bits >> 52) - 1023;
  bits = (bits & ((uint64_t(1) << 52) - 1)) | (uint64_t(1023) << 52);
  double mantissa;
  std::memcpy(&mantissa, &bits, sizeof(mantissa));
  if (mantissa > 1.4142135623730951) {
    mantissa *= 0.5;
    ++exponent;
  }
  const double t = (mantissa - 1) / (mantissa + 1), square = t * t;
  double series = 0;
  for (int power = 19; power >= 1; power -= 2)
    series = series * square + 1.0 / power;
  return exponent * 0.6931471805599453 + 2 * t * series;
}

// cos(2 pi turns) for turns in [0, 1). Symmetry leaves an angle of at most an
// eighth of a turn, where eight terms of Taylor's series end below 1e-17.
double portableCosine(double turns) {
  if (turns > 0.5)
    turns = 1 - turns; // cos(2 pi - a) = cos a
  const bool negative = turns > 0.25;
  if (negative)
    turns = 0.5 - turns; // cos(pi - a) = -cos a
  const bool asSine = turns > 0.125;
  const double angle = 6.283185307179586 *
                       (asSine ? 0.25 - turns : turns); // cos a = sin(pi/2 - a)
  const double square = angle * angle;
  double series = 0;
  for (int term = 8; term >= 1; --term) {
    const int first = 2 * term - (asSine ? 0 : 1);
    series = (1 + series) * -square / (first * (first + 1.0));
  }
  const double value = (1 + series) * (asSine ? angle : 1.0);
  return negative ? -value : value;
}

/// One stream of random numbers, by index.
class Stream {
public:
  Stream(llvm::StringRef path, uint64_t seed)
      : hash(stableHash(llvm::ArrayRef(path.data(), path.size()))),
        key{static_cast<uint32_t>(seed), static_cast<uint32_t>(seed >> 32)} {}

  /// In [0, 1), with 53 bits.
  double uniform(uint64_t index) const {
    const PhiloxCounter words = at(index);
    return fraction(words[0], words[1]);
  }
  double normal(uint64_t index) const {
    const PhiloxCounter words = at(index);
    const double u = 1 - fraction(words[0], words[1]); // in (0, 1]
    return std::sqrt(-2 * portableLog(u)) *
           portableCosine(fraction(words[2], words[3]));
  }

private:
  PhiloxCounter at(uint64_t index) const {
    return philox4x32(
        {static_cast<uint32_t>(index), static_cast<uint32_t>(index >> 32),
         static_cast<uint32_t>(hash), static_cast<uint32_t>(hash >> 32)},
        key);
  }
  static double fraction(uint32_t low, uint32_t high) {
    return static_cast<double>((uint64_t(high) << 32 | low) >> 11) * 0x1p-53;
  }

  uint64_t hash;
  PhiloxKey key;
};

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
  const Stream stream(path, seed);
  for (int64_t i = 0, count = array.type.count(); i < count; ++i)
    writeElement(array.type.element, array.bytes.data(), i,
                 mean + deviation * stream.normal(i));
}

void fillUniform(HostArray &array, llvm::StringRef path, uint64_t seed,
                 double low, double high) {
  const Stream stream(path, seed);
  for (int64_t i = 0, count = array.type.count(); i < count; ++i)
    writeElement(array.type.element, array.bytes.data(), i,
                 low + (high - low) * stream.uniform(i));
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
