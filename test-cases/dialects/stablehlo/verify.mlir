// Each function breaks the constraint of the specification that it is named after.
// RUN: lathe opt %s --split-input-file --verify-diagnostics

func.func @iota_c1() {
  // expected-error @below {{iota dimension cannot go beyond the output rank.}}
  %0 = stablehlo.iota dim = 2 : tensor<4x5xi32>
  return
}

// -----

func.func @add_c1(%a: tensor<2xf32>, %b: tensor<2xi32>) {
  // expected-error @+2 {{requires compatible types for all operands and results}}
  // expected-error @+1 {{failed to infer returned types}}
  %0 = "stablehlo.add"(%a, %b) : (tensor<2xf32>, tensor<2xi32>) -> tensor<2xf32>
  return
}

// -----

func.func @and_c1(%a: tensor<2xi1>, %b: tensor<2xi8>) {
  // expected-error @+2 {{requires compatible types for all operands and results}}
  // expected-error @+1 {{failed to infer returned types}}
  %0 = "stablehlo.and"(%a, %b) : (tensor<2xi1>, tensor<2xi8>) -> tensor<2xi1>
  return
}

// -----

func.func @compare_c1(%a: tensor<2xf32>, %b: tensor<2xi32>) {
  // expected-error @+2 {{requires compatible element types for all operands}}
  // expected-error @+1 {{failed to infer returned types}}
  %0 = stablehlo.compare EQ, %a, %b : (tensor<2xf32>, tensor<2xi32>) -> tensor<2xi1>
  return
}

// -----

func.func @select_c1(%p: tensor<3xi1>, %a: tensor<2xf32>) {
  // expected-error @+2 {{requires the same shape for all operands}}
  // expected-error @+1 {{failed to infer returned types}}
  %0 = stablehlo.select %p, %a, %a : tensor<3xi1>, tensor<2xf32>
  return
}

// -----

func.func @select_c2(%p: tensor<2xi1>, %a: tensor<2xf32>, %b: tensor<2xi32>) {
  // expected-error @+2 {{requires compatible types for non-predicate operands}}
  // expected-error @+1 {{failed to infer returned types}}
  %0 = "stablehlo.select"(%p, %a, %b) : (tensor<2xi1>, tensor<2xf32>, tensor<2xi32>) -> tensor<2xf32>
  return
}

// -----

func.func @clamp_c1(%m: tensor<2xf32>, %x: tensor<3xf32>) {
  // expected-error @+2 {{min shape [2] is not scalar and is not compatible to operand shape [3]}}
  // expected-error @+1 {{failed to infer returned types}}
  %0 = "stablehlo.clamp"(%m, %x, %x) : (tensor<2xf32>, tensor<3xf32>, tensor<3xf32>) -> tensor<3xf32>
  return
}

// -----

func.func @clamp_c2(%m: tensor<2xf32>, %x: tensor<3xf32>) {
  // expected-error @+2 {{max shape [2] is not scalar and is not compatible to operand shape [3]}}
  // expected-error @+1 {{failed to infer returned types}}
  %0 = "stablehlo.clamp"(%x, %x, %m) : (tensor<3xf32>, tensor<3xf32>, tensor<2xf32>) -> tensor<3xf32>
  return
}

// -----

func.func @bitcast_convert_c1(%x: tensor<2xf64>) {
  // expected-error @below {{requires compatible bit widths. Got: 'tensor<2xf64>' and 'tensor<2x3xf16>', but 16 * 3 != 64.}}
  %0 = stablehlo.bitcast_convert %x : (tensor<2xf64>) -> tensor<2x3xf16>
  return
}

// -----

func.func @bitcast_convert_c2(%x: tensor<2xf64>) {
  // expected-error @below {{cannot convert between real and complex types, but got: 'tensor<2xf64>' and 'tensor<2xcomplex<f32>>'}}
  %0 = stablehlo.bitcast_convert %x : (tensor<2xf64>) -> tensor<2xcomplex<f32>>
  return
}

