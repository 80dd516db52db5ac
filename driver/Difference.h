// Difference.h: compiled code beside the reference interpreter.
#ifndef SINTER_DRIVER_DIFFERENCE_H
#define SINTER_DRIVER_DIFFERENCE_H

#include "driver/Entry.h"
#include "ir/reference/Interpreter.h"

#include "absl/status/statusor.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "llvm/ADT/StringMap.h"

namespace sinter {

/// How far one output is from the reference.
struct OutputDifference {
  std::string name; ///< `lenet5_infer, N=8 logits`, the entry's first
  ArrayType type;
  double largestAbsolute =
      0; ///< infinite where only one of the two is a number
  double largestRelative = 0;   ///< of the reference's largest magnitude
  double tolerance = 0;         ///< for largestAbsolute
  int64_t worst = 0;            ///< row-major index of the largest difference
  double got = 0, expected = 0; ///< there

  bool within() const { return largestAbsolute <= tolerance; }
};

/// How much a result of `ops` may differ, as a share of its largest magnitude.
///
/// The reference computes in double precision, so the difference is the
/// rounding of the compiled code. Adding K terms in a type of unit roundoff u
/// rounds K times, each time by at most u times the partial sum. Roundings are
/// independent enough to add like a random walk: u sqrt(K) times the size of
/// the sums. The ops of a model stand one behind the other, and each rounds
/// values of the size of its outputs, so their squares add too: u sqrt(K1 + K2
/// + ...), where an op without a sum counts as one term. The factor of 8 covers
/// partial sums that are larger than the result, functions such as `exp` that
/// are a few roundings off, and the tail of the walk. Integers must be equal.
double relativeTolerance(mlir::Block &ops, ElementType type);

/// The reference knows integers up to 2^53, and no other seed of a training
/// state: an error for a larger one.
absl::Status checkReferenceSeed(uint64_t seed);

/// The values of a training state, by the paths of its parameters.
using ReferenceState = llvm::StringMap<Array>;

/// What `state` holds, for entries of `module`.
ReferenceState referenceState(mlir::ModuleOp module, const TrainingState &state,
                              llvm::ArrayRef<StateTensor> tensors);

/// The reference's side of a comparison: an entry in plain loops.
struct ReferenceCall {
  mlir::func::FuncOp function;
  std::vector<HostArray> inputs;
  std::vector<Array> outputs;
  /// The training state around the call; without values for an entry that
  /// infers.
  ReferenceState before, after;
};

/// Calls `function`, an entry at the autodiff stage with its parameters bound.
/// Inputs with fewer rows than the entry takes repeat theirs. Where the
/// interpreter stops, it has said so at the op.
absl::StatusOr<ReferenceCall> callReference(mlir::func::FuncOp function,
                                            std::vector<HostArray> inputs,
                                            ReferenceState before = {});

/// A result may be small beside what it was computed from: terms of a sum
/// cancel (the true gradient of a bias before a batch norm is zero), a clamp
/// cuts large values. What is left is the rounding of those. How far that takes
/// each result is told by runs of the reference in which every op is off by its
/// rounding, up or down: u times its result, and where it adds K terms u
/// sqrt(K) times what a part of the sum may have come to: its result, or the
/// root of the sum of the squares, the size of sums that cancel.
struct Cancellation {
  int runs = 0;
  /// The largest distances of the runs, by output and by parameter. Those to
  /// what is no number count for nothing, as they would allow anything.
  std::vector<double> outputs;
  llvm::StringMap<double> state;
};

/// Compares `outputs` with the reference's, of which they may be the first
/// rows. `factor` scales the tolerance, which is at least what is told of
/// cancellation.
std::vector<OutputDifference>
compareOutputs(const ReferenceCall &call, const EntrySignature &signature,
               const std::vector<HostArray> &outputs, double factor,
               const Cancellation &cancellation);

/// Compares a training state after a call with what the reference left.
std::vector<OutputDifference> compareStates(const ReferenceCall &call,
                                            const TrainingState &state,
                                            llvm::ArrayRef<StateTensor> tensors,
                                            double factor,
                                            const Cancellation &cancellation);

bool areWithin(llvm::ArrayRef<OutputDifference> differences);

/// What `compare` gives for a cancellation, which is measured, a run after the
/// other, only while some difference is too large without.
absl::StatusOr<std::vector<OutputDifference>> differencesOf(
    const ReferenceCall &call,
    llvm::function_ref<std::vector<OutputDifference>(const Cancellation &)>
        compare);

} // namespace sinter

#endif // SINTER_DRIVER_DIFFERENCE_H
