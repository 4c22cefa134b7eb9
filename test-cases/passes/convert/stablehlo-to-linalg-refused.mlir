// What has no lowering is told, with what was tried.
// RUN: lathe opt --stablehlo-to-linalg %s --split-input-file --verify-diagnostics

func.func @unsigned(%x: tensor<4xui8>) -> tensor<4xui8> {
  // expected-error @below {{failed to legalize operation 'stablehlo.add'}}
  %0 = stablehlo.add %x, %x : tensor<4xui8>
  return %0 : tensor<4xui8>
}

// -----

func.func @dynamic(%x: tensor<?xf32>) -> tensor<?xf32> {
  // expected-error @below {{failed to legalize operation 'stablehlo.add'}}
  %0 = stablehlo.add %x, %x : tensor<?xf32>
  return %0 : tensor<?xf32>
}
