// Image.cpp: pictures as arrays.
#include "driver/Image.h"

#include "driver/FileBytes.h"
#include "driver/PictureDamage.h"

#include "absl/strings/str_cat.h"
#include "llvm/ADT/STLExtras.h"

#include <algorithm>
#include <cmath>

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-function"
#define STBI_ONLY_PNG
#define STBI_ONLY_JPEG
#define STBI_NO_STDIO
#define STBI_MAX_DIMENSIONS 32768
#define STB_IMAGE_STATIC
#define STB_IMAGE_IMPLEMENTATION
#include <stb/stb_image.h>
#pragma GCC diagnostic pop

namespace sinter {

namespace {

struct Pixels {
  std::unique_ptr<stbi_uc, void (*)(void *)> bytes{nullptr, stbi_image_free};
  int64_t height = 0, width = 0, channels = 0;
};

absl::StatusOr<Pixels> decode(llvm::StringRef path, int channels) {
  auto buffer = readFile(path);
  if (!buffer.ok())
    return buffer.status();
  llvm::StringRef bytes = (*buffer)->getBuffer();
  if (bytes.size() > INT_MAX)
    return absl::InvalidArgumentError(
        absl::StrCat("`", path.str(), "` has ", bytes.size(),
                     " bytes, too many for a picture"));
  auto isUnreadable = [&](const std::string &why) {
    return absl::InvalidArgumentError(absl::StrCat(
        "`", path.str(), "` is no PNG or JPEG that can be read: ", why));
  };
  if (const std::string damage = pictureDamage(bytes); !damage.empty())
    return isUnreadable(damage);
  int width = 0, height = 0, stored = 0;
  Pixels pixels;
  pixels.bytes.reset(stbi_load_from_memory(
      reinterpret_cast<const stbi_uc *>(bytes.data()),
      static_cast<int>(bytes.size()), &width, &height, &stored, channels));
  if (!pixels.bytes)
    return isUnreadable(stbi_failure_reason());
  pixels.height = height;
  pixels.width = width;
  pixels.channels = channels;
  return pixels;
}

/// Where an output coordinate falls between two input ones.
struct Sample {
  int64_t low, high;
  float weight; ///< of `high`
};

/// Centre of pixel i of `to` is at (i + 1/2) from / to - 1/2 of the input;
/// beyond its outermost centres the input continues as it ends.
Sample sampleAt(int64_t index, int64_t from, int64_t to) {
  const double place =
      std::clamp((static_cast<double>(index) + 0.5) *
                         static_cast<double>(from) / static_cast<double>(to) -
                     0.5,
                 0.0, static_cast<double>(from - 1));
  const auto low = static_cast<int64_t>(place);
  return {low, std::min(low + 1, from - 1),
          static_cast<float>(place - static_cast<double>(low))};
}

/// Calls `store` with every value, from 0 to 255, in order.
template <typename Store>
void resize(const Pixels &pixels, int64_t height, int64_t width, Store store) {
  for (int64_t y = 0; y < height; ++y) {
    const Sample row = sampleAt(y, pixels.height, height);
    for (int64_t x = 0; x < width; ++x) {
      const Sample column = sampleAt(x, pixels.width, width);
      for (int64_t c = 0; c < pixels.channels; ++c) {
        auto at = [&](int64_t py, int64_t px) {
          return static_cast<float>(
              pixels.bytes
                  .get()[(py * pixels.width + px) * pixels.channels + c]);
        };
        auto across = [&](int64_t py) {
          const float left = at(py, column.low);
          return left + column.weight * (at(py, column.high) - left);
        };
        const float upper = across(row.low);
        store(upper + row.weight * (across(row.high) - upper));
      }
    }
  }
}

/// Height, width and channels, without the axis of a batch of one.
llvm::ArrayRef<int64_t> pictureShape(const ArrayType &type) {
  llvm::ArrayRef<int64_t> shape = type.shape;
  return shape.size() == 4 && shape[0] == 1 ? shape.drop_front() : shape;
}

void store(const Pixels &pixels, const ArrayType &type, char *out) {
  llvm::ArrayRef<int64_t> shape = pictureShape(type);
  if (type.element == ElementType::u8)
    resize(pixels, shape[0], shape[1], [&](float value) {
      *out++ = static_cast<char>(static_cast<uint8_t>(value + 0.5f));
    });
  else
    resize(pixels, shape[0], shape[1],
           [floats = reinterpret_cast<float *>(out)](float value) mutable {
             *floats++ = value / 255.0f;
           });
}

} // namespace

bool isImagePath(llvm::StringRef path) {
  return llvm::any_of(
      std::initializer_list<llvm::StringRef>{".png", ".jpg", ".jpeg"},
      [&](llvm::StringRef end) { return path.ends_with_insensitive(end); });
}

absl::Status checkPictureType(llvm::StringRef path, const ArrayType &type) {
  llvm::ArrayRef<int64_t> shape = pictureShape(type);
  if ((type.element == ElementType::f32 || type.element == ElementType::u8) &&
      shape.size() == 3 && (shape[2] == 1 || shape[2] == 3))
    return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(
      "`", path.str(), "` is a picture, but the input is ", type.str(),
      "; pictures go to f32 or u8[1, height, width, 1 or 3], else give a .npy "
      "file"));
}

absl::Status decodePicture(llvm::StringRef path, const ArrayType &type,
                           char *out) {
  absl::StatusOr<Pixels> pixels =
      decode(path, static_cast<int>(pictureShape(type)[2]));
  if (!pixels.ok())
    return pixels.status();
  store(*pixels, type, out);
  return absl::OkStatus();
}

absl::StatusOr<HostArray> readImage(llvm::StringRef path, const ArrayType &type,
                                    llvm::raw_ostream &notes) {
  if (absl::Status status = checkPictureType(path, type); !status.ok())
    return status;
  llvm::ArrayRef<int64_t> shape = pictureShape(type);
  absl::StatusOr<Pixels> pixels = decode(path, static_cast<int>(shape[2]));
  if (!pixels.ok())
    return pixels.status();
  if (pixels->height != shape[0] || pixels->width != shape[1])
    notes << "sinter: note: `" << path << "` has " << pixels->height << " x "
          << pixels->width << " pixels and is resized to " << shape[0] << " x "
          << shape[1] << "\n";
  HostArray array(type);
  store(*pixels, type, array.bytes.data());
  return array;
}

} // namespace sinter
