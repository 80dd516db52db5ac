//===- Types.td: element types, layouts, targets, initialisers ------------------------------------===//
#ifndef SINTER_TYPES_TD
#define SINTER_TYPES_TD

include "Dialect.td"
include "mlir/IR/AttrTypeBase.td"
include "mlir/IR/TensorEncoding.td"

class Sinter_TensorOf<list<Type> elementTypes>
    : RankedTensorOf<elementTypes, [CPred<"::sinter::isTensorShape(::llvm::cast<::mlir::RankedTensorType>($_self).getShape())">],
                     "tensor with known sizes of at least 1 and at most 2^31 elements">;
def Sinter_Tensor : Sinter_TensorOf<[F32, F16, BF16, I8, UI8, I32, I64, I1]>;
def Sinter_NumberTensor : Sinter_TensorOf<[F32, F16, BF16, I8, UI8, I32, I64]>;
def Sinter_BoolTensor : Sinter_TensorOf<[I1]>;
def Sinter_IndexTensor : Sinter_TensorOf<[I8, UI8, I32, I64]>;
def Sinter_FloatTensor : Sinter_TensorOf<[F32, F16, BF16]>;

class Sinter_Attr<string name, string attrMnemonic, list<Trait> traits = []>
    : AttrDef<Sinter_Dialect, name, traits> {
  let mnemonic = attrMnemonic;
}

def Sinter_LayoutAttr : Sinter_Attr<"Layout", "layout", [DeclareAttrInterfaceMethods<VerifiableTensorEncoding>]> {
  let summary = "Where each element of a tensor lies in memory";
  let description = [{
    The encoding of a tensor type. `order` lists the physical dimensions, outermost first; an entry is a whole
    logical dimension (`1`), the outer part of a blocked one (`3 / 8`) or its inner part (`3 mod 8`). `border`,
    where present, holds for each logical dimension the elements stored before and after it. Border elements
    and lanes beyond the logical size are zero; whoever writes a tensor keeps them so. A tensor type without
    an encoding is dense and row-major.

    ```mlir
    // 64 channels in blocks of 8, one stored row and column of zeros around each image.
    tensor<1x56x56x64xf32, #sinter.layout<[0, 3 / 8, 1, 2, 3 mod 8], border = [0, 0, 1, 1, 1, 1, 0, 0]>>
    ```
  }];
  // A part is the logical dimension d for a whole or outer part, rank + d for an inner one.
  let parameters = (ins
    ArrayRefParameter<"int64_t">:$order,
    ArrayRefParameter<"int64_t">:$blocks,
    OptionalArrayRefParameter<"int64_t">:$border);
  let hasCustomAssemblyFormat = 1;
  let genVerifyDecl = 1;
  let extraClassDeclaration = [{
    unsigned getRank() const { return getBlocks().size(); }
    /// Elements stored before (`after` = 0) or behind (1) logical dimension `dim`.
    int64_t getBorderOf(unsigned dim, unsigned after) const {
      return getBorder().empty() ? 0 : getBorder()[2 * dim + after];
    }
    bool hasBorder() const { return llvm::any_of(getBorder(), [](int64_t b) { return b != 0; }); }
    /// The same layout with no stored border.
    LayoutAttr withoutBorder() const { return get(getContext(), getOrder(), getBlocks(), {}); }
    LayoutAttr withBorder(::llvm::ArrayRef<int64_t> border) const {
      return get(getContext(), getOrder(), getBlocks(), border);
    }
    /// Channels last (rank >= 2), the last dimension in blocks of `block`, blocks outside the middle dimensions:
    /// `[0, r-1 / block, 1, ..., r-2, r-1 mod block]`.
    static LayoutAttr getChannelBlocked(::mlir::MLIRContext *context, unsigned rank, int64_t block);
  }];
}

def Sinter_TargetAttr : Sinter_Attr<"Target", "target"> {
  let summary = "The machine that code is generated for";
  let description = [{
    Passes and schedules read machine facts from here by name and never ask for a processor. The facts belong to the
    target's name and not to the machine the compiler runs on, so that equal options give equal bytes.

    ```mlir
    #sinter.target<"x86-64-v3", vector_bits = 256, vector_registers = 16, fma_latency = 4, l1_bytes = 32768, l2_bytes = 524288>
    ```
  }];
  let parameters = (ins
    StringRefParameter<"name that `--target` takes">:$name,
    "int64_t":$vector_bits,
    "int64_t":$vector_registers,
    "int64_t":$fma_latency,
    "int64_t":$l1_bytes,
    "int64_t":$l2_bytes);
  let assemblyFormat = "`<` $name `,` struct($vector_bits, $vector_registers, $fma_latency, $l1_bytes, $l2_bytes) `>`";
  let genVerifyDecl = 1;
  let extraClassDeclaration = [{
    /// Vector lanes of 32-bit elements; also the channel block of activations.
    int64_t getLanes() const { return getVectorBits() / 32; }
    /// The target called `name`, or null. `native` is the best one that this machine runs.
    static TargetAttr lookup(::mlir::MLIRContext *context, ::llvm::StringRef name);
    /// Names that `lookup` knows, without `native`.
    static ::llvm::ArrayRef<::llvm::StringRef> getNames();
    /// The target on the module around `op`, or null where there is none.
    static TargetAttr of(::mlir::Operation *op);
  }];
}

def Sinter_OpenDimensionAttr : Sinter_Attr<"OpenDimension", "open"> {
  let summary = "A dimension whose size is an argument of the entry's C function";
  let description = [{
    Stands on a function as `sinter.open`: its name in the text, and the least and the most that it may be. The function's types hold the
    most; arguments whose axis 0 is a multiple of it are marked `sinter.open_rows`. What is computed from them is computed row by row along
    axis 0 (`ir/OpenRows.h`), so that fewer rows are fewer turns of the same loops.

    ```mlir
    func.func @lenet5_infer(%image: tensor<64x28x28x1xf32> {sinter.open_rows}) -> tensor<64x10xf32> attributes {sinter.open = #sinter.open<"N", 1, 64>}
    ```
  }];
  let parameters = (ins StringRefParameter<"name">:$name, "int64_t":$least, "int64_t":$most);
  let assemblyFormat = "`<` $name `,` $least `,` $most `>`";
  let genVerifyDecl = 1;
}

def Sinter_InitializerAttr : Sinter_Attr<"Initializer", "initializer"> {
  let summary = "How a parameter starts";
  let description = [{
    `zeros`, `ones`, `constant [value]`, `normal [mean, std]`, `uniform [low, high]`, `he_normal`, `he_uniform`,
    `glorot_normal`, `glorot_uniform`, `truncated_normal [mean, std]` (within two deviations), `orthogonal [gain]` (of the matrix [first, all other dimensions]).
    He's and Glorot's take fans from the shape, as PyTorch does: fan in is the product of all
    dimensions but the first, fan out that of all but the second.

    ```mlir
    #sinter.initializer<"normal", [0.0, 0.02]>
    ```
  }];
  let parameters = (ins StringRefParameter<"kind">:$kind, "::mlir::DenseF64ArrayAttr":$values);
  let assemblyFormat = "`<` $kind `,` $values `>`";
  let genVerifyDecl = 1;
}

#endif
