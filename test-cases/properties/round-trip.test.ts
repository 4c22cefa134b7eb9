/** Laws of the text: what is printed reads back as the same value, and printing that again gives the same bytes. */
import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { generateGenericText } from "../../bench/programs.ts";
import { createContext } from "../../src/definition/context.ts";
import { defaultDialects } from "../../src/driver/dialects.ts";
import * as affine from "../../src/ir/affine.ts";
import * as a from "../../src/ir/attribute.ts";
import { denseFromBytes, denseSplat, elementBytes } from "../../src/ir/dense.ts";
import { floatAttribute, floatAttributeOfBits, floatWidth } from "../../src/ir/float.ts";
import { type BodyId, bodyId, valueId } from "../../src/ir/ids.ts";
import { fileLocation, fusedLocation, type Location, nameLocation, unknownLocation } from "../../src/ir/location.ts";
import type { Module } from "../../src/ir/module.ts";
import { Source } from "../../src/source/source.ts";
import { parseAttribute, parseModule } from "../../src/text/parse.ts";
import { type PrintOptions, printAttribute, printModule } from "../../src/text/print.ts";

const context = createContext(defaultDialects, { allowUnregistered: true });

function parse(text: string): Module {
  const result = parseModule(new Source("test.mlir", text), context);
  if (!result.ok) throw new Error(`${result.diagnostics[0]?.message ?? ""} in\n${text}`);
  return result.value;
}

// ---- Types and attributes: interned, so that reading back is identity -----------------------------------------------------

const integerTypes = fc
  .record({
    width: fc.integer({ min: 1, max: 130 }),
    signedness: fc.constantFrom<a.Signedness>("signless", "signed", "unsigned"),
  })
  .map(({ width, signedness }) => a.integerType(width, signedness));
const floatTypes = fc.constantFrom(...a.FLOAT_NAMES).map(a.floatType);
const numberTypes = fc.oneof(integerTypes, floatTypes, fc.constant(a.indexType));
const extents = fc.array(fc.oneof(fc.integer({ min: 0, max: 9 }), fc.constant(a.DYNAMIC)), { maxLength: 3 });
const identifier = fc.stringMatching(/^[a-z_][a-zA-Z0-9_]{0,6}$/);
const expressions: fc.Arbitrary<affine.AffineExpr> = fc.letrec<{ readonly tree: affine.AffineExpr }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3 },
    fc.integer({ min: 0, max: 2 }).map(affine.dim),
    fc.integer({ min: 0, max: 1 }).map(affine.symbol),
    fc.integer({ min: -9, max: 9 }).map(affine.constant),
    fc.tuple(tie("tree"), tie("tree")).map(([x, y]) => affine.add(x, y)),
    fc.tuple(tie("tree"), fc.integer({ min: -5, max: 5 })).map(([x, n]) => affine.mul(x, affine.constant(n))),
    fc
      .tuple(
        tie("tree"),
        fc.constantFrom<affine.AffineOperator>("mod", "floordiv", "ceildiv"),
        fc.integer({ min: 1, max: 7 }),
      )
      .map(([x, op, n]) => affine.makeBinary(op, x, affine.constant(n))),
  ),
})).tree;
const affineMaps = fc.array(expressions, { maxLength: 3 }).map((results) => affine.affineMap(3, 2, results));

/** Upstream's printer does not show how a sum is bracketed: only what reading gives is compared. */
function normal(attribute: a.Attribute): a.Attribute {
  const back = parseAttribute(printAttribute(attribute, context), context);
  if (!back.ok) throw new Error(back.diagnostics[0]?.message);
  return back.value === attribute ? attribute : normal(back.value);
}

