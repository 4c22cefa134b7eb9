/**
 * Tensors become memory. Every tensor value of a function gets one buffer, written once by its definition, so that nothing has to be
 * copied for safety; views (slices, reshapes) share the buffer of their source. Where a value is only made to be put somewhere else - into
 * a padded tensor, a concatenation, a result of the function - it is computed there at once: destinations flow backwards.
 * All shapes are static, so all buffers and views stand at the start of the function, and `plan-memory` sees plain live ranges.
 * Results become out-parameters, as upstream's buffer-results-to-out-params has them. Over 400 lines: one case an operation, all over the same maps
 * of buffers and destinations.
 */
import * as arith from "../../dialects/arith/ops.ts";
import * as func from "../../dialects/func/ops.ts";
import { buildNest } from "../../dialects/kernel/build.ts";
import { nest as nestOp } from "../../dialects/kernel/ops.ts";
import { identityStrides, stridedLayoutOf } from "../../dialects/memref/layout.ts";
import * as memref from "../../dialects/memref/ops.ts";
import { insertStaticView, staticViewType } from "../../dialects/memref/view-of-base.ts";
import * as tensor from "../../dialects/tensor/ops.ts";
import { identityMap } from "../../src/ir/affine.ts";
import {
  type Attribute,
  arrayAttribute,
  type DenseElementsAttribute,
  type DenseResourceAttribute,
  emptyDictionary,
  functionType,
  hasStaticShape,
  type MemRefType,
  memRefType,
  type TensorType,
  type Type,
  unitAttribute,
  withAttribute,
} from "../../src/ir/attribute.ts";
import type { BlockHandle, OperationHandle, Value } from "../../src/ir/handle.ts";
import type { ValueId } from "../../src/ir/ids.ts";
import { placeOf } from "../../src/ir/location.ts";
import type { Rewriter } from "../../src/ir/rewriter.ts";
import { definePass } from "../../src/pass/pass.ts";
import { error } from "../../src/source/diagnostic.ts";
import { invariant } from "../../src/support/invariant.ts";
import { type DynamicSlice, isDynamic, readSlice, writeSlice } from "./dynamic-slices.ts";

export const bufferize = definePass({
  name: "bufferize",
  summary: "give every tensor of static shape a buffer; results become out-parameters",
  on: "builtin.module",
  statistics: {
    buffers: "buffers allocated",
    constants: "constants made globals",
    copies: "copies that no destination could avoid",
    direct: "values computed where they are wanted",
  },
  dependentDialects: ["func", "kernel", "memref"],
  run: (scope) => {
    const { rewriter: module, count, report } = scope;
    const globals = new Globals(module);
    for (const rewriter of scope.bodies()) {
      if (rewriter.root.opName !== "func.func" || rewriter.root.opRegions[0]?.isEmpty !== false) continue;
      const unsupported = findUnsupported(rewriter.root);
      if (unsupported.length > 0) {
        for (const { operation, why } of unsupported)
          report(
            error(
              "bufferize.unsupported",
              `'${operation.opName}' op cannot be bufferized: ${why}`,
              placeOf(operation.location),
            ),
          );
        continue;
      }
      new FunctionBufferizer(rewriter, globals, count).run();
    }
  },
});

const HANDLED: ReadonlySet<string> = new Set([
  "kernel.nest",
  "tensor.empty",
  "tensor.pad",
  "tensor.concat",
  "tensor.extract_slice",
  "tensor.insert_slice",
  "tensor.collapse_shape",
  "tensor.expand_shape",
  "tensor.cast",
  "tensor.splat",
  "tensor.from_elements",
  "arith.constant",
  "func.return",
]);

interface Unsupported {
  readonly operation: OperationHandle;
  readonly why: string;
}

