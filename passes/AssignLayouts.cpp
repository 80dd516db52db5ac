// AssignLayouts.cpp: chooses each kernel's strategy and the layouts of its
// operands.
//
// One walk in program order decides strategies and layouts without borders, and
// inserts relayouts where an operand lies otherwise than its reader wants.
// Borders follow at the end, when all readers of a tensor are known.
#include "passes/Passes.h"

#include "ir/OpenRows.h"
#include "passes/CheapKernels.h"
#include "passes/ConvolutionCosts.h"
#include "passes/KernelValues.h"
#include "passes/RegisterTiles.h"

#include "llvm/ADT/MapVector.h"

using namespace mlir;

namespace sinter {

#define GEN_PASS_DEF_ASSIGNLAYOUTSPASS
#include "passes/Passes.h.inc"

namespace {

/// What a kernel asks of its operands and gives as its result. An operand
/// without a wish is read as it lies.
struct Decision {
  StringRef strategy;
  LayoutAttr result;
  SmallVector<std::optional<LayoutAttr>> operands;
};

class LayoutAssignment {
public:
  LayoutAssignment(func::FuncOp function, TargetAttr target)
      : function(function), context(function.getContext()), target(target),
        lanes(target.getLanes()), open(openValues(function)) {}

  void run() {
    for (KernelOp kernel : llvm::to_vector(function.getOps<KernelOp>()))
      apply(kernel, decide(kernel));
    for (auto &[value, border] : borders)
      setLayout(value, getLayout(value.getType()).withBorder(border));
    for (auto kernel : function.getOps<KernelOp>())
      if (isTransposition(kernel))
        kernel.setStrategy("transposition");
  }

private:
  /// Whether `kernel` only brings vectors of a dimension that is not the
  /// innermost one into rows, or rows into such vectors. Other blocks of its
  /// operand or result would have to be whole.
  bool isTransposition(KernelOp kernel) const {
    if (!isa_and_nonnull<RelayoutOp>(kernel.getAnchor()) ||
        *kernel.getStrategy() != "elementwise" ||
        !llvm::hasSingleElement(
            kernel.getBody().front().without_terminator()) ||
        isOpen(kernel))
      return false;
    auto from = cast<RankedTensorType>(kernel.getOperand(0).getType()),
         to = cast<RankedTensorType>(kernel.getResult(0).getType());
    if (static_cast<bool>(getLayout(from)) ==
            static_cast<bool>(getLayout(to)) ||
        !from.getElementType().isF32())
      return false;
    const LayoutAttr layout = getLayout(from) ? getLayout(from) : getLayout(to);
    const int64_t rank = from.getRank(), dim = layout.getOrder().back() - rank;
    if (dim < 0 || dim + 1 >= rank || layout.getBlocks()[dim] != lanes ||
        layout.hasBorder())
      return false;
    int64_t row = 1;
    for (int64_t other = 0; other < rank; ++other) {
      if (other != dim &&
          from.getDimSize(other) % layout.getBlocks()[other] != 0)
        return false;
      row *= other > dim ? from.getDimSize(other) : 1;
    }
    return row >= lanes;
  }

  //===- layouts ---------------------------------------------------------===//

  LayoutAttr layout(ArrayRef<int64_t> order, ArrayRef<int64_t> blocks) {
    return LayoutAttr::get(context, order, blocks, {});
  }
  LayoutAttr blocked(unsigned rank) {
    return LayoutAttr::getChannelBlocked(context, rank, lanes);
  }
  LayoutAttr rowMajor(unsigned rank) {
    return layout(llvm::to_vector(llvm::seq<int64_t>(0, rank)),
                  SmallVector<int64_t>(rank, 1));
  }
  LayoutAttr packedVector() { return layout({0, 1}, {lanes}); }
  /// [units / B][k][B]
  LayoutAttr packedDense() { return layout({0, 1, 2}, {lanes, 1}); }
  /// [o / B][i / B][kh][kw][B in][B out]
  LayoutAttr packedConv() {
    return layout({0, 1, 2, 3, 5, 4}, {lanes, lanes, 1, 1});
  }
  /// [o / B][kh][kw][i][B]
  LayoutAttr packedUnblockedConv() {
    return layout({0, 2, 3, 1, 4}, {lanes, 1, 1, 1});
  }

