// Pipelines.cpp: the order of the passes.
#include "passes/Passes.h"

namespace sinter {

void registerPasses() {
  registerSinterPasses();
}

} // namespace sinter
