// RUN: lathe opt --pack-constants %s | FileCheck %s

// Columns 0 to 3 first, row by row, then column 4.
// CHECK:       memref.global "private" constant @[[PANELS:[a-z_0-9]+]] : memref<10xf32> = dense<[0.000000e+00, 1.000000e+00, 2.000000e+00, 3.000000e+00, 5.000000e+00, 6.000000e+00, 7.000000e+00, 8.000000e+00, 4.000000e+00, 9.000000e+00]>
// CHECK-LABEL: @main
// CHECK:       memref.get_global @[[PANELS]]
// CHECK:       packed = array<i64: 1, 1, 4, 2, 5>
memref.global "private" constant @w : memref<2x5xf32> = dense<[[0.0, 1.0, 2.0, 3.0, 4.0], [5.0, 6.0, 7.0, 8.0, 9.0]]>
func.func @main(%a: memref<3x2xf32>, %c: memref<3x5xf32>) {
  %b = memref.get_global @w : memref<2x5xf32>
  kernel.nest ins(%a, %b : memref<3x2xf32>, memref<2x5xf32>) outs(%c : memref<3x5xf32>) {indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d2)>, affine_map<(d0, d1, d2) -> (d2, d1)>, affine_map<(d0, d1, d2) -> (d0, d1)>], iterator_types = ["parallel", "parallel", "reduction"], init = [0.0 : f32], schedule = #kernel.schedule<order = [0, 1, 2], tile = [0, 0, 0], block = [1, 4, 1], unroll = [1, 1, 1], vector = 1, lanes = 4>} {
  ^bb0(%x: f32, %y: f32, %acc: f32):
    %1 = arith.mulf %x, %y : f32
    %2 = arith.addf %acc, %1 : f32
    kernel.yield %2 : f32
  } finish {
  }
  return
}
