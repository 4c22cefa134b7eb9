/** Where printed text goes, piece by piece: a string, or whatever reads the pieces as they come (tokens of the cost model, a file). */
export interface TextSink {
  write(piece: string): void;
}

const PIECES = 4096; // joined at a time: joining is a copy, while a growing string would be a tree that the collector walks

/** Collects a string. Hot: bench/print. */
export class StringSink implements TextSink {
  readonly #chunks: string[] = [];
  #pieces: string[] = [];

  write(piece: string): void {
    if (this.#pieces.push(piece) === PIECES) this.#join();
  }

  #join(): void {
    this.#chunks.push(this.#pieces.join(""));
    this.#pieces = [];
  }

  toString(): string {
    this.#join();
    return this.#chunks.length === 1 ? (this.#chunks[0] ?? "") : this.#chunks.join("");
  }
}

/** Passes pieces on, or keeps them while a text is made that is wanted again. */
export class RecordingSink implements TextSink {
  readonly #target: TextSink;
  #record: string[] | undefined;

  constructor(target: TextSink) {
    this.#target = target;
  }

  write(piece: string): void {
    if (this.#record === undefined) this.#target.write(piece);
    else this.#record.push(piece);
  }

  /** What `print` writes, which goes nowhere else. */
  record(print: () => void): string {
    const outer = this.#record;
    const own: string[] = [];
    this.#record = own;
    print();
    this.#record = outer;
    return own.join("");
  }
}
