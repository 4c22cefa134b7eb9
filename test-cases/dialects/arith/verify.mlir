// RUN: lathe opt %s --split-input-file --verify-diagnostics --allow-unregistered-dialect

"t.x"() ({^bb0(%a: i32, %x: f32, %i: index, %b: i1):
  // expected-error @+1 {{'arith.addi' op operand #0 must be signless-integer-like, but got 'f32'}}
  %0 = "arith.addi"(%x, %x) : (f32, f32) -> f32
}) : () -> ()

// -----

"t.x"() ({^bb0(%a: i32, %x: f32, %i: index, %b: i1):
  // expected-error @+1 {{'arith.addf' op operand #0 must be floating-point-like, but got 'i32'}}
  %0 = "arith.addf"(%a, %a) : (i32, i32) -> i32
}) : () -> ()

// -----

"t.x"() ({^bb0(%a: i32, %x: f32, %i: index, %b: i1):
  // expected-error @+1 {{'arith.cmpi' op result #0 must be bool-like, but got 'i32'}}
  %0 = "arith.cmpi"(%a, %a) <{predicate = 2 : i64}> : (i32, i32) -> i32
}) : () -> ()

// -----

"t.x"() ({^bb0(%a: i32, %x: f32, %i: index, %b: i1):
  // expected-error @+1 {{'arith.extsi' op operand #0 must be signless-fixed-width-integer-like, but got 'f32'}}
  %0 = "arith.extsi"(%x) : (f32) -> i32
}) : () -> ()

// -----

"t.x"() ({^bb0(%a: i32, %x: f32, %i: index, %b: i1):
  // expected-error @+1 {{'arith.index_cast' op operand #0 must be signless-integer-like or memref of signless-integer, but got 'f32'}}
  %0 = "arith.index_cast"(%x) : (f32) -> i32
}) : () -> ()

// -----

"t.x"() ({^bb0(%a: i32, %x: f32, %i: index, %b: i1):
  // expected-error @+1 {{'arith.bitcast' op operand #0 must be signless-integer-or-float-like or memref of signless-integer or float, but got 'index'}}
  %0 = "arith.bitcast"(%i) : (index) -> i32
}) : () -> ()

// -----

"t.x"() ({^bb0(%a: i32, %x: f32, %i: index, %b: i1):
  // expected-error @+1 {{'arith.select' op operand #0 must be bool-like, but got 'i32'}}
  %0 = "arith.select"(%a, %i, %i) : (i32, index, index) -> index
}) : () -> ()

// -----

"t.x"() ({^bb0(%a: i32, %x: f32, %i: index, %b: i1):
  // expected-error @+1 {{'arith.cmpi' op attribute 'predicate' failed to satisfy constraint: allowed 64-bit signless integer cases: 0, 1, 2, 3, 4, 5, 6, 7, 8, 9}}
  %0 = "arith.cmpi"(%a, %a) <{predicate = 12 : i64}> : (i32, i32) -> i1
}) : () -> ()

// -----

"t.x"() ({^bb0(%a: i32, %x: f32, %i: index, %b: i1):
  // expected-error @+1 {{'arith.cmpi' op requires attribute 'predicate'}}
  %0 = "arith.cmpi"(%a, %a) : (i32, i32) -> i1
}) : () -> ()

// -----

"t.x"() ({^bb0(%a: i32, %x: f32, %i: index, %b: i1):
  // expected-error @+1 {{'arith.addf' op attribute 'fastmath' failed to satisfy constraint: Floating point fast math flags}}
  %0 = "arith.addf"(%x, %x) <{fastmath = 1 : i32}> : (f32, f32) -> f32
}) : () -> ()

// -----

"t.x"() ({^bb0(%a: i32, %x: f32, %i: index, %b: i1):
  // expected-error @+1 {{'arith.addi' op attribute 'overflowFlags' failed to satisfy constraint: Integer overflow arith flags}}
  %0 = "arith.addi"(%a, %a) <{overflowFlags = "foo"}> : (i32, i32) -> i32
}) : () -> ()

// -----

"t.x"() ({^bb0(%a: i32, %x: f32, %i: index, %b: i1):
  // expected-error @+1 {{'arith.truncf' op attribute 'roundingmode' failed to satisfy constraint: Floating point rounding mode}}
  %0 = "arith.truncf"(%x) <{roundingmode = 12 : i32}> : (f32) -> f16
}) : () -> ()

// -----

"t.x"() ({^bb0(%a: i32, %x: f32, %i: index, %b: i1):
  // expected-error @+1 {{'arith.addi' op expected 2 operands, but found 1}}
  %0 = "arith.addi"(%a) : (i32) -> i32
}) : () -> ()

// -----

"t.x"() ({^bb0(%a: i32, %x: f32, %i: index, %b: i1):
  // expected-error @+1 {{'arith.addi' op requires one result}}
  %0:2 = "arith.addi"(%a, %a) : (i32, i32) -> (i32, i32)
}) : () -> ()

// -----

"t.x"() ({^bb0(%a: i32, %x: f32, %i: index, %b: i1):
  // expected-error @+1 {{'arith.addi' op requires zero regions}}
  %0 = "arith.addi"(%a, %a) ({}) : (i32, i32) -> (i32)
}) : () -> ()

// -----

"t.x"() ({^bb0(%a: i32, %x: f32, %i: index, %b: i1):
  // expected-error @+1 {{'arith.addi' op requires the same type for all operands and results}}
  %0 = "arith.addi"(%a, %i) : (i32, index) -> (i32)
}) : () -> ()

// -----

