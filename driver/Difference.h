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
  std::string name;
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

/// Terms of a sum may cancel: the true gradient of a bias before a batch norm
/// is zero, its roundings are those of its terms. How far that takes each of
/// some results is told by another run of the reference in which every op is
/// off by its rounding, up or down: u times its result, and where it adds K
/// terms u sqrt(K) times what a part of the sum may have come to: its result,
/// or the root of the sum of the squares, the size of sums that cancel.
struct Cancellation {
  /// The largest distances of such runs, by output and by parameter.
  std::vector<double> outputs;
  llvm::StringMap<double> state;
};

/// What the interpreter gives for `reference`, the entry at the autodiff stage
/// with its parameters bound. Inputs with fewer rows than the entry takes
/// repeat theirs. An entry that trains does so on `state`. Where the
/// interpreter stops, it has said so at the op.
absl::StatusOr<std::vector<Array>>
referenceOutputs(mlir::func::FuncOp reference,
                 const std::vector<HostArray> &inputs,
                 ReferenceState *state = nullptr);

/// How far roundings take what `reference`, as above, gives from `expected` and
/// from `left` in the state that was `before`.
absl::StatusOr<Cancellation> measureCancellation(
    mlir::func::FuncOp reference, const std::vector<HostArray> &inputs,
    const ReferenceState &before, const std::vector<Array> &expected,
    const ReferenceState &left);

/// Compares `outputs` with the reference's, of which they may be the first
/// rows. `factor` scales the tolerance, which is at least what is told of
/// cancellation.
std::vector<OutputDifference> compareWithReference(
    mlir::func::FuncOp reference, const EntrySignature &signature,
    const std::vector<HostArray> &outputs, const std::vector<Array> &expected,
    double factor, const Cancellation *cancellation = nullptr);

/// Compares a training state after a call of `reference` with what the
/// interpreter left.
std::vector<OutputDifference>
compareStates(mlir::func::FuncOp reference, const TrainingState &state,
              llvm::ArrayRef<StateTensor> tensors,
              const ReferenceState &expected, double factor,
              const Cancellation *cancellation = nullptr);

} // namespace sinter

#endif // SINTER_DRIVER_DIFFERENCE_H
