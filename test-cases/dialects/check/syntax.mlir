// RUN: lathe opt %s | FileCheck %s
// RUN: lathe opt --mlir-print-op-generic %s | lathe opt | FileCheck %s

// CHECK-LABEL: func.func @expect_eq(
// CHECK: check.expect_eq %{{.*}}, %{{.*}} : tensor<2xi32>
func.func @expect_eq(%arg_0: tensor<2xi32>, %arg_1: tensor<2xi32>) {
  check.expect_eq %arg_0, %arg_1 : tensor<2xi32>
  return
}

// CHECK-LABEL: func.func @expect_eq_const(
// CHECK: check.expect_eq_const %{{.*}}, dense<[1, 2]> : tensor<2xi32>
func.func @expect_eq_const(%arg_0: tensor<2xi32>) {
  check.expect_eq_const %arg_0, dense<[1, 2]> : tensor<2xi32>
  return
}

// CHECK-LABEL: func.func @expect_almost_eq(
// CHECK: check.expect_almost_eq %{{.*}}, %{{.*}}, tolerance = 1.000000e-03 : tensor<2xf32>
func.func @expect_almost_eq(%arg_0: tensor<2xf32>, %arg_1: tensor<2xf32>) {
  check.expect_almost_eq %arg_0, %arg_1, tolerance = 1.000000e-03 : tensor<2xf32>
  return
}

// CHECK-LABEL: func.func @expect_almost_eq_const(
// CHECK: check.expect_almost_eq_const %{{.*}}, dense<[1.000000e+00, 2.000000e+00]> : tensor<2xf32>
func.func @expect_almost_eq_const(%arg_0: tensor<2xf32>) {
  check.expect_almost_eq_const %arg_0, dense<[1.0, 2.0]> : tensor<2xf32>
  return
}

// CHECK-LABEL: func.func @expect_close(
// CHECK: check.expect_close %{{.*}}, %{{.*}}, max_ulp_difference = 3 : tensor<2xf32>, tensor<2xf32>
func.func @expect_close(%arg_0: tensor<2xf32>, %arg_1: tensor<2xf32>) {
  check.expect_close %arg_0, %arg_1, max_ulp_difference = 3 : tensor<2xf32>, tensor<2xf32>
  return
}
