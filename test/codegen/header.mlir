// RUN: rm -rf %t && sinter compile %s -o %t --target x86-64-v3
// RUN: FileCheck %s < %t/header.h

// The header alone is enough, in C and in C++, twice, and beside that of another model.
// RUN: cp %t/header.h %t/other.h && sed -i 's/header_/other_/g; s/MODEL_HEADER/MODEL_OTHER/' %t/other.h
// RUN: echo '#include "header.h"' > %t/both.c && echo '#include "header.h"' >> %t/both.c && echo '#include "other.h"' >> %t/both.c
// RUN: %cc -std=c11 -Wall -Wextra -Wpedantic -Werror -I%t -fsyntax-only %t/both.c
// RUN: %cxx -x c++ -std=c++17 -Wall -Wextra -Wpedantic -Werror -I%t -fsyntax-only %t/both.c

// CHECK:      /* header.h: Names as a C library, compiled by Sinter {{[0-9.]+}} for x86-64-v3, with
// CHECK-NEXT:  * 128 bytes of weights inside the library.
// CHECK:      #include "sinter/runtime.h"
// CHECK-NOT:  #include
// CHECK:      typedef sinter_weights header_weights;
// CHECK:      sinter_status header_weights_embedded(header_weights *out);
// CHECK:      sinter_status header_weights_map(const char *path, header_weights *out);
// CHECK:      void header_weights_unmap(header_weights *weights);

// Names that C keeps for itself, that are taken, or that are no identifiers at all are changed, and the comment says so.
// CHECK:      needs, the peak of its memory:
// CHECK-NEXT: 0. */
// CHECK-NEXT: size_t names_infer_workspace_size(void);
// CHECK:      /* Runs Names once. Reads `weights`, `class_2`, `weights_2`, `v2nd_value`,
// CHECK-NEXT:  * `input`, `out` and `b_`, writes `out_2`, `probs`, `output`, `output_2`,
// CHECK-NEXT:  * `output_3` and `output_4`, uses `workspace`; keeps no pointer.
// CHECK-NEXT:  *
// CHECK-NEXT:  *   class_2     f32[1, 2, 3], row-major, 24 bytes; `class` in the text
// CHECK-NEXT:  *   weights_2   u8[2], 2 bytes; `weights` in the text
// CHECK-NEXT:  *   v2nd_value  i64, 8 bytes; `2nd value` in the text
// CHECK-NEXT:  *   input       bool[3], 3 bytes, each 0 or 1
// CHECK-NEXT:  *   out         i32[3], 12 bytes
// CHECK-NEXT:  *   b_          i8[4], 4 bytes; `b* /` in the text
// CHECK-NEXT:  *   out_2       f32[2, 3], row-major, 24 bytes; `out` in the text
// CHECK-NEXT:  *   probs       u8[1, 2], row-major, 2 bytes
// CHECK:       *   workspace   not used, may be null
// CHECK-NEXT:  *   context     null for one thread
// CHECK:      sinter_status names_infer(const header_weights *weights,
// CHECK-NEXT:     const float class_2[6],
// CHECK-NEXT:     const uint8_t weights_2[2],
// CHECK-NEXT:     const int64_t v2nd_value[1],
// CHECK-NEXT:     const uint8_t input[3],
// CHECK-NEXT:     const int32_t out[3],
// CHECK-NEXT:     const int8_t b_[4],
// CHECK-NEXT:     float out_2[6],
// CHECK-NEXT:     uint8_t probs[2],
// CHECK-NEXT:     int64_t output[1],
// CHECK-NEXT:     uint8_t output_2[3],
// CHECK-NEXT:     int32_t output_3[3],
// CHECK-NEXT:     int8_t output_4[4],
// CHECK-NEXT:     void *workspace, const sinter_context *context);

// A second entry of the file has its own functions, and says what it costs.
// CHECK:      /* Runs Names once. Reads `weights` and `x`, writes `y`, uses `workspace`; keeps
// CHECK-NEXT:  * no pointer.
// CHECK:       *   workspace  second_infer_workspace_size() bytes, 64-byte aligned,
// CHECK-NEXT:  *              the caller's before and after
// CHECK:      12 multiply-adds in 2 kernels.
// CHECK:      sinter_status second_infer(const header_weights *weights,
module {
  sinter.parameter @fc.weight : tensor<4x3xf32> = #sinter.initializer<"ones", []>

  func.func @names_infer(
      %0: tensor<1x2x3xf32> {sinter.name = "class"}, %1: tensor<2xui8> {sinter.name = "weights"},
      %2: tensor<i64> {sinter.name = "2nd value"}, %3: tensor<3xi1>, %4: tensor<3xi32> {sinter.name = "out"},
      %5: tensor<4xi8> {sinter.name = "b*/"})
      -> (tensor<2x3xf32> {sinter.name = "out"}, tensor<1x2xui8> {sinter.name = "probs"}, tensor<1xi64>, tensor<3x1xi1>, tensor<1x3xi32>, tensor<2x2xi8>)
      attributes {sinter.entry = "infer", sinter.model = "Names"} {
    %a = sinter.reshape %0 {shape = array<i64: 2, 3>} : (tensor<1x2x3xf32>) -> tensor<2x3xf32>
    %b = sinter.reshape %1 {shape = array<i64: 1, 2>} : (tensor<2xui8>) -> tensor<1x2xui8>
    %c = sinter.reshape %2 {shape = array<i64: 1>} : (tensor<i64>) -> tensor<1xi64>
    %d = sinter.reshape %3 {shape = array<i64: 3, 1>} : (tensor<3xi1>) -> tensor<3x1xi1>
    %e = sinter.reshape %4 {shape = array<i64: 1, 3>} : (tensor<3xi32>) -> tensor<1x3xi32>
    %f = sinter.reshape %5 {shape = array<i64: 2, 2>} : (tensor<4xi8>) -> tensor<2x2xi8>
    return %a, %b, %c, %d, %e, %f : tensor<2x3xf32>, tensor<1x2xui8>, tensor<1xi64>, tensor<3x1xi1>, tensor<1x3xi32>, tensor<2x2xi8>
  }

  func.func @second_infer(%x: tensor<1x3xf32> {sinter.name = "x"}) -> (tensor<1x4xf32> {sinter.name = "y"})
      attributes {sinter.entry = "infer", sinter.model = "Names"} {
    %w = sinter.read @fc.weight : tensor<4x3xf32>
    %d = sinter.dense %x, %w : (tensor<1x3xf32>, tensor<4x3xf32>) -> tensor<1x4xf32>
    %s = sinter.softmax %d {axis = 1 : i64} : (tensor<1x4xf32>) -> tensor<1x4xf32>
    return %s : tensor<1x4xf32>
  }
}
