// RUN: sinter-opt %s --split-input-file --verify-diagnostics | sinter-opt --split-input-file | FileCheck %s

// CHECK: module attributes {sinter.target = #sinter.target<"x86-64-v3", vector_bits = 256, vector_registers = 16, fma_latency = 4, l1_bytes = 32768, l2_bytes = 524288>}
module attributes {sinter.target = #sinter.target<"x86-64-v3", vector_bits = 256, vector_registers = 16, fma_latency = 4, l1_bytes = 32768, l2_bytes = 524288>} {
}

// -----

// expected-error @below {{target `mini` needs vectors of whole 32-bit lanes, but they have 48 bits}}
module attributes {sinter.target = #sinter.target<"mini", vector_bits = 48, vector_registers = 16, fma_latency = 4, l1_bytes = 32768, l2_bytes = 524288>} {
}

// -----

// expected-error @below {{target `mini` needs sizes of at least 1, but one is 0}}
module attributes {sinter.target = #sinter.target<"mini", vector_bits = 128, vector_registers = 16, fma_latency = 0, l1_bytes = 32768, l2_bytes = 524288>} {
}

// -----

// expected-error @below {{`sinter.target` is a `#sinter.target` on a module}}
module attributes {sinter.target = "x86-64-v3"} {
}

// -----

// expected-error @below {{`sinter.target` is a `#sinter.target` on a module}}
func.func private @on_function() attributes {sinter.target = #sinter.target<"mini", vector_bits = 128, vector_registers = 16, fma_latency = 4, l1_bytes = 32768, l2_bytes = 524288>}
