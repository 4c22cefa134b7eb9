// What each rule refuses, in upstream's words.
// RUN: lathe opt %s --split-input-file --verify-diagnostics

func.func @case0(%v: vector<4xf32>) {
  // expected-error @below {{expected position attribute #1 to be a non-negative integer smaller than the corresponding vector dimension or poison (-1)}}
  %0 = vector.extract %v[4] : f32 from vector<4xf32>
  return
}

// -----

func.func @case1(%v: vector<4xf32>) {
  // expected-error @below {{expected position attribute of rank no greater than vector rank}}
  %0 = vector.extract %v[0, 0] : f32 from vector<4xf32>
  return
}

// -----

func.func @case2(%v: vector<4xf32>) {
  // expected-error @below {{dimension mismatch (4 vs. 2)}}
  %0 = vector.broadcast %v : vector<4xf32> to vector<4x2xf32>
  return
}

// -----

func.func @case3(%v: vector<4xf32>) {
  // expected-error @below {{mask index #1 out of range}}
  %0 = vector.shuffle %v, %v [8] : vector<4xf32>, vector<4xf32>
  return
}

// -----

func.func @case4(%v: vector<4xf32>) {
  // expected-error @below {{unsupported reduction type ''f32'' for kind 'and'}}
  %0 = vector.reduction <and>, %v : vector<4xf32> into f32
  return
}

// -----

func.func @case5(%m: memref<4x8xf32>, %i: index) {
  // expected-error @below {{requires 2 indices}}
  %0 = vector.load %m[%i] : memref<4x8xf32>, vector<4xf32>
  return
}

// -----

func.func @case6(%m: memref<4x8xf32>, %i: index) {
  // expected-error @below {{base and result element types should match}}
  %0 = vector.load %m[%i, %i] : memref<4x8xf32>, vector<4xi32>
  return
}

// -----

func.func @case7(%v: vector<4xf32>) {
  // expected-error @below {{has different number of elements at source (4) and result (3)}}
  %0 = vector.shape_cast %v : vector<4xf32> to vector<3xf32>
  return
}

// -----

func.func @case8(%v: vector<4xf32>) {
  // expected-error @below {{transposition index out of range: 1}}
  %0 = vector.transpose %v, [1] : vector<4xf32> to vector<4xf32>
  return
}

// -----

func.func @case9(%v: vector<4xf32>) {
  // expected-error @below {{source/result bitwidth of the minor 1-D vectors must be equal}}
  %0 = vector.bitcast %v : vector<4xf32> to vector<4xi8>
  return
}
