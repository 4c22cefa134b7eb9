// RUN: lathe opt %s --split-input-file --verify-diagnostics --allow-unregistered-dialect

"t.x"() ({^bb0(%a: index, %x: f32, %i: i32, %b: i1):
  // expected-error @+1 {{'scf.for' op 0-th init and 0-th region iter_arg have different type: 'f32' != 'i32'}}
  "scf.for"(%a, %a, %a, %x) ({ ^bb0(%q: index, %r: i32):
    scf.yield %r : i32
  }): (index, index, index, f32) -> f32
}) : () -> ()

// -----

"t.x"() ({^bb0(%a: index, %x: f32, %i: i32, %b: i1):
  // expected-error @+1 {{'scf.for' op 0-th region iter_arg and 0-th yielded value have different type: 'f32' != 'i32'}}
  "scf.for"(%a, %a, %a, %x) ({ ^bb0(%q: index, %r: f32):
    scf.yield %i : i32
  }): (index, index, index, f32) -> f32
}) : () -> ()

// -----

"t.x"() ({^bb0(%a: index, %x: f32, %i: i32, %b: i1):
  // expected-error @+1 {{'scf.for' op along control flow edge from Operation scf.yield to Region #0: region branch point has 0 operands, but region successor needs 1 inputs}}
  "scf.for"(%a, %a, %a, %x) ({ ^bb0(%q: index, %r: f32):
    // expected-note @+1 {{region branch point}}
    scf.yield
  }): (index, index, index, f32) -> f32
}) : () -> ()

// -----

"t.x"() ({^bb0(%a: index, %x: f32, %i: i32, %b: i1):
  // expected-error @+1 {{'scf.for' op different number of inits and region iter_args: 1 != 0}}
  "scf.for"(%a, %a, %a, %x) ({ ^bb0(%q: index):
    scf.yield
  }): (index, index, index, f32) -> f32
}) : () -> ()

// -----

"t.x"() ({^bb0(%a: index, %x: f32, %i: i32, %b: i1):
  // expected-error @+1 {{'scf.for' op expected induction variable to be same type as bounds and step}}
  "scf.for"(%a, %a, %a, %x) ({ ^bb0(%q: i32, %r: f32):
    scf.yield %r : f32
  }): (index, index, index, f32) -> f32
}) : () -> ()

// -----

"t.x"() ({^bb0(%a: index, %x: f32, %i: i32, %b: i1):
  // expected-error @+1 {{'scf.for' op mismatch in number of loop-carried values and defined values}}
  "scf.for"(%a, %a, %a, %x) ({ ^bb0(%q: index, %r: f32):
    scf.yield %r : f32
  }): (index, index, index, f32) -> ()
}) : () -> ()

// -----

"t.x"() ({^bb0(%a: index, %x: f32, %i: i32, %b: i1):
  // expected-error @+1 {{'scf.for' op failed to verify that all of {lowerBound, upperBound, step} have same type}}
  "scf.for"(%a, %a, %i) ({ ^bb0(%q: index):
    scf.yield 
  }): (index, index, i32) -> ()
}) : () -> ()

// -----

"t.x"() ({^bb0(%a: index, %x: f32, %i: i32, %b: i1):
  // expected-error @+2 {{'scf.for' op expects regions to end with 'scf.yield', found 't.y'}}
  // expected-note @+1 {{in custom textual format, the absence of terminator implies 'scf.yield'}}
  "scf.for"(%a, %a, %a) ({ ^bb0(%q: index):
    "t.y"() : () -> ()
  }): (index, index, index) -> ()
}) : () -> ()

// -----

"t.x"() ({^bb0(%a: index, %x: f32, %i: i32, %b: i1):
  // expected-error @+1 {{'scf.for' op region #0 ('region') failed to verify constraint: region with 1 blocks}}
  "scf.for"(%a, %a, %a) ({ 
  }): (index, index, index) -> ()
}) : () -> ()

// -----

"t.x"() ({^bb0(%a: index, %x: f32, %i: i32, %b: i1):
  // expected-error @+1 {{'scf.for' op expected body to have at least an argument for the induction variable}}
  "scf.for"(%a, %a, %a) ({ ^bb0:
    "scf.yield"() : () -> ()
  }): (index, index, index) -> ()
}) : () -> ()

// -----

"t.x"() ({^bb0(%a: index, %x: f32, %i: i32, %b: i1):
  // expected-error @+1 {{'scf.for' op expects region #0 to have 0 or 1 blocks}}
  "scf.for"(%a, %a, %a) ({ ^bb0(%i1:index):
    "scf.yield"() : () -> ()
    ^bb1(%i2: index):
    "scf.yield"() : () -> ()
  }): (index, index, index) -> ()
}) : () -> ()

// -----

