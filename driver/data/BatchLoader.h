// BatchLoader.h: batches of examples, put together by a thread while the model
// computes with those before.
#ifndef SINTER_DRIVER_DATA_BATCHLOADER_H
#define SINTER_DRIVER_DATA_BATCHLOADER_H

#include "driver/data/DataSet.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>

namespace sinter {

struct Batch {
  std::vector<HostArray> inputs;
  int64_t examples = 0; ///< rows that are filled
  /// Where in the order the next batch starts.
  int64_t end = 0;
  /// Why files that would have been in the batch are not.
  std::vector<std::string> damaged;
};

class BatchLoader {
public:
  /// Takes the examples of `order` from `start` on. A damaged one is passed
  /// over, and the next one takes its place. `data` outlives the loader.
  BatchLoader(const DataSet &data, std::vector<int64_t> order, int64_t start,
              int64_t batchSize);
  ~BatchLoader();
  BatchLoader(const BatchLoader &) = delete;
  BatchLoader &operator=(const BatchLoader &) = delete;

  /// The next batch; the last one may not be full, or even empty. Nothing after
  /// it.
  std::optional<Batch> next();
  /// Gives a batch's memory back, to be filled again.
  void recycle(Batch batch);

private:
  void work();
  Batch fill(std::vector<HostArray> inputs);

  const DataSet &data;
  std::vector<int64_t> order;
  int64_t position;
  const int64_t batchSize;

  std::mutex mutex;
  std::condition_variable changed;
  std::deque<Batch> ready;
  std::vector<std::vector<HostArray>> unused;
  bool isStopped = false, isDone = false;
  std::thread thread; // last, for it uses what is above
};

} // namespace sinter

#endif // SINTER_DRIVER_DATA_BATCHLOADER_H
