// RUN: lathe opt --split-input-file --verify-diagnostics %s

wasm.func @next_of_another_type(%x: i32, %y: f32) {
  // expected-error @+1 {{expects 'wasm.continue' to pass on values of the types of its operands}}
  %r = wasm.loop (%i = %x : i32) {
    wasm.continue %x, %y : f32
  }
  wasm.return
}

// -----

wasm.func @results_without_else(%c: i32) {
  // expected-error @+1 {{expects a second region, for it has results}}
  %r = wasm.if %c -> i32 {
    wasm.yield %c : i32
  }
  wasm.return
}

// -----

wasm.func @alignment(%a: i32) {
  // expected-error @+1 {{promises an alignment of 8, but accesses only 4 bytes}}
  %x = wasm.f32.load %a {align = 8 : i64}
  wasm.return
}

// -----

wasm.func @lane(%v: !wasm.v128) {
  // expected-error @+1 {{attribute 'lane' failed to satisfy constraint}}
  %x = wasm.f32x4.extract_lane %v {lane = 4 : i64}
  wasm.return
}

// -----

// expected-error @+1 {{expects 'wasm.return' to give its results}}
wasm.func @results(%x: i32) -> f32 {
  wasm.return %x : i32
}

// -----

wasm.func @caller(%x: i32) {
  // expected-error @+1 {{expects a function of the module as callee}}
  wasm.call @nobody(%x) : (i32) -> ()
  wasm.return
}

// -----

wasm.func @constant() {
  // expected-error @+1 {{failed to satisfy constraint: elements of 128 bits}}
  %v = wasm.v128.const {value = dense<0> : vector<2xi32>}
  wasm.return
}
