/**
 * Symbols: names of operations within symbol tables, and references to them. A symbol is an operation with a string `sym_name` that
 * stands directly in the region of a symbol table. Which operations are tables is told by a trait, which this folder doesn't know, so
 * callers say it. Tables of a committed module are built once, at the first question, and kept with it.
 * Source: MLIR, "Symbols and Symbol Tables".
 */
import { type Attribute, findAttribute, type SymbolRefAttribute } from "./attribute.ts";
import type { BodyView } from "./body-view.ts";
import { OperationHandle } from "./handle.ts";
import { type BodyId, NO_BODY, type OperationId, operationId, ROOT } from "./ids.ts";
import { type Module, TOP } from "./module.ts";
import type { OperationName } from "./name.ts";
import type { Operation } from "./operation.ts";

/** Whether operations of this name are symbol tables. */
export type IsSymbolTable = (name: OperationName) => boolean;

export type Visibility = "public" | "private" | "nested";

export function symbolNameOf(record: Operation): string | undefined {
  const name = findAttribute(record.properties, "sym_name") ?? findAttribute(record.attributes, "sym_name");
  return name?.kind === "string" ? name.value : undefined;
}

/** Public unless it says otherwise. */
export function visibilityOf(record: Operation): Visibility {
  const given =
    findAttribute(record.properties, "sym_visibility") ?? findAttribute(record.attributes, "sym_visibility");
  return given?.kind === "string" && (given.value === "private" || given.value === "nested") ? given.value : "public";
}

/** An operation by where it stands: `body` is the one around it, even when it has a body of its own. */
export interface OperationPlace {
  readonly body: BodyId;
  readonly operation: OperationId;
}

/** Two symbols of one name in one table. */
export interface Redefinition {
  readonly name: string;
  readonly first: OperationHandle;
  readonly second: OperationHandle;
}

export interface SymbolTable {
  readonly symbols: ReadonlyMap<string, OperationPlace>;
  readonly redefinitions: readonly Redefinition[];
}

/** The symbol tables of a committed module. */
export class ModuleSymbols {
  readonly module: Module;
  readonly #isTable: IsSymbolTable;
  readonly #tables = new Map<string, SymbolTable>();

  constructor(module: Module, isTable: IsSymbolTable) {
    this.module = module;
    this.#isTable = isTable;
  }

  handle(place: OperationPlace): OperationHandle {
    return new OperationHandle(this.module.body(place.body).view(), place.operation);
  }

  /** The symbols directly in an operation's regions. */
  tableOf(place: OperationPlace): SymbolTable {
    const key = `${place.body}:${place.operation}`;
    const known = this.#tables.get(key);
    if (known !== undefined) return known;
    const made = this.#build(place);
    this.#tables.set(key, made);
    return made;
  }

  /** What a reference means to an operation at `from`: looked up in the nearest table around it, then in those further out. */
  lookUp(from: OperationPlace, reference: SymbolRefAttribute): OperationPlace | undefined {
    for (let table = this.nearestTable(from); table !== undefined; table = this.nearestTable(table)) {
      const found = this.lookUpIn(table, reference);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** What a reference means within one table. */
  lookUpIn(table: OperationPlace, reference: SymbolRefAttribute): OperationPlace | undefined {
    let found = this.tableOf(table).symbols.get(reference.root);
    for (const name of reference.nested) {
      if (found === undefined || !this.#isTable(this.handle(found).record.name)) return undefined;
      found = this.tableOf(found).symbols.get(name);
    }
    return found;
  }

  /** The innermost symbol table around an operation (not the operation itself). */
  nearestTable(place: OperationPlace): OperationPlace | undefined {
    for (let at = this.#enclosing(place); at !== undefined; at = this.#enclosing(at))
      if (this.#isTable(this.handle(at).record.name)) return at;
    return undefined;
  }

  #enclosing(place: OperationPlace): OperationPlace | undefined {
    if (place.operation === ROOT) return undefined;
    const outer = this.module.body(place.body).view().enclosing(place.operation);
    return outer === undefined ? undefined : this.#outside(place.body, outer);
  }

  /** The root of an inner body is the same operation as one of the body around it: the outer place is its name. */
  #outside(body: BodyId, operation: OperationId): OperationPlace {
    if (operation !== ROOT || body === TOP) return { body, operation };
    const entry = this.module.entry(body);
    return { body: entry.parent, operation: entry.operation };
  }

  #build(place: OperationPlace): SymbolTable {
    const symbols = new Map<string, OperationPlace>();
    const redefinitions: Redefinition[] = [];
    const { record } = this.handle(place);
    const body = record.body === NO_BODY ? place.body : record.body;
    const view = this.module.body(body).view();
    for (const region of record.regions)
      for (const block of view.region(region).blocks)
        for (const operation of view.operationsOf(block)) {
          const name = symbolNameOf(view.operation(operation));
          if (name === undefined) continue;
          const first = symbols.get(name);
          if (first === undefined) symbols.set(name, { body, operation });
          else
            redefinitions.push({
              name,
              first: this.handle(first),
              second: new OperationHandle(view, operation),
            });
        }
    return { symbols, redefinitions };
  }
}

const bySource = new WeakMap<Module, ModuleSymbols>();

/** The symbols of a module, kept with it. `isTable` must always be that of the same Context. */
export function symbolsOf(module: Module, isTable: IsSymbolTable): ModuleSymbols {
  const known = bySource.get(module);
  if (known !== undefined) return known;
  const made = new ModuleSymbols(module, isTable);
  bySource.set(module, made);
  return made;
}

const NO_REFERENCES: readonly SymbolRefAttribute[] = [];
/** Attributes are interned, so what they refer to is found once. */
const referencesByAttribute = new WeakMap<Attribute, readonly SymbolRefAttribute[]>();

/** The symbol references in an attribute, however deep. */
export function referencesIn(attribute: Attribute): readonly SymbolRefAttribute[] {
  switch (attribute.kind) {
    case "symbol-ref":
    case "array":
    case "dictionary":
    case "dialect-attribute":
    case "dialect-type":
      break;
    default:
      return NO_REFERENCES;
  }
  const known = referencesByAttribute.get(attribute);
  if (known !== undefined) return known;
  const found = collectReferences(attribute);
  referencesByAttribute.set(attribute, found);
  return found;
}

function collectReferences(attribute: Attribute): readonly SymbolRefAttribute[] {
  switch (attribute.kind) {
    case "symbol-ref":
      return [attribute];
    case "array":
      return nonEmpty(attribute.elements.flatMap(referencesIn));
    case "dictionary":
      return nonEmpty(attribute.entries.flatMap(({ value }) => referencesIn(value)));
    case "dialect-attribute":
    case "dialect-type":
      return nonEmpty(attribute.parameters.flatMap(referencesIn));
    default:
      return NO_REFERENCES;
  }
}

const nonEmpty = (list: readonly SymbolRefAttribute[]): readonly SymbolRefAttribute[] =>
  list.length === 0 ? NO_REFERENCES : list;

/** Calls `visit` for each reference in the attributes of each operation of a body (of this body alone, not of those inside it). */
export function forEachSymbolUse(
  view: BodyView,
  visit: (operation: OperationId, reference: SymbolRefAttribute) => void,
): void {
  for (let id = 1; id < view.operationCount; id++) {
    const operation = operationId(id);
    if (!view.isLive(operation)) continue;
    const { properties, attributes } = view.operation(operation);
    for (const reference of referencesIn(properties)) visit(operation, reference);
    for (const reference of referencesIn(attributes)) visit(operation, reference);
  }
}
