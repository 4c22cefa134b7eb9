// RUN: lathe opt --inline %s | FileCheck %s
// RUN: lathe opt --inline='inlining-threshold=0' %s | FileCheck %s --check-prefix=NONE

// NONE-LABEL: @caller
// NONE:         call @callee

// CHECK-NOT:   @callee
func.func private @callee(%x: i32) -> i32 {
  %0 = arith.addi %x, %x : i32
  return %0 : i32
}

// CHECK-LABEL: func.func @caller
// CHECK-SAME:    (%[[X:.*]]: i32)
// CHECK-NEXT:    %[[ONE:.*]] = arith.addi %[[X]], %[[X]]
// CHECK-NEXT:    %[[TWO:.*]] = arith.addi %[[ONE]], %[[ONE]]
// CHECK-NEXT:    return %[[TWO]]
func.func @caller(%x: i32) -> i32 {
  %0 = call @callee(%x) : (i32) -> i32
  %1 = call @callee(%0) : (i32) -> i32
  return %1 : i32
}

func.func @several_blocks(%x: i32, %c: i1) -> i32 {
  cf.cond_br %c, ^yes, ^no
^yes:
  "test.op"(%x) : (i32) -> ()
  return %x : i32
^no:
  %0 = arith.muli %x, %x : i32
  return %0 : i32
}

// CHECK-LABEL: func.func @calls_several_blocks
// CHECK-NOT:     call
// CHECK:         cf.cond_br %{{.*}}, ^[[YES:bb[0-9]+]], ^[[NO:bb[0-9]+]]
// CHECK:       ^[[YES]]:
// CHECK-NEXT:    "test.op"
// CHECK-NEXT:    cf.br ^[[JOIN:bb[0-9]+]](
// CHECK:       ^[[NO]]:
// CHECK:         cf.br ^[[JOIN]](
// CHECK:       ^[[JOIN]](%[[R:.*]]: i32):
// CHECK-NEXT:    return %[[R]]
func.func @calls_several_blocks(%x: i32, %c: i1) -> i32 {
  %0 = call @several_blocks(%x, %c) : (i32, i1) -> i32
  return %0 : i32
}

// A region that takes one block only keeps calls of several.
// CHECK-LABEL: func.func @single_block_region
// CHECK:         scf.if
// CHECK-NEXT:      call @several_blocks
func.func @single_block_region(%x: i32, %c: i1) {
  scf.if %c {
    %0 = func.call @several_blocks(%x, %c) : (i32, i1) -> i32
    "test.op"(%0) : (i32) -> ()
  }
  return
}

// CHECK-LABEL: func.func @recursive
// CHECK:         call @recursive
func.func @recursive(%x: i32) -> i32 {
  %0 = call @recursive(%x) : (i32) -> i32
  return %0 : i32
}

// CHECK-LABEL: func.func private @external
func.func private @external(i32) -> i32

// CHECK-LABEL: func.func @calls_what_must_stay
// CHECK:         call @external
// CHECK:         call @{{.*}} {no_inline}
func.func @calls_what_must_stay(%x: i32, %c: i1) -> i32 {
  %0 = call @external(%x) : (i32) -> i32
  %1 = call @several_blocks(%0, %c) {no_inline} : (i32, i1) -> i32
  return %1 : i32
}
