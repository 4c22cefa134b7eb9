// Operations that move elements.

func.func @iota_along_each_dimension() {
  %0 = stablehlo.iota dim = 0 : tensor<2x3xi32>
  %1 = stablehlo.iota dim = 1 : tensor<2x3xf16>
  check.expect_eq_const %0, dense<[[0, 0, 0], [1, 1, 1]]> : tensor<2x3xi32>
  check.expect_eq_const %1, dense<[[0.0, 1.0, 2.0], [0.0, 1.0, 2.0]]> : tensor<2x3xf16>
  return
}

func.func @broadcast_with_a_swap() {
  %x = stablehlo.constant dense<[[1, 2, 3]]> : tensor<1x3xi32>
  %0 = stablehlo.broadcast_in_dim %x, dims = [2, 1] : (tensor<1x3xi32>) -> tensor<2x3x2xi32>
  check.expect_eq_const %0, dense<[[[1, 1], [2, 2], [3, 3]], [[1, 1], [2, 2], [3, 3]]]> : tensor<2x3x2xi32>
  return
}

func.func @transpose_three() {
  %x = stablehlo.constant dense<[[[1, 2], [3, 4], [5, 6]], [[7, 8], [9, 10], [11, 12]]]> : tensor<2x3x2xi64>
  %0 = stablehlo.transpose %x, dims = [2, 1, 0] : (tensor<2x3x2xi64>) -> tensor<2x3x2xi64>
  check.expect_eq_const %0, dense<[[[1, 7], [3, 9], [5, 11]], [[2, 8], [4, 10], [6, 12]]]> : tensor<2x3x2xi64>
  return
}

func.func @slice_by_strides() {
  %x = stablehlo.constant dense<[[0, 1, 2, 3], [4, 5, 6, 7], [8, 9, 10, 11]]> : tensor<3x4xi32>
  %0 = stablehlo.slice %x [0:3:2, 1:4:2] : (tensor<3x4xi32>) -> tensor<2x2xi32>
  check.expect_eq_const %0, dense<[[1, 3], [9, 11]]> : tensor<2x2xi32>
  return
}

func.func @pad_between_and_cut() {
  %x = stablehlo.constant dense<[[1, 2, 3], [4, 5, 6]]> : tensor<2x3xi32>
  %v = stablehlo.constant dense<0> : tensor<i32>
  %0 = stablehlo.pad %x, %v, low = [0, 1], high = [2, 1], interior = [1, 2] : (tensor<2x3xi32>, tensor<i32>) -> tensor<5x9xi32>
  check.expect_eq_const %0, dense<[[0, 1, 0, 0, 2, 0, 0, 3, 0], [0, 0, 0, 0, 0, 0, 0, 0, 0], [0, 4, 0, 0, 5, 0, 0, 6, 0], [0, 0, 0, 0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0, 0, 0, 0]]> : tensor<5x9xi32>
  %1 = stablehlo.pad %x, %v, low = [0, -1], high = [-1, 1], interior = [0, 0] : (tensor<2x3xi32>, tensor<i32>) -> tensor<1x3xi32>
  check.expect_eq_const %1, dense<[[2, 3, 0]]> : tensor<1x3xi32>
  return
}

func.func @concatenate_and_reverse() {
  %x = stablehlo.constant dense<[[1, 2], [3, 4]]> : tensor<2x2xi8>
  %y = stablehlo.constant dense<[[5], [6]]> : tensor<2x1xi8>
  %0 = stablehlo.concatenate %x, %y, %x, dim = 1 : (tensor<2x2xi8>, tensor<2x1xi8>, tensor<2x2xi8>) -> tensor<2x5xi8>
  %1 = stablehlo.reverse %0, dims = [0, 1] : tensor<2x5xi8>
  check.expect_eq_const %1, dense<[[4, 3, 6, 4, 3], [2, 1, 5, 2, 1]]> : tensor<2x5xi8>
  return
}

// Starts are moved so that the slice lies inside.
func.func @dynamic_slices_are_moved_inside() {
  %x = stablehlo.constant dense<[[0, 1, 2], [3, 4, 5], [6, 7, 8]]> : tensor<3x3xi32>
  %far = stablehlo.constant dense<9> : tensor<i64>
  %before = stablehlo.constant dense<-4> : tensor<i64>
  %0 = stablehlo.dynamic_slice %x, %far, %before, sizes = [2, 2] : (tensor<3x3xi32>, tensor<i64>, tensor<i64>) -> tensor<2x2xi32>
  check.expect_eq_const %0, dense<[[3, 4], [6, 7]]> : tensor<2x2xi32>
  %u = stablehlo.constant dense<[[-1, -2]]> : tensor<1x2xi32>
  %1 = stablehlo.dynamic_update_slice %x, %u, %far, %far : (tensor<3x3xi32>, tensor<1x2xi32>, tensor<i64>, tensor<i64>) -> tensor<3x3xi32>
  check.expect_eq_const %1, dense<[[0, 1, 2], [3, 4, 5], [6, -1, -2]]> : tensor<3x3xi32>
  check.expect_eq_const %x, dense<[[0, 1, 2], [3, 4, 5], [6, 7, 8]]> : tensor<3x3xi32>
  return
}

func.func @nothing_is_moved() {
  %x = stablehlo.constant dense<> : tensor<0x3xf32>
  %0 = stablehlo.transpose %x, dims = [1, 0] : (tensor<0x3xf32>) -> tensor<3x0xf32>
  %1 = stablehlo.reshape %0 : (tensor<3x0xf32>) -> tensor<0xf32>
  check.expect_eq_const %1, dense<> : tensor<0xf32>
  return
}
