/** Names of an ONNX graph and the values that they stand for; subgraphs see the names around them. */
import type { Value } from "../../ir/handle.ts";
import { nameLocation } from "../../ir/location.ts";
import type { Emitter } from "./emitter.ts";
import type { OnnxTensor } from "./model.ts";
import { tensorFromOnnx } from "./tensor-from-onnx.ts";

export class Scope {
  readonly #emitter: Emitter;
  readonly #outer: Scope | undefined;
  readonly #initializers: ReadonlyMap<string, OnnxTensor>;
  readonly #values = new Map<string, Value>();

  constructor(emitter: Emitter, outer: Scope | undefined, initializers: ReadonlyMap<string, OnnxTensor>) {
    this.#emitter = emitter;
    this.#outer = outer;
    this.#initializers = initializers;
  }

  bind(name: string, value: Value): void {
    this.#values.set(name, value);
  }

  /** The value of a name; an initializer becomes a constant at its first use. Undefined where nothing has the name. */
  find(name: string): Value | undefined {
    return this.#values.get(name) ?? this.#initializer(name) ?? this.#outer?.find(name);
  }

  #initializer(name: string): Value | undefined {
    const tensor = this.#initializers.get(name);
    if (tensor === undefined) return undefined;
    const elements = tensorFromOnnx(tensor);
    if (elements === undefined)
      return this.#emitter.problem(`initializer "${name}": tensors of ${tensor.dataType} are not supported`);
    const value = this.#emitter.locatedAt(nameLocation(name), () => this.#emitter.constant(elements));
    this.bind(name, value);
    return value;
  }
}
