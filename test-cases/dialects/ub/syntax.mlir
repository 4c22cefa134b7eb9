// RUN: lathe opt %s --allow-unregistered-dialect | lathe opt --allow-unregistered-dialect | FileCheck %s
// RUN: lathe opt %s --allow-unregistered-dialect --mlir-print-op-generic | lathe opt --allow-unregistered-dialect | FileCheck %s

// CHECK:      func.func @poison() -> i32 {
// CHECK-NEXT: %0 = ub.poison : i32
// CHECK-NEXT: %1 = ub.poison {tag} : vector<4xf32>
// CHECK-NEXT: ub.unreachable
// CHECK-NEXT: }

func.func @poison() -> i32 {
  %0 = ub.poison : i32
  %1 = ub.poison {tag} : vector<4xf32>
  ub.unreachable
}
