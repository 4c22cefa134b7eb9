/** How many operations a module has. Counted once a body and kept with it, so that counting after every pass costs what the pass changed. */
import type { Body } from "../ir/body.ts";
import type { BodyId } from "../ir/ids.ts";
import type { Module } from "../ir/module.ts";

const counts = new WeakMap<Body, number>();

function operationsIn(body: Body): number {
  const known = counts.get(body);
  if (known !== undefined) return known;
  let count = 0;
  body.operations.forEach(() => {
    count++;
  });
  counts.set(body, count);
  return count;
}

/** The operations of all bodies and the top-level one. */
export function countOperations(module: Module): number {
  let count = 1;
  for (const id of module.bodyIds) count += operationsIn(module.body(id));
  return count;
}

/** The operations inside `body` and the bodies inside that, its own operation not counted. */
export function countOperationsIn(module: Module, body: BodyId): number {
  let count = operationsIn(module.body(body));
  for (const child of module.childrenOf(body)) count += countOperationsIn(module, child);
  return count;
}
