/**
 * What the rules of StableHLO's ops share: verdicts with the labels of the specification, compatibility of types where extents may be
 * unknown, windows. First lines of messages are worded as upstream's (stablehlo/dialect/TypeInference.cpp), for compatibility.
 */
import { speculatable } from "../../src/definition/effects.ts";
import type { Supply } from "../../src/definition/interface.ts";
import type { InferenceInput, Report } from "../../src/definition/operation.ts";
import {
  type Attribute,
  type DictionaryAttribute,
  DYNAMIC,
  elementTypeOrSelf,
  findAttribute,
  hasStaticShape,
  isShaped,
  noneType,
  type TensorType,
  type Type,
  tensorType,
} from "../../src/ir/attribute.ts";
import type { OperationHandle, RegionHandle } from "../../src/ir/handle.ts";
import { quotedTypes } from "../../src/ir/type-text.ts";
import { isQuantized, tokenType } from "./constraints.ts";

/** Result types, or the constraint that does not hold. */
export type Verdict = { readonly types: readonly Type[] } | { readonly problem: string; readonly label: string };

export function wrong(label: string, problem: string): Verdict {
  return { problem, label };
}

/** What both builders and the verifier go by: `infer` gives the types, and actual ones must be compatible with them. */
export interface Rule {
  readonly inferTypes: (input: InferenceInput) => Verdict;
  readonly verify: (operation: OperationHandle, report: Report) => void;
}

/**
 * `more` checks what inference does not need to know; it runs before actual types are held against the inferred ones.
 * Upstream reports what is wrong and then that inference failed, and tests that run there and here expect both; where upstream's op has
 * a verifier of its own (`own`), that one finds the problem first and nothing is said of inference.
 */
export function rule(
  infer: (input: InferenceInput) => Verdict,
  more?: (operation: OperationHandle) => Problem | undefined,
  { own = false }: { readonly own?: boolean } = {},
): Rule {
  return {
    inferTypes: infer,
    verify: (operation, report) => {
      const found = infer(inferenceInput(operation));
      if ("problem" in found) {
        report(found.problem, [], found.label);
        if (!own) report("failed to infer returned types");
        return;
      }
      const further = more?.(operation);
      if (further !== undefined) {
        report(further.problem, [], further.label);
        if (further.inferring === true) report("failed to infer returned types");
        return;
      }
      const actual = operation.record.resultTypes;
      if (compatibleLists(found.types, actual)) return;
      report(
        `inferred type(s) ${quotedTypes(found.types)} are incompatible with return type(s) of operation ${quotedTypes(actual)}`,
      );
      report("failed to infer returned types");
    },
  };
}

/** A rule whose result type is not inferred but must fit: `check` gives what is wrong. */
export function check(
  judge: (operation: OperationHandle) => { readonly problem: string; readonly label: string } | undefined,
): (operation: OperationHandle, report: Report) => void {
  return (operation, report) => {
    const found = judge(operation);
    if (found !== undefined) report(found.problem, [], found.label);
  };
}

export interface Problem {
  readonly problem: string;
  readonly label: string;
  /** Whether upstream finds it when it infers types, and says so. */
  readonly inferring?: boolean;
}
export function problem(label: string, text: string): Problem {
  return { problem: text, label };
}

/** A problem that upstream finds when it infers types. */
export function inferring(label: string, text: string): Problem {
  return { problem: text, label, inferring: true };
}

export function inferenceInput(operation: OperationHandle): InferenceInput {
  return {
    operandTypes: operation.opOperands.map(({ type }) => type),
    properties: operation.record.properties,
    regions: operation.opRegions,
  };
}

// ---- Types --------------------------------------------------------------------------------------------------------------

export function compatibleExtents(a: number | undefined, b: number | undefined): boolean {
  return a === b || a === DYNAMIC || b === DYNAMIC;
}

export function compatibleShapes(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((extent, at) => compatibleExtents(extent, b[at]));
}

/** Quantized types are compared by the rules for quantization, which are upstream's to check: here they go with anything of theirs. */
export function compatibleElements(a: Type, b: Type): boolean {
  return a === b || (isQuantized(a) && isQuantized(b));
}