"t.x"() ({^bb0(%a: i32, %x: f32, %i: index, %b: i1):
  // expected-error @+1 {{'arith.constant' op failed to verify that all of {value, result} have same type}}
  "arith.constant"() <{value = 1 : i32}>: () -> (i64)
}) : () -> ()

// -----

"t.x"() ({^bb0(%a: i32, %x: f32, %i: index, %b: i1):
  // expected-error @+1 {{'arith.constant' op integer return type must be signless}}
  "arith.constant"() <{value = 1 : si32}>: () -> (si32)
}) : () -> ()

// -----

"t.x"() ({^bb0(%a: i32, %x: f32, %i: index, %b: i1):
  // expected-error @+1 {{'arith.extsi' op operand type 'i32' and result type 'i16' are cast incompatible}}
  "arith.extsi"(%a) : (i32) -> (i16)
}) : () -> ()

// -----

"t.x"() ({^bb0(%a: i32, %x: f32, %i: index, %b: i1):
  // expected-error @+1 {{'arith.extf' op operand type 'f32' and result type 'f16' are cast incompatible}}
  "arith.extf"(%x) : (f32) -> (f16)
}) : () -> ()

// -----

"t.x"() ({^bb0(%a: i32, %x: f32, %i: index, %b: i1):
  // expected-error @+1 {{'arith.trunci' op operand type 'i32' and result type 'i64' are cast incompatible}}
  "arith.trunci"(%a) : (i32) -> (i64)
}) : () -> ()

// -----

"t.x"() ({^bb0(%a: i32, %x: f32, %i: index, %b: i1):
  // expected-error @+1 {{'arith.index_cast' op operand type 'i32' and result type 'i64' are cast incompatible}}
  "arith.index_cast"(%a) : (i32) -> (i64)
}) : () -> ()

// -----

"t.x"() ({^bb0(%a: i32, %x: f32, %i: vector<4xi32>, %b: i1):
  // expected-error @+1 {{'arith.select' op failed to verify that all of {true_value, false_value, result} have same type}}
  "arith.select"(%b, %i, %x) : (i1, vector<4xi32>, f32) -> (i64)
}) : () -> ()

// -----

"t.x"() ({^bb0(%a: vector<4xi1>, %x: vector<3xi32>):
  // expected-error @+1 {{'arith.select' op failed to verify that condition is signless i1 or has matching shape}}
  "arith.select"(%a, %x, %x) : (vector<4xi1>, vector<3xi32>, vector<3xi32>) -> (vector<3xi32>)
}) : () -> ()

// -----

"t.x"() ({^bb0(%a: vector<4xi1>, %x: i32):
  // expected-error @+1 {{'arith.select' op failed to verify that condition is signless i1 or has matching shape}}
  "arith.select"(%a, %x, %x) : (vector<4xi1>, i32, i32) -> (i32)
}) : () -> ()

// -----

"t.x"() ({^bb0(%a: vector<4xi8>, %x: tensor<?xi32>):
  // expected-error @+1 {{'arith.extsi' op requires the same shape for all operands and results}}
  "arith.extsi"(%a) : (vector<4xi8>) -> (vector<3xi32>)
}) : () -> ()

// -----

"t.x"() ({^bb0(%a: vector<4xi8>, %x: tensor<?xi32>):
  // expected-error @+1 {{'arith.extsi' op failed to verify that input and output have the same tensor dimensions}}
  "arith.extsi"(%x) : (tensor<?xi32>) -> (tensor<4xi64>)
}) : () -> ()

// -----

"t.x"() ({^bb0(%a: vector<4xi8>, %x: tensor<?xi32>):
  // expected-error @+1 {{'arith.bitcast' op operand type 'tensor<?xi32>' and result type 'tensor<?xf64>' are cast incompatible}}
  "arith.bitcast"(%x) : (tensor<?xi32>) -> (tensor<?xf64>)
}) : () -> ()

// -----

"t.x"() ({^bb0(%a: vector<4xi8>, %x: tensor<?xi32>):
  // expected-error @+1 {{'arith.constant' op requires attribute 'value'}}
  "arith.constant"() : () -> (tensor<?xf64>)
}) : () -> ()

// -----

"t.x"() ({^bb0(%a: vector<4xi8>, %x: tensor<?xi32>):
  // expected-error @+1 {{'arith.constant' op attribute 'value' failed to satisfy constraint: TypedAttr instance}}
  "arith.constant"() <{value=[1]}> : () -> (tensor<?xf64>)
}) : () -> ()

// -----

"t.x"() ({^bb0(%x: f32, %s: i32):
  // expected-error @+1 {{'math.sin' op operand #0 must be floating-point-like, but got 'i32'}}
  "math.sin"(%s) : (i32) -> (i32)
}) : () -> ()

// -----

"t.x"() ({^bb0(%x: f32, %s: index):
  // expected-error @+1 {{'math.ctpop' op operand #0 must be signless-integer-like, but got 'f32'}}
  "math.ctpop"(%x) : (f32) -> (f32)
}) : () -> ()

// -----

"t.x"() ({^bb0(%x: f32, %s: index):
  // expected-error @+1 {{'math.fpowi' op operand #0 must be floating-point-like, but got 'index'}}
  "math.fpowi"(%s, %x) : (index, f32) -> (f32)
}) : () -> ()

// -----

"t.x"() ({^bb0(%x: f32, %s: index):
  // expected-error @+1 {{'math.isnan' op result #0 must be bool-like, but got 'i32'}}
  "math.isnan"(%x) : (f32) -> (i32)
}) : () -> ()
