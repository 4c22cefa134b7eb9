/** Typed reading of a node's attributes. What has the wrong kind is reported once and reads as if it were absent. */
import type { OnnxAttribute, OnnxGraph, OnnxTensor } from "./model.ts";

export class AttributeReader {
  readonly #attributes: ReadonlyMap<string, OnnxAttribute>;
  readonly #report: (message: string) => void;

  constructor(attributes: ReadonlyMap<string, OnnxAttribute>, report: (message: string) => void) {
    this.#attributes = attributes;
    this.#report = report;
  }

  has(name: string): boolean {
    return this.#attributes.has(name);
  }

  /** Integers past 2^53 are rounded: exporters write the largest 64-bit integer for "to the end". */
  int(name: string, fallback: number): number {
    return this.optionalInt(name) ?? fallback;
  }

  optionalInt(name: string): number | undefined {
    const value = this.#ofKind(name, "int");
    return value === undefined ? undefined : Number(value);
  }

  float(name: string, fallback: number): number {
    return this.#ofKind(name, "float") ?? fallback;
  }

  optionalFloat(name: string): number | undefined {
    return this.#ofKind(name, "float");
  }

  string(name: string, fallback: string): string {
    return this.#ofKind(name, "string") ?? fallback;
  }

  ints(name: string): readonly number[] | undefined {
    return this.#ofKind(name, "ints")?.map(Number);
  }

  floats(name: string): readonly number[] | undefined {
    return this.#ofKind(name, "floats");
  }

  strings(name: string): readonly string[] | undefined {
    return this.#ofKind(name, "strings");
  }

  tensor(name: string): OnnxTensor | undefined {
    return this.#ofKind(name, "tensor");
  }

  graph(name: string): OnnxGraph | undefined {
    return this.#ofKind(name, "graph");
  }

  #ofKind<K extends OnnxAttribute["kind"]>(name: string, kind: K): ValueOfKind[K] | undefined {
    const attribute = this.#attributes.get(name);
    if (attribute === undefined) return undefined;
    if (hasKind(attribute, kind)) return attribute.value;
    this.#report(`attribute "${name}": expected ${kind}, found ${attribute.kind}`);
    return undefined;
  }
}

type ValueOfKind = { readonly [A in OnnxAttribute as A["kind"]]: A["value"] };

function hasKind<K extends OnnxAttribute["kind"]>(
  attribute: OnnxAttribute,
  kind: K,
): attribute is OnnxAttribute & { readonly kind: K; readonly value: ValueOfKind[K] } {
  return attribute.kind === kind;
}
