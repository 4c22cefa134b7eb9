/**
 * Arithmetic on floats that the target has no instructions for is done in a wider type, and every result rounded back: operands are extended,
 * results truncated. From f16 and bf16 to f32 that gives the very results of the narrow type for sums, products, quotients and roots: f32
 * has more than twice their digits. Functions of math are treated alike; upstream has a pass of its own for them.
 * Source: Figueroa, "When is double rounding innocuous?", 1995.
 */
import * as arith from "../../dialects/arith/ops.ts";
import { elementTypeOrSelf, type FloatType, f32, f64, type Type, withElementType } from "../../src/ir/attribute.ts";
import type { OperationHandle, Value } from "../../src/ir/handle.ts";
import type { OperationName } from "../../src/ir/name.ts";
import type { Rewriter } from "../../src/ir/rewriter.ts";
import { choice, list, string } from "../../src/pass/options.ts";
import { definePass } from "../../src/pass/pass.ts";

/** They move values, or are what the emulation is made of. */
const untouched: ReadonlySet<OperationName> = new Set(
  [arith.constant, arith.extf, arith.truncf, arith.select, arith.bitcast].map(({ name }) => name),
);

export const arithEmulateUnsupportedFloats = definePass({
  name: "arith-emulate-unsupported-floats",
  summary: "emulate operations on unsupported floats with extf/truncf",
  on: "any",
  options: {
    sourceTypes: list(string("", "a type"), ["f16", "bf16"], "float types without arithmetic"),
    targetType: choice(["f32", "f64"], "f32", "the type in which it is done"),
  },
  statistics: { emulated: "operations done in the wider type" },
  dependentDialects: ["arith"],
  run: ({ bodies, options, count }) => {
    const sources = new Set(options.sourceTypes);
    const target = options.targetType === "f64" ? f64 : f32;
    const isNarrow = (type: Type): boolean => {
      const element = elementTypeOrSelf(type);
      return element.kind === "float-type" && sources.has(element.name);
    };
    for (const rewriter of bodies()) {
      const visit = (operation: OperationHandle): void => {
        for (const region of operation.opRegions) for (const block of region.blocks) block.operations.forEach(visit);
        const { name, resultTypes } = operation.record;
        if ((name.dialect !== "arith" && name.dialect !== "math") || untouched.has(name)) return;
        if (!resultTypes.some(isNarrow) && !operation.opOperands.some((operand) => isNarrow(operand.type))) return;
        emulate(operation, rewriter, isNarrow, target);
        count("emulated");
      };
      for (const region of rewriter.root.opRegions) for (const block of region.blocks) block.operations.forEach(visit);
    }
  },
});

function emulate(
  operation: OperationHandle,
  rewriter: Rewriter,
  isNarrow: (type: Type) => boolean,
  target: FloatType,
): void {
  const { name, resultTypes, properties, attributes, location } = operation.record;
  const widened = (type: Type): Type => (isNarrow(type) ? withElementType(type, target) : type);
  rewriter.setInsertionPointBefore(operation);
  rewriter.location = location;
  const operands = operation.opOperands.map(
    (operand): Value =>
      isNarrow(operand.type)
        ? rewriter.insert(arith.extf.build({ in: operand, resultTypes: [widened(operand.type)] })).opResult(0)
        : operand,
  );
  const wide = rewriter.insert({ name, operands, resultTypes: resultTypes.map(widened), properties, attributes });
  const results = resultTypes.map((type, at): Value => {
    const result = wide.opResult(at);
    if (!isNarrow(type)) return result;
    return rewriter.insert(arith.truncf.build({ in: result, resultTypes: [type] })).opResult(0);
  });
  rewriter.replace(operation, results);
}
