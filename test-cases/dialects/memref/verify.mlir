// What each rule refuses, in upstream's words.
// RUN: lathe opt %s --split-input-file --verify-diagnostics

func.func @case0(%m: memref<4x8xf32>, %i: index) {
  // expected-error @below {{incorrect number of indices for load, expected 2 but got 1}}
  %0 = memref.load %m[%i] : memref<4x8xf32>
  return
}

// -----

func.func @case1(%m: memref<4x8xf32>, %i: index, %x: f32) {
  // expected-error @below {{store index operand count not equal to memref rank}}
  memref.store %x, %m[%i] : memref<4x8xf32>
  return
}

// -----

func.func @case2(%m: memref<4x8xf32>) {
  // expected-error @below {{(mismatch of result layout), but got 'memref<2x2xf32>'}}
  %0 = memref.subview %m[0, 0] [2, 2] [1, 1] : memref<4x8xf32> to memref<2x2xf32>
  return
}

// -----

func.func @case3(%m: memref<4x8xf32>) {
  // expected-error @below {{(mismatch of result sizes)}}
  %0 = memref.subview %m[0, 0] [2, 2] [1, 1] : memref<4x8xf32> to memref<3x2xf32, strided<[8, 1]>>
  return
}

// -----

func.func @case4(%m: memref<4x8xf32>) {
  // expected-error @below {{expected mixed offsets rank to match mixed sizes rank (1 vs 2) so the rank of the result type is well-formed.}}
  %0 = memref.subview %m[0] [2, 2] [1, 1] : memref<4x8xf32> to memref<2x2xf32, strided<[8, 1]>>
  return
}

// -----

func.func @case5(%m: memref<4x8xf32>) {
  // expected-error @below {{slice along dimension 0 runs out-of-bounds: 4 >= 4}}
  %0 = memref.subview %m[3, 0] [2, 2] [1, 1] : memref<4x8xf32> to memref<2x2xf32, strided<[8, 1], offset: 24>>
  return
}

// -----

func.func @case6(%m: memref<4x8xf32>) {
  // expected-error @below {{operand type 'memref<4x8xf32>' and result type 'memref<4x9xf32>' are cast incompatible}}
  %0 = memref.cast %m : memref<4x8xf32> to memref<4x9xf32>
  return
}

// -----

func.func @case7(%m: memref<4x8xf32>) {
  // expected-error @below {{collapsed dim size (31) must equal reassociation group size (32)}}
  %0 = memref.collapse_shape %m [[0, 1]] : memref<4x8xf32> into memref<31xf32>
  return
}

// -----

func.func @case8(%m: memref<4x8xf32>) {
  // expected-error @below {{invalid number of reassociation groups: found 2, expected 1}}
  %0 = memref.collapse_shape %m [[0], [1]] : memref<4x8xf32> into memref<32xf32>
  return
}

// -----

func.func @case9() {
  // expected-error @below {{incorrect number of dynamic sizes, has 0, expected 1}}
  %0 = memref.alloc() : memref<?xf32>
  return
}

// -----

func.func @case10(%m: memref<4xi8>, %i: index) {
  // expected-error @below {{incorrect number of dynamic sizes, has 0, expected 1}}
  %0 = memref.view %m[%i][] : memref<4xi8> to memref<?xf32>
  return
}

// -----

func.func @case11() {
  // expected-error @below {{'g' does not reference a valid global memref}}
  %0 = memref.get_global @g : memref<4xf32>
  return
}

// -----

func.func @case12(%a: memref<4xf32>, %b: memref<5xf32>) {
  // expected-error @below {{requires the same shape for all operands}}
  memref.copy %a, %b : memref<4xf32> to memref<5xf32>
  return
}
