/**
 * Format strings as printers. Where a space goes is decided when the format is compiled, by upstream's rules for literals and
 * punctuation, so that what is printed here is what upstream prints.
 * Source: mlir/tools/mlir-tblgen/OpFormatGen.cpp (the rules on spaces).
 */
import type { AssemblyPrinter, CustomAssembly } from "../../definition/assembly.ts";
import type { NamedAttributeSlot, NamedSlot, OpSchema } from "../../definition/schema.ts";
import { operandRange, resultRange } from "../../definition/view.ts";
import { type Attribute, type Type, unitAttribute } from "../../ir/attribute.ts";
import type { OperationHandle, Value } from "../../ir/handle.ts";
import { invariant } from "../../support/invariant.ts";
import { namedOperands } from "./format-parser.ts";
import type { FormatElement, FormatVariable } from "./format-string.ts";

type Step = (operation: OperationHandle, printer: AssemblyPrinter) => void;
type Condition = (operation: OperationHandle, printer: AssemblyPrinter) => boolean;

export function compileFormatPrinter(schema: OpSchema, elements: readonly FormatElement[]): CustomAssembly["print"] {
  const compiler = new FormatPrinterCompiler(schema, elements);
  const steps = compiler.steps(elements);
  return (operation, printer) => {
    for (let at = 0; at < steps.length; at++) steps[at]?.(operation, printer);
  };
}

class FormatPrinterCompiler {
  readonly #schema: OpSchema;
  /** Names that the format prints itself, which the attribute dictionary leaves out. */
  readonly #printed: readonly string[];
  readonly #hasPropDict: boolean;
  #emitSpace = true;
  #afterPunctuation = false;

