/**
 * An ONNX model as plain immutable data, as near to the file as is useful: names are kept, nothing is interpreted,
 * constants are views of the file's bytes. `decode.ts` makes it from bytes, `graph.ts` and `import.ts` give it meaning.
 * Source: the ONNX specification (docs/IR.md), IR versions 3 to 13.
 */
import type { OnnxDataType } from "./data-type.ts";

/** A whole model file. */
export interface OnnxModel {
  readonly irVersion: number;
  readonly producer: string;
  readonly graph: OnnxGraph;
  /** Version of each operator set in use, by domain; "" is ONNX's own (`ai.onnx` reads as ""). */
  readonly opsets: ReadonlyMap<string, number>;
  /** Operators that the model defines itself. */
  readonly functions: readonly OnnxFunction[];
  readonly metadata: ReadonlyMap<string, string>;
}

/**
 * A graph: of the model, or in an attribute of If, Loop or Scan. Nodes are in the file's order, which the specification
 * asks to be topological.
 */
export interface OnnxGraph {
  readonly name: string;
  readonly nodes: readonly OnnxNode[];
  /** Constants by name. Before IR version 4 they are inputs too, as defaults. */
  readonly initializers: ReadonlyMap<string, OnnxTensor>;
  readonly inputs: readonly OnnxValueInfo[];
  readonly outputs: readonly OnnxValueInfo[];
  /** Types that the producer wrote down for intermediate values: hints. */
  readonly valueInfos: readonly OnnxValueInfo[];
}

/** One application of an operator. An empty name in `inputs` or `outputs` is an optional one left out. */
export interface OnnxNode {
  readonly name: string;
  readonly opType: string;
  /** "" is ONNX's own. */
  readonly domain: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: ReadonlyMap<string, OnnxAttribute>;
}

export type OnnxAttribute =
  | { readonly kind: "float"; readonly value: number }
  | { readonly kind: "int"; readonly value: bigint }
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "tensor"; readonly value: OnnxTensor }
  | { readonly kind: "graph"; readonly value: OnnxGraph }
  | { readonly kind: "type"; readonly value: OnnxType }
  | { readonly kind: "floats"; readonly value: readonly number[] }
  | { readonly kind: "ints"; readonly value: readonly bigint[] }
  | { readonly kind: "strings"; readonly value: readonly string[] }
  | { readonly kind: "tensors"; readonly value: readonly OnnxTensor[] }
  | { readonly kind: "graphs"; readonly value: readonly OnnxGraph[] }
  /** In a function's body: the value is that of the calling node's attribute `value`. */
  | { readonly kind: "reference"; readonly value: string }
  /** Sparse tensors, and kinds of later versions: kept, so that only a model that uses it is refused. */
  | { readonly kind: "unsupported"; readonly value: string };

/** A constant. Bytes of the file are not copied where they are as the tensor needs them. */
export interface OnnxTensor {
  readonly name: string;
  readonly dataType: OnnxDataType;
  readonly dims: readonly number[];
  /**
   * Elements in the layout of `raw_data`: row-major, little-endian, packed from the low bits up below 8 bits. Empty for
   * strings.
   */
  readonly bytes: Uint8Array;
  /** Elements of a string tensor; empty for others. */
  readonly strings: readonly string[];
}

/** A dimension: a size, a name that the model uses for an unknown size, or nothing known. */
export type OnnxDim =
  | { readonly kind: "size"; readonly size: number }
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "unknown" };

export type OnnxType =
  /** `dims` is undefined where not even the rank is known. */
  | { readonly kind: "tensor"; readonly dataType: OnnxDataType; readonly dims: readonly OnnxDim[] | undefined }
  /** Sequences, maps, optionals, sparse tensors: `text` says which. */
  | { readonly kind: "other"; readonly text: string };

/** A named value with its type; the type may be left out of the file. */
export interface OnnxValueInfo {
  readonly name: string;
  readonly type: OnnxType | undefined;
}

/** An operator that the model defines by a graph. */
export interface OnnxFunction {
  readonly name: string;
  readonly domain: string;
  readonly overload: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly nodes: readonly OnnxNode[];
  /** Names of attributes without a default, and defaults of the others. */
  readonly attributes: readonly string[];
  readonly defaults: ReadonlyMap<string, OnnxAttribute>;
  readonly opsets: ReadonlyMap<string, number>;
}

/** How a diagnostic or a report calls a node: by its name, or its first output where it has none. */
export function nodeLabel(node: OnnxNode): string {
  return node.name !== "" ? node.name : (node.outputs.find((output) => output !== "") ?? "");
}

/** `domain::Operator`, or the operator alone for ONNX's own. */
export function operatorName(node: { readonly domain: string; readonly opType: string }): string {
  return node.domain === "" ? node.opType : `${node.domain}::${node.opType}`;
}
