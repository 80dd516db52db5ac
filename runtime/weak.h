/* weak.h: how the runtime defines its functions.
 *
 * Weak, because each relocatable `.o` model carries a copy of the runtime: when
 * a program links two of them, the linker keeps one copy and drops the other
 * instead of reporting a duplicate. Copies of one version prefix are compatible
 * by contract, so it does not matter which one stays.
 */
#ifndef SINTER_WEAK_H
#define SINTER_WEAK_H

#define SINTER_WEAK __attribute__((weak))

#endif /* SINTER_WEAK_H */
