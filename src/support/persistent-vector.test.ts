import fc from "fast-check";
import { expect, test } from "vitest";
import { PersistentVector } from "./persistent-vector.ts";

const edits = fc.array(fc.tuple(fc.boolean(), fc.nat(), fc.integer()), { maxLength: 200 });

test("a transient behaves as an array, and older versions keep their items", () => {
  fc.assert(
    fc.property(fc.array(fc.integer(), { maxLength: 2500 }), edits, (items, script) => {
      const base = PersistentVector.from(items);
      const transient = base.edit();
      const model = items.slice();
      for (const [push, position, value] of script) {
        if (push || model.length === 0) {
          transient.push(value);
          model.push(value);
        } else {
          transient.set(position % model.length, value);
          model[position % model.length] = value;
        }
      }
      const frozen = transient.freeze();
      transient.push(99);
      if (model.length > 0) transient.set(0, 123456);
      expect(frozen.length).toBe(model.length);
      expect(model.map((_, index) => frozen.get(index))).toEqual(model);
      expect(frozen.toArray()).toEqual(model);
      expect(items.map((_, index) => base.get(index))).toEqual(items);
      const walked: number[] = [];
      frozen.forEach((item, index) => {
        walked[index] = item;
      });
      expect(walked).toEqual(model);
    }),
  );
});

test("outside the vector there is nothing", () => {
  const vector = PersistentVector.from([1, 2, 3]);
  expect(vector.get(3)).toBeUndefined();
  expect(vector.get(-1)).toBeUndefined();
});
