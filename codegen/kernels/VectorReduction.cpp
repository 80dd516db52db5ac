// VectorReduction.cpp: see VectorReduction.h.
#include "codegen/kernels/VectorReduction.h"

using namespace Halide;

namespace sinter::kernels {

bool VectorReduction::fits(const Frame &frame, const Operand *operand,
                           int64_t axis) {
  if (!operand || operand->type.getDimSize(axis) < frame.lanes())
    return false;
  const PhysicalDim *inner = operand->find(axis, /*inner=*/true);
  return inner ? inner->stride == 1 && inner->block == frame.lanes()
               : operand->stride(axis) == 1;
}

// `combine` of what `at` gives for 0 to `count` - 1, as a balanced tree.
static Expr tree(int first, int count, VectorReduction::Combine combine,
                 const std::function<Expr(int)> &at) {
  if (count == 1)
    return at(first);
  const int half = count / 2;
  return combine(tree(first, half, combine, at),
                 tree(first + half, count - half, combine, at));
}

VectorReduction::VectorReduction(Frame &frame, const std::string &name,
                                 const Operand &operand, int64_t axis,
                                 const std::vector<Var> &line,
                                 const std::vector<int> &others,
                                 const Element &element, Combine combine,
                                 Expr neutral)
    : frame(frame), partial(name + "_partial"), whole(name) {
  const int lanes = frame.lanes(),
            size = static_cast<int>(operand.type.getDimSize(axis)),
            vectors = size / lanes, rest = size % lanes;
  // Several sums in flight hide the latency of an addition.
  ways = vectors % 4 == 0 ? 4 : vectors % 2 == 0 ? 2 : 1;
  std::vector<Var> vars = {lane, way};
  vars.insert(vars.end(), line.begin(), line.end());
  auto vector = [&](Expr i) { return Index{i, lane, lanes}; };
  auto positions = [](const RDom &domain) { // in the other dimensions
    ExprList positions;
    for (int i = 1; i < domain.dimensions(); ++i)
      positions.push_back(domain[i]);
    return positions;
  };
  Region ranges = {{0, vectors / ways}};
  for (int extent : others)
    ranges.emplace_back(0, extent);
  steps = RDom(ranges, "step");
  partial(vars) = neutral.defined()
                      ? neutral
                      : element(vector(way), ExprList(others.size(), 0));
  partial(vars) = combine(
      partial(vars), element(vector(steps[0] * ways + way), positions(steps)));
  // What is left of the axis goes to as many lanes: the first, or, where the
  // operand has no padding behind it, the last of the last vector inside.
  if (rest != 0) {
    ranges[0] = {0, 1};
    RDom once(ranges, "tail");
    ExprList at(vars.begin(), vars.end());
    at[1] = 0;
    const bool isPadded = operand.find(axis, /*inner=*/true);
    Index tail = isPadded ? Index{vectors, lane, lanes, /*padded=*/true}
                          : Index{lane + (size - lanes)};
    partial(at) = select(isPadded ? lane < rest : lane >= lanes - rest,
                         combine(partial(at), element(tail, positions(once))),
                         partial(at));
  }
  whole(line) = tree(0, lanes * ways, combine, [&](int i) {
    ExprList at = {i / ways, i % ways};
    at.insert(at.end(), line.begin(), line.end());
    return Expr(partial(at));
  });
}

void VectorReduction::computeAt(RVar loop) {
  whole.compute_at(frame.result, loop).store_in(MemoryType::Stack);
  partial.compute_at(frame.result, loop).store_in(MemoryType::Stack);
  partial.bound(lane, 0, frame.lanes()).bound(way, 0, ways);
  partial.vectorize(lane).unroll(way);
  std::vector<VarOrRVar> order = {lane, way};
  for (int i = 0; i < steps.dimensions(); ++i)
    order.emplace_back(steps[i]);
  partial.update(0).reorder(order).vectorize(lane).unroll(way);
  if (partial.num_update_definitions() > 1)
    partial.update(1).vectorize(lane);
}

} // namespace sinter::kernels
