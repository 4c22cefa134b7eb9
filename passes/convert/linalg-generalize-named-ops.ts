/** Every structured op of another name becomes a linalg.generic with the same maps, iterators and body. */

import { resultTypesOf } from "../../dialects/linalg/named-op.ts";
import { generic } from "../../dialects/linalg/ops/generic.ts";
import { structuredOp } from "../../dialects/linalg/structured.ts";
import { withAttribute } from "../../src/ir/attribute.ts";
import type { OperationHandle } from "../../src/ir/handle.ts";
import { definePass } from "../../src/pass/pass.ts";

export const linalgGeneralizeNamedOps = definePass({
  name: "linalg-generalize-named-ops",
  summary: "convert named ops into generic ops",
  on: "any",
  statistics: { generalized: "operations converted" },
  dependentDialects: ["linalg"],
  run: ({ context, bodies, count }) => {
    for (const rewriter of bodies())
      for (const operation of nestedOperations(rewriter.root)) {
        const op = operation.opName === generic.name.text ? undefined : structuredOp(operation, context);
        if (op === undefined) continue;
        rewriter.setInsertionPointBefore(operation);
        const made = rewriter.insert(
          generic.build({
            inputs: op.inputs,
            outputs: op.outputs,
            indexing_maps: op.maps,
            iterator_types: op.iterators,
            resultTypes: resultTypesOf(op.outputs),
            attributes: withAttribute(operation.record.attributes, "linalg.memoized_indexing_maps", undefined),
            location: operation.location,
          }),
        );
        const [from] = operation.opRegions;
        const [to] = made.opRegions;
        if (from !== undefined && to !== undefined) rewriter.moveBlocks(from, to);
        rewriter.replace(operation, made.opResults);
        count("generalized");
      }
  },
});

function nestedOperations(root: OperationHandle): readonly OperationHandle[] {
  return root.opRegions.flatMap((region) =>
    region.blocks.flatMap((block) =>
      block.operations.flatMap((operation) => [operation, ...nestedOperations(operation)]),
    ),
  );
}
