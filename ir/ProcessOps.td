//===- ProcessOps.td: what a process knows of those that share its batch --------------------------===//
#ifndef SINTER_PROCESS_OPS_TD
#define SINTER_PROCESS_OPS_TD

include "Interfaces.td"
include "Types.td"
include "mlir/Interfaces/SideEffectInterfaces.td"

/// A number that the context of the call has (`sinter_context` in runtime/include/sinter/runtime.h); the same for all calls of a process.
class Sinter_ProcessNumberOp<string mnemonic> : Sinter_Op<mnemonic, [Pure]> {
  let arguments = (ins);
  let results = (outs Sinter_TensorOf<[I64]>:$result);
  let assemblyFormat = "attr-dict `:` type($result)";
  let hasVerifier = 1;
}

def Sinter_ProcessIndexOp : Sinter_ProcessNumberOp<"process_index"> {
  let summary = "Which of the processes that share a batch this is";
  let description = [{
    From 0 to one less than `sinter.process_count`. Process r has row r * n + i of the joined batch as its row i of n.

    ```mlir
    %r = sinter.process_index : tensor<i64>
    ```
  }];
}

def Sinter_ProcessCountOp : Sinter_ProcessNumberOp<"process_count"> {
  let summary = "How many processes share a batch";
  let description = [{
    1 where the context of the call says nothing of others.

    ```mlir
    %k = sinter.process_count : tensor<i64>
    ```
  }];
}

def Sinter_ProcessMeanOp : Sinter_Op<"process_mean", [Pure, Sinter_InferShape]> {
  let summary = "Mean over the processes that share a batch";
  let description = [{
    Each element is the mean of those that the processes give: the mean over a batch, where `input` is that over a process's equal share of it. All processes get the same bits, and
    each has to compute the op; to one alone it is `input`. Each process's loss is a part of the mean that all of them minimize, so that the derivative by `input` is the mean of the
    processes' derivatives by the result.

    ```mlir
    %y = sinter.process_mean %x : tensor<8xf32>
    ```
  }];
  let arguments = (ins Sinter_TensorOf<[F32]>:$input);
  let results = (outs Sinter_TensorOf<[F32]>:$result);
  let assemblyFormat = "$input attr-dict `:` type($input)";
}

#endif
