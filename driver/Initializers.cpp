// Initializers.cpp: the first values of parameters, the same on every machine.
#include "driver/Initializers.h"

#include "driver/RandomStream.h"
#include "ir/ConstantData.h"
#include "ir/TrainingState.h"
#include "runtime/random.h"

#include "llvm/Support/Parallel.h"

namespace sinter {

namespace {

RandomStream streamOf(llvm::StringRef path, uint64_t seed) {
  return {stableHash(llvm::ArrayRef(path.data(), path.size())), seed};
}

/// Where values go, which need not hold any yet.
struct Destination {
  ElementType element;
  llvm::MutableArrayRef<char> bytes;

  int64_t count() const {
    return static_cast<int64_t>(bytes.size() / bytesOf(element));
  }
  void set(int64_t index, double value) const {
    writeElement(element, bytes.data(), index, value);
  }
};

/// Stores offset + factor * n for each number n of the stream. Several threads
/// draw, and find their memory's pages: numbers depend on their index alone.
void fillRandom(const Destination &values, const RandomStream &stream,
                void (RandomStream::*draw)(uint64_t, size_t, double *) const,
                double offset, double factor) {
  constexpr int64_t part = 1 << 14; // 0.2 ms
  constexpr int64_t block = 1024;   // 8 KiB of numbers, for L1
  llvm::parallelFor(0, llvm::divideCeil(values.count(), part), [&](size_t i) {
    const int64_t last = std::min<int64_t>((i + 1) * part, values.count());
    for (int64_t first = i * part; first < last; first += block) {
      const int64_t size = std::min(block, last - first);
      double numbers[block];
      (stream.*draw)(first, size, numbers);
      if (values.element == ElementType::f32) {
        auto *floats = reinterpret_cast<float *>(values.bytes.data()) + first;
        for (int64_t j = 0; j < size; ++j)
          floats[j] = static_cast<float>(offset + factor * numbers[j]);
        continue;
      }
      for (int64_t j = 0; j < size; ++j)
        values.set(first + j, offset + factor * numbers[j]);
    }
  });
}

Destination all(HostArray &array) { return {array.type.element, array.bytes}; }

} // namespace

void fillNormal(HostArray &array, llvm::StringRef path, uint64_t seed,
                double mean, double deviation) {
  fillRandom(all(array), streamOf(path, seed), &RandomStream::normals, mean,
             deviation);
}

void fillUniform(HostArray &array, llvm::StringRef path, uint64_t seed,
                 double low, double high) {
  fillRandom(all(array), streamOf(path, seed), &RandomStream::uniforms, low,
             high - low);
}

void fillInitial(llvm::MutableArrayRef<char> bytes, const ArrayType &type,
                 InitializerAttr initializer, llvm::StringRef path,
                 uint64_t seed) {
  const Destination destination = {type.element, bytes};
  const InitialValues values = initialValuesOf(initializer, type.shape);
  const RandomStream stream = streamOf(path, seed);
  switch (values.kind) {
  case InitialValues::Constant:
    for (int64_t i = 0, count = type.count(); i < count; ++i)
      destination.set(i, values.offset);
    break;
  case InitialValues::Uniform:
    fillRandom(destination, stream, &RandomStream::uniforms, values.offset,
               values.factor);
    break;
  case InitialValues::Normal:
    fillRandom(destination, stream, &RandomStream::normals, values.offset,
               values.factor);
    break;
  case InitialValues::TruncatedNormal:
    fillRandom(destination, stream, &RandomStream::truncatedNormals,
               values.offset, values.factor);
    break;
  case InitialValues::Orthogonal: {
    HostArray floats({ElementType::f32, type.shape});
    fillRandom(all(floats), stream, &RandomStream::normals, 0, 1);
    const int64_t rows = type.shape.empty() ? 1 : type.shape.front();
    sinter_orthogonalize(reinterpret_cast<float *>(floats.bytes.data()), rows,
                         type.count() / rows, values.factor);
    for (int64_t i = 0; i < type.count(); ++i)
      destination.set(i, floats.at(i));
    break;
  }
  }
}

} // namespace sinter
