// Upstream gives the same for each.
// RUN: lathe opt --canonicalize --mlir-print-local-scope %s | FileCheck %s

// CHECK-LABEL: func.func @inverse_reshapes
// CHECK-SAME:    %[[A0:[^:]+]]:
// CHECK-NEXT:    %[[V1:.+]] = tensor.collapse_shape %[[A0]] {{\[\[}}0, 1]] : tensor<4x8xf32> into tensor<32xf32>
// CHECK-NEXT:    return %[[A0]], %[[V1]] : tensor<4x8xf32>, tensor<32xf32>
func.func @inverse_reshapes(%x: tensor<4x8xf32>) -> (tensor<4x8xf32>, tensor<32xf32>) {
  %0 = tensor.collapse_shape %x [[0, 1]] : tensor<4x8xf32> into tensor<32xf32>
  %1 = tensor.expand_shape %0 [[0, 1]] output_shape [4, 8] : tensor<32xf32> into tensor<4x8xf32>
  %2 = tensor.collapse_shape %1 [[0, 1]] : tensor<4x8xf32> into tensor<32xf32>
  return %1, %2 : tensor<4x8xf32>, tensor<32xf32>
}

// CHECK-LABEL: func.func @chained_reshapes
// CHECK-SAME:    %[[A0:[^:]+]]:{{.*}}%[[A1:[^:]+]]:
// CHECK-NEXT:    %[[V2:.+]] = tensor.collapse_shape %[[A0]] {{\[\[}}0, 1, 2, 3]] : tensor<2x3x4x5xf32> into tensor<120xf32>
// CHECK-NEXT:    %[[V3:.+]] = tensor.expand_shape %[[A1]] {{\[\[}}0, 1, 2, 3]] output_shape [2, 3, 4, 5] : tensor<120xf32> into tensor<2x3x4x5xf32>
// CHECK-NEXT:    return %[[V2]], %[[V3]] : tensor<120xf32>, tensor<2x3x4x5xf32>
func.func @chained_reshapes(%x: tensor<2x3x4x5xf32>, %y: tensor<120xf32>) -> (tensor<120xf32>, tensor<2x3x4x5xf32>) {
  %0 = tensor.collapse_shape %x [[0, 1], [2, 3]] : tensor<2x3x4x5xf32> into tensor<6x20xf32>
  %1 = tensor.collapse_shape %0 [[0, 1]] : tensor<6x20xf32> into tensor<120xf32>
  %2 = tensor.expand_shape %y [[0, 1]] output_shape [6, 20] : tensor<120xf32> into tensor<6x20xf32>
  %3 = tensor.expand_shape %2 [[0, 1], [2, 3]] output_shape [2, 3, 4, 5] : tensor<6x20xf32> into tensor<2x3x4x5xf32>
  return %1, %3 : tensor<120xf32>, tensor<2x3x4x5xf32>
}

// CHECK-LABEL: func.func @collapse_of_expand
// CHECK-SAME:    %[[A0:[^:]+]]:
// CHECK-NEXT:    %[[V1:.+]] = tensor.expand_shape %[[A0]] {{\[\[}}0], [1, 2]] output_shape [6, 4, 5] : tensor<6x20xf32> into tensor<6x4x5xf32>
// CHECK-NEXT:    return %[[V1]] : tensor<6x4x5xf32>
func.func @collapse_of_expand(%x: tensor<6x20xf32>) -> tensor<6x4x5xf32> {
  %0 = tensor.expand_shape %x [[0, 1], [2, 3]] output_shape [2, 3, 4, 5] : tensor<6x20xf32> into tensor<2x3x4x5xf32>
  %1 = tensor.collapse_shape %0 [[0, 1], [2], [3]] : tensor<2x3x4x5xf32> into tensor<6x4x5xf32>
  return %1 : tensor<6x4x5xf32>
}

// CHECK-LABEL: func.func @whole_slices
// CHECK-SAME:    %[[A0:[^:]+]]:{{.*}}%[[A1:[^:]+]]:
// CHECK-NEXT:    return %[[A0]], %[[A0]] : tensor<4x8xf32>, tensor<4x8xf32>
func.func @whole_slices(%x: tensor<4x8xf32>, %y: tensor<4x8xf32>) -> (tensor<4x8xf32>, tensor<4x8xf32>) {
  %0 = tensor.extract_slice %x[0, 0] [4, 8] [1, 1] : tensor<4x8xf32> to tensor<4x8xf32>
  %1 = tensor.insert_slice %x into %y[0, 0] [4, 8] [1, 1] : tensor<4x8xf32> into tensor<4x8xf32>
  return %0, %1 : tensor<4x8xf32>, tensor<4x8xf32>
}

