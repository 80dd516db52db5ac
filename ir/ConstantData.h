// ConstantData.h: the bytes of constants, whether inline (`dense<...>`) or in a
// resource.
#pragma once

#include "ir/Dialect.h"

#include "mlir/IR/AsmState.h"
#include "mlir/IR/BuiltinOps.h"

namespace sinter {

/// Bytes of `value`, row-major in its own shape. Nothing for a resource that
/// was parsed without its data, or with more or less than its type holds. A
/// splat holds one element; inline booleans are packed into bits, those of a
/// resource take a byte each.
std::optional<llvm::ArrayRef<char>> constantBytes(mlir::Attribute value);

/// Whether every element of `value` is `expected`. Looks only at splats and at
/// values of up to 4096 elements.
bool isSplatOf(mlir::Attribute value, double expected);

/// A resource with a copy of `bytes`, 64-byte aligned, whose key is `name`, an
/// underscore and a hash of type and bytes. Equal arguments give the same
/// attribute.
mlir::ElementsAttr makeResource(mlir::RankedTensorType type,
                                llvm::StringRef name,
                                llvm::ArrayRef<char> bytes);

/// The same with bytes of its own, which are not copied.
mlir::ElementsAttr makeResource(mlir::RankedTensorType type,
                                llvm::StringRef name,
                                mlir::AsmResourceBlob bytes);

/// Bytes for a resource, not yet written.
mlir::AsmResourceBlob allocateResource(size_t bytes);

/// Frees the bytes of all resources but those of constants in `modules`, whose
/// context has no other.
void releaseUnusedResources(llvm::ArrayRef<mlir::ModuleOp> modules);

/// The part of a resource's key that `makeResource` was given; empty for other
/// attributes.
llvm::StringRef resourceName(mlir::Attribute value);

/// 64 bits of a hash of `bytes` that are the same in every run and on every
/// machine.
uint64_t stableHash(llvm::ArrayRef<char> bytes);

} // namespace sinter
