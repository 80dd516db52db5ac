// HugePages.h: memory for arrays, in pages of 2 MiB where that pays.
#ifndef SINTER_IR_HUGEPAGES_H
#define SINTER_IR_HUGEPAGES_H

#include <cstddef>

namespace sinter {

/// `size` bytes that hold anything, at a multiple of 64; from two huge pages on
/// in huge pages, of which the system clears 512 times fewer than of small
/// ones, and which are found without walking through tables of pages. For
/// std::free; null where there is no such memory.
char *allocateArray(size_t size);

} // namespace sinter

#endif // SINTER_IR_HUGEPAGES_H
