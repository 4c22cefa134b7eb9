// RUN: lathe opt %s --split-input-file --verify-diagnostics

func.func @f(%a: i1) -> i32 {
  // expected-error @+1 {{'func.return' op has 0 operands, but enclosing function (@f) returns 1}}
  return
}

// -----

// expected-error @+1 {{'func.func' op symbol declaration cannot have public visibility}}
func.func @f(%a: i1)

// -----

// expected-note @+1 {{see existing symbol definition here}}
func.func private @f(%a: i1)
// expected-error @+1 {{redefinition of symbol named 'f'}}
func.func private @f(%a: i1)

// -----

func.func private @f(i1)
// expected-error @+1 {{'func.call' op 'h' does not reference a valid function}}
func.func @g() { call @h() : () -> () return }

// -----

func.func private @f(i1)
// expected-error @+1 {{'func.call' op incorrect number of operands for callee}}
func.func @g() { call @f() : () -> () return }

// -----

func.func private @f(i1)
// expected-error @+1 {{'func.call' op operand type mismatch: expected operand type 'i1', but provided 'i32' for operand number 0}}
func.func @g(%a: i32) { call @f(%a) : (i32) -> () return }

// -----

func.func private @f(i1) -> i32
// expected-error @+1 {{'func.call' op incorrect number of results for callee}}
func.func @g(%a: i1) { call @f(%a) : (i1) -> () return }

// -----

func.func private @f(i1) -> i32
// expected-error @+1 {{'func.call' op result type mismatch at index 0}}
func.func @g(%a: i1) { call @f(%a) : (i1) -> (f32) return }

// -----

// expected-error @+1 {{'sym_visibility' is an inferred attribute and should not be specified in the explicit attribute dictionary}}
func.func private @f(i1) attributes {sym_visibility = "x"}

// -----

// expected-error @+1 {{'func.func' op visibility expected to be one of ["public", "private", "nested"], but got "x"}}
"func.func"() <{function_type = () -> (), sym_name = "f", sym_visibility = "x"}> ({ }) : () -> ()

// -----

// expected-error @+1 {{'func.func' op requires attribute 'sym_name'}}
"func.func"() <{function_type = () -> ()}> ({ }) : () -> ()

// -----

// expected-error @+1 {{'func.func' op attribute 'function_type' failed to satisfy constraint: type attribute of function type}}
"func.func"() <{function_type = 3 : i32, sym_name = "f"}> ({ }) : () -> ()

// -----

// expected-error @+1 {{'func.func' op attribute 'function_type' failed to satisfy constraint: type attribute of function type}}
"func.func"() <{function_type = i32, sym_name = "f"}> ({ }) : () -> ()