/** Everything in the way, at once. */
function findUnsupported(root: OperationHandle): readonly Unsupported[] {
  const found: Unsupported[] = [];
  const visit = (operation: OperationHandle, top: boolean): void => {
    const tensors = [...operation.opOperands, ...operation.opResults]
      .map((value) => value.type)
      .filter((type) => type.kind === "tensor-type" || type.kind === "unranked-tensor-type");
    if (tensors.some((type) => type.kind === "unranked-tensor-type" || !hasStaticShape(type)))
      found.push({ operation, why: "its shapes are not static" });
    else if (tensors.length > 0 && operation.opName !== "tensor.extract" && (!top || !HANDLED.has(operation.opName)))
      found.push({ operation, why: top ? "no buffer form of it is known" : "it works on tensors inside of a region" });
    else if (hasDynamicExtents(operation)) found.push({ operation, why: "its sizes are not static" });
    else
      for (const inner of operation.opRegions.flatMap((region) => region.blocks.flatMap((block) => block.operations)))
        visit(inner, false);
  };
  const blocks = root.opRegions.flatMap((region) => region.blocks);
  if (blocks.length > 1) return [{ operation: root, why: "it has control flow between blocks" }];
  for (const operation of blocks.flatMap((block) => block.operations)) visit(operation, true);
  return found;
}

/** Whether sizes, steps or amounts of padding are values; offsets may be, of slices, of insertions only with steps of 1. */
function hasDynamicExtents(operation: OperationHandle): boolean {
  const pad = tensor.pad.cast(operation);
  if (pad !== undefined) return isDynamic(pad.static_low) || isDynamic(pad.static_high);
  const insertion = tensor.insertSlice.cast(operation);
  const slice = insertion ?? tensor.extractSlice.cast(operation);
  if (slice === undefined) return false;
  const steps =
    insertion !== undefined &&
    isDynamic(insertion.static_offsets) &&
    insertion.static_strides.some((step) => step !== 1);
  return steps || isDynamic(slice.static_sizes) || isDynamic(slice.static_strides);
}

/** Constants of tensor type, as memref.global operations of the module; equal ones are one. */
class Globals {
  readonly #module: Rewriter;
  readonly #names = new Map<Attribute, string>();
  readonly #taken: Set<string>;

  constructor(module: Rewriter) {
    this.#module = module;
    const operations = module.root.opRegions[0]?.entry?.operations ?? [];
    this.#taken = new Set(
      operations.flatMap((operation) =>
        operation.findAttribute("sym_name")?.kind === "string" ? [symbolName(operation)] : [],
      ),
    );
  }

  nameOf(value: DenseElementsAttribute | DenseResourceAttribute, type: MemRefType): string {
    const known = this.#names.get(value);
    if (known !== undefined) return known;
    let number = this.#names.size;
    while (this.#taken.has(`constant_${number}`)) number++;
    const name = `constant_${number}`;
    this.#taken.add(name);
    this.#names.set(value, name);
    const block = this.#module.root.opRegions[0]?.entry;
    invariant(block !== undefined, "a module has a block");
    this.#module.at({ block: block.id, before: block.first?.id }, () =>
      this.#module.insert(
        memref.globalOp.build({
          sym_name: name,
          sym_visibility: "private",
          type,
          initial_value: value,
          constant: true,
        }),
      ),
    );
    return name;
  }
}

function symbolName(operation: OperationHandle): string {
  const name = operation.findAttribute("sym_name");
  return name?.kind === "string" ? name.value : "";
}

/** A place for a value that somebody wants there; made when the value's definition is reached from behind. */
interface Destination {
  readonly place: () => Value;
  /** Whether the place is one contiguous piece, so that it can be seen in another shape. */
  readonly contiguous: boolean;
}

type Count = (statistic: "buffers" | "constants" | "copies" | "direct", by?: number) => void;

