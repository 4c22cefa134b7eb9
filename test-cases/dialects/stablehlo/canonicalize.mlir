// RUN: lathe opt --canonicalize %s | FileCheck %s

// CHECK-LABEL: func.func @merge_transposes
// CHECK-NEXT:    %[[T:.*]] = stablehlo.transpose %{{.*}}, dims = [1, 2, 0] : (tensor<2x3x4xf32>) -> tensor<3x4x2xf32>
// CHECK-NEXT:    return %[[T]]
func.func @merge_transposes(%x: tensor<2x3x4xf32>) -> tensor<3x4x2xf32> {
  %0 = stablehlo.transpose %x, dims = [2, 0, 1] : (tensor<2x3x4xf32>) -> tensor<4x2x3xf32>
  %1 = stablehlo.transpose %0, dims = [2, 0, 1] : (tensor<4x2x3xf32>) -> tensor<3x4x2xf32>
  return %1 : tensor<3x4x2xf32>
}

// CHECK-LABEL: func.func @transposes_that_cancel
// CHECK-SAME:    (%[[X:.*]]: tensor<2x3xf32>)
// CHECK-NEXT:    return %[[X]]
func.func @transposes_that_cancel(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %0 = stablehlo.transpose %x, dims = [1, 0] : (tensor<2x3xf32>) -> tensor<3x2xf32>
  %1 = stablehlo.transpose %0, dims = [1, 0] : (tensor<3x2xf32>) -> tensor<2x3xf32>
  return %1 : tensor<2x3xf32>
}

// CHECK-LABEL: func.func @transpose_of_ones
// CHECK-NEXT:    stablehlo.reshape %{{.*}} : (tensor<1x3x1x4xf32>) -> tensor<3x1x4x1xf32>
func.func @transpose_of_ones(%x: tensor<1x3x1x4xf32>) -> tensor<3x1x4x1xf32> {
  %0 = stablehlo.transpose %x, dims = [1, 0, 3, 2] : (tensor<1x3x1x4xf32>) -> tensor<3x1x4x1xf32>
  return %0 : tensor<3x1x4x1xf32>
}

// CHECK-LABEL: func.func @merge_reshapes
// CHECK-NEXT:    %[[R:.*]] = stablehlo.reshape %{{.*}} : (tensor<6xf32>) -> tensor<3x2xf32>
// CHECK-NEXT:    return %[[R]]
func.func @merge_reshapes(%x: tensor<6xf32>) -> tensor<3x2xf32> {
  %0 = stablehlo.reshape %x : (tensor<6xf32>) -> tensor<2x3xf32>
  %1 = stablehlo.reshape %0 : (tensor<2x3xf32>) -> tensor<3x2xf32>
  return %1 : tensor<3x2xf32>
}

// A large constant is read under another shape without being copied.
// CHECK-LABEL: func.func @reshape_of_constant
// CHECK-NEXT:    stablehlo.constant dense<2.000000e+00> : tensor<1024x1024xf32>
// CHECK-NEXT:    return
func.func @reshape_of_constant() -> tensor<1024x1024xf32> {
  %0 = stablehlo.constant dense<2.0> : tensor<1048576xf32>
  %1 = stablehlo.reshape %0 : (tensor<1048576xf32>) -> tensor<1024x1024xf32>
  return %1 : tensor<1024x1024xf32>
}

// CHECK-LABEL: func.func @merge_broadcasts
// CHECK-NEXT:    stablehlo.broadcast_in_dim %{{.*}}, dims = [2] : (tensor<3xf32>) -> tensor<5x4x3xf32>
// CHECK-NEXT:    return
func.func @merge_broadcasts(%x: tensor<3xf32>) -> tensor<5x4x3xf32> {
  %0 = stablehlo.broadcast_in_dim %x, dims = [1] : (tensor<3xf32>) -> tensor<4x3xf32>
  %1 = stablehlo.broadcast_in_dim %0, dims = [1, 2] : (tensor<4x3xf32>) -> tensor<5x4x3xf32>
  return %1 : tensor<5x4x3xf32>
}

// CHECK-LABEL: func.func @broadcast_of_expansion
// CHECK-NEXT:    stablehlo.broadcast_in_dim %{{.*}}, dims = [1] : (tensor<3xf32>) -> tensor<2x3x4x5xf32>
// CHECK-NEXT:    return
func.func @broadcast_of_expansion(%x: tensor<3xf32>) -> tensor<2x3x4x5xf32> {
  %0 = stablehlo.reshape %x : (tensor<3xf32>) -> tensor<1x3x1x1xf32>
  %1 = stablehlo.broadcast_in_dim %0, dims = [0, 1, 2, 3] : (tensor<1x3x1x1xf32>) -> tensor<2x3x4x5xf32>
  return %1 : tensor<2x3x4x5xf32>
}

