// Extremes.cpp: calls of no function -> the operations that they stand for.
#include "codegen/kernels/Extremes.h"

using namespace Halide;
using namespace Halide::Internal;

namespace sinter::kernels {

namespace {

class Restore final : public IRMutator {
  using IRMutator::visit;

  Expr visit(const Call *call) override {
    if (call->call_type != Call::PureExtern)
      return IRMutator::visit(call);
    auto operand = [&](size_t i) { return mutate(call->args[i]); };
    if (call->name == "as_written")
      return operand(0);
    if (call->name == "max_or_second")
      return Max::make(operand(0), operand(1));
    if (call->name == "min_or_second")
      return Min::make(operand(0), operand(1));
    if (call->name == "is_equal")
      return EQ::make(operand(0), operand(1));
    if (call->name == "is_less")
      return LT::make(operand(0), operand(1));
    if (call->name == "is_less_or_equal") { // Halide's `a <= b` is !(b < a)
      Expr a = operand(0), b = operand(1);
      return Or::make(LT::make(a, b), EQ::make(a, b));
    }
    return IRMutator::visit(call);
  }
};

} // namespace

Expr restored(const Expr &expression) { return Restore().mutate(expression); }

} // namespace sinter::kernels
