/**
 * RNN, GRU and LSTM, one step after the other: the length of the sequence is known, and compilers see plain matrix
 * products. The part of a step that depends on the input alone is one product over the whole sequence. Source: ONNX
 * operator specifications.
 */
import { add, maximum, minimum, multiply } from "../../../../dialects/stablehlo/ops/binary.ts";
import { tanh } from "../../../../dialects/stablehlo/ops/unary.ts";
import type { Value } from "../../../ir/handle.ts";
import { dot } from "../emit/contraction.ts";
import { binary, unary, withNumber } from "../emit/elementwise.ts";
import { numberMinus, sigmoid, type UnaryFunction } from "../emit/functions.ts";
import { broadcastAlong, concat, reshape, shapeList, sliceAxis } from "../emit/layout.ts";
import { dtypeOfValue, type Emitter, extentOf, rankOf, shapeOf } from "../emitter.ts";
import { type NodeImport, numbersOf } from "../node-import.ts";
import { anyValue, defineOnnxOperator, type OnnxOperator, oneOf } from "../operator.ts";

/** Longer sequences make programs too long: a loop would be needed. */
const MAX_STEPS = 1024;

/** What a cell needs in one direction. Matrices are [gates * hidden, ...], as in the file. */
interface CellParameters {
  readonly recurrence: Value;
  /** Bias of the recurrent part by itself (the input's is in `projected` already); [gates * hidden]. */
  readonly recurrenceBias: Value | undefined;
  readonly peepholes: Value | undefined;
  readonly hidden: number;
  readonly activations: readonly UnaryFunction[];
  readonly clip: number | undefined;
}

/**
 * One step: the projected input [batch, gates * hidden] and the state to the new state; `state[0]` is the hidden state
 * [batch, hidden].
 */
type Cell = (
  emitter: Emitter,
  projected: Value,
  state: readonly Value[],
  parameters: CellParameters,
) => readonly Value[];

const activationFunctions: Readonly<Record<string, UnaryFunction>> = {
  Sigmoid: sigmoid,
  Tanh: (emitter, x) => unary(emitter, tanh, x),
  Relu: (emitter, x) => withNumber(emitter, maximum, x, 0),
};

/** a * b' for matrices. */
function timesTransposed(emitter: Emitter, a: Value, b: Value): Value {
  return dot(emitter, a, b, { batch: [[], []], contract: [[1], [1]] });
}

/** Part `index` of a list of gates along dimension `d`. */
function gate(emitter: Emitter, value: Value, index: number, hidden: number, d: number): Value {
  return emitter.isPlaceholder(value) ? value : sliceAxis(emitter, value, d, index * hidden, (index + 1) * hidden);
}

function clipped(emitter: Emitter, x: Value, clip: number | undefined): Value {
  if (clip === undefined) return x;
  return withNumber(emitter, minimum, withNumber(emitter, maximum, x, -clip), clip);
}

function withBias(emitter: Emitter, x: Value, bias: Value | undefined): Value {
  return bias === undefined || emitter.isPlaceholder(x)
    ? x
    : binary(emitter, add, x, broadcastAlong(emitter, bias, shapeOf(x), 1));
}

const noActivation: UnaryFunction = (_, x) => x;

const rnnCell: Cell = (
  emitter,
  projected,
  [h],
  { recurrence, recurrenceBias, activations: [f = noActivation], clip },
) => {
  if (h === undefined) return [];
  const recurrent = withBias(emitter, timesTransposed(emitter, h, recurrence), recurrenceBias);
  return [f(emitter, clipped(emitter, binary(emitter, add, projected, recurrent), clip))];
};

/** Gates z, r, h. `beforeReset` multiplies the recurrent part of h by r, instead of the state that goes into it. */
function gruCell(beforeReset: boolean): Cell {
  return (
    emitter,
    projected,
    [h],
    { recurrence, recurrenceBias, hidden, activations: [f = noActivation, g = noActivation], clip },
  ) => {
    if (h === undefined) return [];
    const recurrent = withBias(emitter, timesTransposed(emitter, h, recurrence), recurrenceBias);
    const gated = (index: number): Value =>
      f(
        emitter,
        clipped(
          emitter,
          binary(emitter, add, gate(emitter, projected, index, hidden, 1), gate(emitter, recurrent, index, hidden, 1)),
          clip,
        ),
      );
    const [z, r] = [gated(0), gated(1)];
    const bias = recurrenceBias === undefined ? undefined : gate(emitter, recurrenceBias, 2, hidden, 0);
    const reset = beforeReset
      ? binary(emitter, multiply, r, gate(emitter, recurrent, 2, hidden, 1))
      : withBias(
          emitter,
          timesTransposed(emitter, binary(emitter, multiply, r, h), gate(emitter, recurrence, 2, hidden, 0)),
          bias,
        );
    const candidate = g(
      emitter,
      clipped(emitter, binary(emitter, add, gate(emitter, projected, 2, hidden, 1), reset), clip),
    );
    const fresh = binary(emitter, multiply, numberMinus(emitter, 1, z), candidate);
    return [binary(emitter, add, fresh, binary(emitter, multiply, z, h))];
  };
}

