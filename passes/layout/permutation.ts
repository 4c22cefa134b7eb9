/** Permutations of dimensions. `transpose(x, p)` has dimension `p[d]` of x as its dimension d. */

export type Permutation = readonly number[];

export function identityPermutation(rank: number): Permutation {
  return Array.from({ length: rank }, (_, d) => d);
}

export function isIdentityPermutation(p: Permutation): boolean {
  return p.every((from, d) => from === d);
}

export function inversePermutation(p: Permutation): Permutation {
  const inverse = new Array<number>(p.length).fill(0);
  p.forEach((from, d) => {
    inverse[from] = d;
  });
  return inverse;
}

/** `transpose(transpose(x, inner), outer)` is `transpose(x, composePermutations(inner, outer))`. */
export function composePermutations(inner: Permutation, outer: Permutation): Permutation {
  return outer.map((d) => inner[d] ?? 0);
}

export function permuted<T>(items: readonly T[], p: Permutation): readonly T[] {
  return p.flatMap((from) => items.slice(from, from + 1));
}

/** Whether the transpose moves dimensions of extent 1 only: then it keeps the order of the elements, and a reshape does the same. */
export function keepsElementOrder(p: Permutation, shape: readonly number[]): boolean {
  const moving = p.filter((from) => shape[from] !== 1);
  return moving.every((from, at) => at === 0 || from > (moving[at - 1] ?? 0));
}
