/** What operations between replicas and partitions must hold to. Source: StableHLO spec; messages as upstream's TypeInference.cpp. */
import { type Attribute, DYNAMIC, elementTypeOrSelf, i32, type Type, tensorType } from "../../src/ir/attribute.ts";
import { integerElement } from "../../src/ir/dense.ts";
import type { RegionHandle } from "../../src/ir/handle.ts";
import { typeText } from "../../src/ir/type-text.ts";
import { checkReducer } from "./reducer.ts";
import { asTensor, compatibleExtents, extentText, type Problem, problem, terminatorTypes } from "./rules.ts";

/** The ids row by row, and how many rows and columns; undefined for groups that a mesh stands for. */
function idsOf(groups: Attribute): { readonly ids: readonly number[]; readonly shape: readonly number[] } | undefined {
  if (groups.kind !== "dense-elements") return undefined;
  const { shape } = groups.type;
  const count = shape.reduce((product, extent) => product * extent, 1);
  return { ids: Array.from({ length: count }, (_, at) => Number(integerElement(groups, at))), shape };
}

export interface GroupRules {
  /** The operation's name in labels. */
  readonly name: string;
  /** Whether rows may be padded by -1. */
  readonly sameSize: boolean;
  readonly global?: boolean;
  readonly size?: number;
}

export function checkGroups(groups: Attribute, { name, sameSize, global, size }: GroupRules): Problem | undefined {
  const found = idsOf(groups);
  if (found === undefined) return undefined;
  const { ids, shape } = found;
  if (shape.length !== 2) return problem(`${name}_i3`, "replica groups should be a rank 2 tensor");
  if (global === true && ids.length === 0)
    return problem(`${name}_c3`, "if `use_global_device_ids` is set, the replica groups cannot be empty");
  const seen = new Set<number>();
  for (const id of ids) {
    if (id === -1 && !sameSize) continue;
    if (id === -1) return problem(`${name}_c4`, "Invalid replica id -1");
    if (seen.has(id)) return problem(`${name}_c2`, `replica id #${id} seen more than once`);
    seen.add(id);
  }
  for (let id = 0; id < seen.size; id++)
    if (!seen.has(id)) return problem(`${name}_c4`, `replica id #${id} not seen in replica groups`);
  if (sameSize && size !== undefined && (shape[0] === 0 || shape[1] !== size))
    return problem(`${name}_c8`, `group size of replica_groups must be ${size}`);
  return undefined;
}

/** Ids are unique and not negative; not all need to be there. */
export function checkSomeGroups(groups: Attribute, name: string): Problem | undefined {
  const found = idsOf(groups);
  if (found === undefined) return undefined;
  const { ids, shape } = found;
  if (shape.length !== 2)
    return problem(`${name}_i2`, `replica groups should be a rank 2 tensor,but instead it is of rank ${shape.length}`);
  const seen = new Set<number>();
  for (const id of ids) {
    if (id < 0) return problem(`${name}_c2`, `replica_groups values must be positive, but was given ${id}`);
    if (seen.has(id)) return problem(`${name}_c1`, `replica id #${id} seen more than once`);
    seen.add(id);
  }
  return undefined;
}

export function checkPairs(pairs: Attribute): Problem | undefined {
  const found = idsOf(pairs);
  if (found === undefined) return undefined;
  const { ids, shape } = found;
  if (shape.length !== 2)
    return problem(
      "collective_permute_i2",
      `expect source_target_pairs attribute to be of rank 2, but got rank ${shape.length}`,
    );
  if (shape[1] !== 2)
    return problem(
      "collective_permute_c1",
      `expect source_target_pairs attribute of shape (N, 2), but got (${shape.join(", ")})`,
    );
  const seen = [new Set<number>(), new Set<number>()];
  for (const [at, id] of ids.entries()) {
    if (id < 0) return problem("collective_permute_c4", "replica ids in source_target_pairs must be >= 0.");
    if (seen[at % 2]?.has(id) === true)
      return at % 2 === 0
        ? problem("collective_permute_c2", "duplicate sources not allowed.")
        : problem("collective_permute_c3", "duplicate targets not allowed.");
    seen[at % 2]?.add(id);
  }
  return undefined;
}