// CHECK-LABEL: func.func @splat_broadcast
// CHECK-NEXT:    stablehlo.constant dense<1.500000e+00> : tensor<64x64xf32>
// CHECK-NEXT:    return
func.func @splat_broadcast() -> tensor<64x64xf32> {
  %0 = stablehlo.constant dense<1.5> : tensor<f32>
  %1 = stablehlo.broadcast_in_dim %0, dims = [] : (tensor<f32>) -> tensor<64x64xf32>
  return %1 : tensor<64x64xf32>
}

// CHECK-LABEL: func.func @merge_slices
// CHECK-NEXT:    stablehlo.slice %{{.*}} [5:12:6] : (tensor<20xf32>) -> tensor<2xf32>
// CHECK-NEXT:    return
func.func @merge_slices(%x: tensor<20xf32>) -> tensor<2xf32> {
  %0 = stablehlo.slice %x [2:20:3] : (tensor<20xf32>) -> tensor<6xf32>
  %1 = stablehlo.slice %0 [1:4:2] : (tensor<6xf32>) -> tensor<2xf32>
  return %1 : tensor<2xf32>
}

// CHECK-LABEL: func.func @flatten_concatenate
// CHECK-SAME:    (%[[A:.*]]: tensor<2xf32>, %[[B:.*]]: tensor<3xf32>, %[[C:.*]]: tensor<0xf32>)
// CHECK-NEXT:    stablehlo.concatenate %[[A]], %[[B]], %[[A]], dim = 0
// CHECK-NEXT:    return
func.func @flatten_concatenate(%a: tensor<2xf32>, %b: tensor<3xf32>, %c: tensor<0xf32>) -> tensor<7xf32> {
  %0 = stablehlo.concatenate %a, %c, %b, dim = 0 : (tensor<2xf32>, tensor<0xf32>, tensor<3xf32>) -> tensor<5xf32>
  %1 = stablehlo.concatenate %0, %a, dim = 0 : (tensor<5xf32>, tensor<2xf32>) -> tensor<7xf32>
  return %1 : tensor<7xf32>
}

// CHECK-LABEL: func.func @nothing_to_do
// CHECK-SAME:    (%[[X:.*]]: tensor<2x3xf32>)
// CHECK-NEXT:    return %[[X]], %[[X]], %[[X]], %[[X]], %[[X]], %[[X]], %[[X]]
func.func @nothing_to_do(%x: tensor<2x3xf32>)
    -> (tensor<2x3xf32>, tensor<2x3xf32>, tensor<2x3xf32>, tensor<2x3xf32>, tensor<2x3xf32>, tensor<2x3xf32>, tensor<2x3xf32>) {
  %z = stablehlo.constant dense<0.0> : tensor<f32>
  %i = stablehlo.constant dense<1> : tensor<i32>
  %0 = stablehlo.convert %x : (tensor<2x3xf32>) -> tensor<2x3xf32>
  %1 = stablehlo.slice %x [0:2, 0:3] : (tensor<2x3xf32>) -> tensor<2x3xf32>
  %2 = stablehlo.pad %x, %z, low = [0, 0], high = [0, 0], interior = [0, 0] : (tensor<2x3xf32>, tensor<f32>) -> tensor<2x3xf32>
  %3 = stablehlo.concatenate %x, dim = 1 : (tensor<2x3xf32>) -> tensor<2x3xf32>
  %4 = stablehlo.reverse %x, dims = [] : tensor<2x3xf32>
  %5 = stablehlo.dynamic_slice %x, %i, %i, sizes = [2, 3] : (tensor<2x3xf32>, tensor<i32>, tensor<i32>) -> tensor<2x3xf32>
  %n = stablehlo.negate %x : tensor<2x3xf32>
  %6 = stablehlo.negate %n : tensor<2x3xf32>
  return %0, %1, %2, %3, %4, %5, %6 : tensor<2x3xf32>, tensor<2x3xf32>, tensor<2x3xf32>, tensor<2x3xf32>, tensor<2x3xf32>, tensor<2x3xf32>, tensor<2x3xf32>
}

