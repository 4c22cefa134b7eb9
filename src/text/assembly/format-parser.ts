/**
 * Format strings as parsers: one closure an element, run in order, which leave operands and types in a scope; then types are resolved by
 * the rules of ODS (written, implied by a constraint, or by a trait that relates them) and operands with them.
 * Longer than most: the elements and the resolution of their types share one scope.
 * Hot: bench/parse, custom form.
 */
import type {
  AssemblyParser,
  CustomAssembly,
  CustomDirective,
  DirectiveScope,
  OperationState,
  UnresolvedOperand,
} from "../../definition/assembly.ts";
import { StrAttr, typeOfAttribute } from "../../definition/attribute-constraint.ts";
import { canInferResultTypes, inferResultTypes } from "../../definition/infer.ts";
import type { NamedAttributeSlot, NamedSlot, OpSchema } from "../../definition/schema.ts";
import type { ParametricTrait, TypesMatchWith } from "../../definition/trait.ts";
import {
  type Attribute,
  denseArrayAttribute,
  dialectAttribute,
  dictionaryAttribute,
  i32,
  isType,
  stringAttribute,
  type Type,
  unitAttribute,
} from "../../ir/attribute.ts";
import { invariant } from "../../support/invariant.ts";
import type { FormatElement, FormatVariable, OilistClause } from "./format-string.ts";

/** What the elements of one operation have left so far. Types are by slot, operands first and results behind them. */
class Scope implements DirectiveScope {
  readonly uses: (readonly UnresolvedOperand[] | undefined)[];
  readonly typesOf: (readonly Type[] | undefined)[];
  /** Of `functional-type(operands, results)` and `type(operands)`: all at once. */
  allOperandTypes: readonly Type[] | undefined;
  allResultTypes: readonly Type[] | undefined;
  allUses: readonly UnresolvedOperand[] | undefined;
  #operands: Map<string, readonly UnresolvedOperand[]> | undefined;
  #types: Map<string, readonly Type[]> | undefined;

  constructor(operands: number, slots: number) {
    this.uses = new Array<readonly UnresolvedOperand[] | undefined>(operands);
    this.typesOf = new Array<readonly Type[] | undefined>(slots);
  }

  get operands(): Map<string, readonly UnresolvedOperand[]> {
    return (this.#operands ??= new Map());
  }
  get types(): Map<string, readonly Type[]> {
    return (this.#types ??= new Map());
  }
}

type Step = (parser: AssemblyParser, state: OperationState, scope: Scope) => boolean;
/** A step that may find nothing: undefined means that it was not there, false that it failed. */
type OptionalStep = (parser: AssemblyParser, state: OperationState, scope: Scope) => boolean | undefined;

export function compileFormatParser(schema: OpSchema, elements: readonly FormatElement[]): CustomAssembly["parse"] {
  const compiler = new FormatParserCompiler(schema);
  const steps = compiler.steps(elements);
  const finish = compiler.finish(elements);
  const { length: operandCount } = schema.operands;
  const slotCount = operandCount + schema.results.length;
  return (parser, state) => {
    const scope = new Scope(operandCount, slotCount);
    const { offset } = parser;
    for (let at = 0; at < steps.length; at++) if (!(steps[at]?.(parser, state, scope) ?? false)) return false;
    return finish(parser, state, scope, offset);
  };
}

class FormatParserCompiler {
  readonly #schema: OpSchema;

  constructor(schema: OpSchema) {
    this.#schema = schema;
  }

  #fail(message: string): never {
    invariant(false, `${this.#schema.name.text}: assembly format: ${message}`);
  }

  steps(elements: readonly FormatElement[]): readonly Step[] {
    return elements.filter(({ kind }) => kind !== "space").map((element) => this.#step(element));
  }

  #step(element: FormatElement): Step {
    switch (element.kind) {
      case "literal":
        return literalStep(element.text);
      case "space":
        return () => true;
      case "variable":
        return this.#variable(element);
      case "type":
        return this.#type(element.of);
      case "ref":
        return () => true;
      case "qualified":
        return this.#qualified(element.of);
      case "functional-type":
        return this.#functionalType(element.inputs, element.results);
      case "attr-dict":
        return element.keyword
          ? (parser, state) => parser.parseOptionalAttrDictWithKeyword(state)
          : (parser, state) => parser.parseOptionalAttrDict(state);
      case "prop-dict":
        return (parser, state) => parser.parseOptionalPropDict(state);
      case "custom":
        return this.#custom(element.name);
      case "optional":
        return this.#optional(element);
      case "oilist":
        return this.#oilist(element.clauses);
    }
  }

  // ---- Variables --------------------------------------------------------------------------------------------------------

  #variable({ name, all }: FormatVariable): Step {
    if (all) return this.#all(name);
    const schema = this.#schema;
    const operand = schema.operands.findIndex((slot) => slot.name === name);
    const operandSlot = schema.operands[operand];
    if (operandSlot !== undefined) return operandStep(operand, operandSlot);
    const attribute = schema.attributes.find((slot) => slot.name === name);
    if (attribute !== undefined) return requiredStep(attributeStep(attribute), name);
    const region = schema.regions.find((slot) => slot.name === name);
    if (region !== undefined)
      return region.constraint.variadic === true ? variadicRegionStep(this.#implicitTerminator()) : this.#region();
    const successor = schema.successors.find((slot) => slot.name === name);
    if (successor !== undefined) return successor.arity === "variadic" ? variadicSuccessorStep : successorStep;
    return this.#fail(`unknown name $${name}`);
  }

  #all(name: string): Step {
    switch (name) {
      case "operands":
        return (parser, _state, scope) => {
          scope.allUses = parser.parseOperandList();
          return scope.allUses !== undefined;
        };
      case "regions":
        return variadicRegionStep(this.#implicitTerminator());
      case "successors":
        return variadicSuccessorStep;
      default:
        return this.#fail(`'${name}' stands outside type(...)`);
    }
  }

  #implicitTerminator(): string | undefined {
    return this.#schema.parametricTraits.find(({ name }) => name === "SingleBlockImplicitTerminator")?.parameters[0];
  }

