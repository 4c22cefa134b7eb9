// RUN: lathe opt --canonicalize %s | FileCheck %s

// Sums and differences with constants.
// CHECK-LABEL: func.func @add_constant_to_constant(
// CHECK-DAG:     %c2_i32 = arith.constant 2 : i32
// CHECK-DAG:     %c8_i32 = arith.constant 8 : i32
// CHECK-NEXT:    %0 = arith.addi %x, %c8_i32 : i32
// CHECK-NEXT:    %1 = arith.addi %x, %c2_i32 : i32
// CHECK-NEXT:    %2 = arith.subi %c8_i32, %x : i32
// CHECK-NEXT:    return %0, %1, %2 : i32, i32, i32
func.func @add_constant_to_constant(%x: i32) -> (i32, i32, i32) {
  %c3 = arith.constant 3 : i32
  %c5 = arith.constant 5 : i32
  %0 = arith.addi %x, %c3 : i32
  %1 = arith.addi %0, %c5 : i32
  %2 = arith.subi %x, %c3 : i32
  %3 = arith.addi %2, %c5 : i32
  %4 = arith.subi %c3, %x : i32
  %5 = arith.addi %4, %c5 : i32
  return %1, %3, %5 : i32, i32, i32
}

// CHECK-LABEL: func.func @add_keeps_common_promises(
// CHECK-DAG:     %c8_i32 = arith.constant 8 : i32
// CHECK-NEXT:    %0 = arith.addi %x, %c8_i32 overflow<nsw> : i32
// CHECK-NEXT:    return %0 : i32
func.func @add_keeps_common_promises(%x: i32) -> i32 {
  %c3 = arith.constant 3 : i32
  %c5 = arith.constant 5 : i32
  %0 = arith.addi %x, %c3 overflow<nsw, nuw> : i32
  %1 = arith.addi %0, %c5 overflow<nsw> : i32
  return %1 : i32
}

// CHECK-LABEL: func.func @add_of_unknowns_stays(
// CHECK-NEXT:    %0 = arith.addi %x, %y : i32
// CHECK-NEXT:    %1 = arith.addi %0, %z : i32
// CHECK-NEXT:    return %1 : i32
func.func @add_of_unknowns_stays(%x: i32, %y: i32, %z: i32) -> i32 {
  %0 = arith.addi %x, %y : i32
  %1 = arith.addi %0, %z : i32
  return %1 : i32
}

// CHECK-LABEL: func.func @add_negated(
// CHECK-NEXT:    %0 = arith.subi %x, %y : i32
// CHECK-NEXT:    %1 = arith.subi %x, %y : i32
// CHECK-NEXT:    return %0, %1 : i32, i32
func.func @add_negated(%x: i32, %y: i32) -> (i32, i32) {
  %m1 = arith.constant -1 : i32
  %0 = arith.muli %y, %m1 : i32
  %1 = arith.addi %x, %0 : i32
  %2 = arith.addi %0, %x : i32
  return %1, %2 : i32, i32
}

// CHECK-LABEL: func.func @subtract_constant_from_constant(
// CHECK-DAG:     %c8_i32 = arith.constant 8 : i32
// CHECK-DAG:     %c-2_i32 = arith.constant -2 : i32
// CHECK-NEXT:    %0 = arith.addi %x, %c-2_i32 : i32
// CHECK-NEXT:    %1 = arith.subi %x, %c8_i32 : i32
// CHECK-NEXT:    %2 = arith.subi %c-2_i32, %x : i32
// CHECK-NEXT:    return %0, %1, %2 : i32, i32, i32
func.func @subtract_constant_from_constant(%x: i32) -> (i32, i32, i32) {
  %c3 = arith.constant 3 : i32
  %c5 = arith.constant 5 : i32
  %0 = arith.addi %x, %c3 : i32
  %1 = arith.subi %0, %c5 : i32
  %2 = arith.subi %x, %c3 : i32
  %3 = arith.subi %2, %c5 : i32
  %4 = arith.subi %c3, %x : i32
  %5 = arith.subi %4, %c5 : i32
  return %1, %3, %5 : i32, i32, i32
}

