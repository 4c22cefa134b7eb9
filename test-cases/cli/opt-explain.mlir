// RUN: lathe opt %s --canonicalize --explain-pattern 2>&1 | FileCheck %s
// RUN: not lathe opt %s --reconcile-unrealized-casts --mlir-pass-pipeline-crash-reproducer=%t 2>&1 | FileCheck %s --check-prefix=FAILED
// RUN: not lathe opt %s --reconcile-unrealized-casts --mlir-pass-pipeline-crash-reproducer=%t --mlir-print-ir-after-failure 2>&1 | FileCheck %s --check-prefix=DUMP
// RUN: cat %t | FileCheck %s --check-prefix=REPRODUCER

// A pattern that does not apply says why.
// CHECK: {{[a-z-]+}}: '{{[a-z]+\.[a-z_]+}}': {{.*}} ({{[0-9]+}} times)

// FAILED: error: failed to legalize operation 'builtin.unrealized_conversion_cast'
// FAILED: note: what reproduces it was written to
// DUMP: // -----// IR Dump After reconcile-unrealized-casts Failed //----- //
// REPRODUCER: "builtin.module"
// REPRODUCER: mlir_reproducer
// REPRODUCER-NEXT: pipeline: "builtin.module(reconcile-unrealized-casts)"

func.func @f(%x: i32, %y: i32) -> (i1, i64) {
  %0 = arith.cmpi slt, %x, %y : i32
  %1 = arith.addi %x, %y : i32
  %2 = arith.subi %1, %y : i32
  %3 = arith.muli %2, %1 : i32
  %4 = arith.cmpi eq, %3, %x : i32
  %5 = arith.andi %4, %0 : i1
  %6 = builtin.unrealized_conversion_cast %x : i32 to i64
  return %5, %6 : i1, i64
}
