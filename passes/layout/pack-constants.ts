/**
 * Lays constant operands of scheduled products out in panels, as wide as the register block that reads them: the innermost loop then walks
 * through memory in one line. Done once, at compile time.
 */
import { buildNest, partsOf } from "../../dialects/kernel/build.ts";
import { type LoopNest, loopNestOf } from "../../dialects/kernel/loop-nest.ts";
import { fitsPanels, scheduleFromAttribute } from "../../dialects/kernel/schedule.ts";
import * as memref from "../../dialects/memref/ops.ts";
import { denseElementsAttribute, elementCountOf, f32, memRefType, tensorType } from "../../src/ir/attribute.ts";
import type { OperationHandle, Value } from "../../src/ir/handle.ts";
import type { Rewriter } from "../../src/ir/rewriter.ts";
import { definePass } from "../../src/pass/pass.ts";
import { blobFromStorage } from "../../src/tensor/blob.ts";

export const packConstants = definePass({
  name: "pack-constants",
  summary: "lay constant operands of products out in panels of the register block",
  on: "builtin.module",
  statistics: { packed: "constants packed", bytes: "bytes of packed constants" },
  dependentDialects: ["kernel", "memref"],
  run: (scope) => {
    const { rewriter: module, count } = scope;
    const top = module.root.opRegions[0]?.entry;
    if (top === undefined) return;
    const globals = new Map(
      top.operations.flatMap((operation) =>
        operation.opName === "memref.global" ? [[nameOf(operation, "sym_name"), operation] as const] : [],
      ),
    );
    const names = new Map<string, string>();
    for (const rewriter of scope.bodies()) {
      if (rewriter.root.opName !== "func.func") continue;
      for (const block of rewriter.root.opRegions.flatMap((region) => region.blocks))
        for (const operation of block.operations) {
          if (operation.opName !== "kernel.nest") continue;
          const described = loopNestOf(operation);
          const plan = "problem" in described ? undefined : planPacking(described.nest, globals);
          if (plan === undefined || "problem" in described) continue;
          const name = packedGlobal(plan);
          rebuild(described.nest, plan, name, rewriter);
          count("packed");
          count("bytes", plan.rows * plan.columns * 4);
        }
    }

    /** One packed global for equal panels of one constant. */
    function packedGlobal(plan: Plan): string {
      const key = `${plan.globalName}:${plan.shape.join("x")}:${plan.width}:${plan.columnPosition}:${plan.order.join(",")}`;
      const known = names.get(key);
      if (known !== undefined) return known;
      const name = `${plan.globalName}_panels_${names.size}`;
      names.set(key, name);
      const size = plan.rows * plan.columns;
      const value = denseElementsAttribute(tensorType([size], f32), blobFromStorage(packed(plan)), false);
      module.setInsertionPointBefore(plan.global);
      module.insert(
        memref.globalOp.build({
          sym_name: name,
          sym_visibility: "private",
          type: memRefType([size], f32),
          initial_value: value,
          constant: true,
        }),
      );
      return name;
    }
  },
});

interface Plan {
  readonly operand: number;
  readonly dim: number;
  readonly width: number;
  readonly global: OperationHandle;
  readonly globalName: string;
  readonly elements: Float32Array;
  readonly shape: readonly number[];
  /** Which of the constant's own dimensions is cut into panels; the others, in order, are the rows. */
  readonly columnPosition: number;
  readonly order: readonly number[];
  readonly rows: number;
  readonly columns: number;
}

