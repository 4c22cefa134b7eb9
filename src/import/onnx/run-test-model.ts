/** For tests: small ONNX models imported and interpreted. */
import { builtin } from "../../../dialects/builtin/index.ts";
import { func } from "../../../dialects/func/index.ts";
import { stablehlo } from "../../../dialects/stablehlo/index.ts";
import { type Context, createContext } from "../../definition/context.ts";
import { interpret } from "../../interpret/interpreter.ts";
import type { Module } from "../../ir/module.ts";
import type { Result } from "../../source/diagnostic.ts";
import { invariant } from "../../support/invariant.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { codeOfDType, findDataType } from "./data-type.ts";
import { decodeOnnxModel } from "./decode.ts";
import { importOnnx, type OnnxImportOptions } from "./import.ts";
import { encodeTestModel, type TestAttribute, type TestModel } from "./test-encoder.ts";

export const testContext: Context = createContext([builtin, func, stablehlo]);

export function importTestModel(model: TestModel, options: OnnxImportOptions = {}): Result<Module> {
  const decoded = decodeOnnxModel(encodeTestModel(model));
  return decoded.ok ? importOnnx(decoded.value, testContext, options) : decoded;
}

/** The value, or an exception with the diagnostics, which fails the test. */
export function expectValue<T>(result: Result<T>): T {
  invariant(result.ok, () =>
    result.ok ? "" : result.diagnostics.map(({ code, message }) => `${code}: ${message}`).join("\n"),
  );
  return result.value;
}

/** The diagnostics as `code: message`, for comparing. */
export function messagesOf(result: Result<unknown>): readonly string[] {
  return result.ok ? [] : result.diagnostics.map(({ code, message }) => `${code}: ${message}`);
}

export interface NodeCase {
  readonly op: string;
  readonly opset?: number;
  readonly domain?: string;
  /** Inputs of the model; undefined leaves one out. */
  readonly inputs: readonly (Tensor | undefined)[];
  /** Inputs that are initializers, after the others. */
  readonly constants?: readonly (Tensor | undefined)[];
  readonly attributes?: Readonly<Record<string, TestAttribute>>;
  /** How many outputs to ask for; default 1. */
  readonly outputs?: number;
}

/** A model of one node. */
export function nodeModel({
  op,
  opset = 17,
  domain = "",
  inputs,
  constants = [],
  attributes = {},
  outputs = 1,
}: NodeCase): TestModel {
  const nameOf = (tensor: Tensor | undefined, prefix: string, at: number): string =>
    tensor === undefined ? "" : `${prefix}${at}`;
  const names = Array.from({ length: outputs }, (_, at) => `y${at}`);
  return {
    opset,
    inputs: inputs.flatMap((tensor, at) =>
      tensor === undefined
        ? []
        : [
            {
              name: `x${at}`,
              dims: tensor.shape,
              type: findDataType(codeOfDType(tensor.dtype) ?? 0)?.name ?? "undefined",
            },
          ],
    ),
    outputs: names.map((name) => ({ name })),
    initializers: Object.fromEntries(
      constants.flatMap((tensor, at) => (tensor === undefined ? [] : [[`c${at}`, tensor]])),
    ),
    nodes: [
      {
        op,
        domain,
        name: "node",
        inputs: [
          ...inputs.map((tensor, at) => nameOf(tensor, "x", at)),
          ...constants.map((tensor, at) => nameOf(tensor, "c", at)),
        ],
        outputs: names,
        attributes,
      },
    ],
  };
}

/** The results of a node, by the interpreter. */
export function runNode(node: NodeCase): readonly Tensor[] {
  const module = expectValue(importTestModel(nodeModel(node)));
  return expectValue(
    interpret(
      module,
      testContext,
      "main",
      node.inputs.filter((tensor) => tensor !== undefined),
    ),
  );
}
