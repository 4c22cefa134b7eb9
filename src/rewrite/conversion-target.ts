/**
 * What is legal after a dialect conversion, as data: whole dialects, operations, and predicates for operations that are legal only in
 * some forms. The most specific entry decides: operation before dialect before `unknown`.
 */
import type { OperationHandle } from "../ir/handle.ts";
import type { OperationName } from "../ir/name.ts";

/** An operation by name or definition. */
export type OperationSelector = string | { readonly name: OperationName };
/** True is legal, false illegal, undefined "this entry says nothing". */
export type LegalityPredicate = (operation: OperationHandle) => boolean | undefined;

export interface ConversionTargetSpec {
  readonly legalDialects?: readonly string[];
  readonly illegalDialects?: readonly string[];
  readonly legalOps?: readonly OperationSelector[];
  readonly illegalOps?: readonly OperationSelector[];
  readonly dynamicOps?: readonly (readonly [OperationSelector, LegalityPredicate])[];
  readonly dynamicDialects?: readonly (readonly [string, LegalityPredicate])[];
  /** Legal operations whose regions are not looked into. */
  readonly recursivelyLegal?: readonly (readonly [OperationSelector, LegalityPredicate?])[];
  /** Asked about everything that no other entry names. */
  readonly unknown?: LegalityPredicate;
}

/** `unknown` is neither: a partial conversion leaves it, a full one fails. */
export type Legality = "legal" | "recursively-legal" | "illegal" | "unknown";

export class ConversionTarget {
  readonly #operations = new Map<string, LegalityPredicate>();
  readonly #dialects = new Map<string, LegalityPredicate>();
  readonly #recursive = new Map<string, LegalityPredicate>();
  readonly #unknown: LegalityPredicate;

  constructor(spec: ConversionTargetSpec) {
    const legal: LegalityPredicate = () => true;
    const illegal: LegalityPredicate = () => false;
    for (const dialect of spec.legalDialects ?? []) this.#dialects.set(dialect, legal);
    for (const dialect of spec.illegalDialects ?? []) this.#dialects.set(dialect, illegal);
    for (const [dialect, predicate] of spec.dynamicDialects ?? []) this.#dialects.set(dialect, predicate);
    for (const operation of spec.legalOps ?? []) this.#operations.set(nameOf(operation), legal);
    for (const operation of spec.illegalOps ?? []) this.#operations.set(nameOf(operation), illegal);
    for (const [operation, predicate] of spec.dynamicOps ?? []) this.#operations.set(nameOf(operation), predicate);
    for (const [operation, predicate] of spec.recursivelyLegal ?? [])
      this.#recursive.set(nameOf(operation), predicate ?? legal);
    this.#unknown = spec.unknown ?? (() => undefined);
  }

  legalityOf(operation: OperationHandle): Legality {
    const { name } = operation.record;
    const decides = this.#operations.get(name.text) ?? this.#dialects.get(name.dialect) ?? this.#unknown;
    const legal = decides(operation);
    if (legal === undefined) return "unknown";
    if (!legal) return "illegal";
    return this.#recursive.get(name.text)?.(operation) === true ? "recursively-legal" : "legal";
  }
}

export function conversionTarget(spec: ConversionTargetSpec): ConversionTarget {
  return new ConversionTarget(spec);
}

function nameOf(operation: OperationSelector): string {
  return typeof operation === "string" ? operation : operation.name.text;
}
