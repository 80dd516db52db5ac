// RUN: sinter-opt %s --split-input-file --verify-diagnostics | sinter-opt --split-input-file | FileCheck %s

// Blocked channels with a border around the image; a weight in two kinds of blocks; a permutation.
// CHECK-LABEL: func.func private @layouts
//  CHECK-SAME: tensor<1x56x56x64xf32, #sinter.layout<[0, 3 / 8, 1, 2, 3 mod 8], border = [0, 0, 1, 1, 1, 1, 0, 0]>>
//  CHECK-SAME: tensor<64x64x3x3xf32, #sinter.layout<[0 / 8, 1 / 4, 2, 3, 1 mod 4, 0 mod 8]>>
//  CHECK-SAME: tensor<2x3xi8, #sinter.layout<[1, 0]>>
func.func private @layouts(
  tensor<1x56x56x64xf32, #sinter.layout<[0, 3 / 8, 1, 2, 3 mod 8], border = [0, 0, 1, 1, 1, 1, 0, 0]>>,
  tensor<64x64x3x3xf32, #sinter.layout<[0 / 8, 1 / 4, 2, 3, 1 mod 4, 0 mod 8]>>,
  tensor<2x3xi8, #sinter.layout<[1, 0]>>)

// -----

// expected-error @below {{a layout of rank 2 cannot encode a tensor of rank 3}}
func.func private @other_rank(tensor<2x3x4xf32, #sinter.layout<[1, 0]>>)

// -----

// expected-error @below {{a layout of rank 2 needs 4 border sizes, but has 2}}
func.func private @border_sizes(tensor<2x3xf32, #sinter.layout<[1, 0], border = [1, 1]>>)

// -----

// expected-error @below {{border sizes are not negative}}
func.func private @negative_border(tensor<2x3xf32, #sinter.layout<[1, 0], border = [0, -1, 0, 0]>>)

// -----

// expected-error @below {{a layout lists each part of each dimension once}}
func.func private @twice(tensor<2x3xf32, #sinter.layout<[1, 1]>>)

// -----

// expected-error @below {{dimension 1 must appear once whole, or once divided and once modulo its block}}
func.func private @inner_part_missing(tensor<2x3xf32, #sinter.layout<[0, 1 / 4]>>)

// -----

// expected-error @below {{dimension 0 must appear once whole, or once divided and once modulo its block}}
func.func private @block_of_zero(tensor<3xf32, #sinter.layout<[0 / 0, 0 mod 0]>>)

// -----

// expected-error @below {{a layout names dimensions below its rank, each with one block}}
func.func private @outer_part_missing(tensor<3xf32, #sinter.layout<[0 mod 4]>>)

// -----

// expected-error @below {{a layout names dimensions below its rank, each with one block}}
func.func private @two_blocks(tensor<3xf32, #sinter.layout<[0 / 4, 0 mod 8]>>)

// -----

// expected-error @below {{a layout names dimensions below its rank, each with one block}}
func.func private @dimension_beyond_rank(tensor<3xf32, #sinter.layout<[1]>>)

// -----

// expected-error @below {{dimension 1 is in blocks and cannot have a border}}
func.func private @border_in_blocks(tensor<2x3xf32, #sinter.layout<[0, 1 / 4, 1 mod 4], border = [0, 0, 1, 0]>>)
