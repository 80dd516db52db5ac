// Schedules.h: how a kernel gets its schedule, for the pass that chooses one
// and for the tuner that tries others.
//
// Tiles are the part of a schedule that is chosen: from a table, or from a
// tuning database. All else (tasks, scratch memory, symbol) follows from them.
#pragma once

#include "ir/Ops.h"

#include <string>
#include <vector>

namespace sinter {

/// On a module: tiles that take the place of the table's, a dictionary from the
/// `scheduleKey` of a kernel to `{tiles = {pixels = 7 : i64, ...}, from =
/// loc("resnet.tuning":3:1)}`; `from` is where errors point, and may be left
/// out.
inline constexpr llvm::StringLiteral kTuningAttr = "sinter.tuning";

/// Vectors that the channels of the kernel's result fill.
int64_t channelBlocks(KernelOp kernel, TargetAttr target);

/// What the table has for the kernel.
mlir::DictionaryAttr tableTiles(KernelOp kernel, TargetAttr target);

/// How evenly 2, 4 and 8 threads share `count` tasks, 1 at best.
double balance(int64_t count);

/// Gives the kernel these tiles, and tasks, scratch memory and symbol to match.
void scheduleKernel(KernelOp kernel, TargetAttr target,
                    mlir::DictionaryAttr tiles);

/// A hash of what decides which tiles are best: the target's name, strategy,
/// ops, shapes and layouts. 16 digits.
std::string scheduleKey(KernelOp kernel, TargetAttr target);

/// Why `tiles` cannot be the kernel's; empty where they can.
std::string problemOfTiles(KernelOp kernel, TargetAttr target,
                           mlir::DictionaryAttr tiles);

/// Tiles that may be tried in place of the table's, which come first; then the
/// nearest. One alone where there is nothing to choose.
std::vector<mlir::DictionaryAttr> tilesAround(KernelOp kernel,
                                              TargetAttr target);

} // namespace sinter
