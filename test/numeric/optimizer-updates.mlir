// RUN: sinter diff %s --entry adam_train_step --seed 1
// RUN: sinter diff %s --entry adam_train_step --seed 1 --threads 2
// RUN: sinter diff %s --entry exchange_train_step --seed 2
// RUN: sinter diff %s --entry momentum_train_step --seed 3
// RUN: sinter diff %s --entry blocks_train_step --seed 4
// RUN: sinter diff %s --entry blocks_train_step --seed 4 --threads 3
// RUN: sinter diff %s --entry blocks_train_step --seed 4 --target=x86-64-v3
// RUN: sinter diff %s --entry blocks_train_step --seed 4 --target=x86-64-v2
// RUN: sinter compile %s --emit=kernels | FileCheck %s
// RUN: sinter compile %s --emit=scheduled --target=x86-64-v3 | FileCheck %s --check-prefix=BLOCKS

// A weight, two moments and a running mean of Adam in one kernel, for shapes that fill no vector, one element, and several tasks; what has one
// element is read for all. (The reference's square root of a moment that starts uniform is far from zero.)
// CHECK-LABEL: func.func @adam_train_step
// CHECK-COUNT-4: sinter.kernel {{.*}} -> (
//  CHECK-SAME:   tensor<f32>, tensor<f32>, tensor<f32>, tensor<f32>)
//   CHECK-NOT: sinter.kernel
//       CHECK: sinter.write

// What is written does not depend on what was there, and another result does: the old value goes first.
// CHECK-LABEL: func.func @exchange_train_step
//       CHECK: %[[BOTH:.*]]:2 = sinter.kernel
//       CHECK: sinter.kernel "copy" ({{.*}} = %[[BOTH]]#0)

