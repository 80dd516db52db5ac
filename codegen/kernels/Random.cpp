// Random.cpp: random numbers as functions of the element's place.
//
// Philox4x32-10 as ir/Philox.h has it, on expressions: words are vectors of 32
// bits, and no number depends on another, so that any kernel computes those
// that it needs.
#include "codegen/kernels/Frame.h"
#include "codegen/kernels/Transcendentals.h"

#include <array>

using namespace Halide;

namespace sinter::kernels {

using Words = std::array<Expr, 4>;

static Expr word(uint32_t bits) { return Internal::make_const(UInt(32), bits); }
static Expr lowWord(Expr x) { return cast<uint32_t>(x); }
static Expr highWord(Expr x) { return cast<uint32_t>(x >> 32); }
static Expr product(Expr x, uint32_t factor) {
  return cast<uint64_t>(x) * cast<uint64_t>(word(factor));
}

static Words philox(Words counter, std::array<Expr, 2> key) {
  constexpr int rounds = 10;
  for (int round = 0; round < rounds; ++round) {
    Expr p0 = product(counter[0], 0xD2511F53),
         p1 = product(counter[2], 0xCD9E8D57);
    counter = {highWord(p1) ^ counter[1] ^ key[0], lowWord(p1),
               highWord(p0) ^ counter[3] ^ key[1], lowWord(p0)};
    key = {key[0] + word(0x9E3779B9), key[1] + word(0xBB67AE85)};
  }
  return counter;
}

// The row-major index of the element at `at` in a tensor of `shape`.
static Expr place(const Point &at, llvm::ArrayRef<int64_t> shape) {
  Expr place = 0;
  for (auto [index, size] : llvm::zip_equal(at, shape))
    place = place * static_cast<int>(size) + index.whole();
  return place;
}

// The 24 high bits of a word, which a float holds.
static Expr highBits(Expr word) { return cast<float>(cast<int>(word >> 8)); }

// sin(2 pi s) for |s| <= 1/4: the series to the seventh term, whose rest is
// 7e-10 of it. Within 2 ulp.
static Expr sineOfTurns(Expr s) {
  Expr square = s * s, series = 0.0f;
  std::array<double, 7> coefficients;
  double coefficient = 2 * M_PI;
  for (size_t k = 0; k < coefficients.size(); ++k) {
    coefficients[k] = coefficient;
    coefficient *=
        -4 * M_PI * M_PI / static_cast<double>((2 * k + 2) * (2 * k + 3));
  }
  for (double c : llvm::reverse(coefficients))
    series = series * square + static_cast<float>(c);
  return s * series;
}

// sqrt(-2 ln u) cos(2 pi v). With t = |v - 1/2| - 1/4, which is exact, the
// cosine is sin(2 pi t), so that it keeps its digits where it is small. Within
// 4 ulp, and 1e-6, of 2^24 numbers.
static Expr normal(const Words &words) {
  Expr u = (highBits(words[0]) + 1.0f) * 0x1p-24f,
       v = highBits(words[1]) * 0x1p-24f;
  return sqrt(-2.0f * logarithm(u)) * sineOfTurns(abs(v - 0.5f) - 0.25f);
}

Expr randomNumber(Frame &frame, mlir::Operation *op, const Point &at) {
  Expr seed = cast<uint64_t>(frame.evaluate(op->getOperand(0), {})),
       step = cast<uint64_t>(frame.evaluate(op->getOperand(1), {}));
  const auto stream = static_cast<uint32_t>(
      op->getAttrOfType<mlir::IntegerAttr>("stream").getInt());
  llvm::ArrayRef<int64_t> shape =
      llvm::cast<mlir::RankedTensorType>(op->getResult(0).getType()).getShape();
  Expr index = cast<uint32_t>(place(at, shape));
  if (op->getNumOperands() > 2)
    index += lowWord(cast<uint64_t>(frame.evaluate(op->getOperand(2), {})));
  const Words words =
      philox({index, word(stream), lowWord(step), highWord(step)},
             {lowWord(seed), highWord(seed)});
  if (llvm::isa<RandomNormalOp>(op))
    return normal(words);
  return highBits(words[0]) * 0x1p-24f;
}

} // namespace sinter::kernels