"t.x"() ({^bb0(%a: index, %x: f32, %i: i32, %b: i1):
  // expected-error @+1 {{'scf.if' op must have an else block if defining values}}
  "scf.if"(%b) ({ 
    "scf.yield"(%x) : (f32) -> ()
  }, {}): (i1) -> (f32)
}) : () -> ()

// -----

"t.x"() ({^bb0(%a: index, %x: f32, %i: i32, %b: i1):
  // expected-error @+1 {{'scf.if' op along control flow edge from Operation scf.yield to parent: successor operand type #0 'i32' should match successor input type #0 'f32'}}
  "scf.if"(%b) ({ 
    "scf.yield"(%x) : (f32) -> ()
  }, {
    // expected-note @+1 {{region branch point}}
    "scf.yield"(%i) : (i32) -> ()
  }): (i1) -> (f32)
}) : () -> ()

// -----

"t.x"() ({^bb0(%a: index, %x: f32, %i: i32, %b: i1):
  // expected-error @+1 {{'scf.if' op along control flow edge from Operation scf.yield to parent: region branch point has 0 operands, but region successor needs 1 inputs}}
  "scf.if"(%b) ({ 
    "scf.yield"(%x) : (f32) -> ()
  }, {
    // expected-note @+1 {{region branch point}}
    "scf.yield"() : () -> ()
  }): (i1) -> (f32)
}) : () -> ()

// -----

"t.x"() ({^bb0(%a: index, %x: f32, %i: i32, %b: i1):
  // expected-error @+1 {{'scf.if' op region #0 should have no arguments}}
  "scf.if"(%b) ({ ^bb0(%q: i32):
    "scf.yield"() : () -> ()
  }, {
    "scf.yield"() : () -> ()
  }): (i1) -> ()
}) : () -> ()

// -----

"t.x"() ({^bb0(%a: index, %x: f32, %i: i32, %b: i1):
  // expected-error @+1 {{'scf.yield' op expects parent op to be one of 'scf.execute_region, scf.for, scf.if, scf.index_switch, scf.while'}}
  scf.yield
}) : () -> ()

// -----

"t.x"() ({^bb0(%a: index, %x: f32, %i: i32, %b: i1):
  // expected-error @+1 {{'scf.condition' op expects parent op 'scf.while'}}
  scf.condition(%b)
}) : () -> ()

// -----

"t.x"() ({^bb0(%a: index, %x: f32, %i: i32, %b: i1):
  // expected-error @+2 {{'scf.while' op along control flow edge from parent to Region #0: successor operand type #0 'f32' should match successor input type #0 'i32'}}
  // expected-note @+1 {{region branch point}}
  "scf.while"(%x) ({ ^bb0(%q: i32):
    scf.condition(%b)
  }, { 
    "scf.yield"() : () -> ()
  }): (f32) -> ()
}) : () -> ()

// -----

"t.x"() ({^bb0(%a: index, %x: f32, %i: i32, %b: i1):
  // expected-error @+1 {{'scf.while' op along control flow edge from Operation scf.condition to parent: successor operand type #0 'i32' should match successor input type #0 'f32'}}
  "scf.while"(%x) ({ ^bb0(%q: f32):
    // expected-note @+1 {{region branch point}}
    scf.condition(%b) %i : i32
  }, { ^bb0(%q: f32):
    "scf.yield"() : () -> ()
  }): (f32) -> (f32)
}) : () -> ()

// -----

"t.x"() ({^bb0(%a: index, %x: f32, %i: i32, %b: i1):
  // expected-error @+1 {{'scf.while' op along control flow edge from Operation scf.yield to Region #0: region branch point has 0 operands, but region successor needs 1 inputs}}
  "scf.while"(%x) ({ ^bb0(%q: f32):
    scf.condition(%b) %x : f32
  }, { ^bb0(%q: f32):
    // expected-note @+1 {{region branch point}}
    "scf.yield"() : () -> ()
  }): (f32) -> (f32)
}) : () -> ()

// -----

"t.x"() ({^bb0(%a: index, %x: f32, %i: i32, %b: i1):
  // expected-error @+1 {{'scf.while' op expects the 'before' region to terminate with 'scf.condition'}}
  "scf.while"(%x) ({ ^bb0(%q: f32):
    scf.yield
  }, { ^bb0(%q: f32):
    "scf.yield"() : () -> ()
  }): (f32) -> (f32)
}) : () -> ()

// -----

"t.x"() ({^bb0(%a: index, %x: f32, %i: i32, %b: i1):
  // expected-error @+1 {{'scf.while' op expects the 'after' region to terminate with 'scf.yield'}}
  "scf.while"(%x) ({ ^bb0(%q: f32):
    scf.condition(%b) %x : f32
  }, { ^bb0(%q: f32):
    "scf.condition"(%b) : (i1) -> ()
  }): (f32) -> (f32)
}) : () -> ()

// -----

