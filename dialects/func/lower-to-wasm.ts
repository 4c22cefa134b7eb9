/** Calls and returns. Functions themselves are converted by `loops-to-wasm`, which knows which of them are entry points. */
import { type ConversionPattern, defineConversion } from "../../src/rewrite/conversion-pattern.ts";
import { noMatch } from "../../src/rewrite/pattern.ts";
import { resultAddresses } from "../wasm/lowering/attributes.ts";
import { WasmBuilder } from "../wasm/lowering/builder.ts";
import { elementAccess, unsupportedType, wasmTypes } from "../wasm/lowering/types.ts";
import { callOp, returnOp } from "../wasm/ops/control.ts";
import * as func from "./ops.ts";

const call = defineConversion({
  name: "func-call-to-wasm",
  root: func.call,
  converter: wasmTypes,
  rewrite: (op, adaptor, rewriter) => {
    const types = wasmTypes.convertAll(op.opResults.map((result) => result.type));
    if (types === undefined) return noMatch("a result has no WebAssembly counterpart");
    const made = rewriter.insert(callOp.build({ values: adaptor.opOperands, callee: op.callee, resultTypes: types }));
    return rewriter.replace(op, made.opResults);
  },
});

/** An entry point leaves its scalar results in memory, at the addresses that its `return` was given. */
const lowerReturn = defineConversion({
  name: "func-return-to-wasm",
  root: func.returnOp,
  converter: wasmTypes,
  rewrite: (op, adaptor, rewriter) => {
    const addresses = resultAddresses(op);
    if (addresses === undefined) {
      rewriter.insert(returnOp.build({ results: adaptor.opOperands }));
      return rewriter.erase(op);
    }
    const wasm = new WasmBuilder(rewriter);
    for (const [at, value] of adaptor.opOperands.entries()) {
      const { type } = op.opOperand(at);
      const element = elementAccess(type);
      const address = addresses[at];
      if (element === undefined || address === undefined) return noMatch(unsupportedType(type));
      const stored = element.widened ? wasm.op("i64.extend_i32_s", [value]) : value;
      wasm.effect(element.store, [wasm.i32(0), stored], { offset: address });
    }
    rewriter.insert(returnOp.build({ results: [] }));
    return rewriter.erase(op);
  },
});

export const funcToWasm: readonly ConversionPattern[] = [call, lowerReturn];
