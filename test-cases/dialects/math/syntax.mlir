// RUN: lathe opt %s --allow-unregistered-dialect | lathe opt --allow-unregistered-dialect | FileCheck %s
// RUN: lathe opt %s --allow-unregistered-dialect --mlir-print-op-generic | lathe opt --allow-unregistered-dialect | FileCheck %s

// CHECK:      func.func @functions(%x: f32, %v: vector<4xf64>, %t: tensor<?xbf16>) {
// CHECK-NEXT: %absf = math.absf %x : f32
// CHECK-NEXT: %acos = math.acos %x : f32
// CHECK-NEXT: %acosh = math.acosh %x : f32
// CHECK-NEXT: %asin = math.asin %x : f32
// CHECK-NEXT: %asinh = math.asinh %x : f32
// CHECK-NEXT: %atan = math.atan %x : f32
// CHECK-NEXT: %atanh = math.atanh %x : f32
// CHECK-NEXT: %cbrt = math.cbrt %x : f32
// CHECK-NEXT: %ceil = math.ceil %x : f32
// CHECK-NEXT: %cos = math.cos %x : f32
// CHECK-NEXT: %cosh = math.cosh %x : f32
// CHECK-NEXT: %erf = math.erf %x : f32
// CHECK-NEXT: %erfc = math.erfc %x : f32
// CHECK-NEXT: %exp = math.exp %x : f32
// CHECK-NEXT: %exp2 = math.exp2 %x : f32
// CHECK-NEXT: %expm1 = math.expm1 %x : f32
// CHECK-NEXT: %floor = math.floor %x : f32
// CHECK-NEXT: %log = math.log %x : f32
// CHECK-NEXT: %log10 = math.log10 %x : f32
// CHECK-NEXT: %log1p = math.log1p %x : f32
// CHECK-NEXT: %log2 = math.log2 %x : f32
// CHECK-NEXT: %round = math.round %x : f32
// CHECK-NEXT: %roundeven = math.roundeven %x : f32
// CHECK-NEXT: %rsqrt = math.rsqrt %x : f32
// CHECK-NEXT: %sin = math.sin %x : f32
// CHECK-NEXT: %sinh = math.sinh %x : f32
// CHECK-NEXT: %sqrt = math.sqrt %x : f32
// CHECK-NEXT: %tan = math.tan %x : f32
// CHECK-NEXT: %tanh = math.tanh %x : f32
// CHECK-NEXT: %trunc = math.trunc %x : f32
// CHECK-NEXT: %atan2 = math.atan2 %x, %x : f32
// CHECK-NEXT: %copysign = math.copysign %x, %x : f32
// CHECK-NEXT: %powf = math.powf %x, %x : f32
// CHECK-NEXT: %fma = math.fma %x, %x, %x : f32
// CHECK-NEXT: %clampf = math.clampf %x to [%x, %x] : f32
// CHECK-NEXT: %sin_0, %cos_1 = math.sincos %t : tensor<?xbf16>
// CHECK-NEXT: %fast = math.tanh %v fastmath<fast> {tag} : vector<4xf64>
// CHECK-NEXT: %clampfast = math.clampf %x to [%x, %x] fastmath<nnan> : f32
// CHECK-NEXT: return
// CHECK-NEXT: }
//
// CHECK:      func.func @integers(%a: i32, %x: f32, %v: vector<4xi8>, %f: vector<4xf32>) {
// CHECK-NEXT: %absi = math.absi %a : i32
// CHECK-NEXT: %ctlz = math.ctlz %a : i32
// CHECK-NEXT: %cttz = math.cttz %a : i32
// CHECK-NEXT: %ctpop = math.ctpop %a : i32
// CHECK-NEXT: %ipowi = math.ipowi %v, %v : vector<4xi8>
// CHECK-NEXT: %fpowi = math.fpowi %x, %a : f32, i32
// CHECK-NEXT: %fpowis = math.fpowi %f, %v fastmath<fast> : vector<4xf32>, vector<4xi8>
// CHECK-NEXT: return
// CHECK-NEXT: }
//
// CHECK:      func.func @predicates(%x: f32, %v: vector<4xf16>) {
// CHECK-NEXT: %isfinite = math.isfinite %x : f32
// CHECK-NEXT: %isinf = math.isinf %x : f32
// CHECK-NEXT: %isnan = math.isnan %x : f32
// CHECK-NEXT: %isnormal = math.isnormal %x : f32
// CHECK-NEXT: %each = math.isnan %v {fastmath = #arith.fastmath<ninf>} : vector<4xf16>
// CHECK-NEXT: return
// CHECK-NEXT: }

func.func @functions(%x: f32, %v: vector<4xf64>, %t: tensor<?xbf16>) {
  %absf = math.absf %x : f32
  %acos = math.acos %x : f32
  %acosh = math.acosh %x : f32
  %asin = math.asin %x : f32
  %asinh = math.asinh %x : f32
  %atan = math.atan %x : f32
  %atanh = math.atanh %x : f32
  %cbrt = math.cbrt %x : f32
  %ceil = math.ceil %x : f32
  %cos = math.cos %x : f32
  %cosh = math.cosh %x : f32
  %erf = math.erf %x : f32
  %erfc = math.erfc %x : f32
  %exp = math.exp %x : f32
  %exp2 = math.exp2 %x : f32
  %expm1 = math.expm1 %x : f32
  %floor = math.floor %x : f32
  %log = math.log %x : f32
  %log10 = math.log10 %x : f32
  %log1p = math.log1p %x : f32
  %log2 = math.log2 %x : f32
  %round = math.round %x : f32
  %roundeven = math.roundeven %x : f32
  %rsqrt = math.rsqrt %x : f32
  %sin = math.sin %x : f32
  %sinh = math.sinh %x : f32
  %sqrt = math.sqrt %x : f32
  %tan = math.tan %x : f32
  %tanh = math.tanh %x : f32
  %trunc = math.trunc %x : f32
  %atan2 = math.atan2 %x, %x : f32
  %copysign = math.copysign %x, %x : f32
  %powf = math.powf %x, %x : f32
  %fma = math.fma %x, %x, %x : f32
  %clampf = math.clampf %x to [%x, %x] : f32
  %sin_0, %cos_1 = math.sincos %t : tensor<?xbf16>
  %fast = math.tanh %v fastmath<fast> {tag} : vector<4xf64>
  %clampfast = math.clampf %x to [%x, %x] fastmath<nnan> : f32
  return
}
func.func @integers(%a: i32, %x: f32, %v: vector<4xi8>, %f: vector<4xf32>) {
  %absi = math.absi %a : i32
  %ctlz = math.ctlz %a : i32
  %cttz = math.cttz %a : i32
  %ctpop = math.ctpop %a : i32
  %ipowi = math.ipowi %v, %v : vector<4xi8>
  %fpowi = math.fpowi %x, %a : f32, i32
  %fpowis = math.fpowi %f, %v fastmath<fast> : vector<4xf32>, vector<4xi8>
  return
}
func.func @predicates(%x: f32, %v: vector<4xf16>) {
  %isfinite = math.isfinite %x : f32
  %isinf = math.isinf %x : f32
  %isnan = math.isnan %x : f32
  %isnormal = math.isnormal %x : f32
  %each = math.isnan %v {fastmath = #arith.fastmath<ninf>} : vector<4xf16>
  return
}
