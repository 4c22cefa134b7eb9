// RUN: lathe opt %s | FileCheck %s
// RUN: lathe opt --mlir-print-op-generic %s | lathe opt | FileCheck %s

// CHECK-LABEL: func.func @acos(
// CHECK: chlo.acos %{{.*}} : tensor<4xf32> -> tensor<4xf32>
func.func @acos(%arg_0: tensor<4xf32>) {
  %1 = chlo.acos %arg_0 : tensor<4xf32> -> tensor<4xf32>
  return
}

// CHECK-LABEL: func.func @acosh(
// CHECK: chlo.acosh %{{.*}} : tensor<4xf32> -> tensor<4xf32>
func.func @acosh(%arg_0: tensor<4xf32>) {
  %1 = chlo.acosh %arg_0 : tensor<4xf32> -> tensor<4xf32>
  return
}

// CHECK-LABEL: func.func @asin(
// CHECK: chlo.asin %{{.*}} : tensor<4xf32> -> tensor<4xf32>
func.func @asin(%arg_0: tensor<4xf32>) {
  %1 = chlo.asin %arg_0 : tensor<4xf32> -> tensor<4xf32>
  return
}

// CHECK-LABEL: func.func @asinh(
// CHECK: chlo.asinh %{{.*}} : tensor<4xf32> -> tensor<4xf32>
func.func @asinh(%arg_0: tensor<4xf32>) {
  %1 = chlo.asinh %arg_0 : tensor<4xf32> -> tensor<4xf32>
  return
}

// CHECK-LABEL: func.func @atan(
// CHECK: chlo.atan %{{.*}} : tensor<4xf32> -> tensor<4xf32>
func.func @atan(%arg_0: tensor<4xf32>) {
  %1 = chlo.atan %arg_0 : tensor<4xf32> -> tensor<4xf32>
  return
}

// CHECK-LABEL: func.func @atanh(
// CHECK: chlo.atanh %{{.*}} : tensor<4xf32> -> tensor<4xf32>
func.func @atanh(%arg_0: tensor<4xf32>) {
  %1 = chlo.atanh %arg_0 : tensor<4xf32> -> tensor<4xf32>
  return
}

// CHECK-LABEL: func.func @bessel_i1e(
// CHECK: chlo.bessel_i1e %{{.*}} : tensor<4xf32> -> tensor<4xf32>
func.func @bessel_i1e(%arg_0: tensor<4xf32>) {
  %1 = chlo.bessel_i1e %arg_0 : tensor<4xf32> -> tensor<4xf32>
  return
}

// CHECK-LABEL: func.func @conj(
// CHECK: chlo.conj %{{.*}} : tensor<4xf32> -> tensor<4xf32>
func.func @conj(%arg_0: tensor<4xf32>) {
  %1 = chlo.conj %arg_0 : tensor<4xf32> -> tensor<4xf32>
  return
}

// CHECK-LABEL: func.func @cosh(
// CHECK: chlo.cosh %{{.*}} : tensor<4xf32> -> tensor<4xf32>
func.func @cosh(%arg_0: tensor<4xf32>) {
  %1 = chlo.cosh %arg_0 : tensor<4xf32> -> tensor<4xf32>
  return
}

// CHECK-LABEL: func.func @sinh(
// CHECK: chlo.sinh %{{.*}} : tensor<4xf32> -> tensor<4xf32>
func.func @sinh(%arg_0: tensor<4xf32>) {
  %1 = chlo.sinh %arg_0 : tensor<4xf32> -> tensor<4xf32>
  return
}

// CHECK-LABEL: func.func @tan(
// CHECK: chlo.tan %{{.*}} : tensor<4xf32> -> tensor<4xf32>
func.func @tan(%arg_0: tensor<4xf32>) {
  %1 = chlo.tan %arg_0 : tensor<4xf32> -> tensor<4xf32>
  return
}

// CHECK-LABEL: func.func @square(
// CHECK: chlo.square %{{.*}} : tensor<4xf32> -> tensor<4xf32>
func.func @square(%arg_0: tensor<4xf32>) {
  %1 = chlo.square %arg_0 : tensor<4xf32> -> tensor<4xf32>
  return
}

// CHECK-LABEL: func.func @digamma(
// CHECK: chlo.digamma %{{.*}} : tensor<4xf32> -> tensor<4xf32>
func.func @digamma(%arg_0: tensor<4xf32>) {
  %1 = chlo.digamma %arg_0 : tensor<4xf32> -> tensor<4xf32>
  return
}

