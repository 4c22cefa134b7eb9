/** Functions of the host. A call names one by its symbol; `loops-to-wasm` declares those that are called. */
import { f64 } from "../../../src/ir/attribute.ts";
import type { Value } from "../../../src/ir/handle.ts";
import { callOp } from "../ops/control.ts";
import type { WasmBuilder } from "./builder.ts";

/** The module that they are imported from, as the runtime supplies it. */
export const IMPORT_MODULE = "env";

const PREFIX = "env.";

/** The symbol of an imported function, which no function of a program has: it is no identifier. */
export function importSymbol(name: string): string {
  return PREFIX + name;
}

/** The name under which a symbol is imported; undefined for the program's own functions. */
export function importedName(symbol: string): string | undefined {
  return symbol.startsWith(PREFIX) ? symbol.slice(PREFIX.length) : undefined;
}

/** Calls a function of f64s. */
export function importedFunction(builder: WasmBuilder, name: string, operands: readonly Value[]): Value {
  return builder.insert(callOp.build({ values: operands, callee: importSymbol(name), resultTypes: [f64] })).opResult(0);
}