/**
 * Gates i, o, f, c; peepholes look at the cell state for i, o and f, and o looks at the new one. `coupled` forgets what
 * the input does not replace.
 */
function lstmCell(coupled: boolean): Cell {
  return (emitter, projected, [h, c], { recurrence, recurrenceBias, peepholes, hidden, activations, clip }) => {
    const [f = noActivation, g = noActivation, last = noActivation] = activations;
    if (h === undefined || c === undefined) return [];
    const recurrent = withBias(emitter, timesTransposed(emitter, h, recurrence), recurrenceBias);
    const sums = binary(emitter, add, projected, recurrent);
    const sum = (index: number, peephole: number, state: Value): Value => {
      const own = gate(emitter, sums, index, hidden, 1);
      if (peepholes === undefined || emitter.isPlaceholder(own)) return own;
      const weights = broadcastAlong(emitter, gate(emitter, peepholes, peephole, hidden, 0), shapeOf(own), 1);
      return binary(emitter, add, own, binary(emitter, multiply, weights, state));
    };
    const input = f(emitter, clipped(emitter, sum(0, 0, c), clip));
    const forget = coupled ? numberMinus(emitter, 1, input) : f(emitter, clipped(emitter, sum(2, 2, c), clip));
    const candidate = g(emitter, clipped(emitter, gate(emitter, sums, 3, hidden, 1), clip));
    const cell = binary(
      emitter,
      add,
      binary(emitter, multiply, forget, c),
      binary(emitter, multiply, input, candidate),
    );
    const output = f(emitter, clipped(emitter, sum(1, 1, cell), clip));
    return [binary(emitter, multiply, output, last(emitter, cell)), cell];
  };
}

/** Which input is what, besides the sequence, the weights, the recurrence and the bias, which are 0 to 3. */
interface CellKind {
  readonly gates: number;
  readonly states: number;
  readonly defaultActivations: readonly string[];
  readonly cell: (node: NodeImport) => Cell;
}

/** Row `direction` of a stacked parameter, without that dimension. */
function ofDirection(emitter: Emitter, stacked: Value, direction: number): Value {
  const row = sliceAxis(emitter, stacked, 0, direction, direction + 1);
  return reshape(emitter, row, shapeOf(stacked).slice(1));
}

function activationsOf(node: NodeImport, kind: CellKind, direction: number): readonly UnaryFunction[] {
  const names = node.attributes.strings("activations");
  const count = kind.defaultActivations.length;
  const own = names === undefined ? kind.defaultActivations : names.slice(direction * count, (direction + 1) * count);
  return own.map((name) => {
    const known = activationFunctions[name];
    if (known === undefined) node.emitter.problem(`attribute "activations": ${name} is not supported`);
    return known ?? noActivation;
  });
}

/** The state before the first step, [batch, hidden]: given, or zeros. */
function initialStates(
  node: NodeImport,
  kind: CellKind,
  direction: number,
  batch: number,
  hidden: number,
): readonly Value[] {
  return Array.from({ length: kind.states }, (_, at) => {
    const given = node.optional(5 + at);
    if (given === undefined) return node.emitter.splat(dtypeOfValue(node.input(0)), [batch, hidden], 0);
    return ofDirection(node.emitter, given, direction);
  });
}

/**
 * One direction over the sequence [steps, batch, input]: the hidden states in the sequence's order, and the last state.
 */
function runDirection(
  node: NodeImport,
  kind: CellKind,
  sequence: Value,
  direction: number,
  backwards: boolean,
): { readonly hidden: readonly Value[]; readonly last: readonly Value[] } {
  const { emitter, attributes } = node;
  const [steps = 0, batch = 0, width = 0] = shapeOf(sequence);
  const [weights, recurrence] = [
    ofDirection(emitter, node.input(1), direction),
    ofDirection(emitter, node.input(2), direction),
  ];
  const hidden = extentOf(recurrence, 1);
  const size = kind.gates * hidden;
  const biases = node.optional(3) === undefined ? undefined : ofDirection(emitter, node.input(3), direction);
  const inputBias = biases && sliceAxis(emitter, biases, 0, 0, size);
  const flat = reshape(emitter, sequence, [steps * batch, width]);
  const projected = withBias(emitter, timesTransposed(emitter, flat, weights), inputBias);
  const peepholes = kind.states === 2 ? node.optional(7) : undefined;
  const parameters: CellParameters = {
    recurrence,
    recurrenceBias: biases && sliceAxis(emitter, biases, 0, size, 2 * size),
    peepholes: peepholes && ofDirection(emitter, peepholes, direction),
    hidden,
    activations: activationsOf(node, kind, direction),
    clip: attributes.optionalFloat("clip"),
  };
  const cell = kind.cell(node);
  let state = initialStates(node, kind, direction, batch, hidden);
  const states: Value[] = [];
  for (let at = 0; at < steps && !emitter.isPlaceholder(projected); at++) {
    const step = backwards ? steps - 1 - at : at;
    state = cell(emitter, sliceAxis(emitter, projected, 0, step * batch, (step + 1) * batch), state, parameters);
    states.push(state[0] ?? emitter.placeholder());
  }
  return { hidden: backwards ? states.reverse() : states, last: state };
}

