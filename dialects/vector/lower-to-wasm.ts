/** Vectors of four 32-bit elements to v128. Booleans are masks in registers and bytes in memory. */
import { elementTypeOrSelf, type Type } from "../../src/ir/attribute.ts";
import type { Value } from "../../src/ir/handle.ts";
import type { OperationName } from "../../src/ir/name.ts";
import { type ConversionPattern, defineConversion } from "../../src/rewrite/conversion-pattern.ts";
import type { ConversionRewriter } from "../../src/rewrite/conversion-rewriter.ts";
import { type NoMatch, noMatch } from "../../src/rewrite/pattern.ts";
import { invariant } from "../../src/support/invariant.ts";
import type { OpcodeName } from "../../src/wasm/opcodes.ts";
import { laneOf, splat, withLane } from "../arith/lower-to-wasm/numbers.ts";
import * as arith from "../arith/ops.ts";
import * as math from "../math/ops.ts";
import { type Address, addressOf, staticLayout } from "../wasm/lowering/address.ts";
import { WasmBuilder } from "../wasm/lowering/builder.ts";
import { elementAccess, LANES, type LaneKind, laneKindOf, unsupportedType, wasmTypes } from "../wasm/lowering/types.ts";
import type { CombiningKind } from "./attributes.ts";
import * as vector from "./ops.ts";

// ---- Memory -------------------------------------------------------------------------------------------------------------

interface VectorPlace {
  readonly kind: LaneKind;
  readonly address: Address;
}

/** Where four consecutive elements of a memref start; or why they cannot be accessed as a vector. */
function placeOf(
  wasm: WasmBuilder,
  type: Type,
  vectorType: Type,
  base: Value,
  indices: readonly Value[],
): VectorPlace | NoMatch {
  const kind = laneKindOf(vectorType);
  if (kind === undefined) return noMatch(unsupportedType(vectorType));
  if (type.kind !== "memref-type") return noMatch("memrefs without a rank cannot be compiled");
  const layout = staticLayout(type);
  if (typeof layout === "string") return noMatch(layout);
  if ((layout.strides.at(-1) ?? 1) !== 1) return noMatch("the elements of the vector do not lie one after another");
  if (type.elementType.kind === "index-type") return noMatch("index is 64 bits in memory");
  const element = elementAccess(type.elementType);
  if (element === undefined || element.bytes !== (kind === "mask" ? 1 : 4))
    return noMatch(unsupportedType(type.elementType));
  return { kind, address: addressOf(wasm, base, indices, layout, element.bytes) };
}

/** Vectors are only as aligned as their elements. */
const ALIGN = 4;

const load = defineConversion({
  name: "vector-load-to-wasm",
  root: vector.load,
  converter: wasmTypes,
  rewrite: (op, adaptor, rewriter) => {
    const wasm = new WasmBuilder(rewriter);
    const place = placeOf(wasm, op.base.type, op.result.type, adaptor.base, adaptor.indices);
    if ("reason" in place) return place;
    const { value, offset } = place.address;
    if (place.kind !== "mask") return rewriter.replace(op, [wasm.op("v128.load", [value], { offset, align: ALIGN })]);
    const bytes = wasm.op("v128.load32_zero", [value], { offset, align: 1 });
    const halves = wasm.op("i16x8.extend_low_i8x16_u", [bytes]);
    return rewriter.replace(op, [wasm.op("i32x4.neg", [wasm.op("i32x4.extend_low_i16x8_u", [halves])])]);
  },
});

const store = defineConversion({
  name: "vector-store-to-wasm",
  root: vector.store,
  converter: wasmTypes,
  rewrite: (op, adaptor, rewriter) => {
    const wasm = new WasmBuilder(rewriter);
    const place = placeOf(wasm, op.base.type, op.valueToStore.type, adaptor.base, adaptor.indices);
    if ("reason" in place) return place;
    const { value, offset } = place.address;
    const stored = adaptor.valueToStore;
    if (place.kind !== "mask") wasm.effect("v128.store", [value, stored], { offset, align: ALIGN });
    else {
      const ones = wasm.op("i32x4.shr_u", [stored, wasm.i32(31)]);
      const halves = wasm.op("i16x8.narrow_i32x4_u", [ones, ones]);
      const bytes = wasm.op("i8x16.narrow_i16x8_u", [halves, halves]);
      wasm.effect("v128.store32_lane", [value, bytes], { offset, align: 1, lane: 0 });
    }
    return rewriter.erase(op);
  },
});