// CHECK-LABEL: func.func @subtract_from_constant(
// CHECK-DAG:     %c8_i32 = arith.constant 8 : i32
// CHECK-DAG:     %c2_i32 = arith.constant 2 : i32
// CHECK-NEXT:    %0 = arith.subi %c2_i32, %x : i32
// CHECK-NEXT:    %1 = arith.subi %c8_i32, %x : i32
// CHECK-NEXT:    %2 = arith.addi %x, %c2_i32 : i32
// CHECK-NEXT:    return %0, %1, %2 : i32, i32, i32
func.func @subtract_from_constant(%x: i32) -> (i32, i32, i32) {
  %c3 = arith.constant 3 : i32
  %c5 = arith.constant 5 : i32
  %0 = arith.addi %x, %c3 : i32
  %1 = arith.subi %c5, %0 : i32
  %2 = arith.subi %x, %c3 : i32
  %3 = arith.subi %c5, %2 : i32
  %4 = arith.subi %c3, %x : i32
  %5 = arith.subi %c5, %4 : i32
  return %1, %3, %5 : i32, i32, i32
}

// CHECK-LABEL: func.func @subtract_minuend(
// CHECK-DAG:     %c0_i32 = arith.constant 0 : i32
// CHECK-NEXT:    %0 = arith.subi %c0_i32, %b : i32
// CHECK-NEXT:    return %0 : i32
func.func @subtract_minuend(%a: i32, %b: i32) -> i32 {
  %0 = arith.subi %a, %b : i32
  %1 = arith.subi %0, %a : i32
  return %1 : i32
}

// CHECK-LABEL: func.func @multiply_constants(
// CHECK-DAG:     %c44_i8 = arith.constant 44 : i8
// CHECK-NEXT:    %0 = arith.muli %x, %c44_i8 : i8
// CHECK-NEXT:    return %0 : i8
func.func @multiply_constants(%x: i8) -> i8 {
  %c3 = arith.constant 100 : i8
  %c5 = arith.constant 3 : i8
  %0 = arith.muli %x, %c3 : i8
  %1 = arith.muli %0, %c5 : i8
  return %1 : i8
}

// CHECK-LABEL: func.func @neutral_elements(
// CHECK-DAG:     %c0_i32 = arith.constant 0 : i32
// CHECK-DAG:     %c-1_i32 = arith.constant -1 : i32
// CHECK-NEXT:    return %x, %x, %c0_i32, %x, %c-1_i32, %c0_i32, %c0_i32 : i32, i32, i32, i32, i32, i32, i32
func.func @neutral_elements(%x: i32) -> (i32, i32, i32, i32, i32, i32, i32) {
  %c0 = arith.constant 0 : i32
  %c1 = arith.constant 1 : i32
  %m1 = arith.constant -1 : i32
  %0 = arith.addi %x, %c0 : i32
  %1 = arith.muli %c1, %x : i32
  %2 = arith.muli %x, %c0 : i32
  %3 = arith.andi %x, %m1 : i32
  %4 = arith.ori %x, %m1 : i32
  %5 = arith.xori %x, %x : i32
  %6 = arith.subi %x, %x : i32
  return %0, %1, %2, %3, %4, %5, %6 : i32, i32, i32, i32, i32, i32, i32
}

// CHECK-LABEL: func.func @inverse_operations(
// CHECK-NEXT:    return %x, %x, %y : i32, i32, i32
func.func @inverse_operations(%x: i32, %y: i32) -> (i32, i32, i32) {
  %0 = arith.addi %x, %y : i32
  %1 = arith.subi %0, %y : i32
  %2 = arith.subi %x, %y : i32
  %3 = arith.addi %2, %y : i32
  %4 = arith.xori %x, %y : i32
  %5 = arith.xori %4, %x : i32
  return %1, %3, %5 : i32, i32, i32
}

