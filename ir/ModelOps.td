//===- ModelOps.td: parameters, constants, kernels, layouts ---------------------------------------===//
#ifndef SINTER_MODEL_OPS_TD
#define SINTER_MODEL_OPS_TD

include "Interfaces.td"
include "Types.td"
include "mlir/IR/SymbolInterfaces.td"
include "mlir/Interfaces/ControlFlowInterfaces.td"
include "mlir/Interfaces/SideEffectInterfaces.td"

def Sinter_ParameterOp : Sinter_Op<"parameter", [Symbol]> {
  let summary = "A weight of a model, by its dotted path";
  let description = [{
    Declares what weight files hold under `sym_name`, and how it starts without one. With `state` it is something that
    training updates but does not differentiate, such as running statistics.

    ```mlir
    sinter.parameter @conv1.weight : tensor<6x1x5x5xf32> = #sinter.initializer<"he_normal", []>
    sinter.parameter @bn1.running_mean : tensor<64xf32> = #sinter.initializer<"zeros", []> {state}
    ```
  }];
  let arguments = (ins SymbolNameAttr:$sym_name, TypeAttrOf<Sinter_Tensor>:$type, Sinter_InitializerAttr:$initializer, UnitAttr:$state);
  let assemblyFormat = "$sym_name `:` $type `=` $initializer attr-dict";
}

def Sinter_ReadOp : Sinter_Op<"read", [Pure, DeclareOpInterfaceMethods<SymbolUserOpInterface>]> {
  let summary = "The present value of a parameter";
  let description = [{
    ```mlir
    %w = sinter.read @conv1.weight : tensor<6x1x5x5xf32>
    ```
  }];
  let arguments = (ins FlatSymbolRefAttr:$parameter);
  let results = (outs Sinter_Tensor:$result);
  let assemblyFormat = "$parameter attr-dict `:` type($result)";
}

def Sinter_WriteOp : Sinter_Op<"write", [DeclareOpInterfaceMethods<SymbolUserOpInterface>]> {
  let summary = "What a parameter holds after the call";
  let description = [{
    In an entry that trains. Every `sinter.read` of the function still gives the value from before the call. A function writes a parameter at most once.

    ```mlir
    sinter.write @conv1.weight, %w : tensor<6x1x5x5xf32>
    ```
  }];
  let arguments = (ins FlatSymbolRefAttr:$parameter, Sinter_Tensor:$value);
  let assemblyFormat = "$parameter `,` $value attr-dict `:` type($value)";
}

def Sinter_GradientOp : Sinter_Op<"gradient", [Pure]> {
  let summary = "Derivatives of a scalar";
  let description = [{
    The derivatives of `loss`, of rank 0, by each of `values`, with their types. Differentiation (`sinter-differentiate`) replaces it by the ops that compute them
    (`ir/gradient`); what `loss` does not depend on has the derivative zero.

    ```mlir
    %g:2 = sinter.gradient %loss, %w, %b : (tensor<f32>, tensor<6x1x5x5xf32>, tensor<6xf32>) -> (tensor<6x1x5x5xf32>, tensor<6xf32>)
    ```
  }];
  let arguments = (ins Sinter_FloatTensor:$loss, Variadic<Sinter_FloatTensor>:$values);
  let results = (outs Variadic<Sinter_FloatTensor>:$gradients);
  let assemblyFormat = "$loss (`,` $values^)? attr-dict `:` functional-type(operands, results)";
  let hasVerifier = 1;
}

def Sinter_ConstantOp : Sinter_Op<"constant", [Pure, ConstantLike]> {
  let summary = "A tensor known at compile time";
  let description = [{
    `value` has the physical shape of the result: the logical shape where the type has no layout, else the sizes that the
    layout stores, in its order. Weights are resources, whose key is their path and a hash of their bytes; printing never
    shows their data.

    ```mlir
    %w = sinter.constant dense_resource<conv1.weight_1f0c5a83> : tensor<6x1x5x5xf32> as tensor<6x1x5x5xf32>
    ```
  }];
  let arguments = (ins ElementsAttr:$value);
  let results = (outs Sinter_Tensor:$result);
  let assemblyFormat = "$value attr-dict `as` type($result)";
  let hasVerifier = 1;
  let hasFolder = 1;
}

def Sinter_RelayoutOp : Sinter_Op<"relayout", [Pure, DeclareOpInterfaceMethods<Sinter_CostInterface>]> {
  let summary = "The same tensor in another layout";
  let description = [{
    Changes where elements lie and nothing else: shape and element type stay. Packing a weight is a relayout of a constant,
    which folding runs at compile time. To the layout it already has it folds away.

    ```mlir
    %p = sinter.relayout %w : tensor<64x64x3x3xf32> -> tensor<64x64x3x3xf32, #sinter.layout<[0 / 8, 1 / 8, 2, 3, 1 mod 8, 0 mod 8]>>
    ```
  }];
  let arguments = (ins Sinter_Tensor:$input);
  let results = (outs Sinter_Tensor:$result);
  let assemblyFormat = "$input attr-dict `:` type($input) `->` type($result)";
  let hasVerifier = 1;
  let hasFolder = 1;
}

