import { expect, test } from "vitest";
import {
  arrayAttribute,
  dictionaryOf,
  i32,
  integerAttribute,
  stringAttribute,
  symbolRefAttribute,
} from "./attribute.ts";
import { OperationHandle } from "./handle.ts";
import { ROOT } from "./ids.ts";
import { unknownLocation } from "./location.ts";
import { emptyModule, TOP } from "./module.ts";
import { ModuleRewriter } from "./module-rewriter.ts";
import { operationName } from "./name.ts";
import { forEachSymbolUse, ModuleSymbols, referencesIn, symbolNameOf, visibilityOf } from "./symbol.ts";

const TABLE = operationName("builtin.module");
const isTable = (name: { readonly text: string }): boolean => name.text === TABLE.text;

/** module { @a (private); @inner = module { @b; a use }; @a again } */
function nested() {
  const modules = new ModuleRewriter(emptyModule(TABLE, unknownLocation));
  const rewriter = modules.top;
  const block = rewriter.root.opRegions[0]?.entry;
  if (block === undefined) expect.unreachable("a module has a block");
  rewriter.setInsertionPointToEnd(block);
  const symbol = (name: string, visibility?: string) =>
    dictionaryOf({
      sym_name: stringAttribute(name),
      sym_visibility: visibility === undefined ? undefined : stringAttribute(visibility),
    });
  const leaf = (name: string, visibility?: string) => ({
    name: operationName("t.symbol"),
    operands: [],
    resultTypes: [],
    properties: symbol(name, visibility),
  });
  rewriter.insert(leaf("a", "private"));
  rewriter.insert({
    name: TABLE,
    operands: [],
    resultTypes: [],
    properties: symbol("inner"),
    isolated: true,
    regions: [
      [
        {
          build: (inside) => {
            inside.insert(leaf("b"));
            inside.insert({
              name: operationName("t.use"),
              operands: [],
              resultTypes: [],
              attributes: dictionaryOf({ of: arrayAttribute([symbolRefAttribute("b"), symbolRefAttribute("a")]) }),
            });
          },
        },
      ],
    ],
  });
  rewriter.insert(leaf("a"));
  return modules.commit();
}

test("a reference is looked up from the nearest table outwards, and through nested tables", () => {
  const module = nested();
  const symbols = new ModuleSymbols(module, isTable);
  const inner = module.bodyIds.find((id) => id !== TOP);
  if (inner === undefined) expect.unreachable("there is an inner module");
  const use = new OperationHandle(module.body(inner).view(), ROOT).opRegions[0]?.entry?.last;
  if (use === undefined) expect.unreachable("there is a use");
  const from = { body: inner, operation: use.id };
  const nameAt = (root: string, nestedNames: readonly string[] = []): string | undefined => {
    const place = symbols.lookUp(from, symbolRefAttribute(root, nestedNames));
    return place === undefined
      ? undefined
      : `${place.body === inner ? "inner" : "outer"} ${symbolNameOf(symbols.handle(place).record)}`;
  };
  expect(nameAt("b")).toBe("inner b");
  expect(nameAt("a")).toBe("outer a");
  expect(nameAt("inner", ["b"])).toBe("inner b");
  expect(nameAt("inner", ["a"])).toBeUndefined();
  expect(nameAt("a", ["b"])).toBeUndefined();
  expect(nameAt("missing")).toBeUndefined();
});

test("a name that is taken is told with both of its operations, and the first one keeps it", () => {
  const module = nested();
  const symbols = new ModuleSymbols(module, isTable);
  const { redefinitions, symbols: table } = symbols.tableOf({ body: TOP, operation: ROOT });
  expect(redefinitions.map(({ name, first }) => [name, visibilityOf(first.record)])).toEqual([["a", "private"]]);
  expect([...table.keys()]).toEqual(["a", "inner"]);
});

test("references are found in attributes however deep, and uses in each body by itself", () => {
  const deep = dictionaryOf({
    x: arrayAttribute([integerAttribute(1, i32), dictionaryOf({ y: symbolRefAttribute("f", ["g"]) })]),
  });
  expect(referencesIn(deep).map(({ root, nested: path }) => [root, ...path])).toEqual([["f", "g"]]);
  const module = nested();
  const used = module.bodyIds.map((id) => {
    const roots: string[] = [];
    forEachSymbolUse(module.body(id).view(), (_, reference) => roots.push(reference.root));
    return roots;
  });
  expect(used).toEqual([[], ["b", "a"]]);
});
