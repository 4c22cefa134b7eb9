// Fragments of image models as exporters write them: channels first.

// A convolution with bias, a residual sum, an activation.
func.func @residual(%x: tensor<1x3x6x6xf32>, %k: tensor<3x3x3x3xf32>, %b: tensor<3xf32>) -> tensor<1x3x6x6xf32> {
  %0 = stablehlo.convolution(%x, %k) dim_numbers = [b, f, 0, 1]x[o, i, 0, 1]->[b, f, 0, 1], window = {pad = [[1, 1], [1, 1]]} {batch_group_count = 1 : i64, feature_group_count = 1 : i64} : (tensor<1x3x6x6xf32>, tensor<3x3x3x3xf32>) -> tensor<1x3x6x6xf32>
  %1 = stablehlo.broadcast_in_dim %b, dims = [1] : (tensor<3xf32>) -> tensor<1x3x6x6xf32>
  %2 = stablehlo.add %0, %1 : tensor<1x3x6x6xf32>
  %3 = stablehlo.add %2, %x : tensor<1x3x6x6xf32>
  %z = stablehlo.constant dense<0.0> : tensor<1x3x6x6xf32>
  %4 = stablehlo.maximum %3, %z : tensor<1x3x6x6xf32>
  return %4 : tensor<1x3x6x6xf32>
}

// Depthwise and pointwise convolutions with a pooling between them.
func.func @separable(%x: tensor<2x4x7x7xf32>, %d: tensor<4x1x3x3xf32>, %p: tensor<5x4x1x1xf32>) -> tensor<2x5x3x3xf32> {
  %0 = stablehlo.convolution(%x, %d) dim_numbers = [b, f, 0, 1]x[o, i, 0, 1]->[b, f, 0, 1], window = {pad = [[1, 1], [1, 1]]} {batch_group_count = 1 : i64, feature_group_count = 4 : i64} : (tensor<2x4x7x7xf32>, tensor<4x1x3x3xf32>) -> tensor<2x4x7x7xf32>
  %low = stablehlo.constant dense<0xFF800000> : tensor<f32>
  %1 = "stablehlo.reduce_window"(%0, %low) <{padding = dense<[[0, 0], [0, 0], [0, 0], [0, 0]]> : tensor<4x2xi64>, window_dimensions = array<i64: 1, 1, 3, 3>, window_strides = array<i64: 1, 1, 2, 2>}> ({
  ^bb0(%a: tensor<f32>, %b: tensor<f32>):
    %m = stablehlo.maximum %a, %b : tensor<f32>
    stablehlo.return %m : tensor<f32>
  }) : (tensor<2x4x7x7xf32>, tensor<f32>) -> tensor<2x4x3x3xf32>
  %2 = stablehlo.convolution(%1, %p) dim_numbers = [b, f, 0, 1]x[o, i, 0, 1]->[b, f, 0, 1], window = {} {batch_group_count = 1 : i64, feature_group_count = 1 : i64} : (tensor<2x4x3x3xf32>, tensor<5x4x1x1xf32>) -> tensor<2x5x3x3xf32>
  return %2 : tensor<2x5x3x3xf32>
}