  /// [o / B][j][i][c / B][B in][B out]: the matrix of each tap in one piece
  LayoutAttr packedWinograd() {
    return layout({0, 2, 3, 1, 5, 4}, {lanes, lanes, 1, 1});
  }
  /// [n][c][y][x]
  LayoutAttr planes() { return layout({0, 3, 1, 2}, {1, 1, 1, 1}); }
  /// [kh][kw][i][o]
  LayoutAttr packedPlanarConv() { return layout({2, 3, 1, 0}, {1, 1, 1, 1}); }

  /// [..., n / B][k][B]: panels of the right operand of a product.
  LayoutAttr packedPanels(unsigned rank) {
    SmallVector<int64_t> order =
                             llvm::to_vector(llvm::seq<int64_t>(0, rank - 2)),
                         blocks(rank, 1);
    order.append({rank - 1, rank - 2, 2 * rank - 1});
    blocks.back() = lanes;
    return layout(order, blocks);
  }

  /// [..., k / B][B]: rows that are padded to whole vectors.
  LayoutAttr blockedRows(unsigned rank) {
    SmallVector<int64_t> order = llvm::to_vector(llvm::seq<int64_t>(0, rank)),
                         blocks(rank, 1);
    order.push_back(2 * rank - 1);
    blocks.back() = lanes;
    return layout(order, blocks);
  }

  static bool isBlocked(Type type) {
    LayoutAttr layout = getLayout(type);
    return layout && layout.getBlocks().back() > 1;
  }
  bool isPlanes(Type type) {
    LayoutAttr layout = getLayout(type);
    return layout && layout.withoutBorder() == planes();
  }

  //===- decisions -------------------------------------------------------===//

  Decision decide(KernelOp kernel) {
    Decision decision;
    decision.operands.resize(kernel.getNumOperands());
    Operation *anchor = kernel.getAnchor();
    if (auto conv = dyn_cast_or_null<Conv2dOp>(anchor))
      decideConv(kernel, conv, decision);
    else if (auto conv = dyn_cast_or_null<WinogradConv2dOp>(anchor))
      decideWinograd(kernel, conv, decision);
    else if (isa_and_nonnull<WinogradFilterOp>(anchor)) {
      decision.strategy = "winograd_filter";
      decision.result = packedWinograd();
    } else if (auto dense = dyn_cast_or_null<DenseOp>(anchor))
      decideDense(kernel, dense, decision);
    else if (auto op = dyn_cast_or_null<Conv2dWeightGradientOp>(anchor))
      decideConvWeightGradient(kernel, op, decision);
    else if (auto op = dyn_cast_or_null<DenseWeightGradientOp>(anchor))
      decideDenseWeightGradient(kernel, op, decision);
    else if (auto matmul = dyn_cast_or_null<MatmulOp>(anchor))
      decideMatmul(kernel, matmul, decision);
    else
      decideOther(kernel, anchor, decision);
    // Parameters lie in rows: what updates one reads all else as it lies; what
    // updates several is one run of elements, but for gradients that it turns
    // into rows itself.
    if (!anchor && llvm::any_of(kernel.getResults(), writeOf)) {
      decision.result = {};
      if (kernel.getNumResults() > 1)
        for (auto [wish, operand] :
             llvm::zip_equal(decision.operands, kernel.getOperands()))
          if (!isTurnedByUpdate(operand.getType()))
            wish = LayoutAttr();
    } else
      wishForEpilogue(kernel, decision);
    return decision;
  }

  /// Whether an update of several parameters reads `type` as it lies: the
  /// gradient of a convolution's weight in vectors of filters, all of them
  /// whole, of rows of whole vectors.
  bool isTurnedByUpdate(Type type) {
    auto tensor = cast<RankedTensorType>(type);
    return tensor.getRank() == 4 && getLayout(type) == packedUnblockedConv() &&
           tensor.getDimSize(0) % lanes == 0 &&
           tensor.getNumElements() / tensor.getDimSize(0) % lanes == 0;
  }

