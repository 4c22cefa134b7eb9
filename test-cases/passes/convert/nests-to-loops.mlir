// RUN: lathe opt --nests-to-loops %s | FileCheck %s
// RUN: lathe opt --nests-to-loops='outline=false' %s | FileCheck %s --check-prefix=INLINE

// Vectors of four, then the three elements that are left, one by one.
// CHECK-LABEL: @elementwise
// CHECK:       scf.for
// CHECK:         vector.load
// CHECK:         arith.mulf %{{.*}}, %{{.*}} : vector<4xf32>
// CHECK:         vector.store
// CHECK:       memref.load
// CHECK-COUNT-3: memref.store
// CHECK-NOT:   memref.store
// CHECK:       return
func.func @elementwise(%a: memref<11xf32>, %b: memref<11xf32>) {
  kernel.nest ins(%a : memref<11xf32>) outs(%b : memref<11xf32>) {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"], schedule = #kernel.schedule<order = [0], tile = [0], block = [4], unroll = [1], vector = 0, lanes = 4>} {
  ^bb0(%x: f32):
    %0 = arith.mulf %x, %x : f32
    kernel.yield %0 : f32
  } finish {
  }
  return
}

// A block of a product is a function: its memory, its place and its trip count are parameters.
// CHECK-LABEL: @product
// CHECK:       call @[[BLOCK:[a-z_0-9]+]](
// CHECK:       func.func private @[[BLOCK]]({{.*}}, %[[TRIPS:.*]]: index) attributes {no_inline}
// CHECK:         scf.for %{{.*}} = %{{.*}} to %[[TRIPS]]
// CHECK-COUNT-4: arith.mulf {{.*}} : vector<4xf32>
// CHECK-NOT:   arith.mulf
// INLINE-LABEL: @product
// INLINE-NOT:  call
// INLINE:      scf.for
// INLINE-NOT:  func.func private
func.func @product(%a: memref<2x64xf32>, %b: memref<64x8xf32>, %c: memref<2x8xf32>) {
  kernel.nest ins(%a, %b : memref<2x64xf32>, memref<64x8xf32>) outs(%c : memref<2x8xf32>) {indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d2)>, affine_map<(d0, d1, d2) -> (d2, d1)>, affine_map<(d0, d1, d2) -> (d0, d1)>], iterator_types = ["parallel", "parallel", "reduction"], init = [0.0 : f32], schedule = #kernel.schedule<order = [0, 1, 2], tile = [0, 0, 0], block = [2, 8, 1], unroll = [1, 1, 1], vector = 1, lanes = 4>} {
  ^bb0(%x: f32, %y: f32, %acc: f32):
    %1 = arith.mulf %x, %y : f32
    %2 = arith.addf %acc, %1 : f32
    kernel.yield %2 : f32
  } finish {
  }
  return
}
