// RUN: sinter diff --cache off %s 2>&1 | FileCheck %s --implicit-check-not=Warning

// Halide warns of a result of one element, which is of no use to whoever compiles a model.
// CHECK: scalar y: f32[]
func.func @scalar(%x: tensor<f32> {sinter.name = "x"}) -> (tensor<f32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "quiet"} {
  %y = sinter.relu %x : tensor<f32> -> tensor<f32>
  return %y : tensor<f32>
}
