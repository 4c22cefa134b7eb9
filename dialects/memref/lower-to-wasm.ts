/**
 * memref to WebAssembly: a memref is the address of its memory (dialects/wasm/lowering/types.ts), so views are address arithmetic and
 * mostly nothing at all. Addresses of allocations and globals have been decided by `assign-addresses`.
 */

import { DYNAMIC_INDEX } from "../../src/definition/mixed-index.ts";
import { DYNAMIC, type MemRefType, type Type } from "../../src/ir/attribute.ts";
import type { OperationHandle, Value } from "../../src/ir/handle.ts";
import {
  type ConversionDeclaration,
  type ConversionPattern,
  defineConversion,
} from "../../src/rewrite/conversion-pattern.ts";
import type { ConversionRewriter } from "../../src/rewrite/conversion-rewriter.ts";
import { type NoMatch, noMatch } from "../../src/rewrite/pattern.ts";
import { addressOf, combine, staticLayout, sumOfForm } from "../wasm/lowering/address.ts";
import { addressOfOperation } from "../wasm/lowering/attributes.ts";
import { constantI32, WasmBuilder } from "../wasm/lowering/builder.ts";
import { type ElementAccess, elementAccess, unsupportedType, wasmTypes } from "../wasm/lowering/types.ts";
import * as memref from "./ops.ts";

/** What is needed to reach elements of a memref; or why they cannot be reached. */
function accessOf(type: Type):
  | {
      readonly element: ElementAccess;
      readonly layout: { readonly strides: readonly number[]; readonly offset: number };
    }
  | NoMatch {
  if (type.kind !== "memref-type") return noMatch("memrefs without a rank cannot be compiled");
  const element = elementAccess(type.elementType);
  if (element === undefined) return noMatch(unsupportedType(type.elementType));
  const layout = staticLayout(type);
  return typeof layout === "string" ? noMatch(layout) : { element, layout };
}

const load = defineConversion({
  name: "memref-load-to-wasm",
  root: memref.load,
  converter: wasmTypes,
  rewrite: (op, adaptor, rewriter) => {
    const access = accessOf(op.memref.type);
    if ("reason" in access) return access;
    const { element, layout } = access;
    const wasm = new WasmBuilder(rewriter);
    const { value, offset } = addressOf(wasm, adaptor.memref, adaptor.indices, layout, element.bytes);
    return rewriter.replace(op, [wasm.op(element.load, [value], { offset })]);
  },
});

const store = defineConversion({
  name: "memref-store-to-wasm",
  root: memref.store,
  converter: wasmTypes,
  rewrite: (op, adaptor, rewriter) => {
    const access = accessOf(op.memref.type);
    if ("reason" in access) return access;
    const { element, layout } = access;
    const wasm = new WasmBuilder(rewriter);
    const { value, offset } = addressOf(wasm, adaptor.memref, adaptor.indices, layout, element.bytes);
    const stored = element.widened ? wasm.op("i64.extend_i32_s", [adaptor.value]) : adaptor.value;
    wasm.effect(element.store, [value, stored], { offset });
    return rewriter.erase(op);
  },
});

/** An operation whose result lies at the address that `assign-addresses` gave it. */
function atAddress<V extends OperationHandle>(name: string, root: ConversionDeclaration<V>["root"]): ConversionPattern {
  return defineConversion({
    name,
    root,
    converter: wasmTypes,
    rewrite: (op, _adaptor, rewriter) => {
      const address = addressOfOperation(op);
      if (address === undefined) return noMatch("it has no address: assign-addresses has not run");
      return rewriter.replace(op, [new WasmBuilder(rewriter).i32(address)]);
    },
  });
}

const dealloc = defineConversion({
  name: "memref-dealloc-to-wasm",
  root: memref.dealloc,
  converter: wasmTypes,
  rewrite: (op, _adaptor, rewriter) => rewriter.erase(op),
});

function memRefTypeOf(value: Value | undefined): MemRefType | undefined {
  return value?.type.kind === "memref-type" ? value.type : undefined;
}

function offsetOf(type: MemRefType | undefined): number | undefined {
  if (type?.layout === undefined) return 0;
  return type.layout.kind === "strided-layout" ? type.layout.offset : undefined;
}

/** A view whose elements are those of the source: the address moves only where the type forgets the offset of the first one. */
function reshaped<V extends OperationHandle>(name: string, root: ConversionDeclaration<V>["root"]): ConversionPattern {
  return defineConversion({
    name,
    root,
    converter: wasmTypes,
    rewrite: (op, adaptor, rewriter) => {
      const [from, to] = [memRefTypeOf(op.opOperand(0)), memRefTypeOf(op.opResult(0))];
      if (from === undefined || to === undefined) return noMatch("memrefs without a rank cannot be compiled");
      const base = adaptor.opOperand(0);
      if (offsetOf(from) === offsetOf(to)) return rewriter.replace(op, [base]);
      if (offsetOf(from) === DYNAMIC) return noMatch("the offset of the source is not known");
      const address = shifted(rewriter, base, from, to, [], []);
      return "reason" in address ? address : rewriter.replace(op, [address]);
    },
  });
}

const view = defineConversion({
  name: "memref-view-to-wasm",
  root: memref.viewOp,
  converter: wasmTypes,
  rewrite: (op, adaptor, rewriter) => {
    const wasm = new WasmBuilder(rewriter);
    const form = combine([adaptor.source, adaptor.byte_shift], [1, 1], 0);
    return rewriter.replace(op, [sumOfForm(wasm, form)]);
  },
});

/** Offsets, sizes or strides of a slice: a number, or the converted value that has it. */
function mixed(statics: readonly number[], values: readonly Value[]): readonly (number | Value)[] {
  let next = 0;
  return statics.map((known) => (known === DYNAMIC_INDEX ? (values[next++] ?? 0) : known));
}