// CHECK-LABEL: func.func @complements(
// CHECK-DAG:     %c0_i32 = arith.constant 0 : i32
// CHECK-DAG:     %c-1_i32 = arith.constant -1 : i32
// CHECK-NEXT:    return %c0_i32, %c-1_i32 : i32, i32
func.func @complements(%x: i32) -> (i32, i32) {
  %m1 = arith.constant -1 : i32
  %not = arith.xori %x, %m1 : i32
  %0 = arith.andi %x, %not : i32
  %1 = arith.ori %not, %x : i32
  return %0, %1 : i32, i32
}

// CHECK-LABEL: func.func @ends_of_the_range(
// CHECK-DAG:     %least = arith.constant -128 : i8
// CHECK-DAG:     %most = arith.constant 127 : i8
// CHECK-NEXT:    %0 = arith.minui %x, %most : i8
// CHECK-NEXT:    return %x, %most, %least, %0 : i8, i8, i8, i8
func.func @ends_of_the_range(%x: i8) -> (i8, i8, i8, i8) {
  %least = arith.constant -128 : i8
  %most = arith.constant 127 : i8
  %0 = arith.maxsi %x, %least : i8
  %1 = arith.maxsi %x, %most : i8
  %2 = arith.minsi %x, %least : i8
  %3 = arith.minui %x, %most : i8
  return %0, %1, %2, %3 : i8, i8, i8, i8
}

// CHECK-LABEL: func.func @quotient_of_promised_product(
// CHECK-NEXT:    %0 = arith.muli %x, %y overflow<nsw> : i32
// CHECK-NEXT:    %1 = arith.divui %0, %y : i32
// CHECK-NEXT:    return %x, %1 : i32, i32
func.func @quotient_of_promised_product(%x: i32, %y: i32) -> (i32, i32) {
  %0 = arith.muli %x, %y overflow<nsw> : i32
  %1 = arith.divsi %0, %y : i32
  %2 = arith.divui %0, %y : i32
  return %1, %2 : i32, i32
}

// CHECK-LABEL: func.func @shift_too_far_stays(
// CHECK-DAG:     %c1 = arith.constant 1 : i32
// CHECK-DAG:     %c32 = arith.constant 32 : i32
// CHECK-DAG:     %c-2147483648_i32 = arith.constant -2147483648 : i32
// CHECK-NEXT:    %0 = arith.shli %c1, %c32 : i32
// CHECK-NEXT:    return %c-2147483648_i32, %0 : i32, i32
func.func @shift_too_far_stays() -> (i32, i32) {
  %c1 = arith.constant 1 : i32
  %c31 = arith.constant 31 : i32
  %c32 = arith.constant 32 : i32
  %0 = arith.shli %c1, %c31 : i32
  %1 = arith.shli %c1, %c32 : i32
  return %0, %1 : i32, i32
}

// CHECK-LABEL: func.func @undefined_divisions_stay(
// CHECK-DAG:     %c0 = arith.constant 0 : i32
// CHECK-DAG:     %m1 = arith.constant -1 : i32
// CHECK-DAG:     %least = arith.constant -2147483648 : i32
// CHECK-NEXT:    %0 = arith.divsi %least, %m1 : i32
// CHECK-NEXT:    %1 = arith.remui %least, %c0 : i32
// CHECK-NEXT:    return %0, %1 : i32, i32
func.func @undefined_divisions_stay() -> (i32, i32) {
  %c0 = arith.constant 0 : i32
  %m1 = arith.constant -1 : i32
  %least = arith.constant -2147483648 : i32
  %0 = arith.divsi %least, %m1 : i32
  %1 = arith.remui %least, %c0 : i32
  return %0, %1 : i32, i32
}

// CHECK-LABEL: func.func @unused_high_halves(
// CHECK-NEXT:    %0 = arith.addi %x, %y : i32
// CHECK-NEXT:    %1 = arith.muli %x, %y : i32
// CHECK-NEXT:    return %0, %1 : i32, i32
func.func @unused_high_halves(%x: i32, %y: i32) -> (i32, i32) {
  %0, %1 = arith.addui_extended %x, %y : i32, i1
  %2, %3 = arith.mulsi_extended %x, %y : i32
  return %0, %2 : i32, i32
}

