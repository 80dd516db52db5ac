// Frame.cpp: layouts as index arithmetic, regions as expressions, the loops
// that store a result.
#include "codegen/kernels/Frame.h"

using namespace Halide;

namespace sinter::kernels {

//===- types and layouts -------------------------------------------------===//

Type valueType(mlir::Type type) {
  if (type.isF32())
    return Float(32);
  auto integer = llvm::cast<mlir::IntegerType>(type);
  return integer.isUnsigned() || integer.getWidth() == 1
             ? UInt(integer.getWidth())
             : Int(integer.getWidth());
}

static Type storedType(mlir::Type type) {
  return type.isInteger(1) ? UInt(8) : valueType(type);
}

int64_t interior(mlir::RankedTensorType type, const PhysicalDim &dim) {
  if (dim.block)
    return dim.block;
  return (type.getDimSize(dim.logical) + dim.step - 1) / dim.step;
}

Point broadcastPoint(const Point &at, llvm::ArrayRef<int64_t> shape) {
  Point point(at.end() - shape.size(), at.end());
  for (auto [index, size] : llvm::zip(point, shape))
    if (size == 1)
      index = Index{0};
  return point;
}

Expr part(const Index &index, int64_t block, bool inner) {
  if (index.block == block)
    return inner ? index.inner : index.outer;
  return inner ? index.whole() % static_cast<int>(block)
               : index.whole() / static_cast<int>(block);
}

Operand::Operand(mlir::RankedTensorType type, const std::string &name)
    : type(type), dims(physicalDims(type)),
      memory(storedType(type.getElementType()), 1, name),
      isBoolean(type.getElementType().isInteger(1)) {
  int64_t elements = physicalBytes(type) / elementBytes(type.getElementType());
  memory.dim(0).set_bounds(0, static_cast<int>(elements)).set_stride(1);
}

const PhysicalDim *Operand::find(int64_t dim, bool inner) const {
  for (const PhysicalDim &entry : dims)
    if (entry.logical == dim && (entry.block > 0) == inner)
      return &entry;
  return nullptr;
}

int Operand::stride(int64_t dim, bool inner) const {
  const PhysicalDim *entry = find(dim, inner);
  return entry ? static_cast<int>(entry->stride) : 0;
}

Expr Operand::load(const Point &at) const { return this->at(offset(at)); }

Expr Operand::offset(const Point &at) const {
  Expr offset = 0;
  for (const PhysicalDim &dim : dims) {
    Index index = at[dim.logical];
    int64_t block = dim.block ? dim.block : dim.step;
    if (index.padded && (block == 1 || index.block != block))
      index = Index{min(index.whole(),
                        static_cast<int>(type.getDimSize(dim.logical) - 1))};
    Expr coordinate =
        block == 1 ? index.whole() : part(index, block, dim.block != 0);
    offset += (coordinate + static_cast<int>(dim.before)) *
              static_cast<int>(dim.stride);
  }
  return offset;
}

std::vector<Var> LoopNest::vars() const {
  std::vector<Var> vars;
  for (const Loop &loop : loops)
    vars.emplace_back(loop.name);
  return vars;
}

//===- frame -------------------------------------------------------------===//

Frame::Frame(KernelOp kernel, TargetAttr target)
    : result("result"), op(kernel), machine(target), first("first"),
      last("last") {
  checkTypes();
  if (isFailed)
    return;
  for (auto [i, type] : llvm::enumerate(op.getOperandTypes()))
    operands.emplace_back(llvm::cast<mlir::RankedTensorType>(type),
                          "operand" + std::to_string(i));
  resultDims = physicalDims(resultType());
  anchor = op.getAnchor();
  // Some strategies have tasks of their own, and check them.
  const bool hasOwnTasks =
      llvm::isa_and_nonnull<WinogradConv2dOp>(anchor) ||
      (llvm::isa_and_nonnull<Conv2dWeightGradientOp>(anchor) &&
       op.getStrategy() != "plain") ||
      op.getStrategy() == "transposition";
  if (taskDim() >= 0 && !hasOwnTasks)
    checkTasks();
}

int64_t Frame::parts() {
  return std::max<int64_t>(
      1, tasks() / interior(resultType(), resultDims[taskDim()]));
}

int64_t Frame::partsDim() {
  for (int64_t dim = taskDim() + 1;
       dim > 0 && dim < static_cast<int64_t>(resultDims.size()); ++dim)
    if (interior(resultType(), resultDims[dim]) > 1)
      return dim;
  return -1;
}

bool Frame::areTasksTiles() {
  return taskDim() >= 0 &&
         taskDim() + 1 == static_cast<int64_t>(resultDims.size()) &&
         resultDims.back().block == 0 && scheduled("channel_blocks", 0) > 0;
}

void Frame::checkTasks() {
  if (areTasksTiles())
    return;
  const int64_t indices = interior(resultType(), resultDims[taskDim()]);
  const bool dividesOne = indices % tasks() == 0;
  const bool dividesNext =
      tasks() % indices == 0 && partsDim() >= 0 &&
      interior(resultType(), resultDims[partsDim()]) % parts() == 0;
  if (!dividesOne && !dividesNext)
    fail(llvm::Twine(tasks()) + " tasks do not divide the " +
         llvm::Twine(indices) + " indices of physical dimension " +
         llvm::Twine(taskDim()) +
         (tasks() > indices ? " and those of the next" : ""));
}

void Frame::checkTypes() {
  if (op.getNumResults() != 1 && op.getAnchor())
    return fail("a kernel with an anchor has one result, but this one has " +
                llvm::Twine(op.getNumResults()));
  if (op.getNumResults() == 0 || !llvm::all_equal(op.getResultTypes()))
    return fail("a kernel has one result, or several of one type");
  auto checkElement = [this](mlir::Type type) {
    mlir::Type element =
        llvm::cast<mlir::RankedTensorType>(type).getElementType();
    if (llvm::isa<mlir::FloatType>(element) && !element.isF32())
      fail(llvm::Twine("kernels compute in f32 so far, but a tensor is ") +
           (element.isF16() ? "f16" : "bf16"));
  };
  auto check = [&](mlir::Type type) {
    checkElement(type);
    auto tensor = llvm::cast<mlir::RankedTensorType>(type);
    // Halide counts in 32 bits.
    const int64_t elements =
        physicalBytes(tensor) / elementBytes(tensor.getElementType());
    if (elements > INT32_MAX)
      fail("kernels index up to " + llvm::Twine(INT32_MAX) +
           " elements of a tensor, but one stores " + llvm::Twine(elements));
  };
  llvm::for_each(op.getOperandTypes(), check);
  llvm::for_each(op.getResultTypes(), check);
  // A value that is cast there and back is in no memory.
  for (mlir::Operation &inner : op.getBody().front())
    llvm::for_each(inner.getResultTypes(), checkElement);
}

void Frame::fail(const llvm::Twine &message) {
  if (!isFailed)
    op.emitError(message);
  isFailed = true;
}

int Frame::scheduled(llvm::StringRef key, int fallback) {
  if (auto schedule = op.getScheduleAttr())
    if (auto value =
            llvm::dyn_cast_or_null<mlir::IntegerAttr>(schedule.get(key)))
      return static_cast<int>(value.getInt());
  return fallback;
}

const Operand *Frame::operand(mlir::Value value) const {
  auto argument = llvm::dyn_cast<mlir::BlockArgument>(value);
  return argument ? &operands[argument.getArgNumber()] : nullptr;
}

static bool isSame(const Point &a, const Point &b) {
  auto isSameExpr = [](const Expr &x, const Expr &y) {
    return x.same_as(y) ||
           (Internal::is_const_zero(x) && Internal::is_const_zero(y));
  };
  return llvm::equal(a, b, [&](const Index &x, const Index &y) {
    return isSameExpr(x.outer, y.outer) && isSameExpr(x.inner, y.inner) &&
           x.block == y.block && x.padded == y.padded;
  });
}

Expr Frame::evaluate(mlir::Value value, const Point &at) {
  if (const Operand *argument = operand(value))
    return argument->load(at);
  mlir::Operation *definition = value.getDefiningOp();
  if (definition == anchor)
    return anchorValue;
  if (isMove(definition))
    return movedElement(*this, definition, at);
  // What is read twice is one expression: copies would double with each value.
  auto known = evaluated.find(value);
  if (known != evaluated.end() && isSame(known->second.first, at))
    return known->second.second;
  Expr computed = computeElementwise(definition, at);
  evaluated[value] = {at, computed};
  return computed;
}

Expr Frame::computeElementwise(mlir::Operation *definition, const Point &at) {
  if (llvm::isa<RandomUniformOp, RandomNormalOp>(definition))
    return randomNumber(*this, definition, at);
  ExprList values;
  for (mlir::Value input : definition->getOperands())
    values.push_back(evaluate(
        input,
        broadcastPoint(
            at,
            llvm::cast<mlir::RankedTensorType>(input.getType()).getShape())));
  Expr computed = elementwiseMath(definition, values);
  // As it is written: Halide would make 0 of x - x, whatever x is.
  if (computed.defined())
    return computed.type().is_float() ? strict_float(computed) : computed;
  fail("no kernel computes `" + definition->getName().getStringRef() + "`");
  return values.front();
}

Expr Frame::evaluateOrZero(mlir::Value value, Point at) {
  auto type = llvm::cast<mlir::RankedTensorType>(value.getType());
  Expr inside = Internal::const_true();
  for (auto [index, size] : llvm::zip(at, type.getShape())) {
    if (index.block != 1)
      continue;
    Expr coordinate = index.whole(), end = static_cast<int>(size);
    inside = inside && coordinate >= 0 && coordinate < end;
    index.outer = clamp(coordinate, 0, end - 1);
  }
  Expr loaded = evaluate(value, at);
  return select(inside, loaded, Internal::make_zero(loaded.type()));
}

Share Frame::share(unsigned dim, Expr task) {
  int64_t count = interior(resultType(), resultDims[dim]);
  if (taskDim() < 0 || areTasksTiles() || !isShared(dim))
    return {count, 0};
  const int each = static_cast<int>(parts());
  if (dim != taskDim()) {
    count /= each;
    return {count, task % each * static_cast<int>(count)};
  }
  if (each > 1)
    return {1, task / each};
  count /= tasks();
  return {count, task * static_cast<int>(count)};
}

int64_t Frame::dimsInRow() {
  const int64_t rank = resultDims.size();
  if (rank == 0 || resultDims.back().block)
    return 0;
  int64_t count = 1, elements = interior(resultType(), resultDims.back());
  for (int64_t dim = rank - 1; dim > 0 && elements < lanes(); --dim, ++count) {
    const PhysicalDim &inner = resultDims[dim], &outer = resultDims[dim - 1];
    if (isShared(dim) || isShared(dim - 1) || outer.block || outer.step != 1 ||
        inner.extent != interior(resultType(), inner))
      break;
    elements *= interior(resultType(), outer);
  }
  return count;
}

LoopNest Frame::resultLoops(Rows rows) {
  LoopNest nest;
  const int64_t rank = resultDims.size();
  // A row of row-major memory becomes vectors of lanes, the last of which may
  // be cut.
  int64_t inRow = dimsInRow(), row = inRow > 0;
  if (rows == Rows::OfOneDim)
    inRow = std::min<int64_t>(inRow, 1);
  for (int64_t dim = rank - inRow; dim < rank; ++dim)
    row *= share(dim, 0).count;
  const bool isSplit = row >= lanes();
  const int64_t counted = isSplit ? rank - inRow : rank; // by their own loops
  const int vectors = static_cast<int>((row + lanes() - 1) / lanes());
  const int64_t logical =
      inRow == 1 ? resultDims.back().logical : Loop().logical;
  if (isSplit)
    nest.loops = {{"lane", 0, lanes(), logical},
                  {"vector", 0, vectors, logical}};
  for (int64_t dim = counted - 1; dim >= 0; --dim)
    nest.loops.push_back({"dim" + std::to_string(dim), 0,
                          static_cast<int>(share(dim, 0).count),
                          resultDims[dim].logical});
  nest.loops.push_back(taskLoop());

  nest.at = [this, rank, row, counted, isSplit](const ExprList &values) {
    Point point(resultType().getRank());
    for (int64_t dim = 0; dim < counted; ++dim) {
      const PhysicalDim &stored = resultDims[dim];
      Index &index = point[stored.logical];
      index.block = stored.block ? stored.block : stored.step;
      index.padded = resultType().getDimSize(stored.logical) % index.block != 0;
      (stored.block ? index.inner : index.outer) =
          share(dim, values.back()).first +
          values[counted - 1 - dim + 2 * isSplit];
    }
    if (isSplit)
      setRow(point, counted, rank, row, values);
    return point;
  };
  if (isSplit && row % lanes() != 0)
    nest.guard = [this, row](const ExprList &values) {
      return values[1] * lanes() + values[0] < static_cast<int>(row);
    };
  return nest;
}

// The coordinates in dimensions `from` to `to` - 1, which make a row.
void Frame::setRow(Point &point, int64_t from, int64_t to, int64_t row,
                   const ExprList &values) {
  const bool isWhole = row % lanes() == 0;
  const Expr first = share(to - 1, values.back()).first;
  if (to - from == 1 && isWhole) {
    point[resultDims[from].logical] = {first / lanes() + values[1], values[0],
                                       lanes()};
    return;
  }
  Expr rest = first + values[1] * lanes() + values[0];
  for (int64_t dim = to - 1; dim > from; --dim) {
    const int size = static_cast<int>(interior(resultType(), resultDims[dim]));
    point[resultDims[dim].logical] = Index{rest % size};
    rest = rest / size;
  }
  point[resultDims[from].logical] = Index{rest, 0, 1, /*padded=*/!isWhole};
}

ExprList Frame::coordinates(const Point &at) const {
  ExprList coordinates;
  for (const PhysicalDim &dim : llvm::reverse(resultDims)) {
    const int64_t block = dim.block ? dim.block : dim.step;
    coordinates.push_back((block == 1
                               ? at[dim.logical].whole()
                               : part(at[dim.logical], block, dim.block != 0)) +
                          static_cast<int>(dim.before));
  }
  return coordinates;
}

// One update over the elements of the result leaves its border alone. The lanes
// behind the last channel get zero.
void Frame::store(const LoopNest &nest,
                  const std::function<Expr(const ExprList &)> &anchorAt) {
  Region ranges;
  for (const Loop &loop : nest.loops)
    ranges.emplace_back(loop.first, loop.extent);
  domain = RDom(ranges, "loop");
  ExprList values;
  for (size_t i = 0; i < ranges.size(); ++i)
    values.push_back(loop(i));
  if (nest.guard)
    domain.where(likely(nest.guard(values))); // splits the last vector off, so
                                              // that the others need no test
  const Type type = storedType(resultType().getElementType());
  std::vector<Var> vars;
  for (size_t i = 0; i < resultDims.size(); ++i)
    vars.emplace_back("at" + std::to_string(i));
  if (!result.defined())
    result(vars) = undef(type);

  Point point = nest.at(values);
  anchorValue = anchorAt ? anchorAt(values) : Expr();
  Expr value = cast(type, evaluate(op.getYield().getOperand(0), point));
  for (const PhysicalDim &dim : resultDims) {
    const int64_t size = resultType().getDimSize(dim.logical);
    if (dim.block && size % dim.block != 0)
      value = select(point[dim.logical].whole() < static_cast<int>(size), value,
                     Internal::make_zero(type));
  }
  result(coordinates(point)) = value;
  update().allow_race_conditions(); // each element is visited once, which
                                    // Halide cannot always see

  OutputImageParam memory = result.output_buffer();
  for (auto [i, dim] : llvm::enumerate(llvm::reverse(resultDims)))
    memory.dim(i)
        .set_bounds(0, static_cast<int>(dim.extent))
        .set_stride(static_cast<int>(dim.stride));
}

std::vector<Argument> Frame::arguments() const {
  std::vector<Argument> arguments;
  for (const Operand &operand : operands)
    arguments.push_back(operand.memory);
  arguments.push_back(first);
  arguments.push_back(last);
  return arguments;
}

} // namespace sinter::kernels