  /// The kernel's operand that `value`, an operand of the anchor, is an
  /// argument for, or what moves make of one.
  static unsigned operandOf(Value value) {
    while (!isa<BlockArgument>(value))
      value = value.getDefiningOp()->getOperand(0);
    return cast<BlockArgument>(value).getArgNumber();
  }

  void decideConv(KernelOp kernel, Conv2dOp conv, Decision &decision) {
    auto weight = cast<RankedTensorType>(conv.getWeight().getType());
    unsigned input = operandOf(conv.getInput());
    Type inputType = kernel.getOperand(input).getType();
    int64_t groups = conv.getGroups(), channels = weight.getDimSize(1) * groups,
            filters = weight.getDimSize(0);
    bool depthwise = groups == channels && filters == channels && groups > 1;
    bool planesIn = isPlanes(inputType);
    // A list of channels is looked up in blocks.
    bool stem = groups == 1 && channels < lanes &&
                (!getLayout(inputType) || planesIn) &&
                !conv.getInput().getDefiningOp<GatherOp>();
    bool wholeBlocks = groups == 1 || (weight.getDimSize(1) % lanes == 0 &&
                                       (filters / groups) % lanes == 0);
    bool padded =
        llvm::any_of(conv.getPadding(), [](int64_t pad) { return pad != 0; });
    // Groups that cut blocks: taps are tested and channels divided, in any
    // layout. So it is with one tensor as both operands, which cannot lie in
    // two ways.
    bool plain =
        (!depthwise && !wholeBlocks) || conv.getInput() == conv.getWeight();

    const ConvolutionSizes sizes(conv, lanes, isOpen(kernel));
    if (groups == 1 && !plain)
      kernel->setAttr(kCostsAttr, costsOf(sizes, context));
    if (stem && !plain && isPlanarWorthwhile(sizes))
      return decidePlanarConv(kernel, conv, decision);

    decision.strategy = plain ? "plain" : depthwise ? "depthwise" : "direct";
    decision.result = blocked(4);
    if (plain)
      return;
    std::optional<LayoutAttr> &inputWish = decision.operands[input],
                              &weightWish =
                                  decision
                                      .operands[operandOf(conv.getWeight())];
    // A padded image is copied into a border of zeros; without padding, or
    // where none of it is read, it is read where it is, by the epilogue too.
    inputWish = !stem                          ? blocked(4)
                : planesIn                     ? planes()
                : padded && readsPadding(conv) ? rowMajor(4)
                                               : LayoutAttr();
    weightWish = depthwise || stem ? packedUnblockedConv() : packedConv();
    if (conv.getBias())
      decision.operands[operandOf(conv.getBias())] = packedVector();
  }

  void decideWinograd(KernelOp kernel, WinogradConv2dOp conv,
                      Decision &decision) {
    kernel->setAttr(kCostsAttr,
                    costsOf({conv, lanes, isOpen(kernel)}, context));
    decision.strategy = "winograd";
    decision.result = blocked(4);
    decision.operands[operandOf(conv.getInput())] = blocked(4);
    if (isa<BlockArgument>(conv.getFilter())) // else read as the weight lies
      decision.operands[operandOf(conv.getFilter())] = packedWinograd();
    if (conv.getBias())
      decision.operands[operandOf(conv.getBias())] = packedVector();
  }

  void decidePlanarConv(KernelOp kernel, Conv2dOp conv, Decision &decision) {
    decision.strategy = "planar";
    decision.result = planes();
    // A single channel is a plane as it lies, if nothing is stored around it.
    const unsigned input = operandOf(conv.getInput());
    const bool isPlane =
        !getLayout(kernel.getOperand(input).getType()) &&
        cast<RankedTensorType>(conv.getInput().getType()).getDimSize(3) == 1 &&
        llvm::all_of(conv.getPadding(), [](int64_t pad) { return pad == 0; });
    decision.operands[input] = isPlane ? LayoutAttr() : planes();
    decision.operands[operandOf(conv.getWeight())] = packedPlanarConv();
    if (conv.getBias())
      decision.operands[operandOf(conv.getBias())] = LayoutAttr();
  }

