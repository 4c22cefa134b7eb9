// RUN: lathe opt %s --split-input-file --verify-diagnostics

func.func @f(%a: i32) -> i32 {
  // expected-error @+1 {{block with no terminator, has %0 = "arith.addi"(%a, %a) <{overflowFlags = #arith.overflow<none>}> : (i32, i32) -> i32}}
  %0 = arith.addi %a, %a : i32
}

// -----

"func.func"() <{function_type = (i32) -> i32, sym_name = "f"}> ({
^bb0(%a: i32):
  // expected-error @+1 {{block with no terminator, has %0 = "arith.addi"(%a, %a) <{overflowFlags = #arith.overflow<none>}> : (i32, i32) -> i32}}
  %0 = "arith.addi"(%a, %a) : (i32, i32) -> i32
}) : () -> ()

// -----

// expected-error @+1 {{empty block: expect at least a terminator}}
func.func @f(%a: i32) -> i32 {
  cf.br ^bb1
^bb1:
}

// -----

func.func @f(%a: i32) {
  // expected-error @+1 {{empty block: expect at least a terminator}}
  "test.region"() ({ ^bb0: 
  }) : () -> ()
  return
}

// -----

func.func @f(%a: i32) {
  cf.br ^bb0
^bb0:
  // expected-error @+1 {{'func.return' op must be the last operation in the parent block}}
  return
  return
}

// -----

// expected-error @+1 {{entry block of region may not have predecessors}}
"func.func"() <{function_type = (i32) -> (), sym_name = "f"}> ({
^bb0(%a: i32):
  "cf.br"(%a)[^bb0] : (i32) -> ()
}) : () -> ()

// -----

func.func @f(%a: i32) {
  cf.br ^bb1
^bb1:
  // expected-error @+1 {{operation being parsed with an unregistered dialect. If this is intended, please use -allow-unregistered-dialect with the MLIR tool used}}
  "x.y"() [^bb2] : () -> ()
  cf.br ^bb2
^bb2:
  return
}

// -----

func.func @f(%a: i32) {
  // expected-error @+1 {{branch has 1 operands for successor #0, but target block has 0}}
  cf.br ^bb1(%a : i32)
^bb1:
  return
}

// -----

func.func @f(%a: i32) {
  // expected-error @+1 {{type mismatch for bb argument #0 of successor #0}}
  cf.br ^bb1(%a : i32)
^bb1(%b: f32):
  return
}

// -----

func.func @f(%a: i1) {
  cf.cond_br %a, ^bb1, ^bb2
^bb1:
  // expected-note @+1 {{operand defined here (op in the same region)}}
  %x = arith.constant 1 : i32
  cf.br ^bb2
^bb2:
  // expected-error @+1 {{operand #0 does not dominate this use}}
  %y = arith.addi %x, %x : i32
  return
}

// -----

func.func @f(%a: i1) {
  cf.cond_br %a, ^bb1, ^bb2
^bb1:
  %x = arith.constant 1 : i32
  cf.br ^bb3(%x : i32)
// expected-note @+1 {{operand defined as a block argument (block #2 in the same region)}}
^bb3(%z: i32):
  cf.br ^bb2
^bb2:
  // expected-error @+1 {{operand #0 does not dominate this use}}
  %y = arith.addi %z, %z : i32
  return
}

// -----

func.func @f(%a: i1) {
  // expected-error @+1 {{operand #0 does not dominate this use}}
  %y = arith.addi %z, %z : i32
  // expected-note @+1 {{operand defined here (op in the same block)}}
  %z = arith.addi %y, %y : i32
  return
}

// -----

func.func @f(%a: i1) {
  scf.if %a {
    %z = arith.constant 1 : i32
  }
  // expected-error @+1 {{use of undeclared SSA value name}}
  %y = arith.addi %z, %z : i32
  return
}

// -----

func.func @f(%a: i1) {
  // expected-error @+2 {{custom op 'arith.foo' is unknown}}
  // expected-note @+1 {{did you mean 'arith.ori'?}}
  arith.foo
  return
}

// -----

