/** Operations that stand for something in tests: some producer, some consumer, some region. They have no meaning. */
import { AnyAttr, I32Attr, StrAttr, SymbolNameAttr, SymbolRefAttr } from "../../src/definition/attribute-constraint.ts";
import { inlinable, symbolUser } from "../../src/definition/control-flow.ts";
import { memoryEffects } from "../../src/definition/effects.ts";
import {
  AnyRegion,
  defineOp,
  optionalAttr,
  SizedRegion1,
  VariadicRegion,
  variadic,
} from "../../src/definition/operation.ts";
import { SingleBlockImplicitTerminator } from "../../src/definition/trait.ts";
import { AnyType, I32 } from "../../src/definition/type-constraint.ts";

/** Any number of everything, with effects that nobody knows: never merged, moved or dropped. */
export const op = defineOp({
  name: "test.op",
  summary: "some producer or consumer",
  operands: { operands: variadic(AnyType) },
  results: { results: variadic(AnyType) },
  regions: { regions: VariadicRegion },
  supplies: [inlinable.of(() => true)],
  example: '%1 = "test.op"(%0) : (i32) -> f32',
});

export const pureOp = defineOp({
  name: "test.pure",
  summary: "some producer without effects",
  operands: { operands: variadic(AnyType) },
  results: { results: variadic(AnyType) },
  attributes: { tag: optionalAttr(AnyAttr) },
  traits: ["Pure"],
  supplies: [inlinable.of(() => true)],
  example: '%1 = "test.pure"(%0) : (i32) -> f32',
});

export const commutativeOp = defineOp({
  name: "test.commutative",
  summary: "a pure, commutative, binary operation",
  operands: { lhs: I32, rhs: I32 },
  results: { result: I32 },
  traits: ["Pure", "Commutative"],
  assembly: "$lhs `,` $rhs attr-dict",
  example: "%2 = test.commutative %0, %1",
});

export const readOp = defineOp({
  name: "test.read",
  summary: "reads some memory",
  results: { result: AnyType },
  assembly: "attr-dict `:` type($result)",
  supplies: [memoryEffects.of(() => [{ kind: "read", value: undefined }])],
  example: "%0 = test.read : i32",
});

export const writeOp = defineOp({
  name: "test.write",
  summary: "writes some memory",
  operands: { value: AnyType },
  assembly: "$value attr-dict `:` type($value)",
  supplies: [memoryEffects.of(() => [{ kind: "write", value: undefined }])],
  example: "test.write %0 : i32",
});

export const terminatorOp = defineOp({
  name: "test.terminator",
  summary: "ends a block; may have successors",
  operands: { operands: variadic(AnyType) },
  successors: { targets: "variadic" },
  traits: ["Terminator"],
  example: '"test.terminator"() : () -> ()',
});

export const regionOp = defineOp({
  name: "test.region",
  summary: "a region of any blocks, which may use values from outside",
  regions: { body: AnyRegion },
  assembly: "attr-dict-with-keyword $body",
  example: 'test.region {\n  "test.terminator"() : () -> ()\n}',
});

export const isolatedOp = defineOp({
  name: "test.isolated",
  summary: "a region that may not use values from outside",
  operands: { inputs: variadic(AnyType) },
  regions: { body: AnyRegion },
  traits: ["IsolatedFromAbove"],
  example: '"test.isolated"() ({\n  "test.terminator"() : () -> ()\n}) : () -> ()',
});

export const graphOp = defineOp({
  name: "test.graph",
  summary: "a region whose operations have no order",
  regions: { body: SizedRegion1 },
  traits: ["GraphRegion", "NoTerminator", "SingleBlock"],
  assembly: "attr-dict-with-keyword $body",
  example: "test.graph {\n}",
});

export const blockOp = defineOp({
  name: "test.block",
  summary: "one block that ends with test.end",
  regions: { body: SizedRegion1 },
  traits: [SingleBlockImplicitTerminator("test.end")],
  assembly: "$body attr-dict",
  example: "test.block {\n}",
});

export const endOp = defineOp({
  name: "test.end",
  summary: "ends test.block",
  traits: ["Pure", "Terminator"],
  assembly: "attr-dict",
  example: "test.end",
});

export const tableOp = defineOp({
  name: "test.table",
  summary: "a symbol table that is no module",
  regions: { body: SizedRegion1 },
  traits: ["SymbolTable", "SingleBlock", "NoTerminator", "GraphRegion"],
  assembly: "attr-dict-with-keyword $body",
  example: "test.table {\n}",
});

export const symbolOp = defineOp({
  name: "test.symbol",
  summary: "a symbol",
  attributes: { sym_name: SymbolNameAttr, sym_visibility: optionalAttr(StrAttr) },
  traits: ["Symbol"],
  assembly: "($sym_visibility^)? $sym_name attr-dict",
  example: "test.symbol @name",
});

export const useSymbolOp = defineOp({
  name: "test.use",
  summary: "refers to a symbol, which must exist",
  attributes: { target: SymbolRefAttr, weight: optionalAttr(I32Attr) },
  assembly: "$target attr-dict",
  supplies: [
    symbolUser.of({
      verify: (operation, lookUp, report) => {
        const target = operation.findAttribute("target");
        if (target?.kind === "symbol-ref" && lookUp(target) === undefined)
          report(`'${[target.root, ...target.nested].join("::")}' does not reference a symbol`);
      },
    }),
  ],
  example: "test.use @name",
});
