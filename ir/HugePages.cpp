// HugePages.cpp: memory for arrays, in pages of 2 MiB where that pays.
#include "ir/HugePages.h"

#include "llvm/Support/MathExtras.h"

#include <algorithm>
#include <cstdlib>
#include <sys/mman.h>

namespace sinter {

char *allocateArray(size_t size) {
  constexpr size_t hugePage = 2 << 20, line = 64;
  const size_t alignment = size >= 2 * hugePage ? hugePage : line,
               allocated = llvm::alignTo(std::max<size_t>(size, 1), alignment);
  auto *bytes = static_cast<char *>(std::aligned_alloc(alignment, allocated));
  if (bytes && alignment == hugePage) // where it is refused, pages are small
    (void)madvise(bytes, allocated, MADV_HUGEPAGE);
  return bytes;
}

} // namespace sinter
