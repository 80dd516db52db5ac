// Ranks.h: the processes that `mpirun -n K sinter train` starts.
//
// Open MPI is loaded where mpirun has started the program, and nowhere else, so
// that neither building nor running Sinter needs it.
#ifndef SINTER_DRIVER_TRAIN_RANKS_H
#define SINTER_DRIVER_TRAIN_RANKS_H

#include "absl/status/statusor.h"
#include "llvm/ADT/ArrayRef.h"

#include <memory>

namespace sinter {

class Ranks {
public:
  /// One process that is alone, unless mpirun has started this one.
  static absl::StatusOr<std::unique_ptr<Ranks>> join();
  ~Ranks();
  Ranks(const Ranks &) = delete;
  Ranks &operator=(const Ranks &) = delete;

  int rank() const { return own; }
  int size() const { return count; }

  /// Replaces each value by its sum over the ranks; all get the same bits.
  absl::Status sum(llvm::MutableArrayRef<float> values) const;
  absl::Status sum(llvm::MutableArrayRef<double> values) const;
  /// Waits until all are here.
  absl::Status meet() const;
  /// Ends the other ranks too, for errors that they do not know of, once what
  /// this one has written to standard error is on its way to the user.
  void abort() const;

private:
  struct Mpi;

  Ranks();

  std::unique_ptr<Mpi> mpi; ///< null for a process that is alone
  int own = 0, count = 1;
};

} // namespace sinter

#endif // SINTER_DRIVER_TRAIN_RANKS_H
