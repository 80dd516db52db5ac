// ImageOps.cpp: derivatives of windows and positions of images, and of their
// adjoints.
#include "ir/gradient/Gradients.h"

using namespace mlir;

namespace sinter {

/// The elements of an image [n, h, w, c] one after the other: [n, h w, c].
static Term flat(Term image) {
  ArrayRef<int64_t> shape = image.shape();
  return reshape(image, {shape[0], shape[1] * shape[2], shape[3]});
}

/// The element of `image` at each of `places`, of whose shape the result is.
static Term elementsAt(Backward &at, Term image, Term places) {
  Term found = at.make<GatherElementsOp>(flat(image).value, flat(places).value,
                                         /*axis=*/1);
  return reshape(found, places.shape());
}

//===- pools -------------------------------------------------------------===//

static void maxPool(Backward &at) {
  auto op = at.as<MaxPoolOp>();
  at.give(0, at.make<MaxPoolGradientOp>(at.x().value, at.dy().value,
                                        op.getWindow(), op.getStrides(),
                                        op.getPadding()));
}

// Linear in the gradient, which it takes to the largest elements. Which these
// are does not change with the input but for jumps.
static void maxPoolGradient(Backward &at) {
  auto op = at.as<MaxPoolGradientOp>();
  Term places = at.make<MaxPoolIndicesOp>(at.x(0).value, op.getWindow(),
                                          op.getStrides(), op.getPadding());
  at.give(1, elementsAt(at, at.dy(), places));
}

static void avgPool(Backward &at) {
  auto op = at.as<AvgPoolOp>();
  at.give(0, at.make<AvgPoolGradientOp>(
                 at.dy().value, at.x().shape().slice(1, 2), op.getWindow(),
                 op.getStrides(), op.getPadding(), op.getCountPadding()));
}

static void avgPoolGradient(Backward &at) {
  auto op = at.as<AvgPoolGradientOp>();
  at.give(0, at.make<AvgPoolOp>(at.dy().value, op.getWindow(), op.getStrides(),
                                op.getPadding(), op.getCountPadding()));
}

/// 1, 2, 3, ... for the elements of each channel, in row-major order.
static Term numbered(Term image) {
  ImplicitLocOpBuilder &builder = *image.builder;
  const int64_t count = image.shape()[1] * image.shape()[2];
  auto type = RankedTensorType::get({1, count, 1}, builder.getF32Type());
  Term ones = {&builder,
               ConstantOp::create(builder, type,
                                  DenseElementsAttr::get(type, APFloat(1.0f)))};
  Term numbers = {&builder, CumsumOp::create(builder, ones, 1)};
  return broadcast(reshape(numbers, {1, image.shape()[1], image.shape()[2], 1}),
                   image.shape());
}

// Each value has the gradient of the place that it was put to, if it stayed
// there: if the same unpooling leaves its number there.
static void maxUnpool(Backward &at) {
  Term places = at.x(1), numbers = numbered(at.x(0));
  Term stayed = at.make<MaxUnpoolOp>(numbers.value, places.value,
                                     at.as<MaxUnpoolOp>().getSize());
  const int64_t size = stayed.shape()[1] * stayed.shape()[2];
  auto scalar = RankedTensorType::get({}, places.type().getElementType());
  auto place = [&](int64_t value) {
    return at.make<ConstantOp>(
        scalar, DenseElementsAttr::get(scalar, APInt(32, value, true)));
  };
  Term isInside = both(less(place(-1), places), less(places, place(size)));
  Term isThere = both(isInside, equal(elementsAt(at, stayed, places), numbers));
  at.give(0,
          select(isThere, elementsAt(at, at.dy(), places), at.dy().number(0)));
}

//===- resize ------------------------------------------------------------===//

static void resize(Backward &at) {
  auto op = at.as<ResizeOp>();
  at.give(0,
          at.make<ResizeGradientOp>(at.dy().value, at.x().shape().slice(1, 2),
                                    op.getMode(), op.getCoordinates()));
}

static void resizeGradient(Backward &at) {
  auto op = at.as<ResizeGradientOp>();
  at.give(0, at.make<ResizeOp>(at.dy().value, at.x().shape().slice(1, 2),
                               op.getMode(), op.getCoordinates()));
}

ArrayRef<OpGradient> imageGradients() {
  static const OpGradient table[] = {
      {MaxPoolOp::getOperationName(), maxPool},
      {MaxPoolGradientOp::getOperationName(), maxPoolGradient},
      {AvgPoolOp::getOperationName(), avgPool},
      {AvgPoolGradientOp::getOperationName(), avgPoolGradient},
      {MaxUnpoolOp::getOperationName(), maxUnpool},
      {ResizeOp::getOperationName(), resize},
      {ResizeGradientOp::getOperationName(), resizeGradient},
      {MaxPoolIndicesOp::getOperationName(), nullptr,
       "its result is a place, not a value"},
      {AffineSampleOp::getOperationName(), nullptr,
       "it moves images of a data set, before anything that is learned"},
  };
  return table;
}

} // namespace sinter
