// Upstream gives the same for each.
// RUN: lathe opt --canonicalize --mlir-print-local-scope %s | FileCheck %s

// CHECK-LABEL: func.func @vectors
// CHECK-SAME:    %[[A0:[^:]+]]:{{.*}}%[[A1:[^:]+]]:{{.*}}%[[A2:[^:]+]]:{{.*}}%[[A3:[^:]+]]:{{.*}}%[[A4:[^:]+]]:
// CHECK-NEXT:    %[[V5:.+]] = vector.shape_cast %[[A3]] : vector<2x4xf32> to vector<8xf32>
// CHECK-NEXT:    %[[V6:.+]] = vector.bitcast %[[A2]] : vector<4xf32> to vector<4xi32>
// CHECK-NEXT:    return %[[A2]], %[[A0]], %[[A1]], %[[A3]], %[[V5]], %[[A3]], %[[V6]], %[[A1]], %[[A2]] : vector<4xf32>, f32, f32, vector<2x4xf32>, vector<8xf32>, vector<2x4xf32>, vector<4xi32>, f32, vector<4xf32>
func.func @vectors(%s: f32, %t: f32, %v: vector<4xf32>, %w: vector<2x4xf32>, %i: index) -> (vector<4xf32>, f32, f32, vector<2x4xf32>, vector<8xf32>, vector<2x4xf32>, vector<4xi32>, f32, vector<4xf32>) {
  %0 = vector.broadcast %v : vector<4xf32> to vector<4xf32>
  %1 = vector.broadcast %s : f32 to vector<4xf32>
  %2 = vector.extract %1[%i] : f32 from vector<4xf32>
  %3 = vector.from_elements %s, %t : vector<2xf32>
  %4 = vector.extract %3[1] : f32 from vector<2xf32>
  %5 = vector.shape_cast %w : vector<2x4xf32> to vector<8xf32>
  %6 = vector.shape_cast %5 : vector<8xf32> to vector<2x4xf32>
  %7 = vector.shape_cast %w : vector<2x4xf32> to vector<4x2xf32>
  %8 = vector.shape_cast %7 : vector<4x2xf32> to vector<8xf32>
  %9 = vector.transpose %w, [1, 0] : vector<2x4xf32> to vector<4x2xf32>
  %10 = vector.transpose %9, [1, 0] : vector<4x2xf32> to vector<2x4xf32>
  %11 = vector.bitcast %v : vector<4xf32> to vector<8xi16>
  %12 = vector.bitcast %11 : vector<8xi16> to vector<4xi32>
  %13 = vector.insert %t, %v [2] : f32 into vector<4xf32>
  %14 = vector.extract %13[2] : f32 from vector<4xf32>
  %15 = vector.shuffle %v, %v [0, 1, 2, 3] : vector<4xf32>, vector<4xf32>
  return %0, %2, %4, %6, %8, %10, %12, %14, %15 : vector<4xf32>, f32, f32, vector<2x4xf32>, vector<8xf32>, vector<2x4xf32>, vector<4xi32>, f32, vector<4xf32>
}