// CHECK-LABEL: func.func @used_high_halves_stay(
// CHECK-NEXT:    %sum, %overflow = arith.addui_extended %x, %y : i32, i1
// CHECK-NEXT:    %low, %high = arith.mului_extended %x, %y : i32
// CHECK-NEXT:    return %overflow, %high : i1, i32
func.func @used_high_halves_stay(%x: i32, %y: i32) -> (i1, i32) {
  %0, %1 = arith.addui_extended %x, %y : i32, i1
  %2, %3 = arith.mului_extended %x, %y : i32
  return %1, %3 : i1, i32
}

// CHECK-LABEL: func.func @extended_product_with_one(
// CHECK-DAG:     %c0_i32 = arith.constant 0 : i32
// CHECK-NEXT:    %0 = arith.cmpi slt, %x, %c0_i32 : i32
// CHECK-NEXT:    %1 = arith.extsi %0 : i1 to i32
// CHECK-NEXT:    return %x, %1 : i32, i32
func.func @extended_product_with_one(%x: i32) -> (i32, i32) {
  %c1 = arith.constant 1 : i32
  %0, %1 = arith.mulsi_extended %x, %c1 : i32
  return %0, %1 : i32, i32
}
// Casts.
// CHECK-LABEL: func.func @extension_chains(
// CHECK-NEXT:    %0 = arith.extui %x : i8 to i64
// CHECK-NEXT:    %1 = arith.extsi %x : i8 to i16
// CHECK-NEXT:    %2 = arith.extsi %x : i8 to i64
// CHECK-NEXT:    %3 = arith.extui %x : i8 to i64
// CHECK-NEXT:    %4 = arith.extui %1 : i16 to i64
// CHECK-NEXT:    return %0, %2, %3, %4 : i64, i64, i64, i64
func.func @extension_chains(%x: i8) -> (i64, i64, i64, i64) {
  %0 = arith.extui %x : i8 to i16
  %1 = arith.extui %0 : i16 to i64
  %2 = arith.extsi %x : i8 to i16
  %3 = arith.extsi %2 : i16 to i64
  %4 = arith.extsi %0 : i16 to i64
  %5 = arith.extui %2 : i16 to i64
  return %1, %3, %4, %5 : i64, i64, i64, i64
}

// CHECK-LABEL: func.func @truncated_extensions(
// CHECK-NEXT:    %0 = arith.trunci %x : i16 to i8
// CHECK-NEXT:    %1 = arith.extsi %x : i16 to i32
// CHECK-NEXT:    %2 = arith.extui %x : i16 to i32
// CHECK-NEXT:    return %0, %x, %1, %2 : i8, i16, i32, i32
func.func @truncated_extensions(%x: i16) -> (i8, i16, i32, i32) {
  %0 = arith.extsi %x : i16 to i64
  %1 = arith.trunci %0 : i64 to i8
  %2 = arith.trunci %0 : i64 to i16
  %3 = arith.trunci %0 : i64 to i32
  %4 = arith.extui %x : i16 to i64
  %5 = arith.trunci %4 : i64 to i32
  return %1, %2, %3, %5 : i8, i16, i32, i32
}

// CHECK-LABEL: func.func @truncated_truncation(
// CHECK-NEXT:    %0 = arith.trunci %x : i64 to i8
// CHECK-NEXT:    return %0 : i8
func.func @truncated_truncation(%x: i64) -> i8 {
  %0 = arith.trunci %x : i64 to i32
  %1 = arith.trunci %0 : i32 to i8
  return %1 : i8
}

