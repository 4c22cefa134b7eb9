/**
 * Typed views and builders, made from a definition: one prototype a definition whose getters read the record, so a view costs one small
 * object. The only casts of the project stand here; the types that they promise are computed in operation.ts from the same names.
 */
import {
  type Attribute,
  denseArrayAttribute,
  dictionaryAttribute,
  emptyDictionary,
  findAttribute,
  i32,
  type NamedAttribute,
  type Type,
} from "../ir/attribute.ts";
import type { BlockHandle } from "../ir/handle.ts";
import { OperationHandle, Value } from "../ir/handle.ts";
import type { BlockId, ValueId } from "../ir/ids.ts";
import type { OperationSpec, RegionSpec } from "../ir/rewriter.ts";
import { invariant } from "../support/invariant.ts";
import { inferResultTypes } from "./infer.ts";
import type { BuildExtras, NamedAttributeSlot, NamedSlot, OpSchema } from "./schema.ts";

/** The part of a definition that views and builders need. */
export type ViewSchema = Omit<OpSchema, "verify" | "verifyRegions" | "fold">;

/** Where the values of each slot start and end, in the operands or results of an operation. */
function slotRange(
  slots: readonly NamedSlot[],
  index: number,
  count: number,
  operation: OperationHandle,
  segments: string,
): readonly [number, number] {
  const open = slots.filter((slot) => slot.arity !== "one").length;
  if (open === 0) return [index, index + 1];
  const sizes =
    findAttribute(operation.record.properties, segments) ?? findAttribute(operation.record.attributes, segments);
  if (open > 1 && sizes?.kind === "dense-array") {
    let start = 0;
    for (let at = 0; at < index; at++) start += Number(sizes.values[at] ?? 0);
    return [start, start + Number(sizes.values[index] ?? 0)];
  }
  const each = Math.floor((count - (slots.length - open)) / open);
  let start = 0;
  for (let at = 0; at < index; at++) start += slots[at]?.arity === "one" ? 1 : each;
  return [start, start + (slots[index]?.arity === "one" ? 1 : each)];
}

/** The range of operand slot `index`. */
export function operandRange(schema: ViewSchema, operation: OperationHandle, index: number): readonly [number, number] {
  return slotRange(schema.operands, index, operation.record.operands.length, operation, "operandSegmentSizes");
}
export function resultRange(schema: ViewSchema, operation: OperationHandle, index: number): readonly [number, number] {
  return slotRange(schema.results, index, operation.record.resultTypes.length, operation, "resultSegmentSizes");
}

const RESERVED: ReadonlySet<string> = new Set([...Object.getOwnPropertyNames(OperationHandle.prototype), "view", "id"]);

export function makeViewPrototype(schema: ViewSchema): object {
  const prototype: object = Object.create(OperationHandle.prototype);
  const define = (name: string, get: (operation: OperationHandle) => unknown): void => {
    invariant(
      !RESERVED.has(name),
      () =>
        `${schema.name.text}: "${name}" is a name of every operation handle; name the operand, result, attribute or region otherwise`,
    );
    Object.defineProperty(prototype, name, {
      get(this: OperationHandle) {
        return get(this);
      },
    });
  };
  schema.operands.forEach((slot, index) => {
    define(slot.name, (operation) =>
      pick(slot, operandRange(schema, operation, index), (at) => operation.opOperand(at)),
    );
  });
  schema.results.forEach((slot, index) => {
    define(slot.name, (operation) => pick(slot, resultRange(schema, operation, index), (at) => operation.opResult(at)));
  });
  for (const slot of schema.attributes) define(slot.name, (operation) => attributeValue(slot, operation));
  schema.regions.forEach(({ name, constraint }, index) => {
    define(name, (operation) =>
      constraint.variadic === true ? operation.opRegions.slice(index) : operation.opRegions[index],
    );
  });
  schema.successors.forEach(({ name, arity }, index) => {
    define(name, (operation) =>
      arity === "variadic" ? operation.opSuccessors.slice(index) : operation.opSuccessors[index],
    );
  });
  return prototype;
}