class FunctionBufferizer {
  readonly #rewriter: Rewriter;
  readonly #globals: Globals;
  readonly #count: Count;
  readonly #entry: BlockHandle;
  /** Buffers of tensor values. */
  readonly #buffers = new Map<ValueId, Value>();
  readonly #destinations = new Map<ValueId, Destination>();
  /** Buffers and views stand before this operation, the first of the function as it was, or the first that is left. */
  #start: OperationHandle | undefined;

  constructor(rewriter: Rewriter, globals: Globals, count: Count) {
    this.#rewriter = rewriter;
    this.#globals = globals;
    this.#count = count;
    const entry = rewriter.root.opRegions[0]?.entry;
    invariant(entry !== undefined, "a function with a body has a block");
    this.#entry = entry;
    this.#start = entry.first;
  }

  run(): void {
    const operations = this.#entry.operations;
    const returned = operations.at(-1);
    invariant(returned?.opName === "func.return", "a function of one block ends in func.return");
    const outs = this.#changeSignature(returned);
    // Backwards: who wants which value where.
    for (const operation of [...operations].reverse()) this.#plan(operation, outs);
    // Forwards: the buffers themselves, and operations on them.
    for (const operation of operations) this.#rewrite(operation, outs);
    for (const operation of [...operations].reverse())
      if (operation.isLive && isTensorOperation(operation)) this.#rewriter.erase(operation);
    for (const [at, argument] of this.#entry.arguments.entries())
      if (argument.type.kind === "tensor-type")
        this.#rewriter.setResultType(this.#entry.argument(at), memRefOf(argument.type));
  }

  // ---- Signature ------------------------------------------------------------------------------------------------------

  /** Gives the out-parameters, one for each tensor result in order. */
  #changeSignature(returned: OperationHandle): readonly (Value | undefined)[] {
    const root = func.func.cast(this.#rewriter.root);
    invariant(root !== undefined, "a function body belongs to func.func");
    const { inputs, results } = root.function_type;
    const outs = results.map((type, at) =>
      type.kind === "tensor-type"
        ? this.#rewriter.addBlockArgument(this.#entry, memRefOf(type), returned.opOperand(at).location)
        : undefined,
    );
    const buffered = (type: Type): Type => (type.kind === "tensor-type" ? memRefOf(type) : type);
    const changed = functionType(
      [...inputs.map(buffered), ...outs.flatMap((out) => (out === undefined ? [] : [out.type]))],
      results.filter((type) => type.kind !== "tensor-type"),
    );
    this.#rewriter.setProperty(this.#rewriter.root, "function_type", changed);
    // Upstream's mark of a parameter that is a result: what follows tells inputs and outputs apart by it.
    const marks = [
      ...inputs.map((_, at) => root.arg_attrs?.[at] ?? emptyDictionary),
      ...outs.flatMap((out, at) =>
        out === undefined
          ? []
          : [withAttribute(root.res_attrs?.[at] ?? emptyDictionary, "bufferize.result", unitAttribute)],
      ),
    ];
    if (marks.length > inputs.length)
      this.#rewriter.setProperty(this.#rewriter.root, "arg_attrs", arrayAttribute(marks));
    const kept = root.res_attrs?.filter((_, at) => outs[at] === undefined) ?? [];
    this.#rewriter.setProperty(this.#rewriter.root, "res_attrs", kept.length > 0 ? arrayAttribute(kept) : undefined);
    return outs;
  }

  // ---- Destinations ---------------------------------------------------------------------------------------------------

  #plan(operation: OperationHandle, outs: readonly (Value | undefined)[]): void {
    switch (operation.opName) {
      case "func.return":
        operation.opOperands.forEach((value, at) => {
          const out = outs[at];
          if (out !== undefined) this.#want(value, { place: () => out, contiguous: true });
        });
        break;
      case "tensor.pad": {
        const pad = tensor.pad.cast(operation);
        if (pad?.static_low.every((low) => low >= 0) && pad.static_high.every((high) => high >= 0))
          this.#want(pad.source, { place: () => this.#padInterior(pad), contiguous: false });
        break;
      }
      case "tensor.concat": {
        const concat = tensor.concat.cast(operation);
        concat?.inputs.forEach((value, at) => {
          this.#want(value, {
            place: () => this.#concatPart(operation, concat.inputs, concat.dim, at),
            contiguous: false,
          });
        });
        break;
      }
    }
  }

  /**
   * Notes that `value` should be computed in a place; false when it cannot be, or already is elsewhere. What is wanted of a reshape is
   * wanted of its source, in the other shape, at once: where the source cannot be there, nobody would write the place.
   */
  #want(value: Value, destination: Destination): boolean {
    if (this.#destinations.has(value.id)) return false;
    const definition = value.definition;
    if (definition === undefined) return false;
    if (definition.opName === "tensor.collapse_shape" || definition.opName === "tensor.expand_shape") {
      if (!destination.contiguous) return false;
      const source = definition.opOperand(0);
      const place = (): Value => this.#reshape(this.#bufferOf(value), tensorTypeOf(source));
      if (!this.#want(source, { place, contiguous: true })) return false;
    } else if (!canBeDirected(definition)) return false;
    this.#destinations.set(value.id, destination);
    return true;
  }

  #padInterior(pad: NonNullable<ReturnType<typeof tensor.pad.cast>>): Value {
    return this.#subview(this.#bufferOf(pad.result), pad.static_low, tensorTypeOf(pad.source).shape);
  }

  #concatPart(operation: OperationHandle, inputs: readonly Value[], dim: number, part: number): Value {
    const offset = inputs.slice(0, part).reduce((sum, input) => sum + (tensorTypeOf(input).shape[dim] ?? 0), 0);
    const shape = tensorTypeOf(inputs[part] ?? operation.opResult(0)).shape;
    return this.#subview(
      this.#bufferOf(operation.opResult(0)),
      shape.map((_, at) => (at === dim ? offset : 0)),
      shape,
    );
  }

  // ---- Buffers --------------------------------------------------------------------------------------------------------

  /** The buffer of a tensor value: its argument, its constant, its destination, a view, or memory of its own. */
  #bufferOf(value: Value): Value {
    const known = this.#buffers.get(value.id);
    if (known !== undefined) return known;
    const buffer = this.#makeBuffer(value);
    this.#buffers.set(value.id, buffer);
    return buffer;
  }

  #makeBuffer(value: Value): Value {
    const type = tensorTypeOf(value);
    const definition = value.definition;
    if (definition === undefined) return value; // an argument: it will be of memref type
    const destination = this.#destinations.get(value.id);
    if (destination !== undefined) {
      const place = destination.place();
      this.#count("direct");
      return place;
    }
    switch (definition.opName) {
      case "arith.constant":
        return this.#constant(definition);
      case "tensor.extract_slice": {
        const slice = tensor.extractSlice.cast(definition);
        invariant(slice !== undefined, "a slice is a slice");
        return isDynamic(slice.static_offsets) ? this.#allocate(memRefOf(type)) : this.#slice(slice);
      }
      case "tensor.collapse_shape":
      case "tensor.expand_shape": {
        const source = this.#bufferOf(definition.opOperand(0));
        return this.#reshape(isContiguousBuffer(source) ? source : this.#copyOf(source, definition), type);
      }
      case "tensor.cast":
        return this.#bufferOf(definition.opOperand(0));
      default:
        return this.#allocate(memRefOf(type));
    }
  }

  #allocate(type: MemRefType): Value {
    this.#count("buffers");
    return this.#atStart(() =>
      this.#rewriter
        .insert(memref.alloc.build({ dynamicSizes: [], symbolOperands: [], resultTypes: [type] }))
        .opResult(0),
    );
  }

  #constant(definition: OperationHandle): Value {
    const value = definition.findAttribute("value");
    invariant(value?.kind === "dense-elements" || value?.kind === "dense-resource", "a constant tensor has elements");
    invariant(value.type.kind === "tensor-type", "a constant tensor has a tensor type");
    const type = memRefOf(value.type);
    const name = this.#globals.nameOf(value, type);
    this.#count("constants");
    return this.#atStart(() =>
      this.#rewriter.insert(memref.getGlobal.build({ name, resultTypes: [type] })).opResult(0),
    );
  }

  #slice(slice: NonNullable<ReturnType<typeof tensor.extractSlice.cast>>): Value {
    const source = this.#bufferOf(slice.source);
    const view = this.#subview(source, slice.static_offsets, slice.static_sizes, slice.static_strides);
    const { shape } = tensorTypeOf(slice.result);
    return shape.length === slice.static_sizes.length ? view : this.#dropUnits(view, shape);
  }

  #subview(source: Value, offsets: readonly number[], sizes: readonly number[], steps?: readonly number[]): Value {
    const { strides, offset } = layoutOf(source);
    const start = offsets.reduce((sum, at, dim) => sum + at * (strides[dim] ?? 0), offset);
    return this.#reinterpret(
      source,
      start,
      sizes,
      strides.map((stride, dim) => stride * (steps?.[dim] ?? 1)),
    );
  }

  /** A rank-reduced view: dimensions of extent 1 that the shape does not have are dropped. */
  #dropUnits(view: Value, shape: readonly number[]): Value {
    const type = memRefTypeOf(view);
    const { strides, offset } = layoutOf(view);
    const kept: number[] = [];
    let at = 0;
    type.shape.forEach((extent, dim) => {
      if (extent === shape[at] && (extent !== 1 || type.shape.length - dim > shape.length - at === false)) {
        kept.push(dim);
        at++;
      } else if (extent !== 1) kept.push(dim);
    });
    return this.#reinterpret(
      view,
      offset,
      shape,
      kept.slice(0, shape.length).map((dim) => strides[dim] ?? 1),
    );
  }

  #reshape(source: Value, type: TensorType): Value {
    const { offset } = layoutOf(source);
    return this.#reinterpret(source, offset, type.shape, identityStrides(type.shape));
  }

  #reinterpret(source: Value, offset: number, shape: readonly number[], strides: readonly number[]): Value {
    const view = { offset, shape, strides };
    const type = staticViewType(memRefTypeOf(source), view);
    return this.#atStart(() => insertStaticView(this.#rewriter, source, view, type));
  }

  #atStart(make: () => Value): Value {
    return this.#rewriter.at({ block: this.#entry.id, before: this.#start?.id }, make);
  }

  // ---- Operations -----------------------------------------------------------------------------------------------------

  #rewrite(operation: OperationHandle, outs: readonly (Value | undefined)[]): void {
    this.#rewriter.setInsertionPointBefore(operation);
    this.#rewriter.location = operation.location;
    switch (operation.opName) {
      case "kernel.nest":
        this.#rewriteNest(operation);
        break;
      case "tensor.pad":
        this.#rewritePad(operation);
        break;
      case "tensor.concat": {
        const concat = tensor.concat.cast(operation);
        concat?.inputs.forEach((value, at) => {
          this.#place(value, () => this.#concatPart(operation, concat.inputs, concat.dim, at));
        });
        break;
      }
      case "tensor.extract_slice":
        this.#rewriteExtractSlice(operation);
        break;
      case "tensor.insert_slice":
        this.#rewriteInsert(operation);
        break;
      case "tensor.splat":
        this.#fill(this.#bufferOf(operation.opResult(0)), operation.opOperand(0));
        break;
      case "tensor.from_elements":
        this.#rewriteElements(operation);
        break;
      case "func.return":
        this.#rewriteReturn(operation, outs);
        break;
      default:
        this.#rewriteExtracts(operation);
    }
  }

  /** Copies `value` into the place that wants it, unless it was computed there. */
  #place(value: Value, place: () => Value): void {
    const buffer = this.#bufferOf(value);
    const target = place();
    if (sameMemory(buffer, target)) {
      this.#eraseUnused(target);
      return;
    }
    this.#copy(buffer, target);
  }

  #eraseUnused(view: Value): void {
    const definition = view.definition;
    if (
      definition !== undefined &&
      !definition.hasUses &&
      ![...this.#buffers.values()].some((buffer) => buffer.is(view))
    )
      this.#rewriter.erase(definition);
  }

  #copy(source: Value, target: Value): void {
    this.#count("copies");
    const { shape } = memRefTypeOf(source);
    const map = identityMap(shape.length);
    buildNest(this.#rewriter, {
      inputs: [{ value: source, map }],
      extras: [],
      outs: [{ value: target, map }],
      parallel: shape.map(() => true),
      init: undefined,
      combine: (_, args) => args,
      accumulators: [memRefTypeOf(source).elementType],
      finish: undefined,
      location: this.#rewriter.location,
    });
  }

  #copyOf(source: Value, before: OperationHandle): Value {
    const { shape, elementType } = memRefTypeOf(source);
    const copy = this.#allocate(memRefType(shape, elementType));
    this.#rewriter.at({ block: this.#entry.id, before: before.id }, () => this.#copy(source, copy));
    return copy;
  }

  #fill(target: Value, scalar: Value): void {
    const { shape, elementType } = memRefTypeOf(target);
    if (shape.includes(0)) return;
    buildNest(this.#rewriter, {
      inputs: [],
      extras: [],
      outs: [{ value: target, map: identityMap(shape.length) }],
      parallel: shape.map(() => true),
      init: undefined,
      combine: () => [scalar],
      accumulators: [elementType],
      finish: undefined,
      location: this.#rewriter.location,
    });
  }

  #rewriteNest(operation: OperationHandle): void {
    const view = nestOp.cast(operation);
    invariant(view !== undefined, "a nest is a nest");
    const results = view.tensors;
    const updates = view.iterator_types.includes("reduction") && view.init === undefined;
    const outs = view.outs.map((out, at) => {
      const result = results[at];
      invariant(result !== undefined, "a nest on tensors has a result for each output");
      const buffer = this.#bufferOf(result);
      if (updates && out.definition?.opName !== "tensor.empty") this.#copy(this.#bufferOf(out), buffer);
      return buffer;
    });
    const operands = [...view.inputs, ...view.extras].map((value) =>
      value.type.kind === "tensor-type" ? this.#bufferOf(value) : value,
    );
    this.#rewriteExtracts(operation);
    const { properties, attributes } = operation.record;
    const created = this.#rewriter.insert({
      name: operation.record.name,
      operands: [...operands, ...outs],
      resultTypes: [],
      properties,
      attributes,
      regions: [[], []],
      location: operation.location,
    });
    operation.opRegions.forEach((region, at) => {
      const target = created.opRegions[at];
      if (target !== undefined) this.#rewriter.moveBlocks(region, target);
    });
  }

  /** Bodies may read single elements of tensors: from their buffers now. */
  #rewriteExtracts(operation: OperationHandle): void {
    const inner =
      operation.opName === "tensor.extract"
        ? [operation]
        : operation.opRegions.flatMap((region) => region.blocks.flatMap((block) => block.operations));
    for (const extract of inner) {
      if (extract.opName !== "tensor.extract") {
        if (extract !== operation) this.#rewriteExtracts(extract);
        continue;
      }
      const [source, ...indices] = extract.opOperands;
      if (source === undefined) continue;
      const load = memref.load.build({ memref: this.#bufferOf(source), indices });
      if (this.#start?.is(extract) === true) this.#start = extract.next;
      this.#rewriter.replaceWith(extract, load);
    }
  }

  #rewritePad(operation: OperationHandle): void {
    const pad = tensor.pad.cast(operation);
    const value = pad?.region.entry?.last?.opOperand(0);
    invariant(pad !== undefined && value !== undefined, "a pad yields its value");
    const buffer = this.#bufferOf(pad.result);
    const scalar = this.#hoistScalar(value, operation);
    const [low, high] = [pad.static_low, pad.static_high];
    const { shape } = memRefTypeOf(buffer);
    // The border, slab by slab: before and behind the interior along each dimension, within the interior of the dimensions before it.
    shape.forEach((extent, dim) => {
      const slab = (offset: number, size: number): void => {
        if (size <= 0) return;
        const offsets = shape.map((_, at) => (at < dim ? Math.max(0, low[at] ?? 0) : at === dim ? offset : 0));
        const sizes = shape.map((whole, at) =>
          at < dim ? whole - Math.max(0, low[at] ?? 0) - Math.max(0, high[at] ?? 0) : at === dim ? size : whole,
        );
        if (!sizes.includes(0)) this.#fill(this.#subview(buffer, offsets, sizes), scalar);
      };
      slab(0, low[dim] ?? 0);
      slab(extent - (high[dim] ?? 0), high[dim] ?? 0);
    });
    const source = tensorTypeOf(pad.source).shape;
    if ([...low, ...high].every((amount) => amount >= 0)) this.#place(pad.source, () => this.#padInterior(pad));
    else {
      // Negative padding cuts the source off.
      const from = low.map((amount) => Math.max(0, -amount));
      const sizes = source.map((extent, at) => extent - (from[at] ?? 0) - Math.max(0, -(high[at] ?? 0)));
      this.#copy(
        this.#subview(this.#bufferOf(pad.source), from, sizes),
        this.#subview(
          buffer,
          low.map((amount) => Math.max(0, amount)),
          sizes,
        ),
      );
    }
  }

  /** The padding value is a constant or comes from outside of the pad's region; a constant inside is cloned before it. */
  #hoistScalar(value: Value, before: OperationHandle): Value {
    const definition = value.definition;
    if (definition === undefined || definition.parentBlock?.is(this.#entry) === true) return value;
    const attribute = definition.findAttribute("value");
    invariant(attribute !== undefined, "a padding value inside of the region is a constant");
    return this.#rewriter.at({ block: this.#entry.id, before: before.id }, () =>
      this.#rewriter.insert(arith.constant.build({ value: attribute, resultTypes: [value.type] })).opResult(0),
    );
  }

  /** Slices at known offsets are views. */
  #rewriteExtractSlice(operation: OperationHandle): void {
    const slice = tensor.extractSlice.cast(operation);
    if (slice === undefined || !isDynamic(slice.static_offsets)) return;
    const target = this.#inShape(this.#bufferOf(slice.result), slice.static_sizes);
    const source = this.#bufferOf(slice.source);
    this.#count("copies");
    readSlice(this.#rewriter, source, sliceOf(slice), target);
  }

  #rewriteInsertAtValues(insert: NonNullable<ReturnType<typeof tensor.insertSlice.cast>>, buffer: Value): void {
    const given = this.#bufferOf(insert.source);
    const contiguous = isContiguousBuffer(given) ? given : this.#copyOf(given, insert);
    this.#count("copies");
    writeSlice(
      this.#rewriter,
      this.#bufferOf(insert.dest),
      this.#inShape(contiguous, insert.static_sizes),
      sliceOf(insert),
      buffer,
    );
  }

  /** A contiguous buffer seen with dimensions of extent 1 that it does not have. */
  #inShape(buffer: Value, shape: readonly number[]): Value {
    return memRefTypeOf(buffer).shape.length === shape.length
      ? buffer
      : this.#reinterpret(buffer, layoutOf(buffer).offset, shape, identityStrides(shape));
  }

  #rewriteInsert(operation: OperationHandle): void {
    const insert = tensor.insertSlice.cast(operation);
    invariant(insert !== undefined, "an insertion is an insertion");
    const buffer = this.#bufferOf(insert.result);
    if (isDynamic(insert.static_offsets)) {
      this.#rewriteInsertAtValues(insert, buffer);
      return;
    }
    if (insert.dest.definition?.opName !== "tensor.empty") this.#copy(this.#bufferOf(insert.dest), buffer);
    const full = this.#subview(buffer, insert.static_offsets, insert.static_sizes, insert.static_strides);
    const { shape } = tensorTypeOf(insert.source);
    this.#copy(
      this.#bufferOf(insert.source),
      shape.length === insert.static_sizes.length ? full : this.#dropUnits(full, shape),
    );
  }

  #rewriteElements(operation: OperationHandle): void {
    const buffer = this.#bufferOf(operation.opResult(0));
    const { shape } = memRefTypeOf(buffer);
    const strides = identityStrides(shape);
    operation.opOperands.forEach((value, linear) => {
      const indices = shape.map((extent, dim) => Math.floor(linear / (strides[dim] ?? 1)) % extent);
      this.#fill(
        this.#subview(
          buffer,
          indices,
          shape.map(() => 1),
        ),
        value,
      );
    });
  }

  #rewriteReturn(operation: OperationHandle, outs: readonly (Value | undefined)[]): void {
    const kept: Value[] = [];
    operation.opOperands.forEach((value, at) => {
      const out = outs[at];
      if (out === undefined) kept.push(value);
      else this.#place(value, () => out);
    });
    this.#rewriter.setOperands(operation, kept);
  }
}

