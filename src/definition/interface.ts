/**
 * Interfaces are typed keys. A folder below declares a key (`semantics`, `work`, `memoryEffects`); an op's definition, its dialect, or a
 * third party after the fact supplies a value for it; whoever needs the knowledge asks the Context. Nothing registers itself.
 */

/** A value under a key, to be listed in a definition's `supplies` or a dialect's `extensions`. */
export interface Supply {
  readonly key: InterfaceKey<unknown>;
}

/** What a key can be asked without knowing the type of its values. */
export interface InterfaceKey<out T> {
  readonly name: string;
  /** The value that a supply made by this very key carries. */
  read(supply: Supply): T | undefined;
}

/** A key, and the way to make supplies for it. */
export class Interface<T> implements InterfaceKey<T> {
  readonly name: string;
  readonly #values = new WeakMap<Supply, T>();

  constructor(name: string) {
    this.name = name;
  }

  of(value: T): Supply {
    const supply: Supply = { key: this };
    this.#values.set(supply, value);
    return supply;
  }

  read(supply: Supply): T | undefined {
    return this.#values.get(supply);
  }
}

export function defineInterface<T>(name: string): Interface<T> {
  return new Interface<T>(name);
}
