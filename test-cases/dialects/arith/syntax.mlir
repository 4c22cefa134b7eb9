// RUN: lathe opt %s --allow-unregistered-dialect | lathe opt --allow-unregistered-dialect | FileCheck %s
// RUN: lathe opt %s --allow-unregistered-dialect --mlir-print-op-generic | lathe opt --allow-unregistered-dialect | FileCheck %s

// CHECK:      func.func @integers(%a: i32, %b: i32, %v: vector<4xi8>, %t: tensor<?x2xi64>, %i: index) {
// CHECK-NEXT: %addi = arith.addi %a, %b : i32
// CHECK-NEXT: %subi = arith.subi %a, %b : i32
// CHECK-NEXT: %muli = arith.muli %a, %b : i32
// CHECK-NEXT: %shli = arith.shli %a, %b : i32
// CHECK-NEXT: %nsw = arith.addi %a, %b overflow<nsw> : i32
// CHECK-NEXT: %both = arith.muli %i, %i overflow<nsw, nuw> : index
// CHECK-NEXT: %vector = arith.subi %v, %v {tag = 1 : i32} : vector<4xi8>
// CHECK-NEXT: %tensor = arith.shli %t, %t overflow<nuw> : tensor<?x2xi64>
// CHECK-NEXT: %divui = arith.divui %a, %b : i32
// CHECK-NEXT: %divsi = arith.divsi %a, %b : i32
// CHECK-NEXT: %shrui = arith.shrui %a, %b : i32
// CHECK-NEXT: %shrsi = arith.shrsi %a, %b : i32
// CHECK-NEXT: %ceildivui = arith.ceildivui %a, %b : i32
// CHECK-NEXT: %ceildivsi = arith.ceildivsi %a, %b : i32
// CHECK-NEXT: %floordivsi = arith.floordivsi %a, %b : i32
// CHECK-NEXT: %remui = arith.remui %a, %b : i32
// CHECK-NEXT: %remsi = arith.remsi %a, %b : i32
// CHECK-NEXT: %andi = arith.andi %a, %b : i32
// CHECK-NEXT: %ori = arith.ori %a, %b : i32
// CHECK-NEXT: %xori = arith.xori %a, %b : i32
// CHECK-NEXT: %maxsi = arith.maxsi %a, %b : i32
// CHECK-NEXT: %maxui = arith.maxui %a, %b : i32
// CHECK-NEXT: %minsi = arith.minsi %a, %b : i32
// CHECK-NEXT: %minui = arith.minui %a, %b : i32
// CHECK-NEXT: %divui_exact = arith.divui %a, %b exact : i32
// CHECK-NEXT: %divsi_exact = arith.divsi %a, %b exact : i32
// CHECK-NEXT: %shrui_exact = arith.shrui %a, %b exact : i32
// CHECK-NEXT: %shrsi_exact = arith.shrsi %a, %b exact : i32
// CHECK-NEXT: return
// CHECK-NEXT: }
//
// CHECK:      func.func @extended(%a: i32, %v: vector<4xi8>) {
// CHECK-NEXT: %sum, %overflow = arith.addui_extended %a, %a : i32, i1
// CHECK-NEXT: %sums, %overflows = arith.addui_extended %v, %v : vector<4xi8>, vector<4xi1>
// CHECK-NEXT: %low, %high = arith.mulsi_extended %a, %a : i32
// CHECK-NEXT: %ulow, %uhigh = arith.mului_extended %v, %v : vector<4xi8>
// CHECK-NEXT: return
// CHECK-NEXT: }
//
// CHECK:      func.func @floats(%x: f32, %h: tensor<3xbf16>) {
// CHECK-NEXT: %addf = arith.addf %x, %x : f32
// CHECK-NEXT: %subf = arith.subf %x, %x : f32
// CHECK-NEXT: %mulf = arith.mulf %x, %x : f32
// CHECK-NEXT: %divf = arith.divf %x, %x : f32
// CHECK-NEXT: %remf = arith.remf %x, %x : f32
// CHECK-NEXT: %maximumf = arith.maximumf %x, %x : f32
// CHECK-NEXT: %minimumf = arith.minimumf %x, %x : f32
// CHECK-NEXT: %maxnumf = arith.maxnumf %x, %x : f32
// CHECK-NEXT: %minnumf = arith.minnumf %x, %x : f32
// CHECK-NEXT: %negf = arith.negf %x : f32
// CHECK-NEXT: %fast = arith.addf %x, %x fastmath<fast> : f32
// CHECK-NEXT: %some = arith.mulf %h, %h fastmath<nnan,ninf> {tag} : tensor<3xbf16>
// CHECK-NEXT: %negfast = arith.negf %h fastmath<contract> : tensor<3xbf16>
// CHECK-NEXT: return
// CHECK-NEXT: }
//
// CHECK:      func.func @casts(%a: i32, %x: f32, %i: index, %v: vector<2xi8>, %m: memref<4xi32>, %n: f4E2M1FN, %s: f8E8M0FNU) {
// CHECK-NEXT: %extui = arith.extui %a : i32 to i64
// CHECK-NEXT: %extsi = arith.extsi %v : vector<2xi8> to vector<2xi16>
// CHECK-NEXT: %trunci = arith.trunci %a : i32 to i8
// CHECK-NEXT: %truncnsw = arith.trunci %a overflow<nsw> : i32 to i8
// CHECK-NEXT: %uitofp = arith.uitofp %a : i32 to f32
// CHECK-NEXT: %sitofp = arith.sitofp %v : vector<2xi8> to vector<2xf16>
// CHECK-NEXT: %fptoui = arith.fptoui %x : f32 to i8
// CHECK-NEXT: %fptosi = arith.fptosi %x : f32 to i64
// CHECK-NEXT: %extf = arith.extf %x : f32 to f64
// CHECK-NEXT: %extfast = arith.extf %x fastmath<contract> : f32 to f64
// CHECK-NEXT: %truncf = arith.truncf %x : f32 to f16
// CHECK-NEXT: %mode = arith.truncf %x toward_zero : f32 to f16
// CHECK-NEXT: %modefast = arith.truncf %x upward fastmath<fast> : f32 to bf16
// CHECK-NEXT: %index = arith.index_cast %a : i32 to index
// CHECK-NEXT: %integer = arith.index_castui %i : index to i64
// CHECK-NEXT: %bits = arith.bitcast %x : f32 to i32
// CHECK-NEXT: %memory = arith.bitcast %m : memref<4xi32> to memref<4xf32>
// CHECK-NEXT: %scaled = arith.scaling_extf %n, %s : f4E2M1FN, f8E8M0FNU to f32
// CHECK-NEXT: %unscaled = arith.scaling_truncf %x, %s : f32, f8E8M0FNU to f4E2M1FN
// CHECK-NEXT: return
// CHECK-NEXT: }
//
// CHECK:      func.func @comparisons(%a: i32, %x: f32, %v: vector<4xf32>, %c: i1, %m: vector<4xi1>) {
// CHECK-NEXT: %eq = arith.cmpi eq, %a, %a : i32
// CHECK-NEXT: %ne = arith.cmpi ne, %a, %a : i32
// CHECK-NEXT: %slt = arith.cmpi slt, %a, %a : i32
// CHECK-NEXT: %sle = arith.cmpi sle, %a, %a : i32
// CHECK-NEXT: %sgt = arith.cmpi sgt, %a, %a : i32
// CHECK-NEXT: %sge = arith.cmpi sge, %a, %a : i32
// CHECK-NEXT: %ult = arith.cmpi ult, %a, %a : i32
// CHECK-NEXT: %ule = arith.cmpi ule, %a, %a : i32
// CHECK-NEXT: %ugt = arith.cmpi ugt, %a, %a : i32
// CHECK-NEXT: %uge = arith.cmpi uge, %a, %a : i32
// CHECK-NEXT: %ffalse = arith.cmpf false, %x, %x : f32
// CHECK-NEXT: %foeq = arith.cmpf oeq, %x, %x : f32
// CHECK-NEXT: %fogt = arith.cmpf ogt, %x, %x : f32
// CHECK-NEXT: %foge = arith.cmpf oge, %x, %x : f32
// CHECK-NEXT: %folt = arith.cmpf olt, %x, %x : f32
// CHECK-NEXT: %fole = arith.cmpf ole, %x, %x : f32
// CHECK-NEXT: %fone = arith.cmpf one, %x, %x : f32
// CHECK-NEXT: %ford = arith.cmpf ord, %x, %x : f32
// CHECK-NEXT: %fueq = arith.cmpf ueq, %x, %x : f32
// CHECK-NEXT: %fugt = arith.cmpf ugt, %x, %x : f32
// CHECK-NEXT: %fuge = arith.cmpf uge, %x, %x : f32
// CHECK-NEXT: %fult = arith.cmpf ult, %x, %x : f32
// CHECK-NEXT: %fule = arith.cmpf ule, %x, %x : f32
// CHECK-NEXT: %fune = arith.cmpf une, %x, %x : f32
// CHECK-NEXT: %funo = arith.cmpf uno, %x, %x : f32
// CHECK-NEXT: %ftrue = arith.cmpf true, %x, %x : f32
// CHECK-NEXT: %vector = arith.cmpf olt, %v, %v fastmath<fast> : vector<4xf32>
// CHECK-NEXT: %select = arith.select %c, %a, %a : i32
// CHECK-NEXT: %whole = arith.select %c, %v, %v : vector<4xf32>
// CHECK-NEXT: %each = arith.select %m, %v, %v {tag} : vector<4xi1>, vector<4xf32>
// CHECK-NEXT: return
// CHECK-NEXT: }
//
// CHECK:      func.func @constants() {
// CHECK-NEXT: %a = arith.constant 42 : i32
// CHECK-NEXT: %b = arith.constant true
// CHECK-NEXT: %c = arith.constant -7 : index
// CHECK-NEXT: %d = arith.constant {tag = "x"} 1.500000e+00 : f16
// CHECK-NEXT: %e = arith.constant dense<[1, 2]> : tensor<2xi64>
// CHECK-NEXT: %f = arith.constant dense<0.000000e+00> : vector<4x4xf32>
// CHECK-NEXT: %g = arith.constant 0x7F800000 : f32
// CHECK-NEXT: return
// CHECK-NEXT: }

