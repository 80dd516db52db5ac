// difference-test.cpp: what `sinter diff` takes for rounding and what for a
// mistake, on outputs that are computed here in place of compiled code, so that
// a mistake can be planted in them.
#include "driver/Difference.h"

#include "mlir/Parser/Parser.h"
#include "llvm/Support/raw_ostream.h"

#include <cmath>

using namespace sinter;

namespace {

constexpr int rows = 6, columns = 64;

/// `small` is x, but for the roundings of sums a thousand times as large; `cut`
/// does not show how large its operand was; in `plain` little cancels.
constexpr llvm::StringLiteral text = R"(
func.func @e(%x: tensor<6x64xf32>)
    -> (tensor<6x64xf32>, tensor<6x64xf32>, tensor<6xf32>) {
  %far = sinter.constant dense<1000.0> : tensor<f32> as tensor<f32>
  %there = sinter.add %x, %far : tensor<6x64xf32>, tensor<f32> -> tensor<6x64xf32>
  %small = sinter.sub %there, %far : tensor<6x64xf32>, tensor<f32> -> tensor<6x64xf32>
  %cut = sinter.clamp %small {low = -0.125, high = 0.125} : tensor<6x64xf32> -> tensor<6x64xf32>
  %plain = sinter.sum %x {axes = array<i64: 1>, keep = false} : (tensor<6x64xf32>) -> tensor<6xf32>
  return %small, %cut, %plain : tensor<6x64xf32>, tensor<6x64xf32>, tensor<6xf32>
})";

HostArray floats(llvm::SmallVector<int64_t> shape) {
  return HostArray({ElementType::f32, std::move(shape)});
}

float *values(HostArray &array) {
  return reinterpret_cast<float *>(array.bytes.data());
}

/// What a compiler without a mistake would compute in single precision, on an
/// input of which a share `mistake` is added to each element.
std::vector<HostArray> compiled(HostArray x, float mistake) {
  std::vector<HostArray> outputs = {floats({rows, columns}),
                                    floats({rows, columns}), floats({rows})};
  for (int i = 0; i < rows * columns; ++i) {
    const float in = values(x)[i] += mistake * values(x)[i];
    const volatile float there = in + 1000.0F; // no compiler may simplify it
    const float small = there - 1000.0F;
    values(outputs[0])[i] = small;
    values(outputs[1])[i] = std::clamp(small, -0.125F, 0.125F);
    values(outputs[2])[i / columns] += in;
  }
  return outputs;
}

std::string verdicts(const ReferenceCall &call,
                     const std::vector<HostArray> &outputs, double factor) {
  EntrySignature entry;
  entry.symbol = "e";
  for (auto [name, array] :
       llvm::zip_equal(std::array{"small", "cut", "plain"}, outputs)) {
    Port &port = entry.outputs.emplace_back();
    port.name = name;
    port.type = array.type;
  }
  auto differences = differencesOf(call, [&](const Cancellation &cancellation) {
    return compareOutputs(call, entry, outputs, factor, cancellation);
  });
  if (!differences.ok())
    return "no comparison";
  std::string text;
  for (const OutputDifference &difference : *differences) {
    llvm::errs() << difference.name << " " << difference.largestAbsolute << " "
                 << difference.tolerance << "\n";
    text += difference.within() ? '+' : '-';
  }
  return text;
}

int expect(llvm::StringRef what, const std::string &got,
           llvm::StringRef wanted) {
  if (got == wanted)
    return 0;
  llvm::errs() << "error: " << what << ": small, cut, plain are " << got
               << ", not " << wanted << "\n";
  return 1;
}

} // namespace

int main() {
  mlir::MLIRContext context;
  context.loadDialect<SinterDialect, mlir::func::FuncDialect>();
  auto module = mlir::parseSourceString<mlir::ModuleOp>(text, &context);
  if (!module)
    return 1;
  HostArray x = floats({rows, columns});
  for (int i = 0; i < rows * columns; ++i)
    values(x)[i] = static_cast<float>(i * 37 % 101) / 101 - 0.3F;
  auto call = callReference(module->lookupSymbol<mlir::func::FuncOp>("e"), {x});
  if (!call.ok())
    return 1;

  int wrong =
      expect("without a mistake", verdicts(*call, compiled(x, 0), 1), "+++");
  // At 1000 it cannot be told from a rounding.
  wrong +=
      expect("a ten-thousandth", verdicts(*call, compiled(x, 1e-4F), 1), "++-");
  wrong += expect("a hundredth", verdicts(*call, compiled(x, 1e-2F), 1), "---");
  wrong += expect("any rounding", verdicts(*call, compiled(x, 0), 0), "---");

  // One element that is wrong, or is no number, is no rounding.
  std::vector<HostArray> outputs = compiled(x, 0);
  values(outputs[1])[7] = -values(outputs[1])[7];
  wrong += expect("a sign", verdicts(*call, outputs, 1), "+-+");
  values(outputs[0])[17] = std::nanf("");
  wrong += expect("no number", verdicts(*call, outputs, 1), "--+");
  return wrong != 0;
}
