// RUN: lathe opt %s --allow-unregistered-dialect | lathe opt --allow-unregistered-dialect | FileCheck %s
// RUN: lathe opt %s --allow-unregistered-dialect --mlir-print-op-generic | lathe opt --allow-unregistered-dialect | FileCheck %s

// CHECK:      func.func private @declared(i32, f32) -> (i32, f32) attributes {no_inline, tag}
//
// CHECK:      func.func private @results() -> (f32, () -> () {t.x})
//
// CHECK:      func.func private @function_result() -> (() -> ())
//
// CHECK:      func.func nested @attributes(%a: i32 {t.a = 3 : i64}, %b: f32) -> (i32 {t.b}) {
// CHECK-NEXT: %0 = call @attributes(%a, %b) : (i32, f32) -> i32
// CHECK-NEXT: %1 = call @attributes(%a, %b) {no_inline, tag} : (i32, f32) -> i32
// CHECK-NEXT: return %0 : i32
// CHECK-NEXT: }
//
// CHECK:      func.func @values(%a: i32, %b: f32) attributes {tag = "x"} {
// CHECK-NEXT: %f = constant @attributes : (i32, f32) -> i32
// CHECK-NEXT: %0 = call_indirect %f(%a, %b) {tag} : (i32, f32) -> i32
// CHECK-NEXT: return {tag}
// CHECK-NEXT: }
//
// CHECK:      func.func @blocks() {
// CHECK-NEXT: return
// CHECK-NEXT: }

func.func private @declared(i32, f32) -> (i32, f32) attributes {no_inline, tag}
func.func private @results() -> (f32, () -> () {t.x})
func.func private @function_result() -> (() -> ())
func.func nested @attributes(%a: i32 {t.a = 3 : i64}, %b: f32) -> (i32 {t.b}) {
  %0 = call @attributes(%a, %b) : (i32, f32) -> i32
  %1 = call @attributes(%a, %b) {no_inline, tag} : (i32, f32) -> i32
  return %0 : i32
}
func.func @values(%a: i32, %b: f32) attributes {tag = "x"} {
  %f = constant @attributes : (i32, f32) -> i32
  %0 = call_indirect %f(%a, %b) {tag} : (i32, f32) -> i32
  return {tag}
}
func.func @blocks() {
  return
}
