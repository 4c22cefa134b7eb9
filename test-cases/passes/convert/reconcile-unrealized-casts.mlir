// RUN: lathe opt --reconcile-unrealized-casts %s --split-input-file --verify-diagnostics
// RUN: not lathe opt --reconcile-unrealized-casts %s --split-input-file | FileCheck %s

// CHECK-LABEL: func.func @there_and_back
// CHECK-SAME:    (%[[X:.*]]: i32)
// CHECK-NEXT:    return %[[X]]
func.func @there_and_back(%x: i32) -> i32 {
  %0 = builtin.unrealized_conversion_cast %x : i32 to i64
  %1 = builtin.unrealized_conversion_cast %0 : i64 to index
  %2 = builtin.unrealized_conversion_cast %1 : index to i32
  return %2 : i32
}

// CHECK-LABEL: func.func @several
// CHECK-SAME:    (%[[X:.*]]: i64)
// CHECK-NEXT:    return %[[X]]
func.func @several(%x: i64) -> i64 {
  %0:2 = builtin.unrealized_conversion_cast %x : i64 to i32, i32
  %1 = builtin.unrealized_conversion_cast %0#0, %0#1 : i32, i32 to i64
  return %1 : i64
}

// -----

func.func @stays(%x: i32) -> i64 {
  // expected-error @below {{failed to legalize operation 'builtin.unrealized_conversion_cast'}}
  %0 = builtin.unrealized_conversion_cast %x : i32 to i64
  return %0 : i64
}
