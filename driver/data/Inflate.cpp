// Inflate.cpp: bytes that DEFLATE made small, read piece by piece.
#include "driver/data/Inflate.h"

#include "absl/strings/str_cat.h"
#include "llvm/ADT/ArrayRef.h"

#include <algorithm>
#include <limits>
#include <zlib.h>

namespace sinter {

void Inflater::End::operator()(z_stream_s *stream) const {
  inflateEnd(stream);
  delete stream;
}

absl::StatusOr<Inflater> Inflater::create(llvm::StringRef bytes, Format format,
                                          llvm::StringRef path) {
  // zlib counts what it is given with 32 bits.
  if (bytes.size() > std::numeric_limits<uInt>::max())
    return absl::InvalidArgumentError(
        absl::StrCat("`", path.str(), "` has ", bytes.size(),
                     " compressed bytes, but less than 4 GiB are read; store "
                     "it without compression"));
  auto stream = std::make_unique<z_stream>();
  stream->next_in = reinterpret_cast<Bytef *>(const_cast<char *>(bytes.data()));
  stream->avail_in = static_cast<uInt>(bytes.size());
  const int windowBits = format == Format::Gzip ? 15 + 16 : -15;
  if (inflateInit2(stream.get(), windowBits) != Z_OK)
    return absl::ResourceExhaustedError(
        absl::StrCat("there is no memory to read `", path.str(), "`"));
  Inflater inflater;
  inflater.stream.reset(stream.release());
  inflater.format = format;
  inflater.path = path.str();
  return inflater;
}

absl::StatusOr<size_t> Inflater::read(llvm::MutableArrayRef<char> out) {
  size_t written = 0;
  while (written < out.size() && !atEnd) {
    constexpr size_t largestStep = 1 << 30;
    const size_t step = std::min(out.size() - written, largestStep);
    stream->next_out = reinterpret_cast<Bytef *>(out.data() + written);
    stream->avail_out = static_cast<uInt>(step);
    const int result = inflate(stream.get(), Z_NO_FLUSH);
    written += step - stream->avail_out;
    if (result == Z_STREAM_END) {
      // gzip files that are written one behind the other are one file.
      const bool more = format == Format::Gzip && stream->avail_in > 1 &&
                        stream->next_in[0] == 0x1f &&
                        stream->next_in[1] == 0x8b;
      atEnd = !more;
      if (more)
        inflateReset(stream.get());
    } else if (result == Z_BUF_ERROR) {
      return absl::DataLossError(
          absl::StrCat("`", path, "` ends inside its compressed data"));
    } else if (result != Z_OK) {
      return absl::DataLossError(
          absl::StrCat("`", path,
                       "` is damaged: its compressed data does not "
                       "hold together",
                       stream->msg ? absl::StrCat(" (", stream->msg, ")") : "",
                       "; fetch it again"));
    }
  }
  return written;
}

} // namespace sinter
