/**
 * The repository's text files, and TypeScript with comments and literals blanked, so that the repository's tests can look for words in code without a
 * compiler. Blanking keeps offsets and line breaks; quotes stay, what is between them becomes spaces.
 */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));

/** Path from the root, with forward slashes, -> text. */
export type SourceFiles = ReadonlyMap<string, string>;

const skippedFolders = new Set(["node_modules", "dist", "coverage", "generated", "fixtures", ".cache", ".git"]);

/** All files at or under `paths` (relative to the root) whose name ends in one of `endings`. A path that doesn't exist yet has none. */
export function readSourceFiles(paths: readonly string[], endings: readonly string[]): SourceFiles {
  const files = new Map<string, string>();
  const visit = (path: string): void => {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found?.isDirectory()) {
      for (const name of readdirSync(path)) if (!skippedFolders.has(name)) visit(join(path, name));
    } else if (found?.isFile() && endings.some((ending) => path.endsWith(ending))) {
      files.set(relative(root, path).split(sep).join("/"), readFileSync(path, "utf8"));
    }
  };
  for (const path of paths) visit(join(root, path));
  return files;
}

/** A regular expression may stand after these; after a name, a number or a closing bracket a slash divides. */
const beforeRegex = /(?:^|[=(,:;!&|?{}[+\-*%<>~^]|\b(?:return|typeof|case|in|of|void|await|yield))\s*$/;

/** Blanks comments, strings, template texts and regular expressions. What is inside `${}` stays: it is code. */
export function blankLiterals(text: string): string {
  const out = text.split("");
  const blank = (from: number, to: number): void => {
    for (let at = from; at < to; at++) if (out[at] !== "\n") out[at] = " ";
  };
  /** For every open brace, whether it is that of `${`; its closing brace goes back to the template. */
  const braces: boolean[] = [];
  let at = 0;
  const template = (from: number): number => {
    let end = from;
    while (end < text.length && text[end] !== "`" && !text.startsWith("${", end)) end += text[end] === "\\" ? 2 : 1;
    blank(from, end);
    if (text[end] === "`") return end + 1;
    braces.push(true);
    return end + 2;
  };
  while (at < text.length) {
    const character = text[at];
    if (text.startsWith("//", at)) {
      const end = endOf(text, "\n", at);
      blank(at, end);
      at = end;
    } else if (text.startsWith("/*", at)) {
      const end = Math.min(endOf(text, "*/", at + 2) + 2, text.length);
      blank(at, end);
      at = end;
    } else if (character === '"' || character === "'") {
      let end = at + 1;
      while (end < text.length && text[end] !== character && text[end] !== "\n") end += text[end] === "\\" ? 2 : 1;
      blank(at + 1, end);
      at = end + 1;
    } else if (character === "`") {
      at = template(at + 1);
    } else if (character === "/" && beforeRegex.test(out.slice(Math.max(0, at - 40), at).join(""))) {
      const end = regexEnd(text, at + 1);
      blank(at + 1, end);
      at = end + 1;
    } else {
      at++;
      if (character === "{") braces.push(false);
      else if (character === "}" && braces.pop() === true) at = template(at);
    }
  }
  return out.join("");
}

function endOf(text: string, ending: string, from: number): number {
  const found = text.indexOf(ending, from);
  return found < 0 ? text.length : found;
}

function regexEnd(text: string, from: number): number {
  let end = from;
  let inClass = false;
  while (end < text.length && text[end] !== "\n" && (inClass || text[end] !== "/")) {
    if (text[end] === "[") inClass = true;
    if (text[end] === "]") inClass = false;
    end += text[end] === "\\" ? 2 : 1;
  }
  return end;
}

/** The module specifiers that a file names: static, dynamic, type and re-exporting imports, side-effect imports too. */
export function importedSpecifiers(text: string): readonly string[] {
  const code = blankLiterals(text);
  const specifiers: string[] = [];
  for (const match of code.matchAll(/\b(?:from|import)\s*\(?\s*(["'])( *)\1/g)) {
    const end = match.index + match[0].length - 1;
    specifiers.push(text.slice(end - (match[2]?.length ?? 0), end));
  }
  return specifiers;
}

/** `path:line` of an offset, as editors understand it. */
export function placeOf(path: string, text: string, offset: number): string {
  return `${path}:${text.slice(0, offset).split("\n").length}`;
}
