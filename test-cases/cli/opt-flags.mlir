// RUN: lathe opt %s --canonicalize --cse --mlir-print-ir-after-all 2>&1 | FileCheck %s --check-prefix=ALL
// RUN: lathe opt %s --canonicalize --cse --mlir-print-ir-before=cse 2>&1 | FileCheck %s --check-prefix=BEFORE
// RUN: lathe opt %s --cse --canonicalize --mlir-print-ir-after-change 2>&1 | FileCheck %s --check-prefix=CHANGE
// RUN: lathe opt %s --pass-pipeline='builtin.module(func.func(cse))' --mlir-print-ir-after-all --mlir-print-ir-module-scope 2>&1 | FileCheck %s --check-prefix=SCOPE
// RUN: lathe opt %s --canonicalize --mlir-timing 2>&1 | FileCheck %s --check-prefix=TIMING
// RUN: lathe opt %s --canonicalize --mlir-print-op-generic | FileCheck %s --check-prefix=GENERIC
// RUN: lathe opt - --pass='canonicalize{top-down=false}' --dump-pass-pipeline < %s 2>&1 | FileCheck %s --check-prefix=PIPELINE
// RUN: lathe opt %s -o %t && cat %t | FileCheck %s --check-prefix=FILE
// RUN: not lathe opt %s --canonicalise 2>&1 | FileCheck %s --check-prefix=UNKNOWN
// RUN: not lathe opt %s --cse='fast=1' 2>&1 | FileCheck %s --check-prefix=OPTION
// RUN: not lathe opt %s --pass-pipeline='builtin.module(cse' 2>&1 | FileCheck %s --check-prefix=SYNTAX
// RUN: not lathe opt no-such-file.mlir 2>&1 | FileCheck %s --check-prefix=MISSING
// RUN: lathe opt --help | FileCheck %s --check-prefix=HELP
// RUN: lathe passes | FileCheck %s --check-prefix=PASSES
// RUN: lathe dialects --json | FileCheck %s --check-prefix=DIALECTS

// ALL: IR Dump After canonicalize //
// ALL: IR Dump After cse //
// BEFORE: IR Dump Before cse //
// BEFORE-NOT: IR Dump
// CHANGE: IR Dump After canonicalize //
// CHANGE-NOT: IR Dump After cse
// SCOPE: IR Dump After cse ('func.func' operation: @f) //
// SCOPE-NEXT: module {
// TIMING: Total Execution Time: {{[0-9.]+}} seconds
// TIMING-DAG: ({{.*}}%) Parser
// TIMING-DAG: ({{.*}}%) canonicalize
// TIMING: (100.0%) Total
// GENERIC: "func.func"()
// PIPELINE: Pass Manager with builtin.module(canonicalize{top-down=false})
// FILE: func.func @f
// UNKNOWN: error: there is no option or pass '--canonicalise'; did you mean '--canonicalize'?
// OPTION: --cse:1:1: error: pass 'cse' has no option 'fast'; it has none
// SYNTAX: --pass-pipeline:1:19: error: expected ',' or ')'
// SYNTAX: note: to match this '('
// MISSING: error: cannot read no-such-file.mlir: there is no such file
// HELP: Usage: lathe opt
// HELP: --canonicalize {{.*}}canonicalize operations
// PASSES: canonicalize
// PASSES-NEXT: top-down=true
// DIALECTS: "name": "arith"

func.func @f(%x: i32) -> i32 {
  %c1 = arith.constant 1 : i32
  %0 = arith.addi %c1, %x : i32
  return %0 : i32
}
