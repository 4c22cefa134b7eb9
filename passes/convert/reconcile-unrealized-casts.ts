/** Removes chains of unrealized casts that end in the types in which they began, and unused ones; a cast that remains is an error. */
import { unrealizedConversionCast } from "../../dialects/builtin/ops.ts";
import type { OperationHandle } from "../../src/ir/handle.ts";
import { operationId } from "../../src/ir/ids.ts";
import { placeOf } from "../../src/ir/location.ts";
import { operationAt } from "../../src/ir/rewriter.ts";
import { definePass } from "../../src/pass/pass.ts";
import { foldCasts } from "../../src/rewrite/reconcile-casts.ts";
import { error } from "../../src/source/diagnostic.ts";

export const reconcileUnrealizedCasts = definePass({
  name: "reconcile-unrealized-casts",
  summary: "simplify and eliminate unrealized conversion casts",
  on: "any",
  statistics: { erased: "casts erased" },
  run: ({ bodies, count, report }) => {
    for (const rewriter of bodies()) {
      const { view } = rewriter;
      const casts: OperationHandle[] = [];
      for (let id = 1; id < view.operationCount; id++)
        if (view.isLive(operationId(id)) && view.operation(operationId(id)).name === unrealizedConversionCast.name)
          casts.push(operationAt(view, id));
      foldCasts(rewriter, casts);
      const remaining = casts.filter((cast) => cast.isLive);
      count("erased", casts.length - remaining.length);
      for (const cast of remaining)
        report(
          error(
            "conversion.live-cast",
            `failed to legalize operation '${cast.opName}' that was explicitly marked illegal`,
            placeOf(cast.location),
          ),
        );
    }
  },
});
