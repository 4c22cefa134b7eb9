// RUN: lathe opt --arith-emulate-unsupported-floats %s | FileCheck %s
// RUN: lathe opt --arith-emulate-unsupported-floats="source-types=f32 target-type=f64" %s | FileCheck %s --check-prefix=WIDE

// CHECK-LABEL: @rounded_back
// CHECK:       %[[X:.*]] = arith.extf %x : f16 to f32
// CHECK:       %[[Y:.*]] = arith.extf %y : f16 to f32
// CHECK:       %[[SUM:.*]] = arith.addf %[[X]], %[[Y]] : f32
// CHECK:       arith.truncf %[[SUM]] : f32 to f16
// CHECK:       arith.extf
// CHECK:       math.sqrt %{{.*}} : f32
// CHECK:       arith.truncf
// CHECK:       arith.cmpf olt, %{{.*}}, %{{.*}} : f32
// CHECK-NOT:   arith.extf
// CHECK:       arith.select %{{.*}}, %x, %y : f16
// WIDE-LABEL:  @rounded_back
// WIDE:        arith.addf %x, %y : f16
func.func @rounded_back(%x: f16, %y: f16) -> (f16, f16) {
  %sum = arith.addf %x, %y : f16
  %root = math.sqrt %sum : f16
  %less = arith.cmpf olt, %x, %y : f16
  %z = arith.select %less, %x, %y : f16
  return %root, %z : f16, f16
}

// CHECK-LABEL: @supported
// CHECK:       arith.mulf %x, %x : vector<4xf32>
// WIDE-LABEL:  @supported
// WIDE:        arith.extf %x : vector<4xf32> to vector<4xf64>
func.func @supported(%x: vector<4xf32>) -> vector<4xf32> {
  %0 = arith.mulf %x, %x : vector<4xf32>
  return %0 : vector<4xf32>
}
