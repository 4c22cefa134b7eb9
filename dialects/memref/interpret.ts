/** What the operations of memref mean: allocation, access, and views that share their buffer. */
import { mixedIndices } from "../../src/definition/mixed-index.ts";
import {
  addressOf,
  allocateMemRef,
  forEachAddress,
  insideBuffer,
  memRefOver,
  readElement,
  tensorOfElements,
  writeElement,
} from "../../src/interpret/memory.ts";
import {
  type Evaluator,
  type Fault,
  type Frame,
  fault,
  general,
  isFault,
  meaningOf,
  StateKey,
  unary,
} from "../../src/interpret/semantics.ts";
import {
  elementDType,
  isMemRef,
  type MemoryBuffer,
  type MemRefValue,
  type RuntimeValue,
} from "../../src/interpret/value.ts";
import { DYNAMIC, isShaped, type MemRefType, type Type } from "../../src/ir/attribute.ts";
import type { Value } from "../../src/ir/handle.ts";
import { invariant } from "../../src/support/invariant.ts";
import { byteWidth, storageOver } from "../../src/tensor/dtype.ts";
import { knownElementCount, shapeText } from "../../src/tensor/shape.ts";
import { permutationOf, stridedLayoutOf } from "./layout.ts";
import * as ops from "./ops.ts";
import { droppedDimensions } from "./slice.ts";

function memRefOf(value: RuntimeValue | undefined): MemRefValue {
  invariant(value !== undefined && isMemRef(value), "a verified operand is a memref");
  return value;
}
function indexOf(value: RuntimeValue | undefined): number {
  invariant(typeof value === "number", "an index is a number");
  return value;
}
function memRefTypeOf(value: Value): MemRefType {
  invariant(value.type.kind === "memref-type", "a verified value is a ranked memref");
  return value.type;
}

/** The shape of a type with the sizes that the program computed in the places of its dynamic extents. */
function shapeWith(type: Type, sizes: readonly RuntimeValue[]): readonly number[] {
  let next = 0;
  return isShaped(type) ? type.shape.map((extent) => (extent === DYNAMIC ? indexOf(sizes[next++]) : extent)) : [];
}

function allocate(op: { readonly memref: Value; readonly dynamicSizes: readonly Value[] }): Evaluator | Fault {
  const type = memRefTypeOf(op.memref);
  const dtype = elementDType(type);
  if (dtype === undefined) return fault("element-type", "has no memory for elements of this type");
  const layout = stridedLayoutOf(type);
  return general((operands, frame) => {
    const shape = shapeWith(type, operands.slice(0, op.dynamicSizes.length));
    if (shape.some((extent) => extent < 0)) return fault("negative-size", `allocates a memref of ${shapeText(shape)}`);
    if (type.layout === undefined) return frame.reserve(dtype, shape) ?? [allocateMemRef(dtype, shape)];
    if (layout === undefined || layout.offset < 0 || layout.strides.some((stride) => stride < 0))
      return fault("layout", "allocates with a layout that is not a static strided one");
    // Room for the last element.
    const span = shape.reduce((last, extent, d) => last + (extent - 1) * (layout.strides[d] ?? 0), layout.offset + 1);
    const refused = frame.reserve(dtype, [span]);
    if (refused !== undefined) return refused;
    const { buffer } = allocateMemRef(dtype, [span]);
    return [{ kind: "memref", buffer, offset: layout.offset, shape, strides: layout.strides }];
  });
}

/** The indices of a mixed list at run time: values are taken from `operands` in order, from `start` on. */
function indicesAt(
  statics: readonly number[],
  values: readonly Value[],
  operands: readonly RuntimeValue[],
  start: number,
): readonly number[] {
  let next = start;
  return mixedIndices(statics, values).map((index) => (typeof index === "number" ? index : indexOf(operands[next++])));
}

const globals = new StateKey<Map<string, MemRefValue>>(() => new Map());

/** The memory of a global, made and initialized when the program first asks for it. */
function memoryOfGlobal(
  name: string,
  global: NonNullable<ReturnType<typeof ops.globalOp.cast>>,
  frame: Frame,
): MemRefValue | Fault {
  const known = frame.state(globals).get(name);
  if (known !== undefined) return known;
  const { type, initial_value: initial } = global;
  const dtype = elementDType(type);
  if (type.kind !== "memref-type" || dtype === undefined)
    return fault("element-type", "has no memory for its elements");
  const refused = frame.reserve(dtype, type.shape);
  if (refused !== undefined) return refused;
  const made = allocateMemRef(dtype, type.shape);
  if (initial?.kind === "dense-elements") {
    const elements = tensorOfElements(initial);
    invariant(elements !== undefined, "elements of a type with memory are a tensor");
    copyStorage(elements.data, made.buffer);
  } else if (initial?.kind === "dense-resource" && initial.blob !== undefined)
    copyStorage(initial.blob.as(dtype), made.buffer);
  frame.state(globals).set(name, made);
  return made;
}

