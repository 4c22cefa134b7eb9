/** Operations between replicas and partitions of a program. One process is interpreted here, so these have syntax and rules only. */
import { AnyAttr, type AttributeConstraint, UnitAttr } from "../../../src/definition/attribute-constraint.ts";
import {
  defineOp,
  type InferenceInput,
  optionalAttr,
  SizedRegion1,
  variadic,
} from "../../../src/definition/operation.ts";
import { SingleBlockImplicitTerminator } from "../../../src/definition/trait.ts";
import {
  type Attribute,
  DYNAMIC,
  elementTypeOrSelf,
  i64,
  integerType,
  type Type,
  tensorType,
} from "../../../src/ir/attribute.ts";
import type { OperationHandle } from "../../../src/ir/handle.ts";
import { typeText } from "../../../src/ir/type-text.ts";
import { ChannelHandleAttr, I64ElementsAttr, NonNegativeI64, PositiveI64 } from "../attributes.ts";
import * as c from "../constraints.ts";
import {
  checkChannel,
  checkCombiner,
  checkGathered,
  checkGroups,
  checkPairs,
  checkRoots,
  checkScattered,
  checkSomeGroups,
  combinedType,
} from "../replicas.ts";
import { asTensor, attributeOf, check, numberOf, type Problem, problem, rule, type Verdict, wrong } from "../rules.ts";

const implicitReturn = SingleBlockImplicitTerminator("stablehlo.return");

/** Groups of replica ids, or axes of a mesh that stand for them. */
const ReplicaGroupsAttr: AttributeConstraint<Attribute> = {
  summary: "64-bit signless integer elements attribute or replica groups of mesh axes",
  accepts: (attribute) =>
    (attribute.kind === "dense-elements" && attribute.type.elementType === i64) ||
    attribute.kind === "dialect-attribute" ||
    attribute.kind === "opaque",
  decode: AnyAttr.decode,
  encode: AnyAttr.encode,
};
const scalarUi32 = tensorType([], integerType(32, "unsigned"));

const typesOf = (op: OperationHandle): readonly Type[] => op.opOperands.map(({ type }) => type);
const elementTypeOf = (type: Type | undefined): Type | undefined => type && elementTypeOrSelf(type);
const firstProblem = (problems: readonly (Problem | undefined)[]): Problem | undefined =>
  problems.find((found) => found !== undefined);

/** The handle of the channel; 0 where none is named. */
function channelOf(op: OperationHandle): number {
  const channel = attributeOf(op.record.properties, "channel_handle");
  return channel === undefined ? 0 : (ChannelHandleAttr.decode(channel)?.handle ?? 0);
}

/** The types of the operands without the one that says who is the root. */
function dataTypes({ operandTypes, properties }: InferenceInput): readonly Type[] {
  return attributeOf(properties, "has_dynamic_root") === undefined ? operandTypes : operandTypes.slice(0, -1);
}
function inferWithoutRoot(input: InferenceInput): Verdict {
  return { types: dataTypes(input) };
}

/** Split along one dimension, gathered along another. */
function inferAllToAll({ operandTypes, properties }: InferenceInput): Verdict {
  const [split, concat] = [numberOf(properties, "split_dimension"), numberOf(properties, "concat_dimension")];
  const count = numberOf(properties, "split_count");
  const groups = attributeOf(properties, "replica_groups");
  const found = groups && checkGroups(groups, { name: "all_to_all", sameSize: true, size: count });
  if (found !== undefined) return found;
  const types: Type[] = [];
  for (const type of operandTypes) {
    const shape = [...asTensor(type).shape];
    const rank = shape.length;
    const outside = (name: string, dimension: number): string =>
      `AllToAll ${name}_dimension ${dimension} is out-of-bounds for input rank ${rank}`;
    if (split >= rank) return wrong("all_to_all_c1", outside("split", split));
    if (concat >= rank) return wrong("all_to_all_c3", outside("concat", concat));
    const extent = shape[split] ?? DYNAMIC;
    if (extent !== DYNAMIC && extent % count !== 0)
      return wrong(
        "all_to_all_c2",
        `split dimension has size ${extent}, expected to be a multiple of split_count ${count}`,
      );
    if (extent !== DYNAMIC) shape[split] = extent / count;
    const gathered = shape[concat] ?? DYNAMIC;
    if (gathered !== DYNAMIC) shape[concat] = gathered * count;
    types.push(tensorType(shape, asTensor(type).elementType));
  }
  return { types };
}

