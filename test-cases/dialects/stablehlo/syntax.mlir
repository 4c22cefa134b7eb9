// RUN: lathe opt %s | FileCheck %s
// RUN: lathe opt --mlir-print-op-generic %s | lathe opt | FileCheck %s

// CHECK-LABEL: func.func @constant(
// CHECK: stablehlo.constant dense<{{\[\[}}0.000000e+00, 1.000000e+00], [2.000000e+00, 3.000000e+00{{\]\]}}> : tensor<2x2xf32>
func.func @constant() {
  %cst = stablehlo.constant dense<[[0.0, 1.0], [2.0, 3.0]]> : tensor<2x2xf32>
  return
}

// CHECK-LABEL: func.func @iota(
// CHECK: stablehlo.iota dim = 1 : tensor<4x5xi32>
func.func @iota() {
  %0 = stablehlo.iota dim = 1 : tensor<4x5xi32>
  return
}

// CHECK-LABEL: func.func @dynamic_iota(
// CHECK: stablehlo.dynamic_iota %{{.*}}, dim = 0 : (tensor<2xi64>) -> tensor<4x5xi64>
func.func @dynamic_iota(%arg_9: tensor<2xi64>) {
  %0 = stablehlo.dynamic_iota %arg_9, dim = 0 : (tensor<2xi64>) -> tensor<4x5xi64>
  return
}

// CHECK-LABEL: func.func @abs(
// CHECK: stablehlo.abs %{{.*}} : tensor<3xi32>
func.func @abs(%arg_0: tensor<3xi32>) {
  %1 = stablehlo.abs %arg_0 : tensor<3xi32>
  return
}

// CHECK-LABEL: func.func @cbrt(
// CHECK: stablehlo.cbrt %{{.*}} : tensor<2x3xf32>
func.func @cbrt(%arg_0: tensor<2x3xf32>) {
  %1 = stablehlo.cbrt %arg_0 : tensor<2x3xf32>
  return
}

// CHECK-LABEL: func.func @ceil(
// CHECK: stablehlo.ceil %{{.*}} : tensor<2x3xf32>
func.func @ceil(%arg_0: tensor<2x3xf32>) {
  %1 = stablehlo.ceil %arg_0 : tensor<2x3xf32>
  return
}

// CHECK-LABEL: func.func @cosine(
// CHECK: stablehlo.cosine %{{.*}} : tensor<2x3xf32>
func.func @cosine(%arg_0: tensor<2x3xf32>) {
  %1 = stablehlo.cosine %arg_0 : tensor<2x3xf32>
  return
}

// CHECK-LABEL: func.func @count_leading_zeros(
// CHECK: stablehlo.count_leading_zeros %{{.*}} : tensor<2xi32>
func.func @count_leading_zeros(%arg_0: tensor<2xi32>) {
  %1 = stablehlo.count_leading_zeros %arg_0 : tensor<2xi32>
  return
}

// CHECK-LABEL: func.func @exponential(
// CHECK: stablehlo.exponential %{{.*}} : tensor<2x3xf32>
func.func @exponential(%arg_0: tensor<2x3xf32>) {
  %1 = stablehlo.exponential %arg_0 : tensor<2x3xf32>
  return
}

// CHECK-LABEL: func.func @exponential_minus_one(
// CHECK: stablehlo.exponential_minus_one %{{.*}} : tensor<2x3xf32>
func.func @exponential_minus_one(%arg_0: tensor<2x3xf32>) {
  %1 = stablehlo.exponential_minus_one %arg_0 : tensor<2x3xf32>
  return
}

// CHECK-LABEL: func.func @floor(
// CHECK: stablehlo.floor %{{.*}} : tensor<2x3xf32>
func.func @floor(%arg_0: tensor<2x3xf32>) {
  %1 = stablehlo.floor %arg_0 : tensor<2x3xf32>
  return
}

// CHECK-LABEL: func.func @log(
// CHECK: stablehlo.log %{{.*}} : tensor<2x3xf32>
func.func @log(%arg_0: tensor<2x3xf32>) {
  %1 = stablehlo.log %arg_0 : tensor<2x3xf32>
  return
}

// CHECK-LABEL: func.func @log_plus_one(
// CHECK: stablehlo.log_plus_one %{{.*}} : tensor<2x3xf32>
func.func @log_plus_one(%arg_0: tensor<2x3xf32>) {
  %1 = stablehlo.log_plus_one %arg_0 : tensor<2x3xf32>
  return
}

// CHECK-LABEL: func.func @logistic(
// CHECK: stablehlo.logistic %{{.*}} : tensor<2x3xf32>
func.func @logistic(%arg_0: tensor<2x3xf32>) {
  %1 = stablehlo.logistic %arg_0 : tensor<2x3xf32>
  return
}

// CHECK-LABEL: func.func @negate(
// CHECK: stablehlo.negate %{{.*}} : tensor<2x3xf32>
func.func @negate(%arg_0: tensor<2x3xf32>) {
  %1 = stablehlo.negate %arg_0 : tensor<2x3xf32>
  return
}

// CHECK-LABEL: func.func @not(
// CHECK: stablehlo.not %{{.*}} : tensor<2xi1>
func.func @not(%arg_0: tensor<2xi1>) {
  %1 = stablehlo.not %arg_0 : tensor<2xi1>
  return
}

// CHECK-LABEL: func.func @popcnt(
// CHECK: stablehlo.popcnt %{{.*}} : tensor<4xi64>
func.func @popcnt(%arg_0: tensor<4xi64>) {
  %1 = stablehlo.popcnt %arg_0 : tensor<4xi64>
  return
}

// CHECK-LABEL: func.func @round_nearest_afz(
// CHECK: stablehlo.round_nearest_afz %{{.*}} : tensor<2x3xf32>
func.func @round_nearest_afz(%arg_0: tensor<2x3xf32>) {
  %1 = stablehlo.round_nearest_afz %arg_0 : tensor<2x3xf32>
  return
}

// CHECK-LABEL: func.func @round_nearest_even(
// CHECK: stablehlo.round_nearest_even %{{.*}} : tensor<2x3xf32>
func.func @round_nearest_even(%arg_0: tensor<2x3xf32>) {
  %1 = stablehlo.round_nearest_even %arg_0 : tensor<2x3xf32>
  return
}

// CHECK-LABEL: func.func @rsqrt(
// CHECK: stablehlo.rsqrt %{{.*}} : tensor<2x3xf32>
func.func @rsqrt(%arg_0: tensor<2x3xf32>) {
  %1 = stablehlo.rsqrt %arg_0 : tensor<2x3xf32>
  return
}

// CHECK-LABEL: func.func @sign(
// CHECK: stablehlo.sign %{{.*}} : tensor<2x3xf32>
func.func @sign(%arg_0: tensor<2x3xf32>) {
  %1 = stablehlo.sign %arg_0 : tensor<2x3xf32>
  return
}

// CHECK-LABEL: func.func @sine(
// CHECK: stablehlo.sine %{{.*}} : tensor<2x3xf32>
func.func @sine(%arg_0: tensor<2x3xf32>) {
  %1 = stablehlo.sine %arg_0 : tensor<2x3xf32>
  return
}

// CHECK-LABEL: func.func @sqrt(
// CHECK: stablehlo.sqrt %{{.*}} : tensor<2x3xf32>
func.func @sqrt(%arg_0: tensor<2x3xf32>) {
  %1 = stablehlo.sqrt %arg_0 : tensor<2x3xf32>
  return
}

// CHECK-LABEL: func.func @tan(
// CHECK: stablehlo.tan %{{.*}} : tensor<2x3xf32>
func.func @tan(%arg_0: tensor<2x3xf32>) {
  %1 = stablehlo.tan %arg_0 : tensor<2x3xf32>
  return
}