function copyStorage(from: MemoryBuffer["data"], to: MemoryBuffer): void {
  for (let at = 0; at < from.length; at++) to.data[at] = from[at] ?? 0;
}

/** Memory of one element type seen as another: the same bytes, and freed with the buffer that it looks at. */
class ReinterpretedBuffer implements MemoryBuffer {
  readonly dtype: MemoryBuffer["dtype"];
  readonly data: MemoryBuffer["data"];
  readonly #base: MemoryBuffer;

  constructor(base: MemoryBuffer, dtype: MemoryBuffer["dtype"], byteOffset: number, elements: number) {
    this.#base = base;
    this.dtype = dtype;
    this.data = storageOver(dtype, base.data.buffer, base.data.byteOffset + byteOffset, elements);
  }
  get freed(): boolean {
    return this.#base.freed;
  }
  set freed(value: boolean) {
    this.#base.freed = value;
  }
}

function collapse(source: MemRefValue, groups: readonly (readonly number[])[]): MemRefValue | Fault {
  const shape = groups.map((group) => group.reduce((product, d) => product * (source.shape[d] ?? 1), 1));
  const strides: number[] = [];
  for (const group of groups) {
    // Dimensions of extent 1 have no say; the others must follow each other without gaps.
    const dims = group.filter((d) => source.shape[d] !== 1);
    for (let at = 1; at < dims.length; at++) {
      const [outer, inner] = [dims[at - 1] ?? 0, dims[at] ?? 0];
      if (source.strides[outer] !== (source.strides[inner] ?? 0) * (source.shape[inner] ?? 1))
        return fault("not-contiguous", `collapses dimensions ${outer} and ${inner}, which do not lie contiguously`);
    }
    const last = dims[dims.length - 1] ?? group[group.length - 1];
    strides.push(last === undefined ? 1 : (source.strides[last] ?? 1));
  }
  return { ...source, shape, strides };
}

function expand(source: MemRefValue, groups: readonly (readonly number[])[], shape: readonly number[]): MemRefValue {
  const strides = shape.map(() => 1);
  groups.forEach((group, at) => {
    let stride = source.strides[at] ?? 1;
    for (const d of [...group].reverse()) {
      strides[d] = stride;
      stride *= shape[d] ?? 1;
    }
  });
  return { ...source, shape, strides };
}

/** Static extents, with what is left of the source's extent in the place of an unknown one. */
function expandedShape(
  statics: readonly number[],
  source: MemRefValue,
  groups: readonly (readonly number[])[],
): readonly number[] {
  const shape = statics.slice();
  groups.forEach((group, at) => {
    const known = group.reduce((product, d) => ((shape[d] ?? 0) < 0 ? product : product * (shape[d] ?? 1)), 1);
    for (const d of group) if ((shape[d] ?? 0) < 0) shape[d] = Math.floor((source.shape[at] ?? 0) / known);
  });
  return shape;
}

