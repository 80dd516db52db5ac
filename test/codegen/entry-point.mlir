// RUN: sinter compile %s --target x86-64-v3 --emit=llvm | FileCheck %s

// The loop serves all entries; kernels and the runtime's inner functions stay inside a shared library.
// CHECK-LABEL: ModuleID = 'entry_point_launches'
//       CHECK: declare hidden i32 @sinter_v1_run(ptr, ptr)
// A kernel with a border is launched as a function that zeroes a share of it first, then runs the kernel.
// CHECK-LABEL: define hidden i32 @entry_point.run_launches(ptr {{[^,]*}}%0, i64
// CHECK-SAME:    ptr {{[^,]*}}%[[CONTEXT:[0-9]+]])
//       CHECK:   select i1 {{.*}}, ptr {{.*}}@sinter.run_bordered
//       CHECK:   call i32 @sinter_v1_run(ptr {{[^,]*}}%[[CONTEXT]],

// One row a kernel: function, name, buffers, borders, tasks, grain, whether it is open. The first has the border that the convolution reads, and two buffers.
// CHECK-LABEL: ModuleID = 'tiny_infer_entry'
//       CHECK: @sinter.launches = internal {{.*}}constant [4 x { ptr, i32, i32, i32, i32, i32, i32, i32, i32, i32, i32, i32, i32 }]
//  CHECK-SAME:   { ptr @sinter_k_{{[0-9a-f]+}}, i32 0, i32 0, i32 2, i32 0, i32 1, i32 {{[0-9]+}}, i32 1, i32 0, i32 2147483647, i32 0, i32 0, i32 0 }
//  CHECK-SAME:   { ptr @[[CONV:sinter_k_[0-9a-f]+]], i32 {{[0-9]+}}, i32 2, i32 3, i32 1, i32 0, i32 {{[0-9]+}}, i32 1, i32 0, i32 2147483647, i32 0, i32 0, i32 0 }
// Bases are 0 the weights, 1 the workspace, 2 its open part, 3 the training state, 4 the input, 5 the output. The first kernel reads the input and writes to the workspace;
// the last reads the dense layer's weights, behind 16 * 16 bytes of the convolution's, and writes to the output.
//       CHECK: @sinter.buffer_refs = internal {{.*}}constant [10 x [2 x i32]] [
//  CHECK-SAME:   [2 x i32] [i32 4, i32 0], [2 x i32] [i32 1, i32 {{[0-9]+}}],
//  CHECK-SAME:   [2 x i32] [i32 0, i32 16], [2 x i32] [i32 5, i32 0]]
// The border: of the kernel's second buffer, two planes of 4 x 4 pixels of 4 bytes, one zero on each side.
//       CHECK: @sinter.borders = internal {{.*}}constant [1 x
//  CHECK-SAME:   i32 1, {{.*}} { i64 2, i64 4, i64 4, i64 4, i32 1, i32 1, i32 1, i32 1 }
//       CHECK: @sinter.names = {{.*}}\00conv\00{{.*}}\00fc\00"
//       CHECK: @sinter.tables = internal {{.*}}constant { ptr, ptr, ptr, ptr } { ptr @sinter.launches, ptr @sinter.buffer_refs, ptr @sinter.borders, ptr @sinter.names }

// CHECK-LABEL: define {{.*}}i64 @tiny_infer_workspace_size()
//       CHECK:   ret i64 512
//       CHECK: declare hidden i32 @[[CONV]](ptr, ptr, i32, i32)

// Weights, input, output, workspace are looked at before anything is written; the context may be null.
// CHECK-LABEL: define i32 @tiny_infer(ptr {{[^,]*}}%0, ptr {{[^,]*}}%1, ptr {{[^,]*}}%2, ptr {{[^,]*}}%3, ptr {{[^,]*}}%4)
//   CHECK-DAG:   icmp eq ptr %0, null
//   CHECK-DAG:   icmp eq ptr %1, null
//   CHECK-DAG:   icmp eq ptr %2, null
//   CHECK-DAG:   icmp eq ptr %3, null
//   CHECK-NOT:   icmp eq ptr %4, null
//   CHECK-DAG:   and i64 {{.*}}, 3
//   CHECK-DAG:   and i64 {{.*}}, 63
//       CHECK:   call i32 @entry_point.run_launches(ptr {{.*}}@sinter.tables, i64 0, i64 4, i64 1, ptr {{.*}}, ptr {{.*}}, ptr {{.*}}%4)

// A handle is filled where the processor has SSE 4.1 (1) and AVX2 (2).
// CHECK-LABEL: ModuleID = 'entry_point_weights'
//       CHECK: define {{.*}}i32 @entry_point_weights_map(ptr
//       CHECK: call i32 @sinter_v1_check_cpu(i32 3)
//       CHECK: define {{.*}}void @entry_point_weights_unmap(ptr
//       CHECK: define {{.*}}i32 @entry_point_weights_embedded(ptr
module {
  sinter.parameter @conv.weight : tensor<3x2x3x3xf32> = #sinter.initializer<"normal", [0.0, 1.0]>
  sinter.parameter @fc.weight : tensor<5x48xf32> = #sinter.initializer<"normal", [0.0, 1.0]>

  func.func @tiny_infer(%image: tensor<1x4x4x2xf32> {sinter.name = "image"}) -> (tensor<1x5xf32> {sinter.name = "logits"})
      attributes {sinter.entry = "infer", sinter.model = "Tiny"} {
    %w = sinter.read @conv.weight : tensor<3x2x3x3xf32>
    %m = sinter.read @fc.weight : tensor<5x48xf32>
    %c = sinter.conv2d %image, %w {padding = array<i64: 1, 1, 1, 1>} : (tensor<1x4x4x2xf32>, tensor<3x2x3x3xf32>) -> tensor<1x4x4x3xf32> loc("conv")
    %r = sinter.relu %c : tensor<1x4x4x3xf32> -> tensor<1x4x4x3xf32>
    %f = sinter.reshape %r {shape = array<i64: 1, 48>} : (tensor<1x4x4x3xf32>) -> tensor<1x48xf32>
    %d = sinter.dense %f, %m : (tensor<1x48xf32>, tensor<5x48xf32>) -> tensor<1x5xf32> loc("fc")
    return %d : tensor<1x5xf32>
  }
}