  #region(): Step {
    const terminator = this.#implicitTerminator();
    const single =
      terminator === undefined && (this.#schema.traits.has("SingleBlock") || this.#schema.traits.has("NoTerminator"));
    return (parser, state) => {
      const region = parser.parseRegion();
      if (region === undefined) return false;
      if (terminator !== undefined) parser.ensureTerminator(region, terminator);
      if (single) parser.ensureBlock(region);
      state.regions.push(region);
      return true;
    };
  }

  #qualified(of: FormatElement): Step {
    if (of.kind !== "variable" || of.all) return this.#step(of);
    const slot = this.#schema.attributes.find(({ name }) => name === of.name);
    if (slot === undefined) return this.#step(of);
    return (parser, state) => {
      const value = parser.parseAttribute();
      if (value !== undefined) state.properties.set(slot.name, value);
      return value !== undefined;
    };
  }

  // ---- Types --------------------------------------------------------------------------------------------------------------

  /** The slot of an operand or result, and its arity. */
  #slot(name: string): { readonly index: number; readonly slot: NamedSlot } {
    const { operands, results } = this.#schema;
    const index = [...operands, ...results].findIndex((slot) => slot.name === name);
    const slot = [...operands, ...results][index];
    if (slot === undefined) return this.#fail(`$${name} has no type`);
    return { index, slot };
  }

  #type({ name, all }: FormatVariable): Step {
    if (all) {
      const ofResults = name === "results";
      return (parser, _state, scope) => {
        const types = parseTypes(parser);
        if (types === undefined) return false;
        if (ofResults) scope.allResultTypes = types;
        else scope.allOperandTypes = types;
        return true;
      };
    }
    const { index, slot } = this.#slot(name);
    if (slot.arity === "one")
      return (parser, _state, scope) => {
        const type = parser.parseType();
        if (type === undefined) return false;
        scope.typesOf[index] = [type];
        return true;
      };
    return (parser, _state, scope) => {
      const types = parseTypes(parser);
      scope.typesOf[index] = types;
      return types !== undefined;
    };
  }

  #functionalType(inputs: FormatVariable, results: FormatVariable): Step {
    const into = (variable: FormatVariable): ((scope: Scope, types: readonly Type[]) => void) => {
      if (variable.all && variable.name === "operands") return (scope, types) => (scope.allOperandTypes = types);
      if (variable.all) return (scope, types) => (scope.allResultTypes = types);
      const { index } = this.#slot(variable.name);
      return (scope, types) => (scope.typesOf[index] = types);
    };
    const intoInputs = into(inputs);
    const intoResults = into(results);
    return (parser, _state, scope) => {
      const type = parser.parseFunctionType();
      if (type === undefined) return false;
      intoInputs(scope, type.inputs);
      intoResults(scope, type.results);
      return true;
    };
  }

  // ---- Directives -----------------------------------------------------------------------------------------------------------

  #directive(name: string): CustomDirective {
    return this.#schema.directives[name] ?? this.#fail(`no directive custom<${name}>`);
  }

  /** The names that a directive may set stand in the scope's maps while it runs, and are taken over behind it. */
  #custom(name: string): Step {
    const directive = this.#directive(name);
    const { operands, results } = this.#schema;
    const slots = [...operands, ...results];
    return (parser, state, scope) => {
      operands.forEach((slot, at) => {
        const uses = scope.uses[at];
        if (uses !== undefined) scope.operands.set(slot.name, uses);
      });
      slots.forEach((slot, at) => {
        const types = scope.typesOf[at];
        if (types !== undefined) scope.types.set(slot.name, types);
      });
      if (!directive.parse(parser, state, scope)) return false;
      operands.forEach((slot, at) => {
        scope.uses[at] = scope.operands.get(slot.name) ?? scope.uses[at];
      });
      slots.forEach((slot, at) => {
        scope.typesOf[at] = scope.types.get(slot.name) ?? scope.typesOf[at];
      });
      return true;
    };
  }

  #optional({ present, otherwise, anchor }: Extract<FormatElement, { kind: "optional" }>): Step {
    const elements = present.filter(({ kind }) => kind !== "space");
    const [first, ...rest] = elements;
    if (first === undefined) return this.#fail("an optional group is empty");
    const begin = this.#optionalFirst(first);
    // A unit attribute has no text of its own: the group is it.
    const isUnit = (element: FormatElement): boolean =>
      element.kind === "variable" &&
      !element.all &&
      this.#schema.attributes.some(
        ({ name, constraint }) => name === element.name && constraint.summary === "unit attribute",
      );
    const steps = this.steps(rest.filter((element) => !isUnit(element)));
    const others = this.steps(otherwise.filter((element) => !isUnit(element)));
    const unit =
      anchor.kind === "variable" && !anchor.all
        ? this.#schema.attributes.find(
            ({ name, constraint }) => name === anchor.name && constraint.summary === "unit attribute",
          )
        : undefined;
    const presentElse = otherwise.includes(anchor);
    const rememberUnit = (state: OperationState, isThere: boolean): void => {
      if (unit !== undefined && isThere !== presentElse) state.properties.set(unit.name, unitAttribute);
    };
    return (parser, state, scope) => {
      const begun = begin(parser, state, scope);
      if (begun === false) return false;
      rememberUnit(state, begun === true);
      const branch = begun === true ? steps : others;
      for (let at = 0; at < branch.length; at++) if (!(branch[at]?.(parser, state, scope) ?? false)) return false;
      return true;
    };
  }

  /** The first element of a group decides whether the group is there. */
  #optionalFirst(element: FormatElement): OptionalStep {
    switch (element.kind) {
      case "literal":
        return optionalLiteral(element.text);
      case "variable":
        return this.#optionalVariable(element);
      case "custom":
      case "attr-dict":
      case "oilist": {
        // Nothing read means not there.
        const step = this.#step(element);
        return (parser, state, scope) => {
          const { offset } = parser;
          if (!step(parser, state, scope)) return false;
          return parser.offset === offset ? undefined : true;
        };
      }
      case "type": {
        const { index } = element.of.all ? { index: -1 } : this.#slot(element.of.name);
        return (parser, _state, scope) => {
          const types = parseTypes(parser);
          if (types === undefined) return false;
          if (index === -1) scope.allOperandTypes = types;
          else scope.typesOf[index] = types;
          return types.length > 0 ? true : undefined;
        };
      }
      case "qualified":
        return this.#optionalFirst(element.of);
      default:
        return this.#fail(`an optional group cannot begin with ${element.kind}`);
    }
  }

  #optionalVariable({ name, all }: FormatVariable): OptionalStep {
    const schema = this.#schema;
    const operand = schema.operands.findIndex((slot) => slot.name === name);
    if (operand !== -1 || (all && name === "operands"))
      return (parser, _state, scope) => {
        const uses = parser.parseOperandList();
        if (uses === undefined) return false;
        if (operand === -1) scope.allUses = uses;
        else scope.uses[operand] = uses;
        return uses.length > 0 ? true : undefined;
      };
    const attribute = schema.attributes.find((slot) => slot.name === name);
    if (attribute?.constraint.summary === "unit attribute")
      return this.#fail(`$${name} is a unit attribute: a group with it begins with a literal`);
    if (attribute !== undefined) return attributeStep(attribute);
    const region = schema.regions.find((slot) => slot.name === name);
    if (region !== undefined || (all && name === "regions")) {
      const terminator = this.#implicitTerminator();
      return (parser, state) => {
        const parsed = parser.parseOptionalRegion();
        if (parsed === undefined) return false;
        if (parsed === "absent") return undefined;
        if (terminator !== undefined) parser.ensureTerminator(parsed, terminator);
        state.regions.push(parsed);
        return true;
      };
    }
    return (parser, state) => {
      const block = parser.parseOptionalSuccessor();
      if (block === undefined) return undefined;
      state.successors.push(block);
      while (parser.parseOptionalToken(",")) if (!successorStep(parser, state)) return false;
      return true;
    };
  }

  #oilist(written: readonly OilistClause[]): Step {
    const clauses = written.map(({ word, elements }) => ({
      word,
      units: elements.flatMap((element) => this.#unitName(element) ?? []),
      steps: this.steps(elements.filter((element) => this.#unitName(element) === undefined)),
    }));
    return (parser, state, scope) => {
      const seen = new Set<string>();
      for (;;) {
        const { offset } = parser;
        const clause = clauses.find(({ word }) =>
          isWord(word) ? parser.parseOptionalKeyword(word) : parser.parseOptionalToken(word),
        );
        if (clause === undefined) return true;
        if (seen.has(clause.word))
          return (
            parser.report(
              `\`${clause.word}\` clause can appear at most once in the expansion of the oilist directive`,
              offset,
            ) === true
          );
        seen.add(clause.word);
        for (const name of clause.units) state.properties.set(name, unitAttribute);
        for (const step of clause.steps) if (!step(parser, state, scope)) return false;
      }
    };
  }

  /** The unit attribute that an element names, if it does: it is there where its clause is. */
  #unitName(element: FormatElement): string | undefined {
    if (element.kind !== "variable" || element.all) return undefined;
    return this.#schema.attributes.find(
      ({ name, constraint }) => name === element.name && constraint.summary === "unit attribute",
    )?.name;
  }

  // ---- Types and operands at the end -----------------------------------------------------------------------------------------

  finish(
    elements: readonly FormatElement[],
  ): (parser: AssemblyParser, state: OperationState, scope: Scope, offset: number) => boolean {
    const schema = this.#schema;
    const rules = this.#typeRules(elements);
    const segmentsOfOperands = schema.traits.has("AttrSizedOperandSegments");
    const segmentsOfResults = schema.traits.has("AttrSizedResultSegments");
    const operandCount = schema.operands.length;
    const infers = canInferResultTypes(schema);
    return (parser, state, scope, offset) => {
      for (let at = 0; at < rules.length; at++) rules[at]?.(scope, state);
      if (!this.#resolveOperands(parser, state, scope, offset)) return false;
      if (segmentsOfOperands && scope.allUses === undefined)
        state.properties.set(
          "operandSegmentSizes",
          denseArrayAttribute(
            i32,
            schema.operands.map((_, at) => scope.uses[at]?.length ?? 0),
          ),
        );
      if (!this.#pushResults(parser, state, scope, infers)) return false;
      if (segmentsOfResults)
        state.properties.set(
          "resultSegmentSizes",
          denseArrayAttribute(
            i32,
            schema.results.map((_, at) => scope.typesOf[operandCount + at]?.length ?? 0),
          ),
        );
      return true;
    };
  }

  #resolveOperands(parser: AssemblyParser, state: OperationState, scope: Scope, offset: number): boolean {
    const { operands } = this.#schema;
    if (scope.allUses !== undefined || scope.allOperandTypes !== undefined) {
      const uses = scope.allUses ?? operands.flatMap((_, at) => scope.uses[at] ?? []);
      const types = scope.allOperandTypes ?? operands.flatMap((_, at) => this.#typesFor(scope, at, uses.length));
      return parser.resolveOperands(uses, types, offset, state);
    }
    for (let at = 0; at < operands.length; at++) {
      const uses = scope.uses[at];
      if (uses === undefined) continue;
      const types = scope.typesOf[at] ?? [];
      const slot = operands[at];
      // One type for all: a constraint's or a trait's.
      const spread = slot?.arity !== "one" && types.length === 1 && uses.length !== 1 && this.#implied.has(at);
      if (!parser.resolveOperands(uses, spread ? uses.map(() => types[0] ?? unreachableType()) : types, offset, state))
        return false;
    }
    return true;
  }
  #typesFor(scope: Scope, slot: number, count: number): readonly Type[] {
    const types = scope.typesOf[slot] ?? [];
    const [only] = types;
    return only !== undefined && this.#implied.has(slot)
      ? Array.from({ length: scope.uses[slot]?.length ?? count }, () => only)
      : types;
  }

  #pushResults(parser: AssemblyParser, state: OperationState, scope: Scope, infers: boolean): boolean {
    const { results, operands } = this.#schema;
    if (scope.allResultTypes !== undefined) {
      state.resultTypes.push(...scope.allResultTypes);
      return true;
    }
    const known = results.every(
      (slot, at) => scope.typesOf[operands.length + at] !== undefined || slot.arity !== "one",
    );
    if (
      known &&
      !(infers && results.length > 0 && results.every((_, at) => scope.typesOf[operands.length + at] === undefined))
    ) {
      for (let at = 0; at < results.length; at++)
        state.resultTypes.push(...(scope.typesOf[operands.length + at] ?? []));
      return true;
    }
    const inferred = inferResultTypes(this.#schema, {
      operandTypes: parser.typesOf(state.operands),
      properties: dictionaryAttribute([...state.properties].map(([name, value]) => ({ name, value }))),
      regions: [],
    });
    if ("problem" in inferred) return parser.report(`failed to infer result types: ${inferred.problem}`) === true;
    state.resultTypes.push(...inferred.types);
    return true;
  }

  /** Slots whose types are not written: one type stands for all values of the slot. */
  readonly #implied = new Set<number>();

  /** How the types that the format does not spell follow from those that it does, in an order in which each is known when it is needed. */
  #typeRules(elements: readonly FormatElement[]): readonly ((scope: Scope, state: OperationState) => void)[] {
    const { operands, results, traits, parametricTraits } = this.#schema;
    const slots = [...operands, ...results];
    const written = writtenTypes(elements);
    if (written.has("operands") && (written.has("results") || results.length === 0)) return [];
    const known = new Set<number>();
    const rules: ((scope: Scope, state: OperationState) => void)[] = [];
    const imply = (index: number, rule: (scope: Scope, state: OperationState) => void): void => {
      known.add(index);
      this.#implied.add(index);
      rules.push(rule);
    };
    const fromSlot = (index: number, source: number, derive: ((type: Type) => Type | undefined) | undefined): void => {
      if (derive === undefined) {
        imply(index, (scope) => {
          const types = scope.typesOf[source];
          scope.typesOf[index] = types === undefined || types.length === 1 ? types : types.slice(0, 1);
        });
        return;
      }
      // Types are interned, so what one leads to is kept by identity.
      const lists = new Map<Type, readonly Type[]>();
      imply(index, (scope) => {
        const type = scope.typesOf[source]?.[0];
        if (type === undefined) return;
        let list = lists.get(type);
        if (list === undefined) {
          const derived = derive(type);
          list = derived === undefined ? [] : [derived];
          lists.set(type, list);
        }
        if (list.length > 0) scope.typesOf[index] = list;
      });
    };
    slots.forEach((slot, index) => {
      const isResult = index >= operands.length;
      if (written.has(slot.name) || written.has(isResult ? "results" : "operands")) known.add(index);
      else if (slot.type.buildable !== undefined) {
        const types = [slot.type.buildable];
        imply(index, (scope) => {
          scope.typesOf[index] = types;
        });
      }
    });
    const indexOf = (name: string): number => slots.findIndex((slot) => slot.name === name);
    const relate = (names: readonly number[]): void => {
      const source = names.find((index) => known.has(index));
      if (source !== undefined) for (const index of names) if (!known.has(index)) fromSlot(index, source, undefined);
    };
    const allOperands = operands.map((_, index) => index);
    for (let before = -1; before !== known.size; ) {
      before = known.size;
      if (traits.has("SameOperandsAndResultType")) relate(slots.map((_, index) => index));
      if (traits.has("SameTypeOperands")) relate(allOperands);
      for (const trait of parametricTraits) {
        if (trait.name === "AllTypesMatch") {
          const values = trait.parameters.filter((name) => indexOf(name) === -1);
          relate(trait.parameters.map(indexOf).filter((index) => index !== -1));
          for (const name of values) this.#fromAttribute(name, trait, known, indexOf, imply);
        } else if (isTypesMatchWith(trait)) {
          const [from = "", to = ""] = trait.parameters;
          const source = indexOf(from);
          const target = indexOf(to);
          if (target !== -1 && !known.has(target) && known.has(source)) fromSlot(target, source, trait.derive);
        }
      }
    }
    const named = namedOperands(elements);
    operands.forEach((slot, index) => {
      if (named.has(slot.name) && !known.has(index))
        this.#fail(`the type of operand $${slot.name} is neither written nor implied`);
    });
    return rules;
  }

  /** AllTypesMatch with an attribute: the value's type. */
  #fromAttribute(
    name: string,
    trait: ParametricTrait,
    known: ReadonlySet<number>,
    indexOf: (name: string) => number,
    imply: (index: number, rule: (scope: Scope, state: OperationState) => void) => void,
  ): void {
    for (const other of trait.parameters) {
      const index = indexOf(other);
      if (index === -1 || known.has(index)) continue;
      imply(index, (scope, state) => {
        const value = state.properties.get(name);
        const type = value === undefined ? undefined : typeOfAttribute(value);
        if (type !== undefined) scope.typesOf[index] = [type];
      });
    }
  }
}

