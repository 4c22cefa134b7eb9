/** The bytes of constants as they lie in linear memory: little-endian, an i1 or i8 in one byte each. */
import { type Attribute, dtypeOf, elementCountOf } from "../../src/ir/attribute.ts";

/** All elements of `dense<...>` or `dense_resource<...>`, splats repeated; undefined for other attributes. No copy unless a splat. */
export function constantBytes(attribute: Attribute): Uint8Array | undefined {
  if (attribute.kind === "dense-resource") return attribute.blob?.bytes;
  if (attribute.kind !== "dense-elements" || dtypeOf(attribute.type.elementType) === undefined) return undefined;
  const { bytes } = attribute.blob;
  if (!attribute.splat) return bytes;
  const count = elementCountOf(attribute.type) ?? 0;
  const repeated = new Uint8Array(count * bytes.length);
  for (let at = 0; at < count; at++) repeated.set(bytes, at * bytes.length);
  return repeated;
}
