// RUN: lathe opt --symbol-dce %s --split-input-file | FileCheck %s
// RUN: lathe opt --symbol-dce %s --split-input-file --pass-statistics 2>&1 | FileCheck %s --check-prefix=STATISTICS

// STATISTICS: symbol-dce
// STATISTICS: (S) {{.*}} numDced

// CHECK-LABEL: module
// CHECK-NOT:     @dead
// CHECK:         func.func private @live
// CHECK-NOT:     @dead
// CHECK:         func.func @public
module {
  func.func private @dead() { return }
  func.func private @live() { return }
  func.func private @dead_caller() {
    call @dead() : () -> ()
    return
  }
  func.func @public() {
    call @live() : () -> ()
    return
  }
}

// -----

// A symbol that only an attribute names is used.
// CHECK-LABEL: module
// CHECK:         func.func private @named
// CHECK-NOT:     @unnamed
module {
  func.func private @named() { return }
  func.func private @unnamed() { return }
  "test.op"() {callees = [{name = @named}]} : () -> ()
}

// -----

// The public symbols of a private table are not seen from outside.
// CHECK-LABEL: module
// CHECK:         module @visible
// CHECK:           func.func @kept
// CHECK-NOT:     module @hidden
module {
  module @visible {
    func.func @kept() { return }
    func.func private @dropped() { return }
  }
  module @hidden attributes {sym_visibility = "private"} {
    func.func @gone() { return }
  }
}