// CHECK-LABEL: func.func @truncated_shift(
// CHECK-DAG:     %c32 = arith.constant 32 : i64
// CHECK-NEXT:    %0 = arith.shrsi %x, %c32 : i64
// CHECK-NEXT:    %1 = arith.shrui %x, %c32 : i64
// CHECK-NEXT:    %2 = arith.trunci %1 : i64 to i32
// CHECK-NEXT:    %3 = arith.trunci %0 : i64 to i16
// CHECK-NEXT:    return %2, %3 : i32, i16
func.func @truncated_shift(%x: i64) -> (i32, i16) {
  %c32 = arith.constant 32 : i64
  %0 = arith.shrsi %x, %c32 : i64
  %1 = arith.trunci %0 : i64 to i32
  %2 = arith.trunci %0 : i64 to i16
  return %1, %2 : i32, i16
}

// CHECK-LABEL: func.func @bitwise_on_extended(
// CHECK-NEXT:    %0 = arith.extui %x : i8 to i32
// CHECK-NEXT:    %1 = arith.andi %x, %y : i8
// CHECK-NEXT:    %2 = arith.extui %1 : i8 to i32
// CHECK-NEXT:    %3 = arith.extsi %x : i8 to i32
// CHECK-NEXT:    %4 = arith.ori %0, %3 : i32
// CHECK-NEXT:    %5 = arith.extui %z : i16 to i32
// CHECK-NEXT:    %6 = arith.xori %0, %5 : i32
// CHECK-NEXT:    return %2, %4, %6 : i32, i32, i32
func.func @bitwise_on_extended(%x: i8, %y: i8, %z: i16) -> (i32, i32, i32) {
  %0 = arith.extui %x : i8 to i32
  %1 = arith.extui %y : i8 to i32
  %2 = arith.andi %0, %1 : i32
  %3 = arith.extsi %x : i8 to i32
  %4 = arith.ori %0, %3 : i32
  %5 = arith.extui %z : i16 to i32
  %6 = arith.xori %0, %5 : i32
  return %2, %4, %6 : i32, i32, i32
}

// CHECK-LABEL: func.func @index_casts(
// CHECK-NEXT:    %0 = arith.index_cast %i : index to i32
// CHECK-NEXT:    %1 = arith.index_cast %0 : i32 to index
// CHECK-NEXT:    %2 = arith.index_cast %x : i32 to index
// CHECK-NEXT:    return %x, %1, %2 : i32, index, index
func.func @index_casts(%x: i32, %i: index) -> (i32, index, index) {
  %0 = arith.index_cast %x : i32 to index
  %1 = arith.index_cast %0 : index to i32
  %2 = arith.index_cast %i : index to i32
  %3 = arith.index_cast %2 : i32 to index
  %4 = arith.extsi %x : i32 to i64
  %5 = arith.index_cast %4 : i64 to index
  return %1, %3, %5 : i32, index, index
}

// CHECK-LABEL: func.func @bitcasts(
// CHECK-DAG:     %c2143289345_i32 = arith.constant 2143289345 : i32
// CHECK-NEXT:    return %x, %c2143289345_i32 : f32, i32
func.func @bitcasts(%x: f32, %y: i32) -> (f32, i32) {
  %0 = arith.bitcast %x : f32 to i32
  %1 = arith.bitcast %0 : i32 to f32
  %nan = arith.constant 0x7FC00001 : f32
  %2 = arith.bitcast %nan : f32 to i32
  return %1, %2 : f32, i32
}

// CHECK-LABEL: func.func @float_casts(
// CHECK-NEXT:    %0 = arith.extf %x : f16 to f32
// CHECK-NEXT:    %1 = arith.truncf %0 : f32 to bf16
// CHECK-NEXT:    %2 = arith.sitofp %n : i32 to f32
// CHECK-NEXT:    return %x, %1, %2 : f16, bf16, f32
func.func @float_casts(%x: f16, %n: i32) -> (f16, bf16, f32) {
  %0 = arith.extf %x : f16 to f32
  %1 = arith.truncf %0 : f32 to f16
  %2 = arith.truncf %0 : f32 to bf16
  %3 = arith.sitofp %n : i32 to f64
  %4 = arith.truncf %3 : f64 to f32
  return %1, %2, %4 : f16, bf16, f32
}

