/**
 * A module as the interpreter reads it: functions planned once and kept with their bodies, symbols found by name. The views are the
 * interpreter's own: a draft that is opened on the module later does not change what a kept plan reads.
 */
import type { Context } from "../definition/context.ts";
import { findAttribute, type SymbolRefAttribute } from "../ir/attribute.ts";
import type { Body } from "../ir/body.ts";
import { BodyView } from "../ir/body-view.ts";
import { OperationHandle } from "../ir/handle.ts";
import { type BodyId, NO_BODY, type OperationId } from "../ir/ids.ts";
import { type Module, TOP } from "../ir/module.ts";
import type { Program } from "./machine.ts";
import { PlannedRegion } from "./plan.ts";

/** What is kept with a body. */
interface Reading {
  readonly view: BodyView;
  readonly symbols: ReadonlyMap<string, OperationId>;
}

const readings = new WeakMap<Body, Reading>();
/** Evaluators depend on what the context's dialects supply, so plans are kept by context. */
const plans = new WeakMap<Context, WeakMap<Body, PlannedRegion>>();

function readingOf(body: Body): Reading {
  const known = readings.get(body);
  if (known !== undefined) return known;
  const view = new BodyView(body);
  const made = { view, symbols: symbolsOf(view) };
  readings.set(body, made);
  return made;
}

/** The symbols that the body's own operation defines, when it is a symbol table: those named in its first region. */
function symbolsOf(view: BodyView): ReadonlyMap<string, OperationId> {
  const symbols = new Map<string, OperationId>();
  const [region] = view.root.regions;
  if (region === undefined) return symbols;
  for (const block of view.region(region).blocks)
    for (const id of view.operationsOf(block)) {
      const { properties, attributes } = view.operation(id);
      const name = findAttribute(properties, "sym_name") ?? findAttribute(attributes, "sym_name");
      if (name?.kind === "string" && !symbols.has(name.value)) symbols.set(name.value, id);
    }
  return symbols;
}

export class ModuleProgram implements Program {
  readonly #module: Module;
  readonly #context: Context;
  readonly #bodies = new Map<BodyView, BodyId>();

  constructor(module: Module, context: Context) {
    this.#module = module;
    this.#context = context;
  }

  /** The names of the top-level symbols. */
  get symbolNames(): readonly string[] {
    return [...this.#read(TOP).symbols.keys()];
  }

  findTopLevel(name: string): OperationHandle | undefined {
    return this.#findIn(TOP, name);
  }

  findSymbol(reference: SymbolRefAttribute, from: OperationHandle): OperationHandle | undefined {
    let body = this.#bodies.get(from.view);
    while (body !== undefined && body !== NO_BODY) {
      const found = this.#findPath(body, reference);
      if (found !== undefined) return found;
      body = this.#module.entry(body).parent;
    }
    return undefined;
  }

  viewOf(operation: OperationHandle): BodyView | undefined {
    const { body } = operation.record;
    return body === NO_BODY ? undefined : this.#read(body).view;
  }

  entryOf(operation: OperationHandle): PlannedRegion | undefined {
    const { body: id } = operation.record;
    if (id === NO_BODY) return undefined;
    const { view } = this.#read(id);
    const body = this.#module.body(id);
    let ofContext = plans.get(this.#context);
    if (ofContext === undefined) {
      ofContext = new WeakMap();
      plans.set(this.#context, ofContext);
    }
    const known = ofContext.get(body);
    if (known !== undefined) return known;
    const [region] = view.root.regions;
    if (region === undefined) return undefined;
    const made = new PlannedRegion(view, region);
    ofContext.set(body, made);
    return made;
  }

  #read(id: BodyId): Reading {
    const reading = readingOf(this.#module.body(id));
    this.#bodies.set(reading.view, id);
    return reading;
  }

  #isTable(id: BodyId): boolean {
    return id === TOP || this.#context.hasTrait(this.#module.body(id).root.name, "SymbolTable");
  }

  #findIn(id: BodyId, name: string): OperationHandle | undefined {
    const { view, symbols } = this.#read(id);
    const found = symbols.get(name);
    return found === undefined ? undefined : new OperationHandle(view, found);
  }

  #findPath(id: BodyId, reference: SymbolRefAttribute): OperationHandle | undefined {
    if (!this.#isTable(id)) return undefined;
    let found = this.#findIn(id, reference.root);
    for (const name of reference.nested) {
      const inner = found?.record.body;
      if (inner === undefined || inner === NO_BODY) return undefined;
      found = this.#findIn(inner, name);
    }
    return found;
  }
}