function unreachableType(): never {
  invariant(false, "a slot with one type has a first type");
}

function isTypesMatchWith(trait: ParametricTrait): trait is TypesMatchWith {
  return trait.name === "TypesMatchWith" && "derive" in trait;
}

/** The names whose types a format spells, `operands` and `results` included. */
function writtenTypes(elements: readonly FormatElement[]): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (element: FormatElement): void => {
    if (element.kind === "type") names.add(element.of.name);
    else if (element.kind === "functional-type") names.add(element.inputs.name).add(element.results.name);
    else if (element.kind === "custom") element.args.forEach(visit);
    else if (element.kind === "qualified") visit(element.of);
    else if (element.kind === "optional") [...element.present, ...element.otherwise].forEach(visit);
    else if (element.kind === "oilist") for (const clause of element.clauses) clause.elements.forEach(visit);
  };
  elements.forEach(visit);
  return names;
}

/** The names of variables that a format mentions. */
export function namedOperands(elements: readonly FormatElement[]): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (element: FormatElement): void => {
    if (element.kind === "variable") names.add(element.name);
    else if (element.kind === "qualified") visit(element.of);
    else if (element.kind === "custom") element.args.forEach(visit);
    else if (element.kind === "optional") [...element.present, ...element.otherwise].forEach(visit);
    else if (element.kind === "oilist") for (const clause of element.clauses) clause.elements.forEach(visit);
  };
  elements.forEach(visit);
  return names;
}

