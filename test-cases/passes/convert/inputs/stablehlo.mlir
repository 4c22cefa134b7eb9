func.func @conv(%x: tensor<1x5x5x2xf32>, %k: tensor<3x3x2x4xf32>) -> tensor<1x3x3x4xf32> {
  %0 = stablehlo.convolution(%x, %k) dim_numbers = [b, 0, 1, f]x[0, 1, i, o]->[b, 0, 1, f], window = {stride = [2, 2], pad = [[1, 1], [1, 1]]} {batch_group_count = 1 : i64, feature_group_count = 1 : i64} : (tensor<1x5x5x2xf32>, tensor<3x3x2x4xf32>) -> tensor<1x3x3x4xf32>
  return %0 : tensor<1x3x3x4xf32>
}
func.func @conv_nchw(%x: tensor<2x2x5x6xf32>, %k: tensor<4x2x3x2xf32>) -> tensor<2x4x3x5xf32> {
  %0 = stablehlo.convolution(%x, %k) dim_numbers = [b, f, 0, 1]x[o, i, 0, 1]->[b, f, 0, 1], window = {} {batch_group_count = 1 : i64, feature_group_count = 1 : i64} : (tensor<2x2x5x6xf32>, tensor<4x2x3x2xf32>) -> tensor<2x4x3x5xf32>
  return %0 : tensor<2x4x3x5xf32>
}
func.func @conv_odd_layout(%x: tensor<5x2x6x2xf32>, %k: tensor<2x3x4x2xf32>) -> tensor<4x3x2x5xf32> {
  %0 = stablehlo.convolution(%x, %k) dim_numbers = [0, b, 1, f]x[i, 0, o, 1]->[f, 0, b, 1], window = {} {batch_group_count = 1 : i64, feature_group_count = 1 : i64} : (tensor<5x2x6x2xf32>, tensor<2x3x4x2xf32>) -> tensor<4x3x2x5xf32>
  return %0 : tensor<4x3x2x5xf32>
}
func.func @depthwise(%x: tensor<1x5x5x3xf32>, %k: tensor<3x3x1x3xf32>) -> tensor<1x5x5x3xf32> {
  %0 = stablehlo.convolution(%x, %k) dim_numbers = [b, 0, 1, f]x[0, 1, i, o]->[b, 0, 1, f], window = {pad = [[1, 1], [1, 1]]} {batch_group_count = 1 : i64, feature_group_count = 3 : i64} : (tensor<1x5x5x3xf32>, tensor<3x3x1x3xf32>) -> tensor<1x5x5x3xf32>
  return %0 : tensor<1x5x5x3xf32>
}
func.func @grouped(%x: tensor<1x4x5x5xf32>, %k: tensor<6x2x3x3xf32>) -> tensor<1x6x3x3xf32> {
  %0 = stablehlo.convolution(%x, %k) dim_numbers = [b, f, 0, 1]x[o, i, 0, 1]->[b, f, 0, 1], window = {} {batch_group_count = 1 : i64, feature_group_count = 2 : i64} : (tensor<1x4x5x5xf32>, tensor<6x2x3x3xf32>) -> tensor<1x6x3x3xf32>
  return %0 : tensor<1x6x3x3xf32>
}
func.func @transposed_conv(%x: tensor<1x3x3x2xf32>, %k: tensor<2x2x2x4xf32>) -> tensor<1x6x6x4xf32> {
  %0 = stablehlo.convolution(%x, %k) dim_numbers = [b, 0, 1, f]x[0, 1, i, o]->[b, 0, 1, f], window = {pad = [[1, 1], [1, 1]], lhs_dilate = [2, 2], reverse = [true, true]} {batch_group_count = 1 : i64, feature_group_count = 1 : i64} : (tensor<1x3x3x2xf32>, tensor<2x2x2x4xf32>) -> tensor<1x6x6x4xf32>
  return %0 : tensor<1x6x6x4xf32>
}
func.func @dilated_1d(%x: tensor<1x9x2xf32>, %k: tensor<3x2x4xf32>) -> tensor<1x5x4xf32> {
  %0 = stablehlo.convolution(%x, %k) dim_numbers = [b, 0, f]x[0, i, o]->[b, 0, f], window = {rhs_dilate = [2]} {batch_group_count = 1 : i64, feature_group_count = 1 : i64} : (tensor<1x9x2xf32>, tensor<3x2x4xf32>) -> tensor<1x5x4xf32>
  return %0 : tensor<1x5x4xf32>
}
func.func @pointwise(%x: tensor<1x4x4x3xf32>, %k: tensor<1x1x3x5xf32>) -> tensor<1x4x4x5xf32> {
  %0 = stablehlo.convolution(%x, %k) dim_numbers = [b, 0, 1, f]x[0, 1, i, o]->[b, 0, 1, f], window = {} {batch_group_count = 1 : i64, feature_group_count = 1 : i64} : (tensor<1x4x4x3xf32>, tensor<1x1x3x5xf32>) -> tensor<1x4x4x5xf32>
  return %0 : tensor<1x4x4x5xf32>
}
func.func @quantized_conv(%x: tensor<1x4x4x3xi8>, %k: tensor<2x2x3x5xi8>) -> tensor<1x3x3x5xi32> {
  %0 = stablehlo.convolution(%x, %k) dim_numbers = [b, 0, 1, f]x[0, 1, i, o]->[b, 0, 1, f], window = {} {batch_group_count = 1 : i64, feature_group_count = 1 : i64} : (tensor<1x4x4x3xi8>, tensor<2x2x3x5xi8>) -> tensor<1x3x3x5xi32>
  return %0 : tensor<1x3x3x5xi32>
}
func.func @attention(%q: tensor<2x3x4x8xf32>, %k: tensor<2x3x5x8xf32>) -> tensor<2x3x4x5xf32> {
  %0 = stablehlo.dot_general %q, %k, batching_dims = [0, 1] x [0, 1], contracting_dims = [3] x [3] : (tensor<2x3x4x8xf32>, tensor<2x3x5x8xf32>) -> tensor<2x3x4x5xf32>
  return %0 : tensor<2x3x4x5xf32>
}
func.func @batch_matmul(%q: tensor<2x4x8xf32>, %k: tensor<2x8x5xf32>) -> tensor<2x4x5xf32> {
  %0 = stablehlo.dot_general %q, %k, batching_dims = [0] x [0], contracting_dims = [2] x [1] : (tensor<2x4x8xf32>, tensor<2x8x5xf32>) -> tensor<2x4x5xf32>
  return %0 : tensor<2x4x5xf32>
}
func.func @odd_dot(%a: tensor<3x2x4xf32>, %b: tensor<4x5x3xf32>) -> tensor<2x5xf32> {
  %0 = stablehlo.dot_general %a, %b, contracting_dims = [0, 2] x [2, 0] : (tensor<3x2x4xf32>, tensor<4x5x3xf32>) -> tensor<2x5xf32>
  return %0 : tensor<2x5xf32>
}
func.func @integer_dot(%a: tensor<3x4xi8>, %b: tensor<4x2xi8>) -> tensor<3x2xi32> {
  %0 = stablehlo.dot_general %a, %b, contracting_dims = [1] x [0] : (tensor<3x4xi8>, tensor<4x2xi8>) -> tensor<3x2xi32>
  return %0 : tensor<3x2xi32>
}
func.func @max_pool(%x: tensor<1x6x6x2xf32>) -> tensor<1x3x3x2xf32> {
  %init = stablehlo.constant dense<0xFF800000> : tensor<f32>
  %0 = "stablehlo.reduce_window"(%x, %init) <{padding = dense<[[0, 0], [1, 0], [1, 0], [0, 0]]> : tensor<4x2xi64>, window_dimensions = array<i64: 1, 3, 3, 1>, window_strides = array<i64: 1, 2, 2, 1>}> ({
  ^bb0(%a: tensor<f32>, %b: tensor<f32>):
    %1 = stablehlo.maximum %a, %b : tensor<f32>
    stablehlo.return %1 : tensor<f32>
  }) : (tensor<1x6x6x2xf32>, tensor<f32>) -> tensor<1x3x3x2xf32>
  return %0 : tensor<1x3x3x2xf32>
}
func.func @dilated_sum_window(%x: tensor<2x7xf32>, %init: tensor<f32>) -> tensor<2x6xf32> {
  %0 = "stablehlo.reduce_window"(%x, %init) <{base_dilations = array<i64: 1, 2>, padding = dense<[[0, 0], [2, 0]]> : tensor<2x2xi64>, window_dilations = array<i64: 1, 3>, window_dimensions = array<i64: 1, 2>, window_strides = array<i64: 1, 2>}> ({
  ^bb0(%a: tensor<f32>, %b: tensor<f32>):
    %1 = stablehlo.add %a, %b : tensor<f32>
    stablehlo.return %1 : tensor<f32>
  }) : (tensor<2x7xf32>, tensor<f32>) -> tensor<2x6xf32>
  return %0 : tensor<2x6xf32>
}
func.func @reduce_max(%x: tensor<3x4x5xf32>) -> tensor<4xf32> {
  %init = stablehlo.constant dense<0xFF800000> : tensor<f32>
  %0 = stablehlo.reduce(%x init: %init) applies stablehlo.maximum across dimensions = [0, 2] : (tensor<3x4x5xf32>, tensor<f32>) -> tensor<4xf32>
  return %0 : tensor<4xf32>
}
func.func @argmax(%x: tensor<3x7xf32>) -> (tensor<3xf32>, tensor<3xi32>) {
  %low = stablehlo.constant dense<0xFF800000> : tensor<f32>
  %zero = stablehlo.constant dense<0> : tensor<i32>
  %i = stablehlo.iota dim = 1 : tensor<3x7xi32>
  %0:2 = stablehlo.reduce(%x init: %low), (%i init: %zero) across dimensions = [1] : (tensor<3x7xf32>, tensor<3x7xi32>, tensor<f32>, tensor<i32>) -> (tensor<3xf32>, tensor<3xi32>)
    reducer(%a: tensor<f32>, %b: tensor<f32>) (%c: tensor<i32>, %d: tensor<i32>) {
    %1 = stablehlo.compare GT, %b, %a : (tensor<f32>, tensor<f32>) -> tensor<i1>
    %2 = stablehlo.select %1, %b, %a : tensor<i1>, tensor<f32>
    %3 = stablehlo.select %1, %d, %c : tensor<i1>, tensor<i32>
    stablehlo.return %2, %3 : tensor<f32>, tensor<i32>
  }
  return %0#0, %0#1 : tensor<3xf32>, tensor<3xi32>
}
func.func @rows(%table: tensor<6x4xf32>, %ids: tensor<2x3xi64>) -> tensor<2x3x4xf32> {
  %0 = "stablehlo.gather"(%table, %ids) <{dimension_numbers = #stablehlo.gather<offset_dims = [2], collapsed_slice_dims = [0], start_index_map = [0], index_vector_dim = 2>, slice_sizes = array<i64: 1, 4>}> : (tensor<6x4xf32>, tensor<2x3xi64>) -> tensor<2x3x4xf32>
  return %0 : tensor<2x3x4xf32>
}
func.func @windows(%x: tensor<6x4xf32>, %ids: tensor<3x2xi32>) -> tensor<2x3x3xf32> {
  %0 = "stablehlo.gather"(%x, %ids) <{dimension_numbers = #stablehlo.gather<offset_dims = [0, 2], start_index_map = [1, 0], index_vector_dim = 1>, slice_sizes = array<i64: 2, 3>}> : (tensor<6x4xf32>, tensor<3x2xi32>) -> tensor<2x3x3xf32>
  return %0 : tensor<2x3x3xf32>
}
func.func @layouts(%x: tensor<2x3x4xf32>) -> (tensor<4x2x3xf32>, tensor<6x2x2xf32>, tensor<2x2x2xf32>, tensor<2x3x4xf32>, tensor<2x1x12xf32>) {
  %0 = stablehlo.transpose %x, dims = [2, 0, 1] : (tensor<2x3x4xf32>) -> tensor<4x2x3xf32>
  %1 = stablehlo.reshape %x : (tensor<2x3x4xf32>) -> tensor<6x2x2xf32>
  %2 = stablehlo.slice %x [0:2, 0:2, 1:4:2] : (tensor<2x3x4xf32>) -> tensor<2x2x2xf32>
  %3 = stablehlo.reverse %x, dims = [0, 2] : tensor<2x3x4xf32>
  %4 = stablehlo.reshape %x : (tensor<2x3x4xf32>) -> tensor<2x1x12xf32>
  return %0, %1, %2, %3, %4 : tensor<4x2x3xf32>, tensor<6x2x2xf32>, tensor<2x2x2xf32>, tensor<2x3x4xf32>, tensor<2x1x12xf32>
}
func.func @pads(%x: tensor<3x4xf32>, %v: tensor<f32>) -> (tensor<5x8xf32>, tensor<5x9xf32>, tensor<2x5xf32>) {
  %0 = stablehlo.pad %x, %v, low = [1, 2], high = [1, 2], interior = [0, 0] : (tensor<3x4xf32>, tensor<f32>) -> tensor<5x8xf32>
  %1 = stablehlo.pad %x, %v, low = [0, 1], high = [0, 1], interior = [1, 1] : (tensor<3x4xf32>, tensor<f32>) -> tensor<5x9xf32>
  %2 = stablehlo.pad %x, %v, low = [-1, 2], high = [0, -1], interior = [0, 0] : (tensor<3x4xf32>, tensor<f32>) -> tensor<2x5xf32>
  return %0, %1, %2 : tensor<5x8xf32>, tensor<5x9xf32>, tensor<2x5xf32>
}
func.func @joins(%x: tensor<2x3xf32>, %y: tensor<2x2xf32>) -> (tensor<2x5xf32>, tensor<2x4x3xf32>, tensor<4x2x3xf32>) {
  %0 = stablehlo.concatenate %x, %y, dim = 1 : (tensor<2x3xf32>, tensor<2x2xf32>) -> tensor<2x5xf32>
  %e = stablehlo.reshape %x : (tensor<2x3xf32>) -> tensor<2x1x3xf32>
  %1 = stablehlo.broadcast_in_dim %e, dims = [0, 1, 2] : (tensor<2x1x3xf32>) -> tensor<2x4x3xf32>
  %2 = stablehlo.broadcast_in_dim %x, dims = [1, 2] : (tensor<2x3xf32>) -> tensor<4x2x3xf32>
  return %0, %1, %2 : tensor<2x5xf32>, tensor<2x4x3xf32>, tensor<4x2x3xf32>
}
func.func @counts() -> (tensor<2x3xi32>, tensor<4xf32>) {
  %0 = stablehlo.iota dim = 1 : tensor<2x3xi32>
  %1 = stablehlo.iota dim = 0 : tensor<4xf32>
  return %0, %1 : tensor<2x3xi32>, tensor<4xf32>
}
func.func @dynamic_slices(%x: tensor<5x6xf32>, %u: tensor<2x2xf32>, %i: tensor<i32>, %j: tensor<i32>) -> (tensor<2x3xf32>, tensor<5x6xf32>) {
  %0 = stablehlo.dynamic_slice %x, %i, %j, sizes = [2, 3] : (tensor<5x6xf32>, tensor<i32>, tensor<i32>) -> tensor<2x3xf32>
  %1 = stablehlo.dynamic_update_slice %x, %u, %i, %j : (tensor<5x6xf32>, tensor<2x2xf32>, tensor<i32>, tensor<i32>) -> tensor<5x6xf32>
  return %0, %1 : tensor<2x3xf32>, tensor<5x6xf32>
}
func.func @floats(%x: tensor<7xf32>, %y: tensor<7xf32>) -> (tensor<7xf32>, tensor<7xf32>, tensor<7xf32>, tensor<7xf32>, tensor<7xf32>, tensor<7xf32>, tensor<7xi1>, tensor<7xi1>, tensor<7xf32>, tensor<7xf32>) {
  %0 = stablehlo.negate %x : tensor<7xf32>
  %1 = stablehlo.abs %x : tensor<7xf32>
  %2 = stablehlo.sign %x : tensor<7xf32>
  %3 = stablehlo.divide %x, %y : tensor<7xf32>
  %4 = stablehlo.remainder %x, %y : tensor<7xf32>
  %5 = stablehlo.round_nearest_even %x : tensor<7xf32>
  %6 = stablehlo.is_finite %x : (tensor<7xf32>) -> tensor<7xi1>
  %7 = stablehlo.compare LT, %x, %y, TOTALORDER : (tensor<7xf32>, tensor<7xf32>) -> tensor<7xi1>
  %8 = stablehlo.select %7, %x, %y : tensor<7xi1>, tensor<7xf32>
  %9 = stablehlo.clamp %y, %x, %y : tensor<7xf32>
  return %0, %1, %2, %3, %4, %5, %6, %7, %8, %9 : tensor<7xf32>, tensor<7xf32>, tensor<7xf32>, tensor<7xf32>, tensor<7xf32>, tensor<7xf32>, tensor<7xi1>, tensor<7xi1>, tensor<7xf32>, tensor<7xf32>
}
func.func @functions(%x: tensor<7xf32>) -> (tensor<7xf32>, tensor<7xf32>, tensor<7xf32>, tensor<7xf32>, tensor<7xf32>, tensor<7xf32>, tensor<7xf32>) {
  %0 = stablehlo.exponential %x : tensor<7xf32>
  %1 = stablehlo.tanh %x : tensor<7xf32>
  %2 = stablehlo.logistic %x : tensor<7xf32>
  %3 = stablehlo.sine %x : tensor<7xf32>
  %4 = stablehlo.log_plus_one %0 : tensor<7xf32>
  %5 = stablehlo.rsqrt %0 : tensor<7xf32>
  %6 = stablehlo.power %0, %x : tensor<7xf32>
  return %0, %1, %2, %3, %4, %5, %6 : tensor<7xf32>, tensor<7xf32>, tensor<7xf32>, tensor<7xf32>, tensor<7xf32>, tensor<7xf32>, tensor<7xf32>
}
func.func @integers(%x: tensor<6xi32>, %y: tensor<6xi32>) -> (tensor<6xi32>, tensor<6xi32>, tensor<6xi32>, tensor<6xi32>, tensor<6xi32>, tensor<6xi32>, tensor<6xi32>, tensor<6xi1>, tensor<6xf32>, tensor<6xi64>, tensor<6xi8>, tensor<6xi1>) {
  %0 = stablehlo.divide %x, %y : tensor<6xi32>
  %1 = stablehlo.remainder %x, %y : tensor<6xi32>
  %2 = stablehlo.shift_left %x, %y : tensor<6xi32>
  %3 = stablehlo.shift_right_arithmetic %x, %y : tensor<6xi32>
  %4 = stablehlo.shift_right_logical %x, %y : tensor<6xi32>
  %5 = stablehlo.negate %x : tensor<6xi32>
  %6 = stablehlo.sign %x : tensor<6xi32>
  %7 = stablehlo.compare GE, %x, %y : (tensor<6xi32>, tensor<6xi32>) -> tensor<6xi1>
  %8 = stablehlo.convert %x : (tensor<6xi32>) -> tensor<6xf32>
  %9 = stablehlo.convert %x : (tensor<6xi32>) -> tensor<6xi64>
  %10 = stablehlo.convert %x : (tensor<6xi32>) -> tensor<6xi8>
  %11 = stablehlo.convert %x : (tensor<6xi32>) -> tensor<6xi1>
  return %0, %1, %2, %3, %4, %5, %6, %7, %8, %9, %10, %11 : tensor<6xi32>, tensor<6xi32>, tensor<6xi32>, tensor<6xi32>, tensor<6xi32>, tensor<6xi32>, tensor<6xi32>, tensor<6xi1>, tensor<6xf32>, tensor<6xi64>, tensor<6xi8>, tensor<6xi1>
}
func.func @booleans(%x: tensor<4xi1>, %y: tensor<4xi1>) -> (tensor<4xi1>, tensor<4xi1>, tensor<4xi1>, tensor<4xi1>, tensor<4xf32>) {
  %0 = stablehlo.add %x, %y : tensor<4xi1>
  %1 = stablehlo.not %x : tensor<4xi1>
  %2 = stablehlo.maximum %x, %y : tensor<4xi1>
  %3 = stablehlo.compare LT, %x, %y : (tensor<4xi1>, tensor<4xi1>) -> tensor<4xi1>
  %4 = stablehlo.convert %x : (tensor<4xi1>) -> tensor<4xf32>
  return %0, %1, %2, %3, %4 : tensor<4xi1>, tensor<4xi1>, tensor<4xi1>, tensor<4xi1>, tensor<4xf32>
}
func.func @batch_norm(%x: tensor<2x3x4xf32>, %s: tensor<3xf32>, %o: tensor<3xf32>, %m: tensor<3xf32>) -> tensor<2x3x4xf32> {
  %v = stablehlo.multiply %m, %m : tensor<3xf32>
  %0 = "stablehlo.batch_norm_inference"(%x, %s, %o, %m, %v) <{epsilon = 1.000000e-01 : f32, feature_index = 1 : i64}> : (tensor<2x3x4xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>) -> tensor<2x3x4xf32>
  return %0 : tensor<2x3x4xf32>
}
func.func @branches(%p: tensor<i1>, %i: tensor<i32>, %x: tensor<3xf32>) -> (tensor<3xf32>, tensor<3xf32>) {
  %0 = "stablehlo.if"(%p) ({
    %2 = stablehlo.negate %x : tensor<3xf32>
    stablehlo.return %2 : tensor<3xf32>
  }, {
    stablehlo.return %x : tensor<3xf32>
  }) : (tensor<i1>) -> tensor<3xf32>
  %1 = "stablehlo.case"(%i) ({
    stablehlo.return %x : tensor<3xf32>
  }, {
    %2 = stablehlo.add %x, %x : tensor<3xf32>
    stablehlo.return %2 : tensor<3xf32>
  }) : (tensor<i32>) -> tensor<3xf32>
  return %0, %1 : tensor<3xf32>, tensor<3xf32>
}
func.func @loop(%x: tensor<3xf32>) -> (tensor<i32>, tensor<3xf32>) {
  %zero = stablehlo.constant dense<0> : tensor<i32>
  %0:2 = stablehlo.while(%i = %zero, %a = %x) : tensor<i32>, tensor<3xf32>
  cond {
    %five = stablehlo.constant dense<5> : tensor<i32>
    %1 = stablehlo.compare LT, %i, %five : (tensor<i32>, tensor<i32>) -> tensor<i1>
    stablehlo.return %1 : tensor<i1>
  } do {
    %one = stablehlo.constant dense<1> : tensor<i32>
    %1 = stablehlo.add %i, %one : tensor<i32>
    %2 = stablehlo.add %a, %x : tensor<3xf32>
    stablehlo.return %1, %2 : tensor<i32>, tensor<3xf32>
  }
  return %0#0, %0#1 : tensor<i32>, tensor<3xf32>
}
func.func @client_functions(%x: tensor<7xf32>) -> (tensor<7xf32>, tensor<7xf32>, tensor<7xi1>) {
  %0 = chlo.erf %x : tensor<7xf32> -> tensor<7xf32>
  %1 = chlo.square %x : tensor<7xf32> -> tensor<7xf32>
  %2 = chlo.is_inf %x : tensor<7xf32> -> tensor<7xi1>
  return %0, %1, %2 : tensor<7xf32>, tensor<7xf32>, tensor<7xi1>
}