function planPacking(nest: LoopNest, globals: ReadonlyMap<string, OperationHandle>): Plan | undefined {
  if (nest.packing !== undefined || nest.inputs.length !== 2 || !nest.parallel.includes(false)) return undefined;
  const attribute = nest.operation.findAttribute("schedule");
  if (attribute?.kind !== "dialect-attribute") return undefined;
  const schedule = scheduleFromAttribute(attribute);
  const dim = schedule.vector;
  if (dim < 0 || nest.parallel[dim] !== true || !fitsPanels(schedule, dim, schedule.block[dim] ?? 1)) return undefined;
  for (const [operand, { value, map, shape, elementType }] of nest.inputs.entries()) {
    const definition = constantUnder(value);
    if (definition === undefined || elementType !== f32) continue;
    const globalName = nameOf(definition, "name");
    const global = globals.get(globalName);
    const initial = global?.findAttribute("initial_value");
    if (
      global === undefined ||
      (initial?.kind !== "dense-elements" && initial?.kind !== "dense-resource") ||
      initial.blob === undefined
    )
      continue;
    if (initial.kind === "dense-elements" && initial.splat) continue;
    const positions = map.results.map((result) => (result.kind === "dim" ? result.position : -1));
    const columnPosition = positions.indexOf(dim);
    // A filter that every point has for itself (depthwise) has no rows to walk through.
    const reduced = positions.filter((position) => position >= 0 && nest.parallel[position] !== true);
    if (
      columnPosition === -1 ||
      positions.includes(-1) ||
      new Set(positions).size !== positions.length ||
      reduced.length !== positions.length - 1
    )
      continue;
    const rest = nest.inputs[1 - operand];
    if (rest === undefined || rest.map.results.some((result) => result.kind === "dim" && result.position === dim))
      continue;
    const columns = shape[columnPosition] ?? 0;
    const rows = shape.reduce((count, extent) => count * extent, 1) / Math.max(1, columns);
    const width = schedule.block[dim] ?? 1;
    return {
      operand,
      dim,
      width,
      global,
      globalName,
      elements: initial.blob.asFloat32(),
      shape,
      columnPosition,
      order: positions,
      rows,
      columns,
    };
  }
  return undefined;
}

/** The memref.get_global whose elements a value shows all of, in their order; shapes may differ. */
function constantUnder(value: Value): OperationHandle | undefined {
  const { type } = value;
  if (type.kind !== "memref-type" || type.layout !== undefined) return undefined;
  const definition = value.definition;
  if (definition?.opName === "memref.get_global") return definition;
  if (definition?.opName !== "memref.reinterpret_cast") return undefined;
  const source = constantUnder(definition.opOperand(0));
  const whole = source?.opResult(0).type;
  return whole?.kind === "memref-type" && elementCountOf(whole) === elementCountOf(type) ? source : undefined;
}

/** The panels, one after the other; the last one may be narrower. */
function packed(plan: Plan): Float32Array {
  const { elements, shape, columnPosition, rows, columns, width } = plan;
  const inner = shape.slice(columnPosition + 1).reduce((count, extent) => count * extent, 1);
  const result = new Float32Array(rows * columns);
  let at = 0;
  for (let start = 0; start < columns; start += width) {
    const end = Math.min(columns, start + width);
    for (let row = 0; row < rows; row++) {
      // Rows count the dimensions before and behind the column's, row-major.
      const source = Math.floor(row / inner) * inner * columns + (row % inner);
      for (let column = start; column < end; column++) result[at++] = elements[source + column * inner] ?? 0;
    }
  }
  return result;
}

function rebuild(nest: LoopNest, plan: Plan, name: string, rewriter: Rewriter): void {
  const parts = partsOf(nest);
  rewriter.setInsertionPointBefore(nest.operation);
  rewriter.location = nest.operation.location;
  const panels = rewriter
    .insert(memref.getGlobal.build({ name, resultTypes: [memRefType([plan.rows * plan.columns], f32)] }))
    .opResult(0);
  const inputs = parts.inputs.map((input, at) => (at === plan.operand ? { value: panels, map: input.map } : input));
  buildNest(rewriter, {
    ...parts,
    inputs,
    packing: { operand: plan.operand, dim: plan.dim, width: plan.width, shape: plan.shape },
  });
  rewriter.erase(nest.operation);
  eraseUnused(nest.inputs[plan.operand]?.value, rewriter);
}

/** The look at the unpacked constant goes, so that symbol-dce drops what nobody reads any more. */
function eraseUnused(value: Value | undefined, rewriter: Rewriter): void {
  const definition = value?.definition;
  if (definition === undefined || definition.hasUses) return;
  const [source] = definition.opOperands;
  rewriter.erase(definition);
  eraseUnused(source, rewriter);
}

function nameOf(operation: OperationHandle, attribute: string): string {
  const value = operation.findAttribute(attribute);
  if (value?.kind === "symbol-ref") return value.root;
  return value?.kind === "string" ? value.value : "";
}
