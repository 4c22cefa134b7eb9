/**
 * Pipelines and their text, which is upstream's: `builtin.module(func.func(canonicalize,cse),fuse{max-operands=8})`. A pipeline is data:
 * it prints, and what it prints parses to an equal one.
 */
import { type Diagnostic, error, failure, type Note, type Result, success } from "../source/diagnostic.ts";
import { Source } from "../source/source.ts";
import { findSuggestion } from "../support/suggest.ts";
import type { Pass, PassInstance } from "./pass.ts";

/** Passes that run one after the other on each operation named `anchor` (or any isolated operation). */
export interface Pipeline {
  readonly anchor: string;
  readonly items: readonly PipelineItem[];
}

export type PipelineItem =
  | { readonly kind: "pass"; readonly instance: PassInstance }
  /** Run on every operation named `pipeline.anchor` directly inside the one at hand. */
  | { readonly kind: "nested"; readonly pipeline: Pipeline };

export const TOP_ANCHOR = "builtin.module";

export function printPipeline(pipeline: Pipeline): string {
  const items = pipeline.items.map((item) =>
    item.kind === "pass" ? item.instance.text : printPipeline(item.pipeline),
  );
  return `${pipeline.anchor}(${items.join(",")})`;
}

/** Every pass of the pipeline in order of first appearance, nested ones included. */
export function passesOf(pipeline: Pipeline): readonly Pass[] {
  const found = new Set<Pass>();
  for (const item of pipeline.items) {
    if (item.kind === "pass") found.add(item.instance.pass);
    else for (const pass of passesOf(item.pipeline)) found.add(pass);
  }
  return [...found];
}

/** A pipeline for the whole module from a list of instances: those for other operations are nested, neighbours together. */
export function pipelineOf(instances: readonly PassInstance[]): Pipeline {
  const items: PipelineItem[] = [];
  for (const instance of instances) {
    const { on } = instance.pass;
    const last = items.at(-1);
    if (on === "any" || on === TOP_ANCHOR) items.push({ kind: "pass", instance });
    else if (last?.kind === "nested" && last.pipeline.anchor === on)
      items[items.length - 1] = nest(on, [...last.pipeline.items, { kind: "pass", instance }]);
    else items.push(nest(on, [{ kind: "pass", instance }]));
  }
  return { anchor: TOP_ANCHOR, items };
}

function nest(anchor: string, items: readonly PipelineItem[]): PipelineItem {
  return { kind: "nested", pipeline: { anchor, items } };
}

// ---- Parsing ----------------------------------------------------------------------------------------------------------

const MAX_NESTING = 64; // deeper than any module nests, and shallow enough for the stack

/**
 * Parses a whole pipeline. Without an anchor around it the passes run on the module, with those for other operations nested, as the
 * flags of the command line do.
 */
export function parsePipeline(text: string, registry: readonly Pass[]): Result<Pipeline> {
  return parsePipelineSource(new Source("<pass pipeline>", text), registry);
}

export function parsePipelineSource(source: Source, registry: readonly Pass[]): Result<Pipeline> {
  const parser = new PipelineParser(source, new Map(registry.map((pass) => [pass.name, pass])));
  return parser.parse();
}

interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

class PipelineParser {
  readonly #source: Source;
  readonly #registry: ReadonlyMap<string, Pass>;
  readonly #problems: Diagnostic[] = [];
  #at = 0;

  constructor(source: Source, registry: ReadonlyMap<string, Pass>) {
    this.#source = source;
    this.#registry = registry;
  }

