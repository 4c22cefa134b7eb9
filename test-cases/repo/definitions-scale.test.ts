import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "../..");
const OPERATIONS = 500;

/** A dialect of many operations, each with operands, a variadic, results, attributes of several kinds, and a use of its view and builder. */
function sourceText(): string {
  const parts = [
    `import { DenseI64ArrayAttr, I64Attr, UnitAttr } from "../../src/definition/attribute-constraint.ts";`,
    `import { defaultAttr, defineOp, optionalAttr, variadic } from "../../src/definition/operation.ts";`,
    `import { AnyTensor } from "../../src/definition/type-constraint.ts";`,
    `import type { OperationHandle } from "../../src/ir/handle.ts";`,
  ];
  for (let at = 0; at < OPERATIONS; at++)
    parts.push(`export const op${at} = defineOp({
  name: "scale.op${at}",
  summary: "operation ${at}",
  operands: { lhs${at}: AnyTensor, others: variadic(AnyTensor) },
  results: { result: AnyTensor },
  attributes: { axes: DenseI64ArrayAttr, step${at}: defaultAttr(I64Attr, 1), limit: optionalAttr(I64Attr), wrap: UnitAttr },
  traits: ["Pure"],
  verify: (op, report) => {
    if (op.axes.length > op.others.length) report("too many axes for " + op.lhs${at}.type.kind);
  },
});
export function use${at}(operation: OperationHandle): number {
  const view = op${at}.cast(operation);
  return view === undefined ? 0 : view.step${at} + (view.limit ?? 0) + view.axes.length;
}`);
  return parts.join("\n");
}

test(`${OPERATIONS} operation definitions, with a use of each, are type-checked in under 10 seconds`, () => {
  mkdirSync(join(ROOT, ".cache"), { recursive: true });
  const folder = mkdtempSync(join(ROOT, ".cache", "scale-"));
  try {
    writeFileSync(join(folder, "dialect.ts"), sourceText());
    writeFileSync(
      join(folder, "tsconfig.json"),
      JSON.stringify({
        extends: join(ROOT, "tsconfig.json"),
        compilerOptions: { noEmit: true, types: ["node"] },
        include: ["dialect.ts"],
      }),
    );
    const started = performance.now();
    const run = spawnSync(process.execPath, [join(ROOT, "node_modules/typescript/bin/tsc"), "-p", folder], {
      encoding: "utf8",
    });
    const seconds = (performance.now() - started) / 1000;
    expect(run.stdout + run.stderr).toBe("");
    expect(run.status).toBe(0);
    // Not a timed test of speed: it takes about a second, and only an explosion of type instantiations comes near the limit.
    expect(seconds).toBeLessThan(10);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 60_000);
