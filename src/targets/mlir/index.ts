/**
 * The target `mlir`: upstream's text. Programs come out as linalg on tensors, which upstream's own tools compile further; what they make of it is
 * the second opinion on ours.
 */
import { genericMachine } from "../../cost/generic-machine.ts";
import { dtypeOf, findAttribute, type Type } from "../../ir/attribute.ts";
import type { Module } from "../../ir/module.ts";
import { conversionTarget } from "../../rewrite/conversion-target.ts";
import { defineTarget, type ProgramEntry, type Target, type TensorDescription } from "../../target/target.ts";
import { printModule } from "../../text/print.ts";

interface MlirProgram {
  readonly text: string;
  readonly entries: readonly ProgramEntry[];
}

export const mlir: Target = defineTarget<MlirProgram>({
  name: "mlir",
  summary: "MLIR text of upstream's dialects, for its tools",
  machine: genericMachine,
  memorySpaces: [{ name: "memory", number: undefined, bytes: undefined, alignment: 64 }],
  legality: conversionTarget({
    legalDialects: ["arith", "builtin", "cf", "func", "linalg", "math", "memref", "scf", "tensor", "ub", "vector"],
    unknown: () => false,
  }),
  pipeline: ({ effort }) => {
    const simplify = effort > 0 ? ["canonicalize", "cse"] : [];
    return `builtin.module(${[...simplify, "stablehlo-to-linalg", ...simplify].join(",")})`;
  },
  emit: (module, context) => ({ ok: true, value: { text: printModule(module, context), entries: entriesOf(module) } }),
  describe: ({ text, entries }) => ({
    entries,
    facts: new Map([["text bytes", text.length]]),
    files: (stem) => [{ name: `${stem}.mlir`, contents: text }],
    text: (format) => (format === "mlir" ? text : undefined),
  }),
  runtime: undefined,
});

/** The public functions, as far as they take and give tensors of known shape. */
function entriesOf(module: Module): readonly ProgramEntry[] {
  return module.bodyIds.flatMap((id) => {
    const { name, properties } = module.body(id).root;
    const symbol = findAttribute(properties, "sym_name");
    const type = findAttribute(properties, "function_type");
    const visibility = findAttribute(properties, "sym_visibility");
    const isPublic = visibility?.kind !== "string" || visibility.value === "public";
    if (name.text !== "func.func" || symbol?.kind !== "string" || type?.kind !== "function-type" || !isPublic)
      return [];
    const inputs = type.inputs.flatMap((input, at) => describe(input, `arg${at}`) ?? []);
    const outputs = type.results.flatMap((result, at) => describe(result, `result${at}`) ?? []);
    return [{ name: symbol.value, inputs, outputs }];
  });
}

function describe(type: Type, name: string): TensorDescription | undefined {
  const shape = type.kind === "tensor-type" ? type.shape : [];
  const dtype = dtypeOf(type.kind === "tensor-type" ? type.elementType : type);
  return dtype === undefined || shape.some((extent) => extent < 0) ? undefined : { name, dtype, shape };
}
