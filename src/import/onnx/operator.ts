/**
 * What an importer of one ONNX operator is: a range of opset versions, what of the operator it understands, as data,
 * and a function that builds StableHLO. A list of them is all that the importer knows of operators; a stranger adds to
 * the list.
 */
import type { Value } from "../../ir/handle.ts";
import { type OnnxAttribute, operatorName } from "./model.ts";
import type { NodeImport } from "./node-import.ts";

/** Which values of an attribute are understood. */
export type AttributeRule =
  | { readonly kind: "any" }
  /** Strings and integers only. */
  | { readonly kind: "oneOf"; readonly values: readonly (string | number)[] };

export const anyValue: AttributeRule = { kind: "any" };

export function oneOf(...values: readonly (string | number)[]): AttributeRule {
  return { kind: "oneOf", values };
}

/** The importer of one operator from one opset version on, up to the next importer of the same operator. */
export interface OnnxOperator {
  readonly name: string;
  /** "" is ONNX's own. */
  readonly domain: string;
  /** The first opset version whose meaning this is. */
  readonly since: number;
  /** The first version that has the operator no more. */
  readonly until: number;
  /** Fewest and most inputs. */
  readonly inputs: readonly [number, number];
  /** Most outputs that may be used. */
  readonly outputs: number;
  /** Attributes that are understood. Another one on a node makes the node unsupported. */
  readonly attributes: Readonly<Record<string, AttributeRule>>;
  /**
   * Builds the node; one value an output. What goes wrong is told through `node`, and the values returned are then not
   * looked at.
   */
  readonly import: (node: NodeImport) => Value | readonly Value[];
}

/** What a declaration may leave out: the domain is ONNX's, any opset, one output, no attributes. */
export type OnnxOperatorSpec = Pick<OnnxOperator, "name" | "inputs" | "import"> & Partial<OnnxOperator>;

export function defineOnnxOperator(spec: OnnxOperatorSpec): OnnxOperator {
  return { domain: "", since: 1, until: Number.POSITIVE_INFINITY, outputs: 1, attributes: {}, ...spec };
}

/** Operators by name and version. Later entries of the list win over earlier ones of the same name and version. */
export class OperatorTable {
  readonly #byName = new Map<string, OnnxOperator[]>();

  constructor(operators: readonly OnnxOperator[]) {
    for (const operator of operators) {
      const key = operatorName({ domain: operator.domain, opType: operator.name });
      const known = this.#byName.get(key) ?? [];
      this.#byName.set(
        key,
        [operator, ...known].sort((a, b) => b.since - a.since),
      );
    }
  }

  /** The importer for an operator at an opset version. */
  find(operator: { readonly domain: string; readonly opType: string }, opset: number): OnnxOperator | undefined {
    return this.#byName.get(operatorName(operator))?.find(({ since, until }) => since <= opset && opset < until);
  }

  /** Whether any version of the operator is known. */
  knows(operator: { readonly domain: string; readonly opType: string }): boolean {
    return this.#byName.has(operatorName(operator));
  }

  /** Names of the operators, sorted. */
  get names(): readonly string[] {
    return [...this.#byName.keys()].sort();
  }
}

/** Why an attribute of a node is not understood; undefined where it is. */
export function attributeProblem(operator: OnnxOperator, name: string, attribute: OnnxAttribute): string | undefined {
  const rule = Object.hasOwn(operator.attributes, name) ? operator.attributes[name] : undefined;
  if (rule === undefined) return "this attribute is not supported";
  if (attribute.kind === "unsupported") return `${attribute.value} is not supported`;
  if (rule.kind === "any" || attribute.kind === "reference") return undefined;
  const value =
    attribute.kind === "int" ? Number(attribute.value) : attribute.kind === "string" ? attribute.value : undefined;
  if (value !== undefined && rule.values.includes(value)) return undefined;
  return `expected ${rule.values.map((option) => JSON.stringify(option)).join(" or ")}, found ${JSON.stringify(value ?? attribute.kind)}`;
}
