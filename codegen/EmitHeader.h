// EmitHeader.h: the C header of a model.
#pragma once

#include "codegen/EmitModel.h"
#include "codegen/PlannedModel.h"

namespace sinter {

/// The header of `model` for the text `text`; C11 and C++. It includes
/// sinter/runtime.h and nothing else.
std::string emitHeader(const PlannedModel &model, llvm::StringRef text,
                       bool embedded);

} // namespace sinter