export const replicaId = defineOp({
  name: "stablehlo.replica_id",
  summary: "the number of this replica",
  results: { result: c.Ui32Tensor },
  traits: ["Pure"],
  assembly: "attr-dict `:` type(results)",
  ...rule(() => ({ types: [scalarUi32] })),
  example: "%0 = stablehlo.replica_id : tensor<ui32>",
});
export const partitionId = defineOp({
  name: "stablehlo.partition_id",
  summary: "the number of this partition",
  results: { result: c.Ui32Tensor },
  traits: ["Pure"],
  assembly: "attr-dict `:` type(results)",
  ...rule(() => ({ types: [scalarUi32] })),
  example: "%0 = stablehlo.partition_id : tensor<ui32>",
});

export const allGather = defineOp({
  name: "stablehlo.all_gather",
  summary: "concatenates the operands of all processes of a group",
  operands: { operands: variadic(c.AnyHloTensor) },
  results: { results: variadic(c.AnyHloTensor) },
  attributes: {
    all_gather_dim: NonNegativeI64,
    replica_groups: ReplicaGroupsAttr,
    channel_handle: optionalAttr(ChannelHandleAttr),
    use_global_device_ids: UnitAttr,
  },
  verify: check((op) => {
    const global = op.findAttribute("use_global_device_ids") !== undefined;
    const groups = attributeOf(op.record.properties, "replica_groups");
    const wrongGroups = groups && checkGroups(groups, { name: "all_gather", sameSize: true, global });
    if (wrongGroups !== undefined) return wrongGroups;
    if (global && channelOf(op) < 0)
      return problem("all_gather_c5", "channel_id cannot be negative when useGlobalDeviceIds is set");
    const dimension = numberOf(op.record.properties, "all_gather_dim");
    const { resultTypes } = op.record;
    return firstProblem(op.opOperands.map(({ type }, at) => checkGathered(type, resultTypes[at] ?? type, dimension)));
  }),
  example:
    '%1 = "stablehlo.all_gather"(%0) <{all_gather_dim = 1 : i64, replica_groups = dense<[[0, 1]]> : tensor<1x2xi64>}> : (tensor<2x2xi64>) -> tensor<2x4xi64>',
});
export const allReduce = defineOp({
  name: "stablehlo.all_reduce",
  summary: "combines the operands of all processes of a group",
  operands: { operands: variadic(c.AnyHloTensor) },
  results: { results: variadic(c.AnyHloTensor) },
  attributes: {
    replica_groups: ReplicaGroupsAttr,
    channel_handle: optionalAttr(ChannelHandleAttr),
    use_global_device_ids: UnitAttr,
  },
  regions: { computation: SizedRegion1 },
  traits: ["SingleBlock", implicitReturn],
  ...rule(
    ({ operandTypes, regions }) => ({ types: operandTypes.map((type) => combinedType(regions[0], type)) }),
    (op) => {
      const global = op.findAttribute("use_global_device_ids") !== undefined;
      const groups = attributeOf(op.record.properties, "replica_groups");
      return (
        (groups && checkGroups(groups, { name: "all_reduce", sameSize: false, global })) ??
        checkChannel(global, channelOf(op), "all_reduce_c4") ??
        checkCombiner(op.opRegions[0], typesOf(op), "all_reduce_c5")
      );
    },
  ),
  example: `%1 = "stablehlo.all_reduce"(%0) <{replica_groups = dense<[[0, 1]]> : tensor<1x2xi64>}> ({
^bb0(%arg0: tensor<i64>, %arg1: tensor<i64>):
  %2 = stablehlo.add %arg0, %arg1 : tensor<i64>
  stablehlo.return %2 : tensor<i64>
}) : (tensor<4xi64>) -> tensor<4xi64>`,
});
export const reduceScatter = defineOp({
  name: "stablehlo.reduce_scatter",
  summary: "combines the operands of a group and gives each process its part",
  operands: { operand: c.AnyHloTensor },
  results: { result: c.AnyHloTensor },
  attributes: {
    scatter_dimension: NonNegativeI64,
    replica_groups: ReplicaGroupsAttr,
    channel_handle: optionalAttr(ChannelHandleAttr),
    use_global_device_ids: UnitAttr,
  },
  regions: { computation: SizedRegion1 },
  verify: check((op) => {
    const global = op.findAttribute("use_global_device_ids") !== undefined;
    const groups = attributeOf(op.record.properties, "replica_groups");
    const [operand, result] = [op.opOperand(0).type, op.opResult(0).type];
    const dimension = numberOf(op.record.properties, "scatter_dimension");
    const rank = asTensor(operand).shape.length;
    const early =
      (groups && checkGroups(groups, { name: "reduce_scatter", sameSize: true, global })) ??
      checkCombiner(op.opRegions[0], [operand], "reduce_scatter_c7");
    if (early !== undefined) return early;
    if (rank !== asTensor(result).shape.length)
      return problem("reduce_scatter_c8", "operand and result should have same rank");
    if (dimension >= rank) return problem("reduce_scatter_c2", "scatter dim should be less than operand/result rank");
    const late = checkChannel(global, channelOf(op), "reduce_scatter_c6") ?? checkScattered(operand, result, dimension);
    if (late !== undefined) return late;
    const element = elementTypeOrSelf(combinedType(op.opRegions[0], operand));
    return elementTypeOrSelf(result) === element
      ? undefined
      : problem(
          "reduce_scatter_c9",
          `result element-type is expected to be '${typeText(element)}', but got '${typeText(elementTypeOrSelf(result))}'`,
        );
  }),
  example: `%1 = "stablehlo.reduce_scatter"(%0) <{replica_groups = dense<[[0, 1]]> : tensor<1x2xi64>, scatter_dimension = 1 : i64}> ({
^bb0(%arg0: tensor<i64>, %arg1: tensor<i64>):
  %2 = stablehlo.add %arg0, %arg1 : tensor<i64>
  stablehlo.return %2 : tensor<i64>
}) : (tensor<2x4xi64>) -> tensor<2x2xi64>`,
});
export const allToAll = defineOp({
  name: "stablehlo.all_to_all",
  summary: "splits operands over the processes of a group and concatenates what each gets",
  operands: { operands: variadic(c.AnyHloTensor) },
  results: { results: variadic(c.AnyHloTensor) },
  attributes: {
    split_dimension: NonNegativeI64,
    concat_dimension: NonNegativeI64,
    split_count: PositiveI64,
    replica_groups: ReplicaGroupsAttr,
    channel_handle: optionalAttr(ChannelHandleAttr),
  },
  ...rule(inferAllToAll, (op) => {
    const { resultTypes } = op.record;
    if (resultTypes.length !== op.operandCount)
      return problem("all_to_all_c9", "requires the same number of operands and results");
    const at = typesOf(op).findIndex((type, index) => elementTypeOrSelf(type) !== elementTypeOf(resultTypes[index]));
    return at < 0
      ? undefined
      : problem("all_to_all_c9", `requires the same element type for operand and result at index ${at}`);
  }),
  example:
    '%1 = "stablehlo.all_to_all"(%0) <{concat_dimension = 0 : i64, replica_groups = dense<[[0, 1]]> : tensor<1x2xi64>, split_count = 2 : i64, split_dimension = 1 : i64}> : (tensor<2x4xi64>) -> tensor<4x2xi64>',
});
export const collectiveBroadcast = defineOp({
  name: "stablehlo.collective_broadcast",
  summary: "the operand of a group's first process, everywhere",
  operands: { operands: variadic(c.AnyHloTensor) },
  results: { results: variadic(c.AnyHloTensor) },
  attributes: {
    replica_groups: ReplicaGroupsAttr,
    channel_handle: optionalAttr(ChannelHandleAttr),
    has_dynamic_root: UnitAttr,
  },
  ...rule(inferWithoutRoot, (op) => {
    const groups = attributeOf(op.record.properties, "replica_groups");
    return (
      (groups && checkSomeGroups(groups, "collective_broadcast")) ??
      checkRoots(typesOf(op), op.findAttribute("has_dynamic_root") !== undefined, "collective_broadcast")
    );
  }),
  example:
    '%1 = "stablehlo.collective_broadcast"(%0) <{replica_groups = dense<[[0, 1]]> : tensor<1x2xi64>}> : (tensor<1x2xi64>) -> tensor<1x2xi64>',
});
export const collectiveReduce = defineOp({
  name: "stablehlo.collective_reduce",
  summary: "combines the operands of a group in one process",
  operands: { operands: variadic(c.AnyHloTensor) },
  results: { results: variadic(c.AnyHloTensor) },
  attributes: {
    replica_groups: ReplicaGroupsAttr,
    channel_handle: optionalAttr(ChannelHandleAttr),
    use_global_device_ids: UnitAttr,
    has_dynamic_root: UnitAttr,
  },
  regions: { computation: SizedRegion1 },
  traits: ["SingleBlock", implicitReturn],
  ...rule(
    (input) => ({ types: dataTypes(input).map((type) => combinedType(input.regions[0], type)) }),
    (op) => {
      const global = op.findAttribute("use_global_device_ids") !== undefined;
      const dynamic = op.findAttribute("has_dynamic_root") !== undefined;
      const groups = attributeOf(op.record.properties, "replica_groups");
      const types = typesOf(op);
      return (
        (groups && checkGroups(groups, { name: "collective_reduce", sameSize: false, global })) ??
        checkChannel(global, channelOf(op), "collective_reduce_c4") ??
        checkRoots(types, dynamic, "collective_reduce") ??
        checkCombiner(op.opRegions[0], dynamic ? types.slice(0, -1) : types, "collective_reduce_c5")
      );
    },
  ),
  example: `%1 = "stablehlo.collective_reduce"(%0) <{replica_groups = dense<[[0, 1]]> : tensor<1x2xi64>}> ({
^bb0(%arg0: tensor<i64>, %arg1: tensor<i64>):
  %2 = stablehlo.add %arg0, %arg1 : tensor<i64>
  stablehlo.return %2 : tensor<i64>
}) : (tensor<4xi64>) -> tensor<4xi64>`,
});
export const collectivePermute = defineOp({
  name: "stablehlo.collective_permute",
  summary: "sends operands from source to target processes",
  operands: { operand: c.AnyHloTensor },
  results: { result: c.AnyHloTensor },
  attributes: { source_target_pairs: I64ElementsAttr, channel_handle: optionalAttr(ChannelHandleAttr) },
  ...rule(
    ({ operandTypes }) => ({ types: operandTypes }),
    (op) => {
      const pairs = attributeOf(op.record.properties, "source_target_pairs");
      return pairs && checkPairs(pairs);
    },
  ),
  example:
    '%1 = "stablehlo.collective_permute"(%0) <{source_target_pairs = dense<[[0, 1], [1, 2]]> : tensor<2x2xi64>}> : (tensor<2x2xi64>) -> tensor<2x2xi64>',
});
export const crossReplicaSum = defineOp({
  name: "stablehlo.cross-replica-sum",
  summary: "superseded by all_reduce",
  operands: { operand: c.AnyHloTensor },
  results: { result: c.AnyHloTensor },
  attributes: { replica_groups: I64ElementsAttr },
  traits: ["Pure"],
  example:
    '%1 = "stablehlo.cross-replica-sum"(%0) <{replica_groups = dense<[[0, 1]]> : tensor<1x2xi64>}> : (tensor<4xf32>) -> tensor<4xf32>',
});
