//===- ElementwiseOps.td: one value per coordinate ------------------------------------------------===//
#ifndef SINTER_ELEMENTWISE_OPS_TD
#define SINTER_ELEMENTWISE_OPS_TD

include "Interfaces.td"
include "Types.td"
include "mlir/Interfaces/SideEffectInterfaces.td"

class Sinter_UnaryOp<string mnemonic, list<Trait> traits = []>
    : Sinter_Op<mnemonic, !listconcat([Pure, Sinter_Elementwise, Sinter_InferBroadcast,
                                       DeclareOpInterfaceMethods<Sinter_CostInterface>], traits)> {
  let arguments = (ins Sinter_FloatTensor:$input);
  let results = (outs Sinter_FloatTensor:$result);
  let assemblyFormat = "$input attr-dict `:` type($input) `->` type($result)";
}

class Sinter_BinaryOp<string mnemonic, list<Trait> traits = []>
    : Sinter_Op<mnemonic, !listconcat([Pure, Sinter_Elementwise, Sinter_InferBroadcast,
                                       DeclareOpInterfaceMethods<Sinter_CostInterface>], traits)> {
  let arguments = (ins Sinter_Tensor:$lhs, Sinter_Tensor:$rhs);
  let results = (outs Sinter_Tensor:$result);
  let assemblyFormat = "$lhs `,` $rhs attr-dict `:` type($lhs) `,` type($rhs) `->` type($result)";
}

def Sinter_AddOp : Sinter_BinaryOp<"add", [Commutative]> {
  let summary = "Sum";
  let description = [{
    `result = lhs + rhs`, broadcasting as NumPy does. Adding a constant zero that does not grow the shape folds away.

    ```mlir
    %y = sinter.add %x, %b : tensor<2x8xf32>, tensor<8xf32> -> tensor<2x8xf32>
    ```
  }];
  let hasFolder = 1;
}

def Sinter_SubOp : Sinter_BinaryOp<"sub"> {
  let summary = "Difference";
  let description = [{
    `result = lhs - rhs`, broadcasting as NumPy does. Subtracting a constant zero that does not grow the shape folds away.

    ```mlir
    %y = sinter.sub %x, %b : tensor<2x8xf32>, tensor<8xf32> -> tensor<2x8xf32>
    ```
  }];
  let hasFolder = 1;
}

def Sinter_MulOp : Sinter_BinaryOp<"mul", [Commutative]> {
  let summary = "Product of elements";
  let description = [{
    `result = lhs * rhs`, broadcasting as NumPy does. Multiplying by a constant one that does not grow the shape folds away.

    ```mlir
    %y = sinter.mul %x, %s : tensor<2x8xf32>, tensor<8xf32> -> tensor<2x8xf32>
    ```
  }];
  let hasFolder = 1;
}

def Sinter_DivOp : Sinter_BinaryOp<"div"> {
  let summary = "Quotient of elements";
  let description = [{
    `result = lhs / rhs`, broadcasting as NumPy does. Dividing by a constant one that does not grow the shape folds away.

    ```mlir
    %y = sinter.div %x, %s : tensor<2x8xf32>, tensor<8xf32> -> tensor<2x8xf32>
    ```
  }];
  let hasFolder = 1;
}

def Sinter_MaximumOp : Sinter_BinaryOp<"maximum", [Commutative]> {
  let summary = "Larger of two elements";
  let description = [{
    `result = max(lhs, rhs)`, broadcasting as NumPy does. Where either is not a number, neither is the result.

    ```mlir
    %y = sinter.maximum %a, %b : tensor<2x8xf32>, tensor<2x8xf32> -> tensor<2x8xf32>
    ```
  }];
  let hasFolder = 1;
}

def Sinter_MinimumOp : Sinter_BinaryOp<"minimum", [Commutative]> {
  let summary = "Smaller of two elements";
  let description = [{
    `result = min(lhs, rhs)`, broadcasting as NumPy does. Where either is not a number, neither is the result.

    ```mlir
    %y = sinter.minimum %a, %b : tensor<2x8xf32>, tensor<2x8xf32> -> tensor<2x8xf32>
    ```
  }];
  let hasFolder = 1;
}

def Sinter_NegOp : Sinter_UnaryOp<"neg"> {
  let summary = "Negation";
  let description = [{
    `result = -input`. `neg(neg(x))` folds to `x`.

    ```mlir
    %y = sinter.neg %x : tensor<8xf32> -> tensor<8xf32>
    ```
  }];
  let arguments = (ins Sinter_NumberTensor:$input);
  let results = (outs Sinter_NumberTensor:$result);
  let hasFolder = 1;
}

