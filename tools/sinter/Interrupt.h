// Interrupt.h: Ctrl-C that ends a long command in order.
#pragma once

namespace sinter {

/// From now on the first Ctrl-C (or SIGTERM, which mpirun passes on) only sets
/// `isInterrupted`; the second ends the program. In the background, where
/// Ctrl-C is ignored, it stays so.
void stopOnInterrupt();
bool isInterrupted();

/// Ends the program by the signal that came, if one did: whoever started it
/// wants to know.
void raiseInterrupt();

} // namespace sinter
