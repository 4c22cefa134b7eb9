import fc from "fast-check";
import { expect, test } from "vitest";
import { i32, integerAttribute } from "./attribute.ts";
import type { BodyView } from "./body-view.ts";
import { BlockHandle, OperationHandle } from "./handle.ts";
import { type BlockId, blockId, ROOT } from "./ids.ts";
import { unknownLocation } from "./location.ts";
import { emptyModule, type Module } from "./module.ts";
import { ModuleRewriter } from "./module-rewriter.ts";
import { operationName } from "./name.ts";
import type { Rewriter } from "./rewriter.ts";

const moduleName = operationName("builtin.module");
const def = operationName("test.def");
const use = operationName("test.use");

function emptyTop(): { module: Module; rewriter: ModuleRewriter; top: Rewriter; block: BlockHandle } {
  const module = emptyModule(moduleName, unknownLocation);
  const rewriter = new ModuleRewriter(module);
  const top = rewriter.top;
  const block = top.root.opRegions[0]?.entry;
  if (block === undefined) expect.unreachable("the module has a block");
  top.setInsertionPointToEnd(block);
  return { module, rewriter, top, block };
}

/** Everything that can be asked of a body, in a form that can be compared. */
function picture(view: BodyView): unknown {
  const block = (id: BlockId): unknown => {
    const record = view.block(id);
    return {
      arguments: record.arguments,
      types: record.argumentTypes.map((type) => type.id),
      operations: view.operationsOf(id).map((operation) => {
        const { name, operands, firstResult, resultTypes, attributes, regions } = view.operation(operation);
        return {
          operation,
          name: name.text,
          operands,
          attributes: attributes.id,
          results: resultTypes.map((_, at) => ({
            uses: view
              .usesOf((firstResult + at) as never)
              .map(({ user, index }) => `${user}.${index}`)
              .sort(),
          })),
          regions: regions.map((region) => view.region(region).blocks.map(block)),
          parent: view.parentBlock(operation),
        };
      }),
    };
  };
  return view.root.regions.map((region) => view.region(region).blocks.map(block));
}

/** One random edit; picks what it acts on by number so that shrinking works. */
function edit(top: Rewriter, block: BlockHandle, [kind, a, b]: readonly [number, number, number]): void {
  const operations = block.operations;
  const pick = (at: number): OperationHandle | undefined => operations[at % Math.max(1, operations.length)];
  const one = pick(a);
  const two = pick(b);
  switch (kind % 7) {
    case 0:
      if (one === undefined) top.setInsertionPointToEnd(block);
      else top.setInsertionPointBefore(one);
      top.insert({ name: def, operands: two === undefined ? [] : [two.opResult(0)], resultTypes: [i32] });
      break;
    case 1:
      if (one !== undefined && !one.hasUses) top.erase(one);
      break;
    case 2:
      if (one !== undefined && two !== undefined) top.replaceAllUsesWith(one.opResult(0), two.opResult(0));
      break;
    case 3:
      if (one !== undefined && two !== undefined) top.moveBefore(one, two);
      break;
    case 4:
      if (one !== undefined) top.setAttribute(one, "k", b % 2 === 0 ? integerAttribute(b, i32) : undefined);
      break;
    case 5:
      if (one !== undefined && two !== undefined)
        top.setOperands(one, [two.opResult(0), one.opResult(0)].slice(0, b % 3));
      break;
    case 6:
      top.setInsertionPointToEnd(block);
      top.insert({
        name: def,
        operands: [],
        resultTypes: [i32],
        regions: [
          [
            {
              arguments: [i32],
              build: (r, [x]) => x !== undefined && r.insert({ name: use, operands: [x], resultTypes: [] }),
            },
          ],
        ],
      });
      break;
  }
}

const edits = fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat()), { maxLength: 40 });

test("rollback restores tables, order, uses and ids exactly", () => {
  fc.assert(
    fc.property(edits, edits, (before, after) => {
      const { top, block } = emptyTop();
      for (const step of before) edit(top, block, step);
      const expected = picture(top.view);
      const checkpoint = top.checkpoint();
      for (const step of after) edit(top, block, step);
      top.rollback(checkpoint);
      expect(picture(top.view)).toEqual(expected);
      expect(top.checkpoint()).toEqual(checkpoint);
    }),
  );
});

test("a committed body reads the same through fresh indices as the draft did, and discarding leaves the base alone", () => {
  fc.assert(
    fc.property(edits, edits, (before, after) => {
      const { rewriter, top, block } = emptyTop();
      for (const step of before) edit(top, block, step);
      const expected = picture(top.view);
      const module = rewriter.commit();
      const warm = module.top.view();
      expect(picture(warm)).toEqual(expected);
      const next = new ModuleRewriter(module);
      const draft = next.top;
      for (const step of after) edit(draft, new BlockHandle(draft.view, blockId(1)), step);
      const aside = picture(module.top.view()); // made anew while the draft holds the warm one
      expect(aside).toEqual(expected);
      next.discard();
      expect(picture(module.top.view())).toEqual(expected);
    }),
  );
});

test("order keys follow the linked order after many insertions at one place", () => {
  const { top, block } = emptyTop();
  const last = top.insert({ name: def, operands: [], resultTypes: [i32] });
  for (let count = 0; count < 5000; count++) {
    top.setInsertionPointBefore(last);
    top.insert({ name: def, operands: [], resultTypes: [i32] });
  }
  const ids = top.view.operationsOf(block.id);
  expect(ids.length).toBe(5001);
  for (let at = 1; at < ids.length; at++) {
    const a = ids[at - 1];
    const b = ids[at];
    if (a !== undefined && b !== undefined) expect(top.view.isBeforeInBlock(a, b)).toBe(true);
  }
});

test("the record of an isolated operation is one object on both sides of its border", () => {
  const { rewriter, top } = emptyTop();
  const func = top.insert({
    name: operationName("test.isolated"),
    operands: [],
    resultTypes: [],
    isolated: true,
    regions: [
      [
        {
          arguments: [i32],
          build: (inner, [x]) => x !== undefined && inner.insert({ name: use, operands: [x], resultTypes: [] }),
        },
      ],
    ],
  });
  const inner = rewriter.bodyOf(func);
  expect(inner.root.record).toBe(func.record);
  inner.setAttribute(inner.root, "from", integerAttribute(1, i32));
  expect(func.record).toBe(inner.root.record);
  top.setAttribute(func, "outside", integerAttribute(2, i32));
  expect(inner.root.record).toBe(func.record);
  const module = rewriter.commit();
  const record = module.top.view().operation(func.id);
  expect(module.body(record.body).root).toBe(record);
  expect(record.attributes.entries.map(({ name }) => name)).toEqual(["from", "outside"]);

  // Changed only from outside, the inner body still takes the record over; erased, it leaves the module.
  const second = new ModuleRewriter(module);
  second.top.setAttribute(new OperationHandle(second.top.view, func.id), "outside", undefined);
  const changed = second.commit();
  expect(changed.body(record.body).root).toBe(changed.top.view().operation(func.id));
  const third = new ModuleRewriter(changed);
  third.top.erase(new OperationHandle(third.top.view, func.id));
  expect(third.commit().bodyIds).toEqual([1]);
});

test("using an operation after it was erased is an internal error, not garbage", () => {
  const { top } = emptyTop();
  const operation = top.insert({ name: def, operands: [], resultTypes: [i32] });
  top.erase(operation);
  expect(() => operation.opName).toThrow(/erased/);
  expect(top.view.isLive(ROOT)).toBe(true);
});