// ---- Steps that need no schema ------------------------------------------------------------------------------------------------

function isWord(text: string): boolean {
  return /^[A-Za-z_]/.test(text);
}

/** A literal may be several tokens: `:=` is one of upstream's, `)(` is not, so punctuation is matched character by character. */
function literalStep(text: string): Step {
  if (isWord(text)) return (parser) => parser.parseKeyword(text);
  return (parser) => parser.parseToken(text);
}

function optionalLiteral(text: string): OptionalStep {
  if (isWord(text)) return (parser) => (parser.parseOptionalKeyword(text) ? true : undefined);
  return (parser) => (parser.parseOptionalToken(text) ? true : undefined);
}

function operandStep(index: number, slot: NamedSlot): Step {
  if (slot.arity === "one")
    return (parser, _state, scope) => {
      const use = parser.parseOperand();
      if (use === undefined) return false;
      scope.uses[index] = [use];
      return true;
    };
  if (slot.arity === "optional")
    return (parser, _state, scope) => {
      const use = parser.parseOptionalOperand();
      scope.uses[index] = use === undefined ? [] : [use];
      return true;
    };
  return (parser, _state, scope) => {
    const uses = parser.parseOperandList();
    scope.uses[index] = uses;
    return uses !== undefined;
  };
}

/** Zero or more types; a list that begins with none is empty. */
function parseTypes(parser: AssemblyParser): readonly Type[] | undefined {
  const { offset } = parser;
  const first = parser.parseOptionalType();
  if (first === undefined) return parser.offset === offset ? [] : undefined;
  if (!parser.parseOptionalToken(",")) return [first];
  const rest = parser.parseTypeList();
  return rest === undefined ? undefined : [first, ...rest];
}

