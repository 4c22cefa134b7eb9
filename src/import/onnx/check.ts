/** Everything of a model that Lathe cannot import, found at once and before any shape is known. */
import { type Diagnostic, error, failure, type Result, success } from "../../source/diagnostic.ts";
import { neededNodes } from "./graph.ts";
import { nodeLabel, type OnnxModel, type OnnxNode, operatorName } from "./model.ts";
import { attributeProblem, type OnnxOperator, OperatorTable } from "./operator.ts";

/** Nodes of one operator that are refused for one cause. Plain data: prints as JSON as it is. */
export interface Unsupported {
  readonly operator: string;
  /** Version of the operator's set that the model asks for. */
  readonly opset: number;
  /** The attribute that is the cause; undefined where it is the operator itself, its inputs or its outputs. */
  readonly attribute: string | undefined;
  readonly reason: string;
  readonly count: number;
  /** Names of the nodes, in the file's order; outputs' names for nodes without one. */
  readonly nodes: readonly string[];
}

/** What a check found. */
export interface ModelCheck {
  /** Empty when every node is understood. Most frequent first. */
  readonly unsupported: readonly Unsupported[];
  /** How often each operator occurs among the nodes that the outputs need, most frequent first. */
  readonly operators: readonly { readonly operator: string; readonly opset: number; readonly count: number }[];
  readonly nodes: number;
}

/** Looks at every node on which an output depends, bodies of subgraphs and of the model's own functions included. */
export function checkModel(model: OnnxModel, operators: readonly OnnxOperator[]): ModelCheck {
  const table = new OperatorTable(operators);
  const unsupported = new Map<string, Unsupported & { readonly nodes: string[] }>();
  const counts = new Map<string, { operator: string; opset: number; count: number }>();
  let nodes = 0;
  const refuse = (node: OnnxNode, opset: number, attribute: string | undefined, reason: string): void => {
    const operator = operatorName(node);
    const key = JSON.stringify([operator, opset, attribute, reason]);
    const known = unsupported.get(key);
    if (known === undefined)
      unsupported.set(key, { operator, opset, attribute, reason, count: 0, nodes: [nodeLabel(node)] });
    else known.nodes.push(nodeLabel(node));
  };
  const checkNode = (node: OnnxNode, opsets: ReadonlyMap<string, number>): void => {
    nodes++;
    const opset = opsets.get(node.domain) ?? 1;
    const key = `${operatorName(node)} ${opset}`;
    const entry = counts.get(key) ?? { operator: operatorName(node), opset, count: 0 };
    entry.count++;
    counts.set(key, entry);
    if (findFunction(model, node) !== undefined) return;
    const operator = table.find(node, opset);
    if (operator === undefined)
      refuse(
        node,
        opset,
        undefined,
        table.knows(node) ? "this version of the operator is not supported" : "the operator is not supported",
      );
    else for (const { attribute, reason } of nodeProblems(node, operator)) refuse(node, opset, attribute, reason);
  };
  const checkNodes = (
    list: readonly OnnxNode[],
    outputs: readonly string[],
    opsets: ReadonlyMap<string, number>,
  ): void => {
    for (const node of neededNodes(list, outputs)) {
      checkNode(node, opsets);
      for (const attribute of node.attributes.values()) {
        const graphs =
          attribute.kind === "graph" ? [attribute.value] : attribute.kind === "graphs" ? attribute.value : [];
        for (const graph of graphs)
          checkNodes(
            graph.nodes,
            graph.outputs.map(({ name }) => name),
            opsets,
          );
      }
    }
  };
  checkNodes(
    model.graph.nodes,
    model.graph.outputs.map(({ name }) => name),
    model.opsets,
  );
  for (const { nodes: body, outputs, opsets } of calledFunctions(model)) checkNodes(body, outputs, opsets);
  const byCount = (a: { count: number }, b: { count: number }): number => b.count - a.count;
  return {
    unsupported: [...unsupported.values()].map((entry) => ({ ...entry, count: entry.nodes.length })).sort(byCount),
    operators: [...counts.values()].sort(byCount),
    nodes,
  };
}

/** The model's own function that a node calls. */
export function findFunction(model: OnnxModel, node: OnnxNode): OnnxModel["functions"][number] | undefined {
  return model.functions.find(({ name, domain }) => name === node.opType && domain === node.domain);
}

/** Functions that the graph's nodes call, by way of others too. */
function calledFunctions(model: OnnxModel): ReadonlySet<OnnxModel["functions"][number]> {
  const called = new Set<OnnxModel["functions"][number]>();
  const visit = (nodes: readonly OnnxNode[]): void => {
    for (const node of nodes) {
      const callee = findFunction(model, node);
      if (callee === undefined || called.has(callee)) continue;
      called.add(callee);
      visit(callee.nodes);
    }
  };
  visit(model.graph.nodes);
  return called;
}

function* nodeProblems(
  node: OnnxNode,
  operator: OnnxOperator,
): Generator<{ attribute: string | undefined; reason: string }> {
  for (const [name, attribute] of node.attributes) {
    const reason = attributeProblem(operator, name, attribute);
    if (reason !== undefined) yield { attribute: name, reason };
  }
  const [fewest, most] = operator.inputs;
  const given = node.inputs.length;
  if (given < fewest || given > most) {
    const expected =
      fewest === most ? `${fewest}` : most === Number.POSITIVE_INFINITY ? `at least ${fewest}` : `${fewest} to ${most}`;
    yield { attribute: undefined, reason: `expected ${expected} inputs, found ${given}` };
  }
  const extra = node.outputs.findIndex((name, at) => at >= operator.outputs && name !== "");
  if (extra !== -1) yield { attribute: undefined, reason: `output ${extra} is not supported` };
}

/** The check as a Result: a diagnostic for each cause, code `onnx.unsupported`. */
export function requireSupported(check: ModelCheck): Result<ModelCheck> {
  const diagnostics = check.unsupported.map(unsupportedDiagnostic);
  return diagnostics.length === 0 ? success(check) : failure(...diagnostics);
}

const NAMES_SHOWN = 3;

function unsupportedDiagnostic({ operator, opset, attribute, reason, count, nodes }: Unsupported): Diagnostic {
  const names = nodes.slice(0, NAMES_SHOWN).join(", ") + (nodes.length > NAMES_SHOWN ? ", ..." : "");
  const cause = attribute === undefined ? reason : `attribute "${attribute}": ${reason}`;
  return error(
    "onnx.unsupported",
    `${operator} (opset ${opset}, ${count} ${count === 1 ? "node" : "nodes"}: ${names}): ${cause}`,
  );
}
