/**
 * The key under which definitions and dialects supply the patterns that `canonicalize` runs. A pattern imports the definition of its
 * root, so a dialect lists its patterns once, in its own declaration: `extensions: canonicalizationsOf([dropZero, mergeTransposes])`.
 */
import type { Context } from "../definition/context.ts";
import type { DialectDeclaration } from "../definition/dialect.ts";
import { defineInterface } from "../definition/interface.ts";
import { invariant } from "../support/invariant.ts";
import type { RewritePattern } from "./pattern.ts";

export const canonicalizations = defineInterface<readonly RewritePattern[]>("canonicalizations");

/** Groups patterns by their root, for the `extensions` of a dialect. */
export function canonicalizationsOf(
  patterns: readonly RewritePattern[],
): NonNullable<DialectDeclaration["extensions"]> {
  const byRoot = new Map<string, RewritePattern[]>();
  for (const pattern of patterns) {
    const { root } = pattern;
    invariant(root !== undefined, () => `canonicalization ${pattern.name} has no root`);
    const known = byRoot.get(root.text);
    if (known === undefined) byRoot.set(root.text, [pattern]);
    else known.push(pattern);
  }
  return [...byRoot].map(([operation, list]) => ({ operation, supplies: [canonicalizations.of(list)] }));
}

/** Every canonicalization pattern of the loaded dialects, in the order of the definitions. */
export function canonicalizationPatterns(context: Context): readonly RewritePattern[] {
  return context.definitions.flatMap((definition) => context.find(canonicalizations, definition.name) ?? []);
}
