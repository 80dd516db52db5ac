// reference.cpp: what no .mlir test reaches: running whole functions,
// parameters, arrays in layouts.
//
// Prints what differs and returns 1, or returns 0.
#include "ir/reference/Interpreter.h"

#include "mlir/AsmParser/AsmParser.h"
#include "mlir/Parser/Parser.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FormatVariadic.h"

#include <cmath>
#include <numeric>

using namespace mlir;
using namespace sinter;

namespace {

int failures = 0;

void check(bool holds, const Twine &claim) {
  if (holds)
    return;
  llvm::errs() << "does not hold: " << claim << "\n";
  ++failures;
}

/// The values as text, to compare and to print.
std::string textOf(ArrayRef<double> values) {
  return "[" + llvm::join(llvm::map_range(values, numberText), ", ") + "]";
}

/// The values 1, 2, 3, ... in a tensor of type `type`.
Array countingArray(RankedTensorType type) {
  Array array = zeroArray(type);
  std::iota(array.values.begin(), array.values.end(), 1.0);
  return array;
}

//===- functions
//----------------------------------------------------------------------------------===//

/// Runs the function `main` of `text` on 1, 2, 3, ... with every parameter
/// twos. The results, or the error where there is one.
std::string run(MLIRContext &context, StringRef text) {
  std::string error;
  ScopedDiagnosticHandler handler(
      &context, [&](Diagnostic &diagnostic) { error += diagnostic.str(); });
  OwningOpRef<ModuleOp> module = parseSourceString<ModuleOp>(text, &context);
  if (!module)
    return "does not parse: " + error;
  auto function = module->lookupSymbol<func::FuncOp>("main");
  SmallVector<Array> arguments;
  for (Type type : function.getArgumentTypes())
    arguments.push_back(countingArray(cast<RankedTensorType>(type)));
  auto parameter = [&](StringRef path) -> std::optional<Array> {
    if (path != "fc1.weight")
      return std::nullopt;
    Array array = zeroArray(module->lookupSymbol<ParameterOp>(path).getType());
    array.values.assign(array.values.size(), 2);
    return array;
  };
  FailureOr<SmallVector<Array>> results = interpret(
      function, arguments, parameter, [](StringRef, const Array &) {});
  if (failed(results))
    return error;
  std::string all;
  for (const Array &result : *results)
    all += shapeText(result.shape) + " " + textOf(result.values) + ";";
  return all;
}

void checkRun(MLIRContext &context, StringRef what, StringRef text,
              StringRef expected) {
  std::string found = run(context, text);
  check(found == expected,
        what + ": expected `" + expected + "`, found `" + found + "`");
}

void checkFunctions(MLIRContext &context) {
  checkRun(context, "a parameter, a constant and a value that is used twice",
           R"(
    sinter.parameter @fc1.weight : tensor<2x3xf32> = #sinter.initializer<"zeros", []>
    func.func @main(%x: tensor<3xf32>) -> (tensor<2xf32>, tensor<2xf32>) {
      %w = sinter.read @fc1.weight : tensor<2x3xf32>
      %b = sinter.constant dense<[0.5, -20.0]> : tensor<2xf32> as tensor<2xf32>
      %y = sinter.dense %x, %w, %b : (tensor<3xf32>, tensor<2x3xf32>, tensor<2xf32>) -> tensor<2xf32>
      %r = sinter.relu %y : tensor<2xf32> -> tensor<2xf32>
      return %r, %y : tensor<2xf32>, tensor<2xf32>
    })",
           "[2] [12.5, 0];[2] [12.5, -8];");
  checkRun(context, "a kernel, whose operands are in layouts", R"(
    func.func @main(%x: tensor<2x3xf32, #sinter.layout<[1, 0]>>) -> tensor<2x3xf32, #sinter.layout<[1 / 2, 0, 1 mod 2]>> {
      %p = sinter.relayout %x : tensor<2x3xf32, #sinter.layout<[1, 0]>> -> tensor<2x3xf32>
      %y = sinter.kernel "difference" (%a = %x, %b = %p) : (tensor<2x3xf32, #sinter.layout<[1, 0]>>, tensor<2x3xf32>) -> tensor<2x3xf32, #sinter.layout<[1 / 2, 0, 1 mod 2]>> {
        %n = sinter.neg %a : tensor<2x3xf32, #sinter.layout<[1, 0]>> -> tensor<2x3xf32>
        %s = sinter.sub %n, %b : tensor<2x3xf32>, tensor<2x3xf32> -> tensor<2x3xf32>
        sinter.yield %s : tensor<2x3xf32>
      }
      return %y : tensor<2x3xf32, #sinter.layout<[1 / 2, 0, 1 mod 2]>>
    })",
           "[2, 3] [-2, -4, -6, -8, -10, -12];");
  checkRun(context, "a call", R"(
    func.func @twice(%x: tensor<2xf32>) -> tensor<2xf32> {
      %y = sinter.add %x, %x : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
      return %y : tensor<2xf32>
    }
    func.func @main(%x: tensor<2xf32>) -> tensor<2xf32> {
      %y = func.call @twice(%x) : (tensor<2xf32>) -> tensor<2xf32>
      %z = func.call @twice(%y) : (tensor<2xf32>) -> tensor<2xf32>
      return %z : tensor<2xf32>
    })",
           "[2] [4, 8];");
}

