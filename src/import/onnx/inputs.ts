/** Shapes of a graph's inputs: what the file says, completed by what the caller gives. */
import { type Diagnostic, error, failure, type Result, success } from "../../source/diagnostic.ts";
import { findSuggestion } from "../../support/suggest.ts";
import type { DType } from "../../tensor/dtype.ts";
import { elementCount, type Shape, shapeText } from "../../tensor/shape.ts";
import { dataTypeFacts } from "./data-type.ts";
import type { OnnxDim, OnnxGraph, OnnxValueInfo } from "./model.ts";

/** An input of the graph with a static shape. */
export interface SpecializedInput {
  readonly name: string;
  readonly dtype: DType;
  readonly shape: Shape;
}

/** The inputs that a caller must give a value: those without a default among the initializers. */
export function requiredInputs(graph: OnnxGraph): readonly OnnxValueInfo[] {
  return graph.inputs.filter(({ name }) => !graph.initializers.has(name));
}

/** Completes the shapes of all required inputs. Code `onnx.shape`. */
export function specializeInputs(
  graph: OnnxGraph,
  shapes: Readonly<Record<string, Shape>>,
  dims: Readonly<Record<string, number>>,
): Result<readonly SpecializedInput[]> {
  const required = requiredInputs(graph);
  const diagnostics: Diagnostic[] = [];
  const report = (message: string): void => void diagnostics.push(error("onnx.shape", message));
  const names = required.map(({ name }) => name);
  for (const name of Object.keys(shapes)) {
    if (names.includes(name)) continue;
    const near = findSuggestion(name, names);
    report(
      `the model has no input "${name}"${near === undefined ? "" : `; did you mean "${near}"?`} Its inputs: ${names.join(", ")}`,
    );
  }
  const sizes = new Map(Object.entries(dims));
  const inputs = required.flatMap((input) => specializeInput(input, shapes[input.name], sizes, report) ?? []);
  return diagnostics.length === 0 ? success(inputs) : failure(...diagnostics);
}

function specializeInput(
  { name, type }: OnnxValueInfo,
  given: Shape | undefined,
  sizes: Map<string, number>,
  report: (message: string) => void,
): SpecializedInput | undefined {
  if (type === undefined || type.kind !== "tensor") {
    report(`input "${name}": expected a tensor, found ${type === undefined ? "no type" : type.text}`);
    return undefined;
  }
  const { dtype } = dataTypeFacts(type.dataType);
  if (dtype === undefined) {
    report(`input "${name}": tensors of ${type.dataType} are not supported`);
    return undefined;
  }
  const dims = type.dims ?? given?.map((): OnnxDim => ({ kind: "unknown" }));
  if (dims === undefined) {
    report(`input "${name}" has no rank in the file; give its shape, for example --shape ${name}=1x3x224x224`);
    return undefined;
  }
  if (given !== undefined && given.length !== dims.length) {
    report(`input "${name}": expected ${dims.length} dimensions (${dimsText(dims)}), found ${shapeText(given)}`);
    return undefined;
  }
  const before = report;
  let complete = true;
  const shape = dims.map((dim, d) => {
    const size = sizeOf(dim, given?.[d], sizes);
    if (typeof size === "number") return size;
    complete = false;
    before(
      `input "${name}", dimension ${d}${dim.kind === "name" ? ` (${dim.name})` : ""}: ${size}${exampleOf(name, dims, given)}`,
    );
    return 0;
  });
  if (complete && elementCount(shape) === undefined) {
    report(`input "${name}": the shape ${shapeText(shape)} is too large`);
    return undefined;
  }
  return complete ? { name, dtype, shape } : undefined;
}

/** The size of a dimension, or what is wrong. A size given to a named dimension holds wherever the name occurs. */
function sizeOf(dim: OnnxDim, given: number | undefined, sizes: Map<string, number>): number | string {
  if (given !== undefined && (!Number.isSafeInteger(given) || given < 0))
    return `expected a size from 0, found ${given}`;
  switch (dim.kind) {
    case "size":
      return given === undefined || given === dim.size
        ? dim.size
        : `expected ${dim.size}, as the file says, found ${given}`;
    case "name": {
      const known = sizes.get(dim.name);
      if (known !== undefined && given !== undefined && known !== given)
        return `expected ${known}, as elsewhere, found ${given}`;
      const size = given ?? known;
      if (size === undefined) return "the size is not known at import";
      sizes.set(dim.name, size);
      return size;
    }
    case "unknown":
      return given ?? "the size is not known at import";
  }
}

function dimsText(dims: readonly OnnxDim[]): string {
  return dims.map((dim) => (dim.kind === "size" ? dim.size : dim.kind === "name" ? dim.name : "?")).join("x");
}

/** What to write on the command line: open dimensions stand as `?` where nobody can guess them. */
function exampleOf(name: string, dims: readonly OnnxDim[], given: Shape | undefined): string {
  if (given !== undefined) return "";
  const example = dims.map((dim, d) => (dim.kind === "size" ? dim.size : d === 0 ? 1 : "N")).join("x");
  return `; give it, for example --shape ${name}=${example}${example.includes("N") ? " with numbers for N" : ""}`;
}