def Sinter_ExpOp : Sinter_UnaryOp<"exp"> {
  let summary = "Exponential";
  let description = [{
    `result = e ^ input`.

    ```mlir
    %y = sinter.exp %x : tensor<8xf32> -> tensor<8xf32>
    ```
  }];
}

def Sinter_SqrtOp : Sinter_UnaryOp<"sqrt"> {
  let summary = "Square root";
  let description = [{
    `result = sqrt(input)`.

    ```mlir
    %y = sinter.sqrt %x : tensor<8xf32> -> tensor<8xf32>
    ```
  }];
}

def Sinter_RsqrtOp : Sinter_UnaryOp<"rsqrt"> {
  let summary = "Reciprocal of the square root";
  let description = [{
    `result = 1 / sqrt(input)`.

    ```mlir
    %y = sinter.rsqrt %x : tensor<8xf32> -> tensor<8xf32>
    ```
  }];
}

def Sinter_ReluOp : Sinter_UnaryOp<"relu"> {
  let summary = "Rectifier";
  let description = [{
    `result = max(input, 0)`. `relu(relu(x))` folds to `relu(x)`.

    ```mlir
    %y = sinter.relu %x : tensor<8xf32> -> tensor<8xf32>
    ```
  }];
  let hasFolder = 1;
}

def Sinter_LeakyReluOp : Sinter_UnaryOp<"leaky_relu"> {
  let summary = "Rectifier that lets a fraction of negative values through";
  let description = [{
    `result = input` where `input > 0`, and `alpha * input` elsewhere. `alpha` lies in [0, 1). At 0 this is `sinter.relu`, to
    which it canonicalizes.

    ```mlir
    %y = sinter.leaky_relu %x {alpha = 1.000000e-01} : tensor<8xf32> -> tensor<8xf32>
    ```
  }];
  let arguments = (ins Sinter_FloatTensor:$input, F64Attr:$alpha);
  let hasVerifier = 1;
  let hasCanonicalizeMethod = 1;
}

def Sinter_ClampOp : Sinter_UnaryOp<"clamp"> {
  let summary = "Limits values to a range";
  let description = [{
    `result = min(max(input, low), high)`, `low <= high`; `relu6` is `clamp` to [0, 6].

    ```mlir
    %y = sinter.clamp %x {low = 0.0, high = 6.0} : tensor<8xf32> -> tensor<8xf32>
    ```
  }];
  let arguments = (ins Sinter_FloatTensor:$input, F64Attr:$low, F64Attr:$high);
  let hasVerifier = 1;
}

def Sinter_SigmoidOp : Sinter_UnaryOp<"sigmoid"> {
  let summary = "Logistic function";
  let description = [{
    `result = 1 / (1 + e ^ -input)`.

    ```mlir
    %y = sinter.sigmoid %x : tensor<8xf32> -> tensor<8xf32>
    ```
  }];
}

def Sinter_TanhOp : Sinter_UnaryOp<"tanh"> {
  let summary = "Hyperbolic tangent";
  let description = [{
    `result = tanh(input)`.

    ```mlir
    %y = sinter.tanh %x : tensor<8xf32> -> tensor<8xf32>
    ```
  }];
}

def Sinter_AbsOp : Sinter_UnaryOp<"abs"> {
  let summary = "Absolute value";
  let description = [{
    `result = |input|`. The smallest integer of a type is its own absolute value.

    ```mlir
    %y = sinter.abs %x : tensor<8xf32> -> tensor<8xf32>
    ```
  }];
  let arguments = (ins Sinter_NumberTensor:$input);
  let results = (outs Sinter_NumberTensor:$result);
}

def Sinter_SignOp : Sinter_UnaryOp<"sign"> {
  let summary = "Sign";
  let description = [{
    `result` is -1, 0 or 1 as `input` is negative, zero or positive, and 0 of what is not a number.

    ```mlir
    %y = sinter.sign %x : tensor<8xf32> -> tensor<8xf32>
    ```
  }];
  let arguments = (ins Sinter_NumberTensor:$input);
  let results = (outs Sinter_NumberTensor:$result);
}

def Sinter_FloorOp : Sinter_UnaryOp<"floor"> {
  let summary = "Largest integer not above";
  let description = [{
    `result = floor(input)`.

    ```mlir
    %y = sinter.floor %x : tensor<8xf32> -> tensor<8xf32>
    ```
  }];
}

def Sinter_CeilOp : Sinter_UnaryOp<"ceil"> {
  let summary = "Smallest integer not below";
  let description = [{
    `result = ceil(input)`.

    ```mlir
    %y = sinter.ceil %x : tensor<8xf32> -> tensor<8xf32>
    ```
  }];
}

