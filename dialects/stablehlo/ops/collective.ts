/** Operations between replicas and partitions of a program. One process is interpreted here, so these have syntax and rules only. */
import { AnyAttr, type AttributeConstraint, UnitAttr } from "../../../src/definition/attribute-constraint.ts";
import { defineOp, optionalAttr, SizedRegion1, variadic } from "../../../src/definition/operation.ts";
import { SingleBlockImplicitTerminator } from "../../../src/definition/trait.ts";
import { type Attribute, i64, integerType, tensorType } from "../../../src/ir/attribute.ts";
import { ChannelHandleAttr, I64ElementsAttr, NonNegativeI64, PositiveI64 } from "../attributes.ts";
import * as c from "../constraints.ts";
import { rule } from "../rules.ts";

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
  ...rule(({ operandTypes }) => ({ types: operandTypes })),
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
