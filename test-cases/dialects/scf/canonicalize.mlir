// RUN: lathe opt --canonicalize %s | FileCheck %s

func.func private @use(i32)
func.func private @usei(index)

// CHECK-LABEL: func.func @for_zero(
// CHECK-NEXT:    return %a : i32
func.func @for_zero(%a: i32) -> i32 {
  %c4 = arith.constant 4 : index
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %r = scf.for %i = %c4 to %c0 step %c1 iter_args(%x = %a) -> (i32) {
    func.call @usei(%i) : (index) -> ()
    scf.yield %x : i32
  }
  return %r : i32
}

// CHECK-LABEL: func.func @for_one(
// CHECK-NEXT:    %c0 = arith.constant 0 : index
// CHECK-NEXT:    call @usei(%c0) : (index) -> ()
// CHECK-NEXT:    %y = arith.addi %a, %a : i32
// CHECK-NEXT:    return %y : i32
func.func @for_one(%a: i32) -> i32 {
  %c4 = arith.constant 4 : index
  %c0 = arith.constant 0 : index
  %r = scf.for %i = %c0 to %c4 step %c4 iter_args(%x = %a) -> (i32) {
    func.call @usei(%i) : (index) -> ()
    %y = arith.addi %x, %x : i32
    scf.yield %y : i32
  }
  return %r : i32
}

// CHECK-LABEL: func.func @for_iter_unused(
// CHECK-NEXT:    %c0 = arith.constant 0 : index
// CHECK-NEXT:    %c1 = arith.constant 1 : index
// CHECK-NEXT:    %r = scf.for %i = %c0 to %n step %c1 iter_args(%z = %a) -> (i32) {
// CHECK-NEXT:    func.call @use(%a) : (i32) -> ()
// CHECK-NEXT:    %q = arith.addi %a, %a : i32
// CHECK-NEXT:    %q2 = arith.addi %z, %q : i32
// CHECK-NEXT:    scf.yield %q2 : i32
// CHECK-NEXT:    }
// CHECK-NEXT:    return %r : i32
func.func @for_iter_unused(%a: i32, %n: index) -> i32 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %r:3 = scf.for %i = %c0 to %n step %c1 iter_args(%x = %a, %y = %a, %z = %a) -> (i32, i32, i32) {
    func.call @use(%x) : (i32) -> ()
    %q = arith.addi %x, %x : i32
    %q2 = arith.addi %z, %q : i32
    scf.yield %x, %q, %q2 : i32, i32, i32
  }
  return %r#2 : i32
}

// CHECK-LABEL: func.func @for_invariant_yield(
// CHECK-NEXT:    %c0 = arith.constant 0 : index
// CHECK-NEXT:    %c1 = arith.constant 1 : index
// CHECK-NEXT:    scf.for %i = %c0 to %n step %c1 {
// CHECK-NEXT:    func.call @use(%a) : (i32) -> ()
// CHECK-NEXT:    }
// CHECK-NEXT:    return %a, %a : i32, i32
func.func @for_invariant_yield(%a: i32, %n: index) -> (i32, i32) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %r:2 = scf.for %i = %c0 to %n step %c1 iter_args(%x = %a, %y = %a) -> (i32, i32) {
    func.call @use(%x) : (i32) -> ()
    scf.yield %a, %y : i32, i32
  }
  return %r#0, %r#1 : i32, i32
}

// CHECK-LABEL: func.func @for_empty(
// CHECK-NEXT:    return %a : i32
func.func @for_empty(%a: i32, %n: index) -> i32 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %r = scf.for %i = %c0 to %n step %c1 iter_args(%x = %a) -> (i32) {
    scf.yield %x : i32
  }
  scf.for %i = %c0 to %n step %c1 {
  }
  return %r : i32
}

// CHECK-LABEL: func.func @if_const(
// CHECK-NEXT:    call @use(%a) : (i32) -> ()
// CHECK-NEXT:    call @use(%a) : (i32) -> ()
// CHECK-NEXT:    return %a : i32
func.func @if_const(%a: i32) -> i32 {
  %t = arith.constant true
  %f = arith.constant false
  %r = scf.if %t -> i32 {
    func.call @use(%a) : (i32) -> ()
    scf.yield %a : i32
  } else {
    %c = arith.constant 1 : i32
    scf.yield %c : i32
  }
  scf.if %f {
    func.call @use(%a) : (i32) -> ()
  }
  scf.if %f {
    func.call @use(%a) : (i32) -> ()
  } else {
    func.call @use(%r) : (i32) -> ()
  }
  return %r : i32
}

// CHECK-LABEL: func.func @if_select(
// CHECK-NEXT:    %r = arith.select %c, %a, %b : i32
// CHECK-NEXT:    return %r, %b : i32, i32
func.func @if_select(%c: i1, %a: i32, %b: i32) -> (i32, i32) {
  %r:2 = scf.if %c -> (i32, i32) {
    scf.yield %a, %b : i32, i32
  } else {
    scf.yield %b, %b : i32, i32
  }
  return %r#0, %r#1 : i32, i32
}

