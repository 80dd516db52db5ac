// RUN: sinter-opt %s --split-input-file --verify-diagnostics

// What holds for the tensors of every op.

func.func @open_size(%x: tensor<2x?xf32>) -> tensor<2x?xf32> {
  // expected-error @below {{operand #0 must be tensor with known sizes of at least 1 and at most 2^31 elements of}}
  %y = sinter.relu %x : tensor<2x?xf32> -> tensor<2x?xf32>
  return %y : tensor<2x?xf32>
}

// -----

func.func @size_of_zero(%x: tensor<0x4xf32>) -> tensor<4xf32> {
  // expected-error @below {{operand #0 must be tensor with known sizes of at least 1 and at most 2^31 elements of}}
  %y = sinter.mean %x {axes = array<i64: 0>} : (tensor<0x4xf32>) -> tensor<4xf32>
  return %y : tensor<4xf32>
}

// -----

func.func @element_type(%x: tensor<4xf64>) -> tensor<4xf64> {
  // expected-error @below {{of 32-bit float or 16-bit float or bfloat16 type values, but got 'tensor<4xf64>'}}
  %y = sinter.relu %x : tensor<4xf64> -> tensor<4xf64>
  return %y : tensor<4xf64>
}

// -----

// Sizes whose product wraps around to 4.
func.func @too_many_elements(%x: tensor<4611686018427387905x4xf32>) -> tensor<4xf32> {
  // expected-error @below {{operand #0 must be tensor with known sizes of at least 1 and at most 2^31 elements of}}
  %y = sinter.mean %x {axes = array<i64: 0>} : (tensor<4611686018427387905x4xf32>) -> tensor<4xf32>
  return %y : tensor<4xf32>
}
