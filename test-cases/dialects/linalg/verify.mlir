// What each rule refuses, in upstream's words.
// RUN: lathe opt %s --split-input-file --verify-diagnostics

func.func @case0(%a: tensor<4xf32>, %b: tensor<4xf32>) {
  // expected-error @below {{expected the number of indexing_map (1) to be equal to the number of input/output operands (2)}}
  %0 = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%a : tensor<4xf32>) outs(%b : tensor<4xf32>) {
  ^bb0(%in: f32, %out: f32):
    linalg.yield %in : f32
  } -> tensor<4xf32>
  return
}

// -----

func.func @case1(%a: tensor<4xf32>) {
  // expected-error @below {{expected indexing_map #0 to have 2 dim(s) to match the number of loops}}
  %0 = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>], iterator_types = ["parallel", "parallel"]} outs(%a : tensor<4xf32>) {
  ^bb0(%out: f32):
    linalg.yield %out : f32
  } -> tensor<4xf32>
  return
}

// -----

func.func @case2(%a: tensor<4x4xf32>) {
  // expected-error @below {{expected operand #0 rank (2) to match the result rank of indexing_map (1)}}
  %0 = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} outs(%a : tensor<4x4xf32>) {
  ^bb0(%out: f32):
    linalg.yield %out : f32
  } -> tensor<4x4xf32>
  return
}

// -----

func.func @case3(%a: tensor<4x8xf32>, %b: tensor<9x16xf32>, %c: tensor<4x16xf32>) {
  // expected-error @below {{inferred input/output operand #1 has shape's dimension #0 to be 8, but found 9}}
  %0 = linalg.matmul ins(%a, %b : tensor<4x8xf32>, tensor<9x16xf32>) outs(%c : tensor<4x16xf32>) -> tensor<4x16xf32>
  return
}

// -----

func.func @case4(%a: tensor<4xf32>, %b: tensor<4xf64>) {
  // expected-error @below {{expected type of bb argument #0 ('f64') to match element or self type of the corresponding operand ('f32')}}
  %0 = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%a : tensor<4xf32>) outs(%b : tensor<4xf64>) {
  ^bb0(%in: f64, %out: f64):
    linalg.yield %in : f64
  } -> tensor<4xf64>
  return
}

// -----

func.func @case5(%a: tensor<4xf32>, %b: tensor<4xf64>) {
  %0 = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%a : tensor<4xf32>) outs(%b : tensor<4xf64>) {
  ^bb0(%in: f32, %out: f64):
    // expected-error @below {{type of yield operand 1 ('f32') doesn't match the element type of the enclosing linalg.generic op ('f64')}}
    linalg.yield %in : f32
  } -> tensor<4xf64>
  return
}

// -----

func.func @case6(%i: tensor<1x8x8x3xf32>, %k: tensor<3x3x3x16xf32>, %o: tensor<1x7x6x16xf32>) {
  // expected-error @below {{inferred input/output operand #0 has shape's dimension #1 to be greater than or equal to 9, but found 8}}
  %0 = linalg.conv_2d_nhwc_hwcf ins(%i, %k : tensor<1x8x8x3xf32>, tensor<3x3x3x16xf32>) outs(%o : tensor<1x7x6x16xf32>) -> tensor<1x7x6x16xf32>
  return
}

// -----

func.func @case7(%a: tensor<4x8xf32>, %o: tensor<4x8xf32>) {
  // expected-error @below {{permutation is not valid}}
  %0 = linalg.transpose ins(%a : tensor<4x8xf32>) outs(%o : tensor<4x8xf32>) permutation = [0, 0]
  return
}
