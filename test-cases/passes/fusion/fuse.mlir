// RUN: lathe opt --fuse %s | FileCheck %s
// RUN: lathe opt --fuse='decide=never' %s | FileCheck %s --check-prefix=NEVER
// RUN: lathe opt --fuse='max-operands=3' %s | FileCheck %s --check-prefix=FEW

#id = affine_map<(d0, d1) -> (d0, d1)>

// CHECK-LABEL: @epilogue
// CHECK:       kernel.nest ins(%a, %b {{.*}}) extras(%bias
// CHECK:         arith.mulf
// CHECK:       finish
// CHECK:         arith.addf
// CHECK:         arith.maximumf
// CHECK-NOT:   kernel.nest
// NEVER-LABEL: @epilogue
// NEVER-COUNT-2: kernel.nest
// FEW-LABEL:   @epilogue
// FEW-COUNT-2: kernel.nest
func.func @epilogue(%a: tensor<8x16xf32>, %b: tensor<16x12xf32>, %bias: tensor<12xf32>) -> tensor<8x12xf32> {
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<8x12xf32>
  %0 = kernel.nest ins(%a, %b : tensor<8x16xf32>, tensor<16x12xf32>) outs(%e : tensor<8x12xf32>) {indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d2)>, affine_map<(d0, d1, d2) -> (d2, d1)>, affine_map<(d0, d1, d2) -> (d0, d1)>], iterator_types = ["parallel", "parallel", "reduction"], init = [0.0 : f32]} {
  ^bb0(%x: f32, %y: f32, %acc: f32):
    %1 = arith.mulf %x, %y : f32
    %2 = arith.addf %acc, %1 : f32
    kernel.yield %2 : f32
  } finish {
  } -> tensor<8x12xf32>
  %1 = kernel.nest ins(%0, %bias : tensor<8x12xf32>, tensor<12xf32>) outs(%e : tensor<8x12xf32>) {indexing_maps = [#id, affine_map<(d0, d1) -> (d1)>, #id], iterator_types = ["parallel", "parallel"]} {
  ^bb0(%x: f32, %y: f32):
    %2 = arith.addf %x, %y : f32
    %3 = arith.maximumf %2, %zero : f32
    kernel.yield %3 : f32
  } finish {
  } -> tensor<8x12xf32>
  return %1 : tensor<8x12xf32>
}

// A transposed element-wise producer is read through the composed map, and an operand that both read is one operand.
// CHECK-LABEL: @producer
// CHECK:       kernel.nest ins(%a : tensor<4x6xf32>) outs({{.*}}) {indexing_maps = [affine_map<(d0, d1) -> (d1, d0)>, affine_map<(d0, d1) -> (d0, d1)>]
// CHECK:       ^bb0(%[[X:.*]]: f32):
// CHECK:         %[[E:.*]] = math.exp %[[X]]
// CHECK:         arith.mulf %[[E]], %[[X]]
// CHECK-NOT:   kernel.nest
func.func @producer(%a: tensor<4x6xf32>) -> tensor<6x4xf32> {
  %e = tensor.empty() : tensor<4x6xf32>
  %f = tensor.empty() : tensor<6x4xf32>
  %0 = kernel.nest ins(%a : tensor<4x6xf32>) outs(%e : tensor<4x6xf32>) {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]} {
  ^bb0(%x: f32):
    %1 = math.exp %x : f32
    kernel.yield %1 : f32
  } finish {
  } -> tensor<4x6xf32>
  %1 = kernel.nest ins(%0, %a : tensor<4x6xf32>, tensor<4x6xf32>) outs(%f : tensor<6x4xf32>) {indexing_maps = [affine_map<(d0, d1) -> (d1, d0)>, affine_map<(d0, d1) -> (d1, d0)>, #id], iterator_types = ["parallel", "parallel"]} {
  ^bb0(%x: f32, %y: f32):
    %2 = arith.mulf %x, %y : f32
    kernel.yield %2 : f32
  } finish {
  } -> tensor<6x4xf32>
  return %1 : tensor<6x4xf32>
}

// Two reductions stay two kernels.
// CHECK-LABEL: @two_reductions
// CHECK-COUNT-2: kernel.nest
func.func @two_reductions(%a: tensor<8x16xf32>) -> tensor<f32> {
  %e = tensor.empty() : tensor<8xf32>
  %f = tensor.empty() : tensor<f32>
  %0 = kernel.nest ins(%a : tensor<8x16xf32>) outs(%e : tensor<8xf32>) {indexing_maps = [#id, affine_map<(d0, d1) -> (d0)>], iterator_types = ["parallel", "reduction"], init = [0.0 : f32]} {
  ^bb0(%x: f32, %acc: f32):
    %1 = arith.addf %acc, %x : f32
    kernel.yield %1 : f32
  } finish {
  } -> tensor<8xf32>
  %1 = kernel.nest ins(%0 : tensor<8xf32>) outs(%f : tensor<f32>) {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> ()>], iterator_types = ["reduction"], init = [0.0 : f32]} {
  ^bb0(%x: f32, %acc: f32):
    %2 = arith.addf %acc, %x : f32
    kernel.yield %2 : f32
  } finish {
  } -> tensor<f32>
  return %1 : tensor<f32>
}

// A reversed kernel read in place would leave no operand that tells how many taps there are.
// CHECK-LABEL: @reversed_taps
// CHECK-COUNT-2: kernel.nest
func.func @reversed_taps(%x: tensor<10xf32>, %w: tensor<3xf32>) -> tensor<8xf32> {
  %e = tensor.empty() : tensor<3xf32>
  %0 = kernel.nest ins(%w : tensor<3xf32>) outs(%e : tensor<3xf32>) {indexing_maps = [affine_map<(d0) -> (-d0 + 2)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} {
  ^bb0(%a: f32):
    kernel.yield %a : f32
  } finish {
  } -> tensor<3xf32>
  %f = tensor.empty() : tensor<8xf32>
  %1 = kernel.nest ins(%x, %0 : tensor<10xf32>, tensor<3xf32>) outs(%f : tensor<8xf32>) {indexing_maps = [affine_map<(d0, d1) -> (d0 + d1)>, affine_map<(d0, d1) -> (d1)>, affine_map<(d0, d1) -> (d0)>], iterator_types = ["parallel", "reduction"], init = [0.0 : f32]} {
  ^bb0(%a: f32, %b: f32, %acc: f32):
    %2 = arith.mulf %a, %b : f32
    %3 = arith.addf %acc, %2 : f32
    kernel.yield %3 : f32
  } finish {
  } -> tensor<8xf32>
  return %1 : tensor<8xf32>
}