// -----

func.func @broadcast_in_dim_c2(%x: tensor<2x3xf32>) {
  // expected-error @below {{broadcast_dimensions size (1) does not match operand rank (2)}}
  %0 = stablehlo.broadcast_in_dim %x, dims = [0] : (tensor<2x3xf32>) -> tensor<2x3xf32>
  return
}

// -----

func.func @broadcast_in_dim_c3(%x: tensor<2xf32>) {
  // expected-error @below {{broadcast_dimensions contains invalid value 2 for result with rank 2}}
  %0 = stablehlo.broadcast_in_dim %x, dims = [2] : (tensor<2xf32>) -> tensor<2x3xf32>
  return
}

// -----

func.func @broadcast_in_dim_c4(%x: tensor<2x2xf32>) {
  // expected-error @below {{broadcast_dimensions should not have duplicates}}
  %0 = stablehlo.broadcast_in_dim %x, dims = [0, 0] : (tensor<2x2xf32>) -> tensor<2x3xf32>
  return
}

// -----

func.func @broadcast_in_dim_c5(%x: tensor<2xf32>) {
  // expected-error @below {{size of operand dimension 0 (2) is not equal to 1 or size of result dimension 1 (3)}}
  %0 = stablehlo.broadcast_in_dim %x, dims = [1] : (tensor<2xf32>) -> tensor<2x3xf32>
  return
}

// -----

func.func @reshape_c2(%x: tensor<2x3xf32>) {
  // expected-error @below {{number of output elements (5) doesn't match expected number of elements (6)}}
  %0 = stablehlo.reshape %x : (tensor<2x3xf32>) -> tensor<5xf32>
  return
}

// -----

func.func @transpose_c2(%x: tensor<2x3xf32>) {
  // expected-error @+2 {{attribute permutation must be a permutation of [0, 1] but got 1, 1}}
  // expected-error @+1 {{failed to infer returned types}}
  %0 = stablehlo.transpose %x, dims = [1, 1] : (tensor<2x3xf32>) -> tensor<3x3xf32>
  return
}

// -----

func.func @slice_c2(%x: tensor<2x3xf32>) {
  // expected-error @+2 {{the number of elements in start_indices (1) does not match the rank of the operand (2)}}
  // expected-error @+1 {{failed to infer returned types}}
  %0 = stablehlo.slice %x [0:2] : (tensor<2x3xf32>) -> tensor<2xf32>
  return
}

// -----

func.func @slice_c3(%x: tensor<4xf32>) {
  // expected-error @+2 {{limit index 5 is larger than dimension size 4 in dimension 0}}
  // expected-error @+1 {{failed to infer returned types}}
  %0 = stablehlo.slice %x [0:5] : (tensor<4xf32>) -> tensor<5xf32>
  return
}

// -----

func.func @slice_c4(%x: tensor<4xf32>) {
  // expected-error @+2 {{stride must be positive but got 0 in dimension 0}}
  // expected-error @+1 {{failed to infer returned types}}
  %0 = stablehlo.slice %x [0:4:0] : (tensor<4xf32>) -> tensor<4xf32>
  return
}

// -----

func.func @pad_c2(%x: tensor<4xf32>, %v: tensor<f32>) {
  // expected-error @+2 {{edge_padding_low length (2) must match operand rank (1)}}
  // expected-error @+1 {{failed to infer returned types}}
  %0 = stablehlo.pad %x, %v, low = [0, 0], high = [0, 0], interior = [0, 0] : (tensor<4xf32>, tensor<f32>) -> tensor<4xf32>
  return
}

// -----

func.func @pad_c3(%x: tensor<4xf32>, %v: tensor<f32>) {
  // expected-error @+2 {{Interior padding cannot be negative: -1}}
  // expected-error @+1 {{failed to infer returned types}}
  %0 = stablehlo.pad %x, %v, low = [0], high = [0], interior = [-1] : (tensor<4xf32>, tensor<f32>) -> tensor<4xf32>
  return
}

