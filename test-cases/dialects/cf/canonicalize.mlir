// RUN: lathe opt --canonicalize %s | FileCheck %s

func.func private @use(i32)

// CHECK-LABEL: func.func @const_cond(
// CHECK-NEXT:    return %a : i32
func.func @const_cond(%a: i32) -> i32 {
  %t = arith.constant true
  cf.cond_br %t, ^bb1(%a : i32), ^bb2
^bb1(%x: i32):
  return %x : i32
^bb2:
  return %a : i32
}

// CHECK-LABEL: func.func @same_dest(
// CHECK-NEXT:    %0 = arith.select %c, %a, %b : i32
// CHECK-NEXT:    return %0 : i32
func.func @same_dest(%c: i1, %a: i32, %b: i32) -> i32 {
  cf.cond_br %c, ^bb1(%a : i32), ^bb1(%b : i32)
^bb1(%x: i32):
  return %x : i32
}

// CHECK-LABEL: func.func @passthrough(
// CHECK-NEXT:    cf.cond_br %c, ^bb2(%a : i32), ^bb1
// CHECK-NEXT:    ^bb1:
// CHECK-NEXT:    call @use(%a) : (i32) -> ()
// CHECK-NEXT:    cf.br ^bb2(%b : i32)
// CHECK-NEXT:    ^bb2(%y: i32):
// CHECK-NEXT:    return %y : i32
func.func @passthrough(%c: i1, %a: i32, %b: i32) -> i32 {
  cf.cond_br %c, ^bb1(%a : i32), ^bb2
^bb1(%x: i32):
  cf.br ^bb3(%x : i32)
^bb2:
  func.call @use(%a) : (i32) -> ()
  cf.br ^bb3(%b : i32)
^bb3(%y: i32):
  return %y : i32
}

// CHECK-LABEL: func.func @br_chain(
// CHECK-NEXT:    call @use(%a) : (i32) -> ()
// CHECK-NEXT:    return %a : i32
func.func @br_chain(%c: i1, %a: i32) -> i32 {
  cf.br ^bb1(%a : i32)
^bb1(%x: i32):
  func.call @use(%x) : (i32) -> ()
  cf.br ^bb2(%x : i32)
^bb2(%y: i32):
  return %y : i32
}

// CHECK-LABEL: func.func @cond_truth(
// CHECK-NEXT:    %m = arith.constant 0 : i32
// CHECK-NEXT:    %n = arith.constant 1 : i32
// CHECK-NEXT:    %true = arith.constant true
// CHECK-NEXT:    %false = arith.constant false
// CHECK-NEXT:    cf.cond_br %c, ^bb1, ^bb2
// CHECK-NEXT:    ^bb1:
// CHECK-NEXT:    call @use(%n) : (i32) -> ()
// CHECK-NEXT:    cf.br ^bb3(%true : i1)
// CHECK-NEXT:    ^bb2:
// CHECK-NEXT:    call @use(%m) : (i32) -> ()
// CHECK-NEXT:    cf.br ^bb3(%false : i1)
// CHECK-NEXT:    ^bb3(%z: i1):
// CHECK-NEXT:    return %z : i1
func.func @cond_truth(%c: i1, %a: i32) -> i1 {
  cf.cond_br %c, ^bb1, ^bb2
^bb1:
  %n = arith.extui %c : i1 to i32
  func.call @use(%n) : (i32) -> ()
  cf.br ^bb3(%c : i1)
^bb2:
  %m = arith.extui %c : i1 to i32
  func.call @use(%m) : (i32) -> ()
  cf.br ^bb3(%c : i1)
^bb3(%z: i1):
  return %z : i1
}

// CHECK-LABEL: func.func @switch(
// CHECK-NEXT:    %c = arith.constant 3 : i32
// CHECK-NEXT:    return %c : i32
func.func @switch(%a: i32) -> i32 {
  %c = arith.constant 3 : i32
  cf.switch %c : i32, [default: ^bb1(%a : i32), 3: ^bb2]
^bb1(%x: i32):
  return %x : i32
^bb2:
  return %c : i32
}

// CHECK-LABEL: func.func @switch_default(
// CHECK-NEXT:    call @use(%a) : (i32) -> ()
// CHECK-NEXT:    return %a : i32
func.func @switch_default(%a: i32) -> i32 {
  cf.switch %a : i32, [default: ^bb1(%a : i32)]
^bb1(%x: i32):
  func.call @use(%x) : (i32) -> ()
  return %x : i32
}

// CHECK-LABEL: func.func @switch_same(
// CHECK-NEXT:    cf.switch %a : i32, [
// CHECK-NEXT:    default: ^bb1,
// CHECK-NEXT:    2: ^bb2
// CHECK-NEXT:    ]
// CHECK-NEXT:    ^bb1:
// CHECK-NEXT:    call @use(%a) : (i32) -> ()
// CHECK-NEXT:    return %a : i32
// CHECK-NEXT:    ^bb2:
// CHECK-NEXT:    return %a : i32
func.func @switch_same(%a: i32) -> i32 {
  cf.switch %a : i32, [default: ^bb1(%a : i32), 1: ^bb1(%a : i32), 2: ^bb2]
^bb1(%x: i32):
  func.call @use(%x) : (i32) -> ()
  return %x : i32
^bb2:
  return %a : i32
}

// CHECK-LABEL: func.func @assert(
// CHECK-NEXT:    return %a : i32
func.func @assert(%a: i32) -> i32 {
  %t = arith.constant true
  cf.assert %t, "no"
  return %a : i32
}

// CHECK-LABEL: func.func @unreach(
// CHECK-NEXT:    return %a : i32
func.func @unreach(%a: i32) -> i32 {
  return %a : i32
^bb1:
  func.call @use(%a) : (i32) -> ()
  cf.br ^bb1
}
