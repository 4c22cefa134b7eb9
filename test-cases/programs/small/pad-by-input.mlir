// The value around is an input.
func.func @main(%a: tensor<1x3x4x5xf32>, %v: tensor<f32>) -> tensor<1x3x7x12xf32> {
  %0 = stablehlo.pad %a, %v, low = [0, 0, 1, 3], high = [0, 0, 2, 4], interior = [0, 0, 0, 0] : (tensor<1x3x4x5xf32>, tensor<f32>) -> tensor<1x3x7x12xf32>
  return %0 : tensor<1x3x7x12xf32>
}