// -----

func.func @pad_c4(%x: tensor<4xf32>, %v: tensor<f32>) {
  // expected-error @+2 {{Padding result in negative size for dimension 0}}
  // expected-error @+1 {{failed to infer returned types}}
  %0 = stablehlo.pad %x, %v, low = [-3], high = [-2], interior = [0] : (tensor<4xf32>, tensor<f32>) -> tensor<4xf32>
  return
}

// -----

func.func @concatenate_c2(%x: tensor<2x3xf32>, %y: tensor<2x4xf32>) {
  // expected-error @+2 {{shapes of operand (0) and (1) are not compatible at non-concat index 1: (2, 3) != (2, 4)}}
  // expected-error @+1 {{failed to infer returned types}}
  %0 = stablehlo.concatenate %x, %y, dim = 0 : (tensor<2x3xf32>, tensor<2x4xf32>) -> tensor<4x3xf32>
  return
}

// -----

func.func @concatenate_c4(%x: tensor<2x3xf32>) {
  // expected-error @+2 {{dimension 2 is out-of-bounds for input rank 2}}
  // expected-error @+1 {{failed to infer returned types}}
  %0 = stablehlo.concatenate %x, %x, dim = 2 : (tensor<2x3xf32>, tensor<2x3xf32>) -> tensor<4x3xf32>
  return
}

// -----

func.func @reverse_c2(%x: tensor<2x3xf32>) {
  // expected-error @below {{dimensions should be unique. Got: 1, 1}}
  %0 = stablehlo.reverse %x, dims = [1, 1] : tensor<2x3xf32>
  return
}

// -----

func.func @reverse_c3(%x: tensor<2x3xf32>) {
  // expected-error @below {{all dimensions should be between [0, 2). Got dimension: 2.}}
  %0 = stablehlo.reverse %x, dims = [2] : tensor<2x3xf32>
  return
}

// -----

func.func @dynamic_slice_c2(%x: tensor<4x4xf32>, %i: tensor<i32>) {
  // expected-error @+2 {{has mismatched number of start indices (1) and the rank of operand (2)}}
  // expected-error @+1 {{failed to infer returned types}}
  %0 = stablehlo.dynamic_slice %x, %i, sizes = [2] : (tensor<4x4xf32>, tensor<i32>) -> tensor<2xf32>
  return
}

// -----

func.func @dynamic_slice_c4(%x: tensor<4xf32>, %i: tensor<i32>) {
  // expected-error @+2 {{has slice size 5 greater than dimension size 4 in dimension 0 of operand}}
  // expected-error @+1 {{failed to infer returned types}}
  %0 = stablehlo.dynamic_slice %x, %i, sizes = [5] : (tensor<4xf32>, tensor<i32>) -> tensor<5xf32>
  return
}

// -----

func.func @dynamic_update_slice_c6(%x: tensor<4xf32>, %u: tensor<5xf32>, %i: tensor<i32>) {
  // expected-error @+2 {{expects size at dimension 0 of update to be in range [0, 4]. Got: 5.}}
  // expected-error @+1 {{failed to infer returned types}}
  %0 = stablehlo.dynamic_update_slice %x, %u, %i : (tensor<4xf32>, tensor<5xf32>, tensor<i32>) -> tensor<4xf32>
  return
}

// -----

func.func @dot_general_c1(%x: tensor<2x3xf32>) {
  // expected-error @below {{lhs and rhs should have the same number of batching dimensions}}
  %0 = stablehlo.dot_general %x, %x, batching_dims = [0] x [], contracting_dims = [1] x [1] : (tensor<2x3xf32>, tensor<2x3xf32>) -> tensor<2x2xf32>
  return
}

// -----

func.func @dot_general_c2(%x: tensor<2x3xf32>) {
  // expected-error @below {{lhs and rhs should have the same number of contracting dimensions}}
  %0 = stablehlo.dot_general %x, %x, contracting_dims = [1] x [] : (tensor<2x3xf32>, tensor<2x3xf32>) -> tensor<2x2xf32>
  return
}

