import fc from "fast-check";
import { expect, test } from "vitest";
import { Worklist } from "./worklist.ts";

test("it pops what an array without repetition pops", () => {
  const steps = fc.array(fc.tuple(fc.constantFrom("push", "pop", "remove"), fc.integer({ min: 1, max: 12 })));
  fc.assert(
    fc.property(steps, (script) => {
      const worklist = new Worklist(4);
      let model: number[] = [];
      for (const [step, item] of script) {
        if (step === "push") {
          worklist.push(item);
          if (!model.includes(item)) model.push(item);
        } else if (step === "remove") {
          worklist.remove(item);
          model = model.filter((other) => other !== item);
        } else {
          expect(worklist.pop()).toBe(model.pop() ?? 0);
        }
        expect(worklist.isEmpty).toBe(model.length === 0);
        expect(worklist.has(item)).toBe(model.includes(item));
      }
    }),
  );
});
