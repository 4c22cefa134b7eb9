/** Stub replaced below. */
import type { Context } from "../definition/context.ts";
import type { Semantics } from "../interpret/semantics.ts";
import type { Attribute } from "../ir/attribute.ts";
import type { OperationHandle } from "../ir/handle.ts";
export function foldConstants(
  _o: OperationHandle,
  _s: Semantics,
  _c: readonly Attribute[],
  _x: Context,
): readonly Attribute[] | undefined {
  return undefined;
}