// -----

func.func @dot_general_c3(%x: tensor<2x3xf32>) {
  // expected-error @below {{has duplicated dimension from lhs_batching_dimensions and lhs_contracting_dimensions: 1}}
  %0 = stablehlo.dot_general %x, %x, batching_dims = [1] x [0], contracting_dims = [1] x [1] : (tensor<2x3xf32>, tensor<2x3xf32>) -> tensor<2x2xf32>
  return
}

// -----

func.func @dot_general_c6(%x: tensor<2x3xf32>) {
  // expected-error @below {{lhs_contracting_dimensions value: 2 is out of range: [0, 2)}}
  %0 = stablehlo.dot_general %x, %x, contracting_dims = [2] x [1] : (tensor<2x3xf32>, tensor<2x3xf32>) -> tensor<2x2xf32>
  return
}

// -----

func.func @dot_general_c9(%x: tensor<2x3xf32>, %y: tensor<4x3xf32>) {
  // expected-error @below {{batching dimension sizes must match for lhs/rhs}}
  %0 = stablehlo.dot_general %x, %y, batching_dims = [0] x [0], contracting_dims = [1] x [1] : (tensor<2x3xf32>, tensor<4x3xf32>) -> tensor<2xf32>
  return
}

// -----

func.func @dot_general_c10(%x: tensor<8x784xf32>, %y: tensor<783x10xf32>) {
  // expected-error @below {{contracting dimension sizes must match for lhs/rhs}}
  %0 = stablehlo.dot_general %x, %y, contracting_dims = [1] x [0] : (tensor<8x784xf32>, tensor<783x10xf32>) -> tensor<8x10xf32>
  return
}

// -----

func.func @dot_general_c12(%x: tensor<8x784xf32>, %y: tensor<784x10xf32>) {
  // expected-error @below {{inferred shape '[8, 10]' is incompatible with return type of operation 'tensor<8x11xf32>'}}
  %0 = stablehlo.dot_general %x, %y, contracting_dims = [1] x [0] : (tensor<8x784xf32>, tensor<784x10xf32>) -> tensor<8x11xf32>
  return
}

// -----

func.func @get_dimension_size_c1(%x: tensor<2x3xf32>) {
  // expected-error @+2 {{requires dimension attribute in range [0, 2); found (2)}}
  // expected-error @+1 {{failed to infer returned types}}
  %0 = stablehlo.get_dimension_size %x, dim = 2 : (tensor<2x3xf32>) -> tensor<i32>
  return
}

// -----

func.func @get_tuple_element_c1(%x: tuple<tensor<f32>>) {
  // expected-error @+2 {{index 1 is out of bounds of operand with size 1}}
  // expected-error @+1 {{failed to infer returned types}}
  %0 = stablehlo.get_tuple_element %x[1] : (tuple<tensor<f32>>) -> tensor<f32>
  return
}

// -----

func.func @reduce_c4(%x: tensor<2x3xf32>, %c: tensor<f32>) {
  // expected-error @below {{Out-of-bounds dimension 2, expected to be in range [0, 2)}}
  %0 = stablehlo.reduce(%x init: %c) applies stablehlo.add across dimensions = [2] : (tensor<2x3xf32>, tensor<f32>) -> tensor<2xf32>
  return
}

// -----

func.func @reduce_c5(%x: tensor<2x3xf32>, %c: tensor<f32>) {
  // expected-error @below {{Duplicate reduction dimension: 1}}
  %0 = stablehlo.reduce(%x init: %c) applies stablehlo.add across dimensions = [1, 1] : (tensor<2x3xf32>, tensor<f32>) -> tensor<2xf32>
  return
}

// -----

