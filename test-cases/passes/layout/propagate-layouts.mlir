// RUN: lathe opt --propagate-layouts %s | FileCheck %s

// CHECK-LABEL: func.func @convolutions_take_channels_innermost
// CHECK-SAME:    %[[X:.*]]: tensor<1x3x8x8xf32>
// CHECK:         %[[IMAGE:.*]] = stablehlo.transpose %[[X]], dims = [0, 2, 3, 1]
// CHECK:         %[[KERNEL:.*]] = stablehlo.constant {{.*}} : tensor<1x1x3x2xf32>
// CHECK:         stablehlo.convolution(%[[IMAGE]], %[[KERNEL]]) dim_numbers = [b, 0, 1, f]x[0, 1, i, o]->[b, 0, 1, f]
// CHECK:         %[[BIAS:.*]] = stablehlo.broadcast_in_dim %{{.*}}, dims = [3] : (tensor<2xf32>) -> tensor<1x8x8x2xf32>
// CHECK:         %[[SUM:.*]] = stablehlo.add %{{.*}}, %[[BIAS]] : tensor<1x8x8x2xf32>
// CHECK:         %[[RESULT:.*]] = stablehlo.transpose %[[SUM]], dims = [0, 3, 1, 2]
// CHECK:         return %[[RESULT]]
func.func @convolutions_take_channels_innermost(%x: tensor<1x3x8x8xf32>, %b: tensor<2xf32>) -> tensor<1x2x8x8xf32> {
  %k = stablehlo.constant dense<[[[[1.0]], [[2.0]], [[3.0]]], [[[4.0]], [[5.0]], [[6.0]]]]> : tensor<2x3x1x1xf32>
  %0 = stablehlo.convolution(%x, %k) dim_numbers = [b, f, 0, 1]x[o, i, 0, 1]->[b, f, 0, 1], window = {} {batch_group_count = 1 : i64, feature_group_count = 1 : i64} : (tensor<1x3x8x8xf32>, tensor<2x3x1x1xf32>) -> tensor<1x2x8x8xf32>
  %1 = stablehlo.broadcast_in_dim %b, dims = [1] : (tensor<2xf32>) -> tensor<1x2x8x8xf32>
  %2 = stablehlo.add %0, %1 : tensor<1x2x8x8xf32>
  return %2 : tensor<1x2x8x8xf32>
}

// CHECK-LABEL: func.func @inverse_transposes_cancel_through_other_operations
// CHECK-NOT:     stablehlo.transpose
// CHECK:         return
func.func @inverse_transposes_cancel_through_other_operations(%x: tensor<2x3x4xf32>) -> tensor<2x3x4xf32> {
  %0 = stablehlo.transpose %x, dims = [2, 0, 1] : (tensor<2x3x4xf32>) -> tensor<4x2x3xf32>
  %1 = stablehlo.tanh %0 : tensor<4x2x3xf32>
  %2 = stablehlo.transpose %1, dims = [1, 2, 0] : (tensor<4x2x3xf32>) -> tensor<2x3x4xf32>
  return %2 : tensor<2x3x4xf32>
}

// CHECK-LABEL: func.func @reductions_follow_with_other_dimensions
// CHECK:         stablehlo.reduce(%{{.*}} init: %{{.*}}) applies stablehlo.add across dimensions = [0]
// CHECK-NOT:     stablehlo.transpose
func.func @reductions_follow_with_other_dimensions(%x: tensor<2x3xf32>) -> tensor<3xf32> {
  %zero = stablehlo.constant dense<0.0> : tensor<f32>
  %0 = stablehlo.transpose %x, dims = [1, 0] : (tensor<2x3xf32>) -> tensor<3x2xf32>
  %1 = stablehlo.reduce(%0 init: %zero) applies stablehlo.add across dimensions = [1] : (tensor<3x2xf32>, tensor<f32>) -> tensor<3xf32>
  return %1 : tensor<3xf32>
}

// CHECK-LABEL: func.func @what_mixes_dimensions_keeps_its_transpose
// CHECK:         %[[T:.*]] = stablehlo.transpose
// CHECK:         stablehlo.reshape %[[T]]
func.func @what_mixes_dimensions_keeps_its_transpose(%x: tensor<2x3xf32>) -> tensor<6xf32> {
  %0 = stablehlo.transpose %x, dims = [1, 0] : (tensor<2x3xf32>) -> tensor<3x2xf32>
  %1 = stablehlo.reshape %0 : (tensor<3x2xf32>) -> tensor<6xf32>
  return %1 : tensor<6xf32>
}
