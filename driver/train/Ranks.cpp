// Ranks.cpp: calls of Open MPI, by the binary interface that its versions 3 to
// 5 share: handles are pointers to objects that the library exports.
#include "driver/train/Ranks.h"

#include "absl/strings/str_cat.h"

#include <algorithm>
#include <climits>
#include <cstdlib>
#include <dlfcn.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace sinter {

struct Ranks::Mpi {
  using Handle = void *;

  int (*init)(int *, char ***);
  int (*finalize)();
  int (*abort)(Handle, int);
  int (*rank)(Handle, int *);
  int (*size)(Handle, int *);
  int (*barrier)(Handle);
  int (*allReduce)(const void *, void *, int, Handle, Handle, Handle);
  Handle world, sum, f32, f64;
};

namespace {

constexpr int mpiSuccess = 0;
/// MPI_IN_PLACE: the buffer to send is the one to receive.
void *const inPlace = reinterpret_cast<void *>(1);

absl::Status mpiError(const char *what) {
  return absl::InternalError(absl::StrCat("Open MPI could not ", what,
                                          "; its own message stands above"));
}

template <typename Function>
bool lookUp(void *library, const char *name, Function &out) {
  out = reinterpret_cast<Function>(dlsym(library, name));
  return out != nullptr;
}

template <typename Reduce, typename T>
absl::Status sumPieces(llvm::MutableArrayRef<T> values, Reduce reduce) {
  // MPI counts elements with an int.
  while (!values.empty()) {
    const size_t piece = std::min<size_t>(values.size(), INT_MAX);
    if (reduce(values.data(), static_cast<int>(piece)) != mpiSuccess)
      return mpiError("sum over the ranks");
    values = values.drop_front(piece);
  }
  return absl::OkStatus();
}

/// Waits until mpirun has read what was written to `file`, if that is a pipe:
/// it passes on what it has read, but ends the processes of an aborted job
/// without looking into their pipes again. A second at most, for it may hang.
void waitUntilRead(int file) {
  constexpr int most = 1000; // milliseconds
  struct stat status;
  if (fstat(file, &status) != 0 || !S_ISFIFO(status.st_mode))
    return;
  int unread = 0;
  for (int waited = 0; waited < most; ++waited) {
    if (ioctl(file, FIONREAD, &unread) != 0 || unread == 0)
      return;
    usleep(1000);
  }
}

} // namespace

Ranks::Ranks() = default;

absl::StatusOr<std::unique_ptr<Ranks>> Ranks::join() {
  std::unique_ptr<Ranks> ranks(new Ranks());
  if (!std::getenv("OMPI_COMM_WORLD_SIZE"))
    return ranks;
  // Its plugins look for its symbols among the global ones.
  void *library = nullptr;
  for (const char *name : {"libmpi.so.40", "libmpi.so"})
    if (!library)
      library = dlopen(name, RTLD_NOW | RTLD_GLOBAL);
  if (!library)
    return absl::NotFoundError(absl::StrCat(
        "mpirun has started this program, but Open MPI cannot be loaded: ",
        dlerror(), "; install openmpi-bin"));
  auto mpi = std::make_unique<Mpi>();
  if (!lookUp(library, "MPI_Init", mpi->init) ||
      !lookUp(library, "MPI_Finalize", mpi->finalize) ||
      !lookUp(library, "MPI_Abort", mpi->abort) ||
      !lookUp(library, "MPI_Comm_rank", mpi->rank) ||
      !lookUp(library, "MPI_Comm_size", mpi->size) ||
      !lookUp(library, "MPI_Barrier", mpi->barrier) ||
      !lookUp(library, "MPI_Allreduce", mpi->allReduce) ||
      !lookUp(library, "ompi_mpi_comm_world", mpi->world) ||
      !lookUp(library, "ompi_mpi_op_sum", mpi->sum) ||
      !lookUp(library, "ompi_mpi_float", mpi->f32) ||
      !lookUp(library, "ompi_mpi_double", mpi->f64))
    return absl::NotFoundError(
        "the libmpi.so that mpirun brings is not Open MPI, which is needed");
  if (mpi->init(nullptr, nullptr) != mpiSuccess ||
      mpi->rank(mpi->world, &ranks->own) != mpiSuccess ||
      mpi->size(mpi->world, &ranks->count) != mpiSuccess)
    return mpiError("start");
  ranks->mpi = std::move(mpi);
  return ranks;
}

Ranks::~Ranks() {
  if (mpi)
    mpi->finalize();
}

absl::Status Ranks::sum(llvm::MutableArrayRef<float> values) const {
  if (!mpi)
    return absl::OkStatus();
  return sumPieces(values, [&](void *data, int length) {
    return mpi->allReduce(inPlace, data, length, mpi->f32, mpi->sum,
                          mpi->world);
  });
}

absl::Status Ranks::sum(llvm::MutableArrayRef<double> values) const {
  if (!mpi)
    return absl::OkStatus();
  return sumPieces(values, [&](void *data, int length) {
    return mpi->allReduce(inPlace, data, length, mpi->f64, mpi->sum,
                          mpi->world);
  });
}

absl::Status Ranks::meet() const {
  return !mpi || mpi->barrier(mpi->world) == mpiSuccess ? absl::OkStatus()
                                                        : mpiError("wait");
}

void Ranks::abort() const {
  if (!mpi)
    return;
  waitUntilRead(STDERR_FILENO);
  mpi->abort(mpi->world, 1);
}

} // namespace sinter
