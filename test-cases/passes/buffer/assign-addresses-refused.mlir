// RUN: lathe opt --assign-addresses %s --split-input-file --verify-diagnostics

// What memory cannot hold is told with its type.
// expected-error @below {{argument 0 has elements of a type that memory accesses of this target do not know, f16}}
func.func @narrow(%x: memref<4xf16>) {
  return
}

// -----

// expected-error @below {{argument 0 has no size that is known at compile time}}
func.func @dynamic(%x: memref<?xf32>) {
  return
}