const bytesOf = (type: a.TensorType | a.VectorType, bytes: Uint8Array): Uint8Array => {
  // Padding bits of odd widths are no part of the value: they are made what the reader would make them.
  const { elementType } = type;
  if (elementType.kind === "integer-type" && elementType.width === 1) return bytes.map((byte) => byte & 1);
  return bytes;
};
const denseTypes = fc.constantFrom<a.Type>(
  a.i1,
  a.i8,
  a.i16,
  a.i32,
  a.i64,
  a.indexType,
  a.integerType(8, "unsigned"),
  a.integerType(64, "unsigned"),
  a.f16,
  a.bf16,
  a.f32,
  a.f64,
  a.floatType("f8E5M2"),
  a.complexType(a.f32),
);
const denseElements: fc.Arbitrary<a.Attribute> = fc
  .record({
    shape: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 3 }),
    element: denseTypes,
    seed: fc.uint8Array({ minLength: 16, maxLength: 16 }),
    splat: fc.boolean(),
    repeat: fc.constantFrom(1, 40),
  })
  .map(({ shape, element, seed, splat, repeat }) => {
    const type = a.tensorType(repeat > 1 ? [repeat, ...shape] : shape, element);
    const width = elementBytes(element) ?? 1;
    const count = splat ? 1 : (a.elementCountOf(type) ?? 0);
    const bytes = bytesOf(
      type,
      Uint8Array.from({ length: count * width }, (_, at) => (seed[at % 16] ?? 0) ^ Math.floor(at / 16)),
    );
    return splat ? denseSplat(type, bytes) : denseFromBytes(type, bytes);
  });

const attributes: fc.Arbitrary<a.Attribute> = fc.letrec<{
  readonly type: a.Type;
  readonly attribute: a.Attribute;
  readonly location: Location;
}>((tie) => ({
  type: fc.oneof(
    { maxDepth: 3 },
    numberTypes,
    fc.constant(a.noneType),
    floatTypes.map(a.complexType),
    fc.tuple(extents, numberTypes).map(([shape, element]) => a.tensorType(shape, element)),
    fc
      .tuple(extents, numberTypes, tie("attribute"))
      .map(([shape, element, encoding]) => a.tensorType(shape, element, encoding)),
    fc
      .tuple(fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.boolean()), { maxLength: 3 }), numberTypes)
      .map(([sizes, element]) =>
        a.vectorType(
          sizes.map(([size]) => size),
          element,
          sizes.map(([, scalable]) => scalable),
        ),
      ),
    fc
      .tuple(extents, numberTypes, fc.option(fc.integer({ min: 1, max: 5 }), { nil: undefined }))
      .map(([shape, element, space]) =>
        a.memRefType(shape, element, undefined, space === undefined ? undefined : a.integerAttribute(space, a.i32)),
      ),
    fc
      .tuple(fc.array(fc.integer({ min: 2, max: 9 }), { minLength: 1, maxLength: 2 }), numberTypes)
      .map(([strides, element]) =>
        a.memRefType(
          strides.map(() => a.DYNAMIC),
          element,
          a.stridedLayoutAttribute(a.DYNAMIC, strides),
        ),
      ),
    numberTypes.map(a.unrankedTensorType),
    numberTypes.map((element) => a.unrankedMemRefType(element)),
    fc.array(tie("type"), { maxLength: 3 }).map(a.tupleType),
    fc
      .tuple(fc.array(tie("type"), { maxLength: 2 }), fc.array(tie("type"), { maxLength: 2 }))
      .map(([inputs, results]) => a.functionType(inputs, results)),
    fc
      .tuple(identifier, identifier)
      .map(([dialect, name]) => a.opaqueType(`zz${dialect}`, `n${name}<"a>", [1 -> 2]>`, false)),
    identifier.map((dialect) => a.opaqueType(`zz${dialect}`, '"x", {}', true)),
  ),
  attribute: fc.oneof(
    { maxDepth: 3 },
    fc
      .tuple(fc.bigInt({ min: -(1n << 140n), max: 1n << 140n }), fc.oneof(integerTypes, fc.constant(a.indexType)))
      .map(([value, type]) => a.integerAttribute(value, type)),
    fc.tuple(fc.double(), floatTypes).map(([value, type]) => floatAttribute(value, type)),
    fc
      .tuple(fc.bigInt({ min: 0n, max: (1n << 128n) - 1n }), fc.constantFrom(a.f16, a.bf16, a.f32, a.f64))
      .map(([bits, type]) => floatAttributeOfBits(BigInt.asUintN(floatWidth(type), bits), type)),
    fc.string({ unit: "binary" }).map((text) => a.stringAttribute(text)),
    fc
      .tuple(fc.string(), tie("type"))
      .map(([text, type]) => a.stringAttribute(text, type === a.noneType ? undefined : type)),
    fc.array(tie("attribute"), { maxLength: 3 }).map(a.arrayAttribute),
    fc
      .uniqueArray(fc.tuple(fc.oneof(identifier, fc.string({ minLength: 1 })), tie("attribute")), {
        maxLength: 3,
        selector: ([name]) => name,
      })
      .map((entries) => a.dictionaryAttribute(entries.map(([name, value]) => ({ name, value })))),
    fc.constant(a.unitAttribute),
    fc
      .tuple(fc.oneof(identifier, fc.string({ minLength: 1 })), fc.array(identifier, { maxLength: 2 }))
      .map(([root, nested]) => a.symbolRefAttribute(root, nested)),
    affineMaps.map((map) => normal(a.affineMapAttribute(map))),
    fc.array(fc.tuple(expressions, fc.boolean()), { minLength: 1, maxLength: 3 }).map((list) =>
      normal(
        a.integerSetAttribute(
          affine.integerSet(
            3,
            2,
            list.map(([expr]) => expr),
            list.map(([, equal]) => equal),
          ),
        ),
      ),
    ),
    denseElements,
    fc
      .array(fc.bigInt({ min: -(1n << 63n), max: (1n << 63n) - 1n }), { maxLength: 4 })
      .map((values) => a.denseArrayAttribute(a.i64, values)),
    fc.array(fc.float({ noNaN: true }), { maxLength: 4 }).map((values) => a.denseArrayAttribute(a.f32, values)),
    fc.array(fc.constantFrom(0, 1), { maxLength: 4 }).map((values) => a.denseArrayAttribute(a.i1, values)),
    fc.tuple(fc.nat(9), tie("attribute")).map(([number, value]) => a.distinctAttribute(number, value)),
    fc
      .tuple(fc.array(fc.integer({ min: 0, max: 99 }), { maxLength: 3 }), fc.nat(9))
      .map(([strides, offset]) => a.stridedLayoutAttribute(offset, strides)),
    tie("type"),
    fc
      .tuple(identifier, identifier, fc.option(tie("type"), { nil: undefined }))
      .map(([dialect, name, type]) =>
        a.opaqueAttribute(`zz${dialect}`, `n${name}<1, "]">`, false, type === a.noneType ? undefined : type),
      ),
  ),
  location: fc.constant(unknownLocation),
})).attribute;