function requiredStep(step: OptionalStep, name: string): Step {
  return (parser, state, scope) => {
    const found = step(parser, state, scope);
    return found ?? parser.report(`expected attribute '${name}'`) === true;
  };
}

/** An attribute in the form that its constraint gives it. */
function attributeStep(slot: NamedAttributeSlot): OptionalStep {
  const read = attributeReader(slot);
  return (parser, state) => {
    const value = read(parser);
    if (value === undefined || value === "failed") return value === undefined ? undefined : false;
    state.properties.set(slot.name, value);
    return true;
  };
}

type ReadAttribute = (parser: AssemblyParser) => Attribute | undefined | "failed";

function attributeReader({ constraint }: NamedAttributeSlot): ReadAttribute {
  const { cases, dialectAttribute: own, elementType, symbol, valueType } = constraint;
  if (own !== undefined)
    return (parser) => {
      const parameters = parser.parseStripped(own.dialect, own.mnemonic);
      if (parameters === undefined || parameters === "failed") return parameters;
      return dialectAttribute(own.dialect, own.mnemonic, parameters);
    };
  if (cases !== undefined) {
    const encoded = new Map(cases.map((word) => [word, constraint.encode(word)]));
    return (parser) => {
      const { offset } = parser;
      const quoted = parser.parseOptionalString();
      const word = quoted ?? parser.parseOptionalAnyKeyword();
      if (word === undefined) return undefined;
      const value = encoded.get(word);
      if (value !== undefined) return value;
      parser.report(`expected ${constraint.summary} to be one of: ${cases.join(", ")}`, offset);
      return "failed";
    };
  }
  if (symbol === "name")
    return (parser) => {
      const name = parser.parseOptionalSymbolName();
      return name === undefined ? undefined : stringAttribute(name);
    };
  if (constraint === StrAttr)
    return (parser) => {
      const text = parser.parseOptionalString();
      return text === undefined ? undefined : stringAttribute(text);
    };
  if (elementType !== undefined) return (parser) => parser.parseOptionalDenseArray(elementType);
  return (parser) => {
    const { offset } = parser;
    const value = parser.parseOptionalAttribute(valueType);
    // A report has been made when something was read and did not fit.
    if (value === undefined) return parser.hasFailed ? "failed" : undefined;
    if (constraint.accepts(value)) return value;
    parser.report(
      isType(value)
        ? `invalid kind of type specified: expected ${constraint.summary}`
        : `invalid kind of attribute specified: expected ${constraint.summary}`,
      offset,
    );
    return "failed";
  };
}

function variadicRegionStep(terminator: string | undefined): Step {
  return (parser, state) => {
    do {
      const region = parser.parseOptionalRegion();
      if (region === undefined) return false;
      if (region === "absent") return true;
      if (terminator !== undefined) parser.ensureTerminator(region, terminator);
      state.regions.push(region);
    } while (parser.parseOptionalToken(","));
    return true;
  };
}

function successorStep(parser: AssemblyParser, state: OperationState): boolean {
  const block = parser.parseSuccessor();
  if (block !== undefined) state.successors.push(block);
  return block !== undefined;
}

function variadicSuccessorStep(parser: AssemblyParser, state: OperationState): boolean {
  const first = parser.parseOptionalSuccessor();
  if (first === undefined) return true;
  state.successors.push(first);
  while (parser.parseOptionalToken(",")) if (!successorStep(parser, state)) return false;
  return true;
}