/** Joins values of shape [batch, hidden] with new leading dimensions. */
function stack(emitter: Emitter, values: readonly Value[], lead: readonly number[]): Value {
  const [first] = values;
  if (first === undefined || values.some((value) => emitter.isPlaceholder(value))) return emitter.placeholder();
  const shape = shapeOf(first);
  const rows = values.map((value) => reshape(emitter, value, [1, ...shape]));
  return reshape(emitter, concat(emitter, rows, 0), [...lead, ...shape]);
}

function importRecurrent(node: NodeImport, kind: CellKind): readonly Value[] {
  const { emitter, attributes } = node;
  const x = node.input(0);
  const [w, r] = [node.input(1), node.input(2)];
  if ([x, w, r].some((value) => emitter.isPlaceholder(value)))
    return node.node.outputs.map(() => emitter.placeholder());
  const wrong = (message: string): readonly Value[] =>
    node.node.outputs.map((_, at) => (at === 0 ? emitter.problem(message) : emitter.placeholder()));
  if (rankOf(x) !== 3 || rankOf(w) !== 3 || rankOf(r) !== 3)
    return wrong(
      `expected a sequence, weights and a recurrence of rank 3, found ${[x, w, r].map((value) => shapeList(shapeOf(value))).join(", ")}`,
    );
  const [steps = 0] = shapeOf(x);
  if (steps > MAX_STEPS || steps === 0) return wrong(`expected a sequence of 1 to ${MAX_STEPS} steps, found ${steps}`);
  const lengths = node.optional(4) === undefined ? undefined : node.constant(4, "the lengths of the sequences");
  if (lengths !== undefined && numbersOf(lengths).some((length) => length !== steps))
    return wrong("sequences of different lengths are not supported");
  const direction = attributes.string("direction", "forward");
  const backwards = direction === "bidirectional" ? [false, true] : [direction === "reverse"];
  if (
    extentOf(w, 0) !== backwards.length ||
    extentOf(r, 0) !== backwards.length ||
    extentOf(w, 1) !== kind.gates * extentOf(r, 2)
  ) {
    return wrong(`weights of ${shapeList(shapeOf(w))} and a recurrence of ${shapeList(shapeOf(r))} do not fit`);
  }
  const runs = backwards.map((back, at) => runDirection(node, kind, x, at, back));
  const all = Array.from({ length: steps }, (_, step) =>
    runs.map((run) => run.hidden[step] ?? emitter.placeholder()),
  ).flat();
  const last = Array.from({ length: kind.states }, (_, state) =>
    stack(
      emitter,
      runs.map((run) => run.last[state] ?? emitter.placeholder()),
      [runs.length],
    ),
  );
  return [stack(emitter, all, [steps, runs.length]), ...last];
}

const recurrentAttributes = {
  activation_alpha: anyValue,
  activation_beta: anyValue,
  activations: anyValue,
  clip: anyValue,
  direction: oneOf("forward", "reverse", "bidirectional"),
  hidden_size: anyValue,
  layout: oneOf(0),
  output_sequence: anyValue,
} as const;

export const recurrentOperators: readonly OnnxOperator[] = [
  defineOnnxOperator({
    name: "RNN",
    since: 7,
    inputs: [3, 6],
    outputs: 2,
    attributes: recurrentAttributes,
    import: (node) => importRecurrent(node, { gates: 1, states: 1, defaultActivations: ["Tanh"], cell: () => rnnCell }),
  }),
  defineOnnxOperator({
    name: "GRU",
    since: 7,
    inputs: [3, 6],
    outputs: 2,
    attributes: { ...recurrentAttributes, linear_before_reset: anyValue },
    import: (node) =>
      importRecurrent(node, {
        gates: 3,
        states: 1,
        defaultActivations: ["Sigmoid", "Tanh"],
        cell: ({ attributes }) => gruCell(attributes.int("linear_before_reset", 0) !== 0),
      }),
  }),
  defineOnnxOperator({
    name: "LSTM",
    since: 7,
    inputs: [3, 8],
    outputs: 3,
    attributes: { ...recurrentAttributes, input_forget: anyValue },
    import: (node) =>
      importRecurrent(node, {
        gates: 4,
        states: 2,
        defaultActivations: ["Sigmoid", "Tanh", "Tanh"],
        cell: ({ attributes }) => lstmCell(attributes.int("input_forget", 0) !== 0),
      }),
  }),
];
