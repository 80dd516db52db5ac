// WeightsAhead.cpp: see WeightsAhead.h.
#include "codegen/kernels/WeightsAhead.h"

#include "llvm/ADT/STLExtras.h"

using namespace Halide;
using namespace Halide::Internal;

namespace sinter::kernels {

namespace {

constexpr int kLineBytes = 64;

/// The loops of a reduction inside a statement: how deep they are nested, and
/// how often the innermost runs, which is 0 where that is not known.
class InnerSteps final : public IRVisitor {
public:
  InnerSteps(const std::string &prefix, const Stmt &body) : prefix(prefix) {
    body.accept(this);
  }

  int depth = 0, turns = 0;

private:
  using IRVisitor::visit;

  void visit(const For *loop) override {
    const bool isStep = starts_with(loop->name, prefix);
    if (isStep && ++around > depth) {
      const int64_t *extent = as_const_int(loop->extent);
      depth = around;
      turns = extent ? static_cast<int>(*extent) : 0;
    }
    IRVisitor::visit(loop);
    around -= isStep;
  }

  const std::string &prefix;
  int around = 0;
};

/// The first element of a tensor that a statement loads in the first turns of
/// its loops, as far as can be proved; undefined where it loads none.
class FirstElement final : public IRVisitor {
public:
  FirstElement(const std::string &tensor, const Stmt &body) : tensor(tensor) {
    body.accept(this);
  }

  Expr index;

private:
  using IRVisitor::visit;

  void visit(const For *loop) override {
    values[loop->name] = substitute(values, loop->min);
    IRVisitor::visit(loop);
  }
  void visit(const Let *let) override { bind(let); }
  void visit(const LetStmt *let) override { bind(let); }

  template <typename T> void bind(const T *let) {
    values[let->name] = substitute(values, let->value);
    IRVisitor::visit(let);
  }

  void visit(const Load *load) override {
    IRVisitor::visit(load);
    if (load->name != tensor)
      return;
    const Ramp *vector = load->index.as<Ramp>();
    Expr at = simplify(substitute(values, vector ? vector->base : load->index));
    if (at.type().is_scalar() && (!index.defined() || can_prove(at < index)))
      index = at;
  }

  const std::string &tensor;
  std::map<std::string, Expr> values; ///< of variables, outside the statement
};

class FetchWeightsAhead final : public IRMutator {
public:
  explicit FetchWeightsAhead(WeightsAhead weights)
      : weights(std::move(weights)), steps(this->weights.sums + ".s1.step") {}

private:
  using IRMutator::visit;

  Stmt visit(const For *loop) override {
    if (starts_with(loop->name, steps))
      if (InnerSteps inner(steps, loop->body); inner.depth == 1)
        return fetching(loop, inner.turns);
    around.push_back(loop);
    Stmt result = IRMutator::visit(loop);
    around.pop_back();
    return result;
  }

  /// How often the same weights are used, and which of these times it is.
  struct Uses {
    int count = 1;
    Expr number = 0;
  };

  Uses uses() const {
    Uses uses;
    for (const For *loop : around) {
      const int64_t *extent = as_const_int(loop->extent);
      if (!extent ||
          llvm::none_of(weights.reuses, [&](const std::string &name) {
            return starts_with(loop->name, name);
          }))
        continue;
      uses.count *= static_cast<int>(*extent);
      uses.number = uses.number * static_cast<int>(*extent) +
                    (Variable::make(Int(32), loop->name) - loop->min);
    }
    return uses;
  }

  // A step's vectors are in runs of their own, of so many steps.
  Stmt fetching(const For *loop, int turns) {
    const auto [count, number] = uses();
    const Expr first = FirstElement(weights.weight, loop->body).index;
    const int runLines = turns * weights.vectorBytes / kLineBytes,
              lines = runLines * weights.vectors,
              share = (lines + count - 1) / count;
    if (!first.defined() || runLines == 0 || count == 1)
      return loop;
    std::vector<Stmt> body;
    for (int i = 0; i < share; ++i) {
      Expr line = min(number * share + i, lines - 1),
           vector = weights.vectors > 1 ? line / runLines : 0;
      Expr element = first + (vector + weights.vectors) * weights.stride +
                     (line - vector * runLines) * (kLineBytes / 4);
      body.push_back(Evaluate::make(
          Call::make(Float(32), Call::prefetch,
                     {Variable::make(type_of<void *>(), weights.weight),
                      simplify(element), 1, 1},
                     Call::Intrinsic)));
    }
    body.push_back(loop->body);
    return For::make(loop->name, loop->min, loop->extent, loop->for_type,
                     loop->device_api, Block::make(body));
  }

  const WeightsAhead weights;
  const std::string steps;
  std::vector<const For *> around;
};

} // namespace

IRMutator *fetchWeightsAhead(WeightsAhead weights) {
  return new FetchWeightsAhead(std::move(weights));
}

} // namespace sinter::kernels