// CHECK-LABEL: func.func @erf(
// CHECK: chlo.erf %{{.*}} : tensor<4xf32> -> tensor<4xf32>
func.func @erf(%arg_0: tensor<4xf32>) {
  %1 = chlo.erf %arg_0 : tensor<4xf32> -> tensor<4xf32>
  return
}

// CHECK-LABEL: func.func @erf_inv(
// CHECK: chlo.erf_inv %{{.*}} : tensor<4xf32> -> tensor<4xf32>
func.func @erf_inv(%arg_0: tensor<4xf32>) {
  %1 = chlo.erf_inv %arg_0 : tensor<4xf32> -> tensor<4xf32>
  return
}

// CHECK-LABEL: func.func @erfc(
// CHECK: chlo.erfc %{{.*}} : tensor<4xf32> -> tensor<4xf32>
func.func @erfc(%arg_0: tensor<4xf32>) {
  %1 = chlo.erfc %arg_0 : tensor<4xf32> -> tensor<4xf32>
  return
}

// CHECK-LABEL: func.func @lgamma(
// CHECK: chlo.lgamma %{{.*}} : tensor<4xf32> -> tensor<4xf32>
func.func @lgamma(%arg_0: tensor<4xf32>) {
  %1 = chlo.lgamma %arg_0 : tensor<4xf32> -> tensor<4xf32>
  return
}

// CHECK-LABEL: func.func @is_inf(
// CHECK: chlo.is_inf %{{.*}} : tensor<4xf32> -> tensor<4xi1>
func.func @is_inf(%arg_0: tensor<4xf32>) {
  %1 = chlo.is_inf %arg_0 : tensor<4xf32> -> tensor<4xi1>
  return
}

// CHECK-LABEL: func.func @is_neg_inf(
// CHECK: chlo.is_neg_inf %{{.*}} : tensor<4xf32> -> tensor<4xi1>
func.func @is_neg_inf(%arg_0: tensor<4xf32>) {
  %1 = chlo.is_neg_inf %arg_0 : tensor<4xf32> -> tensor<4xi1>
  return
}

// CHECK-LABEL: func.func @is_pos_inf(
// CHECK: chlo.is_pos_inf %{{.*}} : tensor<4xf32> -> tensor<4xi1>
func.func @is_pos_inf(%arg_0: tensor<4xf32>) {
  %1 = chlo.is_pos_inf %arg_0 : tensor<4xf32> -> tensor<4xi1>
  return
}

// CHECK-LABEL: func.func @next_after(
// CHECK: chlo.next_after %{{.*}}, %{{.*}} : tensor<4xf32>, tensor<4xf32> -> tensor<4xf32>
func.func @next_after(%arg_0: tensor<4xf32>, %arg_1: tensor<4xf32>) {
  %2 = chlo.next_after %arg_0, %arg_1 : tensor<4xf32>, tensor<4xf32> -> tensor<4xf32>
  return
}

// CHECK-LABEL: func.func @mulhi(
// CHECK: chlo.mulhi %{{.*}}, %{{.*}} : tensor<4xi32>, tensor<4xi32> -> tensor<4xi32>
func.func @mulhi(%arg_0: tensor<4xi32>, %arg_1: tensor<4xi32>) {
  %2 = chlo.mulhi %arg_0, %arg_1 : tensor<4xi32>, tensor<4xi32> -> tensor<4xi32>
  return
}

// CHECK-LABEL: func.func @top_k(
// CHECK: chlo.top_k(%{{.*}}, k = 2) : tensor<16x16xf32> -> (tensor<16x2xf32>, tensor<16x2xi32>)
func.func @top_k(%arg_0: tensor<16x16xf32>) {
  %1:2 = chlo.top_k(%arg_0, k = 2) : tensor<16x16xf32> -> (tensor<16x2xf32>, tensor<16x2xi32>)
  return
}

// CHECK-LABEL: func.func @constant(
// CHECK: chlo.constant dense<[1, 2]> : tensor<2xi32>
func.func @constant() {
  %0 = chlo.constant dense<[1, 2]> : tensor<2xi32>
  return
}

// CHECK-LABEL: func.func @constant_like(
// CHECK: "chlo.constant_like"(%{{.*}}) <{value = 3.200000e+00 : f32}> : (tensor<4xf32>) -> tensor<4xf32>
func.func @constant_like(%arg_0: tensor<4xf32>) {
  %1 = "chlo.constant_like"(%arg_0) <{value = 3.200000e+00 : f32}> : (tensor<4xf32>) -> tensor<4xf32>
  return
}
