func.func @main(%x: tensor<8x784xf32>, %w: tensor<784x10xf32>, %b: tensor<10xf32>) -> tensor<8x10xf32> {
  %0 = stablehlo.dot_general %x, %w, contracting_dims = [1] x [0] : (tensor<8x784xf32>, tensor<784x10xf32>) -> tensor<8x10xf32>
  %1 = stablehlo.broadcast_in_dim %b, dims = [1] : (tensor<10xf32>) -> tensor<8x10xf32>
  %2 = stablehlo.add %0, %1 : tensor<8x10xf32>
  %z = stablehlo.constant dense<0.0> : tensor<8x10xf32>
  %3 = stablehlo.maximum %2, %z : tensor<8x10xf32>
  return %3 : tensor<8x10xf32>
}
