/** Another look at the memory under a memref. */
import { type MemRefType, memRefType, stridedLayoutAttribute } from "../../src/ir/attribute.ts";
import type { Value } from "../../src/ir/handle.ts";
import type { Rewriter } from "../../src/ir/rewriter.ts";
import { identityStrides } from "./layout.ts";
import { reinterpretCast } from "./ops.ts";

/** Where the elements of a view are, in elements of the buffer under all views. */
export interface StaticView {
  readonly offset: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
}

/** The type of such a view of a memref: without a layout where it is row-major from the start of the buffer. */
export function staticViewType(source: MemRefType, { offset, shape, strides }: StaticView): MemRefType {
  const identity = offset === 0 && identityStrides(shape).every((stride, at) => stride === strides[at]);
  const layout = identity ? undefined : stridedLayoutAttribute(offset, strides);
  return memRefType(shape, source.elementType, layout, source.memorySpace);
}

/** Makes the view, of type `type`, at the insertion point. Casts under it are seen through: each counts its offset from the same buffer. */
export function insertStaticView(rewriter: Rewriter, value: Value, view: StaticView, type: MemRefType): Value {
  let source = value;
  for (let cast = source.definition; cast?.opName === "memref.reinterpret_cast"; cast = source.definition)
    source = cast.opOperand(0);
  const { offset, shape, strides } = view;
  const spec = reinterpretCast.build({
    source,
    offsets: [],
    sizes: [],
    strides: [],
    static_offsets: [offset],
    static_sizes: shape,
    static_strides: strides,
    resultTypes: [type],
  });
  return rewriter.insert(spec).opResult(0);
}
