import { expect, test } from "vitest";
import { i32 } from "./attribute.ts";
import { cloneOperation, cloneRegion, IrMapping } from "./clone.ts";
import { BlockHandle, type OperationHandle, type Value } from "./handle.ts";
import { unknownLocation } from "./location.ts";
import { emptyModule } from "./module.ts";
import { ModuleRewriter } from "./module-rewriter.ts";
import { operationName } from "./name.ts";
import type { RegionSpec, Rewriter } from "./rewriter.ts";

function start(): { readonly modules: ModuleRewriter; readonly top: Rewriter; readonly block: BlockHandle } {
  const modules = new ModuleRewriter(emptyModule(operationName("builtin.module"), unknownLocation));
  const block = modules.top.root.opRegions[0]?.entry;
  if (block === undefined) expect.unreachable("a module has a block");
  modules.top.setInsertionPointToEnd(block);
  return { modules, top: modules.top, block };
}

function op(
  rewriter: Rewriter,
  name: string,
  operands: readonly Value[],
  regions?: readonly RegionSpec[],
  isolated = false,
): OperationHandle {
  return rewriter.insert({
    name: operationName(name),
    operands,
    resultTypes: [i32],
    isolated,
    ...(regions === undefined ? {} : { regions }),
  });
}

test("a clone has its own regions, blocks and values, and shares what it used outside", () => {
  const { modules, top } = start();
  const outside = op(top, "t.outside", []).opResult(0);
  const original = op(
    top,
    "t.loop",
    [outside],
    [
      [
        {
          arguments: [i32],
          build: (inner, [x]) => {
            const second = inner.view.region(
              inner.view.block(inner.insertionPoint?.block ?? expect.unreachable()).region,
            ).blocks[1];
            const sum = op(inner, "t.sum", [x ?? outside, outside]);
            inner.insert({
              name: operationName("t.jump"),
              operands: [sum.opResult(0)],
              resultTypes: [],
              successors: second === undefined ? [] : [second],
            });
          },
        },
        { arguments: [i32], build: (inner, [x]) => op(inner, "t.end", [x ?? outside]) },
      ],
    ],
  );
  const clone = cloneOperation(original, top, new IrMapping(), { bodies: (id) => modules.body(id).view });
  expect(clone.opOperand(0).is(outside)).toBe(true);
  const [region] = clone.opRegions;
  const [first, second] = region?.blocks ?? [];
  const [sum, jump] = first?.operations ?? [];
  expect(sum?.opOperands.map((value) => value.id)).toEqual([first?.argument(0).id, outside.id]);
  expect(jump?.opSuccessors.map((block) => block.id)).toEqual([second?.id]);
  expect(jump?.opOperand(0).definition?.id).toBe(sum?.id);
  expect(second?.operations[0]?.opOperand(0).id).toBe(second?.argument(0).id);
  expect(new Set(original.opRegions[0]?.blocks.map((block) => block.id)).has(second?.id ?? expect.unreachable())).toBe(
    false,
  );
  expect(outside.uses).toHaveLength(4);
});

test("a use before its definition is closed at the end, in isolated bodies too", () => {
  const { modules, top } = start();
  const original = op(
    top,
    "t.graph",
    [],
    [
      [
        {
          build: (inner) => {
            const early = op(inner, "t.early", []);
            const late = op(inner, "t.late", [early.opResult(0)]);
            inner.setOperands(early, [late.opResult(0)]);
          },
        },
      ],
    ],
    true,
  );
  const clone = cloneOperation(original, top, new IrMapping(), { bodies: (id) => modules.body(id).view });
  expect(clone.record.body).not.toBe(original.record.body);
  const module = modules.commit();
  const view = module.body(module.top.view().operation(clone.id).body).view();
  const block = new BlockHandle(
    view,
    view.region(view.root.regions[0] ?? expect.unreachable()).blocks[0] ?? expect.unreachable(),
  );
  const [early, late] = block.operations;
  expect(early?.opOperand(0).definition?.id).toBe(late?.id);
  expect(late?.opOperand(0).definition?.id).toBe(early?.id);
});

test("a region is cloned into another body, mapped arguments left out", () => {
  const { modules, top } = start();
  const isolated = op(
    top,
    "t.function",
    [],
    [
      [
        {
          arguments: [i32, i32],
          build: (inner, [x, y]) => x !== undefined && y !== undefined && op(inner, "t.sum", [x, y]),
        },
      ],
    ],
    true,
  );
  const argument = op(top, "t.argument", []).opResult(0);
  const place = op(top, "t.place", [], [[]]);
  const source = modules.bodyOf(isolated);
  const [from] = source.root.opRegions;
  const [to] = place.opRegions;
  if (from?.entry === undefined || to === undefined) expect.unreachable("both have a region");
  const mapping = new IrMapping();
  mapping.map(from.entry.argument(0), argument);
  cloneRegion(from, top, to, undefined, mapping, { bodies: (id) => modules.body(id).view });
  const [sum] = to.entry?.operations ?? [];
  expect(to.entry?.arguments).toHaveLength(1);
  expect(sum?.opOperands.map((value) => value.id)).toEqual([argument.id, to.entry?.argument(0).id]);
});
