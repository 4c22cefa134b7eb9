// What each rule refuses, in upstream's words.
// RUN: lathe opt %s --split-input-file --verify-diagnostics

func.func @case0(%t: tensor<4x8xf32>, %i: index) {
  // expected-error @below {{incorrect number of indices for extract_element}}
  %0 = tensor.extract %t[%i] : tensor<4x8xf32>
  return
}

// -----

func.func @case1(%t: tensor<4x8xf32>, %i: index, %s: f32) {
  // expected-error @below {{incorrect number of indices}}
  %0 = tensor.insert %s into %t[%i] : tensor<4x8xf32>
  return
}

// -----

func.func @case2(%t: tensor<4x8xf32>) {
  // expected-error @below {{expected type to be 'tensor<2x2xf32>' or a rank-reduced version. (size mismatch)}}
  %0 = tensor.extract_slice %t[0, 0] [2, 2] [1, 1] : tensor<4x8xf32> to tensor<3x2xf32>
  return
}

// -----

func.func @case3(%t: tensor<4x8xf32>) {
  // expected-error @below {{expected type to be 'tensor<2x2xf32>' or a rank-reduced version. (size mismatch)}}
  %0 = tensor.insert_slice %t into %t[0, 0] [2, 2] [1, 1] : tensor<4x8xf32> into tensor<4x8xf32>
  return
}

// -----

func.func @case4(%t: tensor<4x8xf32>, %s: f32) {
  // expected-error @below {{expected the block to have 2 arguments}}
  %0 = tensor.pad %t low[0, 0] high[1, 1] {
  ^bb0(%a: index):
    tensor.yield %s : f32
  } : tensor<4x8xf32> to tensor<5x9xf32>
  return
}

// -----

func.func @case5(%t: tensor<4x8xf32>, %s: f32) {
  // expected-error @below {{specified type 'tensor<5x8xf32>' does not match the inferred type 'tensor<5x9xf32>'}}
  %0 = tensor.pad %t low[0, 0] high[1, 1] {
  ^bb0(%a: index, %b: index):
    tensor.yield %s : f32
  } : tensor<4x8xf32> to tensor<5x8xf32>
  return
}

// -----

func.func @case6(%t: tensor<4x8xf32>) {
  // expected-error @below {{concatenation dim must be less than the tensor rank}}
  %0 = tensor.concat dim(2) %t : (tensor<4x8xf32>) -> tensor<4x8xf32>
  return
}

// -----

func.func @case7(%t: tensor<4x8xf32>) {
  // expected-error @below {{result type 'tensor<4x8xf32>'does not match inferred shape 'tensor<8x8xf32>' static sizes}}
  %0 = tensor.concat dim(0) %t, %t : (tensor<4x8xf32>, tensor<4x8xf32>) -> tensor<4x8xf32>
  return
}

// -----

func.func @case8() {
  // expected-error @below {{incorrect number of dynamic sizes, has 0, expected 1}}
  %0 = tensor.empty() : tensor<?xf32>
  return
}

// -----

func.func @case9(%s: f32) {
  // expected-error @below {{incorrect number of dynamic sizes, has 0, expected 1}}
  %0 = tensor.splat %s : tensor<?xf32>
  return
}

// -----

func.func @case10(%t: tensor<4x8xf32>, %i: tensor<1xindex>) {
  // expected-error @below {{length of shape operand differs from the result's tensor rank}}
  %0 = tensor.reshape %t(%i) : (tensor<4x8xf32>, tensor<1xindex>) -> tensor<4x8xf32>
  return
}

// -----

func.func @case11(%t: tensor<4x8xf32>, %i: tensor<2xindex>) {
  // expected-error @below {{source and destination tensor should have the same number of elements}}
  %0 = tensor.reshape %t(%i) : (tensor<4x8xf32>, tensor<2xindex>) -> tensor<4x9xf32>
  return
}