// Squeeze and excite: a mean over space kept as 1x1 images, two pointwise convolutions, a product with the image.
func.func @squeeze_excite(%x: tensor<1x4x5x5xf32>, %k: tensor<4x4x3x3xf32>, %a: tensor<2x4x1x1xf32>, %b: tensor<4x2x1x1xf32>) -> tensor<1x4x5x5xf32> {
  %0 = stablehlo.convolution(%x, %k) dim_numbers = [b, f, 0, 1]x[o, i, 0, 1]->[b, f, 0, 1], window = {pad = [[1, 1], [1, 1]]} {batch_group_count = 1 : i64, feature_group_count = 1 : i64} : (tensor<1x4x5x5xf32>, tensor<4x4x3x3xf32>) -> tensor<1x4x5x5xf32>
  %zero = stablehlo.constant dense<0.0> : tensor<f32>
  %1 = stablehlo.reduce(%0 init: %zero) applies stablehlo.add across dimensions = [2, 3] : (tensor<1x4x5x5xf32>, tensor<f32>) -> tensor<1x4xf32>
  %2 = stablehlo.reshape %1 : (tensor<1x4xf32>) -> tensor<1x4x1x1xf32>
  %3 = stablehlo.convolution(%2, %a) dim_numbers = [b, f, 0, 1]x[o, i, 0, 1]->[b, f, 0, 1], window = {} {batch_group_count = 1 : i64, feature_group_count = 1 : i64} : (tensor<1x4x1x1xf32>, tensor<2x4x1x1xf32>) -> tensor<1x2x1x1xf32>
  %4 = stablehlo.convolution(%3, %b) dim_numbers = [b, f, 0, 1]x[o, i, 0, 1]->[b, f, 0, 1], window = {} {batch_group_count = 1 : i64, feature_group_count = 1 : i64} : (tensor<1x2x1x1xf32>, tensor<4x2x1x1xf32>) -> tensor<1x4x1x1xf32>
  %5 = stablehlo.logistic %4 : tensor<1x4x1x1xf32>
  %6 = stablehlo.broadcast_in_dim %5, dims = [0, 1, 2, 3] : (tensor<1x4x1x1xf32>) -> tensor<1x4x5x5xf32>
  %7 = stablehlo.multiply %0, %6 : tensor<1x4x5x5xf32>
  return %7 : tensor<1x4x5x5xf32>
}

// Upsampling by broadcasts and reshapes, concatenated with another branch, then cut and padded.
func.func @neck(%x: tensor<1x2x3x3xf32>, %y: tensor<1x3x6x6xf32>, %k: tensor<3x2x1x1xf32>, %v: tensor<f32>) -> tensor<1x6x6x7xf32> {
  %0 = stablehlo.convolution(%x, %k) dim_numbers = [b, f, 0, 1]x[o, i, 0, 1]->[b, f, 0, 1], window = {} {batch_group_count = 1 : i64, feature_group_count = 1 : i64} : (tensor<1x2x3x3xf32>, tensor<3x2x1x1xf32>) -> tensor<1x3x3x3xf32>
  %1 = stablehlo.broadcast_in_dim %0, dims = [0, 1, 2, 4] : (tensor<1x3x3x3xf32>) -> tensor<1x3x3x2x3xf32>
  %2 = stablehlo.reshape %1 : (tensor<1x3x3x2x3xf32>) -> tensor<1x3x6x3xf32>
  %3 = stablehlo.broadcast_in_dim %2, dims = [0, 1, 2, 3] : (tensor<1x3x6x3xf32>) -> tensor<1x3x6x3x2xf32>
  %4 = stablehlo.reshape %3 : (tensor<1x3x6x3x2xf32>) -> tensor<1x3x6x6xf32>
  %5 = stablehlo.concatenate %4, %y, dim = 1 : (tensor<1x3x6x6xf32>, tensor<1x3x6x6xf32>) -> tensor<1x6x6x6xf32>
  %6 = stablehlo.slice %5 [0:1, 0:6, 0:6, 1:6] : (tensor<1x6x6x6xf32>) -> tensor<1x6x6x5xf32>
  %7 = stablehlo.pad %6, %v, low = [0, 0, 0, 2], high = [0, 0, 0, 0], interior = [0, 0, 0, 0] : (tensor<1x6x6x5xf32>, tensor<f32>) -> tensor<1x6x6x7xf32>
  return %7 : tensor<1x6x6x7xf32>
}