// CHECK-LABEL: func.func @rounding_constant_stays(
// CHECK-DAG:     %cst = arith.constant 1.500000e+00 : f16
// CHECK-DAG:     %inexact = arith.constant 1.000000e-01 : f32
// CHECK-NEXT:    %0 = arith.truncf %inexact : f32 to f16
// CHECK-NEXT:    return %cst, %0 : f16, f16
func.func @rounding_constant_stays() -> (f16, f16) {
  %exact = arith.constant 1.5 : f32
  %inexact = arith.constant 0.1 : f32
  %0 = arith.truncf %exact : f32 to f16
  %1 = arith.truncf %inexact : f32 to f16
  return %0, %1 : f16, f16
}
// Comparisons and selects.
// CHECK-LABEL: func.func @compare_constant_on_the_right(
// CHECK-DAG:     %c7 = arith.constant 7 : i32
// CHECK-NEXT:    %0 = arith.cmpi sgt, %x, %c7 : i32
// CHECK-NEXT:    %1 = arith.cmpi ule, %x, %c7 : i32
// CHECK-NEXT:    %2 = arith.cmpi eq, %x, %c7 : i32
// CHECK-NEXT:    return %0, %1, %2 : i1, i1, i1
func.func @compare_constant_on_the_right(%x: i32) -> (i1, i1, i1) {
  %c7 = arith.constant 7 : i32
  %0 = arith.cmpi slt, %c7, %x : i32
  %1 = arith.cmpi uge, %c7, %x : i32
  %2 = arith.cmpi eq, %c7, %x : i32
  return %0, %1, %2 : i1, i1, i1
}

// CHECK-LABEL: func.func @compare_equal_operands(
// CHECK-DAG:     %false = arith.constant false
// CHECK-DAG:     %true = arith.constant true
// CHECK-NEXT:    return %true, %false : i1, i1
func.func @compare_equal_operands(%x: i32) -> (i1, i1) {
  %0 = arith.cmpi sle, %x, %x : i32
  %1 = arith.cmpi ult, %x, %x : i32
  return %0, %1 : i1, i1
}

// CHECK-LABEL: func.func @compare_extended(
// CHECK-NEXT:    %0 = arith.extsi %x : i8 to i32
// CHECK-NEXT:    %1 = arith.extsi %y : i8 to i32
// CHECK-NEXT:    %2 = arith.cmpi ne, %x, %y : i8
// CHECK-NEXT:    %3 = arith.cmpi slt, %0, %1 : i32
// CHECK-NEXT:    return %2, %3 : i1, i1
func.func @compare_extended(%x: i8, %y: i8) -> (i1, i1) {
  %0 = arith.extsi %x : i8 to i32
  %1 = arith.extsi %y : i8 to i32
  %2 = arith.cmpi ne, %0, %1 : i32
  %3 = arith.cmpi slt, %0, %1 : i32
  return %2, %3 : i1, i1
}

// CHECK-LABEL: func.func @compare_boolean(
// CHECK-NEXT:    return %c, %c : i1, i1
func.func @compare_boolean(%c: i1) -> (i1, i1) {
  %c0 = arith.constant 0 : i32
  %0 = arith.extui %c : i1 to i32
  %1 = arith.cmpi ne, %0, %c0 : i32
  %true = arith.constant true
  %2 = arith.cmpi eq, %c, %true : i1
  return %1, %2 : i1, i1
}

// CHECK-LABEL: func.func @invert_comparison(
// CHECK-NEXT:    %0 = arith.cmpi sgt, %x, %y : i32
// CHECK-NEXT:    return %0 : i1
func.func @invert_comparison(%x: i32, %y: i32) -> i1 {
  %true = arith.constant true
  %0 = arith.cmpi sle, %x, %y : i32
  %1 = arith.xori %0, %true : i1
  return %1 : i1
}

