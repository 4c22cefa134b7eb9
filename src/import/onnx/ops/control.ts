/** Control flow that is decided at import. Source: ONNX operator specifications. */
import type { Value } from "../../../ir/handle.ts";
import { getElement } from "../../../tensor/tensor.ts";
import { concat, insertAxes, reshape, sliceAxis, transpose } from "../emit/layout.ts";
import { type Emitter, extentOf, rankOf, shapeOf } from "../emitter.ts";
import type { NodeImport } from "../node-import.ts";
import { anyValue, defineOnnxOperator, type OnnxOperator } from "../operator.ts";

/** The branch that a known condition takes, in place: exporters guard on shapes, which are known here. */
function ifNode(node: NodeImport): readonly Value[] {
  const { emitter, attributes } = node;
  const condition = node.constant(0, "the condition");
  if (condition === undefined) return node.node.outputs.map(() => emitter.placeholder());
  const branch = attributes.graph(Number(getElement(condition, 0)) !== 0 ? "then_branch" : "else_branch");
  if (branch === undefined) return [emitter.problem("expected a then_branch and an else_branch")];
  return node.importSubgraph(branch, []);
}

/** Loops with more rounds than this stay loops, for which there is no importer yet. */
const MAX_ROUNDS = 1024;

/** Values of every round, put one after the other along a new leading axis. */
function stacked(emitter: Emitter, rounds: readonly (readonly Value[])[], output: number): Value {
  const values = rounds.map((round) => round[output] ?? emitter.problem(`the body gives no output ${output}`));
  if (values.length === 0) return emitter.problem("a loop without rounds has no type for what it collects");
  return concat(
    emitter,
    values.map((value) => (emitter.isPlaceholder(value) ? value : insertAxes(emitter, value, [0]))),
    0,
  );
}

/**
 * The body once for each round; the number of rounds must follow from what is known. Inputs: most rounds, condition,
 * carried values.
 */
function loop(node: NodeImport): readonly Value[] {
  const { emitter, attributes } = node;
  const body = attributes.graph("body");
  const [most = Number.POSITIVE_INFINITY] = node.numbers(0, "the number of rounds") ?? [];
  if (body === undefined || (node.optional(0) !== undefined && most === Number.POSITIVE_INFINITY))
    return [emitter.problem("expected a body and a known number of rounds")];
  let carried: readonly Value[] = node.node.inputs.slice(2).map((_, at) => node.input(at + 2));
  let condition = node.optional(1) ?? emitter.scalar("i1", 1);
  const rounds: (readonly Value[])[] = [];
  for (let round = 0; round < most; round++) {
    const goesOn = emitter.known(condition);
    if (goesOn === undefined) return [emitter.problem("the condition of the loop must be known at import")];
    if (Number(getElement(goesOn, 0)) === 0) break;
    if (round === MAX_ROUNDS) return [emitter.problem(`a loop of more than ${MAX_ROUNDS} rounds is not supported`)];
    const [next, ...values] = node.importSubgraph(body, [emitter.scalar("i64", round), condition, ...carried]);
    condition = next ?? emitter.placeholder();
    if (values.some((value) => emitter.isPlaceholder(value))) return node.node.outputs.map(() => emitter.placeholder());
    rounds.push(values.slice(carried.length));
    carried = values.slice(0, carried.length);
  }
  const collected = node.node.outputs
    .slice(carried.length)
    .map((name, at) => (name === "" ? emitter.placeholder() : stacked(emitter, rounds, at)));
  return [...carried, ...collected];
}

/** The body once for each position of the scanned inputs; carried values come first. */
function scan(node: NodeImport): readonly Value[] {
  const { emitter, attributes, inputs } = node;
  const body = attributes.graph("body");
  const scannedCount = attributes.int("num_scan_inputs", 0);
  const carriedCount = inputs.length - scannedCount;
  if (body === undefined || inputs.some((input) => emitter.isPlaceholder(input)))
    return [emitter.problem("expected a body and its inputs")];
  const scanned = inputs.slice(carriedCount);
  const axes = scanned.map((value, at) => node.axis(attributes.ints("scan_input_axes")?.[at] ?? 0, rankOf(value)));
  const backwards = (list: string, at: number): boolean => (attributes.ints(list)?.[at] ?? 0) === 1;
  const [first] = scanned;
  const length = first === undefined ? 0 : extentOf(first, axes[0] ?? 0);
  if (length > MAX_ROUNDS || length === 0)
    return [emitter.problem(`expected 1 to ${MAX_ROUNDS} positions to scan, found ${length}`)];
  let carried: readonly Value[] = inputs.slice(0, carriedCount);
  const rounds: (readonly Value[])[] = [];
  for (let round = 0; round < length; round++) {
    const slices = scanned.map((value, at) => {
      const axis = axes[at] ?? 0;
      const position = backwards("scan_input_directions", at) ? length - 1 - round : round;
      return reshape(
        emitter,
        sliceAxis(emitter, value, axis, position, position + 1),
        shapeOf(value).filter((_, d) => d !== axis),
      );
    });
    const values = node.importSubgraph(body, [...carried, ...slices]);
    if (values.some((value) => emitter.isPlaceholder(value))) return node.node.outputs.map(() => emitter.placeholder());
    carried = values.slice(0, carriedCount);
    rounds.push(values.slice(carriedCount));
  }
  const collected = node.node.outputs.slice(carriedCount).map((_, at) => {
    const all = stacked(emitter, backwards("scan_output_directions", at) ? [...rounds].reverse() : rounds, at);
    const axis = node.axis(attributes.ints("scan_output_axes")?.[at] ?? 0, rankOf(all));
    const others = shapeOf(all)
      .map((_, d) => d)
      .slice(1);
    return transpose(emitter, all, [...others.slice(0, axis), 0, ...others.slice(axis)]);
  });
  return [...carried, ...collected];
}

export const controlOperators: readonly OnnxOperator[] = [
  defineOnnxOperator({
    name: "If",
    inputs: [1, 1],
    outputs: Number.POSITIVE_INFINITY,
    attributes: { then_branch: anyValue, else_branch: anyValue },
    import: ifNode,
  }),
  defineOnnxOperator({
    name: "Loop",
    inputs: [2, Number.POSITIVE_INFINITY],
    outputs: Number.POSITIVE_INFINITY,
    attributes: { body: anyValue },
    import: loop,
  }),
  defineOnnxOperator({
    name: "Scan",
    since: 9,
    inputs: [1, Number.POSITIVE_INFINITY],
    outputs: Number.POSITIVE_INFINITY,
    attributes: {
      body: anyValue,
      num_scan_inputs: anyValue,
      scan_input_axes: anyValue,
      scan_input_directions: anyValue,
      scan_output_axes: anyValue,
      scan_output_directions: anyValue,
    },
    import: scan,
  }),
];