/** Whether one value could have both types: unknown extents fit any, encodings are not looked at. */
export function compatible(a: Type, b: Type): boolean {
  if (a === b) return true;
  if (a.kind === "tuple-type" && b.kind === "tuple-type") return compatibleLists(a.elements, b.elements);
  if (a.kind === "unranked-tensor-type" || b.kind === "unranked-tensor-type")
    return isTensorKind(a) && isTensorKind(b) && compatibleElements(elementTypeOrSelf(a), elementTypeOrSelf(b));
  if (!isShaped(a) || !isShaped(b) || a.kind !== b.kind) return false;
  return compatibleElements(a.elementType, b.elementType) && compatibleShapes(a.shape, b.shape);
}

const isTensorKind = ({ kind }: Type): boolean => kind === "tensor-type" || kind === "unranked-tensor-type";

export function compatibleLists(a: readonly Type[], b: readonly Type[]): boolean {
  return a.length === b.length && a.every((type, at) => b[at] !== undefined && compatible(type, b[at]));
}

/** A tensor type, for code that runs after the operand's constraint has been checked; anything else counts as a scalar of type none. */
export function asTensor(type: Type | undefined): TensorType {
  return type?.kind === "tensor-type" ? type : tensorType([], noneType);
}

/** The most that types of one value say together: an extent is known when any of them knows it. */
export function mostSpecific(types: readonly Type[]): Type {
  const [first] = types;
  if (first?.kind !== "tensor-type") return first ?? noneType;
  let shape: readonly number[] = first.shape;
  for (const type of types)
    if (type.kind === "tensor-type" && type.shape.length === shape.length)
      shape = shape.map((extent, at) => (extent === DYNAMIC ? (type.shape[at] ?? DYNAMIC) : extent));
  return tensorType(shape, first.elementType, first.encoding);
}

export function withElement(type: Type | undefined, element: Type): TensorType {
  const tensor = asTensor(type);
  return tensorType(tensor.shape, element, tensor.encoding);
}

export function extentText(extent: number | undefined): string {
  return extent === DYNAMIC || extent === undefined ? "?" : String(extent);
}
export function shapeList(shape: readonly number[]): string {
  return shape.map((extent) => (extent === DYNAMIC ? "-9223372036854775808" : extent)).join(", ");
}

export function isQuantizedTensor(type: Type): boolean {
  return type.kind === "tensor-type" && isQuantized(type.elementType);
}

export function isToken(type: Type): boolean {
  return type === tokenType;
}

/** Static shapes on all operands: then extents cannot turn out to differ at run time, and the operation may run early. */
export const speculatableIfStatic: Supply = speculatable.of((operation) =>
  operation.opOperands.every(({ type }) => !isShaped(type) || hasStaticShape(type)),
);

// ---- Attributes -----------------------------------------------------------------------------------------------------------

export function dimsOf(properties: DictionaryAttribute, name: string): readonly number[] | undefined {
  const attribute = findAttribute(properties, name);
  return attribute?.kind === "dense-array" ? attribute.values.map(Number) : undefined;
}
export function numberOf(properties: DictionaryAttribute, name: string): number {
  const attribute = findAttribute(properties, name);
  return attribute?.kind === "integer" ? Number(attribute.value) : 0;
}
export function attributeOf(properties: DictionaryAttribute, name: string): Attribute | undefined {
  return findAttribute(properties, name);
}

export function hasDuplicates(values: readonly number[]): boolean {
  return new Set(values).size !== values.length;
}
/** The first value that stands twice in both lists together. */
export function findDuplicate(...lists: readonly (readonly number[])[]): number | undefined {
  const seen = new Set<number>();
  for (const value of lists.flat()) {
    if (seen.has(value)) return value;
    seen.add(value);
  }
  return undefined;
}
export function isSorted(values: readonly number[]): boolean {
  return values.every((value, at) => at === 0 || (values[at - 1] ?? 0) <= value);
}
export function inRange(value: number, end: number): boolean {
  return value >= 0 && value < end;
}

