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

/// Stores offset + factor * n for each number n that `draw` gives for a range
/// of indices. Several threads draw: numbers depend on their index alone.
template <typename Draw>
void fillRandom(HostArray &array, double offset, double factor, Draw draw) {
  constexpr int64_t part = 1 << 14; // 0.2 ms, and 128 KiB of numbers
  const int64_t count = array.type.count();
  llvm::parallelFor(0, llvm::divideCeil(count, part), [&](size_t index) {
    const int64_t first = index * part, size = std::min(part, count - first);
    std::vector<double> numbers(size);
    draw(first, size, numbers.data());
    for (double &number : numbers)
      number = offset + factor * number;
    if (array.type.element == ElementType::f32)
      llvm::copy(numbers,
                 reinterpret_cast<float *>(array.bytes.data()) + first);
    else
      for (int64_t i = 0; i < size; ++i)
        writeElement(array.type.element, array.bytes.data(), first + i,
                     numbers[i]);
  });
}

void fillConstant(HostArray &array, double value) {
  for (int64_t i = 0, count = array.type.count(); i < count; ++i)
    writeElement(array.type.element, array.bytes.data(), i, value);
}

} // namespace

void fillNormal(HostArray &array, llvm::StringRef path, uint64_t seed,
                double mean, double deviation) {
  const RandomStream stream = streamOf(path, seed);
  fillRandom(array, mean, deviation,
             [&](uint64_t first, size_t count, double *out) {
               stream.normals(first, count, out);
             });
}

void fillUniform(HostArray &array, llvm::StringRef path, uint64_t seed,
                 double low, double high) {
  const RandomStream stream = streamOf(path, seed);
  fillRandom(array, low, high - low,
             [&](uint64_t first, size_t count, double *out) {
               stream.uniforms(first, count, out);
             });
}

HostArray initialValues(InitializerAttr initializer, const ArrayType &type,
                        llvm::StringRef path, uint64_t seed) {
  HostArray array(type);
  const InitialValues values = initialValuesOf(initializer, type.shape);
  const RandomStream stream = streamOf(path, seed);
  auto fill = [&](HostArray &filled, auto draw, double offset, double factor) {
    fillRandom(filled, offset, factor,
               [&](uint64_t first, size_t count, double *out) {
                 (stream.*draw)(first, count, out);
               });
  };
  switch (values.kind) {
  case InitialValues::Constant:
    fillConstant(array, values.offset);
    break;
  case InitialValues::Uniform:
    fill(array, &RandomStream::uniforms, values.offset, values.factor);
    break;
  case InitialValues::Normal:
    fill(array, &RandomStream::normals, values.offset, values.factor);
    break;
  case InitialValues::TruncatedNormal:
    fill(array, &RandomStream::truncatedNormals, values.offset, values.factor);
    break;
  case InitialValues::Orthogonal: {
    HostArray floats({ElementType::f32, type.shape});
    fill(floats, &RandomStream::normals, 0, 1);
    const int64_t rows = type.shape.empty() ? 1 : type.shape.front();
    sinter_orthogonalize(reinterpret_cast<float *>(floats.bytes.data()), rows,
                         type.count() / rows, values.factor);
    for (int64_t i = 0; i < type.count(); ++i)
      writeElement(type.element, array.bytes.data(), i, floats.at(i));
    break;
  }
  }
  return array;
}

} // namespace sinter
