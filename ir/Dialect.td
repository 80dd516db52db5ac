//===- Dialect.td: the sinter dialect and the base class of its ops -------------------------------===//
#ifndef SINTER_DIALECT_TD
#define SINTER_DIALECT_TD

include "mlir/IR/OpBase.td"

def Sinter_Dialect : Dialect {
  let name = "sinter";
  let cppNamespace = "::sinter";
  let summary = "Tensor programs of neural networks, from model text to planned kernels";
  let description = [{
    Every stage between the syntax tree and code generation is written in this dialect. A module holds the
    parameters of its models (`sinter.parameter`) and one `func.func` per entry of the C library; values are
    ranked tensors whose shapes are logical and never change. Decisions are added as the passes make them:
    `sinter.kernel` regions, layouts as tensor encodings, schedules, workspace offsets.

    Attributes on other dialects' ops:
    - `sinter.target` on the module: what machine the code is for (`#sinter.target`).
    - `sinter.entry` on a function: the kind of entry: `"infer"`, whose parameters are known when it is compiled, or one that reads a training state: `"train_step"`,
      `"grad"`, `"apply"`, `"evaluate"`, `"predict"`; `sinter.model`: the model's name in the text.
    - `sinter.name` on arguments and results: their names in the text.
    - `sinter.open` on a function: its open dimension (`#sinter.open`), if it has one; `sinter.open_rows` marks the arguments that have rows of it.
    - `sinter.recompute` on a function: globs of paths of layers (`*` crosses dots) whose values the backward pass computes anew instead of keeping them.
    - `sinter.state_bytes` on the module, once memory is planned: the size of the training state; `sinter.state_offset` on a parameter: where it lies in it.
    - `sinter.workspace_bytes` on a function, once memory is planned, and `sinter.open_workspace_bytes` for each 1 of the open dimension.
  }];
  // Inherent attributes stay in the attribute dictionary: the frontend builds ops by mnemonic and attribute
  // name, so that a new op needs no line there.
  let usePropertiesForAttributes = 0;
  let useDefaultAttributePrinterParser = 1;
  let hasConstantMaterializer = 1;
  let hasOperationAttrVerify = 1;
  let hasRegionArgAttrVerify = 1;
  let extraClassDeclaration = [{
    void registerAttributes();
    void registerContractionOps();
    void registerElementwiseOps();
    void registerGradientOps();
    void registerImageOps();
    void registerModelOps();
    void registerNormalizationOps();
    void registerProcessOps();
    void registerRandomOps();
    void registerReductionOps();
    void registerShapeOps();
  }];
}

class Sinter_Op<string mnemonic, list<Trait> traits = []> : Op<Sinter_Dialect, mnemonic, traits>;

#endif
