// KernelObjects.cpp: the kernels of a planned module -> objects, in parallel
// and through the cache.
#include "driver/KernelObjects.h"

#include "driver/Reported.h"

#include "llvm/ADT/StringSet.h"

#include <algorithm>
#include <atomic>
#include <thread>

namespace sinter {

std::vector<KernelOp> distinctKernels(mlir::ModuleOp planned) {
  std::vector<KernelOp> kernels;
  llvm::StringSet<> seen;
  planned.walk([&](KernelOp kernel) {
    std::optional<llvm::StringRef> symbol = kernel.getSymbol();
    if (symbol && kernel.getStrategy() != "view" &&
        runtimeFunction(kernel).empty() && seen.insert(*symbol).second)
      kernels.push_back(kernel);
  });
  return kernels;
}

absl::StatusOr<std::vector<ObjectFile>>
compileKernels(mlir::ModuleOp planned, const KernelCache &cache) {
  std::vector<KernelOp> kernels = distinctKernels(planned);
  std::vector<ObjectFile> objects(kernels.size());
  const TargetAttr target = TargetAttr::of(planned);
  std::atomic<size_t> next = 0;
  std::atomic<bool> stopped = false;

  auto work = [&] {
    for (size_t i; !stopped && (i = next++) < kernels.size();) {
      const llvm::StringRef symbol = *kernels[i].getSymbol();
      objects[i].name = symbol.str();
      if (std::optional<std::string> cached = cache.load(symbol)) {
        objects[i].bytes = std::move(*cached);
        continue;
      }
      mlir::FailureOr<std::string> built =
          buildKernel(kernels[i], target, symbol);
      if (mlir::failed(built)) {
        stopped = true;
        return;
      }
      objects[i].bytes = std::move(*built);
      cache.store(symbol, objects[i].bytes);
    }
  };
  std::vector<std::thread> threads;
  const size_t count = std::min<size_t>(
      std::max(1u, std::thread::hardware_concurrency()), kernels.size());
  for (size_t i = 1; i < count; ++i)
    threads.emplace_back(work);
  work();
  for (std::thread &thread : threads)
    thread.join();
  if (stopped)
    return alreadyReported();
  return objects;
}

} // namespace sinter
