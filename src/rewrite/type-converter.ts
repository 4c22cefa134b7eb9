/**
 * How types change in a dialect conversion: each rule maps a type to one type, to several (1:N), to none, or says nothing. Rules given
 * later are asked first, as upstream's, so that a general rule can be refined.
 */
import type { Type } from "../ir/attribute.ts";
import type { OperationHandle, Value } from "../ir/handle.ts";
import type { Location } from "../ir/location.ts";
import type { Rewriter } from "../ir/rewriter.ts";

/** The types that stand for a type, `"illegal"` to end the search without any, or undefined to let another rule answer. */
export type TypeConversion = (type: Type, converter: TypeConverter) => Type | readonly Type[] | "illegal" | undefined;

/** Makes the values that stand for `values` in other types, at the insertion point; undefined where it knows no way. */
export type Materialization = (
  rewriter: Rewriter,
  types: readonly Type[],
  values: readonly Value[],
  location: Location,
) => readonly Value[] | undefined;

export interface TypeConverterSpec {
  readonly conversions: readonly TypeConversion[];
  /** From converted types back to an original one, for users that were not converted. */
  readonly source?: Materialization;
  /** From an original type to converted ones, for values that were not converted. */
  readonly target?: Materialization;
}

export class TypeConverter {
  readonly source: Materialization | undefined;
  readonly target: Materialization | undefined;
  readonly #conversions: readonly TypeConversion[];
  readonly #known = new Map<Type, readonly Type[] | undefined>();

  constructor(spec: TypeConverterSpec) {
    this.#conversions = spec.conversions.toReversed();
    this.source = spec.source;
    this.target = spec.target;
  }

  /** The types that stand for `type`; undefined when no rule applies. */
  convert(type: Type): readonly Type[] | undefined {
    if (this.#known.has(type)) return this.#known.get(type);
    const converted = this.#ask(type);
    this.#known.set(type, converted);
    return converted;
  }

  #ask(type: Type): readonly Type[] | undefined {
    for (const conversion of this.#conversions) {
      const answer = conversion(type, this);
      if (answer === "illegal") return undefined;
      if (answer !== undefined) return isList(answer) ? answer : [answer];
    }
    return undefined;
  }

  /** The one type that stands for `type`; undefined also where there are none or several. */
  convertOne(type: Type): Type | undefined {
    const converted = this.convert(type);
    return converted?.length === 1 ? converted[0] : undefined;
  }

  /** The types that stand for all of `types`, in a row. */
  convertAll(types: readonly Type[]): readonly Type[] | undefined {
    const all: Type[] = [];
    for (const type of types) {
      const converted = this.convert(type);
      if (converted === undefined) return undefined;
      all.push(...converted);
    }
    return all;
  }

  /** A type is legal when it stands for itself. */
  isLegal(type: Type): boolean {
    return this.convertOne(type) === type;
  }
  areLegal(types: readonly Type[]): boolean {
    return types.every((type) => this.isLegal(type));
  }
  /** Whether all operand and result types are legal. */
  isLegalOperation(operation: OperationHandle): boolean {
    return (
      this.areLegal(operation.record.resultTypes) && operation.opOperands.every((operand) => this.isLegal(operand.type))
    );
  }
}

export function typeConverter(spec: TypeConverterSpec): TypeConverter {
  return new TypeConverter(spec);
}

function isList(answer: Type | readonly Type[]): answer is readonly Type[] {
  return Array.isArray(answer);
}
