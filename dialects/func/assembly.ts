/** Syntax of func.func and func.call_indirect: what a format string cannot say. */
import type {
  AssemblyParser,
  AssemblyPrinter,
  CustomAssembly,
  OperationState,
  ParsedArgument,
} from "../../src/definition/assembly.ts";
import {
  type Attribute,
  arrayAttribute,
  type DictionaryAttribute,
  dictionaryAttribute,
  emptyDictionary,
  functionType,
  stringAttribute,
  type Type,
} from "../../src/ir/attribute.ts";
import type { OperationHandle } from "../../src/ir/handle.ts";

const VISIBILITIES = ["public", "private", "nested"] as const;
const INHERENT = ["sym_name", "function_type", "sym_visibility", "arg_attrs", "res_attrs"] as const;

/** A type with its own attributes, as arguments and results have them. */
interface TypedAttributes {
  readonly type: Type;
  readonly attributes: DictionaryAttribute;
}

interface Arguments {
  readonly types: readonly TypedAttributes[];
  /** Undefined for a declaration whose arguments have no names. */
  readonly named: readonly ParsedArgument[] | undefined;
}

function freshState(): OperationState {
  return { operands: [], resultTypes: [], properties: new Map(), attributes: new Map(), regions: [], successors: [] };
}

function dictionaryFrom(...maps: readonly ReadonlyMap<string, Attribute>[]): DictionaryAttribute {
  return dictionaryAttribute(maps.flatMap((map) => [...map].map(([name, value]) => ({ name, value }))));
}

/** `type {attributes}`. */
function parseTypedAttributes(parser: AssemblyParser): TypedAttributes | undefined {
  const type = parser.parseType();
  if (type === undefined) return undefined;
  const state = freshState();
  if (!parser.parseOptionalAttrDict(state)) return undefined;
  return { type, attributes: dictionaryFrom(state.properties, state.attributes) };
}

/** `(%a: type, ...)`, or `(type, ...)`: all with names or none. */
function parseArguments(parser: AssemblyParser): Arguments | undefined {
  const named: ParsedArgument[] = [];
  const types: TypedAttributes[] = [];
  if (!parser.parseToken("(")) return undefined;
  if (parser.parseOptionalToken(")")) return { types, named };
  // The first argument says which of the two it is: an SSA name cannot begin a type.
  const first = parser.parseOptionalType();
  if (first !== undefined) {
    const state = freshState();
    if (!parser.parseOptionalAttrDict(state)) return undefined;
    types.push({ type: first, attributes: dictionaryFrom(state.properties, state.attributes) });
    while (parser.parseOptionalToken(",")) {
      const next = parseTypedAttributes(parser);
      if (next === undefined) return undefined;
      types.push(next);
    }
  } else {
    do {
      const argument = parser.parseArgument({ type: true, attributes: true });
      if (argument?.type === undefined) return undefined;
      named.push(argument);
      types.push({ type: argument.type, attributes: dictionaryFrom(argument.attributes) });
    } while (parser.parseOptionalToken(","));
  }
  if (!parser.parseToken(")")) return undefined;
  return { types, named: first === undefined ? named : undefined };
}

/** `-> type`, `-> (type {attributes}, ...)` or nothing. */
function parseResults(parser: AssemblyParser): readonly TypedAttributes[] | undefined {
  if (!parser.parseOptionalToken("->")) return [];
  if (!parser.parseOptionalToken("(")) {
    const type = parser.parseType();
    return type === undefined ? undefined : [{ type, attributes: emptyDictionary }];
  }
  const results: TypedAttributes[] = [];
  if (parser.parseOptionalToken(")")) return results;
  do {
    const result = parseTypedAttributes(parser);
    if (result === undefined) return undefined;
    results.push(result);
  } while (parser.parseOptionalToken(","));
  return parser.parseToken(")") ? results : undefined;
}

function setAttributes(state: OperationState, name: string, typed: readonly TypedAttributes[]): void {
  if (typed.some(({ attributes }) => attributes !== emptyDictionary))
    state.properties.set(name, arrayAttribute(typed.map(({ attributes }) => attributes)));
}

/** `attributes {...}`, which may not say again what the signature says. */
function parseFunctionAttributes(parser: AssemblyParser, state: OperationState): boolean {
  const { offset } = parser;
  const given = freshState();
  if (!parser.parseOptionalAttrDictWithKeyword(given)) return false;
  for (const [name, value] of [...given.properties, ...given.attributes])
    if (INHERENT.some((inherent) => inherent === name)) {
      parser.report(
        `'${name}' is an inferred attribute and should not be specified in the explicit attribute dictionary`,
        offset,
      );
      return false;
    } else (given.properties.has(name) ? state.properties : state.attributes).set(name, value);
  return true;
}

