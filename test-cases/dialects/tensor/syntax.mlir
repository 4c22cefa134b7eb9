// Every operation reads and prints as upstream's; the generic form says the same.
// RUN: lathe opt %s --mlir-print-local-scope | FileCheck %s
// RUN: lathe opt %s --mlir-print-op-generic | lathe opt - --mlir-print-local-scope | FileCheck %s

// CHECK-LABEL: func.func @elements
func.func @elements(%n: index, %t: tensor<4x8xf32>, %s: f32) {
  // CHECK: tensor.empty(%{{.+}}) : tensor<?x4xf32>
  %0 = tensor.empty(%n) : tensor<?x4xf32>
  // CHECK: tensor.extract %{{.+}}[%{{.+}}, %{{.+}}] : tensor<4x8xf32>
  %1 = tensor.extract %t[%n, %n] : tensor<4x8xf32>
  // CHECK: tensor.insert %{{.+}} into %{{.+}}[%{{.+}}, %{{.+}}] : tensor<4x8xf32>
  %2 = tensor.insert %s into %t[%n, %n] : tensor<4x8xf32>
  // CHECK: tensor.from_elements %{{.+}}, %{{.+}} : tensor<2xf32>
  %3 = tensor.from_elements %s, %s : tensor<2xf32>
  // CHECK: tensor.splat %{{.+}}[%{{.+}}] : tensor<?x4xf32>
  %4 = tensor.splat %s[%n] : tensor<?x4xf32>
  // CHECK: tensor.splat %{{.+}} : tensor<4xf32>
  %5 = tensor.splat %s : tensor<4xf32>
  // CHECK: tensor.generate %{{.+}} {
  %6 = tensor.generate %n {
  ^bb0(%i: index):
    // CHECK: tensor.yield %{{.+}} : f32
    tensor.yield %s : f32
  } : tensor<?xf32>
  // CHECK: tensor.dim %{{.+}}, %{{.+}} : tensor<4x8xf32>
  %7 = tensor.dim %t, %n : tensor<4x8xf32>
  // CHECK: tensor.rank %{{.+}} : tensor<4x8xf32>
  %8 = tensor.rank %t : tensor<4x8xf32>
  return
}
// CHECK-LABEL: func.func @slices
func.func @slices(%n: index, %t: tensor<4x8xf32>, %s: f32) {
  // CHECK: tensor.extract_slice %{{.+}}[0, %{{.+}}] [2, 1] [1, 1] : tensor<4x8xf32> to tensor<2xf32>
  %0 = tensor.extract_slice %t[0, %n] [2, 1] [1, 1] : tensor<4x8xf32> to tensor<2xf32>
  // CHECK: tensor.insert_slice %{{.+}} into %{{.+}}[0, %{{.+}}] [2, 1] [1, 1] : tensor<2xf32> into tensor<4x8xf32>
  %1 = tensor.insert_slice %0 into %t[0, %n] [2, 1] [1, 1] : tensor<2xf32> into tensor<4x8xf32>
  // CHECK: tensor.pad %{{.+}} low[1, %{{.+}}] high[0, 2] {
  %2 = tensor.pad %t low[1, %n] high[0, 2] {
  ^bb0(%i: index, %j: index):
    // CHECK: tensor.yield %{{.+}} : f32
    tensor.yield %s : f32
  } : tensor<4x8xf32> to tensor<5x?xf32>
  // CHECK: tensor.pad %{{.+}} nofold low[0, 0] high[0, 0] {
  %3 = tensor.pad %t nofold low[0, 0] high[0, 0] {
  ^bb0(%i: index, %j: index):
    // CHECK: tensor.yield %{{.+}} : f32
    tensor.yield %s : f32
  } : tensor<4x8xf32> to tensor<4x8xf32>
  // CHECK: tensor.concat dim(0) %{{.+}}, %{{.+}} : (tensor<4x8xf32>, tensor<4x8xf32>) -> tensor<8x8xf32>
  %4 = tensor.concat dim(0) %t, %t : (tensor<4x8xf32>, tensor<4x8xf32>) -> tensor<8x8xf32>
  return
}
// CHECK-LABEL: func.func @shapes
func.func @shapes(%n: index, %t: tensor<4x8xf32>, %d: tensor<5x?xf32>, %shape: tensor<1xindex>) {
  // CHECK: tensor.collapse_shape %{{.+}} {{\[\[}}0, 1]] : tensor<4x8xf32> into tensor<32xf32>
  %0 = tensor.collapse_shape %t [[0, 1]] : tensor<4x8xf32> into tensor<32xf32>
  // CHECK: tensor.expand_shape %{{.+}} {{\[\[}}0], [1, 2]] output_shape [5, 2, %{{.+}}] : tensor<5x?xf32> into tensor<5x2x?xf32>
  %1 = tensor.expand_shape %d [[0], [1, 2]] output_shape [5, 2, %n] : tensor<5x?xf32> into tensor<5x2x?xf32>
  // CHECK: tensor.reshape %{{.+}}(%{{.+}}) : (tensor<4x8xf32>, tensor<1xindex>) -> tensor<32xf32>
  %2 = tensor.reshape %t(%shape) : (tensor<4x8xf32>, tensor<1xindex>) -> tensor<32xf32>
  // CHECK: tensor.cast %{{.+}} : tensor<4x8xf32> to tensor<?x8xf32>
  %3 = tensor.cast %t : tensor<4x8xf32> to tensor<?x8xf32>
  return
}
