// LayerTable.cpp: the layers of an entry and what they cost.
#include "driver/LayerTable.h"

#include "driver/HostArray.h"
#include "driver/ReceptiveField.h"
#include "ir/Ops.h"

#include "llvm/ADT/DenseSet.h"
#include "llvm/Support/Format.h"

#include <algorithm>
#include <array>

using namespace mlir;

namespace sinter {

namespace {

using Cells = std::array<std::string, 7>;

constexpr std::array<bool, 7> isNumber = {false, false, false, true,
                                          true,  true,  true};

std::string rowText(const Cells &cells, const std::array<size_t, 7> &widths) {
  std::string text;
  for (size_t i = 0; i < cells.size(); ++i) {
    const std::string blanks(widths[i] - cells[i].size(), ' ');
    text +=
        (i ? "  " : "") + (isNumber[i] ? blanks + cells[i] : cells[i] + blanks);
  }
  return llvm::StringRef(text).rtrim().str() + "\n";
}

} // namespace

/// Running statistics are stored like weights, but nobody counts them.
static bool isState(ReadOp read) {
  auto parameter = SymbolTable::lookupNearestSymbolFrom<ParameterOp>(
      read, read.getParameterAttr());
  return parameter && parameter.getState();
}

/// What an entry that trains does beside its forward passes: derivatives, what
/// is done with them up to the optimizers, which stand at a place of their own,
/// and what comes to these and to writes alone, or to nothing. Nothing in an
/// entry that does not train, whose layers count even where nobody reads them.
static llvm::DenseSet<Operation *> opsOfTraining(func::FuncOp entry) {
  llvm::DenseSet<Operation *> found, derivatives;
  auto ops = entry.front().without_terminator();
  for (Operation &op : ops)
    if (isa<WriteOp>(op) || layerPath(op.getLoc()).starts_with("sinter."))
      found.insert(&op);
    else if (isa<GradientOp>(op) ||
             llvm::any_of(op.getOperands(), [&](Value value) {
               return derivatives.contains(value.getDefiningOp());
             }))
      derivatives.insert(&op);
  found.insert_range(derivatives);
  if (found.empty())
    return found;
  for (Operation &op : llvm::reverse(ops))
    if (llvm::all_of(op.getUsers(),
                     [&](Operation *user) { return found.contains(user); }))
      found.insert(&op);
  return found;
}

std::vector<LayerRow> layersOf(func::FuncOp entry) {
  std::vector<LayerRow> rows;
  const llvm::DenseSet<Operation *> training = opsOfTraining(entry);
  llvm::DenseSet<StringRef> counted;
  llvm::DenseMap<Value, std::string> fields = receptiveFields(entry);
  for (Operation &op : entry.front().without_terminator()) {
    if (isa<ReadOp, ConstantOp>(op) || training.contains(&op))
      continue;
    LayerRow row;
    row.path = layerPath(op.getLoc()).str();
    row.op = op.getName().stripDialect().str();
    for (Value operand : op.getOperands())
      if (auto read = operand.getDefiningOp<ReadOp>())
        if (!isState(read) && counted.insert(read.getParameter()).second)
          row.parameters += arrayType(read.getType()).count();
    if (auto cost = dyn_cast<CostInterface>(op))
      row.macs = cost.getMacs();
    const ArrayType output = arrayType(op.getResult(0).getType());
    row.output = output.str();
    row.bytes = output.byteCount();
    row.field = fields.lookup(op.getResult(0));
    rows.push_back(std::move(row));
  }
  return rows;
}

std::string groupedDigits(int64_t number) {
  std::string digits = std::to_string(number);
  for (int64_t at = static_cast<int64_t>(digits.size()) - 3; at > 0; at -= 3)
    digits.insert(static_cast<size_t>(at), " ");
  return digits;
}

std::string byteText(uint64_t bytes) {
  constexpr std::array<const char *, 4> units = {"bytes", "KiB", "MiB", "GiB"};
  size_t unit = 0;
  double amount = static_cast<double>(bytes);
  for (; amount >= 1024 && unit + 1 < units.size(); ++unit)
    amount /= 1024;
  std::string text;
  llvm::raw_string_ostream(text)
      << llvm::format(unit ? "%.1f %s" : "%.0f %s", amount, units[unit]);
  return text;
}

std::string layerTable(const std::vector<LayerRow> &rows) {
  std::vector<Cells> lines = {
      {"layer", "op", "output", "field", "parameters", "MACs", "bytes"}};
  LayerRow total;
  for (const LayerRow &row : rows) {
    lines.push_back({row.path.empty() ? "-" : row.path, row.op, row.output,
                     row.field.empty() ? "-" : row.field,
                     groupedDigits(row.parameters), groupedDigits(row.macs),
                     groupedDigits(row.bytes)});
    total.parameters += row.parameters;
    total.macs += row.macs;
    total.bytes += row.bytes;
  }
  lines.push_back({"total", "", "", "", groupedDigits(total.parameters),
                   groupedDigits(total.macs), groupedDigits(total.bytes)});
  std::array<size_t, 7> widths{};
  for (const Cells &cells : lines)
    for (size_t i = 0; i < cells.size(); ++i)
      widths[i] = std::max(widths[i], cells[i].size());
  std::string text;
  for (const Cells &cells : lines)
    text += rowText(cells, widths);
  return text;
}

} // namespace sinter
