// Inflate.h: bytes that DEFLATE made small, read piece by piece.
#ifndef SINTER_DRIVER_DATA_INFLATE_H
#define SINTER_DRIVER_DATA_INFLATE_H

#include "absl/status/statusor.h"
#include "llvm/ADT/StringRef.h"

#include <memory>

struct z_stream_s;

namespace sinter {

/// DEFLATE makes no more of a byte than this, so that a small file cannot ask
/// for much memory.
inline constexpr uint64_t largestInflation = 1032;

class Inflater {
public:
  enum class Format { Gzip, Raw };

  /// `bytes` outlive the inflater; `path` is for messages.
  static absl::StatusOr<Inflater> create(llvm::StringRef bytes, Format format,
                                         llvm::StringRef path);

  /// Fills `out` as far as there are bytes and returns their number. At the end
  /// of a gzip file its checksum has been checked.
  absl::StatusOr<size_t> read(llvm::MutableArrayRef<char> out);

private:
  struct End {
    void operator()(z_stream_s *stream) const;
  };
  std::unique_ptr<z_stream_s, End> stream;
  Format format = Format::Raw;
  std::string path;
  bool atEnd = false;
};

} // namespace sinter

#endif // SINTER_DRIVER_DATA_INFLATE_H
