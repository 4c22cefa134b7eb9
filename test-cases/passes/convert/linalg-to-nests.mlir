// RUN: lathe opt --linalg-to-nests %s | FileCheck %s

// A filled output becomes the initial value; the fill and the old tensor go.
// CHECK-LABEL: @sum
// CHECK-NOT:   linalg
// CHECK:       kernel.nest ins(%a : tensor<4x8xf32>) outs(%{{.*}} : tensor<4xf32>)
// CHECK-SAME:  init = [0.000000e+00 : f32]
func.func @sum(%a: tensor<4x8xf32>) -> tensor<4xf32> {
  %z = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<4xf32>
  %f = linalg.fill ins(%z : f32) outs(%e : tensor<4xf32>) -> tensor<4xf32>
  %0 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0)>], iterator_types = ["parallel", "reduction"]} ins(%a : tensor<4x8xf32>) outs(%f : tensor<4xf32>) {
  ^bb0(%x: f32, %acc: f32):
    %1 = arith.addf %acc, %x : f32
    linalg.yield %1 : f32
  } -> tensor<4xf32>
  return %0 : tensor<4xf32>
}

// A given tensor that is accumulated into stays an output; a scalar input is used directly; indices are the kernel's.
// CHECK-LABEL: @given
// CHECK:       kernel.nest ins(%a : tensor<8xi32>) outs(%start : tensor<i32>)
// CHECK-NOT:   init
// CHECK:         kernel.index 0
// CHECK:         arith.muli %{{.*}}, %s
func.func @given(%a: tensor<8xi32>, %start: tensor<i32>, %s: i32) -> tensor<i32> {
  %0 = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> ()>, affine_map<(d0) -> ()>], iterator_types = ["reduction"]} ins(%a, %s : tensor<8xi32>, i32) outs(%start : tensor<i32>) {
  ^bb0(%x: i32, %y: i32, %acc: i32):
    %i = linalg.index 0 : index
    %j = arith.index_cast %i : index to i32
    %1 = arith.muli %x, %y : i32
    %2 = arith.addi %1, %j : i32
    %3 = arith.addi %acc, %2 : i32
    linalg.yield %3 : i32
  } -> tensor<i32>
  return %0 : tensor<i32>
}
