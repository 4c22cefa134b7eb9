/** How tensors are held against each other: exactly, within a tolerance, within units in the last place. */
import { type Fault, fault } from "../../src/interpret/semantics.ts";
import { ulpDistance } from "../../src/tensor/compare.ts";
import { type DType, isComplex, isFloat, slotsPerElement } from "../../src/tensor/dtype.ts";
import { equalShapes, multiIndex } from "../../src/tensor/shape.ts";
import { getSlot, type Tensor, tensorTypeText } from "../../src/tensor/tensor.ts";

type Slot = number | bigint;

/** The distance of an infinity or a NaN to anything else: the largest that the check's limits can say. */
const UNRELATED = 2 ** 64;
/** How many differences a fault lists. */
const LISTED = 5;

function differences(
  actual: Tensor,
  expected: Tensor,
  differ: (actual: Slot, expected: Slot) => boolean,
  what: string,
): Fault | undefined {
  if (actual.dtype !== expected.dtype || !equalShapes(actual.shape, expected.shape))
    return fault("check", `expected ${tensorTypeText(expected)}, found ${tensorTypeText(actual)}`);
  const lanes = slotsPerElement(actual.dtype);
  const listed: string[] = [];
  let count = 0;
  for (let slot = 0; slot < actual.data.length; slot++) {
    const [found, wanted] = [getSlot(actual, slot), getSlot(expected, slot)];
    if (!differ(found, wanted)) continue;
    count++;
    const index = multiIndex(Math.floor(slot / lanes), actual.shape).join(", ");
    if (listed.length < LISTED) listed.push(`${found} (actual) vs ${wanted} (expected) at index [${index}]`);
  }
  if (count === 0) return undefined;
  const rest = count > listed.length ? `, and ${count - listed.length} more` : "";
  return fault("check", `element values don't match${what}: ${listed.join("; ")}${rest}`);
}

/** Equal as numbers: 0 equals -0, NaN equals nothing but NaN. */
export function expectEqual(actual: Tensor, expected: Tensor): Fault | undefined {
  return differences(actual, expected, (a, b) => a !== b && !(Number.isNaN(a) && Number.isNaN(b)), "");
}

export function expectAlmostEqual(actual: Tensor, expected: Tensor, tolerance: number): Fault | undefined {
  const differ = (a: Slot, b: Slot): boolean => {
    const [found, wanted] = [Number(a), Number(b)];
    if (found === wanted || (Number.isNaN(found) && Number.isNaN(wanted))) return false;
    return !Number.isFinite(found) || !Number.isFinite(wanted) || Math.abs(found - wanted) > tolerance;
  };
  return differences(actual, expected, differ, ` with tolerance ${tolerance}`);
}

/** The distance in units in the last place lies between `min` and `max`; infinities and NaN must be met by their like. */
export function expectClose(actual: Tensor, expected: Tensor, min: number, max: number): Fault | undefined {
  const part: DType = isComplex(actual.dtype) ? (actual.dtype === "complex<f32>" ? "f32" : "f64") : actual.dtype;
  if (!isFloat(part)) return expectEqual(actual, expected);
  const differ = (a: Slot, b: Slot): boolean => {
    const [found, wanted] = [Number(a), Number(b)];
    const finite = Number.isFinite(found) && Number.isFinite(wanted);
    const same = Object.is(found, wanted) || (Number.isNaN(found) && Number.isNaN(wanted));
    const distance = same ? 0 : finite ? ulpDistance(part, found, wanted) : UNRELATED;
    return distance < min || distance > max;
  };
  return differences(actual, expected, differ, ` with respect to a limit of ${max} units in the last place`);
}
