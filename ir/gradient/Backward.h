// Backward.h: what a rule of differentiation writes its formula in.
//
//   // tanh: d y / d x = 1 - y * y
//   void tanh(Backward &at) {
//     at.give(0, at.dy() * (1 - at.y() * at.y()));
//   }
#pragma once

#include "ir/Ops.h"

#include "mlir/IR/ImplicitLocOpBuilder.h"
#include "llvm/ADT/BitVector.h"

namespace sinter {

/// A value in a formula. Arithmetic on terms, and on terms and numbers, makes
/// elementwise ops, which broadcast as NumPy does.
struct Term {
  mlir::ImplicitLocOpBuilder *builder;
  mlir::Value value;

  operator mlir::Value() const { return value; }
  mlir::RankedTensorType type() const {
    return llvm::cast<mlir::RankedTensorType>(value.getType());
  }
  llvm::ArrayRef<int64_t> shape() const { return type().getShape(); }
  /// `number` as a scalar of this term's element type.
  Term number(double number) const;
};

Term operator-(Term a);
Term operator+(Term a, Term b);
Term operator-(Term a, Term b);
Term operator*(Term a, Term b);
Term operator/(Term a, Term b);
inline Term operator+(Term a, double b) { return a + a.number(b); }
inline Term operator-(Term a, double b) { return a - a.number(b); }
inline Term operator*(Term a, double b) { return a * a.number(b); }
inline Term operator/(Term a, double b) { return a / a.number(b); }
inline Term operator+(double a, Term b) { return b.number(a) + b; }
inline Term operator-(double a, Term b) { return b.number(a) - b; }
inline Term operator*(double a, Term b) { return b.number(a) * b; }

/// Booleans, and the choice by them.
Term less(Term a, Term b);
Term equal(Term a, Term b);
Term both(Term a, Term b);
Term select(Term condition, Term onTrue, Term onFalse);

Term reshape(Term input, llvm::ArrayRef<int64_t> shape);
Term broadcast(Term input, llvm::ArrayRef<int64_t> shape);
/// Sums over `axes`, ascending, which stay with size 1 if `keep`; all of them
/// where there are none.
Term sum(Term input, llvm::ArrayRef<int64_t> axes, bool keep = false);
/// The same sum with the axes that `input` has beyond `shape`, and those that
/// have size 1 there, reduced: the adjoint of broadcasting `shape`.
Term sumTo(Term input, llvm::ArrayRef<int64_t> shape);

/// The gradient of the one result of an op on its way to the operands.
class Backward {
public:
  /// Ops are built at `builder`; `wanted` says which operands have gradients.
  Backward(mlir::ImplicitLocOpBuilder &builder, mlir::Operation *op,
           mlir::Value gradient, llvm::BitVector wanted)
      : builder(builder), op(op), gradient(gradient), wanted(std::move(wanted)),
        given(op->getNumOperands()) {}

  template <typename Op> Op as() const { return llvm::cast<Op>(op); }
  Term x(unsigned operand = 0) const { return term(op->getOperand(operand)); }
  Term y() const { return term(op->getResult(0)); }
  /// The gradient of the result, of its type.
  Term dy() const { return term(gradient); }

  bool wants(unsigned operand) const { return wanted[operand]; }
  /// Sets the gradient of `operand`, at most once; one that nobody wants, or
  /// that is zero (`withoutCentred`), is passed over. Where `gradient` has axes
  /// along which the operand was repeated, it is summed over them.
  void give(unsigned operand, Term gradient);
  /// What was given for `operand`; null where nothing was.
  mlir::Value gradientOf(unsigned operand) const { return given[operand]; }

  /// Builds an op with one result; builders are the op's, without result types.
  template <typename Op, typename... Arguments>
  Term make(Arguments &&...arguments) const {
    return term(Op::create(builder, std::forward<Arguments>(arguments)...)
                    ->getResult(0));
  }

private:
  Term term(mlir::Value value) const { return {&builder, value}; }

  mlir::ImplicitLocOpBuilder &builder;
  mlir::Operation *op;
  mlir::Value gradient;
  llvm::BitVector wanted;
  llvm::SmallVector<mlir::Value> given;
};

} // namespace sinter
