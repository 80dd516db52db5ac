// AffineSample.cpp: images under affine maps.
#include "codegen/kernels/Pointwise.h"

using namespace Halide;

namespace sinter::kernels {

namespace {

/// The images, with `fill` around them.
struct Filled {
  Frame &frame;
  AffineSampleOp op;
  int height, width;

  Expr at(const Point &point, Expr y, Expr x) {
    Expr isInside = y >= 0 && y < height && x >= 0 && x < width;
    return select(isInside,
                  frame.evaluate(op.getInput(),
                                 {point[0], Index{clamp(y, 0, height - 1)},
                                  Index{clamp(x, 0, width - 1)}, point[3]}),
                  static_cast<float>(op.getFill().convertToDouble()));
  }
};

} // namespace

// Places beyond the edges are as good as two pixels beyond: all that they read
// is filled. That holds for what is no number, which the clamp's comparisons
// leave to its lower end.
void buildAffineSample(Frame &frame) {
  auto op = llvm::cast<AffineSampleOp>(frame.kernel().getAnchor());
  llvm::ArrayRef<int64_t> shape =
      llvm::cast<mlir::RankedTensorType>(op.getInput().getType()).getShape();
  Filled image{frame, op, static_cast<int>(shape[1]),
                     static_cast<int>(shape[2])};
  auto place = [&](const Point &at, int row, int size) {
    auto map = [&](int i) {
      return frame.evaluate(op.getMaps(), {at[0], Index{row}, Index{i}});
    };
    Expr place = map(0) * cast<float>(at[1].whole()) +
                 map(1) * cast<float>(at[2].whole()) + map(2);
    return select(place > -2.0f && place < static_cast<float>(size) + 1.0f,
                  place, -2.0f);
  };
  storePointwise(frame, [&](const Point &at) {
    Expr y = place(at, 0, image.height), x = place(at, 1, image.width);
    if (op.getMode() == "nearest") // the lower of two
      return image.at(at, -cast<int>(floor(0.5f - y)),
                      -cast<int>(floor(0.5f - x)));
    Expr top = floor(y), left = floor(x), down = y - top, right = x - left;
    auto row = [&](int step) {
      Expr v = cast<int>(top) + step, u = cast<int>(left);
      return (1.0f - right) * image.at(at, v, u) +
             right * image.at(at, v, u + 1);
    };
    return (1.0f - down) * row(0) + down * row(1);
  });
}

} // namespace sinter::kernels
