// RUN: sinter-opt %s --split-input-file --verify-diagnostics | sinter-opt --split-input-file | FileCheck %s

// CHECK-LABEL: func.func @gradient
//       CHECK: %{{.*}}:2 = sinter.gradient %{{.*}}, %{{.*}}, %{{.*}} : (tensor<f32>, tensor<6x1x5x5xf32>, tensor<6xf32>) -> (tensor<6x1x5x5xf32>, tensor<6xf32>)
func.func @gradient(%loss: tensor<f32>, %w: tensor<6x1x5x5xf32>, %b: tensor<6xf32>) -> (tensor<6x1x5x5xf32>, tensor<6xf32>) {
  %g:2 = sinter.gradient %loss, %w, %b : (tensor<f32>, tensor<6x1x5x5xf32>, tensor<6xf32>) -> (tensor<6x1x5x5xf32>, tensor<6xf32>)
  return %g#0, %g#1 : tensor<6x1x5x5xf32>, tensor<6xf32>
}

// A model whose every parameter is frozen.
// CHECK-LABEL: func.func @by_nothing
//       CHECK: sinter.gradient %{{.*}} : (tensor<f32>) -> ()
func.func @by_nothing(%loss: tensor<f32>) {
  sinter.gradient %loss : (tensor<f32>) -> ()
  return
}

// -----

func.func @of_no_scalar(%loss: tensor<2xf32>, %w: tensor<6xf32>) -> tensor<6xf32> {
  // expected-error @below {{`gradient` takes the derivative of a scalar, but the loss is 'tensor<2xf32>'}}
  %g = sinter.gradient %loss, %w : (tensor<2xf32>, tensor<6xf32>) -> tensor<6xf32>
  return %g : tensor<6xf32>
}

// -----

func.func @other_type(%loss: tensor<f32>, %w: tensor<6xf32>) -> tensor<5xf32> {
  // expected-error @below {{`gradient` gives a derivative of the type of each value, in their order}}
  %g = sinter.gradient %loss, %w : (tensor<f32>, tensor<6xf32>) -> tensor<5xf32>
  return %g : tensor<5xf32>
}

// -----

func.func @too_few(%loss: tensor<f32>, %w: tensor<6xf32>, %b: tensor<6xf32>) -> tensor<6xf32> {
  // expected-error @below {{`gradient` gives a derivative of the type of each value, in their order}}
  %g = sinter.gradient %loss, %w, %b : (tensor<f32>, tensor<6xf32>, tensor<6xf32>) -> tensor<6xf32>
  return %g : tensor<6xf32>
}
