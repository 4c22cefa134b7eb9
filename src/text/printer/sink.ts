/** Where printed text goes, piece by piece: a string, or whatever reads the pieces as they come (tokens of the cost model, a file). */
export interface TextSink {
  write(piece: string): void;
}

const CHUNK = 1 << 14; // characters; joining some thousand chunks is linear, while one growing string would be copied when it is first read

/** Collects a string. */
export class StringSink implements TextSink {
  readonly #chunks: string[] = [];
  #current = "";

  write(piece: string): void {
    this.#current += piece;
    if (this.#current.length < CHUNK) return;
    this.#chunks.push(this.#current);
    this.#current = "";
  }

  toString(): string {
    return this.#chunks.length === 0 ? this.#current : this.#chunks.join("") + this.#current;
  }
}
