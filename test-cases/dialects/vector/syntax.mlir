// Every operation reads and prints as upstream's; the generic form says the same.
// RUN: lathe opt %s --mlir-print-local-scope | FileCheck %s
// RUN: lathe opt %s --mlir-print-op-generic | lathe opt - --mlir-print-local-scope | FileCheck %s

// CHECK-LABEL: func.func @access
func.func @access(%m: memref<4x8xf32>, %i: index, %v: vector<4xf32>) {
  // CHECK: vector.load %{{.+}}[%{{.+}}, %{{.+}}] {alignment = 16 : i64} : memref<4x8xf32>, vector<4xf32>
  %0 = vector.load %m[%i, %i] {alignment = 16 : i64} : memref<4x8xf32>, vector<4xf32>
  // CHECK: vector.store %{{.+}}, %{{.+}}[%{{.+}}, %{{.+}}] {nontemporal = true} : memref<4x8xf32>, vector<4xf32>
  vector.store %v, %m[%i, %i] {nontemporal = true} : memref<4x8xf32>, vector<4xf32>
  return
}
// CHECK-LABEL: func.func @elements
func.func @elements(%i: index, %v: vector<4xf32>, %s: f32, %w: vector<2x4xf32>) {
  // CHECK: vector.broadcast %{{.+}} : f32 to vector<4xf32>
  %0 = vector.broadcast %s : f32 to vector<4xf32>
  // CHECK: vector.fma %{{.+}}, %{{.+}}, %{{.+}} : vector<4xf32>
  %1 = vector.fma %v, %v, %v : vector<4xf32>
  // CHECK: vector.extract %{{.+}}[2] : f32 from vector<4xf32>
  %2 = vector.extract %v[2] : f32 from vector<4xf32>
  // CHECK: vector.extract %{{.+}}[%{{.+}}] : vector<4xf32> from vector<2x4xf32>
  %3 = vector.extract %w[%i] : vector<4xf32> from vector<2x4xf32>
  // CHECK: vector.insert %{{.+}}, %{{.+}} [%{{.+}}] : f32 into vector<4xf32>
  %4 = vector.insert %s, %v [%i] : f32 into vector<4xf32>
  // CHECK: vector.reduction <add>, %{{.+}} : vector<4xf32> into f32
  %5 = vector.reduction <add>, %v : vector<4xf32> into f32
  // CHECK: vector.reduction <maximumf>, %{{.+}}, %{{.+}} fastmath<fast> : vector<4xf32> into f32
  %6 = vector.reduction <maximumf>, %v, %s fastmath<fast> : vector<4xf32> into f32
  // CHECK: vector.shuffle %{{.+}}, %{{.+}} [0, 4, 1, 5] : vector<4xf32>, vector<4xf32>
  %7 = vector.shuffle %v, %v [0, 4, 1, 5] : vector<4xf32>, vector<4xf32>
  // CHECK: vector.step : vector<4xindex>
  %8 = vector.step : vector<4xindex>
  // CHECK: vector.from_elements %{{.+}}, %{{.+}} : vector<2xf32>
  %9 = vector.from_elements %s, %s : vector<2xf32>
  // CHECK: vector.to_elements %{{.+}} : vector<2xf32>
  %10:2 = vector.to_elements %9 : vector<2xf32>
  return
}
// CHECK-LABEL: func.func @shapes
func.func @shapes(%v: vector<4xf32>, %w: vector<2x4xf32>) {
  // CHECK: vector.shape_cast %{{.+}} : vector<2x4xf32> to vector<8xf32>
  %0 = vector.shape_cast %w : vector<2x4xf32> to vector<8xf32>
  // CHECK: vector.bitcast %{{.+}} : vector<4xf32> to vector<4xi32>
  %1 = vector.bitcast %v : vector<4xf32> to vector<4xi32>
  // CHECK: vector.transpose %{{.+}}, [1, 0] : vector<2x4xf32> to vector<4x2xf32>
  %2 = vector.transpose %w, [1, 0] : vector<2x4xf32> to vector<4x2xf32>
  // CHECK: vector.extract_strided_slice %{{.+}} {offsets = [1], sizes = [2], strides = [1]} : vector<4xf32> to vector<2xf32>
  %3 = vector.extract_strided_slice %v {offsets = [1], sizes = [2], strides = [1]} : vector<4xf32> to vector<2xf32>
  // CHECK: vector.insert_strided_slice %{{.+}}, %{{.+}} {offsets = [1], strides = [1]} : vector<2xf32> into vector<4xf32>
  %4 = vector.insert_strided_slice %3, %v {offsets = [1], strides = [1]} : vector<2xf32> into vector<4xf32>
  return
}
