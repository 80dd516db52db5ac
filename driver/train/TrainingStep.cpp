// TrainingStep.cpp: one step of training on a batch, by one process or several.
#include "driver/train/TrainingStep.h"

#include "absl/strings/str_cat.h"

#include <cstring>

namespace sinter {

absl::StatusOr<TrainingStep> TrainingStep::create(TrainingProgram &program,
                                                  llvm::StringRef model,
                                                  const std::vector<Port> &data,
                                                  const Ranks &ranks) {
  const bool isAlone = ranks.size() == 1;
  EntryRunner *runner = program.find(isAlone ? "train_step" : "grad", model);
  EntryRunner *apply = isAlone ? nullptr : program.find("apply", model);
  if (!runner || (!isAlone && !apply))
    return absl::InvalidArgumentError(absl::StrCat(
        "`", model.str(), "` exports no `", isAlone ? "train_step" : "grad",
        isAlone ? "`"
                : "`, which several processes train with: write `export " +
                      model.str() + " { grad(N=32) }`"));
  TrainingStep step;
  step.ranks = &ranks;
  absl::StatusOr<EntryCall> call = EntryCall::create(*runner, data);
  if (!call.ok())
    return call.status();
  step.first = std::move(*call);
  if (apply) {
    call = EntryCall::create(*apply, data);
    if (!call.ok())
      return call.status();
    step.apply = std::move(*call);
  }
  return step;
}

absl::Status TrainingStep::run(std::vector<HostArray> &batch, double rateFactor,
                               Votes &votes) {
  if (apply)
    return runTogether(batch, rateFactor, votes);
  if (votes.isShort)
    return absl::OkStatus();
  first->setRateFactor(rateFactor);
  absl::Status status = first->run(batch);
  means = own = first->values();
  return status;
}

absl::Status TrainingStep::runTogether(std::vector<HostArray> &batch,
                                       double rateFactor, Votes &votes) {
  HostArray &derivatives = *first->gradients();
  const size_t count = derivatives.bytes.size() / sizeof(float);
  if (!votes.isShort)
    if (absl::Status status = first->run(batch); !status.ok())
      return status;
  own = first->values();
  buffer.assign(count + own.size() + 2, 0);
  if (!votes.isShort) {
    std::memcpy(buffer.data(), derivatives.bytes.data(),
                derivatives.bytes.size());
    for (size_t i = 0; i < own.size(); ++i)
      buffer[count + i] = static_cast<float>(own[i]);
  }
  buffer[count + own.size()] = votes.isShort;
  buffer[count + own.size() + 1] = votes.stops;
  if (absl::Status status = ranks->sum(llvm::MutableArrayRef(buffer));
      !status.ok())
    return status;
  votes.isShort = buffer[count + own.size()] > 0;
  votes.stops = buffer[count + own.size() + 1] > 0;
  if (votes.isShort)
    return absl::OkStatus();
  const auto share = 1.0f / static_cast<float>(ranks->size());
  for (float &value : buffer)
    value *= share;
  means.assign(buffer.begin() + static_cast<ptrdiff_t>(count),
               buffer.end() - 2);
  std::memcpy(apply->gradients()->bytes.data(), buffer.data(),
              derivatives.bytes.size());
  apply->setRateFactor(rateFactor);
  std::vector<HostArray> none;
  return apply->run(none);
}

} // namespace sinter