// ---- Windows --------------------------------------------------------------------------------------------------------------

/** One dimension of a window, as the specification's "reduce_window" and "convolution" use it. */
export interface WindowDimension {
  readonly size: number;
  readonly stride: number;
  readonly low: number;
  readonly high: number;
  readonly baseDilation: number;
  readonly windowDilation: number;
  readonly reversed: boolean;
}

export interface WindowAttributes {
  readonly strides?: readonly number[] | undefined;
  readonly padding?: readonly (readonly [number, number])[] | undefined;
  readonly baseDilations?: readonly number[] | undefined;
  readonly windowDilations?: readonly number[] | undefined;
  readonly reversal?: readonly boolean[] | undefined;
}

/** `labels`: those of the op for stride, padding, base dilation, window dilation, reversal sizes and for the values. */
export interface WindowLabels {
  readonly sizes: readonly [stride: string, padding: string, base: string, window: string, reversal: string];
  readonly values: readonly [size: string, stride: string, base: string, window: string];
}

export function inferWindow(
  sizes: readonly number[],
  given: WindowAttributes,
  labels: WindowLabels,
): readonly WindowDimension[] | Problem {
  const lists = [
    [given.strides, "window-strides", labels.sizes[0]],
    [given.baseDilations, "base-dilation factors", labels.sizes[2]],
    [given.windowDilations, "window-dilation factors", labels.sizes[3]],
    [given.padding, "padding-entries", labels.sizes[1]],
    [given.reversal, "window-reversal", labels.sizes[4]],
  ] as const;
  for (const [list, name, label] of lists)
    if (list !== undefined && list.length !== 0 && list.length !== sizes.length)
      return problem(
        label,
        `expects ${name} to have same dimension-size as size of window dimensions (${sizes.length}), but got: ${list.length}.`,
      );
  const window: WindowDimension[] = [];
  for (const [at, size] of sizes.entries()) {
    const [low, high] = given.padding?.[at] ?? [0, 0];
    const dimension = {
      size,
      stride: given.strides?.[at] ?? 1,
      low,
      high,
      baseDilation: given.baseDilations?.[at] ?? 1,
      windowDilation: given.windowDilations?.[at] ?? 1,
      reversed: given.reversal?.[at] ?? false,
    };
    const found = checkWindowDimension(dimension, at, labels);
    if (found !== undefined) return found;
    window.push(dimension);
  }
  return window;
}

function checkWindowDimension(window: WindowDimension, at: number, labels: WindowLabels): Problem | undefined {
  const complain = (label: string, what: string, value: number): Problem =>
    problem(label, `expects window to have positive ${what} for ${at}-th window dimension, but got ${value}.`);
  if (window.size !== DYNAMIC && window.size <= 0) return complain(labels.values[0], "value", window.size);
  if (window.stride <= 0) return complain(labels.values[1], "stride", window.stride);
  if (window.baseDilation <= 0) return complain(labels.values[2], "base dilation factor", window.baseDilation);
  if (window.windowDilation <= 0) return complain(labels.values[3], "window dilation factor", window.windowDilation);
  return undefined;
}

/** `extent` spread by a dilation factor: the holes count, none behind the last element. */
export function dilated(extent: number, factor: number): number {
  if (extent === DYNAMIC) return DYNAMIC;
  return extent === 0 ? 0 : (extent - 1) * factor + 1;
}

/** How many places a window has over `base`. */
export function windowedExtent(base: number, window: WindowDimension): number {
  const extent = dilated(base, window.baseDilation);
  const size = dilated(window.size, window.windowDilation);
  if (extent === DYNAMIC || size === DYNAMIC) return DYNAMIC;
  const padded = window.low + extent + window.high;
  return padded === 0 || size > padded ? 0 : Math.floor((padded - size) / window.stride) + 1;
}

// ---- Regions --------------------------------------------------------------------------------------------------------------

/** The types that the terminator of a region's only block hands out; undefined when it has none. */
export function terminatorTypes(region: RegionHandle | undefined): readonly Type[] | undefined {
  const last = region?.entry?.last;
  return last?.opOperands.map(({ type }) => type);
}
