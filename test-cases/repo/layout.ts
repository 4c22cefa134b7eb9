/** The import rules, read from the rank table of docs/guide/layout.md, and the edges of a set of files that break them. */
import { posix } from "node:path";
import { alg, Graph } from "@dagrejs/graphlib";
import type { SourceFiles } from "./source-files.ts";
import { importedSpecifiers } from "./source-files.ts";

/** One row of the table. `folder` is a folder from the root, or the file `src/index.ts`. */
export interface FolderRule {
  readonly rank: number;
  readonly folder: string;
  /** The comma-separated parts of the last column, e.g. `≤ 3`, `src ≤ 5`, `lower dialects`, `dialects`, `all`, `nothing`. */
  readonly allows: readonly string[];
}

export interface Layout {
  readonly rules: readonly FolderRule[];
  /** Level of each dialect: one may import those of lower levels. */
  readonly dialectLevels: ReadonlyMap<string, number>;
}

export function readLayout(markdown: string): Layout {
  const rules: FolderRule[] = [];
  for (const [, rank, folder, allows] of markdown.matchAll(/^\|\s*(\d+)\s*\|\s*`([^`]+)`\s*\|[^|]*\|([^|]*)\|$/gm)) {
    if (rank === undefined || folder === undefined || allows === undefined) continue;
    rules.push({
      rank: Number(rank),
      folder,
      allows: allows.split(",").map((part) => part.trim().replaceAll("`", "")),
    });
  }
  const order = /^`builtin` < .*$/m.exec(markdown)?.[0] ?? "";
  const dialectLevels = new Map<string, number>();
  order.split("<").forEach((level, index) => {
    for (const [, name] of level.matchAll(/`([^`]+)`/g)) if (name !== undefined) dialectLevels.set(name, index);
  });
  return { rules, dialectLevels };
}

export const isTest = (path: string): boolean => /\.test(-d)?\.ts$/.test(path);

/** The row that a file falls under. */
export function ruleOf(layout: Layout, path: string): FolderRule | undefined {
  return layout.rules.find((rule) => path === rule.folder || path.startsWith(`${rule.folder}/`));
}

/** Relative imports of each file, as paths from the root; JSON and other data don't count. */
export function importEdges(files: SourceFiles): ReadonlyMap<string, readonly string[]> {
  const edges = new Map<string, readonly string[]>();
  for (const [path, text] of files) {
    const relative = importedSpecifiers(text).filter((specifier) => /^\.{1,2}\/.*\.(ts|mjs|js)$/.test(specifier));
    edges.set(path, [...new Set(relative.map((specifier) => posix.join(posix.dirname(path), specifier)))]);
  }
  return edges;
}

/** What is wrong with the imports of `files`, one line each; empty if nothing is. */
export function importProblems(layout: Layout, files: SourceFiles): readonly string[] {
  const problems: string[] = [];
  const edges = importEdges(files);
  for (const [from, targets] of edges) {
    if (isTest(from)) continue;
    const rule = ruleOf(layout, from);
    if (rule === undefined) problems.push(`${from} lies in a folder without a row in docs/guide/layout.md, section 3`);
    for (const to of targets) {
      const refusal = rule === undefined ? undefined : refusalOf(layout, rule, from, to);
      if (refusal !== undefined) problems.push(`${from} imports ${to}: ${refusal}`);
    }
  }
  return [...problems, ...passProblems(edges), ...cycleProblems(edges)];
}

function refusalOf(layout: Layout, rule: FolderRule, from: string, to: string): string | undefined {
  if (isTest(to)) return "nobody imports a test";
  const target = ruleOf(layout, to);
  if (target === undefined) return "its folder has no row in docs/guide/layout.md, section 3";
  if (rule.folder === "dialects" && target === rule) return dialectRefusal(layout, from, to);
  if (target === rule || rule.allows.some((part) => allowsFolder(part, target))) return undefined;
  return `${rule.folder} (rank ${rule.rank}) may import ${rule.allows.join(", ")}, not ${target.folder} (rank ${target.rank})`;
}

function allowsFolder(part: string, target: FolderRule): boolean {
  if (part === "all" || part === target.folder) return true;
  const [, inSrc, rank] = /^(src )?≤ (\d+)$/.exec(part) ?? [];
  if (rank === undefined) return false;
  return target.rank <= Number(rank) && (inSrc === undefined || target.folder.startsWith("src/"));
}

function dialectRefusal(layout: Layout, from: string, to: string): string | undefined {
  const [, importer = ""] = from.split("/");
  const [, imported = ""] = to.split("/");
  if (importer === imported) return undefined;
  const level = layout.dialectLevels.get(importer);
  const targetLevel = layout.dialectLevels.get(imported);
  if (level === undefined) return `dialect ${importer} has no place in the order of docs/guide/layout.md, section 3`;
  if (targetLevel === undefined)
    return `dialect ${imported} has no place in the order of docs/guide/layout.md, section 3`;
  return targetLevel < level ? undefined : `dialect ${importer} is not above dialect ${imported}`;
}

/** The files that passes/index.ts lists are passes, and no other file of passes/ may import one of them. */
function passProblems(edges: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const list = "passes/index.ts";
  const passes = new Set((edges.get(list) ?? []).filter((file) => file.startsWith("passes/")));
  return [...edges].flatMap(([from, targets]) =>
    from === list || isTest(from) || !from.startsWith("passes/")
      ? []
      : targets.filter((to) => passes.has(to)).map((to) => `${from} imports ${to}: a pass calls no other pass`),
  );
}

function cycleProblems(edges: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const graph = new Graph();
  for (const [from, targets] of edges) for (const to of targets) graph.setEdge(from, to);
  return alg.findCycles(graph).map((cycle) => `import cycle among ${[...cycle].sort().join(", ")}`);
}