  constructor(schema: OpSchema, elements: readonly FormatElement[]) {
    this.#schema = schema;
    const named = namedOperands(elements);
    this.#printed = [
      ...schema.attributes.filter(({ name }) => named.has(name)).map(({ name }) => name),
      "operandSegmentSizes",
      "resultSegmentSizes",
    ];
    this.#hasPropDict = elements.some(({ kind }) => kind === "prop-dict");
  }

  #fail(message: string): never {
    invariant(false, `${this.#schema.name.text}: assembly format: ${message}`);
  }

  steps(elements: readonly FormatElement[]): readonly Step[] {
    return elements.map((element) => this.#step(element));
  }

  #step(element: FormatElement): Step {
    switch (element.kind) {
      case "literal":
        return this.#literal(element.text);
      case "space":
        return this.#space(element.text);
      case "attr-dict":
      case "prop-dict":
        this.#afterPunctuation = false;
        return this.#dictionary(element);
      case "optional":
        return this.#optional(element);
      case "oilist":
        return this.#oilist(element);
      case "ref":
        return () => {};
      default: {
        const spaced = this.#emitSpace || !this.#afterPunctuation;
        this.#afterPunctuation = false;
        this.#emitSpace = true;
        const print = this.#element(element);
        if (!spaced) return print;
        return (operation, printer) => {
          printer.print(" ");
          print(operation, printer);
        };
      }
    }
  }

  #literal(text: string): Step {
    const spaced = this.#emitSpace && needsSpaceBefore(text, this.#afterPunctuation);
    this.#emitSpace = text.length !== 1 || !"<({[".includes(text);
    this.#afterPunctuation = !/^[A-Za-z_]/.test(text);
    const whole = spaced ? ` ${text}` : text;
    return (_operation, printer) => printer.print(whole);
  }

  #space(text: string): Step {
    this.#emitSpace = false;
    this.#afterPunctuation = text === "";
    if (text === "\n") return (_operation, printer) => printer.newline();
    return text === "" ? () => {} : (_operation, printer) => printer.print(text);
  }

  #dictionary(element: Extract<FormatElement, { kind: "attr-dict" | "prop-dict" }>): Step {
    const defaults = this.#schema.attributes.filter(({ presence }) => presence === "default");
    const elidedOf = (operation: OperationHandle): readonly string[] => {
      const atDefault = defaults.filter((slot) => isDefault(slot, operation.findAttribute(slot.name)));
      return atDefault.length === 0 ? this.#printed : [...this.#printed, ...atDefault.map(({ name }) => name)];
    };
    if (element.kind === "prop-dict")
      return (operation, printer) => printer.printOptionalPropDict(operation, elidedOf(operation));
    const discardableOnly = this.#hasPropDict;
    const elided = (operation: OperationHandle): readonly string[] =>
      discardableOnly ? operation.record.properties.entries.map(({ name }) => name) : elidedOf(operation);
    if (element.keyword)
      return (operation, printer) => printer.printOptionalAttrDictWithKeyword(operation, elided(operation));
    return (operation, printer) => printer.printOptionalAttrDict(operation, elided(operation));
  }

  // ---- Elements with a space in front -----------------------------------------------------------------------------------

  #element(element: FormatElement): Step {
    switch (element.kind) {
      case "variable":
        return this.#variable(element);
      case "type": {
        const values = this.#values(element.of);
        return (operation, printer) => printer.printTypes(values(operation).map(({ type }) => type));
      }
      case "qualified":
        return this.#qualified(element.of);
      case "functional-type": {
        const inputs = this.#values(element.inputs);
        const results = this.#values(element.results);
        const types = (values: readonly Value[]): readonly Type[] => values.map(({ type }) => type);
        return (operation, printer) => printer.printFunctionalType(types(inputs(operation)), types(results(operation)));
      }
      case "custom": {
        const directive = this.#schema.directives[element.name] ?? this.#fail(`no directive custom<${element.name}>`);
        return (operation, printer) => directive.print(operation, printer);
      }
      default:
        return this.#fail(`${element.kind} in an unexpected place`);
    }
  }

  #slots(
    variable: FormatVariable,
  ): { readonly index: number; readonly slot: NamedSlot; readonly result: boolean } | undefined {
    const operand = this.#schema.operands.findIndex(({ name }) => name === variable.name);
    const operandSlot = this.#schema.operands[operand];
    if (operandSlot !== undefined) return { index: operand, slot: operandSlot, result: false };
    const result = this.#schema.results.findIndex(({ name }) => name === variable.name);
    const resultSlot = this.#schema.results[result];
    return resultSlot === undefined ? undefined : { index: result, slot: resultSlot, result: true };
  }

  /** The values that a name stands for. */
  #values(variable: FormatVariable): (operation: OperationHandle) => readonly Value[] {
    const schema = this.#schema;
    if (variable.all)
      return variable.name === "results" ? (operation) => operation.opResults : (operation) => operation.opOperands;
    const found = this.#slots(variable) ?? this.#fail(`$${variable.name} stands for no values`);
    const { index, result } = found;
    return (operation) => {
      const [start, end] = result ? resultRange(schema, operation, index) : operandRange(schema, operation, index);
      return (result ? operation.opResults : operation.opOperands).slice(start, end);
    };
  }

  #variable(variable: FormatVariable): Step {
    const schema = this.#schema;
    const { name } = variable;
    if (variable.all ? name === "operands" : this.#slots(variable)?.result === false) {
      const values = this.#values(variable);
      return (operation, printer) => printer.printOperands(values(operation));
    }
    const attribute = schema.attributes.find((slot) => slot.name === name);
    if (attribute !== undefined) return attributeStep(attribute, false);
    const region = schema.regions.findIndex((slot) => slot.name === name);
    if (region !== -1 || (variable.all && name === "regions")) return this.#region(region);
    const successor = schema.successors.findIndex((slot) => slot.name === name);
    if (successor !== -1 || (variable.all && name === "successors")) {
      const variadic = schema.successors[successor]?.arity !== "one";
      return (operation, printer) => {
        const blocks = operation.opSuccessors.slice(Math.max(0, successor), variadic ? undefined : successor + 1);
        blocks.forEach((block, at) => {
          if (at > 0) printer.print(", ");
          printer.printSuccessor(block);
        });
      };
    }
    return this.#fail(`unknown name $${name}`);
  }

  #region(index: number): Step {
    const slot = this.#schema.regions[index];
    const variadic = slot === undefined || slot.constraint.variadic === true;
    const implicit = this.#schema.parametricTraits.some(({ name }) => name === "SingleBlockImplicitTerminator");
    return (operation, printer) => {
      const regions = printer.regionsOf(operation).slice(Math.max(0, index), variadic ? undefined : index + 1);
      regions.forEach((region, at) => {
        if (at > 0) printer.print(", ");
        const terminator = implicit ? region.entry?.last?.record : undefined;
        const says =
          terminator === undefined ||
          terminator.operands.length > 0 ||
          terminator.resultTypes.length > 0 ||
          terminator.attributes.entries.length + terminator.properties.entries.length > 0;
        printer.printRegion(region, { printBlockTerminators: says });
      });
    };
  }

  #qualified(of: FormatElement): Step {
    if (of.kind !== "variable" || of.all) return this.#element(of);
    const slot = this.#schema.attributes.find(({ name }) => name === of.name);
    return slot === undefined ? this.#element(of) : attributeStep(slot, true);
  }

  // ---- Groups -------------------------------------------------------------------------------------------------------------

  #optional({ present, otherwise, anchor }: Extract<FormatElement, { kind: "optional" }>): Step {
    const isThere = this.#presence(anchor);
    const inverted = otherwise.includes(anchor);
    // A unit attribute says by the group alone that it is there.
    const shown = present.filter((element) => !this.#isUnit(element));
    const thenSteps = this.steps(shown);
    const elseSteps = this.steps(otherwise.filter((element) => !this.#isUnit(element)));
    return (operation, printer) => {
      const branch = isThere(operation, printer) !== inverted ? thenSteps : elseSteps;
      for (let at = 0; at < branch.length; at++) branch[at]?.(operation, printer);
    };
  }

  #isUnit(element: FormatElement): boolean {
    return (
      element.kind === "variable" &&
      this.#schema.attributes.some(
        ({ name, constraint }) => name === element.name && constraint.summary === "unit attribute",
      )
    );
  }

  #presence(element: FormatElement): Condition {
    switch (element.kind) {
      case "variable":
        return this.#variablePresence(element);
      case "type":
      case "qualified":
      case "ref":
        return this.#presence(element.of);
      case "functional-type": {
        const inputs = this.#presence(element.inputs);
        const results = this.#presence(element.results);
        return (operation, printer) => inputs(operation, printer) || results(operation, printer);
      }
      case "custom": {
        const parts = element.args
          .filter(({ kind }) => kind === "variable" || kind === "type")
          .map((part) => this.#presence(part));
        return (operation, printer) => parts.some((part) => part(operation, printer));
      }
      default:
        return () => true;
    }
  }

  #variablePresence(variable: FormatVariable): Condition {
    const { name } = variable;
    if (variable.all || this.#slots(variable) !== undefined) {
      if (name === "regions") return (operation, printer) => printer.regionsOf(operation).length > 0;
      if (name === "successors") return (operation) => operation.record.successors.length > 0;
      const values = this.#values(variable);
      return (operation) => values(operation).length > 0;
    }
    const attribute = this.#schema.attributes.find((slot) => slot.name === name);
    if (attribute !== undefined)
      return (operation) => {
        const value = operation.findAttribute(name);
        return value !== undefined && !isDefault(attribute, value);
      };
    const region = this.#schema.regions.findIndex((slot) => slot.name === name);
    if (region !== -1) return (operation, printer) => printer.regionsOf(operation)[region]?.isEmpty === false;
    return (operation) => operation.record.successors.length > 0;
  }

  #oilist({ clauses }: Extract<FormatElement, { kind: "oilist" }>): Step {
    // Each clause may be the first that is printed, so each begins with the same state of spaces.
    const compiled = clauses.map(({ word, elements }) => {
      this.#emitSpace = true;
      this.#afterPunctuation = false;
      const parts = elements
        .filter(({ kind }) => kind === "variable" || kind === "type" || kind === "custom")
        .map((part) => this.#presence(part));
      return {
        parts,
        steps: this.steps([{ kind: "literal", text: word }, ...elements.filter((element) => !this.#isUnit(element))]),
      };
    });
    return (operation, printer) => {
      for (const { parts, steps } of compiled)
        if (parts.some((part) => part(operation, printer))) for (const step of steps) step(operation, printer);
    };
  }
}

/** Upstream's shouldEmitSpaceBefore. */
function needsSpaceBefore(text: string, afterPunctuation: boolean): boolean {
  if (text.length !== 1 && text !== "->") return true;
  const first = text.charAt(0);
  return afterPunctuation ? !">)}],".includes(first) : !"<>(){}[],".includes(first);
}

function isDefault({ presence, constraint, fallback }: NamedAttributeSlot, value: Attribute | undefined): boolean {
  return presence === "default" && (value === undefined || value === constraint.encode(fallback));
}

/** An attribute in the form that its constraint gives it; `whole` prints a dialect's attribute with its name. */
function attributeStep(slot: NamedAttributeSlot, whole: boolean): Step {
  const { constraint, name, presence, fallback } = slot;
  const print = attributePrinter(slot, whole);
  return (operation, printer) => {
    const value = operation.findAttribute(name) ?? (presence === "default" ? constraint.encode(fallback) : undefined);
    if (value !== undefined) print(value, printer);
  };
}

function attributePrinter(
  { constraint }: NamedAttributeSlot,
  whole: boolean,
): (value: Attribute, printer: AssemblyPrinter) => void {
  const { cases, dialectAttribute, elementType, symbol, valueType } = constraint;
  if (whole) return (value, printer) => printer.printAttribute(value);
  if (dialectAttribute !== undefined) return (value, printer) => printer.printStrippedAttribute(value);
  if (cases !== undefined)
    return (value, printer) =>
      printer.print(constraint.accepts(value) ? wordOf(String(constraint.decode(value))) : "?");
  if (symbol === "name")
    return (value, printer) =>
      value.kind === "string" ? printer.printSymbolName(value.value) : printer.printAttribute(value);
  if (elementType !== undefined) return (value, printer) => printer.printStrippedAttribute(value);
  if (valueType !== undefined) return (value, printer) => printer.printAttributeWithoutType(value);
  return (value, printer) => (value === unitAttribute ? printer.print("unit") : printer.printAttribute(value));
}

/** Cases that are no identifiers are printed as strings. */
function wordOf(text: string): string {
  return /^[A-Za-z_][\w$.]*$/.test(text) ? text : JSON.stringify(text);
}