// CHECK-LABEL: func.func @tanh(
// CHECK: stablehlo.tanh %{{.*}} : tensor<2x3xf32>
func.func @tanh(%arg_0: tensor<2x3xf32>) {
  %1 = stablehlo.tanh %arg_0 : tensor<2x3xf32>
  return
}

// CHECK-LABEL: func.func @real(
// CHECK: stablehlo.real %{{.*}} : (tensor<2xcomplex<f32>>) -> tensor<2xf32>
func.func @real(%arg_0: tensor<2xcomplex<f32>>) {
  %1 = stablehlo.real %arg_0 : (tensor<2xcomplex<f32>>) -> tensor<2xf32>
  return
}

// CHECK-LABEL: func.func @imag(
// CHECK: stablehlo.imag %{{.*}} : (tensor<2xcomplex<f32>>) -> tensor<2xf32>
func.func @imag(%arg_0: tensor<2xcomplex<f32>>) {
  %1 = stablehlo.imag %arg_0 : (tensor<2xcomplex<f32>>) -> tensor<2xf32>
  return
}

// CHECK-LABEL: func.func @is_finite(
// CHECK: stablehlo.is_finite %{{.*}} : (tensor<7xf64>) -> tensor<7xi1>
func.func @is_finite(%arg_0: tensor<7xf64>) {
  %1 = stablehlo.is_finite %arg_0 : (tensor<7xf64>) -> tensor<7xi1>
  return
}

// CHECK-LABEL: func.func @convert(
// CHECK: stablehlo.convert %{{.*}} : (tensor<3xi64>) -> tensor<3xf32>
func.func @convert(%arg_0: tensor<3xi64>) {
  %1 = stablehlo.convert %arg_0 : (tensor<3xi64>) -> tensor<3xf32>
  return
}

// CHECK-LABEL: func.func @bitcast_convert(
// CHECK: stablehlo.bitcast_convert %{{.*}} : (tensor<f64>) -> tensor<4xf16>
func.func @bitcast_convert(%arg_0: tensor<f64>) {
  %1 = stablehlo.bitcast_convert %arg_0 : (tensor<f64>) -> tensor<4xf16>
  return
}

// CHECK-LABEL: func.func @reduce_precision(
// CHECK: stablehlo.reduce_precision %{{.*}}, format = e5m10 : tensor<6xf64>
func.func @reduce_precision(%arg_0: tensor<6xf64>) {
  %1 = stablehlo.reduce_precision %arg_0, format = e5m10 : tensor<6xf64>
  return
}

// CHECK-LABEL: func.func @uniform_quantize(
// CHECK: stablehlo.uniform_quantize %{{.*}} : (tensor<2xf32>) -> tensor<2x!quant.uniform<i8:f32, 5.000000e-01:-20>>
func.func @uniform_quantize(%arg_0: tensor<2xf32>) {
  %1 = stablehlo.uniform_quantize %arg_0 : (tensor<2xf32>) -> tensor<2x!quant.uniform<i8:f32, 5.000000e-01:-20>>
  return
}

// CHECK-LABEL: func.func @uniform_dequantize(
// CHECK: stablehlo.uniform_dequantize %{{.*}} : (tensor<2x!quant.uniform<i8:f32, 5.000000e-01:-20>>) -> tensor<2xf32>
func.func @uniform_dequantize(%arg_0: tensor<2x!quant.uniform<i8:f32, 5.000000e-01:-20>>) {
  %1 = stablehlo.uniform_dequantize %arg_0 : (tensor<2x!quant.uniform<i8:f32, 5.000000e-01:-20>>) -> tensor<2xf32>
  return
}

// CHECK-LABEL: func.func @add(
// CHECK: stablehlo.add %{{.*}}, %{{.*}} : tensor<2x2xf32>
func.func @add(%arg_0: tensor<2x2xf32>, %arg_1: tensor<2x2xf32>) {
  %2 = stablehlo.add %arg_0, %arg_1 : tensor<2x2xf32>
  return
}

// CHECK-LABEL: func.func @and(
// CHECK: stablehlo.and %{{.*}}, %{{.*}} : tensor<2x2xi1>
func.func @and(%arg_0: tensor<2x2xi1>, %arg_1: tensor<2x2xi1>) {
  %2 = stablehlo.and %arg_0, %arg_1 : tensor<2x2xi1>
  return
}

// CHECK-LABEL: func.func @atan2(
// CHECK: stablehlo.atan2 %{{.*}}, %{{.*}} : tensor<2x2xf32>
func.func @atan2(%arg_0: tensor<2x2xf32>, %arg_1: tensor<2x2xf32>) {
  %2 = stablehlo.atan2 %arg_0, %arg_1 : tensor<2x2xf32>
  return
}

// CHECK-LABEL: func.func @divide(
// CHECK: stablehlo.divide %{{.*}}, %{{.*}} : tensor<2x2xf32>
func.func @divide(%arg_0: tensor<2x2xf32>, %arg_1: tensor<2x2xf32>) {
  %2 = stablehlo.divide %arg_0, %arg_1 : tensor<2x2xf32>
  return
}

// CHECK-LABEL: func.func @maximum(
// CHECK: stablehlo.maximum %{{.*}}, %{{.*}} : tensor<2x2xf32>
func.func @maximum(%arg_0: tensor<2x2xf32>, %arg_1: tensor<2x2xf32>) {
  %2 = stablehlo.maximum %arg_0, %arg_1 : tensor<2x2xf32>
  return
}

// CHECK-LABEL: func.func @minimum(
// CHECK: stablehlo.minimum %{{.*}}, %{{.*}} : tensor<2x2xf32>
func.func @minimum(%arg_0: tensor<2x2xf32>, %arg_1: tensor<2x2xf32>) {
  %2 = stablehlo.minimum %arg_0, %arg_1 : tensor<2x2xf32>
  return
}

// CHECK-LABEL: func.func @multiply(
// CHECK: stablehlo.multiply %{{.*}}, %{{.*}} : tensor<2x2xf32>
func.func @multiply(%arg_0: tensor<2x2xf32>, %arg_1: tensor<2x2xf32>) {
  %2 = stablehlo.multiply %arg_0, %arg_1 : tensor<2x2xf32>
  return
}

// CHECK-LABEL: func.func @or(
// CHECK: stablehlo.or %{{.*}}, %{{.*}} : tensor<2x2xi1>
func.func @or(%arg_0: tensor<2x2xi1>, %arg_1: tensor<2x2xi1>) {
  %2 = stablehlo.or %arg_0, %arg_1 : tensor<2x2xi1>
  return
}

// CHECK-LABEL: func.func @power(
// CHECK: stablehlo.power %{{.*}}, %{{.*}} : tensor<2x2xf32>
func.func @power(%arg_0: tensor<2x2xf32>, %arg_1: tensor<2x2xf32>) {
  %2 = stablehlo.power %arg_0, %arg_1 : tensor<2x2xf32>
  return
}

// CHECK-LABEL: func.func @remainder(
// CHECK: stablehlo.remainder %{{.*}}, %{{.*}} : tensor<2x2xf32>
func.func @remainder(%arg_0: tensor<2x2xf32>, %arg_1: tensor<2x2xf32>) {
  %2 = stablehlo.remainder %arg_0, %arg_1 : tensor<2x2xf32>
  return
}

// CHECK-LABEL: func.func @shift_left(
// CHECK: stablehlo.shift_left %{{.*}}, %{{.*}} : tensor<2x2xi32>
func.func @shift_left(%arg_0: tensor<2x2xi32>, %arg_1: tensor<2x2xi32>) {
  %2 = stablehlo.shift_left %arg_0, %arg_1 : tensor<2x2xi32>
  return
}