const splatLoads: ReadonlyMap<string, OpcodeName> = new Map<string, OpcodeName>([
  ["wasm.f32.load", "v128.load32_splat"],
  ["wasm.i32.load", "v128.load32_splat"],
]);

const broadcast = defineConversion({
  name: "vector-broadcast-to-wasm",
  root: vector.broadcast,
  converter: wasmTypes,
  rewrite: (op, adaptor, rewriter) => {
    const kind = laneKindOf(op.vector.type);
    if (kind === undefined) return noMatch(unsupportedType(op.vector.type));
    const { source } = adaptor;
    if (op.source.type === op.vector.type) return rewriter.replace(op, [source]);
    if (op.source.type.kind === "vector-type") {
      const element = laneOf(new WasmBuilder(rewriter), kind, source, 0);
      return rewriter.replace(op, [splat(new WasmBuilder(rewriter), kind, element)]);
    }
    return rewriter.replace(op, [loadSplat(rewriter, source) ?? splat(new WasmBuilder(rewriter), kind, source)]);
  },
});

/** A value that was loaded for this use alone is loaded into all lanes at once, where it was loaded: a store may stand between. */
function loadSplat(rewriter: ConversionRewriter, source: Value): Value | undefined {
  const loaded = source.definition;
  const opcode = loaded === undefined ? undefined : splatLoads.get(loaded.opName);
  const block = loaded?.parentBlock;
  if (loaded === undefined || opcode === undefined || block === undefined || !source.hasOneUse) return undefined;
  const offset = loaded.findAttribute("offset");
  return rewriter.at({ block: block.id, before: loaded.id }, () =>
    new WasmBuilder(rewriter).op(opcode, [loaded.opOperand(0)], {
      offset: offset?.kind === "integer" ? Number(offset.value) : 0,
    }),
  );
}

// ---- Elements -----------------------------------------------------------------------------------------------------------

/** The lane that a position of rank 1 names; a refusal where it is not a constant. */
function laneAt(position: readonly number[]): number | NoMatch {
  const [lane] = position;
  if (position.length !== 1 || lane === undefined) return noMatch("only vectors of rank 1 can be compiled");
  return lane >= 0 && lane < LANES ? lane : noMatch("the position in the vector is not a constant");
}

const extract = defineConversion({
  name: "vector-extract-to-wasm",
  root: vector.extract,
  converter: wasmTypes,
  rewrite: (op, adaptor, rewriter) => {
    const kind = laneKindOf(op.source.type);
    if (kind === undefined) return noMatch(unsupportedType(op.source.type));
    const lane = laneAt(op.static_position);
    if (typeof lane !== "number") return lane;
    return rewriter.replace(op, [laneOf(new WasmBuilder(rewriter), kind, adaptor.source, lane)]);
  },
});

const insert = defineConversion({
  name: "vector-insert-to-wasm",
  root: vector.insert,
  converter: wasmTypes,
  rewrite: (op, adaptor, rewriter) => {
    const kind = laneKindOf(op.dest.type);
    if (kind === undefined) return noMatch(unsupportedType(op.dest.type));
    const lane = laneAt(op.static_position);
    if (typeof lane !== "number") return lane;
    const { dest, valueToStore } = adaptor;
    return rewriter.replace(op, [withLane(new WasmBuilder(rewriter), kind, dest, lane, valueToStore)]);
  },
});

const fromElements = defineConversion({
  name: "vector-from_elements-to-wasm",
  root: vector.fromElements,
  converter: wasmTypes,
  rewrite: (op, adaptor, rewriter) => {
    const kind = laneKindOf(op.dest.type);
    if (kind === undefined) return noMatch(unsupportedType(op.dest.type));
    const wasm = new WasmBuilder(rewriter);
    const [first, ...rest] = adaptor.elements;
    invariant(first !== undefined, "a vector has elements");
    let made = splat(wasm, kind, first);
    rest.forEach((element, at) => {
      if (!element.is(first)) made = withLane(wasm, kind, made, at + 1, element);
    });
    return rewriter.replace(op, [made]);
  },
});

