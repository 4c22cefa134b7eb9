// RUN: lathe opt --assign-addresses %s | FileCheck %s
// RUN: lathe opt --assign-addresses --verify-diagnostics %S/inputs/recursion.mlir

// Inputs, then outputs, the arena, the constants: each at a multiple of 64 bytes. Equal constants share theirs.
// CHECK:       module attributes {wasm.arena = array<i64: 320, 192>, wasm.constants = array<i64: 512, 80>, wasm.memory_bytes = 592 : i64}
// CHECK:       memref.global "private" constant @a : memref<4xf32> = dense<1.000000e+00> {wasm.address = 512 : i64}
// CHECK:       memref.global "private" constant @b : memref<4xf32> = dense<1.000000e+00> {wasm.address = 512 : i64}
// CHECK:       memref.global "private" constant @c : memref<2xi64> = dense<2> {wasm.address = 576 : i64}
memref.global "private" constant @a : memref<4xf32> = dense<1.0>
memref.global "private" constant @b : memref<4xf32> = dense<1.0>
memref.global "private" constant @c : memref<2xi64> = dense<2>

// CHECK-LABEL: @main
// CHECK-SAME:  memref<4xf32> {wasm.address = 64 : i64}
// CHECK-SAME:  memref<4xf32> {bufferize.result, wasm.address = 192 : i64}
// CHECK-SAME:  i1 {wasm.address = 128 : i64}
// CHECK-SAME:  -> (i64 {wasm.address = 256 : i64})
// CHECK:       memref.get_global @b : memref<4xf32> {wasm.address = 512 : i64}
// CHECK:       memref.alloc() {wasm.address = 320 : i64}
// CHECK:       memref.alloc() {wasm.address = 384 : i64}
// CHECK:       return {wasm.addresses = array<i64: 256>} %{{.*}} : i64
func.func @main(%x: memref<4xf32>, %out: memref<4xf32> {bufferize.result}, %flag: i1) -> i64 {
  %w = memref.get_global @b : memref<4xf32>
  %0 = memref.alloc() : memref<1xf32>
  %1 = memref.alloc() : memref<12xf64>
  %2 = arith.constant 7 : i64
  return %2 : i64
}

// A private function has no places of its own: it is called with those of others.
// CHECK-LABEL: func.func private @helper(%x: memref<4xf32>) {
func.func private @helper(%x: memref<4xf32>) {
  return
}