// CHECK-LABEL: func.func @if_unused(
// CHECK-NEXT:    %r = arith.select %c, %b, %a : i32
// CHECK-NEXT:    scf.if %c {
// CHECK-NEXT:    func.call @use(%a) : (i32) -> ()
// CHECK-NEXT:    } else {
// CHECK-NEXT:    func.call @use(%b) : (i32) -> ()
// CHECK-NEXT:    }
// CHECK-NEXT:    return %r : i32
func.func @if_unused(%c: i1, %a: i32, %b: i32) -> i32 {
  %r:2 = scf.if %c -> (i32, i32) {
    func.call @use(%a) : (i32) -> ()
    scf.yield %a, %b : i32, i32
  } else {
    func.call @use(%b) : (i32) -> ()
    scf.yield %b, %a : i32, i32
  }
  return %r#1 : i32
}

// CHECK-LABEL: func.func @if_empty_else(
// CHECK-NEXT:    scf.if %c {
// CHECK-NEXT:    func.call @use(%a) : (i32) -> ()
// CHECK-NEXT:    } else {
// CHECK-NEXT:    func.call @use(%a) : (i32) -> ()
// CHECK-NEXT:    }
// CHECK-NEXT:    return
func.func @if_empty_else(%c: i1, %a: i32) {
  scf.if %c { func.call @use(%a) : (i32) -> () } else { }
  scf.if %c { } else { func.call @use(%a) : (i32) -> () }
  scf.if %c { } else { }
  scf.if %c { }
  return
}

// CHECK-LABEL: func.func @if_cond_known(
// CHECK-NEXT:    %e = arith.constant 1 : i32
// CHECK-NEXT:    scf.if %c {
// CHECK-NEXT:    func.call @use(%e) : (i32) -> ()
// CHECK-NEXT:    func.call @use(%a) : (i32) -> ()
// CHECK-NEXT:    }
// CHECK-NEXT:    return
func.func @if_cond_known(%c: i1, %a: i32) {
  scf.if %c { 
    %e = arith.extui %c : i1 to i32
    func.call @use(%e) : (i32) -> () 
    scf.if %c { func.call @use(%a) : (i32) -> () }
  } 
  return
}

// CHECK-LABEL: func.func @if_combine(
// CHECK-NEXT:    %r = arith.select %c, %a, %b : i32
// CHECK-NEXT:    scf.if %c {
// CHECK-NEXT:    func.call @use(%a) : (i32) -> ()
// CHECK-NEXT:    func.call @use(%r) : (i32) -> ()
// CHECK-NEXT:    }
// CHECK-NEXT:    return %r : i32
func.func @if_combine(%c: i1, %a: i32, %b: i32) -> i32 {
  %r = scf.if %c -> i32 { 
    func.call @use(%a) : (i32) -> () 
    scf.yield %a : i32
  } else {
    scf.yield %b : i32
  }
  scf.if %c { 
    func.call @use(%r) : (i32) -> () 
  }
  return %r : i32
}

// CHECK-LABEL: func.func @if_nested(
// CHECK-NEXT:    %0 = arith.andi %c, %d : i1
// CHECK-NEXT:    scf.if %0 {
// CHECK-NEXT:    func.call @use(%a) : (i32) -> ()
// CHECK-NEXT:    }
// CHECK-NEXT:    return
func.func @if_nested(%c: i1, %d: i1, %a: i32, %b: i32) {
  scf.if %c { 
   scf.if %d {
    func.call @use(%a) : (i32) -> () 
   }
  }
  return
}

// CHECK-LABEL: func.func @if_not(
// CHECK-NEXT:    %r = arith.select %c, %b, %a : i32
// CHECK-NEXT:    scf.if %c {
// CHECK-NEXT:    } else {
// CHECK-NEXT:    func.call @use(%a) : (i32) -> ()
// CHECK-NEXT:    }
// CHECK-NEXT:    return %r : i32
func.func @if_not(%c: i1, %a: i32, %b: i32) -> i32 {
  %t = arith.constant true
  %n = arith.xori %c, %t : i1
  %r = scf.if %n -> i32 { 
    func.call @use(%a) : (i32) -> () 
    scf.yield %a : i32
  } else {
    scf.yield %b : i32
  }
  return %r : i32
}

// CHECK-LABEL: func.func @if_bool(
// CHECK-NEXT:    %r = arith.constant true
// CHECK-NEXT:    %r_0 = arith.xori %c, %r : i1
// CHECK-NEXT:    return %c, %r_0 : i1, i1
func.func @if_bool(%c: i1) -> (i1, i1) {
  %t = arith.constant true
  %f = arith.constant false
  %r:2 = scf.if %c -> (i1, i1) { 
    scf.yield %t, %f : i1, i1
  } else {
    scf.yield %f, %t : i1, i1
  }
  return %r#0, %r#1 : i1, i1
}

