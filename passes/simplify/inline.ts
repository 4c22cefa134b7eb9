/**
 * Inlines calls, callees before callers: the functions of a cycle of calls are never inlined into one another more often than
 * `max-iterations` says. A callee that was inlined everywhere and is private is erased.
 */
import { alg, Graph } from "@dagrejs/graphlib";
import { br } from "../../dialects/cf/ops.ts";
import type { Context } from "../../src/definition/context.ts";
import { callable, call as callInterface, inlinable } from "../../src/definition/control-flow.ts";
import { OperationHandle, type RegionHandle, Value } from "../../src/ir/handle.ts";
import { type BodyId, NO_BODY, type OperationId, operationId, ROOT } from "../../src/ir/ids.ts";
import type { ModuleRewriter } from "../../src/ir/module-rewriter.ts";
import type { Rewriter } from "../../src/ir/rewriter.ts";
import { forEachSymbolUse, symbolNameOf, visibilityOf } from "../../src/ir/symbol.ts";
import { boolean, integer } from "../../src/pass/options.ts";
import { definePass } from "../../src/pass/pass.ts";
import { canonicalizationPatterns } from "../../src/rewrite/canonicalizations.ts";
import { rewriteGreedily } from "../../src/rewrite/greedy.ts";
import { canInlineRegion, inlineRegion } from "../../src/rewrite/inline.ts";
import { PatternSet } from "../../src/rewrite/pattern.ts";

export const inline = definePass({
  name: "inline",
  summary: "inline function calls",
  on: "any",
  dependentDialects: ["cf"],
  options: {
    canonicalize: boolean(true, "canonicalize a function after calls were inlined into it"),
    maxIterations: integer(4, "how often calls that inlining brought in are looked at again"),
    inliningThreshold: integer(-1, "callees with more operations than this stay; -1 for no limit"),
  },
  statistics: { inlined: "calls inlined", erased: "functions erased" },
  run: ({ modules, body, context, options, count }) => {
    const program = new CallProgram(modules, context, body);
    const patterns = new PatternSet(canonicalizationPatterns(context));
    for (const cycle of program.bottomUp())
      for (const caller of cycle) {
        let inlined = 0;
        for (let round = 0; round < options.maxIterations; round++) {
          const done = program.inlineInto(caller, cycle, options.inliningThreshold);
          if (done === 0) break;
          inlined += done;
        }
        count("inlined", inlined);
        if (inlined > 0 && options.canonicalize) rewriteGreedily(modules.body(caller), patterns, context);
      }
    count("erased", program.eraseUnused());
  },
});

/** A function with a body, by its own body; symbols are those of the table at hand. */
interface CallableFunction {
  readonly name: string;
  readonly body: BodyId;
  readonly operation: OperationId;
  readonly returns: readonly string[];
}

class CallProgram {
  readonly #modules: ModuleRewriter;
  readonly #context: Context;
  readonly #table: BodyId;
  readonly #byName = new Map<string, CallableFunction>();
  readonly #byBody = new Map<BodyId, CallableFunction>();
  /** Callees that were inlined at least once: only those are erased, as upstream does. */
  readonly #inlined = new Set<CallableFunction>();

  constructor(modules: ModuleRewriter, context: Context, table: BodyId) {
    this.#modules = modules;
    this.#context = context;
    this.#table = table;
    for (const operation of operationsOf(modules.body(table))) {
      const { body, name } = operation.record;
      const symbol = symbolNameOf(operation.record);
      const interfaceOf = context.find(callable, name);
      if (body === NO_BODY || symbol === undefined || interfaceOf === undefined) continue;
      const made: CallableFunction = { name: symbol, body, operation: operation.id, returns: interfaceOf.returns };
      this.#byName.set(symbol, made);
      this.#byBody.set(body, made);
    }
  }

