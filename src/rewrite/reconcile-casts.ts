/**
 * Settling `builtin.unrealized_conversion_cast`: a cast back to where the values came from disappears, unused ones are erased, and of
 * those that a conversion made the rest become real operations where the type converter knows how.
 */
import { OperationHandle, type Value } from "../ir/handle.ts";
import type { OperationId } from "../ir/ids.ts";
import type { Rewriter } from "../ir/rewriter.ts";
import { isUnrealizedCast, type Materialized } from "./conversion-rewriter.ts";

/** Settles the casts of `made` in one body; returns those that remain as casts. */
export function reconcileCasts(
  rewriter: Rewriter,
  made: ReadonlyMap<OperationId, Materialized>,
): readonly OperationHandle[] {
  const casts = [...made.keys()]
    .filter((id) => rewriter.view.isLive(id))
    .map((id) => new OperationHandle(rewriter.view, id))
    .filter(isUnrealizedCast);
  foldCasts(rewriter, casts);
  const remaining: OperationHandle[] = [];
  for (const cast of casts) if (cast.isLive && !resolve(rewriter, cast, made.get(cast.id))) remaining.push(cast);
  return remaining;
}

/** Folds chains of casts and erases unused ones, users before producers. */
export function foldCasts(rewriter: Rewriter, casts: readonly OperationHandle[]): void {
  for (const cast of casts) {
    const origin = originOf(cast);
    if (origin === undefined) continue;
    cast.opResults.forEach((result, at) => {
      const value = origin[at];
      if (value !== undefined) rewriter.replaceAllUsesWith(result, value);
    });
  }
  const ours = new Set(casts.map((cast) => cast.id));
  const waiting = [...casts];
  for (let cast = waiting.pop(); cast !== undefined; cast = waiting.pop()) {
    if (!cast.isLive || cast.hasUses) continue;
    const producers = cast.opOperands.map((operand) => operand.definition).filter(isUnrealizedCast);
    rewriter.erase(cast);
    waiting.push(...producers.filter((producer) => ours.has(producer.id)));
  }
}

/** The values, some casts back, that already have the types of the results. */
function originOf(cast: OperationHandle): readonly Value[] | undefined {
  const types = cast.record.resultTypes;
  for (let at: OperationHandle | undefined = cast; at !== undefined; at = producerOf(at)) {
    const inputs = at.opOperands;
    if (inputs.length === types.length && inputs.every((input, index) => input.type === types[index])) return inputs;
  }
  return undefined;
}

/** The cast all of whose results, in order, are the inputs of this one. */
function producerOf(cast: OperationHandle): OperationHandle | undefined {
  const inputs = cast.opOperands;
  const producer = inputs[0]?.definition;
  if (!isUnrealizedCast(producer) || producer.resultCount !== inputs.length) return undefined;
  return inputs.every((input, at) => input.is(producer.opResult(at))) ? producer : undefined;
}

function resolve(rewriter: Rewriter, cast: OperationHandle, made: Materialized | undefined): boolean {
  const materialization = made?.role === "source" ? made.converter?.source : made?.converter?.target;
  if (materialization === undefined) return false;
  rewriter.setInsertionPointBefore(cast);
  const values = materialization(rewriter, cast.record.resultTypes, cast.opOperands, cast.location);
  if (values === undefined || values.some((value, at) => value.type !== cast.record.resultTypes[at])) return false;
  rewriter.replace(cast, values);
  return true;
}
