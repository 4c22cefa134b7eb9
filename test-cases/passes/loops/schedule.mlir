// RUN: lathe opt --schedule %s | FileCheck %s
// RUN: lathe opt --schedule='vector=-1 block=2,3,1' %s | FileCheck %s --check-prefix=FIXED
// RUN: lathe opt --schedule --schedule='vector=-1' %s | FileCheck %s

// CHECK-LABEL: @product
// CHECK:       schedule = #kernel.schedule<order = [{{.*}}], tile = [0, 0, 0], block = [{{[45]}}, 8, 1], unroll = [1, 1, 1], vector = 1, lanes = 4>
// FIXED-LABEL: @product
// FIXED:       block = [2, 3, 1], unroll = [1, 1, 1], vector = -1, lanes = 1>
func.func @product(%a: memref<40x64xf32>, %b: memref<64x32xf32>, %c: memref<40x32xf32>) {
  kernel.nest ins(%a, %b : memref<40x64xf32>, memref<64x32xf32>) outs(%c : memref<40x32xf32>) {indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d2)>, affine_map<(d0, d1, d2) -> (d2, d1)>, affine_map<(d0, d1, d2) -> (d0, d1)>], iterator_types = ["parallel", "parallel", "reduction"], init = [0.0 : f32]} {
  ^bb0(%x: f32, %y: f32, %acc: f32):
    %1 = arith.mulf %x, %y : f32
    %2 = arith.addf %acc, %1 : f32
    kernel.yield %2 : f32
  } finish {
  }
  return
}

// Rows that are summed have their lanes on the sum.
// CHECK-LABEL: @rows
// CHECK:       vector = 1, lanes = 4>
func.func @rows(%a: memref<40x64xf32>, %c: memref<40xf32>) {
  kernel.nest ins(%a : memref<40x64xf32>) outs(%c : memref<40xf32>) {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0)>], iterator_types = ["parallel", "reduction"], init = [0.0 : f32]} {
  ^bb0(%x: f32, %acc: f32):
    %2 = arith.addf %acc, %x : f32
    kernel.yield %2 : f32
  } finish {
  }
  return
}

// i64 does not fit 32-bit lanes.
// CHECK-LABEL: @wide
// CHECK:       vector = -1, lanes = 1>
func.func @wide(%a: memref<64xi64>, %c: memref<64xi64>) {
  kernel.nest ins(%a : memref<64xi64>) outs(%c : memref<64xi64>) {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} {
  ^bb0(%x: i64):
    %2 = arith.addi %x, %x : i64
    kernel.yield %2 : i64
  } finish {
  }
  return
}
