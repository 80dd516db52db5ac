// RUN: sinter diff %s
// RUN: sinter diff %s --threads 3 --seed 1

// Ops at several sizes of an open dimension: each strategy of a kernel, with rows in blocks, behind borders, in vectors and alone.
#n = #sinter.open<"N", 1, 7>
module {
  sinter.parameter @wide : tensor<40x24x3x3xf32> = #sinter.initializer<"he_normal", []>
  sinter.parameter @stem : tensor<24x3x5x5xf32> = #sinter.initializer<"he_normal", []>
  sinter.parameter @depthwise : tensor<24x1x3x3xf32> = #sinter.initializer<"he_normal", []>
  sinter.parameter @grouped : tensor<12x2x3x3xf32> = #sinter.initializer<"he_normal", []>
  sinter.parameter @fc : tensor<33x24xf32> = #sinter.initializer<"he_normal", []>
  sinter.parameter @one : tensor<1x24xf32> = #sinter.initializer<"he_normal", []>

  func.func @convolutions(%x: tensor<7x9x11x3xf32> {sinter.name = "x", sinter.open_rows})
      -> (tensor<7x5x6x40xf32> {sinter.name = "wide"}, tensor<7x9x11x24xf32> {sinter.name = "depthwise"})
      attributes {sinter.entry = "infer", sinter.model = "open", sinter.open = #n} {
    %s = sinter.read @stem : tensor<24x3x5x5xf32>
    %d = sinter.read @depthwise : tensor<24x1x3x3xf32>
    %w = sinter.read @wide : tensor<40x24x3x3xf32>
    %a = sinter.conv2d %x, %s {padding = array<i64: 2, 2, 2, 2>} : (tensor<7x9x11x3xf32>, tensor<24x3x5x5xf32>) -> tensor<7x9x11x24xf32>
    %b = sinter.conv2d %a, %d {padding = array<i64: 1, 1, 1, 1>, groups = 24 : i64} : (tensor<7x9x11x24xf32>, tensor<24x1x3x3xf32>) -> tensor<7x9x11x24xf32>
    %r = sinter.add %a, %b : tensor<7x9x11x24xf32>, tensor<7x9x11x24xf32> -> tensor<7x9x11x24xf32>
    %c = sinter.conv2d %r, %w {padding = array<i64: 1, 1, 1, 1>, strides = array<i64: 2, 2>} : (tensor<7x9x11x24xf32>, tensor<40x24x3x3xf32>) -> tensor<7x5x6x40xf32>
    return %c, %r : tensor<7x5x6x40xf32>, tensor<7x9x11x24xf32>
  }

  func.func @groups_that_cut_blocks(%x: tensor<7x6x6x12xf32> {sinter.name = "x", sinter.open_rows}) -> (tensor<7x4x4x12xf32> {sinter.name = "y"})
      attributes {sinter.entry = "infer", sinter.model = "open", sinter.open = #n} {
    %w = sinter.read @grouped : tensor<12x2x3x3xf32>
    %c = sinter.conv2d %x, %w {groups = 6 : i64} : (tensor<7x6x6x12xf32>, tensor<12x2x3x3xf32>) -> tensor<7x4x4x12xf32>
    return %c : tensor<7x4x4x12xf32>
  }

  // 14 rows for 7: two an image. One unit leaves vectors of one lane.
  func.func @dense_layers(%x: tensor<7x2x24xf32> {sinter.name = "x", sinter.open_rows})
      -> (tensor<14x33xf32> {sinter.name = "rows"}, tensor<7x2x33xf32> {sinter.name = "lines"}, tensor<14x1xf32> {sinter.name = "one"})
      attributes {sinter.entry = "infer", sinter.model = "open", sinter.open = #n} {
    %w = sinter.read @fc : tensor<33x24xf32>
    %v = sinter.read @one : tensor<1x24xf32>
    %f = sinter.reshape %x {shape = array<i64: 14, 24>} : (tensor<7x2x24xf32>) -> tensor<14x24xf32>
    %a = sinter.dense %f, %w : (tensor<14x24xf32>, tensor<33x24xf32>) -> tensor<14x33xf32>
    %b = sinter.dense %x, %w : (tensor<7x2x24xf32>, tensor<33x24xf32>) -> tensor<7x2x33xf32>
    %c = sinter.dense %f, %v : (tensor<14x24xf32>, tensor<1x24xf32>) -> tensor<14x1xf32>
    return %a, %b, %c : tensor<14x33xf32>, tensor<7x2x33xf32>, tensor<14x1xf32>
  }

  func.func @pools_and_reductions(%x: tensor<7x6x6x9xf32> {sinter.name = "x", sinter.open_rows})
      -> (tensor<7x3x3x9xf32> {sinter.name = "pooled"}, tensor<7x9xf32> {sinter.name = "mean"}, tensor<7xf32> {sinter.name = "all"}, tensor<7x6x6x9xf32> {sinter.name = "soft"})
      attributes {sinter.entry = "infer", sinter.model = "open", sinter.open = #n} {
    %m = sinter.max_pool %x {window = array<i64: 3, 3>, strides = array<i64: 2, 2>, padding = array<i64: 1, 1, 1, 1>} : (tensor<7x6x6x9xf32>) -> tensor<7x3x3x9xf32>
    %g = sinter.avg_pool %m {window = array<i64: 3, 3>, strides = array<i64: 1, 1>, padding = array<i64: 1, 1, 1, 1>, count_padding = false}
      : (tensor<7x3x3x9xf32>) -> tensor<7x3x3x9xf32>
    %a = sinter.mean %x {axes = array<i64: 1, 2>} : (tensor<7x6x6x9xf32>) -> tensor<7x9xf32>
    %b = sinter.mean %x {axes = array<i64: 1, 2, 3>} : (tensor<7x6x6x9xf32>) -> tensor<7xf32>
    %s = sinter.softmax %x {axis = 2 : i64} : (tensor<7x6x6x9xf32>) -> tensor<7x6x6x9xf32>
    return %g, %a, %b, %s : tensor<7x3x3x9xf32>, tensor<7x9xf32>, tensor<7xf32>, tensor<7x6x6x9xf32>
  }

  // Some inputs have rows of it and some do not; what depends on the latter alone is computed whole.
  func.func @shapes(%x: tensor<7x4x6xf32> {sinter.name = "x", sinter.open_rows}, %y: tensor<7x6x4xf32> {sinter.name = "y"})
      -> (tensor<7x10x4xf32> {sinter.name = "joined"}, tensor<21x8xf32> {sinter.name = "folded"}, tensor<4x42xf32> {sinter.name = "closed"})
      attributes {sinter.entry = "infer", sinter.model = "open", sinter.open = #n} {
    %e = sinter.exp %y : tensor<7x6x4xf32> -> tensor<7x6x4xf32>
    %t = sinter.transpose %x {permutation = array<i64: 0, 2, 1>} : (tensor<7x4x6xf32>) -> tensor<7x6x4xf32>
    %a = sinter.mul %t, %e : tensor<7x6x4xf32>, tensor<7x6x4xf32> -> tensor<7x6x4xf32>
    %r = sinter.reshape %x {shape = array<i64: 7, 6, 4>} : (tensor<7x4x6xf32>) -> tensor<7x6x4xf32>
    %n = sinter.neg %r : tensor<7x6x4xf32> -> tensor<7x6x4xf32>
    %four = sinter.reshape %n {shape = array<i64: 7, 6, 4, 1>} : (tensor<7x6x4xf32>) -> tensor<7x6x4x1xf32>
    %h = sinter.max_pool %four {window = array<i64: 3, 1>, strides = array<i64: 1, 1>} : (tensor<7x6x4x1xf32>) -> tensor<7x4x4x1xf32>
    %flat = sinter.reshape %h {shape = array<i64: 7, 4, 4>} : (tensor<7x4x4x1xf32>) -> tensor<7x4x4xf32>
    %c = sinter.concat %a, %flat {axis = 1 : i64} : (tensor<7x6x4xf32>, tensor<7x4x4xf32>) -> tensor<7x10x4xf32>
    %f = sinter.reshape %a {shape = array<i64: 21, 8>} : (tensor<7x6x4xf32>) -> tensor<21x8xf32>
    %z = sinter.relu %f : tensor<21x8xf32> -> tensor<21x8xf32>
    %q = sinter.transpose %e {permutation = array<i64: 2, 0, 1>} : (tensor<7x6x4xf32>) -> tensor<4x7x6xf32>
    %k = sinter.reshape %q {shape = array<i64: 4, 42>} : (tensor<4x7x6xf32>) -> tensor<4x42xf32>
    return %c, %z, %k : tensor<7x10x4xf32>, tensor<21x8xf32>, tensor<4x42xf32>
  }

  func.func @unpooling(%x: tensor<7x6x4x9xf32> {sinter.name = "x", sinter.open_rows}) -> (tensor<7x6x4x9xf32> {sinter.name = "y"})
      attributes {sinter.entry = "infer", sinter.model = "open", sinter.open = #n} {
    %m = sinter.max_pool %x {window = array<i64: 2, 2>, strides = array<i64: 2, 2>} : (tensor<7x6x4x9xf32>) -> tensor<7x3x2x9xf32>
    %i = sinter.max_pool_indices %x {window = array<i64: 2, 2>, strides = array<i64: 2, 2>} : (tensor<7x6x4x9xf32>) -> tensor<7x3x2x9xi32>
    %u = sinter.max_unpool %m, %i {size = array<i64: 6, 4>} : (tensor<7x3x2x9xf32>, tensor<7x3x2x9xi32>) -> tensor<7x6x4x9xf32>
    return %u : tensor<7x6x4x9xf32>
  }

  // Products of all rows with one matrix, and of each with one of its own.
  func.func @products(%x: tensor<7x5x24xf32> {sinter.name = "x", sinter.open_rows}, %b: tensor<24x9xf32> {sinter.name = "b"})
      -> (tensor<7x5x9xf32> {sinter.name = "shared"}, tensor<7x5x5xf32> {sinter.name = "own"}, tensor<35x9xf32> {sinter.name = "rows"})
      attributes {sinter.entry = "infer", sinter.model = "open", sinter.open = #n} {
    %s = sinter.matmul %x, %b : (tensor<7x5x24xf32>, tensor<24x9xf32>) -> tensor<7x5x9xf32>
    %t = sinter.transpose %x {permutation = array<i64: 0, 2, 1>} : (tensor<7x5x24xf32>) -> tensor<7x24x5xf32>
    %o = sinter.matmul %x, %t : (tensor<7x5x24xf32>, tensor<7x24x5xf32>) -> tensor<7x5x5xf32>
    %f = sinter.reshape %x {shape = array<i64: 35, 24>} : (tensor<7x5x24xf32>) -> tensor<35x24xf32>
    %r = sinter.matmul %f, %b : (tensor<35x24xf32>, tensor<24x9xf32>) -> tensor<35x9xf32>
    return %s, %o, %r : tensor<7x5x9xf32>, tensor<7x5x5xf32>, tensor<35x9xf32>
  }

  func.func @orders(%x: tensor<7x6x9xf32> {sinter.name = "x", sinter.open_rows})
      -> (tensor<7x9xi32> {sinter.name = "largest"}, tensor<7x6x3xi32> {sinter.name = "top"}, tensor<7x6x9xf32> {sinter.name = "sums"}, tensor<7x6x3xf32> {sinter.name = "chosen"})
      attributes {sinter.entry = "infer", sinter.model = "open", sinter.open = #n} {
    %a = sinter.argmax %x {axis = 1 : i64, keep = false} : (tensor<7x6x9xf32>) -> tensor<7x9xi32>
    %t = sinter.top_k %x {k = 3 : i64, axis = 2 : i64} : (tensor<7x6x9xf32>) -> tensor<7x6x3xi32>
    %c = sinter.cumsum %x {axis = 1 : i64} : (tensor<7x6x9xf32>) -> tensor<7x6x9xf32>
    %g = sinter.gather_elements %x, %t {axis = 2 : i64} : (tensor<7x6x9xf32>, tensor<7x6x3xi32>) -> tensor<7x6x3xf32>
    return %a, %t, %c, %g : tensor<7x9xi32>, tensor<7x6x3xi32>, tensor<7x6x9xf32>, tensor<7x6x3xf32>
  }
}
