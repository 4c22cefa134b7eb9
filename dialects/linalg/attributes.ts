/** Linalg's enums: `#linalg.iterator_type<parallel>`, `#linalg.type_fn<cast_signed>`. Source: MLIR, LinalgEnums.td. */
import { DialectEnumAttr } from "../../src/definition/attribute-constraint.ts";
import type { AttributeDefinition } from "../../src/definition/dialect.ts";
import { stringAttribute } from "../../src/ir/attribute.ts";
import { ITERATOR_TYPES } from "./structured.ts";

export const TYPE_FNS = ["cast_signed", "cast_unsigned"] as const;
/** How elements are converted to the type of the accumulator; signed where an op does not say. */
export const TypeFnAttr = DialectEnumAttr("linalg", "type_fn", TYPE_FNS, "allowed 32-bit signless integer cases: 0, 1");

function enumDefinition(mnemonic: string, summary: string, cases: readonly string[]): AttributeDefinition {
  return {
    mnemonic,
    summary,
    parse: (parser) => {
      if (!parser.parseToken("<")) return undefined;
      const name = parser.parseOneOf(cases);
      return name !== undefined && parser.parseToken(">") ? [stringAttribute(name)] : undefined;
    },
    print: ({ parameters: [name] }, printer) => printer.print(`<${name?.kind === "string" ? name.value : ""}>`),
  };
}

export const attributes: readonly AttributeDefinition[] = [
  enumDefinition("iterator_type", "kind of a loop", ITERATOR_TYPES),
  enumDefinition("type_fn", "conversion of elements to the accumulator's type", TYPE_FNS),
];
