// RUN: lathe opt --canonicalize %s | FileCheck %s
// RUN: lathe opt --pass-pipeline='builtin.module(func.func(canonicalize))' %s | FileCheck %s
// RUN: lathe opt --canonicalize='max-iterations=1 region-simplify=disabled' %s | FileCheck %s --check-prefix=ONCE

// CHECK-LABEL: func.func @constants_are_folded_and_shared
// CHECK-NEXT:    %[[FIVE:.*]] = arith.constant 5 : i32
// CHECK-NEXT:    "test.op"(%[[FIVE]], %[[FIVE]])
// CHECK-NEXT:    return
func.func @constants_are_folded_and_shared() {
  %two = arith.constant 2 : i32
  %three = arith.constant 3 : i32
  %five = arith.constant 5 : i32
  %sum = arith.addi %two, %three : i32
  "test.op"(%sum, %five) : (i32, i32) -> ()
  return
}

// CHECK-LABEL: func.func @constants_go_right
// CHECK-SAME:    (%[[X:.*]]: i32)
// CHECK:         arith.addi %[[X]], %{{.*}} : i32
func.func @constants_go_right(%x: i32) -> i32 {
  %c = arith.constant 7 : i32
  %0 = arith.addi %c, %x : i32
  return %0 : i32
}

// CHECK-LABEL: func.func @dead_code_goes_and_effects_stay
// CHECK-NEXT:    "test.op"
// CHECK-NEXT:    return
func.func @dead_code_goes_and_effects_stay(%x: i32) {
  %0 = arith.muli %x, %x : i32
  %1 = arith.addi %0, %x : i32
  "test.op"(%x) : (i32) -> ()
  return
}

// CHECK-LABEL: func.func @division_by_zero_is_left_for_run_time
// CHECK:         arith.divsi
func.func @division_by_zero_is_left_for_run_time() -> i32 {
  %one = arith.constant 1 : i32
  %zero = arith.constant 0 : i32
  %0 = arith.divsi %one, %zero : i32
  return %0 : i32
}

// CHECK-LABEL: func.func @blocks_with_one_way_in_are_joined
// CHECK-NOT:     cf.br
// CHECK:         "test.op"
// CHECK-NEXT:    return
// ONCE-LABEL:  func.func @blocks_with_one_way_in_are_joined
func.func @blocks_with_one_way_in_are_joined(%x: i32) -> i32 {
  cf.br ^next(%x : i32)
^next(%y: i32):
  "test.op"(%y) : (i32) -> ()
  cf.br ^last
^last:
  return %y : i32
^unreachable:
  "test.op"(%x) : (i32) -> ()
  cf.br ^last
}

// CHECK-LABEL: func.func @constants_leave_regions
// CHECK-NEXT:    %[[C:.*]] = arith.constant 1 : i32
// CHECK-NEXT:    scf.for
// CHECK-NEXT:      "test.op"(%[[C]])
func.func @constants_leave_regions(%start: index, %end: index, %step: index) {
  scf.for %i = %start to %end step %step {
    %c = arith.constant 1 : i32
    "test.op"(%c) : (i32) -> ()
  }
  return
}
