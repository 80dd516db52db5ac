// ContractionOps.cpp: derivatives of sums of products. Each is linear in each
// operand, so its derivatives are its adjoints, and theirs are it again.
#include "ir/gradient/Gradients.h"

using namespace mlir;

namespace sinter {

//===- convolutions ------------------------------------------------------===//

namespace {
/// The linear map that a weight makes of images [n, h, w, ...], and its
/// adjoint.
struct Convolution {
  Backward &at;
  ArrayRef<int64_t> strides, padding, dilations;
  int64_t groups;

  template <typename Op> static Convolution of(Backward &at) {
    auto op = at.as<Op>();
    return {at, op.getStrides(), op.getPadding(), op.getDilations(),
            static_cast<int64_t>(op.getGroups())};
  }

  Term apply(Term image, Term weight) const {
    return at.make<Conv2dOp>(image.value, weight.value, Value(), strides,
                             padding, dilations, groups);
  }

  /// The image of `size` rows and columns that `result`, where the convolution
  /// put it, comes from.
  Term transposed(Term result, Term weight, ArrayRef<int64_t> size) const {
    Shape extra;
    for (int axis : {0, 1})
      extra.push_back(size[axis] + padding[2 * axis] + padding[2 * axis + 1] -
                      (result.shape()[1 + axis] - 1) * strides[axis] -
                      (weight.shape()[2 + axis] - 1) * dilations[axis] - 1);
    return at.make<Conv2dTransposeOp>(result.value, weight.value, Value(),
                                      strides, padding, extra, dilations,
                                      groups);
  }

  Term weightGradient(Term image, Term result, ArrayRef<int64_t> kernel) const {
    return at.make<Conv2dWeightGradientOp>(image.value, result.value, kernel,
                                           strides, padding, dilations, groups);
  }
};
} // namespace

/// Sums over all axes but the last.
static Term sumToLast(Term input) {
  return sumTo(input, input.shape().take_back());
}

static void conv2d(Backward &at) {
  auto convolution = Convolution::of<Conv2dOp>(at);
  Term image = at.x(0), weight = at.x(1);
  at.give(0,
          convolution.transposed(at.dy(), weight, image.shape().slice(1, 2)));
  at.give(1, convolution.weightGradient(image, at.dy(),
                                        weight.shape().take_back(2)));
  if (at.as<Conv2dOp>().getBias())
    at.give(2, sumToLast(at.dy()));
}

// It is linear in the image that it convolves and in the gradient it sums with.
static void conv2dWeightGradient(Backward &at) {
  auto convolution = Convolution::of<Conv2dWeightGradientOp>(at);
  Term image = at.x(0), result = at.x(1);
  at.give(0,
          convolution.transposed(result, at.dy(), image.shape().slice(1, 2)));
  at.give(1, convolution.apply(image, at.dy()));
}

/// `image` with `rows` and `columns` of zeros behind it.
static Term grown(Backward &at, Term image, int64_t rows, int64_t columns) {
  if (rows == 0 && columns == 0)
    return image;
  return at.make<PadOp>(image.value, Shape(4, 0), Shape{0, rows, columns, 0},
                        "constant", llvm::APFloat(0.0));
}

// A convolution of its result may have more rows than the input: output padding
// of at least the stride (and below the dilation) adds rows that nothing is in.
static void conv2dTranspose(Backward &at) {
  auto convolution = Convolution::of<Conv2dTransposeOp>(at);
  Term image = at.x(0), weight = at.x(1);
  Term back = convolution.apply(at.dy(), weight);
  const int64_t rows = back.shape()[1] - image.shape()[1],
                columns = back.shape()[2] - image.shape()[2];
  if (rows || columns)
    back =
        at.make<SliceOp>(back.value, Shape(4, 0), image.shape(), Shape(4, 1));
  at.give(0, back);
  at.give(1,
          convolution.weightGradient(at.dy(), grown(at, image, rows, columns),
                                     weight.shape().take_back(2)));
  if (at.as<Conv2dTransposeOp>().getBias())
    at.give(2, sumToLast(at.dy()));
}

//===- matrices ----------------------------------------------------------===//

/// `rows` [..., k] times `matrix` [k, m].
static Term multiply(Backward &at, Term rows, Term matrix) {
  if (rows.shape().size() > 1)
    return at.make<MatmulOp>(rows.value, matrix.value);
  Term row = reshape(rows, {1, rows.shape()[0]});
  return reshape(at.make<MatmulOp>(row.value, matrix.value),
                 matrix.shape().take_back());
}

static void dense(Backward &at) {
  at.give(0, multiply(at, at.dy(), at.x(1)));
  at.give(1, at.make<DenseWeightGradientOp>(at.x(0).value, at.dy().value));
  if (at.as<DenseOp>().getBias())
    at.give(2, sumToLast(at.dy()));
}

static void denseWeightGradient(Backward &at) {
  at.give(0, multiply(at, at.x(1), at.dy()));
  at.give(1, at.make<DenseOp>(at.x(0).value, at.dy().value, Value()));
}

static Term transposed(Backward &at, Term matrices) {
  SmallVector<int64_t> order =
      llvm::to_vector(llvm::seq<int64_t>(0, matrices.shape().size()));
  std::swap(order[order.size() - 2], order.back());
  return at.make<TransposeOp>(matrices.value, order);
}

// dlhs = dy rhs', drhs = lhs' dy. One matrix rhs for all rows is what a dense
// layer has for its transposed weight.
static void matmul(Backward &at) {
  Term lhs = at.x(0), rhs = at.x(1);
  if (rhs.shape().size() == 2) {
    at.give(0, at.make<DenseOp>(at.dy().value, rhs.value, Value()));
    at.give(1, at.make<DenseWeightGradientOp>(at.dy().value, lhs.value));
    return;
  }
  at.give(0, multiply(at, at.dy(), transposed(at, rhs)));
  at.give(1, multiply(at, transposed(at, lhs), at.dy()));
}

ArrayRef<OpGradient> contractionGradients() {
  constexpr StringLiteral kLater =
      "it is chosen for a convolution after differentiation";
  static const OpGradient table[] = {
      {Conv2dOp::getOperationName(), conv2d},
      {Conv2dTransposeOp::getOperationName(), conv2dTranspose},
      {Conv2dWeightGradientOp::getOperationName(), conv2dWeightGradient},
      {DenseOp::getOperationName(), dense},
      {DenseWeightGradientOp::getOperationName(), denseWeightGradient},
      {MatmulOp::getOperationName(), matmul},
      {WinogradFilterOp::getOperationName(), nullptr, kLater},
      {WinogradConv2dOp::getOperationName(), nullptr, kLater},
  };
  return table;
}

} // namespace sinter
