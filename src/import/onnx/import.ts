/**
 * ONNX model -> StableHLO module with static shapes. The model's inputs get their sizes first (from the file, or from
 * the options where the file names a dimension); then nodes are built one after the other by the operators of a list,
 * and shape computations dissolve into constants on the way (emitter.ts). Every operation carries the names of its ONNX
 * node and of the tensors that the node makes as its location.
 */

import { module as moduleOp } from "../../../dialects/builtin/ops.ts";
import { func, returnOp } from "../../../dialects/func/ops.ts";
import type { Context } from "../../definition/context.ts";
import { dictionaryOf, functionType, stringAttribute, type Type } from "../../ir/attribute.ts";
import { Value } from "../../ir/handle.ts";
import { fusedLocation, type Location, nameLocation } from "../../ir/location.ts";
import { emptyModule, type Module } from "../../ir/module.ts";
import { ModuleRewriter } from "../../ir/module-rewriter.ts";
import type { Rewriter } from "../../ir/rewriter.ts";
import { type Diagnostic, error, failure, MAX_DIAGNOSTICS, type Result, success } from "../../source/diagnostic.ts";
import type { Shape } from "../../tensor/shape.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { checkModel, findFunction, requireSupported } from "./check.ts";
import { Emitter, typeOf } from "./emitter.ts";
import { neededNodes } from "./graph.ts";
import { type SpecializedInput, specializeInputs } from "./inputs.ts";
import {
  nodeLabel,
  type OnnxAttribute,
  type OnnxFunction,
  type OnnxGraph,
  type OnnxModel,
  type OnnxNode,
  operatorName,
} from "./model.ts";
import { NodeImport } from "./node-import.ts";
import { type OnnxOperator, OperatorTable } from "./operator.ts";
import { onnxOperators } from "./operators.ts";
import { Scope } from "./scope.ts";

export interface OnnxImportOptions {
  /** Shapes of inputs, by name: needed where the file leaves a dimension open. */
  readonly shapes?: Readonly<Record<string, Shape>>;
  /** Sizes of dimensions that the file names. */
  readonly dims?: Readonly<Record<string, number>>;
  /** Inputs that are fixed to a value: they become constants, and what follows from them is computed at import. */
  readonly constants?: Readonly<Record<string, Tensor>>;
  /** Default: `onnxOperators`. */
  readonly operators?: readonly OnnxOperator[];
  /** Name of the function; default "main". */
  readonly functionName?: string;
}

/** The discardable attribute of the function's arguments and results that keeps a graph input's or output's name. */
export const NAME_ATTRIBUTE = "onnx.name";

/**
 * Loops and functions are written out: no more nodes than this are built, so that a small file cannot ask for an
 * endless program.
 */
const MAX_NODES = 1 << 20;

/** Subgraphs and functions may nest this deep. */
const MAX_DEPTH = 256;

/**
 * Imports a model as a module with one public function, whose arguments and results are the graph's inputs and outputs
 * in order. Codes: `onnx.unsupported` (every unsupported thing of the model at once), `onnx.shape` (sizes missing or
 * contradicting the file), `onnx.node` (a node that cannot be built for these shapes; the place names it).
 * @param context has the builtin, func and stablehlo dialects
 */
export function importOnnx(model: OnnxModel, context: Context, options: OnnxImportOptions = {}): Result<Module> {
  const operators = options.operators ?? onnxOperators;
  const supported = requireSupported(checkModel(model, operators));
  if (!supported.ok) return supported;
  const constants = new Map(Object.entries(options.constants ?? {}));
  const fixedShapes = Object.fromEntries([...constants].map(([name, { shape }]) => [name, shape]));
  const inputs = specializeInputs(model.graph, { ...options.shapes, ...fixedShapes }, options.dims ?? {});
  if (!inputs.ok) return inputs;
  const open = inputs.value.filter(({ name }) => !constants.has(name));
  const table = new OperatorTable(operators);
  return new ModelImport(model, context, table, constants).run(open, options.functionName ?? "main");
}

/** The state of one import. */
class ModelImport {
  readonly #model: OnnxModel;
  readonly #context: Context;
  readonly #operators: OperatorTable;
  readonly #constants: ReadonlyMap<string, Tensor>;
  readonly #diagnostics: Diagnostic[] = [];
  readonly #failed = new Set<OnnxNode>();
  #depth = 0;
  #built = 0;