/** Ids of devices are global only where a channel is named. */
export function checkChannel(global: boolean, channel: number, label: string): Problem | undefined {
  return global && channel <= 0
    ? problem(label, `channel_id must be positive when useGlobalDeviceIds is set but got: ${channel}`)
    : undefined;
}

/** The body combines elements of every operand, one at a time. */
export function checkCombiner(
  body: RegionHandle | undefined,
  operands: readonly Type[],
  label: string,
): Problem | undefined {
  for (const operand of operands) {
    const tensor = asTensor(operand);
    const found = checkReducer(body, [tensor], [tensorType([], tensor.elementType)], [], label);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The operand's shape, of the elements that the body gives. */
export function combinedType(body: RegionHandle | undefined, operand: Type): Type {
  const [returned] = terminatorTypes(body) ?? [];
  const tensor = asTensor(operand);
  return tensorType(tensor.shape, elementTypeOrSelf(returned ?? operand), tensor.encoding);
}

/** With a dynamic root the last operand says for every other one which process is the root. */
export function checkRoots(operands: readonly Type[], dynamic: boolean, name: string): Problem | undefined {
  const label = `${name}_root`;
  if (!dynamic) return operands.length === 0 ? problem(label, `${name} requires at least one data operand`) : undefined;
  const flag = `${name} with has_dynamic_root=true`;
  if (operands.length < 2) return problem(label, `${flag} requires at least two operands (data + root)`);
  const root = operands[operands.length - 1];
  const { shape, elementType } = asTensor(root);
  if (root === undefined || elementType !== i32 || shape.length !== 1)
    return problem(
      label,
      `last operand of ${flag} must be a rank-1 i32 tensor, but got '${root === undefined ? "none" : typeText(root)}'`,
    );
  const data = operands.length - 1;
  if (shape[0] !== data)
    return problem(
      label,
      `last operand of ${flag} must have the same number of elements as data operands (${data}), but got ${extentText(shape[0])}`,
    );
  return undefined;
}

/** Along `dimension` the result is longer than the operand by a whole factor. */
export function checkGathered(operand: Type, result: Type, dimension: number): Problem | undefined {
  const [from, to] = [asTensor(operand).shape, asTensor(result).shape];
  if (dimension >= from.length) return problem("all_gather_c1", "all_gather_dim must be a valid index of operand");
  const extent = from[dimension] ?? DYNAMIC;
  if (extent === 0) return problem("all_gather_c1", "dimension size of operand at 'all_gather_dim' cannot be zero");
  if (from.length !== to.length) return problem("all_gather_c6", "operand and result must have the same rank");
  if (from.some((own, at) => at !== dimension && !compatibleExtents(own, to[at])))
    return problem(
      "all_gather_c6",
      "operand and result should have the same shape except for the dimension size at 'all_gather_dim'",
    );
  const gathered = to[dimension] ?? DYNAMIC;
  if (extent !== DYNAMIC && gathered !== DYNAMIC && gathered % extent !== 0)
    return problem(
      "all_gather_c6",
      `result gather dimension has size ${gathered}, expected to be a multiple of operand gather dimension size ${extent}`,
    );
  return undefined;
}

/** Along `dimension` the operand is longer than the result by a whole factor. */
export function checkScattered(operand: Type, result: Type, dimension: number): Problem | undefined {
  const [from, to] = [asTensor(operand).shape, asTensor(result).shape];
  const [extent, scattered] = [from[dimension] ?? DYNAMIC, to[dimension] ?? DYNAMIC];
  if (extent === DYNAMIC || scattered === DYNAMIC) return undefined;
  const label = "reduce_scatter_c8";
  if (scattered === 0) return problem(label, "result dimension size at scatter_dimension cannot be zero");
  if (extent === 0) return problem(label, "operand dimension size at scatter_dimension cannot be zero");
  if (extent % scattered !== 0)
    return problem(
      label,
      `operand scatter dimension has size ${extent}, expected to be a multiple of result scatter dimension size ${scattered}`,
    );
  const other = from.findIndex((own, at) => at !== dimension && !compatibleExtents(own, to[at]));
  if (other >= 0)
    return problem(
      label,
      `non scatter dimensions should be same for operand (${extentText(from[other])}) and result (${extentText(to[other])})`,
    );
  return undefined;
}
