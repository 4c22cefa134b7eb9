// RUN: lathe opt %s --allow-unregistered-dialect | lathe opt --allow-unregistered-dialect | FileCheck %s
// RUN: lathe opt %s --allow-unregistered-dialect --mlir-print-op-generic | lathe opt --allow-unregistered-dialect | FileCheck %s

// CHECK:      module @named attributes {t.tag = 1 : i32} {
//
// CHECK:      module {
// CHECK-NEXT: }
//
// CHECK:      module @nested {
//
// CHECK:      func.func @casts(%a: i32, %b: f32) {
// CHECK-NEXT: %0 = builtin.unrealized_conversion_cast %a : i32 to index
// CHECK-NEXT: %1:2 = builtin.unrealized_conversion_cast %a, %b : i32, f32 to i64, f64 {tag}
// CHECK-NEXT: %2 = builtin.unrealized_conversion_cast to i8
// CHECK-NEXT: return
// CHECK-NEXT: }
// CHECK-NEXT: }
// CHECK-NEXT: }

module @named attributes {t.tag = 1 : i32} {
  module {
  }
  module @nested {
    func.func @casts(%a: i32, %b: f32) {
      %0 = builtin.unrealized_conversion_cast %a : i32 to index
      %1:2 = builtin.unrealized_conversion_cast %a, %b : i32, f32 to i64, f64 {tag}
      %2 = builtin.unrealized_conversion_cast to i8
      return
    }
  }
}
