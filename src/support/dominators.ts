/**
 * Dominators of a flow graph over small integers. Source: Cooper, Harvey, Kennedy, "A Simple, Fast Dominance Algorithm", 2001: quadratic at
 * worst, and in practice faster than Lengauer and Tarjan's on graphs of functions.
 */

/** Immediate dominators of nodes 0 .. n-1, node 0 being the entry: of the entry itself 0, of nodes that cannot be reached -1. */
export function immediateDominators(successors: readonly (readonly number[])[]): Int32Array {
  const { order, number } = reversePostorder(successors);
  const predecessors: number[][] = successors.map(() => []);
  successors.forEach((targets, from) => {
    if ((number[from] ?? -1) !== -1) for (const to of targets) predecessors[to]?.push(from);
  });
  const dominator = new Int32Array(successors.length).fill(-1);
  if (successors.length === 0) return dominator;
  dominator[0] = 0;
  for (let changed = true; changed; ) {
    changed = false;
    for (let at = 1; at < order.length; at++) {
      const node = order[at] ?? 0;
      let best = -1;
      for (const predecessor of predecessors[node] ?? []) {
        if ((dominator[predecessor] ?? -1) === -1) continue;
        best = best === -1 ? predecessor : meet(best, predecessor, dominator, number);
      }
      if (dominator[node] !== best) {
        dominator[node] = best;
        changed = true;
      }
    }
  }
  return dominator;
}

function meet(a: number, b: number, dominator: Int32Array, number: Int32Array): number {
  let left = a;
  let right = b;
  while (left !== right) {
    while ((number[left] ?? 0) > (number[right] ?? 0)) left = dominator[left] ?? 0;
    while ((number[right] ?? 0) > (number[left] ?? 0)) right = dominator[right] ?? 0;
  }
  return left;
}

/** Nodes in reverse postorder from node 0, and the place of each in it (-1: not reached). */
function reversePostorder(successors: readonly (readonly number[])[]): {
  readonly order: readonly number[];
  readonly number: Int32Array;
} {
  const seen = new Uint8Array(successors.length);
  const post: number[] = [];
  const path: { readonly node: number; next: number }[] = [];
  const enter = (node: number): void => {
    seen[node] = 1;
    path.push({ node, next: 0 });
  };
  if (successors.length > 0) enter(0);
  for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
    const to = successors[top.node]?.[top.next++];
    if (to === undefined) {
      post.push(top.node);
      path.pop();
    } else if (seen[to] === 0) enter(to);
  }
  const order = post.reverse();
  const number = new Int32Array(successors.length).fill(-1);
  order.forEach((node, at) => {
    number[node] = at;
  });
  return { order, number };
}

/** Dominance as a question, answered in O(1) by the intervals of a walk of the dominator tree. */
export class DominatorTree {
  readonly #immediate: Int32Array;
  readonly #start: Int32Array;
  readonly #end: Int32Array;

  constructor(immediate: Int32Array, start: Int32Array, end: Int32Array) {
    this.#immediate = immediate;
    this.#start = start;
    this.#end = end;
  }

  isReachable(node: number): boolean {
    return (this.#immediate[node] ?? -1) !== -1;
  }

  /** A node dominates itself. What is never reached is dominated by everything and dominates nothing that is reached: it cannot be wrong. */
  dominates(a: number, b: number): boolean {
    if (a === b || !this.isReachable(b)) return true;
    if (!this.isReachable(a)) return false;
    return (this.#start[a] ?? 0) <= (this.#start[b] ?? 0) && (this.#end[b] ?? 0) <= (this.#end[a] ?? 0);
  }
}

/** The dominator tree of nodes 0 .. n-1 from node 0. */
export function dominatorTree(successors: readonly (readonly number[])[]): DominatorTree {
  const immediate = immediateDominators(successors);
  const count = successors.length;
  // In reverse postorder a node comes after its dominator, so sizes are summed backwards and intervals handed out forwards.
  const { order } = reversePostorder(successors);
  const size = new Int32Array(count).fill(1);
  for (let at = order.length - 1; at > 0; at--) {
    const node = order[at] ?? 0;
    const parent = immediate[node] ?? 0;
    size[parent] = (size[parent] ?? 0) + (size[node] ?? 0);
  }
  const start = new Int32Array(count);
  const end = new Int32Array(count);
  const next = new Int32Array(count);
  for (const node of order) {
    const parent = immediate[node] ?? 0;
    const from = node === 0 ? 0 : (next[parent] ?? 0);
    if (node !== 0) next[parent] = from + (size[node] ?? 0);
    start[node] = from;
    end[node] = from + (size[node] ?? 0);
    next[node] = from + 1;
  }
  return new DominatorTree(immediate, start, end);
}
