// RUN: lathe opt --assign-addresses %s --split-input-file --verify-diagnostics

// What memory cannot hold is told with its type.
// expected-error @below {{argument 0 has elements of a type that memory accesses of this target do not know, f8E5M2}}
func.func @narrow(%x: memref<4xf8E5M2>) {
  return
}

// -----

// expected-error @below {{argument 0 has no size that is known at compile time}}
func.func @dynamic(%x: memref<?xf32>) {
  return
}

// -----

// expected-error @below {{needs 8589934656 bytes of memory, expected at most the 4294967296}}
module {
  func.func @large(%x: memref<65536x32768xf32>) {
    return
  }
}
