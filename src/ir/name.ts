/** Interned operation names: records compare them with `===`, and the Context maps their ids to definitions. */

/** One per distinct name and realm. `id` is dense from 0. */
export class OperationName {
  readonly id: number;
  readonly text: string;

  constructor(id: number, text: string) {
    this.id = id;
    this.text = text;
  }

  /** The part before the first dot; empty for a name without one. */
  get dialect(): string {
    const dot = this.text.indexOf(".");
    return dot === -1 ? "" : this.text.slice(0, dot);
  }
}

const names = new Map<string, OperationName>();

export function operationName(text: string): OperationName {
  const known = names.get(text);
  if (known !== undefined) return known;
  const made = new OperationName(names.size, text);
  names.set(text, made);
  return made;
}
