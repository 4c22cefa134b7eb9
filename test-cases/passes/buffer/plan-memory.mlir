// RUN: lathe opt --plan-memory %s | FileCheck %s

#id = affine_map<(d0) -> (d0)>

// Of three buffers in a chain the first and the last share their place.
// CHECK-LABEL: @chain
// CHECK:       %[[ARENA:.*]] = memref.alloc() {alignment = 64 : i64} : memref<512xi8>
// CHECK:       memref.view %[[ARENA]][%c0
// CHECK:       memref.view %[[ARENA]][%c256
// CHECK:       memref.view %[[ARENA]][%c0
func.func @chain(%a: memref<64xf32>, %out: memref<64xf32>) {
  %0 = memref.alloc() : memref<64xf32>
  %1 = memref.alloc() : memref<64xf32>
  %2 = memref.alloc() : memref<64xf32>
  kernel.nest ins(%a : memref<64xf32>) outs(%0 : memref<64xf32>) {indexing_maps = [#id, #id], iterator_types = ["parallel"]} {
  ^bb0(%x: f32):
    kernel.yield %x : f32
  } finish {
  }
  kernel.nest ins(%0 : memref<64xf32>) outs(%1 : memref<64xf32>) {indexing_maps = [#id, #id], iterator_types = ["parallel"]} {
  ^bb0(%x: f32):
    kernel.yield %x : f32
  } finish {
  }
  kernel.nest ins(%1 : memref<64xf32>) outs(%2 : memref<64xf32>) {indexing_maps = [#id, #id], iterator_types = ["parallel"]} {
  ^bb0(%x: f32):
    kernel.yield %x : f32
  } finish {
  }
  kernel.nest ins(%2 : memref<64xf32>) outs(%out : memref<64xf32>) {indexing_maps = [#id, #id], iterator_types = ["parallel"]} {
  ^bb0(%x: f32):
    kernel.yield %x : f32
  } finish {
  }
  return
}
