// RandomStream.cpp: Philox's words -> doubles, in loops that vectorize.
//
// Normals are Box and Muller's: sqrt(-2 log u) cos(2 pi v) for uniform u and v.
// The C library's log and cos differ from machine to machine in their last bit,
// so both are polynomials here; CMake compiles this file with
// -ffp-contract=off. Choices are `?:` of values that are both at hand, and
// 64-bit integers become doubles in halves, as AVX2 can: a normal takes 10 ns
// on a Zen 4 core (15 with AVX2), where it took 75 one by one.
#include "driver/RandomStream.h"

#include "ir/Philox.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace sinter {

namespace {

// log(x) of a normal x in (0, 1]: x = m 2^e with m in [sqrt(1/2), sqrt(2)), and
// log m = 2 artanh(t) with t = (m - 1) / (m + 1), |t| < 0.172. Ten terms of the
// series leave less than t^21 / 21 < 1e-17.
[[gnu::always_inline]] inline double portableLog(double x) {
  uint64_t bits;
  std::memcpy(&bits, &x, sizeof(bits));
  const int exponent = static_cast<int>(bits >> 52) - 1023;
  bits = (bits & ((uint64_t(1) << 52) - 1)) | (uint64_t(1023) << 52);
  double mantissa;
  std::memcpy(&mantissa, &bits, sizeof(mantissa));
  const bool isLarge = mantissa > 1.4142135623730951;
  const double m = isLarge ? mantissa * 0.5 : mantissa;
  const double e = exponent + (isLarge ? 1.0 : 0.0);
  const double t = (m - 1) / (m + 1), square = t * t;
  double series = 0;
  for (int power = 19; power >= 1; power -= 2)
    series = series * square + 1.0 / power;
  return e * 0.6931471805599453 + 2 * t * series;
}

// cos(2 pi turns) for turns in [0, 1). Symmetry leaves an angle of at most an
// eighth of a turn, where eight terms of Taylor's series end below 1e-17.
[[gnu::always_inline]] inline double portableCosine(double turns) {
  const double half = turns > 0.5 ? 1 - turns : turns; // cos(2 pi - a) = cos a
  const bool negative = half > 0.25;
  const double quarter = negative ? 0.5 - half : half;
  const bool asSine = quarter > 0.125; // cos a = sin(pi/2 - a)
  const double angle = 6.283185307179586 * (asSine ? 0.25 - quarter : quarter);
  const double square = angle * angle;
  double series = 0;
  for (int term = 8; term >= 1; --term) {
    const double inCosine = (2 * term - 1) * (2.0 * term),
                 inSine = (2 * term) * (2.0 * term + 1);
    series = (1 + series) * -square / (asSine ? inSine : inCosine);
  }
  const double value = (1 + series) * (asSine ? angle : 1.0);
  return negative ? -value : value;
}

/// How many numbers are made at a time.
constexpr size_t blockSize = 256;

/// Two numbers in [0, 1) for each of a block's indices.
struct Uniforms {
  double u[blockSize], v[blockSize];
};

/// The 53 upper bits of two words, as a fraction. Both parts and their sum are
/// exact.
[[gnu::always_inline]] inline double fraction(uint32_t low, uint32_t high) {
  auto exact = [](uint32_t word) { // signed words convert in one instruction
    return static_cast<double>(static_cast<int32_t>(word ^ 0x80000000u)) +
           0x1p31;
  };
  return exact(high) * 0x1p-32 +
         static_cast<double>(static_cast<int32_t>(low >> 11)) * 0x1p-53;
}

[[gnu::always_inline]] inline void draw(const RandomStream &stream,
                                        uint64_t first, Uniforms &block) {
  const PhiloxKey key = {static_cast<uint32_t>(stream.seed),
                         static_cast<uint32_t>(stream.seed >> 32)};
  const uint32_t hash[] = {static_cast<uint32_t>(stream.hash),
                           static_cast<uint32_t>(stream.hash >> 32)};
  uint32_t words[4][blockSize];
  for (size_t i = 0; i < blockSize; ++i) {
    const uint64_t index = first + i;
    const PhiloxCounter word =
        philox4x32({static_cast<uint32_t>(index),
                    static_cast<uint32_t>(index >> 32), hash[0], hash[1]},
                   key);
    for (int j = 0; j < 4; ++j)
      words[j][i] = word[j];
  }
  for (size_t i = 0; i < blockSize; ++i) {
    block.u[i] = fraction(words[0][i], words[1][i]);
    block.v[i] = fraction(words[2][i], words[3][i]);
  }
}

[[gnu::always_inline]] inline void drawNormals(const RandomStream &stream,
                                               uint64_t first, double *out) {
  Uniforms block;
  draw(stream, first, block);
  for (size_t i = 0; i < blockSize; ++i) // 1 - u is in (0, 1]
    out[i] = std::sqrt(-2 * portableLog(1 - block.u[i])) *
             portableCosine(block.v[i]);
}

void drawUniforms(const RandomStream &stream, uint64_t first, double *out) {
  Uniforms block;
  draw(stream, first, block);
  std::copy_n(block.u, blockSize, out);
}

using Draw = void (*)(const RandomStream &, uint64_t first, double *out);

// The same loop with wider vectors, which changes no bit.
[[gnu::target("avx2")]] void drawNormalsAvx2(const RandomStream &stream,
                                             uint64_t first, double *out) {
  drawNormals(stream, first, out);
}
[[gnu::target("arch=x86-64-v4,prefer-vector-width=512")]] void
drawNormalsAvx512(const RandomStream &stream, uint64_t first, double *out) {
  drawNormals(stream, first, out);
}
void drawNormalsAnywhere(const RandomStream &stream, uint64_t first,
                         double *out) {
  drawNormals(stream, first, out);
}

void inBlocks(const RandomStream &stream, uint64_t first, size_t count,
              double *out, Draw draw) {
  for (; count >= blockSize; count -= blockSize, first += blockSize) {
    draw(stream, first, out);
    out += blockSize;
  }
  double last[blockSize];
  if (count > 0) {
    draw(stream, first, last);
    std::copy_n(last, count, out);
  }
}

} // namespace

void RandomStream::uniforms(uint64_t first, size_t count, double *out) const {
  inBlocks(*this, first, count, out, drawUniforms);
}

void RandomStream::normals(uint64_t first, size_t count, double *out) const {
  static const Draw draw =
      __builtin_cpu_supports("x86-64-v4") ? drawNormalsAvx512
      : __builtin_cpu_supports("avx2")    ? drawNormalsAvx2
                                          : drawNormalsAnywhere;
  inBlocks(*this, first, count, out, draw);
}

} // namespace sinter
