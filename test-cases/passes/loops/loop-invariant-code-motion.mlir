// RUN: lathe opt --loop-invariant-code-motion %s | FileCheck %s

// What depends on no loop climbs out of both, what depends on the outer one out of the inner one.
// CHECK-LABEL: @climbs_as_far_as_it_can
// CHECK:       arith.addi %a, %b
// CHECK:       scf.for %i
// CHECK:         arith.muli %i, %a
// CHECK:         scf.for %j
// CHECK-NEXT:      arith.addi
// CHECK-NEXT:      memref.store
func.func @climbs_as_far_as_it_can(%a: index, %b: index, %m: memref<?xindex>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  scf.for %i = %c0 to %a step %c1 {
    scf.for %j = %c0 to %b step %c1 {
      %sum = arith.addi %a, %b : index
      %row = arith.muli %i, %a : index
      %at = arith.addi %row, %j : index
      memref.store %sum, %m[%at] : memref<?xindex>
    }
  }
  return
}

// A load may see another value in each round, a division may trap where no round runs.
// CHECK-LABEL: @stays
// CHECK:       scf.for
// CHECK:         memref.load
// CHECK:         arith.divsi
func.func @stays(%a: index, %b: index, %m: memref<4xindex>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  scf.for %i = %c0 to %a step %c1 {
    %x = memref.load %m[%c0] : memref<4xindex>
    %q = arith.divsi %a, %b : index
    %y = arith.addi %x, %q : index
    memref.store %y, %m[%c0] : memref<4xindex>
  }
  return
}

// What is inside an operation moves with it.
// CHECK-LABEL: @branches_move_whole
// CHECK:       scf.if
// CHECK:       scf.for
func.func @branches_move_whole(%c: i1, %x: f32, %n: index, %m: memref<?xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  scf.for %i = %c0 to %n step %c1 {
    %y = scf.if %c -> (f32) {
      %double = arith.addf %x, %x : f32
      scf.yield %double : f32
    } else {
      scf.yield %x : f32
    }
    memref.store %y, %m[%i] : memref<?xf32>
  }
  return
}
