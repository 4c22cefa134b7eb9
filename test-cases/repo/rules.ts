/**
 * The rules of the house that a program can check, beside imports: each takes files and returns one line for each offence, empty if there is none. Biome and
 * the compiler check the rest (docs/guide/style.md marks which rule is whose).
 */
import { isTest } from "./layout.ts";
import type { SourceFiles } from "./source-files.ts";
import { blankLiterals, placeOf } from "./source-files.ts";

/** Drawers for leftovers: what is in them has a better name. */
const FORBIDDEN_NAMES = new Set(["util", "utils", "helper", "helpers", "common", "misc"]);

/** Lines; a longer file says in its header why it is one file. */
const LONG_FILE = 400;

export function nameProblems(paths: Iterable<string>): readonly string[] {
  const problems: string[] = [];
  for (const path of paths) {
    const segments = path.split("/").map((segment) => segment.replace(/\..*$/, ""));
    for (const segment of segments) {
      if (FORBIDDEN_NAMES.has(segment)) problems.push(`${path}: "${segment}" says nothing about what is inside`);
      else if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(segment)) problems.push(`${path}: "${segment}" is not kebab-case`);
    }
  }
  return problems;
}

/** A source file opens with a comment that tells its idea; a long one also says why it is long. */
export function headerProblems(files: SourceFiles): readonly string[] {
  const problems: string[] = [];
  for (const [path, text] of files) {
    const header = /^(?:\/\*\*[\s\S]*?\*\/|(?:\/\/[^\n]*\n)+)/.exec(text)?.[0];
    if (header === undefined) problems.push(`${path}: does not open with a comment that tells its idea`);
    const lines = text.split("\n").length - 1;
    if (lines > LONG_FILE && !/\b(long|longer|lines|one file|together|one place)\b/i.test(header ?? ""))
      problems.push(
        `${path}: ${lines} lines, and its header does not say why it is one file (${LONG_FILE} need no reason)`,
      );
  }
  return problems;
}

/** A pattern that code may not contain, where, and who may use it all the same, with the reason. */
export interface CodeRule {
  readonly name: string;
  readonly pattern: RegExp;
  /** Path or folder (ending in a slash) -> why it is excepted. */
  readonly except: Readonly<Record<string, string>>;
}

/** Offences against `rules` in `files`, and exceptions that no file needs any more. Tests are not looked at. */
export function codeProblems(rules: readonly CodeRule[], files: SourceFiles): readonly string[] {
  const problems: string[] = [];
  const needed = new Set<string>();
  for (const [path, text] of files) {
    if (isTest(path)) continue;
    const code = blankLiterals(text);
    for (const rule of rules) {
      const exception = Object.keys(rule.except).find(
        (key) => path === key || (key.endsWith("/") && path.startsWith(key)),
      );
      for (const match of code.matchAll(rule.pattern)) {
        if (exception === undefined) problems.push(`${placeOf(path, text, match.index)}: ${rule.name}`);
        else needed.add(`${rule.name} ${exception}`);
      }
    }
  }
  for (const rule of rules)
    for (const key of Object.keys(rule.except))
      if (!key.endsWith("/") && !needed.has(`${rule.name} ${key}`))
        problems.push(`${key}: the exception from "${rule.name}" is no longer needed`);
  return problems;
}

/** Absolute paths of somebody's machine have no business in a repository. */
export function machinePathProblems(files: SourceFiles): readonly string[] {
  const problems: string[] = [];
  // Written in pieces, so that this file passes its own test.
  const pattern = new RegExp(`(?<![\\w.-])/(?:${["work", "root", "tmp"].join("|")}|home/\\w+|Users/\\w+)/`, "g");
  for (const [path, text] of files)
    for (const match of text.matchAll(pattern))
      problems.push(`${placeOf(path, text, match.index)}: ${match[0]} is a path of one machine`);
  return problems;
}
