/** builtin.module and the cast that conversions leave between types. Source: MLIR, "Builtin dialect". */
import { StrAttr, SymbolNameAttr } from "../../src/definition/attribute-constraint.ts";
import { opAsm } from "../../src/definition/control-flow.ts";
import { defineOp, optionalAttr, SizedRegion1, variadic } from "../../src/definition/operation.ts";
import { AnyType } from "../../src/definition/type-constraint.ts";

/** What a module says of itself; other attributes belong to a dialect and carry its name. */
const INHERENT: ReadonlySet<string> = new Set(["sym_name", "sym_visibility"]);

export const module = defineOp({
  name: "builtin.module",
  summary: "top-level container of symbols",
  description:
    "One region of one block without a terminator. A module may be nested, and is a symbol when it has a name.",
  attributes: { sym_name: optionalAttr(SymbolNameAttr), sym_visibility: optionalAttr(StrAttr) },
  regions: { bodyRegion: SizedRegion1 },
  traits: [
    "AffineScope",
    "IsolatedFromAbove",
    "NoRegionArguments",
    "SymbolTable",
    "Symbol",
    "SingleBlock",
    "NoTerminator",
    "GraphRegion",
  ],
  assembly: "($sym_name^)? attr-dict-with-keyword $bodyRegion",
  verify: (operation, report) => {
    const bare = operation.record.attributes.entries.find(({ name }) => !name.includes(".") && !INHERENT.has(name));
    if (bare !== undefined) report(`can only contain attributes with dialect-prefixed names, found: '${bare.name}'`);
  },
  supplies: [opAsm.of({ defaultDialect: "builtin" })],
  example: "module @name {\n}",
});

export const unrealizedConversionCast = defineOp({
  name: "builtin.unrealized_conversion_cast",
  summary: "values seen as other types, between the steps of a conversion",
  description: "Has no meaning of its own: each must meet its inverse and vanish before code is made.",
  operands: { inputs: variadic(AnyType) },
  results: { outputs: variadic(AnyType) },
  traits: ["Pure"],
  assembly: "($inputs^ `:` type($inputs))? `to` type($outputs) attr-dict",
  verify: (operation, report) => {
    if (operation.outputs.length === 0) report("expected at least one result for cast operation");
  },
  fold: (operation) => {
    const { inputs, outputs } = operation;
    const same = inputs.length === outputs.length && inputs.every((input, at) => input.type === outputs[at]?.type);
    if (same) return inputs;
    const source = inputs[0]?.definition;
    if (source === undefined || source.record.name !== operation.record.name || source.resultCount !== inputs.length)
      return undefined;
    if (!inputs.every((input, at) => source.opResult(at).is(input))) return undefined;
    const origin = source.opOperands;
    const returns = origin.length === outputs.length && origin.every((value, at) => value.type === outputs[at]?.type);
    return returns ? origin : undefined;
  },
  example: "%1 = builtin.unrealized_conversion_cast %0 : i32 to index",
});