// CHECK-LABEL: func.func @shift_right_arithmetic(
// CHECK: stablehlo.shift_right_arithmetic %{{.*}}, %{{.*}} : tensor<2x2xi32>
func.func @shift_right_arithmetic(%arg_0: tensor<2x2xi32>, %arg_1: tensor<2x2xi32>) {
  %2 = stablehlo.shift_right_arithmetic %arg_0, %arg_1 : tensor<2x2xi32>
  return
}

// CHECK-LABEL: func.func @shift_right_logical(
// CHECK: stablehlo.shift_right_logical %{{.*}}, %{{.*}} : tensor<2x2xi32>
func.func @shift_right_logical(%arg_0: tensor<2x2xi32>, %arg_1: tensor<2x2xi32>) {
  %2 = stablehlo.shift_right_logical %arg_0, %arg_1 : tensor<2x2xi32>
  return
}

// CHECK-LABEL: func.func @subtract(
// CHECK: stablehlo.subtract %{{.*}}, %{{.*}} : tensor<2x2xf32>
func.func @subtract(%arg_0: tensor<2x2xf32>, %arg_1: tensor<2x2xf32>) {
  %2 = stablehlo.subtract %arg_0, %arg_1 : tensor<2x2xf32>
  return
}

// CHECK-LABEL: func.func @xor(
// CHECK: stablehlo.xor %{{.*}}, %{{.*}} : tensor<2x2xi1>
func.func @xor(%arg_0: tensor<2x2xi1>, %arg_1: tensor<2x2xi1>) {
  %2 = stablehlo.xor %arg_0, %arg_1 : tensor<2x2xi1>
  return
}

// CHECK-LABEL: func.func @complex(
// CHECK: stablehlo.complex %{{.*}}, %{{.*}} : tensor<2xcomplex<f32>>
func.func @complex(%arg_0: tensor<2xf32>, %arg_1: tensor<2xf32>) {
  %2 = stablehlo.complex %arg_0, %arg_1 : tensor<2xcomplex<f32>>
  return
}

// CHECK-LABEL: func.func @compare(
// CHECK: stablehlo.compare LT, %{{.*}}, %{{.*}}, FLOAT : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xi1>
func.func @compare(%arg_0: tensor<2xf32>, %arg_1: tensor<2xf32>) {
  %2 = stablehlo.compare LT, %arg_0, %arg_1, FLOAT : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xi1>
  return
}

// CHECK-LABEL: func.func @select(
// CHECK: stablehlo.select %{{.*}}, %{{.*}}, %{{.*}} : tensor<2x2xi1>, tensor<2x2xi32>
func.func @select(%arg_0: tensor<2x2xi1>, %arg_1: tensor<2x2xi32>, %arg_2: tensor<2x2xi32>) {
  %3 = stablehlo.select %arg_0, %arg_1, %arg_2 : tensor<2x2xi1>, tensor<2x2xi32>
  return
}

// CHECK-LABEL: func.func @clamp(
// CHECK: stablehlo.clamp %{{.*}}, %{{.*}}, %{{.*}} : tensor<3xi32>
func.func @clamp(%arg_0: tensor<3xi32>, %arg_1: tensor<3xi32>, %arg_2: tensor<3xi32>) {
  %3 = stablehlo.clamp %arg_0, %arg_1, %arg_2 : tensor<3xi32>
  return
}

// CHECK-LABEL: func.func @broadcast_in_dim(
// CHECK: stablehlo.broadcast_in_dim %{{.*}}, dims = [2, 1] : (tensor<1x3xi32>) -> tensor<2x3x2xi32>
func.func @broadcast_in_dim(%arg_0: tensor<1x3xi32>) {
  %1 = stablehlo.broadcast_in_dim %arg_0, dims = [2, 1] : (tensor<1x3xi32>) -> tensor<2x3x2xi32>
  return
}

// CHECK-LABEL: func.func @broadcast(
// CHECK: stablehlo.broadcast %{{.*}}, sizes = [1, 2] : (tensor<3xi32>) -> tensor<1x2x3xi32>
func.func @broadcast(%arg_0: tensor<3xi32>) {
  %1 = stablehlo.broadcast %arg_0, sizes = [1, 2] : (tensor<3xi32>) -> tensor<1x2x3xi32>
  return
}

// CHECK-LABEL: func.func @reshape(
// CHECK: stablehlo.reshape %{{.*}} : (tensor<2x3xi32>) -> tensor<3x2xi32>
func.func @reshape(%arg_0: tensor<2x3xi32>) {
  %1 = stablehlo.reshape %arg_0 : (tensor<2x3xi32>) -> tensor<3x2xi32>
  return
}

// CHECK-LABEL: func.func @transpose(
// CHECK: stablehlo.transpose %{{.*}}, dims = [2, 1, 0] : (tensor<2x3x5xi32>) -> tensor<5x3x2xi32>
func.func @transpose(%arg_0: tensor<2x3x5xi32>) {
  %1 = stablehlo.transpose %arg_0, dims = [2, 1, 0] : (tensor<2x3x5xi32>) -> tensor<5x3x2xi32>
  return
}

// CHECK-LABEL: func.func @slice(
// CHECK: stablehlo.slice %{{.*}} [1:3, 4:8:2] : (tensor<3x8xi64>) -> tensor<2x2xi64>
func.func @slice(%arg_0: tensor<3x8xi64>) {
  %1 = stablehlo.slice %arg_0 [1:3, 4:8:2] : (tensor<3x8xi64>) -> tensor<2x2xi64>
  return
}

// CHECK-LABEL: func.func @pad(
// CHECK: stablehlo.pad %{{.*}}, %{{.*}}, low = [0, 1], high = [2, 1], interior = [1, 2] : (tensor<2x3xi32>, tensor<i32>) -> tensor<5x9xi32>
func.func @pad(%arg_0: tensor<2x3xi32>, %arg_1: tensor<i32>) {
  %2 = stablehlo.pad %arg_0, %arg_1, low = [0, 1], high = [2, 1], interior = [1, 2] : (tensor<2x3xi32>, tensor<i32>) -> tensor<5x9xi32>
  return
}

// CHECK-LABEL: func.func @concatenate(
// CHECK: stablehlo.concatenate %{{.*}}, %{{.*}}, dim = 0 : (tensor<3x2xi64>, tensor<1x2xi64>) -> tensor<4x2xi64>
func.func @concatenate(%arg_0: tensor<3x2xi64>, %arg_1: tensor<1x2xi64>) {
  %2 = stablehlo.concatenate %arg_0, %arg_1, dim = 0 : (tensor<3x2xi64>, tensor<1x2xi64>) -> tensor<4x2xi64>
  return
}

// CHECK-LABEL: func.func @reverse(
// CHECK: stablehlo.reverse %{{.*}}, dims = [1] : tensor<3x2xi32>
func.func @reverse(%arg_0: tensor<3x2xi32>) {
  %1 = stablehlo.reverse %arg_0, dims = [1] : tensor<3x2xi32>
  return
}

// CHECK-LABEL: func.func @dynamic_slice(
// CHECK: stablehlo.dynamic_slice %{{.*}}, %{{.*}}, %{{.*}}, sizes = [2, 2] : (tensor<4x4xi32>, tensor<i64>, tensor<i64>) -> tensor<2x2xi32>
func.func @dynamic_slice(%arg_0: tensor<4x4xi32>, %arg_1: tensor<i64>, %arg_2: tensor<i64>) {
  %3 = stablehlo.dynamic_slice %arg_0, %arg_1, %arg_2, sizes = [2, 2] : (tensor<4x4xi32>, tensor<i64>, tensor<i64>) -> tensor<2x2xi32>
  return
}

