/**
 * Erases private symbols that nothing refers to. A symbol is live when it may be seen from outside, or when something live refers to it:
 * what only dead symbols refer to goes as well. Nested symbol tables are treated as upstream does: the public symbols of a table that is
 * itself hidden are not seen from outside.
 */
import type { Context } from "../../src/definition/context.ts";
import type { SymbolRefAttribute } from "../../src/ir/attribute.ts";
import { OperationHandle } from "../../src/ir/handle.ts";
import { type BodyId, NO_BODY, type OperationId, ROOT } from "../../src/ir/ids.ts";
import type { ModuleRewriter } from "../../src/ir/module-rewriter.ts";
import { referencesIn, symbolNameOf, visibilityOf } from "../../src/ir/symbol.ts";
import { definePass } from "../../src/pass/pass.ts";

export const symbolDce = definePass({
  name: "symbol-dce",
  summary: "eliminate dead symbols",
  on: "any",
  statistics: { numDced: "symbols erased" },
  run: ({ modules, body, context, operation, count, report }) => {
    if (!context.hasTrait(operation.record.name, "SymbolTable")) {
      report({
        severity: "error",
        code: "symbol-dce.table",
        message: `'${operation.opName}' op was scheduled to run under SymbolDCE, but does not define a symbol table`,
        place: undefined,
        notes: [],
      });
      return;
    }
    const marker = new Marker(modules, context);
    // What is around the table may refer to its public symbols, unless the table is the whole program.
    marker.enterTable(body, modules.outerOperation(body) !== undefined && visibilityOf(operation.record) === "private");
    marker.run();
    count("numDced", marker.sweep(body));
  },
});

interface Place {
  readonly body: BodyId;
  readonly operation: OperationId;
}

class Marker {
  readonly #modules: ModuleRewriter;
  readonly #context: Context;
  readonly #live = new Map<BodyId, Set<OperationId>>();
  readonly #waiting: Place[] = [];
  readonly #tables = new Map<BodyId, ReadonlyMap<string, OperationId>>();

  constructor(modules: ModuleRewriter, context: Context) {
    this.#modules = modules;
    this.#context = context;
  }

  /** Marks what is live by itself among the operations directly in a symbol table. */
  enterTable(body: BodyId, hidden: boolean): void {
    for (const operation of this.#contentsOf(body)) {
      const isSymbol =
        this.#context.hasTrait(operation.record.name, "Symbol") && symbolNameOf(operation.record) !== undefined;
      if (!isSymbol || (!hidden && visibilityOf(operation.record) !== "private"))
        this.#mark({ body, operation: operation.id });
    }
  }

  run(): void {
    for (let place = this.#waiting.pop(); place !== undefined; place = this.#waiting.pop()) {
      const operation = new OperationHandle(this.#modules.body(place.body).view, place.operation);
      this.#visit(operation, place.body);
    }
  }

  /** Erases dead symbols of a table and of the tables inside it; returns how many. */
  sweep(body: BodyId): number {
    let erased = 0;
    const rewriter = this.#modules.body(body);
    for (const operation of this.#contentsOf(body)) {
      const isSymbol =
        this.#context.hasTrait(operation.record.name, "Symbol") && symbolNameOf(operation.record) !== undefined;
      if (isSymbol && this.#live.get(body)?.has(operation.id) !== true) {
        rewriter.erase(operation);
        erased++;
      } else if (this.#isTable(operation)) erased += this.sweep(operation.record.body);
    }
    return erased;
  }

  #mark(place: Place): void {
    let live = this.#live.get(place.body);
    if (live === undefined) {
      live = new Set();
      this.#live.set(place.body, live);
    }
    if (live.has(place.operation)) return;
    live.add(place.operation);
    this.#waiting.push(place);
  }

  /** Marks what a live operation refers to, from anywhere inside it. */
  #visit(operation: OperationHandle, body: BodyId): void {
    const { record } = operation;
    for (const dictionary of [record.properties, record.attributes])
      for (const reference of referencesIn(dictionary)) this.#resolve(reference, body);
    if (record.body !== NO_BODY) {
      if (this.#isTable(operation)) this.enterTable(record.body, visibilityOf(operation.record) === "private");
      else for (const inner of this.#contentsOf(record.body)) this.#visit(inner, record.body);
      return;
    }
    for (const region of operation.opRegions)
      for (const block of region.blocks) for (const inner of block.operations) this.#visit(inner, body);
  }

  /** Looks a reference up from the nearest table outwards, and marks every symbol on its path. */
  #resolve(reference: SymbolRefAttribute, from: BodyId): void {
    for (let at: BodyId | undefined = from; at !== undefined; at = this.#modules.outerBody(at)) {
      const found = this.#table(at)?.get(reference.root);
      if (found === undefined) continue;
      this.#mark({ body: at, operation: found });
      let table = this.#modules.body(at).view.operation(found).body;
      for (const name of reference.nested) {
        const inner = table === NO_BODY ? undefined : this.#table(table)?.get(name);
        if (inner === undefined) return;
        this.#mark({ body: table, operation: inner });
        table = this.#modules.body(table).view.operation(inner).body;
      }
      return;
    }
  }

  #table(body: BodyId): ReadonlyMap<string, OperationId> | undefined {
    const root = this.#modules.body(body).view.root;
    if (!this.#context.hasTrait(root.name, "SymbolTable")) return undefined;
    const known = this.#tables.get(body);
    if (known !== undefined) return known;
    const table = new Map<string, OperationId>();
    for (const operation of this.#contentsOf(body)) {
      const name = symbolNameOf(operation.record);
      if (name !== undefined) table.set(name, operation.id);
    }
    this.#tables.set(body, table);
    return table;
  }

  #isTable(operation: OperationHandle): boolean {
    return operation.record.body !== NO_BODY && this.#context.hasTrait(operation.record.name, "SymbolTable");
  }

  #contentsOf(body: BodyId): readonly OperationHandle[] {
    const root = new OperationHandle(this.#modules.body(body).view, ROOT);
    return root.opRegions.flatMap((region) => region.blocks.flatMap((block) => block.operations));
  }
}