/** Kernels, pads and concatenations write where they are told. */
function canBeDirected({ opName }: OperationHandle): boolean {
  return opName === "kernel.nest" || opName === "tensor.concat" || opName === "tensor.pad";
}

function sliceOf(slice: {
  readonly static_offsets: readonly number[];
  readonly offsets: readonly Value[];
  readonly static_sizes: readonly number[];
  readonly static_strides: readonly number[];
}): DynamicSlice {
  return {
    staticOffsets: slice.static_offsets,
    offsets: slice.offsets,
    sizes: slice.static_sizes,
    strides: slice.static_strides,
  };
}

function isTensorOperation(operation: OperationHandle): boolean {
  return (
    [...operation.opOperands, ...operation.opResults].some((value) => value.type.kind === "tensor-type") &&
    operation.opName !== "func.return"
  );
}

/** Whether two memrefs are the same memory seen the same way. */
function sameMemory(a: Value, b: Value): boolean {
  if (a.is(b)) return true;
  const [left, right] = [a.definition, b.definition];
  return (
    left?.opName === "memref.reinterpret_cast" &&
    right?.opName === "memref.reinterpret_cast" &&
    left.opOperand(0).is(right.opOperand(0)) &&
    a.type === b.type
  );
}

function isContiguousBuffer(buffer: Value): boolean {
  const { strides } = layoutOf(buffer);
  const type = memRefTypeOf(buffer);
  return identityStrides(type.shape).every((stride, dim) => type.shape[dim] === 1 || stride === strides[dim]);
}

function layoutOf(value: Value): { readonly strides: readonly number[]; readonly offset: number } {
  const layout = stridedLayoutOf(memRefTypeOf(value));
  invariant(layout !== undefined, "buffers have strided layouts");
  return layout;
}

function tensorTypeOf(value: Value): TensorType {
  invariant(value.type.kind === "tensor-type", "expected a tensor");
  return value.type;
}

/** A memref's type; an argument that has not been changed yet counts as the memref that it will be. */
function memRefTypeOf(value: Value): MemRefType {
  const { type } = value;
  if (type.kind === "tensor-type") return memRefOf(type);
  invariant(type.kind === "memref-type", "expected a memref");
  return type;
}

function memRefOf(type: TensorType): MemRefType {
  return memRefType(type.shape, type.elementType);
}
