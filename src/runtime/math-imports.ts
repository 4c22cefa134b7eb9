/**
 * Functions that a module may import from "env": those that WebAssembly has no instruction for and that a lowering did not expand. They are the engine's own: within an ulp or two
 * in f64, which is rounded when the module narrows it, but not the same bits everywhere.
 */
import { type Diagnostic, error } from "../source/diagnostic.ts";

/** The module name under which they are imported. */
export const MATH_MODULE = "env";

/** Every function of `env`: numbers in, a number out. */
export const mathFunctions = {
  acos: Math.acos,
  acosh: Math.acosh,
  asin: Math.asin,
  asinh: Math.asinh,
  atan: Math.atan,
  atan2: Math.atan2,
  atanh: Math.atanh,
  cbrt: Math.cbrt,
  cos: Math.cos,
  cosh: Math.cosh,
  exp: Math.exp,
  expm1: Math.expm1,
  fmod: (dividend: number, divisor: number) => dividend % divisor,
  log: Math.log,
  log10: Math.log10,
  log1p: Math.log1p,
  log2: Math.log2,
  pow: Math.pow,
  sin: Math.sin,
  sinh: Math.sinh,
  tan: Math.tan,
  tanh: Math.tanh,
} as const;

export type MathFunction = keyof typeof mathFunctions;

export function isMathFunction(name: string): name is MathFunction {
  return Object.hasOwn(mathFunctions, name);
}

/** Imports of a module that are neither in `env` nor its memory: what the runtime cannot supply. */
export function unknownImports(module: WebAssembly.Module): readonly Diagnostic[] {
  return WebAssembly.Module.imports(module)
    .filter(({ module: from, name, kind }) => kind !== "memory" && !(from === MATH_MODULE && isMathFunction(name)))
    .map(({ module: from, name, kind }) =>
      error("runtime.import", `the module imports the ${kind} "${from}.${name}", which the runtime does not have`),
    );
}
