// A transposed convolution: the kernel is turned around while it runs.
func.func @main(%x: tensor<1x4x5x2xf32>, %w: tensor<3x3x2x4xf32>) -> tensor<1x8x10x4xf32> {
  %0 = stablehlo.convolution(%x, %w) dim_numbers = [b, 0, 1, f]x[0, 1, i, o]->[b, 0, 1, f], window = {stride = [1, 1], pad = [[1, 2], [1, 2]], lhs_dilate = [2, 2], rhs_dilate = [1, 1], reverse = [true, true]} {batch_group_count = 1 : i64, feature_group_count = 1 : i64} : (tensor<1x4x5x2xf32>, tensor<3x3x2x4xf32>) -> tensor<1x8x10x4xf32>
  return %0 : tensor<1x8x10x4xf32>
}
