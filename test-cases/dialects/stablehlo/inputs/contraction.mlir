// Matrix products and convolutions, with the order of sums that the reference prescribes.

func.func @batched_dot() {
  %a = stablehlo.constant dense<[[[1, 2], [3, 4]], [[5, 6], [7, 8]]]> : tensor<2x2x2xi64>
  %b = stablehlo.constant dense<[[[1, 0], [0, 1]], [[0, 1], [1, 0]]]> : tensor<2x2x2xi64>
  %0 = stablehlo.dot_general %a, %b, batching_dims = [0] x [0], contracting_dims = [2] x [1] : (tensor<2x2x2xi64>, tensor<2x2x2xi64>) -> tensor<2x2x2xi64>
  check.expect_eq_const %0, dense<[[[1, 2], [3, 4]], [[6, 5], [8, 7]]]> : tensor<2x2x2xi64>
  return
}

func.func @two_contracting_dimensions() {
  %a = stablehlo.iota dim = 0 : tensor<4xi32>
  %m = stablehlo.reshape %a : (tensor<4xi32>) -> tensor<2x2xi32>
  %0 = stablehlo.dot_general %m, %m, contracting_dims = [0, 1] x [1, 0] : (tensor<2x2xi32>, tensor<2x2xi32>) -> tensor<i32>
  check.expect_eq_const %0, dense<13> : tensor<i32>
  return
}

func.func @narrow_operands_wide_result() {
  %a = stablehlo.constant dense<[[100, 100]]> : tensor<1x2xi8>
  %b = stablehlo.constant dense<[[100], [100]]> : tensor<2x1xi8>
  %0 = stablehlo.dot_general %a, %b, contracting_dims = [1] x [0] : (tensor<1x2xi8>, tensor<2x1xi8>) -> tensor<1x1xi32>
  check.expect_eq_const %0, dense<20000> : tensor<1x1xi32>
  %1 = stablehlo.dot_general %a, %b, contracting_dims = [1] x [0] : (tensor<1x2xi8>, tensor<2x1xi8>) -> tensor<1x1xi8>
  check.expect_eq_const %1, dense<32> : tensor<1x1xi8>
  return
}

// 2^24 + 1 is rounded away at each step in f32; summing in double would give 16777218.
func.func @sums_are_rounded_step_by_step() {
  %a = stablehlo.constant dense<[[16777216.0, 1.0, 1.0]]> : tensor<1x3xf32>
  %b = stablehlo.constant dense<1.0> : tensor<3x1xf32>
  %0 = stablehlo.dot_general %a, %b, contracting_dims = [1] x [0] : (tensor<1x3xf32>, tensor<3x1xf32>) -> tensor<1x1xf32>
  check.expect_eq_const %0, dense<16777216.0> : tensor<1x1xf32>
  %c = stablehlo.constant dense<[[1.0, 1.0, 16777216.0]]> : tensor<1x3xf32>
  %1 = stablehlo.dot_general %c, %b, contracting_dims = [1] x [0] : (tensor<1x3xf32>, tensor<3x1xf32>) -> tensor<1x1xf32>
  check.expect_eq_const %1, dense<16777218.0> : tensor<1x1xf32>
  return
}

func.func @convolution_in_onnx_layout() {
  %x = stablehlo.iota dim = 3 : tensor<1x1x3x4xf32>
  %w = stablehlo.constant dense<[[[[1.0, 2.0], [3.0, 4.0]]]]> : tensor<1x1x2x2xf32>
  %0 = stablehlo.convolution(%x, %w) dim_numbers = [b, f, 0, 1]x[o, i, 0, 1]->[b, f, 0, 1], window = {stride = [1, 2], pad = [[0, 1], [1, 1]]} {batch_group_count = 1 : i64, feature_group_count = 1 : i64} : (tensor<1x1x3x4xf32>, tensor<1x1x2x2xf32>) -> tensor<1x1x3x3xf32>
  check.expect_eq_const %0, dense<[[[[0.0, 16.0, 12.0], [0.0, 16.0, 12.0], [0.0, 5.0, 3.0]]]]> : tensor<1x1x3x3xf32>
  return
}

func.func @dilated_and_reversed() {
  %x = stablehlo.constant dense<[[[1], [2], [3]]]> : tensor<1x3x1xi32>
  %w = stablehlo.constant dense<[[[1]], [[10]]]> : tensor<2x1x1xi32>
  %0 = stablehlo.convolution(%x, %w) dim_numbers = [b, 0, f]x[0, i, o]->[b, 0, f], window = {pad = [[1, 0]], lhs_dilate = [2], rhs_dilate = [3], reverse = [true]} {batch_group_count = 1 : i64, feature_group_count = 1 : i64} : (tensor<1x3x1xi32>, tensor<2x1x1xi32>) -> tensor<1x3x1xi32>
  check.expect_eq_const %0, dense<[[[2], [10], [3]]]> : tensor<1x3x1xi32>
  return
}

func.func @depthwise_and_grouped() {
  %x = stablehlo.constant dense<[[[1, 2, 3, 4], [5, 6, 7, 8]]]> : tensor<1x2x4xi32>
  %d = stablehlo.constant dense<[[[1, 2, 3, 4]], [[1, 1, 1, 1]]]> : tensor<2x1x4xi32>
  %0 = stablehlo.convolution(%x, %d) dim_numbers = [b, 0, f]x[0, i, o]->[b, 0, f], window = {} {batch_group_count = 1 : i64, feature_group_count = 4 : i64} : (tensor<1x2x4xi32>, tensor<2x1x4xi32>) -> tensor<1x1x4xi32>
  check.expect_eq_const %0, dense<[[[6, 10, 16, 24]]]> : tensor<1x1x4xi32>
  %g = stablehlo.constant dense<[[[1, 10], [2, 20]], [[0, 1], [0, 1]]]> : tensor<2x2x2xi32>
  %1 = stablehlo.convolution(%x, %g) dim_numbers = [b, 0, f]x[0, i, o]->[b, 0, f], window = {} {batch_group_count = 1 : i64, feature_group_count = 2 : i64} : (tensor<1x2x4xi32>, tensor<2x2x2xi32>) -> tensor<1x1x2xi32>
  check.expect_eq_const %1, dense<[[[5, 125]]]> : tensor<1x1x2xi32>
  return
}

// Padding is multiplied, not skipped: zero times infinity is NaN.
func.func @padding_meets_infinity() {
  %x = stablehlo.constant dense<[[[1.0]]]> : tensor<1x1x1xf32>
  %w = stablehlo.constant dense<[[[0x7F800000]], [[1.0]]]> : tensor<2x1x1xf32>
  %0 = stablehlo.convolution(%x, %w) dim_numbers = [b, 0, f]x[0, i, o]->[b, 0, f], window = {pad = [[1, 0]]} {batch_group_count = 1 : i64, feature_group_count = 1 : i64} : (tensor<1x1x1xf32>, tensor<2x1x1xf32>) -> tensor<1x1x1xf32>
  check.expect_eq_const %0, dense<0x7FC00000> : tensor<1x1x1xf32>
  return
}