/** The address of a view whose first element is `offsets[i] * strides[i]` behind that of the source. */
function shifted(
  rewriter: ConversionRewriter,
  base: Value,
  from: MemRefType,
  to: MemRefType,
  offsets: readonly (number | Value)[],
  strides: readonly number[],
): Value | NoMatch {
  // A known offset is in the result's layout, and the address stays that of the buffer.
  if (offsetOf(to) !== DYNAMIC) return base;
  const element = elementAccess(from.elementType);
  if (element === undefined) return noMatch(unsupportedType(from.elementType));
  const known = offsetOf(from);
  let constant = known === undefined || known === DYNAMIC ? 0 : known;
  const values: Value[] = [];
  const factors: number[] = [];
  offsets.forEach((offset, at) => {
    const stride = strides[at] ?? 1;
    const number = typeof offset === "number" ? offset : constantI32(offset);
    if (number !== undefined) constant += number * stride;
    else if (typeof offset !== "number") {
      values.push(offset);
      factors.push(stride * element.bytes);
    }
  });
  return sumOfForm(new WasmBuilder(rewriter), combine([base, ...values], [1, ...factors], constant * element.bytes));
}

const subview = defineConversion({
  name: "memref-subview-to-wasm",
  root: memref.subview,
  converter: wasmTypes,
  rewrite: (op, adaptor, rewriter) => {
    const [from, to] = [memRefTypeOf(op.source), memRefTypeOf(op.result)];
    if (from === undefined || to === undefined) return noMatch("memrefs without a rank cannot be compiled");
    const layout = staticLayout(from);
    if (typeof layout === "string") return noMatch(layout);
    if (offsetOf(from) === DYNAMIC && offsetOf(to) !== DYNAMIC) return noMatch("the offset of the source is not known");
    const offsets = mixed(op.static_offsets, adaptor.offsets);
    const address = shifted(rewriter, adaptor.source, from, to, offsets, layout.strides);
    return "reason" in address ? address : rewriter.replace(op, [address]);
  },
});

/** Offsets of a reinterpret_cast count from the start of the buffer, whatever view of it the source is. */
const reinterpretCast = defineConversion({
  name: "memref-reinterpret_cast-to-wasm",
  root: memref.reinterpretCast,
  converter: wasmTypes,
  rewrite: (op, adaptor, rewriter) => {
    const [from, to] = [memRefTypeOf(op.source), memRefTypeOf(op.result)];
    if (from === undefined || to === undefined) return noMatch("memrefs without a rank cannot be compiled");
    if (offsetOf(from) === DYNAMIC) return noMatch("the start of the source's buffer is not known");
    const start = { ...from, layout: undefined };
    const address = shifted(rewriter, adaptor.source, start, to, mixed(op.static_offsets, adaptor.offsets), [1]);
    return "reason" in address ? address : rewriter.replace(op, [address]);
  },
});

/** Bytes that a memref covers when its elements lie one after another; undefined otherwise. */
function contiguousBytes(type: MemRefType): number | undefined {
  const layout = staticLayout(type);
  const element = elementAccess(type.elementType);
  if (typeof layout === "string" || element === undefined || type.shape.includes(DYNAMIC)) return undefined;
  let expected = 1;
  for (let d = type.shape.length - 1; d >= 0; d--) {
    if (type.shape[d] !== 1 && layout.strides[d] !== expected) return undefined;
    expected *= type.shape[d] ?? 1;
  }
  return expected * element.bytes;
}

const copy = defineConversion({
  name: "memref-copy-to-wasm",
  root: memref.copy,
  converter: wasmTypes,
  rewrite: (op, adaptor, rewriter) => {
    const [from, to] = [memRefTypeOf(op.source), memRefTypeOf(op.target)];
    const bytes = from === undefined ? undefined : contiguousBytes(from);
    if (from === undefined || to === undefined || bytes === undefined || contiguousBytes(to) === undefined)
      return noMatch("only memrefs whose elements lie one after another are copied as a whole");
    const wasm = new WasmBuilder(rewriter);
    const start = (type: MemRefType, base: Value): Value => {
      const offset = Math.max(0, offsetOf(type) ?? 0) * (elementAccess(type.elementType)?.bytes ?? 1);
      return sumOfForm(wasm, combine([base], [1], offset));
    };
    wasm.effect("memory.copy", [start(to, adaptor.target), start(from, adaptor.source), wasm.i32(bytes)]);
    return rewriter.erase(op);
  },
});

const dim = defineConversion({
  name: "memref-dim-to-wasm",
  root: memref.dim,
  converter: wasmTypes,
  rewrite: (op, adaptor, rewriter) => {
    const index = constantI32(adaptor.index);
    const extent = index === undefined ? undefined : memRefTypeOf(op.source)?.shape[index];
    if (extent === undefined || extent === DYNAMIC) return noMatch("the extent is not known");
    return rewriter.replace(op, [new WasmBuilder(rewriter).i32(extent)]);
  },
});

export const memrefToWasm: readonly ConversionPattern[] = [
  load,
  store,
  atAddress("memref-alloc-to-wasm", memref.alloc),
  atAddress("memref-alloca-to-wasm", memref.alloca),
  atAddress("memref-get_global-to-wasm", memref.getGlobal),
  dealloc,
  reshaped("memref-cast-to-wasm", memref.cast),
  reshaped("memref-collapse_shape-to-wasm", memref.collapseShape),
  reshaped("memref-expand_shape-to-wasm", memref.expandShape),
  reshaped("memref-transpose-to-wasm", memref.transpose),
  view,
  subview,
  reinterpretCast,
  copy,
  dim,
];