// CHECK-LABEL: func.func @dynamic_update_slice(
// CHECK: stablehlo.dynamic_update_slice %{{.*}}, %{{.*}}, %{{.*}}, %{{.*}} : (tensor<4x4xi32>, tensor<2x2xi32>, tensor<i64>, tensor<i64>) -> tensor<4x4xi32>
func.func @dynamic_update_slice(%arg_0: tensor<4x4xi32>, %arg_1: tensor<2x2xi32>, %arg_2: tensor<i64>, %arg_3: tensor<i64>) {
  %4 = stablehlo.dynamic_update_slice %arg_0, %arg_1, %arg_2, %arg_3 : (tensor<4x4xi32>, tensor<2x2xi32>, tensor<i64>, tensor<i64>) -> tensor<4x4xi32>
  return
}

// CHECK-LABEL: func.func @dynamic_broadcast_in_dim(
// CHECK: stablehlo.dynamic_broadcast_in_dim %{{.*}}, %{{.*}}, dims = [2, 1] : (tensor<1x3xi64>, tensor<3xi64>) -> tensor<2x3x2xi64>
func.func @dynamic_broadcast_in_dim(%arg_0: tensor<1x3xi64>, %arg_1: tensor<3xi64>) {
  %2 = stablehlo.dynamic_broadcast_in_dim %arg_0, %arg_1, dims = [2, 1] : (tensor<1x3xi64>, tensor<3xi64>) -> tensor<2x3x2xi64>
  return
}

// CHECK-LABEL: func.func @dynamic_reshape(
// CHECK: stablehlo.dynamic_reshape %{{.*}}, %{{.*}} : (tensor<2x3xi64>, tensor<2xi64>) -> tensor<3x2xi64>
func.func @dynamic_reshape(%arg_0: tensor<2x3xi64>, %arg_1: tensor<2xi64>) {
  %2 = stablehlo.dynamic_reshape %arg_0, %arg_1 : (tensor<2x3xi64>, tensor<2xi64>) -> tensor<3x2xi64>
  return
}

// CHECK-LABEL: func.func @dynamic_pad(
// CHECK: stablehlo.dynamic_pad %{{.*}}, %{{.*}}, %{{.*}}, %{{.*}}, %{{.*}} : (tensor<2x3xi64>, tensor<i64>, tensor<2xi64>, tensor<2xi64>, tensor<2xi64>) -> tensor<5x9xi64>
func.func @dynamic_pad(%arg_0: tensor<2x3xi64>, %arg_1: tensor<i64>, %arg_2: tensor<2xi64>, %arg_3: tensor<2xi64>, %arg_4: tensor<2xi64>) {
  %5 = stablehlo.dynamic_pad %arg_0, %arg_1, %arg_2, %arg_3, %arg_4 : (tensor<2x3xi64>, tensor<i64>, tensor<2xi64>, tensor<2xi64>, tensor<2xi64>) -> tensor<5x9xi64>
  return
}

// CHECK-LABEL: func.func @real_dynamic_slice(
// CHECK: stablehlo.real_dynamic_slice %{{.*}}, %{{.*}}, %{{.*}}, %{{.*}} : (tensor<256x?xf32>, tensor<2xindex>, tensor<2xindex>, tensor<2xindex>) -> tensor<256x?xf32>
func.func @real_dynamic_slice(%arg_0: tensor<256x?xf32>, %arg_1: tensor<2xindex>, %arg_2: tensor<2xindex>, %arg_3: tensor<2xindex>) {
  %4 = stablehlo.real_dynamic_slice %arg_0, %arg_1, %arg_2, %arg_3 : (tensor<256x?xf32>, tensor<2xindex>, tensor<2xindex>, tensor<2xindex>) -> tensor<256x?xf32>
  return
}

// CHECK-LABEL: func.func @get_dimension_size(
// CHECK: stablehlo.get_dimension_size %{{.*}}, dim = 1 : (tensor<2x3xi64>) -> tensor<i32>
func.func @get_dimension_size(%arg_0: tensor<2x3xi64>) {
  %1 = stablehlo.get_dimension_size %arg_0, dim = 1 : (tensor<2x3xi64>) -> tensor<i32>
  return
}

// CHECK-LABEL: func.func @set_dimension_size(
// CHECK: stablehlo.set_dimension_size %{{.*}}, %{{.*}}, dim = 1 : (tensor<4x2xf32>, tensor<i32>) -> tensor<4x2xf32>
func.func @set_dimension_size(%arg_0: tensor<4x2xf32>, %arg_1: tensor<i32>) {
  %2 = stablehlo.set_dimension_size %arg_0, %arg_1, dim = 1 : (tensor<4x2xf32>, tensor<i32>) -> tensor<4x2xf32>
  return
}

// CHECK-LABEL: func.func @dot(
// CHECK: stablehlo.dot %{{.*}}, %{{.*}} : (tensor<1x2xi32>, tensor<2x1xi32>) -> tensor<1x1xi32>
func.func @dot(%arg_0: tensor<1x2xi32>, %arg_1: tensor<2x1xi32>) {
  %2 = stablehlo.dot %arg_0, %arg_1 : (tensor<1x2xi32>, tensor<2x1xi32>) -> tensor<1x1xi32>
  return
}

// CHECK-LABEL: func.func @dot_general(
// CHECK: stablehlo.dot_general %{{.*}}, %{{.*}}, batching_dims = [0] x [0], contracting_dims = [2] x [1] : (tensor<2x2x2xi64>, tensor<2x2x2xi64>) -> tensor<2x2x2xi64>
func.func @dot_general(%arg_0: tensor<2x2x2xi64>, %arg_1: tensor<2x2x2xi64>) {
  %2 = stablehlo.dot_general %arg_0, %arg_1, batching_dims = [0] x [0], contracting_dims = [2] x [1] : (tensor<2x2x2xi64>, tensor<2x2x2xi64>) -> tensor<2x2x2xi64>
  return
}

// CHECK-LABEL: func.func @convolution(
// CHECK: stablehlo.convolution(%{{.*}}, %{{.*}}) dim_numbers = [b, 0, 1, f]x[0, 1, i, o]->[b, 0, 1, f], window = {stride = [4, 4], lhs_dilate = [2, 2]} {batch_group_count = 1 : i64, feature_group_count = 1 : i64} : (tensor<1x4x4x1xi64>, tensor<3x3x1x1xi64>) -> tensor<1x2x2x1xi64>
func.func @convolution(%arg_0: tensor<1x4x4x1xi64>, %arg_1: tensor<3x3x1x1xi64>) {
  %2 = stablehlo.convolution(%arg_0, %arg_1) dim_numbers = [b, 0, 1, f]x[0, 1, i, o]->[b, 0, 1, f], window = {stride = [4, 4], lhs_dilate = [2, 2]} {batch_group_count = 1 : i64, feature_group_count = 1 : i64} : (tensor<1x4x4x1xi64>, tensor<3x3x1x1xi64>) -> tensor<1x2x2x1xi64>
  return
}