  parse(): Result<Pipeline> {
    const items = this.#items(undefined, 0);
    if (this.#problems.length === 0 && this.#at < this.#source.text.length)
      this.#report(`expected ',' or the end of the pipeline, found '${this.#source.text[this.#at]}'`);
    if (this.#problems.length > 0) return failure(...this.#problems);
    const [only] = items;
    if (items.length === 1 && only?.kind === "nested") return success(only.pipeline);
    const loose = items.filter((item) => item.kind === "pass").map(({ instance }) => instance);
    if (loose.length === items.length) return success(pipelineOf(loose));
    return success({ anchor: TOP_ANCHOR, items });
  }

  /** Items up to `)` or the end. */
  #items(anchor: string | undefined, depth: number): readonly PipelineItem[] {
    const items: PipelineItem[] = [];
    this.#skipSpace();
    if (this.#peek() === ")" || this.#at >= this.#source.text.length) return items;
    for (;;) {
      const item = this.#item(anchor, depth);
      if (item !== undefined) items.push(item);
      this.#skipSpace();
      if (this.#peek() !== ",") return items;
      this.#at++;
    }
  }

  #item(anchor: string | undefined, depth: number): PipelineItem | undefined {
    const word = this.#word();
    if (word === undefined) return this.#report("expected a pass name or an operation name");
    this.#skipSpace();
    if (this.#peek() === "(") return this.#nested(word, depth);
    const pass = this.#registry.get(word.text);
    if (pass === undefined) return this.#unknown(word);
    this.#checkAnchor(pass, anchor, word);
    const [start, end] = this.#braces();
    const instance = pass.parse(this.#source, start, end);
    if (instance.ok) return { kind: "pass", instance: instance.value };
    this.#problems.push(...instance.diagnostics);
    return undefined;
  }

  #nested(word: Word, depth: number): PipelineItem | undefined {
    const open = this.#at;
    if (depth >= MAX_NESTING) {
      this.#at = this.#source.text.length;
      return this.#report(`pipelines nest at most ${MAX_NESTING} deep`, word);
    }
    if (word.text !== "any" && !word.text.includes(".") && this.#registry.has(word.text))
      this.#report(`'${word.text}' is a pass, and takes options in braces, not a pipeline in parentheses`, word);
    this.#at++;
    const items = this.#items(word.text, depth + 1);
    this.#skipSpace();
    if (this.#peek() !== ")") {
      const note = { message: "to match this '('", place: this.#place(open, open + 1) };
      return this.#report("expected ',' or ')'", undefined, [note]);
    }
    this.#at++;
    return nest(word.text, items);
  }

  #checkAnchor(pass: Pass, anchor: string | undefined, word: Word): void {
    if (anchor === undefined || anchor === "any" || pass.on === "any" || pass.on === anchor) return;
    this.#report(`pass '${pass.name}' runs on '${pass.on}', not on '${anchor}'; write ${pass.on}(${pass.name})`, word);
  }

  #unknown(word: Word): undefined {
    // What follows belongs to the unknown pass: skip its options so that the rest is still checked.
    this.#braces();
    const near = findSuggestion(word.text, this.#registry.keys());
    const hint = near === undefined ? "`lathe passes` lists those there are" : `did you mean '${near}'?`;
    return this.#report(`there is no pass '${word.text}'; ${hint}`, word);
  }

  /** The offsets of what stands between braces here, if anything does. */
  #braces(): readonly [number, number] {
    this.#skipSpace();
    const open = this.#at;
    if (this.#peek() !== "{") return [open, open];
    let depth = 0;
    let quote = "";
    for (; this.#at < this.#source.text.length; this.#at++) {
      const character = this.#peek();
      if (quote !== "") {
        if (character === "\\") this.#at++;
        else if (character === quote) quote = "";
      } else if (character === '"' || character === "'") quote = character;
      else if (character === "{") depth++;
      else if (character === "}" && --depth === 0) {
        this.#at++;
        return [open + 1, this.#at - 1];
      }
    }
    this.#report("expected '}' after the options", undefined, [
      { message: "to match this '{'", place: this.#place(open, open + 1) },
    ]);
    return [open, open];
  }

  #word(): Word | undefined {
    this.#skipSpace();
    const pattern = /[A-Za-z0-9_.-]+/y;
    pattern.lastIndex = this.#at;
    const [text] = pattern.exec(this.#source.text) ?? [];
    if (text === undefined) return undefined;
    const start = this.#at;
    this.#at += text.length;
    return { text, start, end: this.#at };
  }

  #peek(): string {
    return this.#source.text[this.#at] ?? "";
  }

  #skipSpace(): void {
    while (/\s/.test(this.#peek())) this.#at++;
  }

  #report(message: string, word?: Word, notes: readonly Note[] = []): undefined {
    const start = word?.start ?? this.#at;
    // After the first syntax error everything else would be a consequence of it.
    if (word !== undefined || this.#problems.length === 0)
      this.#problems.push(error("pass.pipeline", message, this.#place(start, word?.end ?? start + 1), notes));
    return undefined;
  }

  #place(start: number, end: number): NonNullable<Diagnostic["place"]> {
    return { kind: "range", range: { source: this.#source, start, end } };
  }
}