/** `func.func private @name(arguments) -> results attributes {...} { body }`. */
export const funcAssembly: CustomAssembly = {
  parse: (parser, state) => {
    const visibility = VISIBILITIES.find((word) => parser.parseOptionalKeyword(word));
    if (visibility !== undefined) state.properties.set("sym_visibility", stringAttribute(visibility));
    const name = parser.parseSymbolName();
    if (name === undefined) return false;
    state.properties.set("sym_name", stringAttribute(name));
    const args = parseArguments(parser);
    if (args === undefined) return false;
    const results = parseResults(parser);
    if (results === undefined) return false;
    const typesOf = (typed: readonly TypedAttributes[]): readonly Type[] => typed.map(({ type }) => type);
    state.properties.set("function_type", functionType(typesOf(args.types), typesOf(results)));
    if (!parseFunctionAttributes(parser, state)) return false;
    setAttributes(state, "arg_attrs", args.types);
    setAttributes(state, "res_attrs", results);
    const { offset } = parser;
    const region = parser.parseOptionalRegion(args.named);
    if (region === undefined) return false;
    if (region !== "absent" && args.named === undefined) {
      parser.report("expected the arguments of a function with a body to have names", offset);
      return false;
    }
    state.regions.push(region === "absent" ? parser.emptyRegion() : region);
    return true;
  },
  print: (operation, printer) => {
    const visibility = operation.findAttribute("sym_visibility");
    printer.print(visibility?.kind === "string" ? ` ${visibility.value} ` : " ");
    const name = operation.findAttribute("sym_name");
    printer.printSymbolName(name?.kind === "string" ? name.value : "");
    printSignature(operation, printer);
    printer.printOptionalAttrDictWithKeyword(operation, INHERENT);
    const [body] = printer.regionsOf(operation);
    if (body === undefined || body.isEmpty) return;
    printer.print(" ");
    printer.printRegion(body, { printEntryBlockArguments: false });
  },
};

/** The attributes of argument or result `index`; undefined where it has none. */
function attributesAt(list: Attribute | undefined, index: number): Attribute | undefined {
  const entry = list?.kind === "array" ? list.elements[index] : undefined;
  return entry === emptyDictionary ? undefined : entry;
}

function printSignature(operation: OperationHandle, printer: AssemblyPrinter): void {
  const type = operation.findAttribute("function_type");
  if (type?.kind !== "function-type") return;
  const argumentAttributes = operation.findAttribute("arg_attrs");
  const [body] = printer.regionsOf(operation);
  const names = body?.entry?.arguments ?? [];
  printer.print("(");
  type.inputs.forEach((input, index) => {
    if (index > 0) printer.print(", ");
    const own = attributesAt(argumentAttributes, index);
    const argument = names[index];
    if (argument === undefined) printer.printType(input);
    else if (own === undefined) printer.printRegionArgument(argument);
    else {
      printer.printOperand(argument);
      printer.print(": ");
      printer.printType(input);
    }
    printAttributes(own, printer);
  });
  printer.print(")");
  printResults(type.results, operation.findAttribute("res_attrs"), printer);
}

function printAttributes(attributes: Attribute | undefined, printer: AssemblyPrinter): void {
  if (attributes === undefined) return;
  printer.print(" ");
  printer.printAttribute(attributes);
}

function printResults(types: readonly Type[], attributes: Attribute | undefined, printer: AssemblyPrinter): void {
  const [first] = types;
  if (first === undefined) return;
  printer.print(" -> ");
  // A function type alone would be read as the rest of the signature.
  const bare = types.length === 1 && first.kind !== "function-type" && attributesAt(attributes, 0) === undefined;
  if (bare) {
    printer.printType(first);
    return;
  }
  printer.print("(");
  types.forEach((type, index) => {
    if (index > 0) printer.print(", ");
    printer.printType(type);
    printAttributes(attributesAt(attributes, index), printer);
  });
  printer.print(")");
}

/** `func.call_indirect %callee(%a, %b) {...} : (types) -> types`: the callee's type gives those of the others. */
export const callIndirectAssembly: CustomAssembly = {
  parse: (parser, state) => {
    const callee = parser.parseOperand();
    if (callee === undefined) return false;
    const { offset } = parser;
    const operands = parser.parseOperandList("paren");
    if (operands === undefined || !parser.parseOptionalAttrDict(state) || !parser.parseToken(":")) return false;
    const type = parser.parseFunctionType();
    if (type === undefined) return false;
    state.resultTypes.push(...type.results);
    return parser.resolveOperands([callee, ...operands], [type, ...type.inputs], offset, state);
  },
  print: (operation, printer) => {
    const [callee, ...operands] = operation.opOperands;
    if (callee === undefined) return;
    printer.print(" ");
    printer.printOperand(callee);
    printer.print("(");
    printer.printOperands(operands);
    printer.print(")");
    printer.printOptionalAttrDict(operation);
    printer.print(" : ");
    printer.printType(callee.type);
  },
};
