/**
 * Entry points are the public functions; they take no parameters in the end. One that is called inside the module as well becomes a private
 * function, called by a new entry point of its name. Functions may not call themselves, whatever the way: their buffers have one place.
 */
import * as func from "../../../dialects/func/ops.ts";
import { stringAttribute, symbolRefAttribute } from "../../../src/ir/attribute.ts";
import type { OperationHandle } from "../../../src/ir/handle.ts";
import { placeOf } from "../../../src/ir/location.ts";
import type { Rewriter } from "../../../src/ir/rewriter.ts";
import { type Diagnostic, error } from "../../../src/source/diagnostic.ts";

/** Public, and with a body. */
export function isEntry(operation: OperationHandle): boolean {
  const visibility = operation.findAttribute("sym_visibility");
  const isPublic = visibility?.kind !== "string" || visibility.value === "public";
  return isPublic && operation.opRegions[0]?.isEmpty === false;
}

/** Gives public functions that are called an entry point that calls them. */
export function separateEntries(module: Rewriter, functions: readonly Rewriter[]): void {
  const calls = functions.flatMap((rewriter) => callsIn(rewriter.root).map((call) => ({ rewriter, call })));
  for (const { root } of functions) {
    const view = func.func.cast(root);
    if (view === undefined || !isEntry(root)) continue;
    const { sym_name: name, function_type: type } = view;
    const callers = calls.filter(({ call }) => call.callee === name);
    if (callers.length === 0) continue;
    const inner = freshName(module, `${name}_called`);
    for (const { rewriter, call } of callers) rewriter.setProperty(call, "callee", symbolRefAttribute(inner));
    const block = module.root.opRegions[0]?.entry;
    if (block === undefined) continue;
    module.setInsertionPointToEnd(block);
    module.location = root.location;
    module.insert(
      func.func.build({
        sym_name: name,
        function_type: type,
        arg_attrs: view.arg_attrs,
        res_attrs: view.res_attrs,
        body: [
          {
            arguments: type.inputs,
            build: (body, operands) => {
              const call = body.insert(func.call.build({ operands, callee: inner, resultTypes: type.results }));
              body.insert(func.returnOp.build({ operands: call.opResults }));
            },
          },
        ],
      }),
    );
    const called = functions.find((rewriter) => rewriter.root.is(root));
    called?.setProperty(called.root, "sym_name", stringAttribute(inner));
    called?.setProperty(called.root, "sym_visibility", stringAttribute("private"));
  }
}

function freshName(module: Rewriter, wanted: string): string {
  const taken = new Set<string>();
  for (const operation of module.root.opRegions[0]?.entry?.operations ?? []) {
    const name = operation.findAttribute("sym_name");
    if (name?.kind === "string") taken.add(name.value);
  }
  let name = wanted;
  for (let at = 1; taken.has(name); at++) name = `${wanted}_${at}`;
  return name;
}

/** Functions from which a chain of calls leads back to them. */
export function recursionProblems(functions: readonly Rewriter[]): readonly Diagnostic[] {
  const callees = new Map<string, ReadonlySet<string>>();
  for (const { root } of functions) {
    const name = func.func.cast(root)?.sym_name;
    if (name !== undefined) callees.set(name, new Set(callsIn(root).map((call) => call.callee)));
  }
  return functions.flatMap(({ root }) => {
    const name = func.func.cast(root)?.sym_name;
    if (name === undefined || !reaches(name, name, callees)) return [];
    return [
      error(
        "assign-addresses.recursion",
        `@${name} calls itself: its buffers have one place each`,
        placeOf(root.location),
      ),
    ];
  });
}

function reaches(from: string, to: string, callees: ReadonlyMap<string, ReadonlySet<string>>): boolean {
  const seen = new Set<string>();
  const waiting = [...(callees.get(from) ?? [])];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (name === to) return true;
    if (seen.has(name)) continue;
    seen.add(name);
    waiting.push(...(callees.get(name) ?? []));
  }
  return false;
}

function callsIn(operation: OperationHandle): readonly NonNullable<ReturnType<typeof func.call.cast>>[] {
  return operation.opRegions.flatMap((region) =>
    region.blocks.flatMap((block) =>
      block.operations.flatMap((inner) => {
        const call = func.call.cast(inner);
        return call === undefined ? callsIn(inner) : [call];
      }),
    ),
  );
}