func.func @f(%a: i1) {
  // expected-error @+2 {{unregistered operation 'arith.foo' found in dialect ('arith') that does not allow unknown operations}}
  // expected-note @+1 {{did you mean 'arith.ori'?}}
  "arith.foo"() : () -> ()
  return
}

// -----

func.func @f(%a: i1) {
  // expected-error @+1 {{operation being parsed with an unregistered dialect. If this is intended, please use -allow-unregistered-dialect with the MLIR tool used}}
  "unknown.foo"() : () -> ()
  return
}

// -----

// expected-error @+1 {{'builtin.module' op region should have no arguments}}
module { ^bb0(%a: i32): }

// -----

// expected-error @+1 {{'builtin.module' op region should have no arguments}}
"builtin.module"() ({^bb0(%a: i32): }) : () -> ()

// -----

// expected-error @+1 {{'builtin.module' op region #0 ('bodyRegion') failed to verify constraint: region with 1 blocks}}
"builtin.module"() ({ }) {sym_visibility = "foo"} : () -> ()

// -----

// expected-error @+1 {{'cf.br' op requires 1 successor but found 0}}
"cf.br"() : () -> ()

// -----

func.func @f(%a: tensor<4xf32>, %b: f32, %v: vector<4xf32>) {
  // expected-error @+1 {{'math.fma' op requires the same type for all operands and results}}
  "math.fma"(%a, %b, %a) : (tensor<4xf32>, f32, tensor<4xf32>) -> tensor<4xf32>
  return
}

// -----

func.func @f(%a: tensor<4xf32>, %b: tensor<3xf32>, %v: vector<4xi32>) {
  // expected-error @+1 {{'math.fpowi' op all non-scalar operands/results must have the same shape and base type}}
  "math.fpowi"(%a, %v) : (tensor<4xf32>, vector<4xi32>) -> tensor<4xf32>
  return
}

// -----

func.func @f(%a: i32, %c: i1) {
  %r = "scf.if"(%c) ({
    %v = arith.constant 1 : i32
    scf.yield %v : i32
  }, {
    // expected-error @+1 {{use of undeclared SSA value name}}
    scf.yield %v : i32
  }) : (i1) -> i32
  return
}

// -----

func.func @f(%a: i32, %c: i1) {
  // expected-note @+1 {{operand defined here (op in a parent region)}}
  %r = scf.if %c -> i32 {
    // expected-error @+1 {{operand #0 does not dominate this use}}
    %q = arith.addi %r, %r : i32
    scf.yield %q : i32
  } else {
    scf.yield %a : i32
  }
  return
}

// -----

func.func @f(%c: i1) {
  cf.cond_br %c, ^bb1, ^bb2
^bb1:
  // expected-note @+1 {{operand defined here (op in a parent region)}}
  %x = arith.constant 1 : i32
  cf.br ^bb3
^bb2:
  cf.br ^bb3
^bb3:
  scf.if %c {
    // expected-error @+1 {{operand #0 does not dominate this use}}
    %z = arith.addi %x, %x : i32
  }
  return
}

// -----

module @m {
  module @n {
    func.func private @f()
    func.func @g() { call @f() : () -> () return }
  }
  // expected-error @+1 {{'func.call' op 'f' does not reference a valid function}}
  func.func @h() { call @f() : () -> () return }
}

// -----

func.func @f(%a: i32) -> (i32, f32) {
  // expected-error @+1 {{'func.return' op type of return operand 1 ('i32') doesn't match function result type ('f32') in function @f}}
  return %a, %a : i32, i32
}

// -----

func.func @f(%c: i1, %x: i32) {
  // expected-error @+1 {{'cf.cond_br' op operand count (2) does not match with the total size (3) specified in attribute 'operandSegmentSizes'}}
  "cf.cond_br"(%c, %x)[^bb1, ^bb2] <{operandSegmentSizes = array<i32: 1, 2, 0>}> : (i1, i32) -> ()
^bb1(%q: i32):
  return
^bb2:
  return
}

// -----