"t.x"() ({^bb0(%a: index, %x: f32, %i: i32, %b: i1):
  // expected-error @+1 {{'scf.execute_region' op region cannot have any arguments}}
  scf.execute_region { ^bb0(%q: i32): 
   scf.yield }
}) : () -> ()

// -----

"t.x"() ({^bb0(%a: index, %x: f32, %i: i32, %b: i1):
  // expected-error @+1 {{'scf.execute_region' op region needs to have at least one block}}
  "scf.execute_region"() ({ }) : () -> ()
}) : () -> ()

// -----

"t.x"() ({^bb0(%a: index, %x: f32, %i: i32, %b: i1):
  // expected-error @+2 {{'scf.execute_region' op along control flow edge from Operation scf.yield to parent: region branch point has 0 operands, but region successor needs 1 inputs}}
  // expected-note @+1 {{region branch point}}
  scf.execute_region -> f32  { scf.yield }
}) : () -> ()

// -----

"t.x"() ({^bb0(%a: index, %x: f32, %i: i32, %b: i1):
  // expected-error @+2 {{'scf.index_switch' op expected each region to return 1 values, but default region returns 0}}
  // expected-note @+1 {{see yield operation here}}
  scf.index_switch %a -> f32  case 1 {scf.yield} default { scf.yield }
}) : () -> ()

// -----

"t.x"() ({^bb0(%a: index, %x: f32, %i: i32, %b: i1):
  // expected-error @+1 {{'scf.index_switch' op has duplicate case value: 1}}
  scf.index_switch %a case 1 {scf.yield} case 1 {scf.yield} default { scf.yield }
}) : () -> ()

// -----

"t.x"() ({^bb0(%a: index, %x: f32, %i: i32, %b: i1):
  // expected-error @+1 {{'scf.index_switch' op has 1 case regions but 2 case values}}
  "scf.index_switch"(%a) <{cases = array<i64: 1, 2>}> ({scf.yield}, { scf.yield }) : (index) -> ()
}) : () -> ()

// -----

"t.x"() ({^bb0(%a: index, %x: f32, %i: i32, %b: i1):
  // expected-error @+1 {{'scf.index_switch' op expected region to end with scf.yield, but got t.y}}
  "scf.index_switch"(%a) <{cases = array<i64: 1>}> ({scf.yield}, { "t.y"() : () -> () }) : (index) -> ()
}) : () -> ()

// -----

"t.x"() ({^bb0(%a: index, %x: f32, %i: i32, %b: i1):
  // expected-error @+1 {{'scf.parallel' op expects arguments for the induction variable to be of index type}}
  "scf.parallel"(%a, %a, %a) <{operandSegmentSizes = array<i32: 1,1,1,0>}> ({^bb0(%q: i32): scf.reduce}) : (index, index,index) -> ()
}) : () -> ()

// -----

"t.x"() ({^bb0(%a: index, %x: f32, %i: i32, %b: i1):
  // expected-error @+1 {{'scf.parallel' op operand count (3) does not match with the total size (4) specified in attribute 'operandSegmentSizes'}}
  "scf.parallel"(%a, %a, %a) <{operandSegmentSizes = array<i32: 1,1,1,1>}> ({^bb0(%q: index): scf.reduce}) : (index, index,index) -> ()
}) : () -> ()

// -----

"t.x"() ({^bb0(%a: index, %x: f32, %i: i32, %b: i1):
  // expected-error @+1 {{'scf.parallel' op expects number of results: 1 to be the same as number of reductions: 0}}
  "scf.parallel"(%a, %a, %a, %x) <{operandSegmentSizes = array<i32: 1,1,1,1>}> ({^bb0(%q: index): scf.reduce}) : (index, index,index, f32) -> f32
}) : () -> ()

// -----

"t.x"() ({^bb0(%a: index, %x: f32, %i: i32, %b: i1):
  // expected-error @+1 {{'scf.reduce' op expects type of 0-th reduction operand: 'i32' to be the same as the 0-th result type: 'f32'}}
  "scf.parallel"(%a, %a, %a, %x) <{operandSegmentSizes = array<i32: 1,1,1,1>}> ({^bb0(%q: index): scf.reduce(%i : i32) { ^bb0(%z: i32, %y: f32): scf.reduce.return %z : i32 } }) : (index, index,index, f32) -> f32
}) : () -> ()

// -----

"t.x"() ({^bb0(%a: index, %x: f32, %i: i32, %b: i1):
  // expected-error @+1 {{'scf.reduce.return' op must have type 'i32' (the type of the reduction inputs)}}
  "scf.parallel"(%a, %a, %a, %i) <{operandSegmentSizes = array<i32: 1,1,1,1>}> ({^bb0(%q: index): scf.reduce(%i : i32) { ^bb0(%z: i32, %y: i32): scf.reduce.return %q : index } }) : (index, index,index, i32) -> i32
}) : () -> ()
