// Inputs.h: the arrays an entry is called with, from files or at random.
#ifndef SINTER_DRIVER_INPUTS_H
#define SINTER_DRIVER_INPUTS_H

#include "driver/Entry.h"

#include "absl/status/statusor.h"
#include "llvm/Support/raw_ostream.h"

#include <string>
#include <utility>
#include <vector>

namespace sinter {

/// `image=cat.png` on the command line: a port and a file, or `random`.
using PortFile = std::pair<std::string, std::string>;

/// Splits each `image=cat.png`; `option` is for the message.
absl::StatusOr<std::vector<PortFile>>
parsePortFiles(const std::vector<std::string> &texts, llvm::StringRef option);

/// Values of any type: normal for floats, small integers, coin flips.
HostArray randomInput(const Port &port, uint64_t seed);

/// The size of the entry's open dimension, which there is, from the first .npy
/// file of an input that has rows of it; nothing where there is none.
absl::StatusOr<std::optional<int64_t>>
openSizeOf(const EntrySignature &entry, const std::vector<PortFile> &files);

/// One array for each input, in order. Every name must be one of the entry's,
/// given once; inputs that are not given are random if `fillMissing`, else an
/// error that lists them. What is done to a file on the way is said to `notes`.
absl::StatusOr<std::vector<HostArray>>
readInputs(const EntrySignature &entry, const std::vector<PortFile> &files,
           uint64_t seed, bool fillMissing, llvm::raw_ostream &notes);

/// `  image: f32[1, 28, 28, 1]`, one line a port.
std::string portLines(const std::vector<Port> &ports);

} // namespace sinter

#endif // SINTER_DRIVER_INPUTS_H