test("an attribute reads back as itself", () => {
  fc.assert(
    fc.property(attributes, (attribute) => {
      const text = printAttribute(attribute, context, { hexElementsLargerThan: 100 });
      const back = parseAttribute(text, context);
      expect(back.ok ? "" : back.diagnostics[0]?.message, text).toBe("");
      if (back.ok) expect(printAttribute(back.value, context), text).toBe(text);
      if (back.ok && !holdsNaN(text)) expect(back.value === attribute, text).toBe(true);
    }),
    { numRuns: 3000 },
  );
});

/** In `array<f32: ...>` a NaN is a number, which has no payload to compare. */
function holdsNaN(text: string): boolean {
  return /array<[b]?f\d+: [^>]*0x/.test(text);
}

// ---- Locations -----------------------------------------------------------------------------------------------------------

const locations: fc.Arbitrary<Location> = fc.letrec<{ readonly tree: Location }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3 },
    fc.constant(unknownLocation),
    fc
      .tuple(fc.string({ minLength: 1 }), fc.nat(99), fc.nat(99))
      .map(([file, line, column]) => fileLocation(file, line, column)),
    fc
      .tuple(identifier, fc.nat(9), fc.nat(9))
      .map(([file, line, column]) => fileLocation(file, line, column, { line: line + 1, column })),
    fc.tuple(fc.string(), tie("tree")).map(([name, child]) => nameLocation(name, child)),
    fc.tuple(tie("tree"), tie("tree")).map(([callee, caller]): Location => ({ kind: "callsite", callee, caller })),
    fc
      .tuple(fc.array(tie("tree"), { minLength: 1, maxLength: 3 }), fc.option(fc.string(), { nil: undefined }))
      .map(([list, metadata]) => fusedLocation(list, metadata === undefined ? undefined : a.stringAttribute(metadata))),
  ),
})).tree;

