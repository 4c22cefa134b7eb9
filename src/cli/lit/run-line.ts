/**
 * RUN lines of lit cases: the part of the shell that they use. Words with quotes, pipes, `&&`, `2>&1`, `<` and `>` of files, and lit's
 * substitutions `%s`, `%t`, `%S`, `%basename_t`, `%%`. Anything else of a shell is an error, never something that almost works.
 */
import { type Diagnostic, error, failure, type Result, success } from "../../source/diagnostic.ts";
import type { Source } from "../../source/source.ts";

/** `words < input > output`, with standard error joined to standard output or not. */
export interface RunCommand {
  readonly words: readonly string[];
  readonly input: string | undefined;
  readonly output: string | undefined;
  readonly joinErrors: boolean;
}

/** Commands joined by pipes: each reads what the one before wrote. */
export type RunPipeline = readonly RunCommand[];

/** One RUN line: pipelines joined by `&&`. */
export interface RunLine {
  readonly text: string;
  readonly line: number;
  readonly pipelines: readonly RunPipeline[];
}

export interface RunScript {
  readonly runs: readonly RunLine[];
  /** `XFAIL: *`: the case is known to fail, and it is an error when it does not. */
  readonly expectedToFail: boolean;
  /** `UNSUPPORTED: *` with its reason, or a `REQUIRES:` of something that is not there. */
  readonly skip: string | undefined;
}

