// Slices at offsets that are inputs; the last two lie outside and are clamped.
// INPUT: 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14
// INPUT: -1, -2, -3, -4
// INPUT: 3
// INPUT: 1
// INPUT: -7
// INPUT: 9
func.func @main(%whole: tensor<5x3xf32>, %part: tensor<2x2xf32>, %i: tensor<i64>, %j: tensor<i64>, %k: tensor<i32>, %l: tensor<i32>) -> (tensor<5x3xf32>, tensor<2x2xf32>, tensor<5x3xf32>, tensor<2x2xf32>) {
  %0 = stablehlo.dynamic_update_slice %whole, %part, %i, %j : (tensor<5x3xf32>, tensor<2x2xf32>, tensor<i64>, tensor<i64>) -> tensor<5x3xf32>
  %1 = stablehlo.dynamic_slice %0, %i, %j, sizes = [2, 2] : (tensor<5x3xf32>, tensor<i64>, tensor<i64>) -> tensor<2x2xf32>
  %2 = stablehlo.dynamic_update_slice %whole, %part, %k, %l : (tensor<5x3xf32>, tensor<2x2xf32>, tensor<i32>, tensor<i32>) -> tensor<5x3xf32>
  %3 = stablehlo.dynamic_slice %whole, %k, %l, sizes = [2, 2] : (tensor<5x3xf32>, tensor<i32>, tensor<i32>) -> tensor<2x2xf32>
  return %0, %1, %2, %3 : tensor<5x3xf32>, tensor<2x2xf32>, tensor<5x3xf32>, tensor<2x2xf32>
}
