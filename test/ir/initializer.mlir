// RUN: sinter-opt %s --split-input-file --verify-diagnostics | sinter-opt --split-input-file | FileCheck %s

// Every kind, with as many values as it takes.
// CHECK: @a : tensor<2x2xf32> = <"zeros", []>
// CHECK: @b : tensor<2x2xf32> = <"ones", []>
// CHECK: @c : tensor<2x2xf32> = <"constant", [5.000000e-01]>
// CHECK: @d : tensor<2x2xf32> = <"normal", [0.000000e+00, 2.000000e-02]>
// CHECK: @e : tensor<2x2xf32> = <"uniform", [-1.000000e+00, 1.000000e+00]>
// CHECK: @f : tensor<2x2xf32> = <"he_normal", []>
// CHECK: @g : tensor<2x2xf32> = <"he_uniform", []>
// CHECK: @h : tensor<2x2xf32> = <"glorot_normal", []>
// CHECK: @i : tensor<2x2xf32> = <"glorot_uniform", []>
// CHECK: @j : tensor<2x2xf32> = <"truncated_normal", [0.000000e+00, 2.000000e-02]>
// CHECK: @k : tensor<2x2xf32> = <"orthogonal", [1.000000e+00]>
sinter.parameter @a : tensor<2x2xf32> = #sinter.initializer<"zeros", []>
sinter.parameter @b : tensor<2x2xf32> = #sinter.initializer<"ones", []>
sinter.parameter @c : tensor<2x2xf32> = #sinter.initializer<"constant", [0.5]>
sinter.parameter @d : tensor<2x2xf32> = #sinter.initializer<"normal", [0.0, 0.02]>
sinter.parameter @e : tensor<2x2xf32> = #sinter.initializer<"uniform", [-1.0, 1.0]>
sinter.parameter @f : tensor<2x2xf32> = #sinter.initializer<"he_normal", []>
sinter.parameter @g : tensor<2x2xf32> = #sinter.initializer<"he_uniform", []>
sinter.parameter @h : tensor<2x2xf32> = #sinter.initializer<"glorot_normal", []>
sinter.parameter @i : tensor<2x2xf32> = #sinter.initializer<"glorot_uniform", []>
sinter.parameter @j : tensor<2x2xf32> = #sinter.initializer<"truncated_normal", [0.0, 0.02]>
sinter.parameter @k : tensor<2x2xf32> = #sinter.initializer<"orthogonal", [1.0]>

// -----

// expected-error @below {{`xavier` is not an initialiser}}
sinter.parameter @a : tensor<2x2xf32> = #sinter.initializer<"xavier", []>

// -----

// expected-error @below {{initialiser `normal` takes 2 values, but has 1}}
sinter.parameter @a : tensor<2x2xf32> = #sinter.initializer<"normal", [0.02]>

// -----

// expected-error @below {{initialiser `zeros` takes 0 values, but has 1}}
sinter.parameter @a : tensor<2x2xf32> = #sinter.initializer<"zeros", [0.0]>
