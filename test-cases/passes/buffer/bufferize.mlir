// RUN: lathe opt --bufferize %s | FileCheck %s

#id = affine_map<(d0, d1) -> (d0, d1)>

// The result is computed where the caller wants it: no buffer, no copy.
// CHECK:       memref.global "private" constant @constant_0 : memref<2x2xf32>
// CHECK-LABEL: @direct(%a: memref<2x2xf32>, %{{.*}}: memref<2x2xf32> {bufferize.result}) {
// CHECK-NOT:   memref.alloc
// CHECK:       kernel.nest
// CHECK-NOT:   kernel.nest
// CHECK:       return
func.func @direct(%a: tensor<2x2xf32>) -> tensor<2x2xf32> {
  %c = arith.constant dense<[[1.0, 2.0], [3.0, 4.0]]> : tensor<2x2xf32>
  %e = tensor.empty() : tensor<2x2xf32>
  %0 = kernel.nest ins(%a, %c : tensor<2x2xf32>, tensor<2x2xf32>) outs(%e : tensor<2x2xf32>) {indexing_maps = [#id, #id, #id], iterator_types = ["parallel", "parallel"]} {
  ^bb0(%x: f32, %y: f32):
    %1 = arith.addf %x, %y : f32
    kernel.yield %1 : f32
  } finish {
  } -> tensor<2x2xf32>
  return %0 : tensor<2x2xf32>
}

// What is only padded is computed inside of the padded buffer; the border is filled slab by slab.
// CHECK-LABEL: @padded
// CHECK:       memref.reinterpret_cast %[[OUT:.*]] to offset: [5], sizes: [2, 2], strides: [4, 1]
// CHECK:       kernel.nest ins(%a
// CHECK-COUNT-4: kernel.nest outs
// CHECK-NOT:   kernel.nest
func.func @padded(%a: tensor<2x2xf32>) -> tensor<4x4xf32> {
  %z = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<2x2xf32>
  %0 = kernel.nest ins(%a : tensor<2x2xf32>) outs(%e : tensor<2x2xf32>) {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]} {
  ^bb0(%x: f32):
    %1 = arith.negf %x : f32
    kernel.yield %1 : f32
  } finish {
  } -> tensor<2x2xf32>
  %1 = tensor.pad %0 low[1, 1] high[1, 1] {
  ^bb0(%i: index, %j: index):
    tensor.yield %z : f32
  } : tensor<2x2xf32> to tensor<4x4xf32>
  return %1 : tensor<4x4xf32>
}

// An argument that is returned has to be copied; a slice is a view.
// CHECK-LABEL: @copied
// CHECK:       memref.reinterpret_cast %a to offset: [1], sizes: [2, 1], strides: [2, 1]
// CHECK-COUNT-2: kernel.nest
func.func @copied(%a: tensor<2x2xf32>) -> (tensor<2x2xf32>, tensor<2x1xf32>) {
  %0 = tensor.extract_slice %a[0, 1] [2, 1] [1, 1] : tensor<2x2xf32> to tensor<2x1xf32>
  return %a, %0 : tensor<2x2xf32>, tensor<2x1xf32>
}

// A scalar that is read first of all: buffers made later still find their place.
// CHECK-LABEL: @scalar_first
// CHECK:       %[[V:.*]] = memref.load %v[]
// CHECK:       memref.reinterpret_cast
// CHECK:       kernel.yield %[[V]]
func.func @scalar_first(%a: tensor<2xf32>, %v: tensor<f32>) -> tensor<5xf32> {
  %0 = tensor.extract %v[] : tensor<f32>
  %1 = tensor.pad %a low[1] high[2] {
  ^bb0(%i: index):
    tensor.yield %0 : f32
  } : tensor<2xf32> to tensor<5xf32>
  return %1 : tensor<5xf32>
}

// Slices at offsets that are values are read, and written, by kernels that compute where.
// CHECK-LABEL: @at_values
// CHECK:       kernel.nest ins(%a
// CHECK:         arith.cmpi ult
// CHECK:         memref.load %b
// CHECK:         arith.select
// CHECK:       kernel.nest outs
// CHECK:         kernel.index 0
// CHECK:         memref.load
func.func @at_values(%a: tensor<5x3xf32>, %b: tensor<2x3xf32>, %i: index) -> (tensor<5x3xf32>, tensor<2xf32>) {
  %0 = tensor.insert_slice %b into %a[%i, 0] [2, 3] [1, 1] : tensor<2x3xf32> into tensor<5x3xf32>
  %1 = tensor.extract_slice %0[%i, 1] [2, 1] [1, 1] : tensor<5x3xf32> to tensor<2xf32>
  return %0, %1 : tensor<5x3xf32>, tensor<2xf32>
}
