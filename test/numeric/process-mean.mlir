// RUN: sinter diff %s
// RUN: sinter diff %s --target x86-64-v2

// A process that is alone: the mean is the value. (With others: test/driver/train-mpi-batch.test.)
module {
  // Between kernels, behind a reduction, and where the input is laid out in blocks.
  func.func @between(%x: tensor<3x5x5x20xf32> {sinter.name = "x"}) -> (tensor<3x5x5x20xf32> {sinter.name = "y"}, tensor<20xf32> {sinter.name = "m"}) attributes {sinter.entry = "infer", sinter.model = "between"} {
    %r = sinter.relu %x : tensor<3x5x5x20xf32> -> tensor<3x5x5x20xf32>
    %own = sinter.mean %r {axes = array<i64: 0, 1, 2>} : (tensor<3x5x5x20xf32>) -> tensor<20xf32>
    %m = sinter.process_mean %own : tensor<20xf32>
    %y = sinter.sub %r, %m : tensor<3x5x5x20xf32>, tensor<20xf32> -> tensor<3x5x5x20xf32>
    return %y, %m : tensor<3x5x5x20xf32>, tensor<20xf32>
  }

  // An argument, returned, and rank 0.
  func.func @alone(%x: tensor<f32> {sinter.name = "x"}) -> (tensor<f32> {sinter.name = "y"}) attributes {sinter.entry = "infer", sinter.model = "alone"} {
    %y = sinter.process_mean %x : tensor<f32>
    return %y : tensor<f32>
  }
}