  void decideDense(KernelOp kernel, DenseOp dense, Decision &decision) {
    decision.strategy = "dense";
    auto readByDense = [](Operation *user) {
      auto reader = dyn_cast<KernelOp>(user);
      return reader && isa_and_nonnull<DenseOp>(reader.getAnchor());
    };
    Value result = kernel.getResult(0);
    unsigned rank = cast<RankedTensorType>(result.getType()).getRank();
    if (rank == 2 && llvm::all_of(result.getUsers(), readByDense))
      decision.result = blocked(2);
    unsigned input = operandOf(dense.getInput());
    if (getLayout(kernel.getOperand(input).getType()) != blocked(2))
      decision.operands[input] = LayoutAttr();
    decision.operands[operandOf(dense.getWeight())] = packedDense();
    if (dense.getBias())
      decision.operands[operandOf(dense.getBias())] = packedVector();
  }

  /// Both images lie as the forward pass has them; the result has the vectors
  /// of the gradient, whatever it becomes afterwards.
  void decideConvWeightGradient(KernelOp kernel, Conv2dWeightGradientOp op,
                                Decision &decision) {
    const unsigned input = operandOf(op.getInput()),
                   gradient = operandOf(op.getGradient());
    Type inputType = kernel.getOperand(input).getType();
    // Groups that are parts of the images have a strategy already.
    const std::optional<StringRef> splitFor = kernel.getStrategy();
    ArrayRef<int64_t> weight = cast<RankedTensorType>(op.getType()).getShape();
    const int64_t groups = splitFor ? 1 : op.getGroups(),
                  channels = weight[1] * groups, filters = weight[0];
    const bool depthwise =
        groups == channels && filters == channels && groups > 1;
    const bool wholeBlocks = groups == 1 || (channels / groups % lanes == 0 &&
                                             filters / groups % lanes == 0);
    if ((!depthwise && !wholeBlocks) || input == gradient) {
      decision.strategy = "plain";
      return;
    }
    decision.strategy = depthwise  ? "depthwise"
                        : splitFor ? *splitFor
                                   : chooseGradientStrategy(op, lanes);
    if (!depthwise && !splitFor)
      kernel->setAttr(kCostsAttr, costsOf(op, lanes));
    if (decision.strategy == "planar") {
      decision.operands[gradient] = decision.operands[input] = planes();
      decision.result = {};
      return;
    }
    decision.result = packedUnblockedConv();
    decision.operands[gradient] = blocked(4);
    decision.operands[input] = blocked(4);
    if (groups > 1 || channels >= lanes || isBlocked(inputType))
      return;
    // Few channels are read one by one, from whatever copy the forward pass has
    // made of them.
    const bool padded =
        llvm::any_of(op.getPadding(), [](int64_t pad) { return pad != 0; });
    if (isPlanes(inputType) ||
        relayouts.contains({kernel.getOperand(input), planes()}))
      decision.operands[input] = planes();
    else
      decision.operands[input] = padded ? rowMajor(4) : LayoutAttr();
  }

  /// The input's rows fill vectors, or are padded to.
  void decideDenseWeightGradient(KernelOp kernel, DenseWeightGradientOp op,
                                 Decision &decision) {
    const unsigned input = operandOf(op.getInput()),
                   gradient = operandOf(op.getGradient());
    auto type = cast<RankedTensorType>(kernel.getOperand(input).getType());
    const bool fillsVectors = type.getShape().back() % lanes == 0;
    if (type.getRank() == 1 || (input == gradient && !fillsVectors)) {
      decision.strategy = "plain";
      return;
    }
    decision.strategy = "dense";
    const LayoutAttr rows = blockedRows(type.getRank());
    decision.operands[input] =
        fillsVectors && getLayout(type) != rows ? LayoutAttr() : rows;
    if (getLayout(kernel.getOperand(gradient).getType()) != rows)
      decision.operands[gradient] = LayoutAttr();
  }