const step = defineConversion({
  name: "vector-step-to-wasm",
  root: vector.step,
  converter: wasmTypes,
  rewrite: (op, _adaptor, rewriter) => {
    if (laneKindOf(op.result.type) === undefined) return noMatch(unsupportedType(op.result.type));
    return rewriter.replace(op, [new WasmBuilder(rewriter).lanes([0, 1, 2, 3])]);
  },
});

const shuffle = defineConversion({
  name: "vector-shuffle-to-wasm",
  root: vector.shuffle,
  converter: wasmTypes,
  rewrite: (op, adaptor, rewriter) => {
    if (laneKindOf(op.vector.type) === undefined) return noMatch(unsupportedType(op.vector.type));
    // A lane is four bytes; -1 is poison, and any lane will do.
    const lanes = op.mask.flatMap((lane) => [0, 1, 2, 3].map((byte) => 4 * Math.max(0, lane) + byte));
    return rewriter.replace(op, [new WasmBuilder(rewriter).op("i8x16.shuffle", [adaptor.v1, adaptor.v2], { lanes })]);
  },
});

/** Casts between vectors that are the same bits in a v128. */
function sameBits(root: typeof vector.bitcast | typeof vector.shapeCast): ConversionPattern {
  return defineConversion({
    name: `${root.name.text.replace(".", "-")}-to-wasm`,
    root,
    converter: wasmTypes,
    rewrite: (op, adaptor, rewriter) => {
      const [from, to] = [laneKindOf(op.source.type), laneKindOf(op.result.type)];
      if (from === undefined || to === undefined)
        return noMatch(unsupportedType(from === undefined ? op.source.type : op.result.type));
      if ((from === "mask") !== (to === "mask")) return noMatch("booleans have no bits of their own in a vector");
      return rewriter.replace(op, [adaptor.source]);
    },
  });
}

// ---- Reductions ---------------------------------------------------------------------------------------------------------

/** The operation that combines two elements, by their kind. */
interface Combiner {
  readonly float?: { readonly name: OperationName };
  readonly integer?: { readonly name: OperationName };
}

const combiners: { readonly [K in CombiningKind]: Combiner } = {
  add: { float: arith.addf, integer: arith.addi },
  mul: { float: arith.mulf, integer: arith.muli },
  minui: { integer: arith.minui },
  minsi: { integer: arith.minsi },
  minnumf: { float: arith.minnumf },
  maxui: { integer: arith.maxui },
  maxsi: { integer: arith.maxsi },
  maxnumf: { float: arith.maxnumf },
  and: { integer: arith.andi },
  or: { integer: arith.ori },
  xor: { integer: arith.xori },
  minimumf: { float: arith.minimumf },
  maximumf: { float: arith.maximumf },
};

/** Pairs of lanes, then their results, then the accumulator: arith operations on scalars, which are lowered in turn. */
const reduction = defineConversion({
  name: "vector-reduction-to-wasm",
  root: vector.reduction,
  converter: wasmTypes,
  rewrite: (op, _adaptor, rewriter) => {
    const { type } = op.dest;
    const combiner = combiners[op.kind][type.kind === "float-type" ? "float" : "integer"];
    if (combiner === undefined || laneKindOf(op.vector.type) === undefined)
      return noMatch(unsupportedType(elementTypeOrSelf(op.vector.type)));
    const combine = (lhs: Value, rhs: Value): Value =>
      rewriter.insert({ name: combiner.name, operands: [lhs, rhs], resultTypes: [type] }).opResult(0);
    const lane = (at: number): Value =>
      rewriter
        .insert(vector.extract.build({ source: op.vector, dynamic_position: [], static_position: [at] }))
        .opResult(0);
    const total = combine(combine(lane(0), lane(1)), combine(lane(2), lane(3)));
    return rewriter.replace(op, [op.acc === undefined ? total : combine(op.acc, total)]);
  },
});

/** The same as the operation of math, which is lowered in turn. */
const fma = defineConversion({
  name: "vector-fma-to-wasm",
  root: vector.fma,
  converter: wasmTypes,
  rewrite: (op, _adaptor, rewriter) =>
    rewriter.replace(op, [rewriter.insert(math.fma.build({ a: op.lhs, b: op.rhs, c: op.acc })).opResult(0)]),
});

export const vectorToWasm: readonly ConversionPattern[] = [
  load,
  store,
  broadcast,
  extract,
  insert,
  fromElements,
  step,
  shuffle,
  sameBits(vector.bitcast),
  sameBits(vector.shapeCast),
  reduction,
  fma,
];