function pick(slot: NamedSlot, [start, end]: readonly [number, number], value: (index: number) => Value): unknown {
  if (slot.arity === "one") return value(start);
  if (slot.arity === "optional") return end > start ? value(start) : undefined;
  return Array.from({ length: Math.max(0, end - start) }, (_, at) => value(start + at));
}

function attributeValue(slot: NamedAttributeSlot, operation: OperationHandle): unknown {
  const attribute = operation.findAttribute(slot.name);
  if (attribute !== undefined) return slot.constraint.decode(attribute);
  return slot.constraint.summary === "unit attribute" ? false : slot.fallback;
}

/** The operation seen through a definition's prototype. */
export function viewOf<V>(prototype: object, operation: OperationHandle): V {
  const view = Object.create(prototype, {});
  view.view = operation.view;
  view.id = operation.id;
  return view;
}

/** Turns the arguments of `build` into plain data, and infers result types that were not given. */
export function buildSpec(schema: ViewSchema, given: BuildExtras): OperationSpec {
  const args = given as BuildExtras & Readonly<Record<string, unknown>>;
  const operands: (Value | ValueId)[] = [];
  const sizes: number[] = [];
  for (const slot of schema.operands) {
    const value = args[slot.name] as Value | ValueId | readonly (Value | ValueId)[] | undefined;
    const list =
      value === undefined
        ? []
        : Array.isArray(value)
          ? (value as readonly (Value | ValueId)[])
          : [value as Value | ValueId];
    invariant(
      slot.arity !== "one" || list.length === 1,
      () => `${schema.name.text}: operand "${slot.name}" is missing`,
    );
    operands.push(...list);
    sizes.push(list.length);
  }
  const entries: NamedAttribute[] = [];
  for (const slot of schema.attributes) {
    const value = encodeAttribute(schema, slot, args[slot.name]);
    if (value !== undefined) entries.push({ name: slot.name, value });
  }
  if (schema.traits.has("AttrSizedOperandSegments"))
    entries.push({ name: "operandSegmentSizes", value: denseArrayAttribute(i32, sizes) });
  const properties = dictionaryAttribute(entries);
  const regions: RegionSpec[] = [];
  for (const { name, constraint } of schema.regions) {
    const region = args[name] as RegionSpec | readonly RegionSpec[] | undefined;
    if (constraint.variadic === true) regions.push(...((region ?? []) as readonly RegionSpec[]));
    else regions.push((region ?? []) as RegionSpec);
  }
  const successors = schema.successors.flatMap(
    ({ name }) => args[name] as BlockHandle | BlockId | readonly (BlockHandle | BlockId)[],
  );
  const spec = {
    name: schema.name,
    operands,
    properties,
    attributes: args.attributes ?? emptyDictionary,
    successors,
    regions,
    isolated: schema.traits.has("IsolatedFromAbove"),
  };
  const resultTypes = args.resultTypes ?? inferOrFail(schema, operands, properties);
  return args.location === undefined ? { ...spec, resultTypes } : { ...spec, resultTypes, location: args.location };
}

function encodeAttribute(schema: ViewSchema, slot: NamedAttributeSlot, value: unknown): Attribute | undefined {
  if (slot.constraint.summary === "unit attribute") return value === true ? slot.constraint.encode(true) : undefined;
  if (value === undefined) {
    invariant(slot.presence !== "required", () => `${schema.name.text}: attribute "${slot.name}" is missing`);
    return undefined;
  }
  const attribute = slot.constraint.encode(value);
  if (slot.presence === "default" && attribute === slot.constraint.encode(slot.fallback)) return undefined;
  return attribute;
}

function inferOrFail(
  schema: ViewSchema,
  operands: readonly (Value | ValueId)[],
  properties: ReturnType<typeof dictionaryAttribute>,
): readonly Type[] {
  if (schema.results.length === 0) return [];
  const operandTypes = operands.map((operand) => {
    invariant(
      operand instanceof Value,
      () => `${schema.name.text}: result types cannot be inferred from bare value ids; give resultTypes`,
    );
    return operand.type;
  });
  const inferred = inferResultTypes(schema, { operandTypes, properties, regions: [] });
  invariant(
    "types" in inferred,
    () => `${schema.name.text}: ${"problem" in inferred ? inferred.problem : ""}; give resultTypes`,
  );
  return inferred.types;
}