// CHECK-LABEL: func.func @integer_identities
// CHECK-SAME:    (%[[X:.*]]: tensor<4xi32>)
// CHECK-NEXT:    %[[Z:.*]] = stablehlo.constant dense<0> : tensor<4xi32>
// CHECK-NEXT:    return %[[X]], %[[X]], %[[Z]], %[[Z]], %[[X]]
func.func @integer_identities(%x: tensor<4xi32>) -> (tensor<4xi32>, tensor<4xi32>, tensor<4xi32>, tensor<4xi32>, tensor<4xi32>) {
  %z = stablehlo.constant dense<0> : tensor<4xi32>
  %o = stablehlo.constant dense<1> : tensor<4xi32>
  %0 = stablehlo.add %z, %x : tensor<4xi32>
  %1 = stablehlo.multiply %x, %o : tensor<4xi32>
  %2 = stablehlo.multiply %x, %z : tensor<4xi32>
  %3 = stablehlo.subtract %x, %x : tensor<4xi32>
  %4 = stablehlo.maximum %x, %x : tensor<4xi32>
  return %0, %1, %2, %3, %4 : tensor<4xi32>, tensor<4xi32>, tensor<4xi32>, tensor<4xi32>, tensor<4xi32>
}

// x + 0.0 is not x when x is -0.0, and x * 0.0 is not 0.0 when x is infinite; x + -0.0, x * 1.0 and x - 0.0 are x.
// CHECK-LABEL: func.func @float_identities
// CHECK-SAME:    (%[[X:.*]]: tensor<4xf32>)
// CHECK:         %[[A:.*]] = stablehlo.add %[[X]]
// CHECK-NEXT:    %[[M:.*]] = stablehlo.multiply %[[X]]
// CHECK-NEXT:    return %[[A]], %[[M]], %[[X]], %[[X]], %[[X]]
func.func @float_identities(%x: tensor<4xf32>) -> (tensor<4xf32>, tensor<4xf32>, tensor<4xf32>, tensor<4xf32>, tensor<4xf32>) {
  %z = stablehlo.constant dense<0.0> : tensor<4xf32>
  %n = stablehlo.constant dense<-0.0> : tensor<4xf32>
  %o = stablehlo.constant dense<1.0> : tensor<4xf32>
  %0 = stablehlo.add %x, %z : tensor<4xf32>
  %1 = stablehlo.multiply %x, %z : tensor<4xf32>
  %2 = stablehlo.add %x, %n : tensor<4xf32>
  %3 = stablehlo.multiply %o, %x : tensor<4xf32>
  %4 = stablehlo.subtract %x, %z : tensor<4xf32>
  return %0, %1, %2, %3, %4 : tensor<4xf32>, tensor<4xf32>, tensor<4xf32>, tensor<4xf32>, tensor<4xf32>
}

// CHECK-LABEL: func.func @select_known
// CHECK-SAME:    (%[[P:.*]]: tensor<4xi1>, %[[A:.*]]: tensor<4xf32>, %[[B:.*]]: tensor<4xf32>)
// CHECK-NEXT:    %[[S:.*]] = stablehlo.select %[[P]], %[[B]], %[[A]]
// CHECK-NEXT:    return %[[A]], %[[B]], %[[S]]
func.func @select_known(%p: tensor<4xi1>, %a: tensor<4xf32>, %b: tensor<4xf32>) -> (tensor<4xf32>, tensor<4xf32>, tensor<4xf32>) {
  %true = stablehlo.constant dense<true> : tensor<4xi1>
  %0 = stablehlo.select %true, %a, %b : tensor<4xi1>, tensor<4xf32>
  %1 = stablehlo.select %p, %b, %b : tensor<4xi1>, tensor<4xf32>
  %n = stablehlo.not %p : tensor<4xi1>
  %2 = stablehlo.select %n, %a, %b : tensor<4xi1>, tensor<4xf32>
  return %0, %1, %2 : tensor<4xf32>, tensor<4xf32>, tensor<4xf32>
}

// CHECK-LABEL: func.func @compare_constant_right
// CHECK-SAME:    (%[[X:.*]]: tensor<f32>)
// CHECK:         stablehlo.compare GT, %[[X]], %{{.*}}, FLOAT
func.func @compare_constant_right(%x: tensor<f32>) -> tensor<i1> {
  %c = stablehlo.constant dense<3.0> : tensor<f32>
  %0 = stablehlo.compare LT, %c, %x, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
  return %0 : tensor<i1>
}

// CHECK-LABEL: func.func @converts
// CHECK-SAME:    (%[[X:.*]]: tensor<4xi8>, %[[Y:.*]]: tensor<4xf32>)
// CHECK-NEXT:    stablehlo.convert %[[X]] : (tensor<4xi8>) -> tensor<4xf32>
// CHECK-NEXT:    %[[N:.*]] = stablehlo.convert %[[Y]] : (tensor<4xf32>) -> tensor<4xf16>
// CHECK-NEXT:    stablehlo.convert %[[N]]
func.func @converts(%x: tensor<4xi8>, %y: tensor<4xf32>) -> (tensor<4xf32>, tensor<4xf32>) {
  %0 = stablehlo.convert %x : (tensor<4xi8>) -> tensor<4xi32>
  %1 = stablehlo.convert %0 : (tensor<4xi32>) -> tensor<4xf32>
  %2 = stablehlo.convert %y : (tensor<4xf32>) -> tensor<4xf16>
  %3 = stablehlo.convert %2 : (tensor<4xf16>) -> tensor<4xf32>
  return %1, %3 : tensor<4xf32>, tensor<4xf32>
}

