// RUN: sinter-opt %s --split-input-file --verify-diagnostics | sinter-opt --split-input-file | FileCheck %s

// Dotted paths, as weight files have them; `state` is what training updates but does not differentiate.
// CHECK: sinter.parameter @conv1.weight : tensor<6x1x5x5xf32> = <"he_normal", []>
sinter.parameter @conv1.weight : tensor<6x1x5x5xf32> = #sinter.initializer<"he_normal", []>
// CHECK: sinter.parameter @bn1.running_mean : tensor<64xf32> = <"zeros", []> {state}
sinter.parameter @bn1.running_mean : tensor<64xf32> = #sinter.initializer<"zeros", []> {state}

// -----

// expected-note @below {{see existing symbol definition here}}
sinter.parameter @weight : tensor<2xf32> = #sinter.initializer<"zeros", []>
// expected-error @below {{redefinition of symbol named 'weight'}}
sinter.parameter @weight : tensor<2xf32> = #sinter.initializer<"zeros", []>
