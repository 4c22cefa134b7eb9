import fc from "fast-check";
import { expect, test } from "vitest";
import { createContext } from "../../src/definition/context.ts";
import { evaluateOperation } from "../../src/interpret/evaluate.ts";
import { isFault } from "../../src/interpret/semantics.ts";
import { isTensor, type RuntimeValue } from "../../src/interpret/value.ts";
import { f32, tensorType } from "../../src/ir/attribute.ts";
import type { OperationHandle, Value } from "../../src/ir/handle.ts";
import { unknownLocation } from "../../src/ir/location.ts";
import { emptyModule } from "../../src/ir/module.ts";
import { ModuleRewriter } from "../../src/ir/module-rewriter.ts";
import { operationName } from "../../src/ir/name.ts";
import { tensorOf } from "../../src/tensor/tensor.ts";
import { tensor } from "../tensor/index.ts";
import { insertReshape } from "./build.ts";
import { linalg } from "./index.ts";

const context = createContext([tensor, linalg]);

/** Factors of a number, in a random cut: shapes with the same product. */
const shapes = fc.constantFrom(1, 6, 12, 24, 30).chain((size) => fc.tuple(factorizations(size), factorizations(size)));
function factorizations(size: number): fc.Arbitrary<readonly number[]> {
  return fc.infiniteStream(fc.nat()).map((stream) => {
    const shape: number[] = [];
    let rest = size;
    while (rest > 1 && shape.length < 5) {
      const divisors = Array.from({ length: rest }, (_, at) => at + 1).filter((d) => rest % d === 0);
      const next = divisors[stream.next().value % divisors.length] ?? 1;
      shape.push(next);
      rest /= next;
    }
    return rest > 1 ? [...shape, rest] : shape;
  });
}

/** Runs the operations that made `value` on what `source` stands for. */
function evaluate(value: Value, source: Value, given: RuntimeValue): RuntimeValue {
  if (value.is(source)) return given;
  const operation: OperationHandle | undefined = value.definition;
  if (operation === undefined) expect.unreachable("made by an operation");
  const results = evaluateOperation(operation, [evaluate(operation.opOperand(0), source, given)], context);
  if (isFault(results)) expect.unreachable(results.message);
  return results[0] ?? 0;
}

test("a reshape between any two shapes of one size keeps the elements, in at most two operations", () => {
  fc.assert(
    fc.property(shapes, ([from, to]) => {
      const rewriter = new ModuleRewriter(emptyModule(operationName("builtin.module"), unknownLocation)).top;
      const block = rewriter.root.opRegions[0]?.entry;
      if (block === undefined) expect.unreachable("a module has a block");
      const source = rewriter.addBlockArgument(block, tensorType(from, f32));
      rewriter.setInsertionPointToEnd(block);
      const made = insertReshape(rewriter, source, to);
      const size = from.reduce((product, extent) => product * extent, 1);
      const elements = Array.from({ length: size }, (_, at) => at);
      const result = evaluate(made, source, tensorOf("f32", from, elements));
      if (!isTensor(result)) expect.unreachable("a tensor");
      expect(result.shape).toEqual(to);
      expect([...result.data]).toEqual(elements);
      expect(block.operations.length).toBeLessThanOrEqual(2);
    }),
  );
});
