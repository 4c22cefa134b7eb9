// RUN: lathe opt %s | FileCheck %s --check-prefix=SYNTAX
// RUN: lathe opt %s --canonicalize | FileCheck %s
// RUN: lathe opt %s --mlir-print-op-generic | lathe opt --canonicalize | FileCheck %s

// CHECK-LABEL: func.func @numpy
// CHECK-SAME: (%[[A:.*]]: tensor<3xf32>, %[[B:.*]]: tensor<2x1xf32>)
// CHECK: %[[X:.*]] = stablehlo.broadcast_in_dim %[[A]], dims = [1] : (tensor<3xf32>) -> tensor<2x3xf32>
// CHECK: %[[Y:.*]] = stablehlo.broadcast_in_dim %[[B]], dims = [0, 1] : (tensor<2x1xf32>) -> tensor<2x3xf32>
// CHECK: stablehlo.subtract %[[X]], %[[Y]] : tensor<2x3xf32>
// SYNTAX: chlo.broadcast_subtract %{{.*}}, %{{.*}} : (tensor<3xf32>, tensor<2x1xf32>) -> tensor<2x3xf32>
func.func @numpy(%a: tensor<3xf32>, %b: tensor<2x1xf32>) -> tensor<2x3xf32> {
  %0 = chlo.broadcast_subtract %a, %b : (tensor<3xf32>, tensor<2x1xf32>) -> tensor<2x3xf32>
  return %0 : tensor<2x3xf32>
}

// The operand of the smaller rank goes where the dimensions say.
// CHECK-LABEL: func.func @dimensions
// CHECK-SAME: (%[[A:.*]]: tensor<2x3xf32>, %[[B:.*]]: tensor<2xf32>)
// CHECK: %[[Y:.*]] = stablehlo.broadcast_in_dim %[[B]], dims = [0] : (tensor<2xf32>) -> tensor<2x3xf32>
// CHECK: stablehlo.divide %[[A]], %[[Y]] : tensor<2x3xf32>
func.func @dimensions(%a: tensor<2x3xf32>, %b: tensor<2xf32>) -> tensor<2x3xf32> {
  %0 = chlo.broadcast_divide %a, %b {broadcast_dimensions = array<i64: 0>} : (tensor<2x3xf32>, tensor<2xf32>) -> tensor<2x3xf32>
  return %0 : tensor<2x3xf32>
}

// CHECK-LABEL: func.func @compare
// CHECK: stablehlo.compare GE, %{{.*}}, %{{.*}}, TOTALORDER : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xi1>
// SYNTAX: chlo.broadcast_compare %{{.*}}, %{{.*}} {compare_type = #chlo<comparison_type TOTALORDER>, comparison_direction = #chlo<comparison_direction GE>} : (tensor<2xf32>, tensor<f32>) -> tensor<2xi1>
func.func @compare(%a: tensor<2xf32>, %b: tensor<f32>) -> tensor<2xi1> {
  %0 = chlo.broadcast_compare %a, %b {comparison_direction = #chlo<comparison_direction GE>, compare_type = #chlo<comparison_type TOTALORDER>} : (tensor<2xf32>, tensor<f32>) -> tensor<2xi1>
  return %0 : tensor<2xi1>
}

// CHECK-LABEL: func.func @select
// CHECK: stablehlo.select %{{.*}}, %{{.*}}, %{{.*}} : tensor<2x3xi1>, tensor<2x3xf32>
func.func @select(%p: tensor<2x1xi1>, %a: tensor<3xf32>, %b: tensor<f32>) -> tensor<2x3xf32> {
  %0 = chlo.broadcast_select %p, %a, %b : (tensor<2x1xi1>, tensor<3xf32>, tensor<f32>) -> tensor<2x3xf32>
  return %0 : tensor<2x3xf32>
}

// Unknown extents are known only when the program runs.
// CHECK-LABEL: func.func @dynamic
// CHECK: chlo.broadcast_add %{{.*}}, %{{.*}} : (tensor<?xf32>, tensor<3xf32>) -> tensor<3xf32>
func.func @dynamic(%a: tensor<?xf32>, %b: tensor<3xf32>) -> tensor<3xf32> {
  %0 = chlo.broadcast_add %a, %b : (tensor<?xf32>, tensor<3xf32>) -> tensor<3xf32>
  return %0 : tensor<3xf32>
}
