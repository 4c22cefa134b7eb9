/** Facts about element types that several ops ask for. */
import type { Type } from "../../src/ir/attribute.ts";

/** Bits of one element; of both parts of a complex number together. Undefined for quantized types, whose storage upstream's types know. */
export function bitWidthOf(type: Type): number | undefined {
  switch (type.kind) {
    case "integer-type":
      return type.width;
    case "index-type":
      return 64;
    case "float-type": {
      // tf32 is the one float whose name does not say its width: it has 19 bits.
      if (type.name === "tf32") return 19;
      const digits = /^b?f(\d+)/.exec(type.name)?.[1];
      return digits === undefined ? undefined : Number(digits);
    }
    case "complex-type": {
      const part = bitWidthOf(type.elementType);
      return part === undefined ? undefined : 2 * part;
    }
    default:
      return undefined;
  }
}
