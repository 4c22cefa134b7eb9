// Upstream gives the same for each.
// RUN: lathe opt --canonicalize --mlir-print-local-scope %s | FileCheck %s

// CHECK-LABEL: func.func @memrefs
// CHECK-SAME:    %[[A0:[^:]+]]:{{.*}}%[[A1:[^:]+]]:{{.*}}%[[A2:[^:]+]]:
// CHECK-NEXT:    %[[V3:.+]] = memref.cast %[[A1]] : memref<4x8xf32> to memref<4x8xf32, strided<[8, 1]>>
// CHECK-NEXT:    return %[[A1]], %[[V3]], %[[A2]], %[[A0]] : memref<4x8xf32>, memref<4x8xf32, strided<[8, 1]>>, memref<?xf32>, index
func.func @memrefs(%n: index, %x: memref<4x8xf32>, %d: memref<?xf32>) -> (memref<4x8xf32>, memref<4x8xf32, strided<[8, 1]>>, memref<?xf32>, index) {
  %0 = memref.collapse_shape %x [[0, 1]] : memref<4x8xf32> into memref<32xf32>
  %1 = memref.expand_shape %0 [[0, 1]] output_shape [4, 8] : memref<32xf32> into memref<4x8xf32>
  %2 = memref.subview %x[0, 0] [4, 8] [1, 1] : memref<4x8xf32> to memref<4x8xf32, strided<[8, 1]>>
  %3 = memref.cast %d : memref<?xf32> to memref<?xf32>
  memref.copy %x, %x : memref<4x8xf32> to memref<4x8xf32>
  %a = memref.alloc() : memref<4xf32>
  memref.dealloc %a : memref<4xf32>
  %b = memref.alloc(%n) : memref<?xf32>
  %c0 = arith.constant 0 : index
  %4 = memref.dim %b, %c0 : memref<?xf32>
  return %1, %2, %3, %4 : memref<4x8xf32>, memref<4x8xf32, strided<[8, 1]>>, memref<?xf32>, index
}
