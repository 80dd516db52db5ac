// EntryCall.cpp: an entry that trains or evaluates, called on a batch.
#include "driver/train/EntryCall.h"

#include "driver/data/DataSet.h"

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
    if (port.name != rateFactorName && port.name != gradientsName)
      return absl::InvalidArgumentError(
          absl::StrCat("`", runner.signature().symbol, "` takes `", port.name,
                       "`, which no data fills"));
    call.sources.push_back(std::nullopt);
    call.arguments.emplace_back(port.type);
  }
  for (const Port &port : runner.signature().outputs)
    if (port.name != gradientsName)
      call.results.push_back({port.name, port.type.count()});
  return call;
}

void EntryCall::setRateFactor(double factor) {
  for (auto [port, argument] :
       llvm::zip_equal(runner->signature().inputs, arguments))
    if (port.name == rateFactorName)
      writeElement(port.type.element, argument.bytes.data(), 0, factor);
}

HostArray *EntryCall::gradients() {
  for (auto [port, argument] :
       llvm::zip_equal(runner->signature().inputs, arguments))
    if (port.name == gradientsName)
      return &argument;
  for (auto [port, output] :
       llvm::zip_equal(runner->signature().outputs, outputs))
    if (port.name == gradientsName)
      return &output;
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
  for (auto [port, output] :
       llvm::zip_equal(runner->signature().outputs, outputs))
    if (port.name != gradientsName)
      for (int64_t i = 0, count = port.type.count(); i < count; ++i)
        values.push_back(output.at(i));
  return values;
}

} // namespace sinter