  constructor(model: OnnxModel, context: Context, operators: OperatorTable, constants: ReadonlyMap<string, Tensor>) {
    this.#model = model;
    this.#context = context;
    this.#operators = operators;
    this.#constants = constants;
  }

  run(inputs: readonly SpecializedInput[], name: string): Result<Module> {
    const location = nameLocation(this.#model.graph.name);
    const modules = new ModuleRewriter(emptyModule(moduleOp.name, location));
    const { top } = modules;
    top.location = location;
    const block = top.root.opRegions[0]?.entry;
    if (block !== undefined) top.setInsertionPointToEnd(block);
    const types = inputs.map(({ shape, dtype }) => typeOf(shape, dtype));
    let resultTypes: readonly Type[] = [];
    const named = (names: readonly { readonly name: string }[]) =>
      names.map((each) => dictionaryOf({ [NAME_ATTRIBUTE]: stringAttribute(each.name) }));
    const operation = top.insert(
      func.build({
        sym_name: name,
        function_type: functionType(types, []),
        arg_attrs: named(inputs),
        res_attrs: named(this.#model.graph.outputs),
        body: [
          {
            arguments: types,
            argumentLocations: inputs.map((input) => nameLocation(input.name)),
            build: (rewriter, args) => {
              resultTypes = this.#buildBody(rewriter, inputs, args);
            },
          },
        ],
      }),
    );
    if (this.#diagnostics.length > 0) {
      modules.discard();
      return failure(...this.#diagnostics);
    }
    top.setAttribute(operation, "function_type", functionType(types, resultTypes));
    return success(modules.commit());
  }

  /** Fills the function; gives the types of its results. */
  #buildBody(rewriter: Rewriter, inputs: readonly SpecializedInput[], args: readonly Value[]): readonly Type[] {
    const emitter = new Emitter(rewriter, this.#context, (message) => this.#report(message, undefined));
    const { graph, opsets } = this.#model;
    const scope = new Scope(emitter, undefined, graph.initializers);
    inputs.forEach(({ name }, at) => {
      const value = args[at];
      if (value !== undefined) scope.bind(name, value);
    });
    for (const [name, tensor] of this.#constants) {
      scope.bind(
        name,
        emitter.locatedAt(nameLocation(name), () => emitter.constant(tensor)),
      );
    }
    const results = this.#buildGraph(graph, scope, emitter, opsets, new Map());
    emitter.location = nameLocation(graph.name);
    rewriter.insert(returnOp.build({ operands: results }));
    emitter.sweep();
    return results.map((value) => value.type);
  }

  #buildGraph(
    graph: OnnxGraph,
    scope: Scope,
    emitter: Emitter,
    opsets: ReadonlyMap<string, number>,
    attributes: ReadonlyMap<string, OnnxAttribute>,
  ): readonly Value[] {
    const outputs = graph.outputs.map(({ name }) => name);
    this.#buildNodes(neededNodes(graph.nodes, outputs), scope, emitter, opsets, attributes);
    return this.#outputs(outputs, scope, emitter);
  }

  #outputs(names: readonly string[], scope: Scope, emitter: Emitter): readonly Value[] {
    return names.map((name) => scope.find(name) ?? emitter.problem(`output "${name}" is not computed by any node`));
  }

  #buildNodes(
    nodes: readonly OnnxNode[],
    scope: Scope,
    emitter: Emitter,
    opsets: ReadonlyMap<string, number>,
    attributes: ReadonlyMap<string, OnnxAttribute>,
  ): void {
    for (const node of nodes) {
      if (this.#diagnostics.length >= MAX_DIAGNOSTICS || this.#built > MAX_NODES) return;
      emitter.location = locationOf(node);
      emitter.reportTo((message) => this.#report(message, node));
      if (++this.#built > MAX_NODES)
        emitter.problem(`more than ${MAX_NODES} nodes to build, loops and functions written out`);
      const results = this.#buildNode(node, scope, emitter, opsets, resolved(node.attributes, attributes));
      node.outputs.forEach((name, at) => {
        if (name !== "") scope.bind(name, results[at] ?? emitter.problem(`gives no output ${at}`));
      });
    }
  }

  #buildNode(
    node: OnnxNode,
    scope: Scope,
    emitter: Emitter,
    opsets: ReadonlyMap<string, number>,
    attributes: ReadonlyMap<string, OnnxAttribute>,
  ): readonly Value[] {
    const inputs = node.inputs.map((name) => {
      if (name === "") return undefined;
      return scope.find(name) ?? emitter.problem(`uses "${name}", which nothing before it defines`);
    });
    // What depends on something that could not be built cannot be built either, and that has been told.
    if (inputs.some((value) => value !== undefined && emitter.isPlaceholder(value)))
      return node.outputs.map(() => emitter.placeholder());
    const callee = findFunction(this.#model, node);
    if (callee !== undefined)
      return this.#nested(emitter, node, () => this.#buildCall(callee, inputs, attributes, emitter));
    const opset = opsets.get(node.domain) ?? 1;
    const operator = this.#operators.find(node, opset);
    if (operator === undefined) return [emitter.problem("the operator is not supported")];
    const importSubgraph = (graph: OnnxGraph, args: readonly Value[]): readonly Value[] =>
      this.#nested(emitter, node, () => {
        const inner = new Scope(emitter, scope, graph.initializers);
        graph.inputs.forEach(({ name }, at) => {
          const value = args[at];
          if (value !== undefined) inner.bind(name, value);
        });
        return this.#buildGraph(graph, inner, emitter, opsets, attributes);
      });
    const built = operator.import(new NodeImport(node, attributes, opset, inputs, emitter, importSubgraph));
    return built instanceof Value ? [built] : built;
  }

  /** The body of one of the model's functions, in place of the call. */
  #buildCall(
    callee: OnnxFunction,
    inputs: readonly (Value | undefined)[],
    attributes: ReadonlyMap<string, OnnxAttribute>,
    emitter: Emitter,
  ): readonly Value[] {
    const scope = new Scope(emitter, undefined, new Map());
    callee.inputs.forEach((name, at) => {
      const value = inputs[at];
      if (value !== undefined) scope.bind(name, value);
    });
    const opsets = new Map([...this.#model.opsets, ...callee.opsets]);
    this.#buildNodes(
      neededNodes(callee.nodes, callee.outputs),
      scope,
      emitter,
      opsets,
      new Map([...callee.defaults, ...attributes]),
    );
    return this.#outputs(callee.outputs, scope, emitter);
  }

  /** Runs `build` one level deeper, and goes back to telling of `node` afterwards. */
  #nested(emitter: Emitter, node: OnnxNode, build: () => readonly Value[]): readonly Value[] {
    if (this.#depth >= MAX_DEPTH)
      return [emitter.problem(`graphs and functions are nested more than ${MAX_DEPTH} deep`)];
    this.#depth++;
    const values = build();
    this.#depth--;
    emitter.location = locationOf(node);
    emitter.reportTo((message) => this.#report(message, node));
    return values;
  }

  /** The first problem of a node is told; the others follow from it, or come back with the next round of a loop. */
  #report(message: string, node: OnnxNode | undefined): void {
    if (this.#diagnostics.length >= MAX_DIAGNOSTICS || (node !== undefined && this.#failed.has(node))) return;
    if (node !== undefined) this.#failed.add(node);
    const place = node === undefined ? undefined : ({ kind: "described", text: `node "${nodeLabel(node)}"` } as const);
    this.#diagnostics.push(
      error("onnx.node", node === undefined ? message : `${operatorName(node)}: ${message}`, place),
    );
  }
}

/** The node's name and the names of what it makes. */
function locationOf(node: OnnxNode): Location {
  const names = new Set([node.name, ...node.outputs].filter((name) => name !== ""));
  return fusedLocation([...names].map((name) => nameLocation(name)));
}

/**
 * A node's attributes with references to the calling node's attributes replaced; those that the caller leaves out are
 * left out.
 */
function resolved(
  attributes: ReadonlyMap<string, OnnxAttribute>,
  caller: ReadonlyMap<string, OnnxAttribute>,
): ReadonlyMap<string, OnnxAttribute> {
  if (![...attributes.values()].some(({ kind }) => kind === "reference")) return attributes;
  const entries = [...attributes].flatMap(([name, attribute]): [string, OnnxAttribute][] => {
    const value = attribute.kind === "reference" ? caller.get(attribute.value) : attribute;
    return value === undefined ? [] : [[name, value]];
  });
  return new Map(entries);
}
