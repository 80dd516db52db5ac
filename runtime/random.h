/* random.h: random numbers by index, the same on every machine.
 *
 * Number i of the stream h under seed s is a function of s, h and i alone:
 * Philox4x32-10 (Salmon et al., "Parallel Random Numbers: As Easy as 1, 2, 3",
 * SC 2011) with key s and counter (i, h). What follows is +, -, *, / and sqrt
 * on doubles, which IEEE 754 fixes to the bit; the C library's log and cos
 * differ from machine to machine in their last, so both are polynomials here.
 * Who includes this is compiled with -ffp-contract=off. It is C and C++, for
 * the compiler gives parameters the values that the runtime gives them.
 *
 * Numbers are made a block at a time, in loops that vectorize; choices are `?:`
 * of values that are both at hand.
 */
#ifndef SINTER_RANDOM_H
#define SINTER_RANDOM_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define SINTER_INLINE static inline __attribute__((always_inline))

enum { SINTER_RANDOM_BLOCK = 256 };

typedef struct sinter_stream {
  uint64_t hash; /* which stream */
  uint64_t seed;
} sinter_stream;

/* Replaces the counter by four words of 32 uniform bits. */
SINTER_INLINE void sinter_philox4x32(uint32_t counter[4], uint64_t seed) {
  uint32_t key0 = (uint32_t)seed, key1 = (uint32_t)(seed >> 32);
  for (int round = 0; round < 10; ++round) {
    const uint64_t p0 = (uint64_t)0xD2511F53 * counter[0];
    const uint64_t p1 = (uint64_t)0xCD9E8D57 * counter[2];
    const uint32_t c1 = counter[1], c3 = counter[3];
    counter[0] = (uint32_t)(p1 >> 32) ^ c1 ^ key0;
    counter[1] = (uint32_t)p1;
    counter[2] = (uint32_t)(p0 >> 32) ^ c3 ^ key1;
    counter[3] = (uint32_t)p0;
    /* Weyl sequences of the golden ratio and of sqrt(3) - 1. */
    key0 += 0x9E3779B9;
    key1 += 0xBB67AE85;
  }
}

/* log(x) of a normal x in (0, 1]: x = m 2^e with m in [sqrt(1/2), sqrt(2)), and
 * log m = 2 artanh(t) with t = (m - 1) / (m + 1), |t| < 0.172. Ten terms of the
 * series leave less than t^21 / 21 < 1e-17. */
SINTER_INLINE double sinter_portable_log(double x) {
  uint64_t bits;
  memcpy(&bits, &x, sizeof(bits));
  const int exponent = (int)(bits >> 52) - 1023;
  bits = (bits & (((uint64_t)1 << 52) - 1)) | ((uint64_t)1023 << 52);
  double mantissa;
  memcpy(&mantissa, &bits, sizeof(mantissa));
  const int is_large = mantissa > 1.4142135623730951;
  const double m = is_large ? mantissa * 0.5 : mantissa;
  const double e = exponent + (is_large ? 1.0 : 0.0);
  const double t = (m - 1) / (m + 1), square = t * t;
  double series = 0;
  for (int power = 19; power >= 1; power -= 2)
    series = series * square + 1.0 / power;
  return e * 0.6931471805599453 + 2 * t * series;
}

/* cos(2 pi turns) for turns in [0, 1). Symmetry leaves an angle of at most an
 * eighth of a turn, where eight terms of Taylor's series end below 1e-17. */
SINTER_INLINE double sinter_portable_cosine(double turns) {
  const double half =
      turns > 0.5 ? 1 - turns : turns; /* cos(2 pi - a) = cos a */
  const int negative = half > 0.25;
  const double quarter = negative ? 0.5 - half : half;
  const int as_sine = quarter > 0.125; /* cos a = sin(pi/2 - a) */
  const double angle = 6.283185307179586 * (as_sine ? 0.25 - quarter : quarter);
  const double square = angle * angle;
  double series = 0;
  for (int term = 8; term >= 1; --term) {
    const double in_cosine = (2 * term - 1) * (2.0 * term);
    const double in_sine = (2 * term) * (2.0 * term + 1);
    series = (1 + series) * -square / (as_sine ? in_sine : in_cosine);
  }
  const double value = (1 + series) * (as_sine ? angle : 1.0);
  return negative ? -value : value;
}

/* The number that a normal one is below with probability p in [0.02, 0.98]:
 * PPND16 of Wichura, "Algorithm AS 241: The Percentage Points of the Normal
 * Distribution", Applied Statistics 37, 1988, without its outer tails. */
SINTER_INLINE double sinter_normal_quantile(double p) {
  const double q = p - 0.5, centre = 0.180625 - q * q;
  const double inner =
      q *
      (((((((2509.0809287301226727 * centre + 33430.575583588128105) * centre +
            67265.770927008700853) *
               centre +
           45921.953931549871457) *
              centre +
          13731.693765509461125) *
             centre +
         1971.5909503065514427) *
            centre +
        133.14166789178437745) *
           centre +
       3.387132872796366608) /
      (((((((5226.495278852854561 * centre + 28729.085735721942674) * centre +
            39307.89580009271061) *
               centre +
           21213.794301586595867) *
              centre +
          5394.1960214247511077) *
             centre +
         687.1870074920579083) *
            centre +
        42.313330701600911252) *
           centre +
       1.0);
  const double tail = q < 0 ? p : 1 - p;
  const double r = __builtin_sqrt(-sinter_portable_log(tail)) - 1.6;
  const double outer =
      (((((((7.7454501427834140764e-4 * r + 0.0227238449892691845833) * r +
            0.24178072517745061177) *
               r +
           1.27045825245236838258) *
              r +
          3.64784832476320460504) *
             r +
         5.7694972214606914055) *
            r +
        4.6303378461565452959) *
           r +
       1.42343711074968357734) /
      (((((((1.05075007164441684324e-9 * r + 5.475938084995344946e-4) * r +
            0.0151986665636164571966) *
               r +
           0.14810397642748007459) *
              r +
          0.68976733498510000455) *
             r +
         1.6763848301838038494) *
            r +
        2.05319162663775882187) *
           r +
       1.0);
  const int is_inner = q <= 0.425 && q >= -0.425;
  return is_inner ? inner : q < 0 ? -outer : outer;
}