def Sinter_RoundOp : Sinter_UnaryOp<"round"> {
  let summary = "Nearest integer";
  let description = [{
    The integer nearest to `input`, the even one of two.

    ```mlir
    %y = sinter.round %x : tensor<8xf32> -> tensor<8xf32>
    ```
  }];
}

def Sinter_LogOp : Sinter_UnaryOp<"log"> {
  let summary = "Natural logarithm";
  let description = [{
    `result = ln(input)`: minus infinity at zero, not a number below it.

    ```mlir
    %y = sinter.log %x : tensor<8xf32> -> tensor<8xf32>
    ```
  }];
}

def Sinter_Expm1Op : Sinter_UnaryOp<"expm1"> {
  let summary = "Exponential less one";
  let description = [{
    `result = e ^ input - 1`, to all digits near 0.

    ```mlir
    %y = sinter.expm1 %x : tensor<8xf32> -> tensor<8xf32>
    ```
  }];
}

def Sinter_Log1pOp : Sinter_UnaryOp<"log1p"> {
  let summary = "Natural logarithm of one more";
  let description = [{
    `result = ln(1 + input)`, to all digits near 0: minus infinity at -1, not a number below it.

    ```mlir
    %y = sinter.log1p %x : tensor<8xf32> -> tensor<8xf32>
    ```
  }];
}

def Sinter_SinOp : Sinter_UnaryOp<"sin"> {
  let summary = "Sine";
  let description = [{
    `result = sin(input)`, in radians. Digits are lost where `input` is beyond 2^20.

    ```mlir
    %y = sinter.sin %x : tensor<8xf32> -> tensor<8xf32>
    ```
  }];
}

def Sinter_CosOp : Sinter_UnaryOp<"cos"> {
  let summary = "Cosine";
  let description = [{
    `result = cos(input)`, in radians. Digits are lost where `input` is beyond 2^20.

    ```mlir
    %y = sinter.cos %x : tensor<8xf32> -> tensor<8xf32>
    ```
  }];
}

def Sinter_AtanOp : Sinter_UnaryOp<"atan"> {
  let summary = "Arc tangent";
  let description = [{
    `result = arctan(input)`, from -pi/2 to pi/2.

    ```mlir
    %y = sinter.atan %x : tensor<8xf32> -> tensor<8xf32>
    ```
  }];
}

def Sinter_ErfOp : Sinter_UnaryOp<"erf"> {
  let summary = "Error function";
  let description = [{
    `result = 2 / sqrt(pi) * integral[t = 0 .. input] e ^ (-t ^ 2)`.

    ```mlir
    %y = sinter.erf %x : tensor<8xf32> -> tensor<8xf32>
    ```
  }];
}

def Sinter_PowOp : Sinter_BinaryOp<"pow"> {
  let summary = "Power";
  let description = [{
    `result = lhs ^ rhs`, broadcasting as NumPy does. A negative `lhs` has powers at integers only; elsewhere the result is not
    a number. Anything to the power 0 is 1. To the constant power 1 the base folds through; to 2 it canonicalizes to a product.

    ```mlir
    %y = sinter.pow %x, %e : tensor<2x8xf32>, tensor<f32> -> tensor<2x8xf32>
    ```
  }];
  let arguments = (ins Sinter_FloatTensor:$lhs, Sinter_FloatTensor:$rhs);
  let results = (outs Sinter_FloatTensor:$result);
  let hasFolder = 1;
  let hasCanonicalizeMethod = 1;
}

class Sinter_CompareOp<string mnemonic, list<Trait> traits = []>
    : Sinter_Op<mnemonic, !listconcat([Pure, Sinter_Elementwise, Sinter_InferShape,
                                       DeclareOpInterfaceMethods<Sinter_CostInterface>], traits)> {
  let arguments = (ins Sinter_Tensor:$lhs, Sinter_Tensor:$rhs);
  let results = (outs Sinter_BoolTensor:$result);
  let assemblyFormat = "$lhs `,` $rhs attr-dict `:` type($lhs) `,` type($rhs) `->` type($result)";
}

def Sinter_EqualOp : Sinter_CompareOp<"equal", [Commutative]> {
  let summary = "Whether elements are equal";
  let description = [{
    `result = lhs == rhs`, broadcasting as NumPy does. What is not a number equals nothing.

    ```mlir
    %y = sinter.equal %a, %b : tensor<2x8xf32>, tensor<8xf32> -> tensor<2x8xi1>
    ```
  }];
}

