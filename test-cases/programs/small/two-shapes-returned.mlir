// One value is returned as it is and in another shape: it can be computed in one of the two places only.
func.func @main(%x: tensor<2x6xf32>) -> (tensor<3x4xf32>, tensor<2x6xf32>, tensor<4x3xf32>) {
  %0 = stablehlo.negate %x : tensor<2x6xf32>
  %1 = stablehlo.reshape %0 : (tensor<2x6xf32>) -> tensor<3x4xf32>
  %2 = stablehlo.reshape %0 : (tensor<2x6xf32>) -> tensor<4x3xf32>
  return %1, %0, %2 : tensor<3x4xf32>, tensor<2x6xf32>, tensor<4x3xf32>
}