// CHECK-LABEL: func.func @slice_of_inserted
// CHECK-SAME:    %[[A0:[^:]+]]:{{.*}}%[[A1:[^:]+]]:
// CHECK-NEXT:    return %[[A0]] : tensor<2x8xf32>
func.func @slice_of_inserted(%x: tensor<2x8xf32>, %y: tensor<4x8xf32>) -> tensor<2x8xf32> {
  %0 = tensor.insert_slice %x into %y[1, 0] [2, 8] [1, 1] : tensor<2x8xf32> into tensor<4x8xf32>
  %1 = tensor.extract_slice %0[1, 0] [2, 8] [1, 1] : tensor<4x8xf32> to tensor<2x8xf32>
  return %1 : tensor<2x8xf32>
}

// CHECK-LABEL: func.func @pad_by_nothing
// CHECK-SAME:    %[[A0:[^:]+]]:{{.*}}%[[A1:[^:]+]]:
// CHECK-NEXT:    %[[V2:.+]] = tensor.pad %[[A0]] nofold low[0] high[0] {
// CHECK-NEXT:    ^bb0(%[[A3:.+]]: index):
// CHECK-NEXT:    tensor.yield %[[A1]] : f32
// CHECK-NEXT:    } : tensor<4xf32> to tensor<4xf32>
// CHECK-NEXT:    return %[[A0]], %[[V2]] : tensor<4xf32>, tensor<4xf32>
func.func @pad_by_nothing(%x: tensor<4xf32>, %v: f32) -> (tensor<4xf32>, tensor<4xf32>) {
  %0 = tensor.pad %x low[0] high[0] {
  ^bb0(%i: index):
    tensor.yield %v : f32
  } : tensor<4xf32> to tensor<4xf32>
  %1 = tensor.pad %x nofold low[0] high[0] {
  ^bb0(%i: index):
    tensor.yield %v : f32
  } : tensor<4xf32> to tensor<4xf32>
  return %0, %1 : tensor<4xf32>, tensor<4xf32>
}

// CHECK-LABEL: func.func @concat_of_one
// CHECK-SAME:    %[[A0:[^:]+]]:
// CHECK-NEXT:    return %[[A0]] : tensor<4xf32>
func.func @concat_of_one(%x: tensor<4xf32>) -> tensor<4xf32> {
  %0 = tensor.concat dim(0) %x : (tensor<4xf32>) -> tensor<4xf32>
  return %0 : tensor<4xf32>
}

// CHECK-LABEL: func.func @casts
// CHECK-SAME:    %[[A0:[^:]+]]:{{.*}}%[[A1:[^:]+]]:
// CHECK-NEXT:    %[[V2:.+]] = tensor.cast %[[A1]] : tensor<?xf32> to tensor<4xf32>
// CHECK-NEXT:    return %[[A0]], %[[V2]] : tensor<4xf32>, tensor<4xf32>
func.func @casts(%x: tensor<4xf32>, %d: tensor<?xf32>) -> (tensor<4xf32>, tensor<4xf32>) {
  %0 = tensor.cast %x : tensor<4xf32> to tensor<?xf32>
  %1 = tensor.cast %0 : tensor<?xf32> to tensor<4xf32>
  %2 = tensor.cast %d : tensor<?xf32> to tensor<?xf32>
  %3 = tensor.cast %2 : tensor<?xf32> to tensor<4xf32>
  return %1, %3 : tensor<4xf32>, tensor<4xf32>
}

// CHECK-LABEL: func.func @extents
// CHECK-SAME:    %[[A0:[^:]+]]:{{.*}}%[[A1:[^:]+]]:
// CHECK-NEXT:    %[[V2:.+]] = arith.constant 4 : index
// CHECK-NEXT:    %[[V3:.+]] = arith.constant 2 : index
// CHECK-NEXT:    return %[[A0]], %[[V2]], %[[V3]] : index, index, index
func.func @extents(%n: index, %x: tensor<?x4xf32>) -> (index, index, index) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %e = tensor.empty(%n) : tensor<?x4xf32>
  %0 = tensor.dim %e, %c0 : tensor<?x4xf32>
  %1 = tensor.dim %x, %c1 : tensor<?x4xf32>
  %2 = tensor.rank %x : tensor<?x4xf32>
  return %0, %1, %2 : index, index, index
}

// CHECK-LABEL: func.func @elements
// CHECK-SAME:    %[[A0:[^:]+]]:{{.*}}%[[A1:[^:]+]]:{{.*}}%[[A2:[^:]+]]:
// CHECK-NEXT:    %[[V3:.+]] = tensor.splat %[[A0]] : tensor<4xf32>
// CHECK-NEXT:    %[[V4:.+]] = tensor.extract %[[V3]][%[[A2]]] : tensor<4xf32>
// CHECK-NEXT:    return %[[A1]], %[[V4]] : f32, f32
func.func @elements(%a: f32, %b: f32, %i: index) -> (f32, f32) {
  %c1 = arith.constant 1 : index
  %0 = tensor.from_elements %a, %b : tensor<2xf32>
  %1 = tensor.extract %0[%c1] : tensor<2xf32>
  %2 = tensor.splat %a : tensor<4xf32>
  %3 = tensor.extract %2[%i] : tensor<4xf32>
  return %1, %3 : f32, f32
}
