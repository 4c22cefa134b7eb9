/**
 * What the importer of an operator gets to see: one node, its inputs as values that are already built, its attributes,
 * and the emitter.
 */
import type { Value } from "../../ir/handle.ts";
import { getElement, type Tensor } from "../../tensor/tensor.ts";
import { AttributeReader } from "./attribute-reader.ts";
import { type Emitter, rankOf } from "./emitter.ts";
import type { OnnxAttribute, OnnxGraph, OnnxNode } from "./model.ts";

/** Builds the nodes of a subgraph in place; one value for each of its outputs. */
export type ImportSubgraph = (graph: OnnxGraph, inputs: readonly Value[]) => readonly Value[];

export class NodeImport {
  readonly node: OnnxNode;
  readonly opset: number;
  readonly emitter: Emitter;
  readonly attributes: AttributeReader;
  readonly importSubgraph: ImportSubgraph;
  readonly #inputs: readonly (Value | undefined)[];

  constructor(
    node: OnnxNode,
    attributes: ReadonlyMap<string, OnnxAttribute>,
    opset: number,
    inputs: readonly (Value | undefined)[],
    emitter: Emitter,
    importSubgraph: ImportSubgraph,
  ) {
    this.node = node;
    this.opset = opset;
    this.emitter = emitter;
    this.attributes = new AttributeReader(attributes, (message) => emitter.problem(message));
    this.importSubgraph = importSubgraph;
    this.#inputs = inputs;
  }

  /** All inputs that are given. */
  get inputs(): readonly Value[] {
    return this.#inputs.filter((input) => input !== undefined);
  }

  /** Input `index`; reported where the node leaves it out. */
  input(index: number): Value {
    return this.optional(index) ?? this.emitter.problem(`input ${index} is missing`);
  }

  /** Input `index`; undefined where the node leaves it out. */
  optional(index: number): Value | undefined {
    return this.#inputs[index];
  }

  /** Whether the node names its output `index`. */
  wants(index: number): boolean {
    return (this.node.outputs[index] ?? "") !== "";
  }

  /**
   * The elements of an input that StableHLO wants as an attribute; undefined where it is left out, and, reported, where
   * they are not known at import.
   */
  constant(index: number, what: string): Tensor | undefined {
    const input = this.optional(index);
    if (input === undefined) return undefined;
    const known = this.emitter.known(input);
    if (known === undefined && !this.emitter.isPlaceholder(input)) {
      this.emitter.problem(
        `${what} (input ${index}, "${this.node.inputs[index] ?? ""}") must be known at import, and is computed from the model's inputs`,
      );
    }
    return known;
  }

  /** `constant` as numbers. */
  numbers(index: number, what: string): readonly number[] | undefined {
    const tensor = this.constant(index, what);
    return tensor === undefined ? undefined : numbersOf(tensor);
  }

  /** A list of numbers that newer opsets take as an input and older ones as an attribute. */
  numbersOrInts(index: number, attribute: string): readonly number[] | undefined {
    return this.attributes.ints(attribute) ?? this.numbers(index, attribute);
  }

  /** An axis of a tensor of this rank, counted from 0; reported and 0 where it lies outside. */
  axis(axis: number, rank: number): number {
    const counted = axis < 0 ? axis + rank : axis;
    if (Number.isInteger(counted) && counted >= 0 && counted < rank) return counted;
    this.emitter.problem(`expected an axis from ${-rank} to ${rank - 1}, found ${axis}`);
    return 0;
  }

  /** `axis` of each; reported where one occurs twice. */
  axes(axes: readonly number[], rank: number): readonly number[] {
    const counted = axes.map((axis) => this.axis(axis, rank));
    if (new Set(counted).size < counted.length) this.emitter.problem(`the axes ${axes.join(", ")} repeat one`);
    return counted;
  }

  /** The axis attribute of a node whose first input is `value`. */
  axisOf(value: Value, fallback: number): number {
    return this.axis(this.attributes.int("axis", fallback), rankOf(value));
  }
}

/** Elements as JavaScript numbers; 64-bit integers past 2^53 are rounded. */
export function numbersOf(tensor: Tensor): readonly number[] {
  return Array.from({ length: tensor.data.length }, (_, at) => Number(getElement(tensor, at)));
}
