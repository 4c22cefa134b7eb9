import fc from "fast-check";
import { expect, test } from "vitest";
import { BlockOrder } from "./block-order.ts";
import { blockId, operationId } from "./ids.ts";

const BLOCK = blockId(1);

/** Inserts before the operation at a place of the list, or erases the one there. */
const steps = fc.array(fc.tuple(fc.boolean(), fc.nat({ max: 5000 })), { maxLength: 400 });

test("keys order the operations as the list does, wherever they are inserted", () => {
  fc.assert(
    fc.property(fc.nat({ max: 300 }), steps, fc.nat({ max: 40 }), (size, script, repeats) => {
      const order = new BlockOrder(16, 4);
      const model = Array.from({ length: size }, (_, at) => at + 1);
      order.fill(BLOCK, model.map(operationId));
      let next = size + 1;
      const insert = (place: number): void => {
        const before = model[place] ?? 0;
        order.link(operationId(next), BLOCK, before);
        model.splice(before === 0 ? model.length : place, 0, next++);
      };
      for (const [erase, place] of script) {
        const at = model.length === 0 ? 0 : place % (model.length + 1);
        const found = model[at];
        if (erase && found !== undefined) {
          order.unlink(operationId(found));
          model.splice(at, 1);
        } else for (let count = 0; count <= repeats; count++) insert(at);
      }
      const list: number[] = [];
      for (let id = order.first(BLOCK); id !== 0; id = order.next(id)) list.push(id);
      expect(list).toEqual(model);
      expect(order.last(BLOCK)).toBe(model.at(-1) ?? 0);
      for (let at = 1; at < model.length; at++) expect(order.isBefore(model[at - 1] ?? 0, model[at] ?? 0)).toBe(true);
    }),
    { numRuns: 60 },
  );
});

test("a hundred thousand insertions at the front run out of keys and not out of order", () => {
  const order = new BlockOrder(16, 4);
  for (let id = 1; id <= 100_000; id++) order.link(operationId(id), BLOCK, order.first(BLOCK));
  expect(order.isBefore(100_000, 99_999)).toBe(true);
  expect(order.isBefore(1, 100_000)).toBe(false);
});