def Sinter_KernelOp : Sinter_Op<"kernel", [IsolatedFromAbove, Pure, SingleBlockImplicitTerminator<"YieldOp">]> {
  let summary = "Ops that become one compiled function";
  let description = [{
    The region computes the results from its arguments, one for each operand. At most one op of it is an anchor (a convolution,
    dense layer, pool, reduction, relayout or shape op); the others are elementwise, or moves (`isMove`) that lead to the anchor, which is
    the last move itself or reads what the moves bring. It is written as one pass over the result.

    Passes add their decisions as attributes:
    - `name`: what the kernel computes, for people: the path of the layer it comes from (form kernels).
    - `strategy`: which kernel of codegen serves it, as in `codegen/kernels/Kernels.def`: `direct`, `winograd`, `planar`, `depthwise`, `plain`, `dense`, `matmul`,
      `pool`, `resize`, `reduction`, `elementwise` (assign layouts). `view` computes nothing: the result is the operand's memory, or a part of it, under another
      shape, or, of a concat, the memory that its operands were written to side by side (form
      views). `runtime` is a function of the runtime, which gets the context of the call as one more buffer.
    - `schedule`: a dictionary of tile sizes; codegen/README.md lists the keys of each strategy (choose schedules).
    - `symbol`: the name of the compiled function, a hash of region, schedule and target: equal kernels share one (choose schedules).
    - `tasks`: how many equal parts the kernel splits into, `task_dim` the physical dimension of result 0 they divide; where they are a multiple of its
      indices, each index is divided along the next dimension that has several (choose schedules).
    - `open`: the kernel computes rows of the entry's open dimension: a call at n of at most M runs the first `tasks * n / M` tasks (choose schedules).
    - `scratch_bytes`: memory that each chunk of tasks which runs at one time needs beside its buffers, a multiple of 64 (choose schedules), and
      `scratch_placement`: the byte offset in the workspace of the first of them (plan memory).
    - `placement`: for each result its byte offset in the workspace, or `-1 - i` where it is result `i` of the entry (plan memory); an
      `i` beyond those counts on through the entry's `sinter.write`s, whose parameters are written in place. Results of
      `open` kernels lie behind the others, at their offset times n.

    ```mlir
    %y = sinter.kernel "conv1" (%a = %x, %w = %weight) : (tensor<1x8x8x4xf32>, tensor<6x4x3x3xf32>) -> tensor<1x6x6x6xf32>
        attributes {strategy = "direct"} {
      %c = sinter.conv2d %a, %w : (tensor<1x8x8x4xf32>, tensor<6x4x3x3xf32>) -> tensor<1x6x6x6xf32>
      %r = sinter.relu %c : tensor<1x6x6x6xf32> -> tensor<1x6x6x6xf32>
      sinter.yield %r : tensor<1x6x6x6xf32>
    }
    ```
  }];
  let arguments = (ins
    Variadic<Sinter_Tensor>:$inputs, StrAttr:$name,
    OptionalAttr<StrAttr>:$strategy, OptionalAttr<DictionaryAttr>:$schedule, OptionalAttr<StrAttr>:$symbol,
    OptionalAttr<I64Attr>:$tasks, OptionalAttr<I64Attr>:$task_dim,
    OptionalAttr<DenseI64ArrayAttr>:$placement,
    OptionalAttr<I64Attr>:$scratch_bytes, OptionalAttr<I64Attr>:$scratch_placement, UnitAttr:$open);
  let results = (outs Variadic<Sinter_Tensor>:$results);
  let regions = (region SizedRegion<1>:$body);
  let hasCustomAssemblyFormat = 1;
  let hasVerifier = 1;
  let extraClassDeclaration = [{
    /// How many chunks of its tasks may run at one time where it needs scratch memory.
    static constexpr int64_t kMostScratchChunks = 16;
    /// The last op that is not elementwise, or null where every op is.
    ::mlir::Operation *getAnchor();
    YieldOp getYield();
    /// Integer `key` of the schedule; the schedule must have it.
    int64_t getScheduled(::llvm::StringRef key);
    /// `getScheduled` where the schedule may lack the key.
    int64_t getScheduledOr(::llvm::StringRef key, int64_t fallback);
  }];
}

def Sinter_YieldOp : Sinter_Op<"yield", [Pure, Terminator, ReturnLike, HasParent<"KernelOp">]> {
  let summary = "Ends a kernel's region with its results";
  let description = [{
    ```mlir
    sinter.yield %r : tensor<8xf32>
    ```
  }];
  let arguments = (ins Variadic<Sinter_Tensor>:$results);
  let assemblyFormat = "($results^ `:` type($results))? attr-dict";
  let builders = [OpBuilder<(ins), [{ /* a kernel without results */ }]>];
}

#endif