// CHECK-LABEL: func.func @selects(
// CHECK-NEXT:    %0 = arith.select %c, %y, %x : i32
// CHECK-NEXT:    %1 = arith.select %c, %x, %z : i32
// CHECK-NEXT:    %2 = arith.select %c, %z, %y : i32
// CHECK-NEXT:    return %0, %1, %2, %x : i32, i32, i32, i32
func.func @selects(%c: i1, %x: i32, %y: i32, %z: i32) -> (i32, i32, i32, i32) {
  %true = arith.constant true
  %not = arith.xori %c, %true : i1
  %0 = arith.select %not, %x, %y : i32
  %1 = arith.select %c, %x, %y : i32
  %2 = arith.select %c, %1, %z : i32
  %3 = arith.select %c, %z, %1 : i32
  %4 = arith.select %c, %x, %x : i32
  return %0, %2, %3, %4 : i32, i32, i32, i32
}

// CHECK-LABEL: func.func @select_by_equality(
// CHECK-NEXT:    %0 = arith.cmpi slt, %x, %y : i32
// CHECK-NEXT:    %1 = arith.select %0, %x, %y : i32
// CHECK-NEXT:    return %y, %x, %1 : i32, i32, i32
func.func @select_by_equality(%x: i32, %y: i32) -> (i32, i32, i32) {
  %0 = arith.cmpi eq, %x, %y : i32
  %1 = arith.select %0, %x, %y : i32
  %2 = arith.cmpi ne, %x, %y : i32
  %3 = arith.select %2, %x, %y : i32
  %4 = arith.cmpi slt, %x, %y : i32
  %5 = arith.select %4, %x, %y : i32
  return %1, %3, %5 : i32, i32, i32
}

// CHECK-LABEL: func.func @select_constants(
// CHECK-DAG:     %true = arith.constant true
// CHECK-DAG:     %c0 = arith.constant 0 : i32
// CHECK-DAG:     %c2 = arith.constant 2 : i32
// CHECK-NEXT:    %0 = arith.extui %c : i1 to i32
// CHECK-NEXT:    %1 = arith.xori %c, %true : i1
// CHECK-NEXT:    %2 = arith.extui %1 : i1 to i32
// CHECK-NEXT:    %3 = arith.xori %c, %true : i1
// CHECK-NEXT:    %4 = arith.select %c, %c2, %c0 : i32
// CHECK-NEXT:    return %0, %2, %c, %3, %4 : i32, i32, i1, i1, i32
func.func @select_constants(%c: i1) -> (i32, i32, i1, i1, i32) {
  %c0 = arith.constant 0 : i32
  %c1 = arith.constant 1 : i32
  %c2 = arith.constant 2 : i32
  %true = arith.constant true
  %false = arith.constant false
  %0 = arith.select %c, %c1, %c0 : i32
  %1 = arith.select %c, %c0, %c1 : i32
  %2 = arith.select %c, %true, %false : i1
  %3 = arith.select %c, %false, %true : i1
  %4 = arith.select %c, %c2, %c0 : i32
  return %0, %1, %2, %3, %4 : i32, i32, i1, i1, i32
}

// CHECK-LABEL: func.func @select_poison(
// CHECK-NEXT:    return %x : i32
func.func @select_poison(%c: i1, %x: i32) -> i32 {
  %p = ub.poison : i32
  %0 = arith.select %c, %p, %x : i32
  return %0 : i32
}

// CHECK-LABEL: func.func @compare_as_integers(
// CHECK-DAG:     %true = arith.constant true
// CHECK-DAG:     %false = arith.constant false
// CHECK-DAG:     %c4_i8 = arith.constant 4 : i8
// CHECK-NEXT:    %0 = arith.cmpi sle, %n, %c4_i8 : i8
// CHECK-NEXT:    return %0, %false, %true, %true : i1, i1, i1, i1
func.func @compare_as_integers(%n: i8) -> (i1, i1, i1, i1) {
  %half = arith.constant 4.5 : f32
  %big = arith.constant 1000.0 : f32
  %0 = arith.sitofp %n : i8 to f32
  %1 = arith.cmpf olt, %0, %half : f32
  %2 = arith.cmpf oeq, %0, %half : f32
  %3 = arith.cmpf ult, %0, %big : f32
  %4 = arith.cmpf ord, %0, %half : f32
  return %1, %2, %3, %4 : i1, i1, i1, i1
}