  /// Rows of the right operand that fill vectors are read where they are;
  /// others, and constants, come in panels. One tensor as both operands is read
  /// as it lies.
  void decideMatmul(KernelOp kernel, MatmulOp matmul, Decision &decision) {
    decision.strategy = "matmul";
    unsigned lhs = operandOf(matmul.getLhs()), rhs = operandOf(matmul.getRhs());
    auto type = cast<RankedTensorType>(matmul.getRhs().getType());
    bool fillsVectors = type.getShape().back() % lanes == 0;
    if (lhs == rhs) {
      decision.strategy = fillsVectors ? "matmul" : "plain";
      decision.operands[lhs] = LayoutAttr();
      return;
    }
    bool packs =
        !fillsVectors || kernel.getOperand(rhs).getDefiningOp<ConstantOp>();
    decision.operands[lhs] = LayoutAttr();
    decision.operands[rhs] =
        packs ? packedPanels(type.getRank()) : LayoutAttr();
  }

  /// The layout of an operand in blocks or planes that has the result's rank,
  /// or none.
  LayoutAttr inherited(KernelOp kernel) {
    auto type = cast<RankedTensorType>(kernel.getResult(0).getType());
    for (Value operand : kernel.getOperands())
      if ((isBlocked(operand.getType()) || isPlanes(operand.getType())) &&
          cast<RankedTensorType>(operand.getType()).getRank() == type.getRank())
        return getLayout(operand.getType()).withoutBorder();
    return {};
  }

  /// Whether channels stay innermost under the move: a transposition that takes
  /// them elsewhere leaves rows, unless a reshape follows.
  static bool keepsChannels(Operation *move) {
    auto transpose = dyn_cast<TransposeOp>(move);
    return !transpose ||
           transpose.getPermutation().back() ==
               static_cast<int64_t>(transpose.getPermutation().size()) - 1;
  }

  /// Whether a reduction gives an image of as many channels as it reads.
  static bool keepsChannels(KernelOp kernel, Operation *reduction) {
    auto from = cast<RankedTensorType>(reduction->getOperand(0).getType()),
         to = cast<RankedTensorType>(kernel.getResult(0).getType());
    return isReduction(reduction) && from.getRank() == to.getRank() &&
           from.getShape().back() == to.getShape().back() &&
           !leavesFunction(kernel.getResult(0));
  }

  void decideOther(KernelOp kernel, Operation *anchor, Decision &decision) {
    decision.strategy = "elementwise";
    if (!runtimeFunction(kernel).empty()) {
      decision.strategy = "runtime";
      llvm::fill(decision.operands, LayoutAttr()); // row-major
    } else if (isa_and_nonnull<MaxPoolOp, AvgPoolOp, MaxPoolIndicesOp,
                               MaxUnpoolOp, MaxPoolGradientOp,
                               AvgPoolGradientOp>(anchor)) {
      decision.strategy = "pool";
      decision.result = inherited(kernel);
    } else if (isa_and_nonnull<ResizeOp, ResizeGradientOp, AffineSampleOp>(
                   anchor)) {
      decision.strategy = "resize";
      decision.result = inherited(kernel);
    } else if (isa_and_nonnull<GatherGradientOp, GatherElementsGradientOp>(
                   anchor)) {
      decision.strategy = "scatter";
    } else if (anchor && (isReduction(anchor) ||
                          isa<SoftmaxOp, LogSoftmaxOp, ArgmaxOp, ArgminOp,
                              TopKOp, CumsumOp>(anchor))) {
      decision.strategy = "reduction";
      // The parts of a weight's gradient stay vectors of filters, and means of
      // channels blocks, which threads share.
      if (isMove(&kernel.getBody().front().front()))
        decision.result = getLayout(kernel.getOperand(0).getType());
      else if (keepsChannels(kernel, anchor))
        decision.result = inherited(kernel);
    } else if (!anchor ||
               isa<BatchNormOp, ConcatOp, GatherOp, ReshapeOp>(anchor) ||
               (isMove(anchor) && keepsChannels(anchor))) {
      decision.result = inherited(kernel);
    }
  }

