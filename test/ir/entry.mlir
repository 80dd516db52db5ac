// RUN: sinter-opt %s --split-input-file --verify-diagnostics | sinter-opt --split-input-file | FileCheck %s

// What the dialect says on functions.
// CHECK-LABEL: func.func @entry
//  CHECK-SAME: %{{.*}}: tensor<8xf32> {sinter.name = "image"}) -> (tensor<8xf32> {sinter.name = "logits"})
//  CHECK-SAME: attributes {sinter.entry = "infer", sinter.model = "Tiny", sinter.workspace_bytes = 64 : i64}
func.func @entry(%x: tensor<8xf32> {sinter.name = "image"}) -> (tensor<8xf32> {sinter.name = "logits"})
    attributes {sinter.entry = "infer", sinter.model = "Tiny", sinter.workspace_bytes = 64 : i64} {
  return %x : tensor<8xf32>
}

// -----

// expected-error @below {{`sinter.entry` is a string on a function}}
func.func private @not_a_string() attributes {sinter.entry = 1 : i64}

// -----

// expected-error @below {{`sinter.model` is a string on a function}}
module attributes {sinter.model = "Tiny"} {
}
