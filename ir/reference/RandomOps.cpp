// RandomOps.cpp: random numbers, one place at a time.
#include "ir/Philox.h"
#include "ir/reference/References.h"

#include <cmath>

using namespace mlir;

namespace sinter {

/// The 24 high bits of a word.
static double highBits(uint32_t word) { return static_cast<double>(word >> 8); }

static double uniform(const PhiloxCounter &words) {
  return highBits(words[0]) * 0x1p-24;
}

static double normal(const PhiloxCounter &words) {
  const double u = (highBits(words[0]) + 1) * 0x1p-24,
               v = highBits(words[1]) * 0x1p-24;
  return std::sqrt(-2 * std::log(u)) * std::cos(2 * M_PI * v);
}

/// Fills `result` with a function of the words of each place.
template <typename Op, double number(const PhiloxCounter &)>
static void random(Operation *op, Operands operands, Array &result) {
  const auto seed = static_cast<uint64_t>(int64_t(operands[0]->values[0])),
             step = static_cast<uint64_t>(int64_t(operands[1]->values[0])),
             first =
                 operands.size() < 3
                     ? 0
                     : static_cast<uint64_t>(int64_t(operands[2]->values[0]));
  const PhiloxKey key = {uint32_t(seed), uint32_t(seed >> 32)};
  const auto stream = static_cast<uint32_t>(cast<Op>(op).getStream());
  for (auto [place, value] : llvm::enumerate(result.values))
    value = number(philox4x32(
        {uint32_t(first + place), stream, uint32_t(step), uint32_t(step >> 32)},
        key));
}

ArrayRef<OpReference> randomReferences() {
  static const OpReference table[] = {
      {RandomUniformOp::getOperationName(), random<RandomUniformOp, uniform>},
      {RandomNormalOp::getOperationName(), random<RandomNormalOp, normal>},
  };
  return table;
}

} // namespace sinter
