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
    `result = max(lhs, rhs)`, broadcasting as NumPy does. Where an element is not a number the result is unspecified.

    ```mlir
    %y = sinter.maximum %a, %b : tensor<2x8xf32>, tensor<2x8xf32> -> tensor<2x8xf32>
    ```
  }];
  let hasFolder = 1;
}

def Sinter_MinimumOp : Sinter_BinaryOp<"minimum", [Commutative]> {
  let summary = "Smaller of two elements";
  let description = [{
    `result = min(lhs, rhs)`, broadcasting as NumPy does. Where an element is not a number the result is unspecified.

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

#endif