/** Finds and parses the RUN lines of a case. A case without one is an error. */
export function parseRunScript(
  source: Source,
  substitutions: Readonly<Record<string, string>>,
  features: ReadonlySet<string>,
): Result<RunScript> {
  const runs: RunLine[] = [];
  const problems: Diagnostic[] = [];
  let pending = "";
  let pendingLine = 0;
  source.text.split("\n").forEach((text, index) => {
    const found = /\bRUN:\s*(.*?)\s*$/.exec(text)?.[1];
    if (found === undefined || !/^\s*(\/\/|#|;)/.test(text)) return;
    if (pending === "") pendingLine = index + 1;
    if (found.endsWith("\\")) {
      pending += `${found.slice(0, -1)} `;
      return;
    }
    const whole = pending + found;
    pending = "";
    const pipelines = parseCommandLine(whole, substitutions);
    if (typeof pipelines === "string") problems.push(problemAt(source, pendingLine, pipelines));
    else runs.push({ text: whole, line: pendingLine, pipelines });
  });
  if (pending !== "") problems.push(problemAt(source, pendingLine, "a RUN line ends in '\\' and nothing follows"));
  if (runs.length === 0 && problems.length === 0) problems.push(error("lit.no-run", `${source.name} has no RUN line`));
  if (problems.length > 0) return failure(...problems);
  return success({
    runs,
    expectedToFail: /^\s*(?:\/\/|#)\s*XFAIL:\s*\*/m.test(source.text),
    skip: skipReason(source.text, features),
  });
}

function skipReason(text: string, features: ReadonlySet<string>): string | undefined {
  const unsupported = /^\s*(?:\/\/|#)\s*UNSUPPORTED:\s*(.*)$/m.exec(text)?.[1];
  if (unsupported !== undefined) return `unsupported: ${unsupported.trim()}`;
  const required = /^\s*(?:\/\/|#)\s*REQUIRES:\s*(.*)$/m.exec(text)?.[1]?.split(",") ?? [];
  const missing = required.map((feature) => feature.trim()).find((feature) => !features.has(feature));
  return missing === undefined ? undefined : `requires ${missing}`;
}

function problemAt(source: Source, line: number, message: string): Diagnostic {
  const start =
    source.text
      .split("\n")
      .slice(0, line - 1)
      .join("\n").length + (line > 1 ? 1 : 0);
  const end = start + source.lineText(line).length;
  return error("lit.run-line", message, { kind: "range", range: { source, start, end } });
}

/** A text is what is wrong with the line. */
export function parseCommandLine(
  text: string,
  substitutions: Readonly<Record<string, string>>,
): readonly RunPipeline[] | string {
  const tokens = tokenize(text, substitutions);
  if (typeof tokens === "string") return tokens;
  const pipelines: RunPipeline[] = [];
  let pipeline: RunCommand[] = [];
  let words: string[] = [];
  let input: string | undefined;
  let output: string | undefined;
  let joinErrors = false;
  const endCommand = (): boolean => {
    if (words.length === 0) return false;
    pipeline.push({ words, input, output, joinErrors });
    [words, input, output, joinErrors] = [[], undefined, undefined, false];
    return true;
  };
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at];
    if (token === undefined) break;
    if (token.kind === "word") {
      words.push(token.text);
      continue;
    }
    if (token.text === "2>&1") {
      joinErrors = true;
      continue;
    }
    if (token.text === "<" || token.text === ">") {
      const file = tokens[++at];
      if (file?.kind !== "word") return `expected a file after '${token.text}'`;
      if (token.text === "<") input = file.text;
      else output = file.text;
      continue;
    }
    if (!endCommand()) return `expected a command before '${token.text}'`;
    if (token.text === "&&") {
      pipelines.push(pipeline);
      pipeline = [];
    }
  }
  if (!endCommand()) return "expected a command";
  return [...pipelines, pipeline];
}

interface Token {
  readonly kind: "word" | "operator";
  readonly text: string;
}

const OPERATORS = ["2>&1", "&&", "|", "<", ">"] as const;

function tokenize(text: string, substitutions: Readonly<Record<string, string>>): readonly Token[] | string {
  const tokens: Token[] = [];
  let word: string | undefined;
  const endWord = (): void => {
    if (word !== undefined) tokens.push({ kind: "word", text: word });
    word = undefined;
  };
  for (let at = 0; at < text.length; ) {
    const character = text[at] ?? "";
    const operator = OPERATORS.find((candidate) => text.startsWith(candidate, at));
    if (/\s/.test(character)) {
      endWord();
      at++;
    } else if (operator !== undefined && !(operator === "2>&1" && word !== undefined)) {
      endWord();
      tokens.push({ kind: "operator", text: operator });
      at += operator.length;
    } else if (character === "'" || character === '"') {
      const end = closingQuote(text, at);
      if (end === -1) return `a quote ${character} is not closed`;
      const inside = text.slice(at + 1, end);
      // lit substitutes before the shell sees quotes, so it does so inside of them as well.
      word =
        (word ?? "") + substitute(character === '"' ? inside.replaceAll(/\\(["\\$`])/g, "$1") : inside, substitutions);
      at = end + 1;
    } else if (character === "\\") {
      word = (word ?? "") + (text[at + 1] ?? "");
      at += 2;
    } else if (";$`&".includes(character)) {
      return `'${character}' of a shell is not supported in RUN lines`;
    } else {
      const [plain = character] = /^[^\s'"\\|<>;$`&]+/.exec(text.slice(at)) ?? [];
      word = (word ?? "") + substitute(plain, substitutions);
      at += plain.length;
    }
  }
  endWord();
  return tokens;
}

function closingQuote(text: string, start: number): number {
  const quote = text[start];
  for (let at = start + 1; at < text.length; at++) {
    if (quote === '"' && text[at] === "\\") at++;
    else if (text[at] === quote) return at;
  }
  return -1;
}

/** `%name` by the longest name that is known; `%%` is a percent sign. */
function substitute(text: string, substitutions: Readonly<Record<string, string>>): string {
  return text.replaceAll(/%(%|\w+)/g, (whole, name: string) => {
    if (name === "%") return "%";
    for (let length = name.length; length > 0; length--) {
      const value = substitutions[name.slice(0, length)];
      if (value !== undefined) return value + name.slice(length);
    }
    return whole;
  });
}