func.func @integers(%a: i32, %b: i32, %v: vector<4xi8>, %t: tensor<?x2xi64>, %i: index) {
  %addi = arith.addi %a, %b : i32
  %subi = arith.subi %a, %b : i32
  %muli = arith.muli %a, %b : i32
  %shli = arith.shli %a, %b : i32
  %nsw = arith.addi %a, %b overflow<nsw> : i32
  %both = arith.muli %i, %i overflow<nsw, nuw> : index
  %vector = arith.subi %v, %v {tag = 1 : i32} : vector<4xi8>
  %tensor = arith.shli %t, %t overflow<nuw> : tensor<?x2xi64>
  %divui = arith.divui %a, %b : i32
  %divsi = arith.divsi %a, %b : i32
  %shrui = arith.shrui %a, %b : i32
  %shrsi = arith.shrsi %a, %b : i32
  %ceildivui = arith.ceildivui %a, %b : i32
  %ceildivsi = arith.ceildivsi %a, %b : i32
  %floordivsi = arith.floordivsi %a, %b : i32
  %remui = arith.remui %a, %b : i32
  %remsi = arith.remsi %a, %b : i32
  %andi = arith.andi %a, %b : i32
  %ori = arith.ori %a, %b : i32
  %xori = arith.xori %a, %b : i32
  %maxsi = arith.maxsi %a, %b : i32
  %maxui = arith.maxui %a, %b : i32
  %minsi = arith.minsi %a, %b : i32
  %minui = arith.minui %a, %b : i32
  %divui_exact = arith.divui %a, %b exact : i32
  %divsi_exact = arith.divsi %a, %b exact : i32
  %shrui_exact = arith.shrui %a, %b exact : i32
  %shrsi_exact = arith.shrsi %a, %b exact : i32
  return
}
func.func @extended(%a: i32, %v: vector<4xi8>) {
  %sum, %overflow = arith.addui_extended %a, %a : i32, i1
  %sums, %overflows = arith.addui_extended %v, %v : vector<4xi8>, vector<4xi1>
  %low, %high = arith.mulsi_extended %a, %a : i32
  %ulow, %uhigh = arith.mului_extended %v, %v : vector<4xi8>
  return
}
func.func @floats(%x: f32, %h: tensor<3xbf16>) {
  %addf = arith.addf %x, %x : f32
  %subf = arith.subf %x, %x : f32
  %mulf = arith.mulf %x, %x : f32
  %divf = arith.divf %x, %x : f32
  %remf = arith.remf %x, %x : f32
  %maximumf = arith.maximumf %x, %x : f32
  %minimumf = arith.minimumf %x, %x : f32
  %maxnumf = arith.maxnumf %x, %x : f32
  %minnumf = arith.minnumf %x, %x : f32
  %negf = arith.negf %x : f32
  %fast = arith.addf %x, %x fastmath<fast> : f32
  %some = arith.mulf %h, %h fastmath<nnan,ninf> {tag} : tensor<3xbf16>
  %negfast = arith.negf %h fastmath<contract> : tensor<3xbf16>
  return
}
func.func @casts(%a: i32, %x: f32, %i: index, %v: vector<2xi8>, %m: memref<4xi32>, %n: f4E2M1FN, %s: f8E8M0FNU) {
  %extui = arith.extui %a : i32 to i64
  %extsi = arith.extsi %v : vector<2xi8> to vector<2xi16>
  %trunci = arith.trunci %a : i32 to i8
  %truncnsw = arith.trunci %a overflow<nsw> : i32 to i8
  %uitofp = arith.uitofp %a : i32 to f32
  %sitofp = arith.sitofp %v : vector<2xi8> to vector<2xf16>
  %fptoui = arith.fptoui %x : f32 to i8
  %fptosi = arith.fptosi %x : f32 to i64
  %extf = arith.extf %x : f32 to f64
  %extfast = arith.extf %x fastmath<contract> : f32 to f64
  %truncf = arith.truncf %x : f32 to f16
  %mode = arith.truncf %x toward_zero : f32 to f16
  %modefast = arith.truncf %x upward fastmath<fast> : f32 to bf16
  %index = arith.index_cast %a : i32 to index
  %integer = arith.index_castui %i : index to i64
  %bits = arith.bitcast %x : f32 to i32
  %memory = arith.bitcast %m : memref<4xi32> to memref<4xf32>
  %scaled = arith.scaling_extf %n, %s : f4E2M1FN, f8E8M0FNU to f32
  %unscaled = arith.scaling_truncf %x, %s : f32, f8E8M0FNU to f4E2M1FN
  return
}
func.func @comparisons(%a: i32, %x: f32, %v: vector<4xf32>, %c: i1, %m: vector<4xi1>) {
  %eq = arith.cmpi eq, %a, %a : i32
  %ne = arith.cmpi ne, %a, %a : i32
  %slt = arith.cmpi slt, %a, %a : i32
  %sle = arith.cmpi sle, %a, %a : i32
  %sgt = arith.cmpi sgt, %a, %a : i32
  %sge = arith.cmpi sge, %a, %a : i32
  %ult = arith.cmpi ult, %a, %a : i32
  %ule = arith.cmpi ule, %a, %a : i32
  %ugt = arith.cmpi ugt, %a, %a : i32
  %uge = arith.cmpi uge, %a, %a : i32
  %ffalse = arith.cmpf false, %x, %x : f32
  %foeq = arith.cmpf oeq, %x, %x : f32
  %fogt = arith.cmpf ogt, %x, %x : f32
  %foge = arith.cmpf oge, %x, %x : f32
  %folt = arith.cmpf olt, %x, %x : f32
  %fole = arith.cmpf ole, %x, %x : f32
  %fone = arith.cmpf one, %x, %x : f32
  %ford = arith.cmpf ord, %x, %x : f32
  %fueq = arith.cmpf ueq, %x, %x : f32
  %fugt = arith.cmpf ugt, %x, %x : f32
  %fuge = arith.cmpf uge, %x, %x : f32
  %fult = arith.cmpf ult, %x, %x : f32
  %fule = arith.cmpf ule, %x, %x : f32
  %fune = arith.cmpf une, %x, %x : f32
  %funo = arith.cmpf uno, %x, %x : f32
  %ftrue = arith.cmpf true, %x, %x : f32
  %vector = arith.cmpf olt, %v, %v fastmath<fast> : vector<4xf32>
  %select = arith.select %c, %a, %a : i32
  %whole = arith.select %c, %v, %v : vector<4xf32>
  %each = arith.select %m, %v, %v {tag} : vector<4xi1>, vector<4xf32>
  return
}
func.func @constants() {
  %a = arith.constant 42 : i32
  %b = arith.constant true
  %c = arith.constant -7 : index
  %d = arith.constant {tag = "x"} 1.500000e+00 : f16
  %e = arith.constant dense<[1, 2]> : tensor<2xi64>
  %f = arith.constant dense<0.000000e+00> : vector<4x4xf32>
  %g = arith.constant 0x7F800000 : f32
  return
}
