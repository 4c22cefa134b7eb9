/** reduce_precision: floats rounded to fewer bits of exponent and mantissa. */
import { type DType, dtypeFacts } from "../../../src/tensor/dtype.ts";

/** Exponent and mantissa bits of the types that it is defined on. */
function bitsOf(dtype: DType): { readonly exponent: number; readonly mantissa: number } {
  if (dtype === "f64") return { exponent: 11, mantissa: 52 };
  if (dtype === "f32") return { exponent: 8, mantissa: 23 };
  const { format } = dtypeFacts(dtype);
  return { exponent: format?.exponentBits ?? 8, mantissa: format?.mantissaBits ?? 23 };
}

const scratch = new DataView(new ArrayBuffer(8));

/** The exponent of a normal double: |value| is in [2^e, 2^(e+1)). */
function exponentOf(value: number): number {
  scratch.setFloat64(0, value);
  return ((scratch.getUint32(0) >>> 20) & 0x7ff) - 1023;
}

/** Rounds to nearest, ties to even, then sends what is too large to infinity and what would be subnormal to zero. */
export function roundToPrecision(dtype: DType, exponentBits: number, mantissaBits: number): (value: number) => number {
  const own = bitsOf(dtype);
  const maxExponent = 2 ** (exponentBits - 1) - 1;
  return (value) => {
    // Without mantissa bits there is no NaN to be had: infinity takes its place.
    if (Number.isNaN(value) && mantissaBits === 0) return Number.POSITIVE_INFINITY;
    if (value === 0 || !Number.isFinite(value)) return value;
    let rounded = value;
    if (mantissaBits < own.mantissa) {
      const unit = 2 ** (exponentOf(value) - mantissaBits);
      const steps = value / unit;
      const down = Math.floor(steps);
      const rest = steps - down;
      rounded = (rest > 0.5 || (rest === 0.5 && down % 2 !== 0) ? down + 1 : down) * unit;
    }
    if (exponentBits >= own.exponent) return rounded;
    const exponent = exponentOf(rounded);
    if (exponent > maxExponent) return value > 0 ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
    return exponent < 1 - maxExponent ? 0 * Math.sign(value) : rounded;
  };
}