def Sinter_LessOp : Sinter_CompareOp<"less"> {
  let summary = "Whether the first element is smaller";
  let description = [{
    `result = lhs < rhs`, broadcasting as NumPy does.

    ```mlir
    %y = sinter.less %a, %b : tensor<2x8xf32>, tensor<8xf32> -> tensor<2x8xi1>
    ```
  }];
}

def Sinter_LessEqualOp : Sinter_CompareOp<"less_equal"> {
  let summary = "Whether the first element is at most the second";
  let description = [{
    `result = lhs <= rhs`, broadcasting as NumPy does.

    ```mlir
    %y = sinter.less_equal %a, %b : tensor<2x8xf32>, tensor<8xf32> -> tensor<2x8xi1>
    ```
  }];
}

class Sinter_LogicalOp<string mnemonic> : Sinter_BinaryOp<mnemonic, [Commutative]> {
  let arguments = (ins Sinter_BoolTensor:$lhs, Sinter_BoolTensor:$rhs);
  let results = (outs Sinter_BoolTensor:$result);
}

def Sinter_LogicalAndOp : Sinter_LogicalOp<"logical_and"> {
  let summary = "Whether both hold";
  let description = [{
    `result = lhs && rhs`, broadcasting as NumPy does.

    ```mlir
    %y = sinter.logical_and %a, %b : tensor<2x8xi1>, tensor<8xi1> -> tensor<2x8xi1>
    ```
  }];
}

def Sinter_LogicalOrOp : Sinter_LogicalOp<"logical_or"> {
  let summary = "Whether at least one holds";
  let description = [{
    `result = lhs || rhs`, broadcasting as NumPy does.

    ```mlir
    %y = sinter.logical_or %a, %b : tensor<2x8xi1>, tensor<8xi1> -> tensor<2x8xi1>
    ```
  }];
}

def Sinter_LogicalNotOp : Sinter_UnaryOp<"logical_not"> {
  let summary = "Whether it does not hold";
  let description = [{
    `result = !input`. `logical_not(logical_not(x))` folds to `x`.

    ```mlir
    %y = sinter.logical_not %x : tensor<8xi1> -> tensor<8xi1>
    ```
  }];
  let arguments = (ins Sinter_BoolTensor:$input);
  let results = (outs Sinter_BoolTensor:$result);
  let hasFolder = 1;
}

def Sinter_SelectOp : Sinter_Op<"select", [Pure, Sinter_Elementwise, Sinter_InferShape,
                                           DeclareOpInterfaceMethods<Sinter_CostInterface>]> {
  let summary = "One of two elements";
  let description = [{
    `result = condition ? on_true : on_false`; all three broadcast as NumPy does.

    ```mlir
    %y = sinter.select %c, %a, %b : tensor<2x8xi1>, tensor<2x8xf32>, tensor<f32> -> tensor<2x8xf32>
    ```
  }];
  let arguments = (ins Sinter_BoolTensor:$condition, Sinter_Tensor:$on_true, Sinter_Tensor:$on_false);
  let results = (outs Sinter_Tensor:$result);
  let assemblyFormat = [{
    $condition `,` $on_true `,` $on_false attr-dict `:` type($condition) `,` type($on_true) `,` type($on_false) `->` type($result)
  }];
}

def Sinter_CastOp : Sinter_Op<"cast", [Pure, Sinter_Elementwise, Sinter_InferShape,
                                       DeclareOpInterfaceMethods<Sinter_CostInterface>]> {
  let summary = "The same values in another element type";
  let description = [{
    Floats become integers by dropping what stands behind the point; a value beyond the range of `to` becomes the nearest in it, and
    what is not a number 0. Booleans are 0 and 1; to a boolean, everything but zero becomes true. A cast to the input's type folds away.

    ```mlir
    %y = sinter.cast %x {to = f32} : tensor<8xui8> -> tensor<8xf32>
    ```
  }];
  let arguments = (ins Sinter_Tensor:$input, TypeAttr:$to);
  let results = (outs Sinter_Tensor:$result);
  let assemblyFormat = "$input attr-dict `:` type($input) `->` type($result)";
  let hasFolder = 1;
}

def Sinter_StopGradientOp : Sinter_UnaryOp<"stop_gradient"> {
  let summary = "The same values, constant to differentiation";
  let description = [{
    `result = input`, with derivative zero. Folds away, once what it stops has been differentiated.

    ```mlir
    %y = sinter.stop_gradient %x : tensor<8xf32> -> tensor<8xf32>
    ```
  }];
  let hasFolder = 1;
}

#endif
