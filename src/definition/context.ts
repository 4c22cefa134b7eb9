/** The Context: the dialects that are loaded, and everything that is asked by operation name. Passed explicitly, never ambient. */
import { type OperationName, operationName } from "../ir/name.ts";
import { invariant } from "../support/invariant.ts";
import { findSuggestion } from "../support/suggest.ts";
import type { AttributeDefinition, Dialect, TypeDefinition } from "./dialect.ts";
import type { InterfaceKey, Supply } from "./interface.ts";
import type { OpSchema } from "./schema.ts";
import type { BuiltinTrait } from "./trait.ts";

export interface ContextOptions {
  /** Operations that nobody registered are kept as they are; without it they are an error, as in upstream. */
  readonly allowUnregistered?: boolean;
}

export class Context {
  readonly dialects: ReadonlyMap<string, Dialect>;
  readonly allowUnregistered: boolean;
  /** By the id of the operation name: dense and fast. */
  readonly #definitions: (OpSchema | undefined)[] = [];
  readonly #supplies = new Map<OperationName, Map<InterfaceKey<unknown>, Supply>>();
  readonly #types = new Map<string, TypeDefinition>();
  readonly #attributes = new Map<string, AttributeDefinition>();

  constructor(dialects: readonly Dialect[], options: ContextOptions) {
    this.dialects = new Map(dialects.map((dialect) => [dialect.name, dialect]));
    this.allowUnregistered = options.allowUnregistered === true;
    for (const dialect of dialects) this.#load(dialect);
    for (const dialect of dialects)
      for (const { operation, supplies } of dialect.extensions ?? []) this.#supply(operationName(operation), supplies);
  }

  findDefinition(name: OperationName): OpSchema | undefined {
    return this.#definitions[name.id];
  }

  /** The value that an operation's definition, or an extension, supplied under a key. */
  find<T>(key: InterfaceKey<T>, name: OperationName): T | undefined {
    const supply = this.#supplies.get(name)?.get(key);
    return supply === undefined ? undefined : key.read(supply);
  }

  hasTrait(name: OperationName, trait: BuiltinTrait): boolean {
    return this.#definitions[name.id]?.traits.has(trait) === true;
  }

  findType(dialect: string, mnemonic: string): TypeDefinition | undefined {
    return this.#types.get(`${dialect}.${mnemonic}`);
  }
  findAttribute(dialect: string, mnemonic: string): AttributeDefinition | undefined {
    return this.#attributes.get(`${dialect}.${mnemonic}`);
  }

  get definitions(): readonly OpSchema[] {
    return this.#definitions.filter((definition) => definition !== undefined);
  }

  /** The registered name nearest to a misspelt one. */
  suggestOperation(name: string): string | undefined {
    return findSuggestion(
      name,
      this.definitions.map((definition) => definition.name.text),
    );
  }

  #load(dialect: Dialect): void {
    for (const definition of dialect.operations) {
      invariant(this.#definitions[definition.name.id] === undefined, () => `${definition.name.text} is defined twice`);
      this.#definitions[definition.name.id] = definition;
      this.#supply(definition.name, definition.supplies);
    }
    for (const type of dialect.types ?? []) this.#types.set(`${dialect.name}.${type.mnemonic}`, type);
    for (const attribute of dialect.attributes ?? [])
      this.#attributes.set(`${dialect.name}.${attribute.mnemonic}`, attribute);
  }

  #supply(name: OperationName, supplies: readonly Supply[]): void {
    let table = this.#supplies.get(name);
    if (table === undefined) {
      table = new Map();
      this.#supplies.set(name, table);
    }
    for (const supply of supplies) table.set(supply.key, supply);
  }
}

export function createContext(dialects: readonly Dialect[], options: ContextOptions = {}): Context {
  return new Context(dialects, options);
}