func.func @convolution_c23(%x: tensor<2x4x4x2xf32>, %w: tensor<3x3x1x2xf32>) {
  // expected-error @below {{expects batch_group_count and feature_group_count not to be both greater than 1. Got 2 and 2 resp.}}
  %0 = stablehlo.convolution(%x, %w) dim_numbers = [b, 0, 1, f]x[0, 1, i, o]->[b, 0, 1, f], window = {} {batch_group_count = 2 : i64, feature_group_count = 2 : i64} : (tensor<2x4x4x2xf32>, tensor<3x3x1x2xf32>) -> tensor<1x2x2x2xf32>
  return
}

// -----

func.func @convolution_c14(%x: tensor<1x4x4x3xf32>, %w: tensor<3x3x2x5xf32>) {
  // expected-error @below {{expects input feature dimension (3) / feature_group_count = kernel input feature dimension (2). Got feature_group_count = 1.}}
  %0 = stablehlo.convolution(%x, %w) dim_numbers = [b, 0, 1, f]x[0, 1, i, o]->[b, 0, 1, f], window = {} {batch_group_count = 1 : i64, feature_group_count = 1 : i64} : (tensor<1x4x4x3xf32>, tensor<3x3x2x5xf32>) -> tensor<1x2x2x5xf32>
  return
}

// -----

func.func @convolution_c25(%x: tensor<1x4x4x3xf32>, %w: tensor<3x3x3x5xf32>) {
  // expected-error @below {{inferred shape '[1, 2, 2, 5]' is incompatible with return type of operation 'tensor<1x4x4x5xf32>'}}
  %0 = stablehlo.convolution(%x, %w) dim_numbers = [b, 0, 1, f]x[0, 1, i, o]->[b, 0, 1, f], window = {} {batch_group_count = 1 : i64, feature_group_count = 1 : i64} : (tensor<1x4x4x3xf32>, tensor<3x3x3x5xf32>) -> tensor<1x4x4x5xf32>
  return
}

// -----

func.func @gather_c1(%x: tensor<3x4xi32>, %i: tensor<2x1xi64>) {
  // expected-error @+2 {{offset_dims size (1) plus collapse_slice_dims size (0) plus operand_batching_dims size (0) is not equal to operand rank (2)}}
  // expected-error @+1 {{failed to infer returned types}}
  %0 = "stablehlo.gather"(%x, %i) <{dimension_numbers = #stablehlo.gather<offset_dims = [1], start_index_map = [0], index_vector_dim = 1>, slice_sizes = array<i64: 1, 4>}> : (tensor<3x4xi32>, tensor<2x1xi64>) -> tensor<2x4xi32>
  return
}

// -----

func.func @gather_c21(%x: tensor<3x4xi32>, %i: tensor<2x1xi64>) {
  // expected-error @+2 {{slice size (5) is out of bounds for operand dimension (4) at index 1}}
  // expected-error @+1 {{failed to infer returned types}}
  %0 = "stablehlo.gather"(%x, %i) <{dimension_numbers = #stablehlo.gather<offset_dims = [1], collapsed_slice_dims = [0], start_index_map = [0], index_vector_dim = 1>, slice_sizes = array<i64: 1, 5>}> : (tensor<3x4xi32>, tensor<2x1xi64>) -> tensor<2x5xi32>
  return
}

// -----

func.func @fft_c3(%x: tensor<2x2x2x2xcomplex<f32>>) {
  // expected-error @+2 {{rank must be between 1 and 3, but got 4.}}
  // expected-error @+1 {{failed to infer returned types}}
  %0 = stablehlo.fft %x, type = FFT, length = [2, 2, 2, 2] : (tensor<2x2x2x2xcomplex<f32>>) -> tensor<2x2x2x2xcomplex<f32>>
  return
}

// -----

func.func @cholesky_c3(%x: tensor<2x3xf32>) {
  // expected-error @+2 {{minor dimensions of 'a' must have equal size, got shape 2, 3.}}
  // expected-error @+1 {{failed to infer returned types}}
  %0 = stablehlo.cholesky %x : tensor<2x3xf32>
  return
}
