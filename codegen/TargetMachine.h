// TargetMachine.h: LLVM's code generator for a target.
#pragma once

#include "ir/Dialect.h"

#include "llvm/Target/TargetMachine.h"

#include <memory>

namespace sinter {

/// A code generator for `target` with position-independent code. Any thread may
/// ask for one; each uses its own.
std::unique_ptr<llvm::TargetMachine> createTargetMachine(TargetAttr target);

/// What the code of `target` asks sinter_v1_check_cpu for.
uint32_t cpuFeatures(TargetAttr target);

/// A code generator for what must run on any x86-64.
std::unique_ptr<llvm::TargetMachine> createBaselineTargetMachine();

} // namespace sinter
