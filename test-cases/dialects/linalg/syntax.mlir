// Every operation reads and prints as upstream's; the generic form says the same.
// RUN: lathe opt %s --mlir-print-local-scope | FileCheck %s
// RUN: lathe opt %s --mlir-print-op-generic | lathe opt - --mlir-print-local-scope | FileCheck %s

// CHECK-LABEL: func.func @generic
func.func @generic(%a: tensor<4x16xf32>, %b: tensor<16x4xf32>, %x: tensor<4xf32>, %o: tensor<4x4xf32>) {
  // CHECK: linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d1, d0)>], iterator_types = ["parallel", "parallel"]} ins(%{{.+}} : tensor<4x16xf32>) outs(%{{.+}} : tensor<16x4xf32>) attrs = {{ ?}}{tag} {
  %0 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d1, d0)>], iterator_types = ["parallel", "parallel"]} ins(%a : tensor<4x16xf32>) outs(%b : tensor<16x4xf32>) attrs =  {tag} {
  ^bb0(%in: f32, %out: f32):
    // CHECK: linalg.index 0 : index
    %i = linalg.index 0 : index
    // CHECK: linalg.yield %{{.+}} : f32
    linalg.yield %in : f32
  } -> tensor<16x4xf32>
  // CHECK: linalg.map { math.exp } ins(%{{.+}} : tensor<4x16xf32>) outs(%{{.+}} : tensor<4x16xf32>)
  %1 = linalg.map { math.exp } ins(%a : tensor<4x16xf32>) outs(%a : tensor<4x16xf32>)
  // CHECK: linalg.map ins(%{{.+}} : tensor<4x16xf32>) outs(%{{.+}} : tensor<4x16xf32>)
  %2 = linalg.map ins(%a : tensor<4x16xf32>) outs(%a : tensor<4x16xf32>)
    (%in: f32, %init: f32) {
      %e = math.exp %in : f32
      %f = math.exp %e : f32
      // CHECK: linalg.yield %{{.+}} : f32
      linalg.yield %f : f32
    }
  // CHECK: linalg.reduce { arith.addf } ins(%{{.+}} : tensor<4x16xf32>) outs(%{{.+}} : tensor<4xf32>) dimensions = [1]
  %3 = linalg.reduce { arith.addf } ins(%a : tensor<4x16xf32>) outs(%x : tensor<4xf32>) dimensions = [1]
  // CHECK: linalg.broadcast ins(%{{.+}} : tensor<4xf32>) outs(%{{.+}} : tensor<4x4xf32>) dimensions = [0]
  %4 = linalg.broadcast ins(%x : tensor<4xf32>) outs(%o : tensor<4x4xf32>) dimensions = [0]
  // CHECK: linalg.transpose ins(%{{.+}} : tensor<4x16xf32>) outs(%{{.+}} : tensor<16x4xf32>) permutation = [1, 0]
  %5 = linalg.transpose ins(%a : tensor<4x16xf32>) outs(%b : tensor<16x4xf32>) permutation = [1, 0]
  return
}
// CHECK-LABEL: func.func @named
func.func @named(%a: tensor<4x8xf32>, %b: tensor<8x16xf32>, %c: tensor<4x16xf32>, %q: tensor<8x8xf32>, %s: f32, %v: tensor<8xf32>, %w: tensor<4xf32>, %z: tensor<f32>) {
  // CHECK: linalg.fill ins(%{{.+}} : f32) outs(%{{.+}} : tensor<4x16xf32>) -> tensor<4x16xf32>
  %0 = linalg.fill ins(%s : f32) outs(%c : tensor<4x16xf32>) -> tensor<4x16xf32>
  // CHECK: linalg.copy ins(%{{.+}} : tensor<4x16xf32>) outs(%{{.+}} : tensor<4x16xf32>) -> tensor<4x16xf32>
  %1 = linalg.copy ins(%c : tensor<4x16xf32>) outs(%c : tensor<4x16xf32>) -> tensor<4x16xf32>
  // CHECK: linalg.add ins(%{{.+}}, %{{.+}} : tensor<4x16xf32>, tensor<4x16xf32>) outs(%{{.+}} : tensor<4x16xf32>) -> tensor<4x16xf32>
  %2 = linalg.add ins(%c, %c : tensor<4x16xf32>, tensor<4x16xf32>) outs(%c : tensor<4x16xf32>) -> tensor<4x16xf32>
  // CHECK: linalg.exp ins(%{{.+}} : tensor<4x16xf32>) outs(%{{.+}} : tensor<4x16xf32>) -> tensor<4x16xf32>
  %3 = linalg.exp ins(%c : tensor<4x16xf32>) outs(%c : tensor<4x16xf32>) -> tensor<4x16xf32>
  // CHECK: linalg.matmul ins(%{{.+}}, %{{.+}} : tensor<4x8xf32>, tensor<8x16xf32>) outs(%{{.+}} : tensor<4x16xf32>) -> tensor<4x16xf32>
  %4 = linalg.matmul ins(%a, %b : tensor<4x8xf32>, tensor<8x16xf32>) outs(%c : tensor<4x16xf32>) -> tensor<4x16xf32>
  // CHECK: linalg.matmul indexing_maps = [affine_map<(d0, d1, d2) -> (d2, d0)>, affine_map<(d0, d1, d2) -> (d2, d1)>, affine_map<(d0, d1, d2) -> (d0, d1)>] ins(%{{.+}}, %{{.+}} : tensor<4x8xf32>, tensor<4x8xf32>) outs(%{{.+}} : tensor<8x8xf32>) -> tensor<8x8xf32>
  %5 = linalg.matmul indexing_maps = [affine_map<(d0, d1, d2) -> (d2, d0)>, affine_map<(d0, d1, d2) -> (d2, d1)>, affine_map<(d0, d1, d2) -> (d0, d1)>] ins(%a, %a : tensor<4x8xf32>, tensor<4x8xf32>) outs(%q : tensor<8x8xf32>) -> tensor<8x8xf32>
  // CHECK: linalg.matvec ins(%{{.+}}, %{{.+}} : tensor<4x8xf32>, tensor<8xf32>) outs(%{{.+}} : tensor<4xf32>) -> tensor<4xf32>
  %6 = linalg.matvec ins(%a, %v : tensor<4x8xf32>, tensor<8xf32>) outs(%w : tensor<4xf32>) -> tensor<4xf32>
  // CHECK: linalg.vecmat ins(%{{.+}}, %{{.+}} : tensor<4xf32>, tensor<4x8xf32>) outs(%{{.+}} : tensor<8xf32>) -> tensor<8xf32>
  %7 = linalg.vecmat ins(%w, %a : tensor<4xf32>, tensor<4x8xf32>) outs(%v : tensor<8xf32>) -> tensor<8xf32>
  // CHECK: linalg.dot ins(%{{.+}}, %{{.+}} : tensor<4xf32>, tensor<4xf32>) outs(%{{.+}} : tensor<f32>) -> tensor<f32>
  %8 = linalg.dot ins(%w, %w : tensor<4xf32>, tensor<4xf32>) outs(%z : tensor<f32>) -> tensor<f32>
  return
}
// CHECK-LABEL: func.func @memory
func.func @memory(%a: memref<4x8xf32>, %b: memref<8x16xf32>, %c: memref<4x16xf32>) {
  // CHECK: linalg.matmul {cast = #linalg.type_fn<cast_unsigned>} ins(%{{.+}}, %{{.+}} : memref<4x8xf32>, memref<8x16xf32>) outs(%{{.+}} : memref<4x16xf32>)
  linalg.matmul {cast = #linalg.type_fn<cast_unsigned>} ins(%a, %b : memref<4x8xf32>, memref<8x16xf32>) outs(%c : memref<4x16xf32>)
  return
}
// CHECK-LABEL: func.func @windows
func.func @windows(%i: tensor<1x8x8x3xf32>, %k: tensor<3x3x3x16xf32>, %o: tensor<1x6x6x16xf32>, %dk: tensor<3x3x3xf32>, %dout: tensor<1x6x6x3xf32>, %w: tensor<2x2xf32>, %p: tensor<1x7x7x3xf32>) {
  // CHECK: linalg.conv_2d_nhwc_hwcf {dilations = dense<1> : tensor<2xi64>, strides = dense<1> : tensor<2xi64>} ins(%{{.+}}, %{{.+}} : tensor<1x8x8x3xf32>, tensor<3x3x3x16xf32>) outs(%{{.+}} : tensor<1x6x6x16xf32>) -> tensor<1x6x6x16xf32>
  %0 = linalg.conv_2d_nhwc_hwcf {dilations = dense<1> : tensor<2xi64>, strides = dense<1> : tensor<2xi64>} ins(%i, %k : tensor<1x8x8x3xf32>, tensor<3x3x3x16xf32>) outs(%o : tensor<1x6x6x16xf32>) -> tensor<1x6x6x16xf32>
  // CHECK: linalg.depthwise_conv_2d_nhwc_hwc ins(%{{.+}}, %{{.+}} : tensor<1x8x8x3xf32>, tensor<3x3x3xf32>) outs(%{{.+}} : tensor<1x6x6x3xf32>) -> tensor<1x6x6x3xf32>
  %1 = linalg.depthwise_conv_2d_nhwc_hwc ins(%i, %dk : tensor<1x8x8x3xf32>, tensor<3x3x3xf32>) outs(%dout : tensor<1x6x6x3xf32>) -> tensor<1x6x6x3xf32>
  // CHECK: linalg.pooling_nhwc_max ins(%{{.+}}, %{{.+}} : tensor<1x8x8x3xf32>, tensor<2x2xf32>) outs(%{{.+}} : tensor<1x7x7x3xf32>) -> tensor<1x7x7x3xf32>
  %2 = linalg.pooling_nhwc_max ins(%i, %w : tensor<1x8x8x3xf32>, tensor<2x2xf32>) outs(%p : tensor<1x7x7x3xf32>) -> tensor<1x7x7x3xf32>
  return
}
