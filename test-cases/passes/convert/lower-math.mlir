// RUN: lathe opt --lower-math %s | FileCheck %s

// CHECK-LABEL: @vectors_stay_vectors
// CHECK-NOT:   math.exp
// CHECK:       arith.bitcast %{{.*}} : vector<4xi32> to vector<4xf32>
// CHECK-NOT:   scf
func.func @vectors_stay_vectors(%x: vector<4xf32>) -> vector<4xf32> {
  %0 = math.exp %x : vector<4xf32>
  return %0 : vector<4xf32>
}

// CHECK-LABEL: @simple_powers
// CHECK:       arith.mulf %x, %x
// CHECK-NOT:   math.powf %x, %two
// CHECK:       math.powf %x, %y
func.func @simple_powers(%x: f32, %y: f32) -> (f32, f32) {
  %two = arith.constant 2.0 : f32
  %0 = math.powf %x, %two : f32
  %1 = math.powf %x, %y : f32
  return %0, %1 : f32, f32
}

// The engine's own functions are as good in f64.
// CHECK-LABEL: @wide
// CHECK:       math.exp %x : f64
// CHECK:       math.sqrt %{{.*}} : f64
func.func @wide(%x: f64) -> f64 {
  %0 = math.exp %x : f64
  %1 = math.sqrt %0 : f64
  return %1 : f64
}