  /** Cycles of functions that call one another (mostly single functions), callees before callers. */
  bottomUp(): readonly (readonly BodyId[])[] {
    const graph = new Graph();
    for (const { body } of this.#byBody.values()) graph.setNode(String(body));
    for (const { body } of this.#byBody.values())
      for (const { callee } of this.#callsIn(body)) graph.setEdge(String(body), String(callee.body));
    const order = [...this.#byBody.keys()];
    const byText = new Map(order.map((body) => [String(body), body]));
    return alg
      .tarjan(graph)
      .map((nodes) =>
        nodes.flatMap((node) => byText.get(node) ?? []).sort((a, b) => order.indexOf(a) - order.indexOf(b)),
      );
  }

  /** Inlines the calls that a function has now; returns how many. */
  inlineInto(caller: BodyId, cycle: readonly BodyId[], threshold: number): number {
    let inlined = 0;
    const rewriter = this.#modules.body(caller);
    for (const { call, callee } of this.#callsIn(caller)) {
      // A function is not inlined into itself; others of its cycle are, as often as there are rounds.
      if (callee.body === caller || (cycle.length > 1 && cycle.includes(callee.body) && cycle[0] === callee.body))
        continue;
      const region = new OperationHandle(this.#modules.body(callee.body).view, ROOT).opRegions[0];
      if (region === undefined || !this.#mayInline(call, callee, region, threshold)) continue;
      const args = this.#context.find(callInterface, call.record.name)?.arguments(call) ?? [];
      inlineRegion(
        rewriter,
        call,
        region,
        args.map((value) => new Value(rewriter.view, value.id)),
        {
          bodies: (id) => this.#modules.body(id).view,
          returns: callee.returns,
          branchTo: (dest, destOperands) => br.build({ dest, destOperands }),
        },
      );
      this.#inlined.add(callee);
      inlined++;
    }
    return inlined;
  }

  /** Erases private functions that were inlined and are not referred to any more; returns how many. */
  eraseUnused(): number {
    const rewriter = this.#modules.body(this.#table);
    let erased = 0;
    for (let again = true; again; ) {
      again = false;
      const used = this.#usedSymbols();
      for (const callee of this.#inlined) {
        const operation = new OperationHandle(rewriter.view, callee.operation);
        if (used.has(callee.name) || visibilityOf(operation.record) !== "private") continue;
        rewriter.erase(operation);
        this.#inlined.delete(callee);
        this.#byBody.delete(callee.body);
        erased++;
        again = true;
      }
    }
    return erased;
  }

  #usedSymbols(): ReadonlySet<string> {
    const used = new Set<string>();
    const visit = (rewriter: Rewriter): void => {
      forEachSymbolUse(rewriter.view, (_, { root }) => used.add(root));
      for (const operation of allOperations(rewriter))
        if (operation.record.body !== NO_BODY) visit(this.#modules.body(operation.record.body));
    };
    visit(this.#modules.body(this.#table));
    return used;
  }

  #callsIn(body: BodyId): readonly { readonly call: OperationHandle; readonly callee: CallableFunction }[] {
    const calls: { readonly call: OperationHandle; readonly callee: CallableFunction }[] = [];
    for (const operation of allOperations(this.#modules.body(body))) {
      const target = this.#context.find(callInterface, operation.record.name)?.callee(operation);
      if (target === undefined || target instanceof Value || target.nested.length > 0) continue;
      const callee = this.#byName.get(target.root);
      if (callee !== undefined) calls.push({ call: operation, callee });
    }
    return calls;
  }

  #mayInline(call: OperationHandle, callee: CallableFunction, region: RegionHandle, threshold: number): boolean {
    const forbids = (operation: OperationHandle): boolean => operation.findAttribute("no_inline") !== undefined;
    if (forbids(call) || forbids(region.parent) || !canInlineRegion(region, callee.returns)) return false;
    const parent = call.parent;
    if (parent === undefined) return false;
    if (region.blocks.length > 1 && parent.id !== ROOT && !this.#takesBlocks(parent)) return false;
    const inside = allOperations(this.#modules.body(callee.body));
    if (threshold >= 0 && inside.length > threshold) return false;
    return inside.every((operation) => this.#mayMove(operation));
  }

  #takesBlocks(operation: OperationHandle): boolean {
    const definition = this.#context.findDefinition(operation.record.name);
    if (definition === undefined || definition.traits.has("SingleBlock")) return false;
    return !definition.parametricTraits.some(({ name }) => name === "SingleBlockImplicitTerminator");
  }

  /** What a dialect says of its operation; of others, those without effects may move. */
  #mayMove(operation: OperationHandle): boolean {
    const { name } = operation.record;
    const says = this.#context.find(inlinable, name);
    if (says !== undefined) return says(operation);
    return this.#context.hasTrait(name, "Pure") || this.#context.hasTrait(name, "NoMemoryEffect");
  }
}

/** The operations directly in the regions of a body's own operation. */
function operationsOf(rewriter: Rewriter): readonly OperationHandle[] {
  return rewriter.root.opRegions.flatMap((region) => region.blocks.flatMap((block) => block.operations));
}

/** All operations of a body, in the order of their ids. */
function allOperations(rewriter: Rewriter): readonly OperationHandle[] {
  const { view } = rewriter;
  const found: OperationHandle[] = [];
  for (let id = 1; id < view.operationCount; id++) {
    const at = operationId(id);
    if (view.isLive(at) && view.parentBlock(at) !== 0) found.push(new OperationHandle(view, at));
  }
  return found;
}