  /// Epilogue operands of the result's shape lie as the result does; vectors of
  /// constants along its channels are padded to whole blocks.
  void wishForEpilogue(KernelOp kernel, Decision &decision) {
    auto type = cast<RankedTensorType>(kernel.getResult(0).getType());
    for (Operation &op : kernel.getBody().front().without_terminator()) {
      if (!isElementwise(&op))
        continue;
      for (Value operand : op.getOperands()) {
        auto argument = dyn_cast<BlockArgument>(operand);
        if (!argument || decision.operands[argument.getArgNumber()])
          continue;
        auto operandType = cast<RankedTensorType>(operand.getType());
        if (operandType.getShape() == type.getShape())
          decision.operands[argument.getArgNumber()] = decision.result;
        else if (decision.result && operandType.getRank() == 1 &&
                 operandType.getShape().back() == type.getShape().back() &&
                 kernel.getOperand(argument.getArgNumber())
                     .getDefiningOp<ConstantOp>())
          decision.operands[argument.getArgNumber()] = packedVector();
      }
    }
  }

  //===- changes ---------------------------------------------------------===//

  /// Whether the kernel that makes `value` in rows may as well make it in
  /// another layout: it works point by point, and there is one reader.
  static bool isFreeToLie(Value value) {
    auto maker = value.getDefiningOp<KernelOp>();
    return maker && value.hasOneUse() && !getLayout(value.getType()) &&
           (*maker.getStrategy() == "elementwise" ||
            *maker.getStrategy() == "resize");
  }

  /// Lets the maker of `value` make it in `layout`, of constants that lie so
  /// too.
  void lieAs(Value value, LayoutAttr layout) {
    setLayout(value, layout);
    auto maker = value.getDefiningOp<KernelOp>();
    ArrayRef<int64_t> shape =
        cast<RankedTensorType>(value.getType()).getShape();
    OpBuilder builder(maker);
    for (OpOperand &operand : maker->getOpOperands()) {
      auto type = cast<RankedTensorType>(operand.get().getType());
      if (!operand.get().getDefiningOp<ConstantOp>() ||
          type.getShape() != shape)
        continue;
      // Not the one of `relayouts`, which may stand behind the maker.
      operand.set(RelayoutOp::create(builder, maker.getLoc(),
                                     withLayout(type, layout), operand.get()));
      maker.getBody()
          .getArgument(operand.getOperandNumber())
          .setType(operand.get().getType());
    }
  }

  void apply(KernelOp kernel, const Decision &decision) {
    OpBuilder builder(kernel);
    kernel.setStrategy(decision.strategy);
    for (auto [index, wish] : llvm::enumerate(decision.operands)) {
      Value operand = kernel.getOperand(index);
      if (wish && getLayout(operand.getType()) != *wish) {
        if (isFreeToLie(operand))
          lieAs(operand, *wish);
        else
          kernel->setOperand(
              index, relayout(builder, kernel.getLoc(), operand, *wish));
      }
      kernel.getBody().getArgument(index).setType(
          kernel.getOperand(index).getType());
    }
    if (auto conv = dyn_cast_or_null<Conv2dOp>(kernel.getAnchor());
        conv && decision.strategy != "plain" &&
        (decision.strategy != "direct" || readsPadding(conv)))
      wishForBorder(kernel.getOperand(operandOf(conv.getInput())),
                    conv.getPadding());
    if (auto conv = dyn_cast_or_null<WinogradConv2dOp>(kernel.getAnchor()))
      wishForBorder(kernel.getOperand(operandOf(conv.getInput())),
                    filledUp(conv.getPadding(),
                             cast<RankedTensorType>(conv.getType()),
                             conv.getTile()));
    if (auto op = dyn_cast_or_null<Conv2dWeightGradientOp>(kernel.getAnchor());
        op && decision.strategy != "plain") {
      const bool isWinograd = decision.strategy == "winograd";
      auto gradient = cast<RankedTensorType>(op.getGradient().getType());
      wishForBorder(kernel.getOperand(operandOf(op.getInput())),
                    isWinograd ? filledUp(op.getPadding(), gradient, 4)
                               : SmallVector<int64_t>(op.getPadding()));
      if (isWinograd)
        wishForBorder(kernel.getOperand(operandOf(op.getGradient())),
                      filledUp({0, 0, 0, 0}, gradient, 4));
    }
    if (!decision.result)
      return;
    Value result = kernel.getResult(0);
    result.setType(withLayout(result.getType(), decision.result));
    builder.setInsertionPointAfter(kernel);
    if (leavesFunction(result)) {
      Value copy = relayout(builder, kernel.getLoc(), result, LayoutAttr());
      result.replaceUsesWithIf(copy, [](OpOperand &use) {
        return isa<func::ReturnOp, WriteOp>(use.getOwner());
      });
    }
  }