/// `forward` computes %y of %x, and `adjoint` %d of %g, the gradient of %y: a
/// linear map `f` and its adjoint satisfy f(x) . g = x . f'(g) for every x and
/// g. %z, if they read it, is the same for both. Max pools are linear where
/// nothing else becomes the largest.
void checkAdjoint(MLIRContext &context, StringRef op, StringRef x, StringRef y,
                  StringRef forward, StringRef adjoint, StringRef z = "1xf32") {
  const std::string text = llvm::formatv(R"(
    func.func @main(%a: tensor<{0}>, %b: tensor<{1}>, %c: tensor<{4}>) -> (tensor<f32>, tensor<f32>) {{
      %i = sinter.constant dense<[[2, -7, 2], [9, 0, 1]]> : tensor<2x3xi32> as tensor<2x3xi32>
      %x = sinter.sin %a : tensor<{0}> -> tensor<{0}>
      %g = sinter.cos %b : tensor<{1}> -> tensor<{1}>
      %z = sinter.sin %c : tensor<{4}> -> tensor<{4}>
      %y = {2} -> tensor<{1}>
      %d = {3} -> tensor<{0}>
      %yg = sinter.mul %y, %g : tensor<{1}>, tensor<{1}> -> tensor<{1}>
      %xd = sinter.mul %x, %d : tensor<{0}>, tensor<{0}> -> tensor<{0}>
      %p = sinter.sum %yg : (tensor<{1}>) -> tensor<f32>
      %q = sinter.sum %xd : (tensor<{0}>) -> tensor<f32>
      return %p, %q : tensor<f32>, tensor<f32>
    })",
                                         x, y, forward, adjoint, z);
  const std::string results = run(context, text);
  double p = 0, q = 0;
  const bool ran = sscanf(results.c_str(), "[] [%lf];[] [%lf];", &p, &q) == 2;
  check(ran && p != 0 && std::abs(p - q) < 1e-12 * std::max(std::abs(p), 1.0),
        op + " is an adjoint: f(x) . g and x . f'(g) are " + results);
}

