/** Questions about an ONNX graph as a graph: which nodes matter, and which names a node needs from around it. */
import type { OnnxGraph, OnnxNode } from "./model.ts";

/** Names that a node reads: its inputs, and what its subgraphs take from the graph around them. */
export function namesRead(node: OnnxNode): readonly string[] {
  const names = node.inputs.filter((name) => name !== "");
  for (const attribute of node.attributes.values()) {
    if (attribute.kind === "graph") names.push(...namesCaptured(attribute.value));
    else if (attribute.kind === "graphs") for (const graph of attribute.value) names.push(...namesCaptured(graph));
  }
  return names;
}

/** Names that a subgraph uses and does not define. */
export function namesCaptured(graph: OnnxGraph): readonly string[] {
  const defined = new Set<string>([...graph.initializers.keys(), ...graph.inputs.map(({ name }) => name)]);
  const captured: string[] = [];
  for (const node of graph.nodes) {
    for (const name of namesRead(node)) if (!defined.has(name)) captured.push(name);
    for (const name of node.outputs) defined.add(name);
  }
  for (const { name } of graph.outputs) if (!defined.has(name)) captured.push(name);
  return captured;
}

/** The nodes on which `outputs` depend, in the order of the list. Files often keep dead nodes. */
export function neededNodes(nodes: readonly OnnxNode[], outputs: readonly string[]): readonly OnnxNode[] {
  const needed = new Set(outputs);
  const kept: OnnxNode[] = [];
  for (let at = nodes.length - 1; at >= 0; at--) {
    const node = nodes[at];
    if (node === undefined || !node.outputs.some((name) => needed.has(name))) continue;
    for (const name of namesRead(node)) needed.add(name);
    kept.push(node);
  }
  return kept.reverse();
}
