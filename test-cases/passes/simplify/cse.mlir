// RUN: lathe opt --cse %s | FileCheck %s

// CHECK-LABEL: func.func @equal_operations_become_one
// CHECK-NEXT:    %[[SUM:.*]] = arith.addi
// CHECK-NEXT:    "test.op"(%[[SUM]], %[[SUM]])
func.func @equal_operations_become_one(%a: i32, %b: i32) {
  %0 = arith.addi %a, %b : i32
  %1 = arith.addi %a, %b : i32
  "test.op"(%0, %1) : (i32, i32) -> ()
  return
}

// CHECK-LABEL: func.func @commutative_operands_in_any_order
// CHECK-COUNT-1: test.commutative
// CHECK-NOT:     test.commutative
// CHECK:         return
func.func @commutative_operands_in_any_order(%a: i32, %b: i32) {
  %0 = test.commutative %a, %b
  %1 = test.commutative %b, %a
  "test.op"(%0, %1) : (i32, i32) -> ()
  return
}

// CHECK-LABEL: func.func @different_attributes_or_operands_stay
// CHECK-COUNT-2: arith.cmpi
// CHECK-COUNT-2: arith.subi
func.func @different_attributes_or_operands_stay(%a: i32, %b: i32) {
  %0 = arith.cmpi slt, %a, %b : i32
  %1 = arith.cmpi sgt, %a, %b : i32
  %2 = arith.subi %a, %b : i32
  %3 = arith.subi %b, %a : i32
  "test.op"(%0, %1, %2, %3) : (i1, i1, i32, i32) -> ()
  return
}

// CHECK-LABEL: func.func @a_dominating_block_counts
// CHECK:         %[[SUM:.*]] = arith.addi
// CHECK-NOT:     arith.addi
// CHECK:       ^bb1:
// CHECK-NEXT:    "test.op"(%[[SUM]])
func.func @a_dominating_block_counts(%a: i32, %c: i1) {
  %0 = arith.addi %a, %a : i32
  "test.op"(%0) : (i32) -> ()
  cf.cond_br %c, ^one, ^two
^one:
  %1 = arith.addi %a, %a : i32
  "test.op"(%1) : (i32) -> ()
  cf.br ^two
^two:
  return
}

// CHECK-LABEL: func.func @a_sibling_block_does_not
// CHECK-COUNT-3: arith.addi
func.func @a_sibling_block_does_not(%a: i32, %c: i1) {
  cf.cond_br %c, ^one, ^two
^one:
  %0 = arith.addi %a, %a : i32
  "test.op"(%0) : (i32) -> ()
  cf.br ^join
^two:
  %1 = arith.addi %a, %a : i32
  "test.op"(%1) : (i32) -> ()
  cf.br ^join
^join:
  %2 = arith.addi %a, %a : i32
  "test.op"(%2) : (i32) -> ()
  return
}

// CHECK-LABEL: func.func @a_region_sees_what_is_around_it
// CHECK:         %[[SUM:.*]] = arith.addi
// CHECK:         scf.if
// CHECK-NEXT:      "test.op"(%[[SUM]])
// CHECK:         %[[LATE:.*]] = arith.muli
// CHECK-NEXT:    "test.op"(%[[LATE]])
func.func @a_region_sees_what_is_around_it(%a: i32, %c: i1) {
  %0 = arith.addi %a, %a : i32
  "test.op"(%0) : (i32) -> ()
  scf.if %c {
    %1 = arith.addi %a, %a : i32
    "test.op"(%1) : (i32) -> ()
    %2 = arith.muli %a, %a : i32
    "test.op"(%2) : (i32) -> ()
  }
  %3 = arith.muli %a, %a : i32
  "test.op"(%3) : (i32) -> ()
  return
}

// CHECK-LABEL: func.func @reads_until_a_write
// CHECK-COUNT-1: test.read
// CHECK:         test.write
// CHECK-COUNT-1: test.read
// CHECK-NOT:     test.read
// CHECK:         return
func.func @reads_until_a_write(%x: i32) {
  %0 = test.read : i32
  %1 = test.read : i32
  "test.pure"(%0) : (i32) -> i32
  test.write %x : i32
  %2 = test.read : i32
  %3 = test.read : i32
  "test.op"(%0, %1, %2, %3) : (i32, i32, i32, i32) -> ()
  return
}

// CHECK-LABEL: func.func @unknown_effects_stay
// CHECK-COUNT-2: "test.op"
func.func @unknown_effects_stay(%x: i32) {
  %0 = "test.op"(%x) : (i32) -> i32
  %1 = "test.op"(%x) : (i32) -> i32
  return
}

// CHECK-LABEL: func.func @functions_are_apart
// CHECK:         arith.addi
func.func @functions_are_apart(%a: i32, %b: i32) -> i32 {
  %0 = arith.addi %a, %b : i32
  return %0 : i32
}