// CHECK-LABEL: func.func @compare_as_integers_only_if_exact(
// CHECK-DAG:     %bound = arith.constant 1.000000e+10 : f32
// CHECK-NEXT:    %0 = arith.sitofp %n : i64 to f32
// CHECK-NEXT:    %1 = arith.cmpf olt, %0, %bound : f32
// CHECK-NEXT:    return %1 : i1
func.func @compare_as_integers_only_if_exact(%n: i64) -> i1 {
  %bound = arith.constant 1.0e+10 : f32
  %0 = arith.sitofp %n : i64 to f32
  %1 = arith.cmpf olt, %0, %bound : f32
  return %1 : i1
}
// Floats: what would change the sign of zero, or NaN, stays.
// CHECK-LABEL: func.func @float_neutral_elements(
// CHECK-DAG:     %zero = arith.constant 0.000000e+00 : f32
// CHECK-NEXT:    %0 = arith.addf %x, %zero : f32
// CHECK-NEXT:    %1 = arith.mulf %x, %zero : f32
// CHECK-NEXT:    return %x, %0, %x, %x, %1 : f32, f32, f32, f32, f32
func.func @float_neutral_elements(%x: f32) -> (f32, f32, f32, f32, f32) {
  %zero = arith.constant 0.0 : f32
  %negzero = arith.constant -0.0 : f32
  %one = arith.constant 1.0 : f32
  %0 = arith.addf %x, %negzero : f32
  %1 = arith.addf %x, %zero : f32
  %2 = arith.subf %x, %zero : f32
  %3 = arith.mulf %x, %one : f32
  %4 = arith.mulf %x, %zero : f32
  return %0, %1, %2, %3, %4 : f32, f32, f32, f32, f32
}

// CHECK-LABEL: func.func @product_with_zero_if_promised(
// CHECK-DAG:     %cst = arith.constant 0.000000e+00 : f32
// CHECK-NEXT:    return %cst : f32
func.func @product_with_zero_if_promised(%x: f32) -> f32 {
  %zero = arith.constant 0.0 : f32
  %0 = arith.mulf %x, %zero fastmath<nnan,nsz> : f32
  return %0 : f32
}

// CHECK-LABEL: func.func @negations(
// CHECK-NEXT:    %0 = arith.mulf %x, %y : f32
// CHECK-NEXT:    %1 = arith.divf %x, %y : f32
// CHECK-NEXT:    return %0, %1, %x : f32, f32, f32
func.func @negations(%x: f32, %y: f32) -> (f32, f32, f32) {
  %0 = arith.negf %x : f32
  %1 = arith.negf %y : f32
  %2 = arith.mulf %0, %1 : f32
  %3 = arith.divf %0, %1 : f32
  %4 = arith.negf %0 : f32
  return %2, %3, %4 : f32, f32, f32
}

// CHECK-LABEL: func.func @vectors_fold_too(
// CHECK-DAG:     %cst = arith.constant dense<[10, -40]> : vector<2xi32>
// CHECK-NEXT:    return %x, %cst : vector<4xi32>, vector<2xi32>
func.func @vectors_fold_too(%x: vector<4xi32>) -> (vector<4xi32>, vector<2xi32>) {
  %c0 = arith.constant dense<0> : vector<4xi32>
  %a = arith.constant dense<[1, 2]> : vector<2xi32>
  %b = arith.constant dense<[10, -20]> : vector<2xi32>
  %0 = arith.addi %x, %c0 : vector<4xi32>
  %1 = arith.muli %a, %b : vector<2xi32>
  return %0, %1 : vector<4xi32>, vector<2xi32>
}
