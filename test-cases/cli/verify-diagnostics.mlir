// RUN: lathe opt %s --split-input-file --verify-diagnostics
// RUN: not lathe opt %s --split-input-file 2>&1 | FileCheck %s

// A part that fails does not keep the others from being read.
// CHECK: error:
// CHECK: func.func @fine

func.func @wrong(%x: i32) -> i64 {
  // expected-error @below {{type of return operand 0 ('i32') doesn't match function result type ('i64')}}
  return %x : i32
}

// -----

// expected-error @+1 {{expected}}
func.func @syntax(%x i32) { return }

// -----

func.func @fine() { return }
