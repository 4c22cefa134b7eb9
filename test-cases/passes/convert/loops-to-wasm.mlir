// RUN: lathe opt --assign-addresses --loops-to-wasm --cse --loop-invariant-code-motion --cse %s | FileCheck %s

// Addresses of the memory become offsets, those of a row are made once a row.
// CHECK:       wasm.memory {export = "memory", min = 1 : i64}
// CHECK-LABEL: wasm.func @main() export "main" attributes
// CHECK-SAME:    wasm.inputs = [{address = 64 : i64, name = "a", type = tensor<8x6xf32>}]
// CHECK-SAME:    wasm.outputs = [{address = 256 : i64, name = "result0", type = tensor<8xf32>}]
// CHECK:         wasm.loop (%i = %c0 : i32) {
// CHECK:           %[[ROW:.*]] = wasm.i32.mul %i, %{{.*}}
// CHECK:           wasm.loop (%j = %c0 : i32, %sum = %zero : f32) {
// CHECK:             %[[COLUMN:.*]] = wasm.i32.shl %j, %{{.*}}
// CHECK:             %[[AT:.*]] = wasm.i32.add %[[ROW]], %[[COLUMN]]
// CHECK:             wasm.f32.load %[[AT]] {offset = 64 : i64}
// CHECK:             wasm.f32.load %[[AT]] {offset = 68 : i64}
// CHECK-NOT:         offset
// CHECK:             wasm.continue
// CHECK:           wasm.f32.store %{{.*}}, %{{.*}} {offset = 256 : i64}
func.func @main(%a: memref<8x6xf32>, %out: memref<8xf32> {bufferize.result}) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c5 = arith.constant 5 : index
  %c8 = arith.constant 8 : index
  %zero = arith.constant 0.0 : f32
  scf.for %i = %c0 to %c8 step %c1 {
    %total = scf.for %j = %c0 to %c5 step %c1 iter_args(%sum = %zero) -> (f32) {
      %k = arith.addi %j, %c1 : index
      %x = memref.load %a[%i, %j] : memref<8x6xf32>
      %y = memref.load %a[%i, %k] : memref<8x6xf32>
      %product = arith.mulf %x, %y : f32
      %next = arith.addf %sum, %product : f32
      scf.yield %next : f32
    }
    memref.store %total, %out[%i] : memref<8xf32>
  }
  return
}

// A bound that is not known is tested before the first round; no call passes a negative start, so the constant stays an offset.
// CHECK-LABEL: wasm.func @from(
// CHECK-SAME:    %[[M:.*]]: i32, %[[START:.*]]: i32, %[[END:.*]]: i32) {
// CHECK:         %[[RUNS:.*]] = wasm.i32.lt_s %[[START]], %[[END]]
// CHECK:         wasm.if %[[RUNS]] {
// CHECK:           wasm.loop
// CHECK:             wasm.v128.load32_splat %{{.*}} {offset = 8 : i64}
func.func private @from(%m: memref<16xf32>, %start: index, %end: index) {
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  scf.for %i = %start to %end step %c1 {
    %at = arith.addi %start, %c2 : index
    %x = memref.load %m[%at] : memref<16xf32>
    %v = vector.broadcast %x : f32 to vector<4xf32>
    vector.store %v, %m[%i] : memref<16xf32>, vector<4xf32>
  }
  return
}
func.func private @caller(%m: memref<16xf32>) {
  %c3 = arith.constant 3 : index
  %c9 = arith.constant 9 : index
  func.call @from(%m, %c3, %c9) : (memref<16xf32>, index, index) -> ()
  return
}
