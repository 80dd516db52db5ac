// KernelTable.cpp: the kernels of an entry, what they cost and how long they
// take.
#include "driver/KernelTable.h"

#include "ir/Ops.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/raw_ostream.h"

#include <cassert>
#include <numeric>

using namespace mlir;

namespace sinter {

std::vector<KernelRow> kernelsOf(ModuleOp planned,
                                 const EntrySignature &entry) {
  std::vector<KernelRow> rows;
  auto function = planned.lookupSymbol<func::FuncOp>(entry.symbol);
  for (KernelOp kernel : function.getOps<KernelOp>()) {
    if (!kernel.getSymbol())
      continue; // a view, which computes nothing
    KernelRow row{kernel.getName().str(), kernel.getStrategy()->str()};
    kernel->walk([&](CostInterface op) { row.macs += op.getMacs(); });
    for (Type type : llvm::concat<const Type>(kernel->getOperandTypes(),
                                              kernel->getResultTypes()))
      row.bytes += arrayType(type).byteCount();
    if (kernel.getOpen()) {
      row.macs = row.macs / entry.open->most * entry.open->size;
      row.bytes = row.bytes / entry.open->most * entry.open->size;
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

std::string kernelTable(const std::vector<KernelRow> &rows,
                        const std::vector<double> &times, double peakRate) {
  assert(rows.size() == times.size() && "a time for each launch");
  const double total = std::accumulate(times.begin(), times.end(), 0.0);
  size_t width = 0;
  for (const KernelRow &row : rows)
    width = std::max(width, row.strategy.size());
  std::string text;
  llvm::raw_string_ostream out(text);
  for (const auto &[row, time] : llvm::zip_equal(rows, times)) {
    const double rate = 2e-3 * static_cast<double>(row.macs) / time;
    out << llvm::format("  %10.2f us  %5.1f %%  ", time, 100 * time / total);
    if (row.macs)
      out << llvm::format("%7.1f GFLOP/s  %5.1f %% of peak", rate,
                          100 * rate / peakRate);
    else
      out << llvm::format("%7.1f GB/s                   ",
                          1e-3 * static_cast<double>(row.bytes) / time);
    out << "  " << row.strategy << std::string(width - row.strategy.size(), ' ')
        << "  " << row.name << "\n";
  }
  out << llvm::format("  %10.2f us  in kernels; peak %.1f GFLOP/s\n", total,
                      peakRate);
  return text;
}

} // namespace sinter
