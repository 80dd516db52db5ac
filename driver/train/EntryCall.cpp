// EntryCall.cpp: an entry that trains or evaluates, called on a batch.
#include "driver/train/EntryCall.h"

#include "driver/data/DataSet.h"
#include "passes/JoinBatches.h"

#include "absl/strings/str_cat.h"
#include "llvm/ADT/STLExtras.h"

namespace sinter {

absl::StatusOr<EntryCall> EntryCall::create(EntryRunner &runner,
                                            const std::vector<Port> &data) {
  EntryCall call;
  call.runner = &runner;
  call.outputs = runner.makeOutputs();
  for (const Port &port : runner.signature().inputs) {
    auto found = llvm::find_if(
        data, [&](const Port &input) { return input.name == port.name; });
    if (found != data.end()) {
      ArrayType type = found->type;
      if (port.name != classWeightsInput)
        call.batch = type.shape.front() = port.type.shape.front();
      if (type != port.type)
        return absl::InvalidArgumentError(absl::StrCat(
            "`", runner.signature().symbol, "` takes `", port.name, ": ",
            port.type.str(), "`, but the training step takes ",
            found->type.str(), "; export both with the same dimensions"));
      call.sources.push_back(found - data.begin());
      call.arguments.emplace_back();
      continue;
    }
    const llvm::StringRef name = port.name;
    if (name != rateFactorName && !name.starts_with(gradientsName) &&
        !name.starts_with(kOthersPrefix))
      return absl::InvalidArgumentError(
          absl::StrCat("`", runner.signature().symbol, "` takes `", port.name,
                       "`, which no data fills"));
    call.sources.push_back(std::nullopt);
    call.arguments.emplace_back(port.type);
  }
  for (const Port &port : llvm::ArrayRef(runner.signature().outputs)
                              .drop_front(call.givesGradients()))
    call.results.push_back({port.name, port.type.count()});
  return call;
}

void EntryCall::setRateFactor(double factor) {
  if (HostArray *rate = argument(rateFactorName))
    writeElement(rate->type.element, rate->bytes.data(), 0, factor);
}

HostArray *EntryCall::argument(llvm::StringRef name) {
  for (auto [port, argument, source] :
       llvm::zip_equal(runner->signature().inputs, arguments, sources))
    if (!source && port.name == name)
      return &argument;
  return nullptr;
}

const HostArray *
EntryCall::argument(llvm::StringRef name,
                    const std::vector<HostArray> &batch) const {
  for (auto [port, argument, source] :
       llvm::zip_equal(runner->signature().inputs, arguments, sources))
    if (port.name == name)
      return source ? &batch[*source] : &argument;
  return nullptr;
}

absl::Status EntryCall::run(std::vector<HostArray> &batch) {
  auto exchange = [&] {
    for (auto [argument, source] : llvm::zip_equal(arguments, sources))
      if (source)
        std::swap(argument, batch[*source]);
  };
  exchange();
  absl::Status status = runner->run(arguments, outputs);
  exchange();
  return status;
}

std::vector<double> EntryCall::values() const {
  std::vector<double> values;
  for (const HostArray &output :
       llvm::ArrayRef(outputs).drop_front(givesGradients()))
    for (int64_t i = 0, count = output.type.count(); i < count; ++i)
      values.push_back(output.at(i));
  return values;
}

} // namespace sinter