void checkAdjoints(MLIRContext &context) {
  StringRef window = "window = array<i64: 3, 2>, strides = array<i64: 2, 1>, "
                     "padding = array<i64: 2, 0, 1, 1>";
  for (StringRef counted : {"true", "false"}) {
    const std::string attributes =
        (window + ", count_padding = " + counted).str();
    checkAdjoint(context, "avg_pool_gradient", "2x7x5x3xf32", "2x4x6x3xf32",
                 "sinter.avg_pool %x {" + attributes +
                     "} : (tensor<2x7x5x3xf32>)",
                 "sinter.avg_pool_gradient %g {size = array<i64: 7, 5>, " +
                     attributes + "} : (tensor<2x4x6x3xf32>)");
  }
  checkAdjoint(
      context, "max_pool_gradient", "2x7x5x3xf32", "2x4x6x3xf32",
      ("sinter.max_pool %x {" + window + "} : (tensor<2x7x5x3xf32>)").str(),
      ("sinter.max_pool_gradient %x, %g {" + window +
       "} : (tensor<2x7x5x3xf32>, tensor<2x4x6x3xf32>)")
          .str());
  for (auto [mode, coordinates] : {std::pair("nearest", "half_pixel"),
                                   {"nearest", "asymmetric"},
                                   {"bilinear", "half_pixel"},
                                   {"bilinear", "align_corners"},
                                   {"bicubic", "asymmetric"}}) {
    const std::string attributes = llvm::formatv(
        "mode = \"{0}\", coordinates = \"{1}\"", mode, coordinates);
    checkAdjoint(context, "resize_gradient", "2x4x7x3xf32", "2x9x5x3xf32",
                 "sinter.resize %x {size = array<i64: 9, 5>, " + attributes +
                     "} : (tensor<2x4x7x3xf32>)",
                 "sinter.resize_gradient %g {size = array<i64: 4, 7>, " +
                     attributes + "} : (tensor<2x9x5x3xf32>)");
  }
  checkAdjoint(
      context, "slice_gradient", "5x7xf32", "2x3xf32",
      "sinter.slice %x {starts = array<i64: 4, 1>, sizes = array<i64: 2, 3>, "
      "strides = array<i64: -3, 2>} : (tensor<5x7xf32>)",
      "sinter.slice_gradient %g {shape = array<i64: 5, 7>, starts = array<i64: "
      "4, 1>, strides = array<i64: -3, 2>} : (tensor<2x3xf32>)");
  checkAdjoint(context, "gather_gradient", "2x4x5xf32", "2x2x3x5xf32",
               "sinter.gather %x, %i {axis = 1 : i64} : (tensor<2x4x5xf32>, "
               "tensor<2x3xi32>)",
               "sinter.gather_gradient %g, %i {axis = 1 : i64, size = 4 : i64} "
               ": (tensor<2x2x3x5xf32>, tensor<2x3xi32>)");
  checkAdjoint(context, "gather_elements_gradient", "2x4xf32", "2x3xf32",
               "sinter.gather_elements %x, %i {axis = 1 : i64} : "
               "(tensor<2x4xf32>, tensor<2x3xi32>)",
               "sinter.gather_elements_gradient %g, %i {axis = 1 : i64, size = "
               "4 : i64} : (tensor<2x3xf32>, tensor<2x3xi32>)");
  // Of the weight, with a fixed input.
  checkAdjoint(context, "dense_weight_gradient", "4x3xf32", "2x4xf32",
               "sinter.dense %z, %x : (tensor<2x3xf32>, tensor<4x3xf32>)",
               "sinter.dense_weight_gradient %z, %g : (tensor<2x3xf32>, "
               "tensor<2x4xf32>)",
               "2x3xf32");
  StringRef image = "(tensor<2x7x8x4xf32>";
  const std::string attributes =
      "strides = array<i64: 2, 3>, padding = array<i64: 1, 0, 0, 2>, dilations "
      "= array<i64: 1, 2>, groups = 2 : i64}";
  checkAdjoint(
      context, "conv2d_weight_gradient", "6x2x3x2xf32", "2x3x3x6xf32",
      ("sinter.conv2d %z, %x {" + attributes + " : " + image +
       ", tensor<6x2x3x2xf32>)")
          .str(),
      ("sinter.conv2d_weight_gradient %z, %g {kernel = array<i64: 3, 2>, " +
       attributes + " : " + image + ", tensor<2x3x3x6xf32>)")
          .str(),
      "2x7x8x4xf32");
}

void checkTraining(MLIRContext &context) {
  // The words of Random123's known answer for the counter and the key of zeros,
  // of which the highest 24 bits count.
  checkRun(context, "random numbers", R"(
    func.func @main() -> tensor<1xf32> {
      %zero = sinter.constant dense<0> : tensor<i64> as tensor<i64>
      %u = sinter.random_uniform %zero, %zero {shape = array<i64: 1>, stream = 0 : i64} : (tensor<i64>, tensor<i64>) -> tensor<1xf32>
      %scale = sinter.constant dense<16777216.0> : tensor<1xf32> as tensor<1xf32>
      %y = sinter.mul %u, %scale : tensor<1xf32>, tensor<1xf32> -> tensor<1xf32>
      return %y : tensor<1xf32>
    })",
           llvm::formatv("[1] [{0}];", 0x6627e8).str());
  checkRun(context,
           "the first of equal elements has the gradient of a max pool", R"(
    func.func @main(%g: tensor<1x1x2x1xf32>) -> tensor<1x2x3x1xf32> {
      %x = sinter.constant dense<[[[[5.0], [5.0], [1.0]], [[5.0], [4.0], [5.0]]]]> : tensor<1x2x3x1xf32> as tensor<1x2x3x1xf32>
      %d = sinter.max_pool_gradient %x, %g {window = array<i64: 2, 2>, strides = array<i64: 1, 1>} : (tensor<1x2x3x1xf32>, tensor<1x1x2x1xf32>) -> tensor<1x2x3x1xf32>
      return %d : tensor<1x2x3x1xf32>
    })",
           "[1, 2, 3, 1] [1, 2, 0, 0, 0, 0];");
  checkRun(context, "a write, which leaves what is read as it was", R"(
    sinter.parameter @fc1.weight : tensor<2xf32> = #sinter.initializer<"zeros", []>
    func.func @main(%x: tensor<2xf32>) -> tensor<2xf32> {
      sinter.write @fc1.weight, %x : tensor<2xf32>
      %w = sinter.read @fc1.weight : tensor<2xf32>
      return %w : tensor<2xf32>
    })",
           "[2] [2, 2];");
}