test("a location reads back, directly and through aliases", () => {
  fc.assert(
    fc.property(fc.array(locations, { minLength: 1, maxLength: 4 }), (list) => {
      const text = list
        .map((location) => `"t.x"() : () -> () ${printAttribute(a.locationAttribute(location), context)}\n`)
        .join("");
      const module = parse(text);
      const direct = printModule(module, context, { debugInfo: true });
      for (const location of list) expect(direct).toContain(printAttribute(a.locationAttribute(location), context));
      expect(printModule(parse(direct), context, { debugInfo: true })).toBe(direct);
      const aliased = printModule(module, context, { debugInfo: true, locationAliases: true });
      expect(printModule(parse(aliased), context, { debugInfo: true })).toBe(direct);
    }),
    { numRuns: 300 },
  );
});

// ---- Programs ---------------------------------------------------------------------------------------------------------------

/** Two modules hold the same records: ids may differ, so each value is compared by where it comes from. */
function expectSameModule(left: Module, right: Module): void {
  expect(right.bodyIds).toEqual(left.bodyIds);
  for (const id of left.bodyIds) expectSameBody(left, right, bodyId(id));
}

function expectSameBody(left: Module, right: Module, id: BodyId): void {
  const describeBody = (module: Module): readonly unknown[] => {
    const view = module.body(id).view();
    const valueName = (value: number): string => {
      const operation = view.definingOperation(valueId(value));
      return operation === undefined
        ? `argument ${view.ownerBlock(valueId(value))}.${view.positionOf(valueId(value))}`
        : `result ${operation}.${view.positionOf(valueId(value))}`;
    };
    const rows: unknown[] = [];
    module.body(id).operations.forEach((record, index) => {
      if (record !== undefined)
        rows.push([
          index,
          record.name,
          record.operands.map(valueName),
          record.resultTypes,
          record.properties.id,
          record.attributes.id,
          record.regions,
          record.successors,
          record.body,
        ]);
    });
    module.body(id).blocks.forEach((block, index) => {
      if (block !== undefined) rows.push([index, block.region, block.argumentTypes, block.operations]);
    });
    return rows;
  };
  expect(describeBody(right)).toEqual(describeBody(left));
}

const forms: readonly (readonly [string, PrintOptions])[] = [
  ["custom form", {}],
  ["generic form", { generic: true }],
  ["without names", { dropNames: true }],
];

describe.each(forms)("a program reads back from its %s", (_, options) => {
  test("and prints to the same bytes", () => {
    for (let seed = 1; seed <= 6; seed++) {
      const module = parse(generateGenericText(8000, seed));
      const printed = printModule(module, context, options);
      const back = parse(printed);
      expectSameModule(module, back);
      expect(printModule(back, context, options)).toBe(printed);
    }
  });
});

const names = fc.constantFrom("%0", "%1", "%2", "%a", "%b", "%cst_0", "%arg0");

/** Operations without a definition, with regions, blocks, branches and uses before definitions. */
const wildPrograms = fc
  .array(
    fc.record({
      results: fc.uniqueArray(names, { maxLength: 2 }),
      uses: fc.array(names, { maxLength: 3 }),
      attributes,
      nested: fc.boolean(),
      pack: fc.integer({ min: 1, max: 3 }),
    }),
    { minLength: 1, maxLength: 8 },
  )
  .map((list) => {
    const defined = new Set<string>();
    const lines: string[] = [];
    for (const { results, uses, attributes: attribute, nested, pack } of list) {
      const fresh = results.filter((name) => !defined.has(name));
      for (const name of fresh) defined.add(name);
      const left =
        fresh.length === 0 ? "" : `${fresh.map((name) => (pack > 1 ? `${name}:${pack}` : name)).join(", ")} = `;
      const types = Array.from({ length: fresh.length * pack }, () => "i32").join(", ");
      const region = nested
        ? ` ({\n^bb0(%in: i32):\n  "zz.br"(%in)[^bb1] : (i32) -> ()\n^bb1:\n  %x = "zz.y"(%in) : (i32) -> i32\n}, {})`
        : "";
      lines.push(
        `${left}"zz.op"(${uses.join(", ")})${region} {a = ${printAttribute(attribute, context)}} : (${uses.map(() => "i32").join(", ")}) -> (${types})`,
      );
    }
    // Names that nothing defines get a definition behind their uses.
    const missing = new Set(list.flatMap(({ uses }) => uses).filter((name) => !defined.has(name)));
    for (const name of missing) lines.push(`${name} = "zz.late"() : () -> i32`);
    return `${lines.join("\n")}\n`;
  });