// CHECK-LABEL: func.func @dynamic_becomes_static
// CHECK-NEXT:    stablehlo.slice %{{.*}} [2:4, 1:4]
// CHECK-NEXT:    stablehlo.reshape %{{.*}} : (tensor<4x4xf32>) -> tensor<2x8xf32>
// CHECK-NEXT:    stablehlo.broadcast_in_dim %{{.*}}, dims = [1, 2]
// CHECK-NEXT:    stablehlo.pad %{{.*}}, %{{.*}}, low = [1, 0], high = [0, 2], interior = [0, 1]
// CHECK-NEXT:    return
func.func @dynamic_becomes_static(%x: tensor<4x4xf32>, %v: tensor<f32>)
    -> (tensor<2x3xf32>, tensor<2x8xf32>, tensor<3x4x4xf32>, tensor<5x9xf32>) {
  %c9 = stablehlo.constant dense<9> : tensor<i64>
  %c1 = stablehlo.constant dense<1> : tensor<i64>
  %s = stablehlo.constant dense<[2, 8]> : tensor<2xi64>
  %t = stablehlo.constant dense<[3, 4, 4]> : tensor<3xi64>
  %low = stablehlo.constant dense<[1, 0]> : tensor<2xi64>
  %high = stablehlo.constant dense<[0, 2]> : tensor<2xi64>
  %in = stablehlo.constant dense<[0, 1]> : tensor<2xi64>
  %0 = stablehlo.dynamic_slice %x, %c9, %c1, sizes = [2, 3] : (tensor<4x4xf32>, tensor<i64>, tensor<i64>) -> tensor<2x3xf32>
  %1 = stablehlo.dynamic_reshape %x, %s : (tensor<4x4xf32>, tensor<2xi64>) -> tensor<2x8xf32>
  %2 = stablehlo.dynamic_broadcast_in_dim %x, %t, dims = [1, 2] : (tensor<4x4xf32>, tensor<3xi64>) -> tensor<3x4x4xf32>
  %3 = stablehlo.dynamic_pad %x, %v, %low, %high, %in : (tensor<4x4xf32>, tensor<f32>, tensor<2xi64>, tensor<2xi64>, tensor<2xi64>) -> tensor<5x9xf32>
  return %0, %1, %2, %3 : tensor<2x3xf32>, tensor<2x8xf32>, tensor<3x4x4xf32>, tensor<5x9xf32>
}

// CHECK-LABEL: func.func @branches_known
// CHECK-SAME:    (%[[X:.*]]: tensor<f32>)
// CHECK-NEXT:    %[[A:.*]] = stablehlo.abs %[[X]]
// CHECK-NEXT:    %[[E:.*]] = stablehlo.exponential %[[X]]
// CHECK-NEXT:    return %[[A]], %[[E]]
func.func @branches_known(%x: tensor<f32>) -> (tensor<f32>, tensor<f32>) {
  %true = stablehlo.constant dense<true> : tensor<i1>
  %seven = stablehlo.constant dense<7> : tensor<i32>
  %0 = "stablehlo.if"(%true) ({
    %a = stablehlo.abs %x : tensor<f32>
    stablehlo.return %a : tensor<f32>
  }, {
    stablehlo.return %x : tensor<f32>
  }) : (tensor<i1>) -> tensor<f32>
  %1 = "stablehlo.case"(%seven) ({
    stablehlo.return %x : tensor<f32>
  }, {
    %e = stablehlo.exponential %x : tensor<f32>
    stablehlo.return %e : tensor<f32>
  }) : (tensor<i32>) -> tensor<f32>
  return %0, %1 : tensor<f32>, tensor<f32>
}

// Constants are computed by the interpreter, up to a size.
// CHECK-LABEL: func.func @computed
// CHECK-NEXT:    stablehlo.constant dense<{{\[\[}}19, 22], [43, 50{{\]\]}}> : tensor<2x2xi32>
// CHECK-NEXT:    return
func.func @computed() -> tensor<2x2xi32> {
  %a = stablehlo.constant dense<[[1, 2], [3, 4]]> : tensor<2x2xi32>
  %b = stablehlo.constant dense<[[5, 6], [7, 8]]> : tensor<2x2xi32>
  %0 = stablehlo.dot_general %a, %b, contracting_dims = [1] x [0] : (tensor<2x2xi32>, tensor<2x2xi32>) -> tensor<2x2xi32>
  return %0 : tensor<2x2xi32>
}