void checkErrors(MLIRContext &context) {
  checkRun(context, "a parameter that has no value", R"(
    sinter.parameter @fc2.weight : tensor<2xf32> = #sinter.initializer<"zeros", []>
    func.func @main() -> tensor<2xf32> {
      %w = sinter.read @fc2.weight : tensor<2xf32>
      return %w : tensor<2xf32>
    })",
           "there is no value for parameter `fc2.weight`");
  checkRun(context, "a constant without its data", R"(
    func.func @main() -> tensor<2xf32> {
      %w = sinter.constant dense_resource<elided> : tensor<2xf32> as tensor<2xf32>
      return %w : tensor<2xf32>
    })",
           "this constant came without its data");
  checkRun(context, "a function that calls itself", R"(
    func.func @main(%x: tensor<2xf32>) -> tensor<2xf32> {
      %y = func.call @main(%x) : (tensor<2xf32>) -> tensor<2xf32>
      return %y : tensor<2xf32>
    })",
           "calls nest deeper than 64 here; a model cannot call itself");
  checkRun(context, "a derivative that has not been taken", R"(
    func.func @main(%x: tensor<f32>) -> tensor<f32> {
      %y = sinter.gradient %x, %x : (tensor<f32>, tensor<f32>) -> tensor<f32>
      return %y : tensor<f32>
    })",
           "this derivative is not ops yet: differentiate first");
  checkRun(context, "a function without a body", R"(
    func.func private @other(tensor<2xf32>) -> tensor<2xf32>
    func.func @main(%x: tensor<2xf32>) -> tensor<2xf32> {
      %y = func.call @other(%x) : (tensor<2xf32>) -> tensor<2xf32>
      return %y : tensor<2xf32>
    })",
           "`other` has no body to evaluate");
}

//===- arrays
//-------------------------------------------------------------------------------------===//

/// Values survive every layout, and moving bytes from one to another gives what
/// writing them into the other gives.
void checkLayouts(MLIRContext &context) {
  for (StringRef element : {"f32", "f16", "bf16", "i8", "ui8", "i32", "i64"}) {
    SmallVector<RankedTensorType> types;
    for (StringRef layout : {"", ", #sinter.layout<[2, 0, 3, 1]>",
                             ", #sinter.layout<[0, 3 / 4, 1, 2, 3 mod 4]>",
                             ", #sinter.layout<[0 / 2, 3 / 4, 1, 2, 3 mod 4, 0 "
                             "mod 2], border = [0, 0, 1, 0, 2, 1, 0, 0]>"})
      types.push_back(cast<RankedTensorType>(parseType(
          ("tensor<3x2x2x7x" + element + layout + ">").str(), &context)));
    Array array = countingArray(types[0]);
    for (RankedTensorType from : types) {
      ElementsAttr value = elementsOf(array, from, "weight");
      std::optional<Array> back = arrayOf(value, from);
      check(back && back->values == array.values,
            "values survive " + shapeText(physicalShape(from)) + " of " +
                element);
      for (RankedTensorType to : types)
        check(relayoutBytes(value, from, to, "weight") ==
                  elementsOf(array, to, "weight"),
              "bytes move from " + shapeText(physicalShape(from)) + " to " +
                  shapeText(physicalShape(to)) + " of " + element);
    }
  }
}

/// Rounding to an element type: to the nearest for floats, towards zero and
/// around for integers.
void checkRounding(MLIRContext &context) {
  auto rounded = [&](StringRef element, double value) {
    auto type = cast<RankedTensorType>(
        parseType(("tensor<1x" + element + ">").str(), &context));
    Array array = zeroArray(type);
    array.values[0] = value;
    return arrayOf(elementsOf(array, type, "weight"), type)->values[0];
  };
  check(rounded("f32", 0.1) == static_cast<double>(0.1f),
        "0.1 is rounded to f32");
  check(rounded("f16", 2049) == 2048 && rounded("f16", 2051) == 2052,
        "ties go to the even f16");
  check(rounded("bf16", 1.005) == 1.0078125,
        "1.005 is rounded to the nearest bf16");
  check(std::isinf(rounded("f16", 70000)), "70000 is beyond f16");
  check(rounded("i8", 127.9) == 127 && rounded("i8", 128) == -128 &&
            rounded("ui8", -1) == 255,
        "integers are truncated and wrap around");
  check(rounded("i1", 3) == 1 && rounded("i32", NAN) == 0,
        "booleans hold 0 and 1, integers no NaN");
}

} // namespace

int main() {
  MLIRContext context;
  context.loadDialect<SinterDialect, func::FuncDialect>();
  for (StringRef op : opsWithoutReference(context))
    check(false, "`" + op + "` has a reference");
  checkFunctions(context);
  checkAdjoints(context);
  checkTraining(context);
  checkErrors(context);
  checkLayouts(context);
  checkRounding(context);
  return failures != 0;
}
