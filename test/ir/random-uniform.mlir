// RUN: sinter-opt %s --split-input-file --verify-diagnostics | sinter-opt --split-input-file | FileCheck %s

// CHECK-LABEL: func.func @random_uniform
//       CHECK: sinter.random_uniform %{{.*}}, %{{.*}} {shape = array<i64: 2, 8>, stream = 0 : i64} : (tensor<i64>, tensor<i64>) -> tensor<2x8xf32>
func.func @random_uniform(%seed: tensor<i64>, %step: tensor<i64>) -> tensor<2x8xf32> {
  %r = sinter.random_uniform %seed, %step {shape = array<i64: 2, 8>, stream = 0 : i64} : (tensor<i64>, tensor<i64>) -> tensor<2x8xf32>
  return %r : tensor<2x8xf32>
}

// CHECK-LABEL: func.func @last_stream
//       CHECK: sinter.random_uniform %{{.*}}, %{{.*}} {shape = array<i64: 2, 8>, stream = 4294967295 : i64}
func.func @last_stream(%seed: tensor<i64>, %step: tensor<i64>) -> tensor<2x8xf32> {
  %r = sinter.random_uniform %seed, %step {shape = array<i64: 2, 8>, stream = 4294967295 : i64} : (tensor<i64>, tensor<i64>) -> tensor<2x8xf32>
  return %r : tensor<2x8xf32>
}

// -----

func.func @several_seeds(%seed: tensor<2xi64>, %step: tensor<i64>) -> tensor<2x8xf32> {
  // expected-error @below {{`random_uniform` takes a seed, a step and a first index of rank 0, but one is [2]}}
  // expected-error @below {{failed to infer returned types}}
  %r = sinter.random_uniform %seed, %step {shape = array<i64: 2, 8>, stream = 0 : i64} : (tensor<2xi64>, tensor<i64>) -> tensor<2x8xf32>
  return %r : tensor<2x8xf32>
}

// -----

func.func @other_seed(%seed: tensor<i32>, %step: tensor<i64>) -> tensor<2x8xf32> {
  // expected-error @below {{operand #0 must be tensor}}
  %r = sinter.random_uniform %seed, %step {shape = array<i64: 2, 8>, stream = 0 : i64} : (tensor<i32>, tensor<i64>) -> tensor<2x8xf32>
  return %r : tensor<2x8xf32>
}

// -----

func.func @stream_beyond_words(%seed: tensor<i64>, %step: tensor<i64>) -> tensor<2x8xf32> {
  // expected-error @below {{`random_uniform` needs a stream from 0 to 2^32 - 1, but it is 4294967296}}
  // expected-error @below {{failed to infer returned types}}
  %r = sinter.random_uniform %seed, %step {shape = array<i64: 2, 8>, stream = 4294967296 : i64} : (tensor<i64>, tensor<i64>) -> tensor<2x8xf32>
  return %r : tensor<2x8xf32>
}

// -----

func.func @negative_stream(%seed: tensor<i64>, %step: tensor<i64>) -> tensor<2x8xf32> {
  // expected-error @below {{`random_uniform` needs a stream from 0 to 2^32 - 1, but it is -1}}
  // expected-error @below {{failed to infer returned types}}
  %r = sinter.random_uniform %seed, %step {shape = array<i64: 2, 8>, stream = -1 : i64} : (tensor<i64>, tensor<i64>) -> tensor<2x8xf32>
  return %r : tensor<2x8xf32>
}

// -----

func.func @too_many_elements(%seed: tensor<i64>, %step: tensor<i64>) -> tensor<2x8xf32> {
  // expected-error @below {{`random_uniform` would make a tensor of shape [65536, 65536], which has more than 2^31 elements}}
  // expected-error @below {{failed to infer returned types}}
  %r = sinter.random_uniform %seed, %step {shape = array<i64: 65536, 65536>, stream = 0 : i64} : (tensor<i64>, tensor<i64>) -> tensor<2x8xf32>
  return %r : tensor<2x8xf32>
}
