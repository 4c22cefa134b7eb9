/** Tensors as text, the way that the StableHLO interpreter prints them: type, then nested brackets with the shortest digits that read back the same. */
import { type DType, dtypeFacts, roundFloat } from "./dtype.ts";
import { getSlot, type Tensor, tensorTypeText } from "./tensor.ts";

export interface PrintOptions {
  /** Elements printed before the rest is elided as `...`; unlimited by default. */
  readonly maxElements?: number;
}

/** `tensor<2x2xf32> { [[1.0, 2.0], [3.0, 4.0]] }` on one line; a scalar has no brackets. */
export function printTensor(tensor: Tensor, options: PrintOptions = {}): string {
  const budget = { left: options.maxElements ?? Infinity };
  const { text } = printDimension(tensor, 0, 0, budget);
  return `${tensorTypeText(tensor)} { ${text} }`;
}

function printDimension(
  tensor: Tensor,
  dimension: number,
  start: number,
  budget: { left: number },
): { text: string; next: number } {
  if (dimension === tensor.shape.length) {
    budget.left--;
    return { text: elementText(tensor, start), next: start + 1 };
  }
  const parts: string[] = [];
  let next = start;
  for (let i = 0; i < (tensor.shape[dimension] ?? 0); i++) {
    if (budget.left <= 0) {
      parts.push("...");
      break;
    }
    const printed = printDimension(tensor, dimension + 1, next, budget);
    parts.push(printed.text);
    next = printed.next;
  }
  return { text: `[${parts.join(", ")}]`, next };
}

/** The element at row-major position `linear` as text; complex as `(1.0, 2.0)`. */
export function elementText(tensor: Tensor, linear: number): string {
  const { dtype } = tensor;
  switch (dtypeFacts(dtype).kind) {
    case "boolean":
      return getSlot(tensor, linear) === 0 ? "false" : "true";
    case "signed":
    case "unsigned":
      return String(getSlot(tensor, linear));
    case "float":
      return floatText(dtype, Number(getSlot(tensor, linear)));
    case "complex": {
      const part = dtype === "complex<f32>" ? "f32" : "f64";
      return `(${floatText(part, Number(getSlot(tensor, 2 * linear)))}, ${floatText(part, Number(getSlot(tensor, 2 * linear + 1)))})`;
    }
  }
}

/** The shortest decimal that rounds to `value` in `dtype`, with a fraction always; `nan`, `inf` and `-inf` by name. */
export function floatText(dtype: DType, value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  if (Object.is(value, -0)) return "-0.0";
  const digits = dtype === "f64" ? String(value) : shortestDigits(dtype, value);
  if (digits.includes(".")) return digits;
  const exponent = digits.indexOf("e");
  return exponent < 0 ? `${digits}.0` : `${digits.slice(0, exponent)}.0${digits.slice(exponent)}`;
}

function shortestDigits(dtype: DType, value: number): string {
  // 9 significant digits tell any two f32 apart, so the loop always returns.
  for (let precision = 1; precision < 9; precision++) {
    const candidate = Number(value.toPrecision(precision));
    if (roundFloat(dtype, candidate) === value) return String(candidate);
  }
  return String(Number(value.toPrecision(9)));
}
