// Initializers.h: the first values of parameters, the same on every machine.
//
// Element i of the parameter `path` under seed s is number i of the random
// stream that the hash of the path names.
#ifndef SINTER_DRIVER_INITIALIZERS_H
#define SINTER_DRIVER_INITIALIZERS_H

#include "driver/HostArray.h"

#include "ir/Dialect.h"

namespace sinter {

/// The values that `initializer` gives to the parameter `path`, into `bytes`,
/// as many as `type` has and aligned as its elements.
void fillInitial(llvm::MutableArrayRef<char> bytes, const ArrayType &type,
                 InitializerAttr initializer, llvm::StringRef path,
                 uint64_t seed);

/// `count` values from the standard normal distribution, of the stream `path`.
void fillNormal(HostArray &array, llvm::StringRef path, uint64_t seed,
                double mean, double deviation);

/// The same from the uniform distribution over [low, high).
void fillUniform(HostArray &array, llvm::StringRef path, uint64_t seed,
                 double low, double high);

} // namespace sinter

#endif // SINTER_DRIVER_INITIALIZERS_H