/* The 53 upper bits of two words, as a fraction. Both parts and their sum are
 * exact. Signed words become doubles in one instruction. */
SINTER_INLINE double sinter_fraction(uint32_t low, uint32_t high) {
  const double exact = (double)(int32_t)(high ^ 0x80000000u) + 2147483648.0;
  return exact * (1.0 / 4294967296.0) +
         (double)(int32_t)(low >> 11) * (1.0 / 9007199254740992.0);
}

/* Two numbers in [0, 1) for each of a block's indices. */
SINTER_INLINE void sinter_draw_pairs(const sinter_stream *stream,
                                     uint64_t first, double *u, double *v) {
  uint32_t words[4][SINTER_RANDOM_BLOCK];
  for (int i = 0; i < SINTER_RANDOM_BLOCK; ++i) {
    const uint64_t index = first + (uint64_t)i;
    uint32_t word[4] = {(uint32_t)index, (uint32_t)(index >> 32),
                        (uint32_t)stream->hash, (uint32_t)(stream->hash >> 32)};
    sinter_philox4x32(word, stream->seed);
    for (int j = 0; j < 4; ++j)
      words[j][i] = word[j];
  }
  for (int i = 0; i < SINTER_RANDOM_BLOCK; ++i) {
    u[i] = sinter_fraction(words[0][i], words[1][i]);
    v[i] = sinter_fraction(words[2][i], words[3][i]);
  }
}

/* Numbers `first` and following of the uniform distribution over [0, 1). */
SINTER_INLINE void sinter_draw_uniforms(const sinter_stream *stream,
                                        uint64_t first,
                                        double out[SINTER_RANDOM_BLOCK]) {
  double v[SINTER_RANDOM_BLOCK];
  sinter_draw_pairs(stream, first, out, v);
}

/* The same of the standard normal distribution (Box and Muller 1958). */
SINTER_INLINE void sinter_draw_normals(const sinter_stream *stream,
                                       uint64_t first,
                                       double out[SINTER_RANDOM_BLOCK]) {
  double u[SINTER_RANDOM_BLOCK], v[SINTER_RANDOM_BLOCK];
  sinter_draw_pairs(stream, first, u, v);
  for (int i = 0; i < SINTER_RANDOM_BLOCK; ++i) /* 1 - u is in (0, 1] */
    out[i] = __builtin_sqrt(-2 * sinter_portable_log(1 - u[i])) *
             sinter_portable_cosine(v[i]);
}

/* The same of the part of it within two deviations: the quantiles of uniform
 * numbers between the probabilities of -2 and 2. */
SINTER_INLINE void
sinter_draw_truncated_normals(const sinter_stream *stream, uint64_t first,
                              double out[SINTER_RANDOM_BLOCK]) {
  const double below = 0.022750131948179195; /* of -2 */
  double u[SINTER_RANDOM_BLOCK];
  sinter_draw_uniforms(stream, first, u);
  for (int i = 0; i < SINTER_RANDOM_BLOCK; ++i) {
    const double x = sinter_normal_quantile(below + (1 - 2 * below) * u[i]);
    out[i] = x < -2 ? -2 : x > 2 ? 2 : x;
  }
}

/* The sum of a[i * step] * b[i * step]. Eight sums side by side, in an order
 * that does not depend on the machine. */
SINTER_INLINE double sinter_dot(const float *a, const float *b, size_t count,
                                size_t step) {
  double sums[8] = {0, 0, 0, 0, 0, 0, 0, 0};
  size_t i = 0;
  for (; i + 8 <= count; i += 8)
    for (size_t j = 0; j < 8; ++j)
      sums[j] += (double)a[(i + j) * step] * b[(i + j) * step];
  for (; i < count; ++i)
    sums[0] += (double)a[i * step] * b[i * step];
  return ((sums[0] + sums[1]) + (sums[2] + sums[3])) +
         ((sums[4] + sums[5]) + (sums[6] + sums[7]));
}

/* Makes the rows of a matrix orthogonal and as long as `length`, or its columns
 * where those are fewer, by Gram's and Schmidt's process; twice for each, so
 * that what rounding leaves is as small as the rounding of the result. */
static inline void sinter_orthogonalize(float *matrix, size_t rows,
                                        size_t columns, double length) {
  const int by_rows = rows <= columns;
  const size_t lines = by_rows ? rows : columns;
  const size_t count = by_rows ? columns : rows;
  const size_t next = by_rows ? columns : 1, step = by_rows ? 1 : columns;
  for (size_t line = 0; line < lines; ++line) {
    float *at = matrix + line * next;
    for (size_t i = 0; i < 2 * line; ++i) {
      const float *other = matrix + i % line * next;
      const double along = sinter_dot(at, other, count, step);
      for (size_t j = 0; j < count; ++j)
        at[j * step] = (float)(at[j * step] - along * other[j * step]);
    }
    const double size = __builtin_sqrt(sinter_dot(at, at, count, step));
    for (size_t j = 0; j < count; ++j)
      at[j * step] = (float)(at[j * step] / size);
  }
  for (size_t i = 0; i < rows * columns; ++i)
    matrix[i] = (float)(length * matrix[i]);
}

#endif /* SINTER_RANDOM_H */
