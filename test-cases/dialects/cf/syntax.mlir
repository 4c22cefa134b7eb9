// RUN: lathe opt %s --allow-unregistered-dialect | lathe opt --allow-unregistered-dialect | FileCheck %s
// RUN: lathe opt %s --allow-unregistered-dialect --mlir-print-op-generic | lathe opt --allow-unregistered-dialect | FileCheck %s

// CHECK:      func.func @branches(%c: i1, %a: i32, %b: i64) -> i32 {
// CHECK-NEXT: cf.br ^bb1(%a, %b : i32, i64)
// CHECK-NEXT: ^bb1(%x: i32, %y: i64):
// CHECK-NEXT: cf.cond_br %c, ^bb2, ^bb3(%x : i32)
// CHECK-NEXT: ^bb2:
// CHECK-NEXT: cf.cond_br %c weights([90, 10]), ^bb3(%x : i32), ^bb4 {tag}
// CHECK-NEXT: ^bb3(%z: i32):
// CHECK-NEXT: cf.assert %c, "a message with \22quotes\22"
// CHECK-NEXT: cf.br ^bb4 {tag = 1 : i32}
// CHECK-NEXT: ^bb4:
// CHECK-NEXT: return %a : i32
// CHECK-NEXT: }
//
// CHECK:      func.func @switches(%a: i32, %w: i64) -> i32 {
// CHECK-NEXT: cf.switch %a : i32, [
// CHECK-NEXT: default: ^bb1(%a : i32),
// CHECK-NEXT: 42: ^bb1(%a : i32),
// CHECK-NEXT: -1: ^bb2,
// CHECK-NEXT: 7: ^bb3(%a, %w : i32, i64)
// CHECK-NEXT: ]
// CHECK-NEXT: ^bb1(%x: i32):
// CHECK-NEXT: cf.switch %w : i64, [
// CHECK-NEXT: default: ^bb2
// CHECK-NEXT: ] {tag}
// CHECK-NEXT: ^bb2:
// CHECK-NEXT: return %a : i32
// CHECK-NEXT: ^bb3(%y: i32, %z: i64):
// CHECK-NEXT: return %y : i32
// CHECK-NEXT: }

func.func @branches(%c: i1, %a: i32, %b: i64) -> i32 {
  cf.br ^bb1(%a, %b : i32, i64)
^bb1(%x: i32, %y: i64):
  cf.cond_br %c, ^bb2, ^bb3(%x : i32)
^bb2:
  cf.cond_br %c weights([90, 10]), ^bb3(%x : i32), ^bb4 {tag}
^bb3(%z: i32):
  cf.assert %c, "a message with \22quotes\22"
  cf.br ^bb4 {tag = 1 : i32}
^bb4:
  return %a : i32
}
func.func @switches(%a: i32, %w: i64) -> i32 {
  cf.switch %a : i32, [
    default: ^bb1(%a : i32),
    42: ^bb1(%a : i32),
    -1: ^bb2,
    7: ^bb3(%a, %w : i32, i64)
  ]
^bb1(%x: i32):
  cf.switch %w : i64, [
    default: ^bb2
  ] {tag}
^bb2:
  return %a : i32
^bb3(%y: i32, %z: i64):
  return %y : i32
}