func.func @f(%c: i1, %x: i32) {
  // expected-error @+1 {{'cf.cond_br' op 'operandSegmentSizes' attribute cannot have negative elements}}
  "cf.cond_br"(%c, %x)[^bb1, ^bb2] <{operandSegmentSizes = array<i32: 1, -1, 2>}> : (i1, i32) -> ()
^bb1(%q: i32):
  return
^bb2:
  return
}

// -----

func.func @f(%c: i32, %x: i32) {
  // expected-error @+1 {{'cf.switch' op 'flag' type ('i32') should match case value type ('i64')}}
  "cf.switch"(%c)[^bb1, ^bb1] <{operandSegmentSizes = array<i32: 1, 0, 0>, case_values = dense<1> : tensor<1xi64>, case_operand_segments = array<i32: 0>}> : (i32) -> ()
^bb1:
  return
}

// -----

func.func @f(%c: i32, %x: i32) {
  // expected-error @+1 {{'cf.switch' op number of case values (2) should match number of case destinations (1)}}
  "cf.switch"(%c)[^bb1, ^bb1] <{operandSegmentSizes = array<i32: 1, 0, 0>, case_values = dense<[1,2]> : tensor<2xi32>, case_operand_segments = array<i32: 0>}> : (i32) -> ()
^bb1:
  return
}

// -----

func.func @f(%c: i32, %x: i32) {
  // expected-error @+1 {{'arith.addui_extended' op result #1 must be bool-like, but got 'i32'}}
  %0:2 = "arith.addui_extended"(%c, %x) : (i32, i32) -> (i32, i32)
  return
}

// -----

func.func @f(%c: i32, %x: i32) {
  // expected-error @+1 {{'math.fma' op expected 3 operands, but found 2}}
  "math.fma"(%c, %x) : (i32, i32) -> (i32)
  return
}

// -----

func.func @f(%c: i32, %x: i32) {
  // expected-error @+1 {{'builtin.unrealized_conversion_cast' op expected at least one result for cast operation}}
  "builtin.unrealized_conversion_cast"(%c) : (i32) -> ()
  return
}

// -----

func.func @f(%c: tensor<4xf32>, %x: tensor<5xf32>) {
  // expected-error @+1 {{'arith.addf' op requires the same type for all operands and results}}
  %0 = "arith.addf"(%c, %x) : (tensor<4xf32>, tensor<5xf32>) -> tensor<4xf32>
  return
}

// -----

func.func @f(%c: tensor<4xf32>, %x: vector<4xf32>) {
  // expected-error @+1 {{'arith.addf' op all non-scalar operands/results must have the same shape and base type}}
  %0 = "arith.addf"(%c, %x) : (tensor<4xf32>, vector<4xf32>) -> tensor<4xf32>
  return
}

// -----

// expected-error @+1 {{'func.func' op entry block must have 1 arguments to match function signature}}
"func.func"() <{function_type = (i32) -> (), sym_name = "f"}> ({
^bb0(%a: i32, %b: i32):
  "func.return"() : () -> ()
}) : () -> ()

// -----

// expected-error @+1 {{'func.func' op expects argument attribute array to have the same number of elements as the number of function arguments, got 2, but expected 1}}
"func.func"() <{function_type = (i32) -> (), sym_name = "f", arg_attrs = [{}, {}]}> ({
^bb0(%a: i32):
  "func.return"() : () -> ()
}) : () -> ()

// -----

func.func @f() {
  // expected-error @+1 {{'func.constant' op reference to undefined function 'nope'}}
  %0 = func.constant @nope : () -> ()
  return
}

// -----

func.func @f() {
  // expected-error @+1 {{'func.constant' op reference to function with mismatched type}}
  %0 = func.constant @f : (i32) -> ()
  return
}

// -----

// What is never reached cannot be wrong.
func.func @unreachable_code_may_use_values_in_any_order(%a: i32) {
  return
^bb1:
  %x = arith.addi %y, %y : i32
  %y = arith.addi %x, %x : i32
  cf.br ^bb1
}

// -----

// A module's operations have no order.
module {
  %x = arith.addi %y, %y : i32
  %y = arith.constant 1 : i32
}