// CHECK-LABEL: func.func @while_false(
// CHECK-NEXT:    %f = arith.constant false
// CHECK-NEXT:    scf.while : () -> () {
// CHECK-NEXT:    func.call @use(%a) : (i32) -> ()
// CHECK-NEXT:    scf.condition(%f)
// CHECK-NEXT:    } do {
// CHECK-NEXT:    func.call @use(%a) : (i32) -> ()
// CHECK-NEXT:    scf.yield
// CHECK-NEXT:    }
// CHECK-NEXT:    return %a : i32
func.func @while_false(%a: i32) -> i32 {
  %f = arith.constant false
  %r = scf.while (%x = %a) : (i32) -> i32 {
    func.call @use(%x) : (i32) -> ()
    scf.condition(%f) %x : i32
  } do {
  ^bb0(%y: i32):
    func.call @use(%y) : (i32) -> ()
    scf.yield %y : i32
  }
  return %r : i32
}

// CHECK-LABEL: func.func @while_unused(
// CHECK-NEXT:    scf.while : () -> () {
// CHECK-NEXT:    func.call @use(%a) : (i32) -> ()
// CHECK-NEXT:    scf.condition(%c)
// CHECK-NEXT:    } do {
// CHECK-NEXT:    scf.yield
// CHECK-NEXT:    }
// CHECK-NEXT:    return %a : i32
func.func @while_unused(%a: i32, %c: i1) -> i32 {
  %r:2 = scf.while (%x = %a, %z = %a) : (i32, i32) -> (i32, i32) {
    func.call @use(%x) : (i32) -> ()
    scf.condition(%c) %x, %z : i32, i32
  } do {
  ^bb0(%y: i32, %w: i32):
    scf.yield %y, %w : i32, i32
  }
  return %r#0 : i32
}

// CHECK-LABEL: func.func @while_dup(
// CHECK-NEXT:    %r = scf.while (%x = %a) : (i32) -> i32 {
// CHECK-NEXT:    %q = arith.addi %x, %x : i32
// CHECK-NEXT:    %p = arith.cmpi slt, %q, %a : i32
// CHECK-NEXT:    scf.condition(%p) %q : i32
// CHECK-NEXT:    } do {
// CHECK-NEXT:    ^bb0(%y: i32):
// CHECK-NEXT:    func.call @use(%y) : (i32) -> ()
// CHECK-NEXT:    func.call @use(%y) : (i32) -> ()
// CHECK-NEXT:    scf.yield %y : i32
// CHECK-NEXT:    }
// CHECK-NEXT:    return %r, %r : i32, i32
func.func @while_dup(%a: i32, %c: i1) -> (i32, i32) {
  %r:2 = scf.while (%x = %a) : (i32) -> (i32, i32) {
    %q = arith.addi %x, %x : i32
    %p = arith.cmpi slt, %q, %a : i32
    scf.condition(%p) %q, %q : i32, i32
  } do {
  ^bb0(%y: i32, %w: i32):
    func.call @use(%y) : (i32) -> ()
    func.call @use(%w) : (i32) -> ()
    scf.yield %y : i32
  }
  return %r#0, %r#1 : i32, i32
}

// CHECK-LABEL: func.func @exec(
// CHECK-NEXT:    call @use(%a) : (i32) -> ()
// CHECK-NEXT:    return %a : i32
func.func @exec(%a: i32) -> i32 {
  %r = scf.execute_region -> i32 {
    func.call @use(%a) : (i32) -> ()
    scf.yield %a : i32
  }
  return %r : i32
}

// CHECK-LABEL: func.func @index_switch(
// CHECK-NEXT:    call @use(%a) : (i32) -> ()
// CHECK-NEXT:    return %a : i32
func.func @index_switch(%a: i32) -> i32 {
  %c3 = arith.constant 3 : index
  %r = scf.index_switch %c3 -> i32
  case 3 { func.call @use(%a) : (i32) -> ()
    scf.yield %a : i32 }
  default { %z = arith.constant 0 : i32
   scf.yield %z : i32 }
  return %r : i32
}

// CHECK-LABEL: func.func @parallel(
// CHECK-NEXT:    %c0 = arith.constant 0 : index
// CHECK-NEXT:    %c1 = arith.constant 1 : index
// CHECK-NEXT:    scf.parallel (%j) = (%c0) to (%n) step (%c1) {
// CHECK-NEXT:    func.call @usei(%c0) : (index) -> ()
// CHECK-NEXT:    func.call @usei(%j) : (index) -> ()
// CHECK-NEXT:    scf.reduce
// CHECK-NEXT:    }
// CHECK-NEXT:    return
func.func @parallel(%a: i32, %n: index) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  scf.parallel (%i, %j) = (%c0, %c0) to (%c1, %n) step (%c1, %c1) {
    func.call @usei(%i) : (index) -> ()
    func.call @usei(%j) : (index) -> ()
  }
  scf.parallel (%i) = (%c0) to (%c0) step (%c1) {
    func.call @usei(%i) : (index) -> ()
  }
  return
}
