// StepFingerprint.cpp: by what a run that goes on knows that its text has
// changed.
#include "driver/train/StepFingerprint.h"

#include "ir/ConstantData.h"
#include "ir/Ops.h"

#include "mlir/IR/Matchers.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSet.h"

#include <charconv>

using namespace mlir;

namespace sinter {

namespace {

/// `0.01` of the nearest float.
std::string shortest(float value) {
  char text[32];
  return {text, std::to_chars(std::begin(text), std::end(text), value).ptr};
}

/// What messages call an op: `relu`, or `mul(_,0.01)` where there are numbers.
std::string nameOf(Operation &op) {
  std::vector<std::string> operands;
  bool hasNumbers = false;
  for (Value operand : op.getOperands()) {
    DenseElementsAttr value;
    const bool isNumber = matchPattern(operand, m_Constant(&value)) &&
                          value.isSplat() && value.getElementType().isF32();
    hasNumbers |= isNumber;
    operands.push_back(isNumber ? shortest(value.getSplatValue<float>()) : "_");
  }
  std::string name = op.getName().stripDialect().str();
  return hasNumbers ? name + "(" + llvm::join(operands, ",") + ")" : name;
}

/// What an op computes of its operands.
std::string meaningOf(Operation &op) {
  std::string text;
  llvm::raw_string_ostream stream(text);
  stream << op.getName() << op.getResultTypes();
  auto constant = dyn_cast<ConstantOp>(op);
  if (auto bytes = constantBytes(constant ? constant.getValue() : nullptr))
    stream.write(bytes->data(), bytes->size());
  else
    stream << op.getAttrDictionary();
  return text;
}

StringRef nameIn(StringRef word) { return word.rsplit(':').first; }

} // namespace

StepFingerprint::StepFingerprint(llvm::ArrayRef<func::FuncOp> steps) {
  for (func::FuncOp step : steps)
    add(step);
}

void StepFingerprint::add(func::FuncOp step) {
  llvm::DenseMap<Value, uint64_t> hashes;
  for (BlockArgument argument : step.getArguments())
    hashes[argument] = argument.getArgNumber();
  for (Operation &op : step.front()) {
    std::string meaning = meaningOf(op);
    for (Value operand : op.getOperands())
      meaning += llvm::utohexstr(hashes.lookup(operand)) + ",";
    const uint64_t hash = stableHash(meaning);
    for (OpResult result : op.getResults())
      hashes[result] = hash + result.getResultNumber();
    if (isa<ConstantOp>(op))
      continue; // named by the ops that it goes into
    words.push_back(nameOf(op) + ":" + llvm::utohexstr(hash));
    places.push_back(op.getLoc());
  }
}

std::string StepFingerprint::text() const { return llvm::join(words, " "); }

void StepFingerprint::warnWhereNew(StringRef saved, StringRef folder) const {
  llvm::SmallVector<StringRef> before;
  saved.split(before, ' ', /*MaxSplit=*/-1, /*KeepEmpty=*/false);
  llvm::StringSet<> known;
  known.insert_range(before);
  const auto first = llvm::find_if(
      words, [&](const std::string &word) { return !known.contains(word); });
  if (before.empty() || first == words.end())
    return;
  const size_t index = first - words.begin();
  const StringRef name = nameIn(*first);
  auto warning = emitWarning(places[index])
                 << "the step is another than that of the run in `" << folder
                 << "`: this ";
  // Up to here the two agree, so what is next in the other is in its place.
  const bool hasCounterpart =
      index < before.size() && std::equal(words.begin(), first, before.begin());
  if (!hasCounterpart)
    warning << "`" << name << "` is new";
  else if (nameIn(before[index]) == name)
    warning << "`" << name << "` was another";
  else
    warning << "is `" << name << "`, and was `" << nameIn(before[index]) << "`";
  warning.attachNote()
      << "the run goes on with the text as it is now; if that is not meant, "
         "stop it, and resume it with the text it had, or begin another from "
         "its weights: `--weights "
      << folder << "/last.safetensors --output DIR`";
}

} // namespace sinter