export const meanings = [
  meaningOf(ops.alloc, allocate),
  meaningOf(ops.alloca, allocate),
  meaningOf(ops.dealloc, () =>
    general(([memref]) => {
      const { buffer } = memRefOf(memref);
      if (buffer.freed) return fault("double-free", "deallocates memory that has been deallocated");
      buffer.freed = true;
      return [];
    }),
  ),
  meaningOf(ops.load, () =>
    general(([memref, ...indices]) => {
      const source = memRefOf(memref);
      const address = addressOf(source, indices);
      return isFault(address) ? address : [readElement(source.buffer, address)];
    }),
  ),
  meaningOf(ops.store, () =>
    general(([value, memref, ...indices]) => {
      const target = memRefOf(memref);
      const address = addressOf(target, indices);
      if (isFault(address)) return address;
      invariant(value !== undefined, "a store has a value");
      writeElement(target.buffer, address, value);
      return [];
    }),
  ),
  meaningOf(ops.subview, (op) => {
    const type = memRefTypeOf(op.result);
    const afterOffsets = 1 + op.offsets.length;
    const afterSizes = afterOffsets + op.sizes.length;
    return general((operands) => {
      const source = memRefOf(operands[0]);
      const offsets = indicesAt(op.static_offsets, op.offsets, operands, 1);
      const sizes = indicesAt(op.static_sizes, op.sizes, operands, afterOffsets);
      const steps = indicesAt(op.static_strides, op.strides, operands, afterSizes);
      const dropped = droppedDimensions(
        op.static_sizes.map((size, d) => (size < 0 ? (sizes[d] ?? 0) : size)),
        type.shape.map((extent, d) => (extent < 0 ? (sizes[d] ?? 0) : extent)),
      );
      const keep = (_: unknown, d: number): boolean => dropped?.has(d) !== true;
      const offset = offsets.reduce((sum, at, d) => sum + at * (source.strides[d] ?? 0), source.offset);
      const strides = steps.map((step, d) => step * (source.strides[d] ?? 0));
      return [
        { kind: "memref", buffer: source.buffer, offset, shape: sizes.filter(keep), strides: strides.filter(keep) },
      ];
    });
  }),
  meaningOf(ops.viewOp, (op) => {
    const type = memRefTypeOf(op.result);
    const dtype = elementDType(type);
    if (dtype === undefined) return fault("element-type", "has no memory for elements of this type");
    return general(([base, shift, ...sizes]) => {
      const source = memRefOf(base);
      const shape = shapeWith(type, sizes);
      const elements = knownElementCount(shape);
      const start = source.offset + indexOf(shift);
      const outside = insideBuffer(source, start, elements * byteWidth(dtype));
      if (isFault(outside)) return outside;
      if ((source.buffer.data.byteOffset + start) % byteWidth(dtype) !== 0)
        return fault("misaligned", `views ${dtype} at byte ${start}, which is not a multiple of its width`);
      return [memRefOver(new ReinterpretedBuffer(source.buffer, dtype, start, elements), shape)];
    });
  }),
  meaningOf(ops.reinterpretCast, (op) => {
    const afterOffsets = 1 + op.offsets.length;
    const afterSizes = afterOffsets + op.sizes.length;
    return general((operands) => {
      const source = memRefOf(operands[0]);
      const [offset = 0] = indicesAt(op.static_offsets, op.offsets, operands, 1);
      const shape = indicesAt(op.static_sizes, op.sizes, operands, afterOffsets);
      const strides = indicesAt(op.static_strides, op.strides, operands, afterSizes);
      return [{ kind: "memref", buffer: source.buffer, offset, shape, strides }];
    });
  }),
  meaningOf(ops.cast, (op) => {
    const { type } = op.dest;
    return unary((value) => {
      const source = memRefOf(value);
      if (type.kind !== "memref-type") return source;
      const fits =
        type.shape.length === source.shape.length &&
        type.shape.every((extent, d) => extent === DYNAMIC || extent === source.shape[d]);
      return fits ? source : fault("cast", `casts a memref of ${shapeText(source.shape)} to another shape`);
    });
  }),
  meaningOf(ops.collapseShape, (op) => unary((value) => collapse(memRefOf(value), op.reassociation))),
  meaningOf(ops.expandShape, (op) => {
    const statics = op.static_output_shape;
    return general((operands) => {
      const source = memRefOf(operands[0]);
      const given = indicesAt(statics, op.output_shape, operands, 1);
      return [expand(source, op.reassociation, expandedShape(given, source, op.reassociation))];
    });
  }),
  meaningOf(ops.copy, () =>
    general(([from, to], frame) => {
      const source = memRefOf(from);
      const target = memRefOf(to);
      if (source.buffer.freed || target.buffer.freed)
        return fault("use-after-free", "copies memory that has been deallocated");
      if (source.shape.some((extent, d) => extent !== target.shape[d]))
        return fault("shape", `copies ${shapeText(source.shape)} to ${shapeText(target.shape)}`);
      const refused = frame.charge(knownElementCount(source.shape));
      if (refused !== undefined) return refused;
      const elements: RuntimeValue[] = [];
      forEachAddress(source, (address) => elements.push(readElement(source.buffer, address)));
      forEachAddress(target, (address, linear) => writeElement(target.buffer, address, elements[linear] ?? 0));
      return [];
    }),
  ),
  meaningOf(ops.dim, () =>
    general(([source, index]) => {
      const extent = memRefOf(source).shape[indexOf(index)];
      return extent === undefined ? fault("out-of-bounds", `asks for dimension ${indexOf(index)}`) : [extent];
    }),
  ),
  meaningOf(ops.rank, () => unary((source) => memRefOf(source).shape.length)),
  meaningOf(ops.globalOp, () => general(() => [])),
  meaningOf(ops.getGlobal, (op) =>
    general((_, frame) => {
      const reference = op.findAttribute("name");
      invariant(reference?.kind === "symbol-ref", "get_global names a symbol");
      const global = ops.globalOp.cast(frame.findSymbol(reference));
      if (global === undefined) return fault("unknown-symbol", `there is no global @${reference.root}`);
      const memory = memoryOfGlobal(reference.root, global, frame);
      return isFault(memory) ? memory : [memory];
    }),
  ),
  meaningOf(ops.transpose, (op) => {
    const permutation = permutationOf(op.permutation);
    return unary((value) => {
      const source = memRefOf(value);
      const pick = (list: readonly number[]): readonly number[] => permutation.map((d) => list[d] ?? 0);
      return { ...source, shape: pick(source.shape), strides: pick(source.strides) };
    });
  }),
];
