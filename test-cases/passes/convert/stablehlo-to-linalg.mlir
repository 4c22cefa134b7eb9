// RUN: lathe opt --stablehlo-to-linalg %s | FileCheck %s
// RUN: lathe opt --stablehlo-to-linalg --linalg-generalize-named-ops %s | FileCheck %s --check-prefix=GENERIC

// GENERIC-NOT: linalg.matmul
// GENERIC-NOT: linalg.fill

// CHECK-LABEL: func.func @dense_layer_is_a_matmul_into_zeros
// CHECK-SAME:    %[[X:.*]]: tensor<8x16xf32>, %[[W:.*]]: tensor<16x4xf32>
// CHECK:         %[[ZERO:.*]] = arith.constant 0.000000e+00 : f32
// CHECK:         %[[EMPTY:.*]] = tensor.empty() : tensor<8x4xf32>
// CHECK:         %[[INIT:.*]] = linalg.fill ins(%[[ZERO]] : f32) outs(%[[EMPTY]] : tensor<8x4xf32>)
// CHECK:         linalg.matmul ins(%[[X]], %[[W]] : tensor<8x16xf32>, tensor<16x4xf32>) outs(%[[INIT]] : tensor<8x4xf32>)
// GENERIC-LABEL: func.func @dense_layer_is_a_matmul_into_zeros
// GENERIC:       iterator_types = ["parallel", "parallel", "reduction"]
func.func @dense_layer_is_a_matmul_into_zeros(%x: tensor<8x16xf32>, %w: tensor<16x4xf32>) -> tensor<8x4xf32> {
  %0 = stablehlo.dot_general %x, %w, contracting_dims = [1] x [0] : (tensor<8x16xf32>, tensor<16x4xf32>) -> tensor<8x4xf32>
  return %0 : tensor<8x4xf32>
}

// CHECK-LABEL: func.func @broadcasts_are_maps
// CHECK:         linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d1)>, affine_map<(d0, d1) -> (d0, d1)>]
// CHECK:         linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, 0)>, affine_map<(d0, d1) -> (d0, d1)>]
func.func @broadcasts_are_maps(%b: tensor<4xf32>, %c: tensor<8x1xf32>) -> (tensor<8x4xf32>, tensor<8x4xf32>) {
  %0 = stablehlo.broadcast_in_dim %b, dims = [1] : (tensor<4xf32>) -> tensor<8x4xf32>
  %1 = stablehlo.broadcast_in_dim %c, dims = [0, 1] : (tensor<8x1xf32>) -> tensor<8x4xf32>
  return %0, %1 : tensor<8x4xf32>, tensor<8x4xf32>
}

// CHECK-LABEL: func.func @splat_constants_stand_in_the_body
// CHECK:         linalg.generic {{.*}} ins(%{{.*}} : tensor<4xf32>)
// CHECK:           arith.constant 0.000000e+00 : f32
// CHECK:           arith.maximumf
func.func @splat_constants_stand_in_the_body(%x: tensor<4xf32>) -> tensor<4xf32> {
  %z = stablehlo.constant dense<0.0> : tensor<4xf32>
  %0 = stablehlo.maximum %x, %z : tensor<4xf32>
  return %0 : tensor<4xf32>
}

// Reshapes to a matrix would stand between the window and its neighbours when these are fused.
// CHECK-LABEL: func.func @point_convolutions_stay_convolutions
// CHECK-NOT:     tensor.collapse_shape
// CHECK:         linalg.conv_2d_nhwc_hwcf
func.func @point_convolutions_stay_convolutions(%x: tensor<1x4x4x3xf32>, %k: tensor<1x1x3x5xf32>) -> tensor<1x4x4x5xf32> {
  %0 = stablehlo.convolution(%x, %k) dim_numbers = [b, 0, 1, f]x[0, 1, i, o]->[b, 0, 1, f], window = {} {batch_group_count = 1 : i64, feature_group_count = 1 : i64} : (tensor<1x4x4x3xf32>, tensor<1x1x3x5xf32>) -> tensor<1x4x4x5xf32>
  return %0 : tensor<1x4x4x5xf32>
}

// CHECK-LABEL: func.func @padding_is_explicit
// CHECK:         tensor.pad %{{.*}} low[0, 1, 1, 0] high[0, 1, 1, 0]
// CHECK:         linalg.depthwise_conv_2d_nhwc_hwc
func.func @padding_is_explicit(%x: tensor<1x5x5x3xf32>, %k: tensor<3x3x1x3xf32>) -> tensor<1x5x5x3xf32> {
  %0 = stablehlo.convolution(%x, %k) dim_numbers = [b, 0, 1, f]x[0, 1, i, o]->[b, 0, 1, f], window = {pad = [[1, 1], [1, 1]]} {batch_group_count = 1 : i64, feature_group_count = 3 : i64} : (tensor<1x5x5x3xf32>, tensor<3x3x1x3xf32>) -> tensor<1x5x5x3xf32>
  return %0 : tensor<1x5x5x3xf32>
}

// CHECK-LABEL: func.func @rows_are_gathered_through_the_index_operand
// CHECK:         linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, 0)>, affine_map<(d0, d1) -> (d0, d1)>]
// CHECK:           tensor.extract
func.func @rows_are_gathered_through_the_index_operand(%table: tensor<6x4xf32>, %ids: tensor<3x1xi32>) -> tensor<3x4xf32> {
  %0 = "stablehlo.gather"(%table, %ids) <{dimension_numbers = #stablehlo.gather<offset_dims = [1], collapsed_slice_dims = [0], start_index_map = [0], index_vector_dim = 1>, slice_sizes = array<i64: 1, 4>}> : (tensor<6x4xf32>, tensor<3x1xi32>) -> tensor<3x4xf32>
  return %0 : tensor<3x4xf32>
}
