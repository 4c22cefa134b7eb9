/** Affine maps as strides: where each loop moves an address by a constant. */
import type { AffineExpr, AffineMap } from "../../src/ir/affine.ts";

/** `constant + sum of coefficients[d] * dim d`. */
interface Linear {
  readonly constant: number;
  readonly coefficients: readonly number[];
}

/** The linear form of an expression of dims; undefined when it divides or takes remainders. */
export function linearForm(expr: AffineExpr, dimCount: number): Linear | undefined {
  const zeros = (): number[] => new Array<number>(dimCount).fill(0);
  switch (expr.kind) {
    case "dim": {
      const coefficients = zeros();
      coefficients[expr.position] = 1;
      return { constant: 0, coefficients };
    }
    case "constant":
      return { constant: expr.value, coefficients: zeros() };
    case "add": {
      const a = linearForm(expr.left, dimCount);
      const b = linearForm(expr.right, dimCount);
      if (a === undefined || b === undefined) return undefined;
      return {
        constant: a.constant + b.constant,
        coefficients: a.coefficients.map((c, d) => c + (b.coefficients[d] ?? 0)),
      };
    }
    case "mul": {
      const a = linearForm(expr.left, dimCount);
      if (a === undefined || expr.right.kind !== "constant") return undefined;
      const factor = expr.right.value;
      return { constant: a.constant * factor, coefficients: a.coefficients.map((c) => c * factor) };
    }
    case "symbol":
    case "mod":
    case "floordiv":
    case "ceildiv":
      return undefined;
  }
}

/** How an address into an array with these strides moves with each loop, and where it starts. */
export interface AddressWalk {
  readonly start: number;
  /** One a loop, in elements. */
  readonly steps: readonly number[];
}

/** The walk of an operand; undefined when its map is not linear. */
export function addressWalk(map: AffineMap, strides: readonly number[], offset: number): AddressWalk | undefined {
  let start = offset;
  const steps = new Array<number>(map.dimCount).fill(0);
  for (const [d, expr] of map.results.entries()) {
    const linear = linearForm(expr, map.dimCount);
    if (linear === undefined) return undefined;
    const stride = strides[d] ?? 0;
    start += linear.constant * stride;
    linear.coefficients.forEach((coefficient, loop) => {
      steps[loop] = (steps[loop] ?? 0) + coefficient * stride;
    });
  }
  return { start, steps };
}
