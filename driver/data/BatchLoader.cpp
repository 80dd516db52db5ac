// BatchLoader.cpp: batches of examples, put together by a thread.
#include "driver/data/BatchLoader.h"

namespace sinter {

/// One batch is computed with, the others wait. More would not help: whoever
/// decodes too slowly is waited for anyhow.
static constexpr size_t batchesInFlight = 4;

BatchLoader::BatchLoader(const DataSet &dataSet, std::vector<int64_t> indices,
                         int64_t start, int64_t examples)
    : data(dataSet), order(std::move(indices)), position(start),
      batchSize(examples) {
  for (size_t i = 0; i < batchesInFlight; ++i)
    unused.push_back(data.makeBatch(batchSize));
  thread = std::thread([this] { work(); });
}

BatchLoader::~BatchLoader() {
  {
    std::lock_guard lock(mutex);
    isStopped = true;
  }
  changed.notify_all();
  thread.join();
}

Batch BatchLoader::fill(std::vector<HostArray> inputs) {
  Batch batch;
  batch.inputs = std::move(inputs);
  const auto count = static_cast<int64_t>(order.size());
  while (batch.examples < batchSize && position < count) {
    absl::Status status =
        data.read(order[position++], batch.examples, batch.inputs);
    if (status.ok())
      ++batch.examples;
    else
      batch.damaged.emplace_back(status.message());
  }
  batch.end = position;
  return batch;
}

void BatchLoader::work() {
  for (;;) {
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return isStopped || !unused.empty(); });
    if (isStopped)
      return;
    std::vector<HostArray> inputs = std::move(unused.back());
    unused.pop_back();
    lock.unlock();
    Batch batch = fill(std::move(inputs));
    lock.lock();
    isDone = position == static_cast<int64_t>(order.size());
    ready.push_back(std::move(batch));
    const bool wasLast = isDone;
    lock.unlock();
    changed.notify_all();
    if (wasLast)
      return;
  }
}

std::optional<Batch> BatchLoader::next() {
  std::unique_lock lock(mutex);
  changed.wait(lock, [&] { return isDone || !ready.empty(); });
  if (ready.empty())
    return std::nullopt;
  Batch batch = std::move(ready.front());
  ready.pop_front();
  return batch;
}

void BatchLoader::recycle(Batch batch) {
  {
    std::lock_guard lock(mutex);
    unused.push_back(std::move(batch.inputs));
  }
  changed.notify_all();
}

} // namespace sinter
