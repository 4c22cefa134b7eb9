// RUN: lathe opt %s | lathe opt | FileCheck %s

// CHECK:      wasm.memory {export = "memory", min = 1 : i64}
wasm.memory {min = 1 : i64, export = "memory"}
// CHECK:      wasm.data {address = 1024 : i64, bytes = dense<[1, 2]> : tensor<2xi32>}
wasm.data {address = 1024 : i64, bytes = dense<[1, 2]> : tensor<2xi32>}
// CHECK:      wasm.import_func @pow : (f64, f64) -> f64 from "env" "pow"
wasm.import_func @pow : (f64, f64) -> f64 from "env" "pow"

// CHECK-LABEL: wasm.func @loop(%n: i32) -> (i32, !wasm.v128) export "loop" {
// CHECK:         %[[R:.*]]:2 = wasm.loop (%i = %{{.*}} : i32, %sum = %{{.*}} : !wasm.v128) {
// CHECK:           wasm.v128.load %i {align = 4 : i64, offset = 16 : i64}
// CHECK:           wasm.f32x4.add %sum, %{{.*}}
// CHECK:           wasm.continue %{{.*}}, %{{.*}}, %{{.*}} : i32, !wasm.v128
// CHECK:         wasm.return %[[R]]#0, %[[R]]#1 : i32, !wasm.v128
wasm.func @loop(%n: i32) -> (i32, !wasm.v128) export "loop" {
  %zero = wasm.i32.const {value = 0 : i32}
  %one = wasm.i32.const {value = 1 : i32}
  %none = wasm.v128.const {value = dense<0.0> : vector<4xf32>}
  %r:2 = wasm.loop (%i = %zero : i32, %sum = %none : !wasm.v128) {
    %x = wasm.v128.load %i {offset = 16 : i64, align = 4 : i64}
    %next_sum = wasm.f32x4.add %sum, %x
    %next = wasm.i32.add %i, %one
    %again = wasm.i32.lt_s %next, %n
    wasm.continue %again, %next, %next_sum : i32, !wasm.v128
  }
  wasm.return %r#0, %r#1 : i32, !wasm.v128
}

// CHECK-LABEL: wasm.func @branches(%c: i32, %x: f64) -> f64 {
// CHECK:         wasm.if %c {
// CHECK:           wasm.i32.store8 %c, %c {offset = 3 : i64}
// CHECK:         }
// CHECK:         wasm.if %c -> f64 {
// CHECK:           wasm.call @pow(%x, %x) : (f64, f64) -> f64
// CHECK:         } else {
// CHECK:         wasm.select %c, %{{.*}}, %x : f64
// CHECK:         wasm.i8x16.shuffle
// CHECK-SAME:      lanes = array<i64: 0, 1, 2, 3, 16, 17, 18, 19, 8, 9, 10, 11, 12, 13, 14, 15>
wasm.func @branches(%c: i32, %x: f64) -> f64 {
  wasm.if %c {
    wasm.i32.store8 %c, %c {offset = 3 : i64}
    wasm.yield
  }
  %y = wasm.if %c -> f64 {
    %p = wasm.call @pow(%x, %x) : (f64, f64) -> f64
    wasm.yield %p : f64
  } else {
    wasm.yield %x : f64
  }
  %z = wasm.select %c, %y, %x : f64
  %v = wasm.f64x2.splat %z
  %w = wasm.i8x16.shuffle %v, %v {lanes = array<i64: 0, 1, 2, 3, 16, 17, 18, 19, 8, 9, 10, 11, 12, 13, 14, 15>}
  %e = wasm.f64x2.extract_lane %w {lane = 1 : i64}
  wasm.return %e : f64
}