// A detection head: the exporter transposes to channels last itself, and flattens.
func.func @head(%x: tensor<1x3x4x4xf32>, %k: tensor<6x3x1x1xf32>) -> tensor<1x48x2xf32> {
  %0 = stablehlo.convolution(%x, %k) dim_numbers = [b, f, 0, 1]x[o, i, 0, 1]->[b, f, 0, 1], window = {} {batch_group_count = 1 : i64, feature_group_count = 1 : i64} : (tensor<1x3x4x4xf32>, tensor<6x3x1x1xf32>) -> tensor<1x6x4x4xf32>
  %1 = stablehlo.transpose %0, dims = [0, 2, 3, 1] : (tensor<1x6x4x4xf32>) -> tensor<1x4x4x6xf32>
  %2 = stablehlo.reshape %1 : (tensor<1x4x4x6xf32>) -> tensor<1x48x2xf32>
  return %2 : tensor<1x48x2xf32>
}

// Image to sequence: height is reduced away, width becomes time, channels features.
func.func @sequence(%x: tensor<1x3x4x6xf32>, %k: tensor<5x3x3x3xf32>, %w: tensor<5x4xf32>) -> tensor<1x6x4xf32> {
  %0 = stablehlo.convolution(%x, %k) dim_numbers = [b, f, 0, 1]x[o, i, 0, 1]->[b, f, 0, 1], window = {pad = [[1, 1], [1, 1]]} {batch_group_count = 1 : i64, feature_group_count = 1 : i64} : (tensor<1x3x4x6xf32>, tensor<5x3x3x3xf32>) -> tensor<1x5x4x6xf32>
  %low = stablehlo.constant dense<0xFF800000> : tensor<f32>
  %1 = stablehlo.reduce(%0 init: %low) applies stablehlo.maximum across dimensions = [2] : (tensor<1x5x4x6xf32>, tensor<f32>) -> tensor<1x5x6xf32>
  %2 = stablehlo.transpose %1, dims = [0, 2, 1] : (tensor<1x5x6xf32>) -> tensor<1x6x5xf32>
  %3 = stablehlo.dot_general %2, %w, contracting_dims = [2] x [0] : (tensor<1x6x5xf32>, tensor<5x4xf32>) -> tensor<1x6x4xf32>
  return %3 : tensor<1x6x4xf32>
}

// Attention: heads are split off and put in front, and back again.
func.func @heads(%q: tensor<1x4x6xf32>, %k: tensor<1x4x6xf32>, %v: tensor<1x4x6xf32>) -> tensor<1x4x6xf32> {
  %0 = stablehlo.reshape %q : (tensor<1x4x6xf32>) -> tensor<1x4x2x3xf32>
  %1 = stablehlo.transpose %0, dims = [0, 2, 1, 3] : (tensor<1x4x2x3xf32>) -> tensor<1x2x4x3xf32>
  %2 = stablehlo.reshape %k : (tensor<1x4x6xf32>) -> tensor<1x4x2x3xf32>
  %3 = stablehlo.transpose %2, dims = [0, 2, 3, 1] : (tensor<1x4x2x3xf32>) -> tensor<1x2x3x4xf32>
  %4 = stablehlo.dot_general %1, %3, batching_dims = [0, 1] x [0, 1], contracting_dims = [3] x [2] : (tensor<1x2x4x3xf32>, tensor<1x2x3x4xf32>) -> tensor<1x2x4x4xf32>
  %5 = stablehlo.reshape %v : (tensor<1x4x6xf32>) -> tensor<1x4x2x3xf32>
  %6 = stablehlo.transpose %5, dims = [0, 2, 1, 3] : (tensor<1x4x2x3xf32>) -> tensor<1x2x4x3xf32>
  %7 = stablehlo.dot_general %4, %6, batching_dims = [0, 1] x [0, 1], contracting_dims = [3] x [2] : (tensor<1x2x4x4xf32>, tensor<1x2x4x3xf32>) -> tensor<1x2x4x3xf32>
  %8 = stablehlo.transpose %7, dims = [0, 2, 1, 3] : (tensor<1x2x4x3xf32>) -> tensor<1x4x2x3xf32>
  %9 = stablehlo.reshape %8 : (tensor<1x4x2x3xf32>) -> tensor<1x4x6xf32>
  return %9 : tensor<1x4x6xf32>
}

