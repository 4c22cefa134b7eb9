// RUN: lathe opt --collapse-dims %s | FileCheck %s

// All of an element-wise kernel is one loop.
// CHECK-LABEL: @elementwise
// CHECK:       kernel.nest ins({{.*}} : memref<120xf32>) outs({{.*}} : memref<120xf32>)
// CHECK-SAME:  iterator_types = ["parallel"]
func.func @elementwise(%a: memref<1x4x5x6xf32>, %b: memref<1x4x5x6xf32>) {
  kernel.nest ins(%a : memref<1x4x5x6xf32>) outs(%b : memref<1x4x5x6xf32>) {indexing_maps = [affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>, affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} {
  ^bb0(%x: f32):
    kernel.yield %x : f32
  } finish {
  }
  return
}

// A bias along the last dimension keeps that one apart; a 1x1 filter is a matrix product over all pixels.
// CHECK-LABEL: @pointwise
// CHECK:       kernel.nest ins({{.*}} : memref<20x3xf32>, memref<3x8xf32>) extras(%bias : memref<8xf32>) outs({{.*}} : memref<20x8xf32>)
// CHECK-SAME:  iterator_types = ["parallel", "parallel", "reduction"]
func.func @pointwise(%a: memref<1x4x5x3xf32>, %w: memref<1x1x3x8xf32>, %bias: memref<8xf32>, %b: memref<1x4x5x8xf32>) {
  kernel.nest ins(%a, %w : memref<1x4x5x3xf32>, memref<1x1x3x8xf32>) extras(%bias : memref<8xf32>) outs(%b : memref<1x4x5x8xf32>) {indexing_maps = [affine_map<(d0, d1, d2, d3, d4, d5, d6) -> (d0, d1 + d4, d2 + d5, d6)>, affine_map<(d0, d1, d2, d3, d4, d5, d6) -> (d4, d5, d6, d3)>, affine_map<(d0, d1, d2, d3, d4, d5, d6) -> (d3)>, affine_map<(d0, d1, d2, d3, d4, d5, d6) -> (d0, d1, d2, d3)>], iterator_types = ["parallel", "parallel", "parallel", "parallel", "reduction", "reduction", "reduction"], init = [0.0 : f32]} {
  ^bb0(%x: f32, %y: f32, %acc: f32):
    %1 = arith.mulf %x, %y : f32
    %2 = arith.addf %acc, %1 : f32
    kernel.yield %2 : f32
  } finish {
  ^bb0(%x: f32, %y: f32):
    %1 = arith.addf %x, %y : f32
    kernel.yield %1 : f32
  }
  return
}

// Rows of a strided view do not follow one another: nothing is merged.
// CHECK-LABEL: @strided
// CHECK:       iterator_types = ["parallel", "parallel"]
func.func @strided(%a: memref<4x6xf32, strided<[8, 1], offset: 1>>, %b: memref<4x6xf32>) {
  kernel.nest ins(%a : memref<4x6xf32, strided<[8, 1], offset: 1>>) outs(%b : memref<4x6xf32>) {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} {
  ^bb0(%x: f32):
    kernel.yield %x : f32
  } finish {
  }
  return
}

// A layout that is a transposing map is read through its strides: the dimensions do not follow one another.
// CHECK-LABEL: @mapped
// CHECK:       iterator_types = ["parallel", "parallel"]
func.func @mapped(%a: memref<4x6xf32, affine_map<(d0, d1) -> (d1 * 4 + d0)>>, %b: memref<4x6xf32>) {
  kernel.nest ins(%a : memref<4x6xf32, affine_map<(d0, d1) -> (d1 * 4 + d0)>>) outs(%b : memref<4x6xf32>) {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} {
  ^bb0(%x: f32):
    kernel.yield %x : f32
  } finish {
  }
  return
}
