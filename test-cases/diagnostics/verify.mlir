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
