// Calls of functions on tensors.
func.func private @relu(%x: tensor<4x3xf32>, %least: tensor<f32>) -> tensor<4x3xf32> {
  %0 = stablehlo.broadcast_in_dim %least, dims = [] : (tensor<f32>) -> tensor<4x3xf32>
  %1 = stablehlo.maximum %x, %0 : tensor<4x3xf32>
  return %1 : tensor<4x3xf32>
}
func.func private @sum(%x: tensor<4x3xf32>) -> tensor<f32> {
  %c = stablehlo.constant dense<0.0> : tensor<f32>
  %0 = stablehlo.reduce(%x init: %c) applies stablehlo.add across dimensions = [0, 1] : (tensor<4x3xf32>, tensor<f32>) -> tensor<f32>
  return %0 : tensor<f32>
}
func.func @main(%x: tensor<4x3xf32>, %y: tensor<4x3xf32>) -> (tensor<4x3xf32>, tensor<f32>) {
  %c = stablehlo.constant dense<50.0> : tensor<f32>
  %0 = call @relu(%x, %c) : (tensor<4x3xf32>, tensor<f32>) -> tensor<4x3xf32>
  %1 = stablehlo.add %0, %y : tensor<4x3xf32>
  %2 = call @relu(%1, %c) : (tensor<4x3xf32>, tensor<f32>) -> tensor<4x3xf32>
  %3 = call @sum(%2) : (tensor<4x3xf32>) -> tensor<f32>
  return %2, %3 : tensor<4x3xf32>, tensor<f32>
}
