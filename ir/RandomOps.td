//===- RandomOps.td: random numbers that are functions of seed, step and place --------------------===//
#ifndef SINTER_RANDOM_OPS_TD
#define SINTER_RANDOM_OPS_TD

include "Interfaces.td"
include "Types.td"
include "mlir/Interfaces/SideEffectInterfaces.td"

/// Philox4x32-10 (Salmon et al., "Parallel Random Numbers: As Easy as 1, 2, 3", 2011) with the key (low, high word of `seed`) and the counter
/// (row-major index of the element, `stream`, low, high word of `step`) gives each element four words of 32 bits, w0 to w3. Indices begin at `first`, 0 where it is not given:
/// the tensor is then a part of a larger one.
class Sinter_RandomOp<string mnemonic> : Sinter_Op<mnemonic, [Pure, Sinter_Elementwise, Sinter_InferShape,
                                                              DeclareOpInterfaceMethods<Sinter_CostInterface>]> {
  let arguments = (ins Sinter_TensorOf<[I64]>:$seed, Sinter_TensorOf<[I64]>:$step, Optional<Sinter_TensorOf<[I64]>>:$first, DenseI64ArrayAttr:$shape,
                       I64Attr:$stream);
  let results = (outs Sinter_TensorOf<[F32]>:$result);
  let assemblyFormat = "operands attr-dict `:` functional-type(operands, results)";
}

def Sinter_RandomUniformOp : Sinter_RandomOp<"random_uniform"> {
  let summary = "Uniform random numbers in [0, 1)";
  let description = [{
    Each element is `floor(w0 / 2^8) * 2^-24`, of the words that Philox4x32-10 gives for the key `seed` and the counter (index of the element,
    `stream`, `step`): the same for any number of threads, and computed anew wherever it is wanted. Ops of one function have different `stream`s where their
    numbers are to differ. `seed`, `step` and `first`, which is added to the index and may be left out, have rank 0.

    ```mlir
    %y = sinter.random_uniform %seed, %step {shape = array<i64: 2, 8>, stream = 0 : i64} : (tensor<i64>, tensor<i64>) -> tensor<2x8xf32>
    ```
  }];
}

def Sinter_RandomNormalOp : Sinter_RandomOp<"random_normal"> {
  let summary = "Random numbers of the standard normal distribution";
  let description = [{
    Words as in `sinter.random_uniform`, and the transform of Box and Muller (1958): `sqrt(-2 ln u) * cos(2 pi v)` with
    `u = (floor(w0 / 2^8) + 1) * 2^-24` and `v = floor(w1 / 2^8) * 2^-24`.

    ```mlir
    %y = sinter.random_normal %seed, %step {shape = array<i64: 2, 8>, stream = 0 : i64} : (tensor<i64>, tensor<i64>) -> tensor<2x8xf32>
    ```
  }];
}

#endif
