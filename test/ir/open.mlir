// RUN: sinter-opt %s --split-input-file --verify-diagnostics | sinter-opt --split-input-file | FileCheck %s

// The open dimension of a function, and the arguments that have rows of it.
// CHECK-LABEL: func.func @open
//  CHECK-SAME: %{{.*}}: tensor<64x8xf32> {sinter.open_rows}, %{{.*}}: tensor<8xf32>
//  CHECK-SAME: attributes {sinter.open = #sinter.open<"N", 1, 64>}
func.func @open(%x: tensor<64x8xf32> {sinter.open_rows}, %b: tensor<8xf32>) -> tensor<64x8xf32>
    attributes {sinter.open = #sinter.open<"N", 1, 64>} {
  return %x : tensor<64x8xf32>
}

// -----

// expected-error @below {{an open dimension has a name and a range from 1 or more upwards, but this one is `N` from 4 to 3}}
func.func private @empty_range() attributes {sinter.open = #sinter.open<"N", 4, 3>}

// -----

// expected-error @below {{an open dimension has a name and a range from 1 or more upwards, but this one is `N` from 0 to 3}}
func.func private @from_zero() attributes {sinter.open = #sinter.open<"N", 0, 3>}

// -----

// expected-error @below {{`sinter.open` is a `#sinter.open` on a function}}
func.func private @not_a_dimension() attributes {sinter.open = "N"}

// -----

// expected-error @below {{axis 0 is a multiple of the most that the function's `sinter.open` may be, but argument 0 is 'tensor<63x8xf32>'}}
func.func @not_a_multiple(%x: tensor<63x8xf32> {sinter.open_rows}) attributes {sinter.open = #sinter.open<"N", 1, 64>} {
  return
}

// -----

// expected-error @below {{but argument 0 is 'tensor<64x8xf32>'}}
func.func @no_dimension(%x: tensor<64x8xf32> {sinter.open_rows}) {
  return
}
