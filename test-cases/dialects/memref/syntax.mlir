// Every operation reads and prints as upstream's; the generic form says the same.
// RUN: lathe opt %s --mlir-print-local-scope | FileCheck %s
// RUN: lathe opt %s --mlir-print-op-generic | lathe opt - --mlir-print-local-scope | FileCheck %s

// CHECK: memref.global "private" constant @g : memref<2xf32> = dense<[1.000000e+00, 2.000000e+00]> {alignment = 64 : i64}
memref.global "private" constant @g : memref<2xf32> = dense<[1.0, 2.0]> {alignment = 64 : i64}
// CHECK: memref.global @h : memref<2xf32> = uninitialized
memref.global @h : memref<2xf32> = uninitialized
// CHECK: memref.global @e : memref<2xf32>
memref.global @e : memref<2xf32>
// CHECK-LABEL: func.func @memory
func.func @memory(%n: index, %x: f32) {
  // CHECK: memref.alloc(%{{.+}}) : memref<?x4xf32>
  %a = memref.alloc(%n) : memref<?x4xf32>
  // CHECK: memref.alloca() {alignment = 16 : i64} : memref<4xf32>
  %s = memref.alloca() {alignment = 16 : i64} : memref<4xf32>
  // CHECK: memref.alloc() : memref<64xi8>
  %b = memref.alloc() : memref<64xi8>
  // CHECK: memref.load %{{.+}}[%{{.+}}, %{{.+}}] : memref<?x4xf32>
  %v = memref.load %a[%n, %n] : memref<?x4xf32>
  // CHECK: memref.store %{{.+}}, %{{.+}}[%{{.+}}] {nontemporal = true} : memref<4xf32>
  memref.store %x, %s[%n] {nontemporal = true} : memref<4xf32>
  // CHECK: memref.get_global @g : memref<2xf32>
  %gg = memref.get_global @g : memref<2xf32>
  // CHECK: memref.copy %{{.+}}, %{{.+}} : memref<4xf32> to memref<4xf32>
  memref.copy %s, %s : memref<4xf32> to memref<4xf32>
  // CHECK: memref.dealloc %{{.+}} : memref<?x4xf32>
  memref.dealloc %a : memref<?x4xf32>
  return
}
// CHECK-LABEL: func.func @views
func.func @views(%n: index, %a: memref<?x4xf32>, %b: memref<64xi8>, %s: memref<4xf32>, %m: memref<4x4xf32>) {
  // CHECK: memref.subview %{{.+}}[%{{.+}}, 0] [2, 4] [1, 1] : memref<?x4xf32> to memref<2x4xf32, strided<[4, 1], offset: ?>>
  %0 = memref.subview %a[%n, 0] [2, 4] [1, 1] : memref<?x4xf32> to memref<2x4xf32, strided<[4, 1], offset: ?>>
  // CHECK: memref.subview %{{.+}}[1, 0] [1, 4] [1, 1] : memref<4x4xf32> to memref<4xf32, strided<[1], offset: 4>>
  %1 = memref.subview %m[1, 0] [1, 4] [1, 1] : memref<4x4xf32> to memref<4xf32, strided<[1], offset: 4>>
  // CHECK: memref.view %{{.+}}[%{{.+}}][%{{.+}}] : memref<64xi8> to memref<?xf32>
  %2 = memref.view %b[%n][%n] : memref<64xi8> to memref<?xf32>
  // CHECK: memref.reinterpret_cast %{{.+}} to offset: [%{{.+}}], sizes: [2, 2], strides: [%{{.+}}, 1] : memref<4xf32> to memref<2x2xf32, strided<[?, 1], offset: ?>>
  %3 = memref.reinterpret_cast %s to offset: [%n], sizes: [2, 2], strides: [%n, 1] : memref<4xf32> to memref<2x2xf32, strided<[?, 1], offset: ?>>
  // CHECK: memref.cast %{{.+}} : memref<?x4xf32> to memref<4x4xf32>
  %4 = memref.cast %a : memref<?x4xf32> to memref<4x4xf32>
  // CHECK: memref.collapse_shape %{{.+}} {{\[\[}}0, 1]] : memref<4x4xf32> into memref<16xf32>
  %5 = memref.collapse_shape %m [[0, 1]] : memref<4x4xf32> into memref<16xf32>
  // CHECK: memref.expand_shape %{{.+}} {{\[\[}}0, 1]] output_shape [8, 2] : memref<16xf32> into memref<8x2xf32>
  %6 = memref.expand_shape %5 [[0, 1]] output_shape [8, 2] : memref<16xf32> into memref<8x2xf32>
  // CHECK: memref.dim %{{.+}}, %{{.+}} : memref<?x4xf32>
  %7 = memref.dim %a, %n : memref<?x4xf32>
  // CHECK: memref.rank %{{.+}} : memref<?x4xf32>
  %8 = memref.rank %a : memref<?x4xf32>
  // CHECK: memref.transpose %{{.+}} (d0, d1) -> (d1, d0) : memref<4x4xf32> to memref<4x4xf32, strided<[1, 4]>>
  %9 = memref.transpose %m (d0, d1) -> (d1, d0) : memref<4x4xf32> to memref<4x4xf32, strided<[1, 4]>>
  return
}
