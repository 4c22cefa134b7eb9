/**
 * Puts each outermost loop of an exported function into a function of its own, so that the engine compiles and tiers them up one by one (it
 * does so a function at a time), and profilers show where the time goes: the functions are named after what the loop computes.
 * Constants are made again inside; other values that the loop uses become parameters, and what it computes is returned.
 */
import { callOp, func, loop, returnOp } from "../../dialects/wasm/ops/control.ts";
import { functionType } from "../../src/ir/attribute.ts";
import { cloneOperation, IrMapping } from "../../src/ir/clone.ts";
import type { OperationHandle, Value } from "../../src/ir/handle.ts";
import type { ValueId } from "../../src/ir/ids.ts";
import { namesOf } from "../../src/ir/location.ts";
import type { Rewriter } from "../../src/ir/rewriter.ts";
import { integer } from "../../src/pass/options.ts";
import { definePass, type PassScope } from "../../src/pass/pass.ts";

export const outlineLoops = definePass({
  name: "outline-loops",
  summary: "put the outermost loops of exported wasm functions into functions of their own",
  on: "builtin.module",
  options: { minLoops: integer(2, "functions with fewer outermost loops stay as they are") },
  statistics: { outlined: "loops outlined" },
  dependentDialects: ["wasm"],
  run: (scope) => {
    const { options, count } = scope;
    const names = new Names(scope);
    for (const rewriter of scope.bodies()) {
      if (func.cast(rewriter.root)?.export === undefined) continue;
      const operations = rewriter.root.opRegions[0]?.entry?.operations ?? [];
      const loops = operations.filter((operation) => operation.record.name === loop.name);
      if (loops.length < options.minLoops) continue;
      for (const one of loops) {
        outline(one, rewriter, scope, names);
        count("outlined");
      }
    }
  },
});

function outline(operation: OperationHandle, rewriter: Rewriter, scope: PassScope, names: Names): void {
  const used = usedFromOutside(operation);
  const constants = used.filter((value) => isConstant(value));
  const parameters = used.filter((value) => !isConstant(value));
  const results = operation.opResults.filter((result) => result.hasUses);
  const name = names.fresh(operation);
  const { rewriter: module } = scope;
  const block = module.root.opRegions[0]?.entry;
  if (block === undefined) return;
  const bodies = () => operation.view;
  const inputs = parameters.map((value) => value.type);
  module.location = operation.location;
  module.setInsertionPointToEnd(block);
  module.insert(
    func.build({
      sym_name: name,
      function_type: functionType(
        inputs,
        results.map((value) => value.type),
      ),
      body: [
        {
          arguments: inputs,
          build: (inner, args) => {
            const mapping = new IrMapping();
            parameters.forEach((value, at) => {
              const argument = args[at];
              if (argument !== undefined) mapping.map(value, argument);
            });
            for (const { definition } of constants)
              if (definition !== undefined) cloneOperation(definition, inner, mapping, { bodies });
            cloneOperation(operation, inner, mapping, { bodies });
            inner.location = operation.location;
            const returned = results.flatMap((value) => mapping.values.get(value.id) ?? []);
            inner.insert(returnOp.build({ results: returned }));
          },
        },
      ],
    }),
  );
  rewriter.setInsertionPointBefore(operation);
  rewriter.location = operation.location;
  const made = rewriter.insert(
    callOp.build({ values: parameters, callee: name, resultTypes: results.map((value) => value.type) }),
  );
  results.forEach((value, at) => {
    rewriter.replaceAllUsesWith(value, made.opResult(at));
  });
  rewriter.erase(operation);
}

/** The values that the operation, or what is inside it, uses and does not define: in the order of their first use. */
function usedFromOutside(operation: OperationHandle): readonly Value[] {
  const used = new Map<ValueId, Value>();
  const visit = (inner: OperationHandle): void => {
    for (const value of inner.opOperands) {
      const block = value.parentBlock;
      const isInside = block.id !== operation.parentBlock?.id && operation.encloses(block.parent);
      if (!isInside) used.set(value.id, value);
    }
    for (const region of inner.opRegions) for (const block of region.blocks) block.operations.forEach(visit);
  };
  visit(operation);
  return [...used.values()];
}

function isConstant(value: Value): boolean {
  return /^wasm\.(i32|i64|f32|f64|v128)\.const$/.test(value.definition?.opName ?? "");
}

/** Symbols for the new functions: what the loop was made of, as far as its location says, and a number where that is taken. */
class Names {
  readonly #taken = new Set<string>();

  constructor({ rewriter }: PassScope) {
    for (const operation of rewriter.root.opRegions[0]?.entry?.operations ?? []) {
      const name = operation.findAttribute("sym_name");
      if (name?.kind === "string") this.#taken.add(name.value);
    }
  }

  fresh(operation: OperationHandle): string {
    const written = namesOf(operation.location)[0] ?? "kernel";
    let name = written;
    for (let at = 1; this.#taken.has(name); at++) name = `${written}_${at}`;
    this.#taken.add(name);
    return name;
  }
}