test("programs of unknown operations read back, uses before definitions included", () => {
  fc.assert(
    fc.property(wildPrograms, (text) => {
      const module = parse(text);
      const printed = printModule(module, context);
      const back = parse(printed);
      expect(printModule(back, context)).toBe(printed);
      expectSameShape(module, back);
    }),
    { numRuns: 400 },
  );
});

/** Names, types and attributes in order; ids may differ where values were used before their definition. */
function expectSameShape(left: Module, right: Module): void {
  const rows = (module: Module): readonly unknown[] => {
    const list: unknown[] = [];
    module.top.operations.forEach((record) => {
      if (record !== undefined)
        list.push([
          record.name,
          record.resultTypes,
          record.properties.id,
          record.attributes.id,
          record.operands.length,
          record.successors.length,
          record.regions.length,
        ]);
    });
    return list;
  };
  expect(rows(right)).toEqual(rows(left));
}

// ---- Upstream ---------------------------------------------------------------------------------------------------------------

const hasUpstream = spawnSync("mlir-opt-22", ["--version"]).status === 0;

function upstream(text: string, ...flags: readonly string[]): string {
  const run = spawnSync("mlir-opt-22", ["--allow-unregistered-dialect", "--mlir-print-local-scope", ...flags], {
    input: text,
    encoding: "utf8",
    maxBuffer: 1 << 26,
  });
  return run.status === 0 ? run.stdout : run.stderr;
}

test.runIf(hasUpstream)(
  "mlir-opt prints programs to the same bytes, and reads the generic form as the same program",
  () => {
    for (let seed = 1; seed <= 3; seed++) {
      const text = generateGenericText(6000, seed);
      const module = parse(text);
      expect(printModule(module, context, { dropNames: true })).toBe(upstream(text));
      // Upstream numbers the values of generic forms through all functions: the program is compared, not its numbers.
      expect(upstream(printModule(module, context, { generic: true }))).toBe(upstream(text));
    }
  },
);

test.runIf(hasUpstream)("mlir-opt reads and prints builtin attributes as Lathe does", () => {
  // Left out: `distinct`, whose numbers upstream gives anew.
  const lines = fc
    .sample(attributes, { numRuns: 1200, seed: 42 })
    .map((attribute) => `"zz.op"() {a = ${printAttribute(attribute, context)}} : () -> ()\n`)
    .filter((line) => !line.includes("distinct["));
  const separator = "// -----\n";
  const run = spawnSync(
    "mlir-opt-22",
    ["--allow-unregistered-dialect", "--mlir-print-local-scope", "--mlir-print-op-generic", "--split-input-file"],
    {
      input: lines.join(separator),
      encoding: "utf8",
    },
  );
  const theirs = run.stdout.split(separator).map((part) => part.trim());
  expect(theirs).toHaveLength(lines.length);
  const different: string[] = [];
  let compared = 0;
  lines.forEach((line, at) => {
    const expected = theirs[at] ?? "";
    if (expected === "") return; // mlir-opt refuses it: widths past its limits, types in places where it wants others
    compared++;
    const ours = printModule(parse(line), context, { generic: true }).trim();
    if (ours !== expected) different.push(`${ours}\n${expected}`);
  });
  expect(different).toEqual([]);
  expect(compared).toBeGreaterThan(900);
});