// Gradients in vectors of filters are turned into rows where they are read, in scratch memory: 16 filters by 3 x 3, 1 x 1 and 5 x 5 taps, and two gradients of one weight.
// BLOCKS-LABEL: func.func @blocks_train_step
//   BLOCKS-NOT: sinter.relayout {{.*}} -> tensor<{{[0-9x]*}}xf32>{{$}}
//       BLOCKS: (tensor<{{.*}}>, tensor<{{.*}}>) attributes {{{.*}}scratch_bytes = {{[0-9]+}} : i64, strategy = "elementwise"
module {
  sinter.parameter @w.a : tensor<37xf32> = #sinter.initializer<"uniform", [-1.0, 1.0]>
  sinter.parameter @m.a : tensor<37xf32> = #sinter.initializer<"uniform", [-1.0, 1.0]>
  sinter.parameter @v.a : tensor<37xf32> = #sinter.initializer<"uniform", [0.5, 1.5]>
  sinter.parameter @mean.a : tensor<37xf32> = #sinter.initializer<"uniform", [-1.0, 1.0]>
  sinter.parameter @w.b : tensor<130x67xf32> = #sinter.initializer<"uniform", [-1.0, 1.0]>
  sinter.parameter @m.b : tensor<130x67xf32> = #sinter.initializer<"uniform", [-1.0, 1.0]>
  sinter.parameter @v.b : tensor<130x67xf32> = #sinter.initializer<"uniform", [0.5, 1.5]>
  sinter.parameter @mean.b : tensor<130x67xf32> = #sinter.initializer<"uniform", [-1.0, 1.0]>
  sinter.parameter @w.c : tensor<3x5x2x2xf32> = #sinter.initializer<"uniform", [-1.0, 1.0]>
  sinter.parameter @m.c : tensor<3x5x2x2xf32> = #sinter.initializer<"uniform", [-1.0, 1.0]>
  sinter.parameter @v.c : tensor<3x5x2x2xf32> = #sinter.initializer<"uniform", [0.5, 1.5]>
  sinter.parameter @mean.c : tensor<3x5x2x2xf32> = #sinter.initializer<"uniform", [-1.0, 1.0]>
  sinter.parameter @w.d : tensor<f32> = #sinter.initializer<"uniform", [-1.0, 1.0]>
  sinter.parameter @m.d : tensor<f32> = #sinter.initializer<"uniform", [-1.0, 1.0]>
  sinter.parameter @v.d : tensor<f32> = #sinter.initializer<"uniform", [0.5, 1.5]>
  sinter.parameter @mean.d : tensor<f32> = #sinter.initializer<"uniform", [-1.0, 1.0]>
  sinter.parameter @conv.weight : tensor<24x16x3x3xf32> = #sinter.initializer<"he_normal", []>
  sinter.parameter @conv.v : tensor<24x16x3x3xf32> = #sinter.initializer<"uniform", [-1.0, 1.0]>
  sinter.parameter @blocks.w3 : tensor<32x48x3x3xf32> = #sinter.initializer<"he_normal", []>
  sinter.parameter @blocks.v3 : tensor<32x48x3x3xf32> = #sinter.initializer<"uniform", [-1.0, 1.0]>
  sinter.parameter @blocks.w1 : tensor<32x48x1x1xf32> = #sinter.initializer<"he_normal", []>
  sinter.parameter @blocks.v1 : tensor<32x48x1x1xf32> = #sinter.initializer<"uniform", [-1.0, 1.0]>
  sinter.parameter @blocks.w5 : tensor<32x48x5x5xf32> = #sinter.initializer<"he_normal", []>
  sinter.parameter @blocks.v5 : tensor<32x48x5x5xf32> = #sinter.initializer<"uniform", [-1.0, 1.0]>
  sinter.parameter @first : tensor<33xf32> = #sinter.initializer<"uniform", [-1.0, 1.0]>
  sinter.parameter @second : tensor<33xf32> = #sinter.initializer<"uniform", [-1.0, 1.0]>

  func.func @adam_train_step(%ga: tensor<37xf32> {sinter.name = "ga"}, %gb: tensor<130x67xf32> {sinter.name = "gb"}, %gc: tensor<3x5x2x2xf32> {sinter.name = "gc"}, %gd: tensor<f32> {sinter.name = "gd"}, %rate: tensor<f32> {sinter.name = "rate_factor"}) attributes {sinter.entry = "train_step", sinter.model = "Adam"} {
    %b1 = sinter.constant dense<0.9> : tensor<f32> as tensor<f32>
    %c1 = sinter.constant dense<0.1> : tensor<f32> as tensor<f32>
    %b2 = sinter.constant dense<0.75> : tensor<1xf32> as tensor<1xf32>
    %c2 = sinter.constant dense<0.25> : tensor<f32> as tensor<f32>
    %wa = sinter.read @w.a : tensor<37xf32>
    %ma = sinter.read @m.a : tensor<37xf32>
    %va = sinter.read @v.a : tensor<37xf32>
    %meana = sinter.read @mean.a : tensor<37xf32>
    %m0a = sinter.mul %ma, %b1 : tensor<37xf32>, tensor<f32> -> tensor<37xf32>
    %m1a = sinter.mul %ga, %c1 : tensor<37xf32>, tensor<f32> -> tensor<37xf32>
    %m2a = sinter.add %m0a, %m1a : tensor<37xf32>, tensor<37xf32> -> tensor<37xf32>
    %g2a = sinter.mul %ga, %ga : tensor<37xf32>, tensor<37xf32> -> tensor<37xf32>
    %v0a = sinter.mul %va, %b2 : tensor<37xf32>, tensor<1xf32> -> tensor<37xf32>
    %v1a = sinter.mul %g2a, %c2 : tensor<37xf32>, tensor<f32> -> tensor<37xf32>
    %v2a = sinter.add %v0a, %v1a : tensor<37xf32>, tensor<37xf32> -> tensor<37xf32>
    %sa = sinter.sqrt %v2a : tensor<37xf32> -> tensor<37xf32>
    %qa = sinter.div %m2a, %sa : tensor<37xf32>, tensor<37xf32> -> tensor<37xf32>
    %da = sinter.mul %qa, %rate : tensor<37xf32>, tensor<f32> -> tensor<37xf32>
    %na = sinter.sub %wa, %da : tensor<37xf32>, tensor<37xf32> -> tensor<37xf32>
    %e0a = sinter.mul %meana, %b1 : tensor<37xf32>, tensor<f32> -> tensor<37xf32>
    %e1a = sinter.mul %na, %c1 : tensor<37xf32>, tensor<f32> -> tensor<37xf32>
    %e2a = sinter.add %e0a, %e1a : tensor<37xf32>, tensor<37xf32> -> tensor<37xf32>
    sinter.write @w.a, %na : tensor<37xf32>
    sinter.write @m.a, %m2a : tensor<37xf32>
    sinter.write @v.a, %v2a : tensor<37xf32>
    sinter.write @mean.a, %e2a : tensor<37xf32>
    %wb = sinter.read @w.b : tensor<130x67xf32>
    %mb = sinter.read @m.b : tensor<130x67xf32>
    %vb = sinter.read @v.b : tensor<130x67xf32>
    %meanb = sinter.read @mean.b : tensor<130x67xf32>
    %m0b = sinter.mul %mb, %b1 : tensor<130x67xf32>, tensor<f32> -> tensor<130x67xf32>
    %m1b = sinter.mul %gb, %c1 : tensor<130x67xf32>, tensor<f32> -> tensor<130x67xf32>
    %m2b = sinter.add %m0b, %m1b : tensor<130x67xf32>, tensor<130x67xf32> -> tensor<130x67xf32>
    %g2b = sinter.mul %gb, %gb : tensor<130x67xf32>, tensor<130x67xf32> -> tensor<130x67xf32>
    %v0b = sinter.mul %vb, %b2 : tensor<130x67xf32>, tensor<1xf32> -> tensor<130x67xf32>
    %v1b = sinter.mul %g2b, %c2 : tensor<130x67xf32>, tensor<f32> -> tensor<130x67xf32>
    %v2b = sinter.add %v0b, %v1b : tensor<130x67xf32>, tensor<130x67xf32> -> tensor<130x67xf32>
    %sb = sinter.sqrt %v2b : tensor<130x67xf32> -> tensor<130x67xf32>
    %qb = sinter.div %m2b, %sb : tensor<130x67xf32>, tensor<130x67xf32> -> tensor<130x67xf32>
    %db = sinter.mul %qb, %rate : tensor<130x67xf32>, tensor<f32> -> tensor<130x67xf32>
    %nb = sinter.sub %wb, %db : tensor<130x67xf32>, tensor<130x67xf32> -> tensor<130x67xf32>
    %e0b = sinter.mul %meanb, %b1 : tensor<130x67xf32>, tensor<f32> -> tensor<130x67xf32>
    %e1b = sinter.mul %nb, %c1 : tensor<130x67xf32>, tensor<f32> -> tensor<130x67xf32>
    %e2b = sinter.add %e0b, %e1b : tensor<130x67xf32>, tensor<130x67xf32> -> tensor<130x67xf32>
    sinter.write @w.b, %nb : tensor<130x67xf32>
    sinter.write @m.b, %m2b : tensor<130x67xf32>
    sinter.write @v.b, %v2b : tensor<130x67xf32>
    sinter.write @mean.b, %e2b : tensor<130x67xf32>
    %wc = sinter.read @w.c : tensor<3x5x2x2xf32>
    %mc = sinter.read @m.c : tensor<3x5x2x2xf32>
    %vc = sinter.read @v.c : tensor<3x5x2x2xf32>
    %meanc = sinter.read @mean.c : tensor<3x5x2x2xf32>
    %m0c = sinter.mul %mc, %b1 : tensor<3x5x2x2xf32>, tensor<f32> -> tensor<3x5x2x2xf32>
    %m1c = sinter.mul %gc, %c1 : tensor<3x5x2x2xf32>, tensor<f32> -> tensor<3x5x2x2xf32>
    %m2c = sinter.add %m0c, %m1c : tensor<3x5x2x2xf32>, tensor<3x5x2x2xf32> -> tensor<3x5x2x2xf32>
    %g2c = sinter.mul %gc, %gc : tensor<3x5x2x2xf32>, tensor<3x5x2x2xf32> -> tensor<3x5x2x2xf32>
    %v0c = sinter.mul %vc, %b2 : tensor<3x5x2x2xf32>, tensor<1xf32> -> tensor<3x5x2x2xf32>
    %v1c = sinter.mul %g2c, %c2 : tensor<3x5x2x2xf32>, tensor<f32> -> tensor<3x5x2x2xf32>
    %v2c = sinter.add %v0c, %v1c : tensor<3x5x2x2xf32>, tensor<3x5x2x2xf32> -> tensor<3x5x2x2xf32>
    %sc = sinter.sqrt %v2c : tensor<3x5x2x2xf32> -> tensor<3x5x2x2xf32>
    %qc = sinter.div %m2c, %sc : tensor<3x5x2x2xf32>, tensor<3x5x2x2xf32> -> tensor<3x5x2x2xf32>
    %dc = sinter.mul %qc, %rate : tensor<3x5x2x2xf32>, tensor<f32> -> tensor<3x5x2x2xf32>
    %nc = sinter.sub %wc, %dc : tensor<3x5x2x2xf32>, tensor<3x5x2x2xf32> -> tensor<3x5x2x2xf32>
    %e0c = sinter.mul %meanc, %b1 : tensor<3x5x2x2xf32>, tensor<f32> -> tensor<3x5x2x2xf32>
    %e1c = sinter.mul %nc, %c1 : tensor<3x5x2x2xf32>, tensor<f32> -> tensor<3x5x2x2xf32>
    %e2c = sinter.add %e0c, %e1c : tensor<3x5x2x2xf32>, tensor<3x5x2x2xf32> -> tensor<3x5x2x2xf32>
    sinter.write @w.c, %nc : tensor<3x5x2x2xf32>
    sinter.write @m.c, %m2c : tensor<3x5x2x2xf32>
    sinter.write @v.c, %v2c : tensor<3x5x2x2xf32>
    sinter.write @mean.c, %e2c : tensor<3x5x2x2xf32>
    %wd = sinter.read @w.d : tensor<f32>
    %md = sinter.read @m.d : tensor<f32>
    %vd = sinter.read @v.d : tensor<f32>
    %meand = sinter.read @mean.d : tensor<f32>
    %m0d = sinter.mul %md, %b1 : tensor<f32>, tensor<f32> -> tensor<f32>
    %m1d = sinter.mul %gd, %c1 : tensor<f32>, tensor<f32> -> tensor<f32>
    %m2d = sinter.add %m0d, %m1d : tensor<f32>, tensor<f32> -> tensor<f32>
    %g2d = sinter.mul %gd, %gd : tensor<f32>, tensor<f32> -> tensor<f32>
    %v0d = sinter.mul %vd, %c2 : tensor<f32>, tensor<f32> -> tensor<f32>
    %v1d = sinter.mul %g2d, %c2 : tensor<f32>, tensor<f32> -> tensor<f32>
    %v2d = sinter.add %v0d, %v1d : tensor<f32>, tensor<f32> -> tensor<f32>
    %sd = sinter.sqrt %v2d : tensor<f32> -> tensor<f32>
    %qd = sinter.div %m2d, %sd : tensor<f32>, tensor<f32> -> tensor<f32>
    %dd = sinter.mul %qd, %rate : tensor<f32>, tensor<f32> -> tensor<f32>
    %nd = sinter.sub %wd, %dd : tensor<f32>, tensor<f32> -> tensor<f32>
    %e0d = sinter.mul %meand, %b1 : tensor<f32>, tensor<f32> -> tensor<f32>
    %e1d = sinter.mul %nd, %c1 : tensor<f32>, tensor<f32> -> tensor<f32>
    %e2d = sinter.add %e0d, %e1d : tensor<f32>, tensor<f32> -> tensor<f32>
    sinter.write @w.d, %nd : tensor<f32>
    sinter.write @m.d, %m2d : tensor<f32>
    sinter.write @v.d, %v2d : tensor<f32>
    sinter.write @mean.d, %e2d : tensor<f32>
    return
  }

  // The gradient of the weight lies in blocks of channels.
  func.func @momentum_train_step(%x: tensor<2x8x8x16xf32> {sinter.name = "x"}, %g: tensor<2x8x8x24xf32> {sinter.name = "g"})
      attributes {sinter.entry = "train_step", sinter.model = "Momentum"} {
    %w = sinter.read @conv.weight : tensor<24x16x3x3xf32>
    %v = sinter.read @conv.v : tensor<24x16x3x3xf32>
    %b = sinter.constant dense<0.9> : tensor<f32> as tensor<f32>
    %r = sinter.relu %g : tensor<2x8x8x24xf32> -> tensor<2x8x8x24xf32>
    %gw = sinter.conv2d_weight_gradient %x, %r {kernel = array<i64: 3, 3>, padding = array<i64: 1, 1, 1, 1>} : (tensor<2x8x8x16xf32>, tensor<2x8x8x24xf32>) -> tensor<24x16x3x3xf32>
    %v0 = sinter.mul %v, %b : tensor<24x16x3x3xf32>, tensor<f32> -> tensor<24x16x3x3xf32>
    %v1 = sinter.add %v0, %gw : tensor<24x16x3x3xf32>, tensor<24x16x3x3xf32> -> tensor<24x16x3x3xf32>
    %w1 = sinter.sub %w, %v1 : tensor<24x16x3x3xf32>, tensor<24x16x3x3xf32> -> tensor<24x16x3x3xf32>
    sinter.write @conv.v, %v1 : tensor<24x16x3x3xf32>
    sinter.write @conv.weight, %w1 : tensor<24x16x3x3xf32>
    return
  }

  func.func @blocks_train_step(%x: tensor<2x8x8x48xf32> {sinter.name = "x"}, %g: tensor<2x8x8x32xf32> {sinter.name = "g"}, %h: tensor<2x8x8x32xf32> {sinter.name = "h"})
      attributes {sinter.entry = "train_step", sinter.model = "Blocks"} {
    %b = sinter.constant dense<0.9> : tensor<f32> as tensor<f32>
    %w3 = sinter.read @blocks.w3 : tensor<32x48x3x3xf32>
    %v3 = sinter.read @blocks.v3 : tensor<32x48x3x3xf32>
    %w1 = sinter.read @blocks.w1 : tensor<32x48x1x1xf32>
    %v1 = sinter.read @blocks.v1 : tensor<32x48x1x1xf32>
    %w5 = sinter.read @blocks.w5 : tensor<32x48x5x5xf32>
    %v5 = sinter.read @blocks.v5 : tensor<32x48x5x5xf32>
    %g3 = sinter.conv2d_weight_gradient %x, %g {kernel = array<i64: 3, 3>, padding = array<i64: 1, 1, 1, 1>} : (tensor<2x8x8x48xf32>, tensor<2x8x8x32xf32>) -> tensor<32x48x3x3xf32>
    %h3 = sinter.conv2d_weight_gradient %x, %h {kernel = array<i64: 3, 3>, padding = array<i64: 1, 1, 1, 1>} : (tensor<2x8x8x48xf32>, tensor<2x8x8x32xf32>) -> tensor<32x48x3x3xf32>
    %g1 = sinter.conv2d_weight_gradient %x, %g {kernel = array<i64: 1, 1>} : (tensor<2x8x8x48xf32>, tensor<2x8x8x32xf32>) -> tensor<32x48x1x1xf32>
    %g5 = sinter.conv2d_weight_gradient %x, %g {kernel = array<i64: 5, 5>, padding = array<i64: 2, 2, 2, 2>} : (tensor<2x8x8x48xf32>, tensor<2x8x8x32xf32>) -> tensor<32x48x5x5xf32>
    %a3 = sinter.mul %v3, %b : tensor<32x48x3x3xf32>, tensor<f32> -> tensor<32x48x3x3xf32>
    %b3 = sinter.add %a3, %g3 : tensor<32x48x3x3xf32>, tensor<32x48x3x3xf32> -> tensor<32x48x3x3xf32>
    %c3 = sinter.sub %b3, %h3 : tensor<32x48x3x3xf32>, tensor<32x48x3x3xf32> -> tensor<32x48x3x3xf32>
    %n3 = sinter.sub %w3, %c3 : tensor<32x48x3x3xf32>, tensor<32x48x3x3xf32> -> tensor<32x48x3x3xf32>
    %a1 = sinter.mul %v1, %b : tensor<32x48x1x1xf32>, tensor<f32> -> tensor<32x48x1x1xf32>
    %c1 = sinter.add %a1, %g1 : tensor<32x48x1x1xf32>, tensor<32x48x1x1xf32> -> tensor<32x48x1x1xf32>
    %n1 = sinter.sub %w1, %c1 : tensor<32x48x1x1xf32>, tensor<32x48x1x1xf32> -> tensor<32x48x1x1xf32>
    %a5 = sinter.mul %v5, %b : tensor<32x48x5x5xf32>, tensor<f32> -> tensor<32x48x5x5xf32>
    %c5 = sinter.add %a5, %g5 : tensor<32x48x5x5xf32>, tensor<32x48x5x5xf32> -> tensor<32x48x5x5xf32>
    %n5 = sinter.sub %w5, %c5 : tensor<32x48x5x5xf32>, tensor<32x48x5x5xf32> -> tensor<32x48x5x5xf32>
    sinter.write @blocks.v3, %c3 : tensor<32x48x3x3xf32>
    sinter.write @blocks.w3, %n3 : tensor<32x48x3x3xf32>
    sinter.write @blocks.v1, %c1 : tensor<32x48x1x1xf32>
    sinter.write @blocks.w1, %n1 : tensor<32x48x1x1xf32>
    sinter.write @blocks.v5, %c5 : tensor<32x48x5x5xf32>
    sinter.write @blocks.w5, %n5 : tensor<32x48x5x5xf32>
    return
  }

  func.func @exchange_train_step(%x: tensor<33xf32> {sinter.name = "x"}) attributes {sinter.entry = "train_step", sinter.model = "Exchange"} {
    %first = sinter.read @first : tensor<33xf32>
    %second = sinter.read @second : tensor<33xf32>
    %fresh = sinter.add %x, %x : tensor<33xf32>, tensor<33xf32> -> tensor<33xf32>
    %old = sinter.add %fresh, %first : tensor<33xf32>, tensor<33xf32> -> tensor<33xf32>
    sinter.write @first, %fresh : tensor<33xf32>
    sinter.write @second, %old : tensor<33xf32>
    return
  }
}
