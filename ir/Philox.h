// Philox.h: Philox4x32-10, a random generator that is a function of a counter
// and a key (Salmon et al., "Parallel Random Numbers: As Easy as 1, 2, 3",
// SC 2011). Any number of any stream can be computed by itself.
#ifndef SINTER_IR_PHILOX_H
#define SINTER_IR_PHILOX_H

#include <array>
#include <cstdint>

namespace sinter {

using PhiloxCounter = std::array<uint32_t, 4>;
using PhiloxKey = std::array<uint32_t, 2>;

/// Four words of 32 uniform bits.
constexpr PhiloxCounter philox4x32(PhiloxCounter counter, PhiloxKey key) {
  constexpr int rounds = 10;
  for (int round = 0; round < rounds; ++round) {
    const uint64_t p0 = uint64_t(0xD2511F53) * counter[0];
    const uint64_t p1 = uint64_t(0xCD9E8D57) * counter[2];
    counter = {uint32_t(p1 >> 32) ^ counter[1] ^ key[0], uint32_t(p1),
               uint32_t(p0 >> 32) ^ counter[3] ^ key[1], uint32_t(p0)};
    // Weyl sequences of the golden ratio and of sqrt(3) - 1.
    key = {key[0] + 0x9E3779B9, key[1] + 0xBB67AE85};
  }
  return counter;
}

// The known answers of Random123's kat_vectors, checked whenever this compiles.
static_assert(philox4x32({0, 0, 0, 0}, {0, 0}) ==
              PhiloxCounter{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
static_assert(philox4x32({0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff},
                         {0xffffffff, 0xffffffff}) ==
              PhiloxCounter{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
static_assert(philox4x32({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
                         {0xa4093822, 0x299f31d0}) ==
              PhiloxCounter{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});

} // namespace sinter

#endif // SINTER_IR_PHILOX_H