  /// `value` in `layout`; made once for each value and layout.
  Value relayout(OpBuilder &builder, Location loc, Value value,
                 LayoutAttr layout) {
    Value &made = relayouts[{value, layout}];
    if (made)
      return made;
    RankedTensorType type = withLayout(value.getType(), layout);
    if (value.getDefiningOp<ConstantOp>())
      return made = RelayoutOp::create(builder, loc, type, value);
    return made = relayoutKernel(builder, loc, value, type);
  }

  Value relayoutKernel(OpBuilder &builder, Location loc, Value value,
                       RankedTensorType type) {
    auto kernel = KernelOp::create(
        builder, loc, TypeRange{type}, ValueRange{value},
        builder.getStringAttr("relayout"), builder.getStringAttr("elementwise"),
        {}, {}, {}, {}, {}, {}, {});
    OpBuilder::InsertionGuard guard(builder);
    Block *body = builder.createBlock(&kernel.getBody());
    Value inside = RelayoutOp::create(builder, loc, type,
                                      body->addArgument(value.getType(), loc));
    YieldOp::create(builder, loc, ValueRange{inside});
    return kernel.getResult(0);
  }

  /// `padding` with as much more at bottom and right as the last of the tiles
  /// that cover `image` reach beyond it.
  static SmallVector<int64_t> filledUp(ArrayRef<int64_t> padding,
                                       RankedTensorType image, uint64_t tile) {
    SmallVector<int64_t> filled(padding);
    for (int axis : {0, 1}) {
      const int64_t size = image.getDimSize(1 + axis);
      filled[2 * axis + 1] += llvm::alignTo(size, tile) - size;
    }
    return filled;
  }

  /// `padding` is [top, bottom, left, right] of a reader of `value`, `[n, h, w,
  /// c]`.
  void wishForBorder(Value value, ArrayRef<int64_t> padding) {
    if (llvm::all_of(padding, [](int64_t pad) { return pad == 0; }))
      return;
    SmallVector<int64_t> &border =
        borders.try_emplace(value, SmallVector<int64_t>(8, 0)).first->second;
    for (auto [index, pad] : llvm::enumerate(padding))
      border[2 + index] = std::max(border[2 + index], pad);
  }

  /// Whether a direct kernel reads what is beside the image.
  bool readsPadding(Conv2dOp conv) const {
    return sinter::readsPadding(conv, chooseConvTile(target, conv));
  }

  bool isOpen(KernelOp kernel) const {
    return open.contains(kernel.getResult(0));
  }

  func::FuncOp function;
  MLIRContext *context;
  TargetAttr target;
  int64_t lanes;
  llvm::DenseSet<Value> open;
  DenseMap<std::pair<Value, Attribute>, Value> relayouts;
  llvm::MapVector<Value, SmallVector<int64_t>> borders;
};

struct AssignLayouts : impl::AssignLayoutsPassBase<AssignLayouts> {
  void runOnOperation() override {
    TargetAttr target = TargetAttr::of(getOperation());
    if (!target) {
      getOperation().emitError()
          << "assigning layouts needs `sinter.target` on the module";
      return signalPassFailure();
    }
    if (!getOperation().isExternal())
      LayoutAssignment(getOperation(), target).run();
  }
};

} // namespace
} // namespace sinter
