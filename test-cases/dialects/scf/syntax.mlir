// RUN: lathe opt %s --allow-unregistered-dialect | lathe opt --allow-unregistered-dialect | FileCheck %s
// RUN: lathe opt %s --allow-unregistered-dialect --mlir-print-op-generic | lathe opt --allow-unregistered-dialect | FileCheck %s

// CHECK:      func.func @structured(%lb: index, %i: i32, %x: f32, %c: i1, %t: tensor<4xf32>) -> f32 {
// CHECK-NEXT: %r = scf.for %a = %lb to %lb step %lb iter_args(%z = %x) -> (f32) {
// CHECK-NEXT: scf.yield %z : f32
// CHECK-NEXT: }
// CHECK-NEXT: %r2:2 = scf.for unsigned %a = %i to %i step %i iter_args(%z = %x, %y = %x) -> (f32, f32)  : i32 {
// CHECK-NEXT: scf.yield %z, %y : f32, f32
// CHECK-NEXT: } {foo}
// CHECK-NEXT: scf.for %a = %lb to %lb step %lb {
// CHECK-NEXT: }
// CHECK-NEXT: scf.if %c {
// CHECK-NEXT: }
// CHECK-NEXT: scf.if %c {
// CHECK-NEXT: } else {
// CHECK-NEXT: }
// CHECK-NEXT: %q = scf.if %c -> (f32) {
// CHECK-NEXT: scf.yield %x : f32
// CHECK-NEXT: } else {
// CHECK-NEXT: scf.yield %x : f32
// CHECK-NEXT: } {foo}
// CHECK-NEXT: %w:2 = scf.while (%a = %x, %b = %i) : (f32, i32) -> (f32, f32) {
// CHECK-NEXT: scf.condition(%c) %a, %a : f32, f32
// CHECK-NEXT: } do {
// CHECK-NEXT: ^bb0(%a: f32, %b: f32):
// CHECK-NEXT: scf.yield %a, %i : f32, i32
// CHECK-NEXT: } attributes {foo}
// CHECK-NEXT: scf.while : () -> () {
// CHECK-NEXT: scf.condition(%c)
// CHECK-NEXT: } do {
// CHECK-NEXT: scf.yield
// CHECK-NEXT: }
// CHECK-NEXT: %e = scf.execute_region -> f32 {
// CHECK-NEXT: scf.yield %x : f32
// CHECK-NEXT: } {foo}
// CHECK-NEXT: scf.execute_region {
// CHECK-NEXT: cf.br ^bb1
// CHECK-NEXT: ^bb1:
// CHECK-NEXT: scf.yield
// CHECK-NEXT: }
// CHECK-NEXT: scf.execute_region no_inline {
// CHECK-NEXT: scf.yield
// CHECK-NEXT: }
// CHECK-NEXT: %s = scf.index_switch %lb {foo} -> f32
// CHECK-NEXT: case 1 {
// CHECK-NEXT: scf.yield %x : f32
// CHECK-NEXT: }
// CHECK-NEXT: case 3 {
// CHECK-NEXT: scf.yield %x : f32
// CHECK-NEXT: }
// CHECK-NEXT: default {
// CHECK-NEXT: scf.yield %x : f32
// CHECK-NEXT: }
// CHECK-NEXT: scf.parallel (%j) = (%lb) to (%lb) step (%lb) {
// CHECK-NEXT: scf.reduce
// CHECK-NEXT: }
// CHECK-NEXT: %red:2 = scf.parallel (%j, %k) = (%lb, %lb) to (%lb, %lb) step (%lb, %lb) init (%x, %x) -> (f32, f32) {
// CHECK-NEXT: scf.reduce(%x, %x : f32, f32) {
// CHECK-NEXT: ^bb0(%l: f32, %m: f32):
// CHECK-NEXT: scf.reduce.return %l : f32
// CHECK-NEXT: }, {
// CHECK-NEXT: ^bb0(%l: f32, %m: f32):
// CHECK-NEXT: scf.reduce.return %l : f32
// CHECK-NEXT: }
// CHECK-NEXT: } {foo}
// CHECK-NEXT: scf.forall (%j) in (4) {
// CHECK-NEXT: }
// CHECK-NEXT: %fa = scf.forall (%j, %k) = (0, %lb) to (4, 5) step (1, %lb) shared_outs(%o = %t) -> (tensor<4xf32>) {
// CHECK-NEXT: scf.forall.in_parallel {
// CHECK-NEXT: }
// CHECK-NEXT: } {mapping = [#gpu.thread<x>, #gpu.thread<y>]}
// CHECK-NEXT: return %x : f32
// CHECK-NEXT: }

func.func @structured(%lb: index, %i: i32, %x: f32, %c: i1, %t: tensor<4xf32>) -> f32 {
  %r = scf.for %a = %lb to %lb step %lb iter_args(%z = %x) -> f32 { scf.yield %z : f32 }
  %r2:2 = scf.for unsigned %a = %i to %i step %i iter_args(%z = %x, %y = %x) -> (f32, f32) : i32 { scf.yield %z, %y : f32, f32 } {foo}
  scf.for %a = %lb to %lb step %lb { }
  scf.if %c { }
  scf.if %c { } else { }
  %q = scf.if %c -> f32 { scf.yield %x : f32 } else {scf.yield %x: f32} {foo}
  %w:2 = scf.while (%a = %x, %b = %i) : (f32, i32) -> (f32, f32) {
    scf.condition(%c) %a, %a : f32, f32
  } do {
  ^bb0(%a: f32, %b: f32):
    scf.yield %a, %i : f32, i32
  } attributes {foo}
  scf.while : () -> () {
    scf.condition(%c)
  } do {
    scf.yield
  } 
  %e = scf.execute_region -> f32 { scf.yield %x : f32 } {foo}
  scf.execute_region { cf.br ^bb1 
   ^bb1: 
   scf.yield }
  scf.execute_region no_inline { scf.yield }
  %s = scf.index_switch %lb {foo} -> f32 
  case 1 { scf.yield %x : f32 }
  case 3 { scf.yield %x : f32 }
  default { scf.yield %x : f32 }
  scf.parallel (%j) = (%lb) to (%lb) step (%lb) { }
  %red:2 = scf.parallel (%j, %k) = (%lb, %lb) to (%lb, %lb) step (%lb, %lb) init (%x, %x) -> (f32, f32) { 
    scf.reduce(%x, %x : f32, f32) { 
      ^bb0(%l: f32, %m: f32):
      scf.reduce.return %l : f32
    }, { 
      ^bb0(%l: f32, %m: f32):
      scf.reduce.return %l : f32
    }
  } {foo}
  scf.forall (%j) in (4) { }
  %fa = scf.forall (%j, %k) = (0, %lb) to (4, 5) step (1, %lb) shared_outs(%o = %t) -> (tensor<4xf32>) {
    scf.forall.in_parallel { }
  } {mapping = [#gpu.thread<x>, #gpu.thread<y>]}
  return %x : f32
}