// CHECK-LABEL: func.func @dynamic_conv(
// CHECK: "stablehlo.dynamic_conv"(%{{.*}}, %{{.*}}, %{{.*}}) <{batch_group_count = 1 : i64, dimension_numbers = #stablehlo.conv<[b, 0, 1, f]x[0, 1, i, o]->[b, 0, 1, f]>, feature_group_count = 1 : i64}> : (tensor<1x4x4x1xi64>, tensor<3x3x1x1xi64>, tensor<2x2xi64>) -> tensor<1x2x2x1xi64>
func.func @dynamic_conv(%arg_0: tensor<1x4x4x1xi64>, %arg_1: tensor<3x3x1x1xi64>, %arg_2: tensor<2x2xi64>) {
  %3 = "stablehlo.dynamic_conv"(%arg_0, %arg_1, %arg_2) <{batch_group_count = 1 : i64, dimension_numbers = #stablehlo.conv<[b, 0, 1, f]x[0, 1, i, o]->[b, 0, 1, f]>, feature_group_count = 1 : i64}> : (tensor<1x4x4x1xi64>, tensor<3x3x1x1xi64>, tensor<2x2xi64>) -> tensor<1x2x2x1xi64>
  return
}

// CHECK-LABEL: func.func @einsum(
// CHECK: stablehlo.einsum %{{.*}}, %{{.*}}, config = "ab,bc->ac" : (tensor<4x16xf32>, tensor<16x4xf32>) -> tensor<4x4xf32>
func.func @einsum(%arg_0: tensor<4x16xf32>, %arg_1: tensor<16x4xf32>) {
  %2 = stablehlo.einsum %arg_0, %arg_1, config = "ab,bc->ac" : (tensor<4x16xf32>, tensor<16x4xf32>) -> tensor<4x4xf32>
  return
}

// CHECK-LABEL: func.func @unary_einsum(
// CHECK: stablehlo.unary_einsum %{{.*}}, config = "ab->a" : (tensor<4x16xf32>) -> tensor<4xf32>
func.func @unary_einsum(%arg_0: tensor<4x16xf32>) {
  %1 = stablehlo.unary_einsum %arg_0, config = "ab->a" : (tensor<4x16xf32>) -> tensor<4xf32>
  return
}

// CHECK-LABEL: func.func @gather(
// CHECK: "stablehlo.gather"(%{{.*}}, %{{.*}}) <{dimension_numbers = #stablehlo.gather<offset_dims = [2, 3], collapsed_slice_dims = [0], start_index_map = [1, 0], index_vector_dim = 2>, indices_are_sorted = false, slice_sizes = array<i64: 1, 2, 2>}> : (tensor<3x4x2xi32>, tensor<2x3x2xi64>) -> tensor<2x3x2x2xi32>
func.func @gather(%arg_0: tensor<3x4x2xi32>, %arg_1: tensor<2x3x2xi64>) {
  %2 = "stablehlo.gather"(%arg_0, %arg_1) <{dimension_numbers = #stablehlo.gather<offset_dims = [2, 3], collapsed_slice_dims = [0], start_index_map = [1, 0], index_vector_dim = 2>, slice_sizes = array<i64: 1, 2, 2>}> : (tensor<3x4x2xi32>, tensor<2x3x2xi64>) -> tensor<2x3x2x2xi32>
  return
}

// CHECK-LABEL: func.func @dynamic_gather(
// CHECK: "stablehlo.dynamic_gather"(%{{.*}}, %{{.*}}, %{{.*}}) <{dimension_numbers = #stablehlo.gather<offset_dims = [2, 3], collapsed_slice_dims = [0], start_index_map = [1, 0], index_vector_dim = 2>, indices_are_sorted = false}> : (tensor<3x4x2xi32>, tensor<2x3x2xi64>, tensor<3xi64>) -> tensor<2x3x2x2xi32>
func.func @dynamic_gather(%arg_0: tensor<3x4x2xi32>, %arg_1: tensor<2x3x2xi64>, %arg_2: tensor<3xi64>) {
  %3 = "stablehlo.dynamic_gather"(%arg_0, %arg_1, %arg_2) <{dimension_numbers = #stablehlo.gather<offset_dims = [2, 3], collapsed_slice_dims = [0], start_index_map = [1, 0], index_vector_dim = 2>}> : (tensor<3x4x2xi32>, tensor<2x3x2xi64>, tensor<3xi64>) -> tensor<2x3x2x2xi32>
  return
}

// CHECK-LABEL: func.func @scatter(
// CHECK: "stablehlo.scatter"(%{{.*}}, %{{.*}}, %{{.*}}) <{indices_are_sorted = false, scatter_dimension_numbers = #stablehlo.scatter<update_window_dims = [1], inserted_window_dims = [0], scatter_dims_to_operand_dims = [0], index_vector_dim = 1>, unique_indices = false}> ({
func.func @scatter(%arg_0: tensor<3x4xi64>, %arg_1: tensor<2x1xi64>, %arg_2: tensor<2x4xi64>) {
  %3 = "stablehlo.scatter"(%arg_0, %arg_1, %arg_2) <{scatter_dimension_numbers = #stablehlo.scatter<update_window_dims = [1], inserted_window_dims = [0], scatter_dims_to_operand_dims = [0], index_vector_dim = 1>}> ({
  ^bb0(%arg0: tensor<i64>, %arg1: tensor<i64>):
    %4 = stablehlo.add %arg0, %arg1 : tensor<i64>
    stablehlo.return %4 : tensor<i64>
  }) : (tensor<3x4xi64>, tensor<2x1xi64>, tensor<2x4xi64>) -> tensor<3x4xi64>
  return
}

// CHECK-LABEL: func.func @torch_index_select(
// CHECK: "stablehlo.torch_index_select"(%{{.*}}, %{{.*}}) <{batch_dims = 0 : i64, dim = 0 : i64}> : (tensor<5x1x5xi32>, tensor<2xi32>) -> tensor<2x1x5xi32>
func.func @torch_index_select(%arg_0: tensor<5x1x5xi32>, %arg_1: tensor<2xi32>) {
  %2 = "stablehlo.torch_index_select"(%arg_0, %arg_1) <{batch_dims = 0 : i64, dim = 0 : i64}> : (tensor<5x1x5xi32>, tensor<2xi32>) -> tensor<2x1x5xi32>
  return
}

// CHECK-LABEL: func.func @reduce(
// CHECK: stablehlo.reduce(%{{.*}} init: %{{.*}}) applies stablehlo.add across dimensions = [1] : (tensor<1x6xi64>, tensor<i64>) -> tensor<1xi64>
func.func @reduce(%arg_0: tensor<1x6xi64>, %arg_1: tensor<i64>) {
  %2 = stablehlo.reduce(%arg_0 init: %arg_1) applies stablehlo.add across dimensions = [1] : (tensor<1x6xi64>, tensor<i64>) -> tensor<1xi64>
  return
}

// CHECK-LABEL: func.func @reduce_window(
// CHECK: "stablehlo.reduce_window"(%{{.*}}, %{{.*}}) <{window_dimensions = array<i64: 2, 1>, window_strides = array<i64: 4, 1>}> ({
func.func @reduce_window(%arg_0: tensor<6x2xi64>, %arg_1: tensor<i64>) {
  %2 = "stablehlo.reduce_window"(%arg_0, %arg_1) <{window_dimensions = array<i64: 2, 1>, window_strides = array<i64: 4, 1>}> ({
  ^bb0(%arg0: tensor<i64>, %arg1: tensor<i64>):
    %3 = stablehlo.add %arg0, %arg1 : tensor<i64>
    stablehlo.return %3 : tensor<i64>
  }) : (tensor<6x2xi64>, tensor<i64>) -> tensor<2x2xi64>
  return
}

// CHECK-LABEL: func.func @select_and_scatter(
// CHECK: "stablehlo.select_and_scatter"(%{{.*}}, %{{.*}}, %{{.*}}) <{window_dimensions = array<i64: 3, 1>, window_strides = array<i64: 2, 1>}> ({
func.func @select_and_scatter(%arg_0: tensor<4x2xi64>, %arg_1: tensor<1x2xi64>, %arg_2: tensor<i64>) {
  %3 = "stablehlo.select_and_scatter"(%arg_0, %arg_1, %arg_2) <{window_dimensions = array<i64: 3, 1>, window_strides = array<i64: 2, 1>}> ({
  ^bb0(%arg0: tensor<i64>, %arg1: tensor<i64>):
    %4 = stablehlo.compare GE, %arg0, %arg1 : (tensor<i64>, tensor<i64>) -> tensor<i1>
    stablehlo.return %4 : tensor<i1>
  }, {
  ^bb0(%arg0: tensor<i64>, %arg1: tensor<i64>):
    %4 = stablehlo.add %arg0, %arg1 : tensor<i64>
    stablehlo.return %4 : tensor<i64>
  }) : (tensor<4x2xi64>, tensor<1x2xi64>, tensor<i64>) -> tensor<4x2xi64>
  return
}

// CHECK-LABEL: func.func @sort(
// CHECK: "stablehlo.sort"(%{{.*}}, %{{.*}}) <{dimension = 0 : i64, is_stable = true}> ({
func.func @sort(%arg_0: tensor<2x3xi64>, %arg_1: tensor<2x3xi64>) {
  %2:2 = "stablehlo.sort"(%arg_0, %arg_1) <{dimension = 0 : i64, is_stable = true}> ({
  ^bb0(%arg0: tensor<i64>, %arg1: tensor<i64>, %arg2: tensor<i64>, %arg3: tensor<i64>):
    %3 = stablehlo.compare GT, %arg0, %arg1 : (tensor<i64>, tensor<i64>) -> tensor<i1>
    stablehlo.return %3 : tensor<i1>
  }) : (tensor<2x3xi64>, tensor<2x3xi64>) -> (tensor<2x3xi64>, tensor<2x3xi64>)
  return
}

// CHECK-LABEL: func.func @map(
// CHECK: "stablehlo.map"(%{{.*}}, %{{.*}}) <{dimensions = array<i64: 0, 1>}> ({
func.func @map(%arg_0: tensor<2x2xi64>, %arg_1: tensor<2x2xi64>) {
  %2 = "stablehlo.map"(%arg_0, %arg_1) <{dimensions = array<i64: 0, 1>}> ({
  ^bb0(%arg0: tensor<i64>, %arg1: tensor<i64>):
    %3 = stablehlo.multiply %arg0, %arg1 : tensor<i64>
    stablehlo.return %3 : tensor<i64>
  }) : (tensor<2x2xi64>, tensor<2x2xi64>) -> tensor<2x2xi64>
  return
}

// CHECK-LABEL: func.func @batch_norm_inference(
// CHECK: "stablehlo.batch_norm_inference"(%{{.*}}, %{{.*}}, %{{.*}}, %{{.*}}, %{{.*}}) <{epsilon = 0.000000e+00 : f32, feature_index = 2 : i64}> : (tensor<2x2x2xf64>, tensor<2xf64>, tensor<2xf64>, tensor<2xf64>, tensor<2xf64>) -> tensor<2x2x2xf64>
func.func @batch_norm_inference(%arg_0: tensor<2x2x2xf64>, %arg_1: tensor<2xf64>, %arg_2: tensor<2xf64>, %arg_3: tensor<2xf64>, %arg_4: tensor<2xf64>) {
  %5 = "stablehlo.batch_norm_inference"(%arg_0, %arg_1, %arg_2, %arg_3, %arg_4) <{epsilon = 0.000000e+00 : f32, feature_index = 2 : i64}> : (tensor<2x2x2xf64>, tensor<2xf64>, tensor<2xf64>, tensor<2xf64>, tensor<2xf64>) -> tensor<2x2x2xf64>
  return
}

// CHECK-LABEL: func.func @batch_norm_training(
// CHECK: "stablehlo.batch_norm_training"(%{{.*}}, %{{.*}}, %{{.*}}) <{epsilon = 0.000000e+00 : f32, feature_index = 2 : i64}> : (tensor<2x2x2xf64>, tensor<2xf64>, tensor<2xf64>) -> (tensor<2x2x2xf64>, tensor<2xf64>, tensor<2xf64>)
func.func @batch_norm_training(%arg_0: tensor<2x2x2xf64>, %arg_1: tensor<2xf64>, %arg_2: tensor<2xf64>) {
  %3:3 = "stablehlo.batch_norm_training"(%arg_0, %arg_1, %arg_2) <{epsilon = 0.000000e+00 : f32, feature_index = 2 : i64}> : (tensor<2x2x2xf64>, tensor<2xf64>, tensor<2xf64>) -> (tensor<2x2x2xf64>, tensor<2xf64>, tensor<2xf64>)
  return
}

// CHECK-LABEL: func.func @batch_norm_grad(
// CHECK: "stablehlo.batch_norm_grad"(%{{.*}}, %{{.*}}, %{{.*}}, %{{.*}}, %{{.*}}) <{epsilon = 0.000000e+00 : f32, feature_index = 2 : i64}> : (tensor<2x2x2xf64>, tensor<2xf64>, tensor<2xf64>, tensor<2xf64>, tensor<2x2x2xf64>) -> (tensor<2x2x2xf64>, tensor<2xf64>, tensor<2xf64>)
func.func @batch_norm_grad(%arg_0: tensor<2x2x2xf64>, %arg_1: tensor<2xf64>, %arg_2: tensor<2xf64>, %arg_3: tensor<2xf64>, %arg_4: tensor<2x2x2xf64>) {
  %5:3 = "stablehlo.batch_norm_grad"(%arg_0, %arg_1, %arg_2, %arg_3, %arg_4) <{epsilon = 0.000000e+00 : f32, feature_index = 2 : i64}> : (tensor<2x2x2xf64>, tensor<2xf64>, tensor<2xf64>, tensor<2xf64>, tensor<2x2x2xf64>) -> (tensor<2x2x2xf64>, tensor<2xf64>, tensor<2xf64>)
  return
}

// CHECK-LABEL: func.func @if(
// CHECK: "stablehlo.if"(%{{.*}}) ({
func.func @if(%arg_0: tensor<i1>, %arg_1: tensor<i32>) {
  %2 = "stablehlo.if"(%arg_0) ({
    stablehlo.return %arg_1 : tensor<i32>
  }, {
    stablehlo.return %arg_1 : tensor<i32>
  }) : (tensor<i1>) -> tensor<i32>
  return
}

// CHECK-LABEL: func.func @case(
// CHECK: "stablehlo.case"(%{{.*}}) ({
func.func @case(%arg_0: tensor<i32>, %arg_1: tensor<2xi64>) {
  %2:2 = "stablehlo.case"(%arg_0) ({
    stablehlo.return %arg_1, %arg_1 : tensor<2xi64>, tensor<2xi64>
  }, {
    stablehlo.return %arg_1, %arg_1 : tensor<2xi64>, tensor<2xi64>
  }) : (tensor<i32>) -> (tensor<2xi64>, tensor<2xi64>)
  return
}

// CHECK-LABEL: func.func @while(
// CHECK: stablehlo.while(%{{.*}} = %{{.*}}, %{{.*}} = %{{.*}}) : tensor<i64>, tensor<i64>
func.func @while(%arg_0: tensor<i64>, %arg_1: tensor<i64>) {
  %2:2 = stablehlo.while(%iterArg = %arg_0, %iterArg_0 = %arg_1) : tensor<i64>, tensor<i64>
  cond {
    %3 = stablehlo.compare LT, %iterArg, %iterArg_0 : (tensor<i64>, tensor<i64>) -> tensor<i1>
    stablehlo.return %3 : tensor<i1>
  } do {
    %3 = stablehlo.add %iterArg, %iterArg : tensor<i64>
    stablehlo.return %3, %iterArg_0 : tensor<i64>, tensor<i64>
  }
  return
}

// CHECK-LABEL: func.func @optimization_barrier(
// CHECK: stablehlo.optimization_barrier %{{.*}}, %{{.*}} : tensor<f32>, tensor<f32>
func.func @optimization_barrier(%arg_0: tensor<f32>, %arg_1: tensor<f32>) {
  %2:2 = stablehlo.optimization_barrier %arg_0, %arg_1 : tensor<f32>, tensor<f32>
  return
}

// CHECK-LABEL: func.func @tuple(
// CHECK: stablehlo.tuple %{{.*}}, %{{.*}} : tuple<tensor<2xf64>, tensor<i64>>
func.func @tuple(%arg_0: tensor<2xf64>, %arg_1: tensor<i64>) {
  %2 = stablehlo.tuple %arg_0, %arg_1 : tuple<tensor<2xf64>, tensor<i64>>
  return
}

// CHECK-LABEL: func.func @get_tuple_element(
// CHECK: stablehlo.get_tuple_element %{{.*}}[0] : (tuple<tensor<2xf64>, tensor<i64>>) -> tensor<2xf64>
func.func @get_tuple_element(%arg_0: tuple<tensor<2xf64>, tensor<i64>>) {
  %1 = stablehlo.get_tuple_element %arg_0[0] : (tuple<tensor<2xf64>, tensor<i64>>) -> tensor<2xf64>
  return
}

// CHECK-LABEL: func.func @create_token(
// CHECK: stablehlo.create_token : !stablehlo.token
func.func @create_token() {
  %0 = stablehlo.create_token : !stablehlo.token
  return
}

// CHECK-LABEL: func.func @after_all(
// CHECK: stablehlo.after_all %{{.*}}, %{{.*}} : !stablehlo.token
func.func @after_all(%arg_0: !stablehlo.token, %arg_1: !stablehlo.token) {
  %2 = stablehlo.after_all %arg_0, %arg_1 : !stablehlo.token
  return
}

// CHECK-LABEL: func.func @custom_call(
// CHECK: stablehlo.custom_call @foo(%{{.*}}) {backend_config = "bar"} : (tensor<f64>) -> tensor<f64>
func.func @custom_call(%arg_0: tensor<f64>) {
  %1 = stablehlo.custom_call @foo(%arg_0) {backend_config = "bar"} : (tensor<f64>) -> tensor<f64>
  return
}

func.func private @my_op(tensor<f64>) -> tensor<f64>

// CHECK-LABEL: func.func @composite(
// CHECK: stablehlo.composite "my.op" %{{.*}} {decomposition = @my_op, version = 1 : i32} : (tensor<f64>) -> tensor<f64>
func.func @composite(%arg_0: tensor<f64>) {
  %1 = stablehlo.composite "my.op" %arg_0 {decomposition = @my_op, version = 1 : i32} : (tensor<f64>) -> tensor<f64>
  return
}

// CHECK-LABEL: func.func @replica_id(
// CHECK: stablehlo.replica_id : tensor<ui32>
func.func @replica_id() {
  %0 = stablehlo.replica_id : tensor<ui32>
  return
}

// CHECK-LABEL: func.func @partition_id(
// CHECK: stablehlo.partition_id : tensor<ui32>
func.func @partition_id() {
  %0 = stablehlo.partition_id : tensor<ui32>
  return
}

// CHECK-LABEL: func.func @all_gather(
// CHECK: "stablehlo.all_gather"(%{{.*}}) <{all_gather_dim = 1 : i64, replica_groups = dense<{{\[\[}}0, 1{{\]\]}}> : tensor<1x2xi64>}> : (tensor<2x2xi64>) -> tensor<2x4xi64>
func.func @all_gather(%arg_0: tensor<2x2xi64>) {
  %1 = "stablehlo.all_gather"(%arg_0) <{all_gather_dim = 1 : i64, replica_groups = dense<[[0, 1]]> : tensor<1x2xi64>}> : (tensor<2x2xi64>) -> tensor<2x4xi64>
  return
}

// CHECK-LABEL: func.func @all_reduce(
// CHECK: "stablehlo.all_reduce"(%{{.*}}) <{replica_groups = dense<{{\[\[}}0, 1{{\]\]}}> : tensor<1x2xi64>}> ({
func.func @all_reduce(%arg_0: tensor<4xi64>) {
  %1 = "stablehlo.all_reduce"(%arg_0) <{replica_groups = dense<[[0, 1]]> : tensor<1x2xi64>}> ({
  ^bb0(%arg0: tensor<i64>, %arg1: tensor<i64>):
    %2 = stablehlo.add %arg0, %arg1 : tensor<i64>
    stablehlo.return %2 : tensor<i64>
  }) : (tensor<4xi64>) -> tensor<4xi64>
  return
}

// CHECK-LABEL: func.func @reduce_scatter(
// CHECK: "stablehlo.reduce_scatter"(%{{.*}}) <{replica_groups = dense<{{\[\[}}0, 1{{\]\]}}> : tensor<1x2xi64>, scatter_dimension = 1 : i64}> ({
func.func @reduce_scatter(%arg_0: tensor<2x4xi64>) {
  %1 = "stablehlo.reduce_scatter"(%arg_0) <{replica_groups = dense<[[0, 1]]> : tensor<1x2xi64>, scatter_dimension = 1 : i64}> ({
  ^bb0(%arg0: tensor<i64>, %arg1: tensor<i64>):
    %2 = stablehlo.add %arg0, %arg1 : tensor<i64>
    stablehlo.return %2 : tensor<i64>
  }) : (tensor<2x4xi64>) -> tensor<2x2xi64>
  return
}

// CHECK-LABEL: func.func @all_to_all(
// CHECK: "stablehlo.all_to_all"(%{{.*}}) <{concat_dimension = 0 : i64, replica_groups = dense<{{\[\[}}0, 1{{\]\]}}> : tensor<1x2xi64>, split_count = 2 : i64, split_dimension = 1 : i64}> : (tensor<2x4xi64>) -> tensor<4x2xi64>
func.func @all_to_all(%arg_0: tensor<2x4xi64>) {
  %1 = "stablehlo.all_to_all"(%arg_0) <{concat_dimension = 0 : i64, replica_groups = dense<[[0, 1]]> : tensor<1x2xi64>, split_count = 2 : i64, split_dimension = 1 : i64}> : (tensor<2x4xi64>) -> tensor<4x2xi64>
  return
}

// CHECK-LABEL: func.func @collective_broadcast(
// CHECK: "stablehlo.collective_broadcast"(%{{.*}}) <{replica_groups = dense<{{\[\[}}0, 1{{\]\]}}> : tensor<1x2xi64>}> : (tensor<1x2xi64>) -> tensor<1x2xi64>
func.func @collective_broadcast(%arg_0: tensor<1x2xi64>) {
  %1 = "stablehlo.collective_broadcast"(%arg_0) <{replica_groups = dense<[[0, 1]]> : tensor<1x2xi64>}> : (tensor<1x2xi64>) -> tensor<1x2xi64>
  return
}

// CHECK-LABEL: func.func @collective_reduce(
// CHECK: "stablehlo.collective_reduce"(%{{.*}}) <{replica_groups = dense<{{\[\[}}0, 1{{\]\]}}> : tensor<1x2xi64>}> ({
func.func @collective_reduce(%arg_0: tensor<4xi64>) {
  %1 = "stablehlo.collective_reduce"(%arg_0) <{replica_groups = dense<[[0, 1]]> : tensor<1x2xi64>}> ({
  ^bb0(%arg0: tensor<i64>, %arg1: tensor<i64>):
    %2 = stablehlo.add %arg0, %arg1 : tensor<i64>
    stablehlo.return %2 : tensor<i64>
  }) : (tensor<4xi64>) -> tensor<4xi64>
  return
}

// CHECK-LABEL: func.func @collective_permute(
// CHECK: "stablehlo.collective_permute"(%{{.*}}) <{source_target_pairs = dense<{{\[\[}}0, 1], [1, 2{{\]\]}}> : tensor<2x2xi64>}> : (tensor<2x2xi64>) -> tensor<2x2xi64>
func.func @collective_permute(%arg_0: tensor<2x2xi64>) {
  %1 = "stablehlo.collective_permute"(%arg_0) <{source_target_pairs = dense<[[0, 1], [1, 2]]> : tensor<2x2xi64>}> : (tensor<2x2xi64>) -> tensor<2x2xi64>
  return
}

// CHECK-LABEL: func.func @cross_replica_sum(
// CHECK: "stablehlo.cross-replica-sum"(%{{.*}}) <{replica_groups = dense<{{\[\[}}0, 1{{\]\]}}> : tensor<1x2xi64>}> : (tensor<4xf32>) -> tensor<4xf32>
func.func @cross_replica_sum(%arg_0: tensor<4xf32>) {
  %1 = "stablehlo.cross-replica-sum"(%arg_0) <{replica_groups = dense<[[0, 1]]> : tensor<1x2xi64>}> : (tensor<4xf32>) -> tensor<4xf32>
  return
}

// CHECK-LABEL: func.func @rng(
// CHECK: stablehlo.rng %{{.*}}, %{{.*}}, %{{.*}}, distribution = NORMAL : (tensor<f32>, tensor<f32>, tensor<2xi64>) -> tensor<3x3xf32>
func.func @rng(%arg_0: tensor<f32>, %arg_1: tensor<f32>, %arg_2: tensor<2xi64>) {
  %3 = stablehlo.rng %arg_0, %arg_1, %arg_2, distribution = NORMAL : (tensor<f32>, tensor<f32>, tensor<2xi64>) -> tensor<3x3xf32>
  return
}

// CHECK-LABEL: func.func @rng_bit_generator(
// CHECK: stablehlo.rng_bit_generator %{{.*}}, algorithm = THREE_FRY : (tensor<2xui64>) -> (tensor<2xui64>, tensor<2x2xui64>)
func.func @rng_bit_generator(%arg_0: tensor<2xui64>) {
  %1:2 = stablehlo.rng_bit_generator %arg_0, algorithm = THREE_FRY : (tensor<2xui64>) -> (tensor<2xui64>, tensor<2x2xui64>)
  return
}

// CHECK-LABEL: func.func @fft(
// CHECK: stablehlo.fft %{{.*}}, type = FFT, length = [4] : (tensor<4xcomplex<f32>>) -> tensor<4xcomplex<f32>>
func.func @fft(%arg_0: tensor<4xcomplex<f32>>) {
  %1 = stablehlo.fft %arg_0, type = FFT, length = [4] : (tensor<4xcomplex<f32>>) -> tensor<4xcomplex<f32>>
  return
}

// CHECK-LABEL: func.func @cholesky(
// CHECK: stablehlo.cholesky %{{.*}}, lower = true : tensor<3x3xf32>
func.func @cholesky(%arg_0: tensor<3x3xf32>) {
  %1 = stablehlo.cholesky %arg_0, lower = true : tensor<3x3xf32>
  return
}

// CHECK-LABEL: func.func @triangular_solve(
// CHECK: "stablehlo.triangular_solve"(%{{.*}}, %{{.*}}) <{left_side = true, lower = true, transpose_a = #stablehlo<transpose NO_TRANSPOSE>, unit_diagonal = false}> : (tensor<3x3xf32>, tensor<3x3xf32>) -> tensor<3x3xf32>
func.func @triangular_solve(%arg_0: tensor<3x3xf32>, %arg_1: tensor<3x3xf32>) {
  %2 = "stablehlo.triangular_solve"(%arg_0, %arg_1) <{left_side = true, lower = true, transpose_a = #stablehlo<transpose NO_TRANSPOSE>, unit_diagonal = false}> : (tensor<3x3xf32>, tensor<3x3xf32>) -> tensor<3x3xf32>
  return
}

// CHECK-LABEL: func.func @infeed(
// CHECK: "stablehlo.infeed"(%{{.*}}) <{infeed_config = ""}> : (!stablehlo.token) -> (tensor<2x2xi64>, !stablehlo.token)
func.func @infeed(%arg_0: !stablehlo.token) {
  %1:2 = "stablehlo.infeed"(%arg_0) <{infeed_config = ""}> : (!stablehlo.token) -> (tensor<2x2xi64>, !stablehlo.token)
  return
}

// CHECK-LABEL: func.func @outfeed(
// CHECK: "stablehlo.outfeed"(%{{.*}}, %{{.*}}) <{outfeed_config = ""}> : (tensor<2x2xi64>, !stablehlo.token) -> !stablehlo.token
func.func @outfeed(%arg_0: tensor<2x2xi64>, %arg_1: !stablehlo.token) {
  %2 = "stablehlo.outfeed"(%arg_0, %arg_1) <{outfeed_config = ""}> : (tensor<2x2xi64>, !stablehlo.token) -> !stablehlo.token
  return
}

// CHECK-LABEL: func.func @send(
// CHECK: "stablehlo.send"(%{{.*}}, %{{.*}}) <{channel_handle = #stablehlo.channel_handle<handle = 0, type = 1>, is_host_transfer = false}> : (tensor<2x2xi64>, !stablehlo.token) -> !stablehlo.token
func.func @send(%arg_0: tensor<2x2xi64>, %arg_1: !stablehlo.token) {
  %2 = "stablehlo.send"(%arg_0, %arg_1) <{channel_handle = #stablehlo.channel_handle<handle = 0, type = 1>}> : (tensor<2x2xi64>, !stablehlo.token) -> !stablehlo.token
  return
}

// CHECK-LABEL: func.func @recv(
// CHECK: "stablehlo.recv"(%{{.*}}) <{channel_handle = #stablehlo.channel_handle<handle = 0, type = 3>, is_host_transfer = true}> : (!stablehlo.token) -> (tensor<2x2xi64>, !stablehlo.token)
func.func @recv(%arg_0: !stablehlo.token) {
  %1:2 = "stablehlo.recv"(%arg_0) <{channel_handle = #stablehlo.channel_handle<handle = 0, type = 3>, is_host_transfer = true}> : (!stablehlo.token) -> (tensor<2x2xi64>, !stablehlo.token)
  return
}

// CHECK-LABEL: func.func @async_start(
// CHECK: "stablehlo.async_start"(%{{.*}}) ({
func.func @async_start(%arg_0: tensor<4xf32>) {
  %1 = "stablehlo.async_start"(%arg_0) ({
  ^bb0(%arg0: tensor<4xf32>):
    %2 = stablehlo.negate %arg0 : tensor<4xf32>
    stablehlo.return %2 : tensor<4xf32>
  }) : (tensor<4xf32>) -> !stablehlo.future<tensor<4xf32>>
  return
}

// CHECK-LABEL: func.func @async_done(
// CHECK: "stablehlo.async_done"(%{{.*}}) : (!stablehlo.future<tensor<4xf32>>) -> tensor<4xf32>
func.func @async_done(%arg_0: !stablehlo.future<tensor<4xf32>>) {
  %1 = "stablehlo.async_done"(%arg_0) : (!stablehlo.future<tensor<4xf32>>) -> tensor<4xf32>
  return
}