// A reshape that mixes channels with space has to see the program's order.
func.func @pixel_shuffle(%x: tensor<1x2x3x3xf32>, %k: tensor<4x2x1x1xf32>) -> tensor<1x1x6x6xf32> {
  %0 = stablehlo.convolution(%x, %k) dim_numbers = [b, f, 0, 1]x[o, i, 0, 1]->[b, f, 0, 1], window = {} {batch_group_count = 1 : i64, feature_group_count = 1 : i64} : (tensor<1x2x3x3xf32>, tensor<4x2x1x1xf32>) -> tensor<1x4x3x3xf32>
  %1 = stablehlo.reshape %0 : (tensor<1x4x3x3xf32>) -> tensor<1x1x2x2x3x3xf32>
  %2 = stablehlo.transpose %1, dims = [0, 1, 4, 2, 5, 3] : (tensor<1x1x2x2x3x3xf32>) -> tensor<1x1x3x2x3x2xf32>
  %3 = stablehlo.reshape %2 : (tensor<1x1x3x2x3x2xf32>) -> tensor<1x1x6x6xf32>
  return %3 : tensor<1x1x6x6xf32>
}

// Values that a branch captures are the program's own.
func.func @captured(%x: tensor<1x2x3x3xf32>, %k: tensor<2x2x1x1xf32>, %p: tensor<i1>) -> tensor<1x2x3x3xf32> {
  %0 = stablehlo.convolution(%x, %k) dim_numbers = [b, f, 0, 1]x[o, i, 0, 1]->[b, f, 0, 1], window = {} {batch_group_count = 1 : i64, feature_group_count = 1 : i64} : (tensor<1x2x3x3xf32>, tensor<2x2x1x1xf32>) -> tensor<1x2x3x3xf32>
  %1 = "stablehlo.if"(%p) ({
    %2 = stablehlo.negate %0 : tensor<1x2x3x3xf32>
    stablehlo.return %2 : tensor<1x2x3x3xf32>
  }, {
    stablehlo.return %0 : tensor<1x2x3x3xf32>
  }) : (tensor<i1>) -> tensor<1x2x3x3xf32>
  return %1 : tensor<1x2x3x3xf32>
}

// Two results, one of them the smallest element's place: both are kept alike.
func.func @two_results(%x: tensor<1x3x4x4xf32>, %k: tensor<3x3x1x1xf32>) -> (tensor<1x4x4xf32>, tensor<1x4x4xi32>) {
  %0 = stablehlo.convolution(%x, %k) dim_numbers = [b, f, 0, 1]x[o, i, 0, 1]->[b, f, 0, 1], window = {} {batch_group_count = 1 : i64, feature_group_count = 1 : i64} : (tensor<1x3x4x4xf32>, tensor<3x3x1x1xf32>) -> tensor<1x3x4x4xf32>
  %high = stablehlo.constant dense<0x7F800000> : tensor<f32>
  %zero = stablehlo.constant dense<0> : tensor<i32>
  %i = stablehlo.iota dim = 1 : tensor<1x3x4x4xi32>
  %1:2 = stablehlo.reduce(%0 init: %high), (%i init: %zero) across dimensions = [1] : (tensor<1x3x4x4xf32>, tensor<1x3x4x4xi32>, tensor<f32>, tensor<i32>) -> (tensor<1x4x4xf32>, tensor<1x4x4xi32>)
    reducer(%a: tensor<f32>, %b: tensor<f32>) (%c: tensor<i32>, %d: tensor<i32>) {
    %2 = stablehlo.compare LT, %b, %a : (tensor<f32>, tensor<f32>) -> tensor<i1>
    %3 = stablehlo.select %2, %b, %a : tensor<i1>, tensor<f32>
    %4 = stablehlo.select %2, %d, %c : tensor<i1>, tensor<i32>
    stablehlo.return %3, %4 : tensor<f32>, tensor<i32>
  }
  return %1#0, %1#1 : tensor<1x4x4xf32>, tensor<1x4x4xi32>
}
