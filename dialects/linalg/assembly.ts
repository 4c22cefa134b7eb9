/** The syntax of structured ops, which no format string can say: `ins(...) outs(...)`, implicit regions, short forms of bodies. */
import type { AssemblyParser, AssemblyPrinter, CustomAssembly, OperationState } from "../../src/definition/assembly.ts";
import type { AffineMap } from "../../src/ir/affine.ts";
import {
  type Attribute,
  affineMapAttribute,
  arrayAttribute,
  denseArrayAttribute,
  dictionaryOf,
  elementTypeOrSelf,
  emptyDictionary,
  findAttribute,
  i32,
  i64,
  type Type,
} from "../../src/ir/attribute.ts";
import type { OperationHandle, Value } from "../../src/ir/handle.ts";
import { operationName } from "../../src/ir/name.ts";
import { type ElementBody, ElementBuilder } from "./element-builder.ts";
import { ITERATOR_TYPES, IteratorTypeAttr } from "./structured.ts";

/** The operands as they were written. */
interface InsAndOuts {
  readonly ins: readonly Type[];
  readonly outs: readonly Type[];
}

/** `{...} ins(%a, %b : t, t) outs(%c : t)`, each part optional. */
function parseInsAndOuts(parser: AssemblyParser, state: OperationState): InsAndOuts | undefined {
  if (!parser.parseOptionalAttrDict(state)) return undefined;
  const ins = parseOperandGroup(parser, state, "ins");
  const outs = ins && parseOperandGroup(parser, state, "outs");
  return ins === undefined || outs === undefined ? undefined : { ins, outs };
}

function parseOperandGroup(
  parser: AssemblyParser,
  state: OperationState,
  keyword: string,
): readonly Type[] | undefined {
  if (!parser.parseOptionalKeyword(keyword)) return [];
  const offset = parser.offset;
  if (!parser.parseToken("(")) return undefined;
  const operands = parser.parseOperandList();
  const types = operands && parser.parseColonTypeList();
  if (operands === undefined || types === undefined || !parser.parseToken(")")) return undefined;
  return parser.resolveOperands(operands, types, offset, state) ? types : undefined;
}

function setSegments(state: OperationState, { ins, outs }: InsAndOuts): void {
  state.properties.set("operandSegmentSizes", denseArrayAttribute(i32, [ins.length, outs.length]));
}

function pushTensorTypes(state: OperationState, types: readonly Type[]): void {
  for (const type of types) if (type.kind === "tensor-type") state.resultTypes.push(type);
}

function parseArrowTypes(parser: AssemblyParser, state: OperationState): boolean {
  const types = parser.parseOptionalArrowTypeList();
  if (types === undefined) return false;
  state.resultTypes.push(...types);
  return true;
}

function printInsAndOuts(printer: AssemblyPrinter, ins: readonly Value[], outs: readonly Value[]): void {
  for (const [keyword, values] of [
    ["ins", ins],
    ["outs", outs],
  ] as const) {
    if (values.length === 0) continue;
    printer.print(` ${keyword}(`);
    printer.printOperands(values);
    printer.print(" : ");
    printer.printTypes(values.map(({ type }) => type));
    printer.print(")");
  }
}

/** Inputs and destinations of an operation with segment sizes. */
function splitOperands(operation: OperationHandle): readonly [readonly Value[], readonly Value[]] {
  const sizes = findAttribute(operation.record.properties, "operandSegmentSizes");
  const operands = operation.opOperands;
  const split = sizes?.kind === "dense-array" ? Number(sizes.values[0] ?? 0) : operands.length - 1;
  return [operands.slice(0, split), operands.slice(split)];
}

const HIDDEN = ["operandSegmentSizes", "linalg.memoized_indexing_maps"];

const mapsAttribute = (maps: readonly AffineMap[]): Attribute => arrayAttribute(maps.map(affineMapAttribute));

export interface NamedSyntax {
  readonly mnemonic: string;
  readonly inputs: number;
  readonly body: ElementBody;
  readonly refuses?: (elements: readonly Type[]) => string | undefined;
  readonly defaultMaps?: readonly AffineMap[];
}

/** `linalg.matmul indexing_maps = [...] {...} ins(...) outs(...) -> types`; the region is built from the element types. */
export function namedAssembly(syntax: NamedSyntax): CustomAssembly {
  const { defaultMaps } = syntax;
  return {
    parse: (parser, state) => {
      if (defaultMaps !== undefined && !parseMaps(parser, state, defaultMaps)) return false;
      const start = parser.offset;
      const types = parseInsAndOuts(parser, state);
      if (types === undefined || !parseArrowTypes(parser, state)) return false;
      setSegments(state, types);
      return buildImplicitRegion(parser, state, [...types.ins, ...types.outs], syntax, start);
    },
    print: (operation, printer) => {
      const maps = operation.findAttribute("indexing_maps");
      if (defaultMaps !== undefined && maps !== undefined && maps !== mapsAttribute(defaultMaps)) {
        printer.print(" indexing_maps = ");
        printer.printAttribute(maps);
      }
      printer.printOptionalAttrDict(operation, [...HIDDEN, "indexing_maps"]);
      printInsAndOuts(printer, ...splitOperands(operation));
      printer.printOptionalArrowTypeList(operation.record.resultTypes);
    },
  };
}

function parseMaps(parser: AssemblyParser, state: OperationState, defaultMaps: readonly AffineMap[]): boolean {
  if (!parser.parseOptionalKeyword("indexing_maps")) {
    state.properties.set("indexing_maps", mapsAttribute(defaultMaps));
    return true;
  }
  const maps = parser.parseToken("=") ? parser.parseAttribute() : undefined;
  if (maps === undefined) return false;
  state.properties.set("indexing_maps", maps);
  return true;
}

function buildImplicitRegion(
  parser: AssemblyParser,
  state: OperationState,
  types: readonly Type[],
  { inputs, body, refuses }: NamedSyntax,
  start: number,
): boolean {
  const elements = types.map(elementTypeOrSelf);
  if (elements.length !== inputs + 1) {
    parser.report(`region expects ${inputs + 1} args, got ${elements.length}`, start);
    return false;
  }
  const problem = refuses?.(elements);
  if (problem !== undefined) {
    parser.report(problem, start);
    return false;
  }
  state.regions.push(
    parser.buildRegion(elements, (insert, args) => {
      const builder = new ElementBuilder(insert);
      const values = args.map((id, at) => ({ id, type: elements[at] ?? i64 }));
      insert(
        operationName("linalg.yield"),
        body(builder, values).map(({ id }) => id),
        [],
        emptyDictionary,
      );
    }),
  );
  return true;
}

// ---- linalg.generic ---------------------------------------------------------------------------------------------------

/** In the text the iterator types are strings. */
function iteratorsFromStrings(attribute: Attribute | undefined): Attribute | undefined {
  if (attribute?.kind !== "array") return attribute;
  const elements = attribute.elements.map((element) => {
    const known = element.kind === "string" ? ITERATOR_TYPES.find((type) => type === element.value) : undefined;
    return known === undefined ? element : IteratorTypeAttr.encode(known);
  });
  return arrayAttribute(elements);
}

const GENERIC_TRAITS = ["doc", "indexing_maps", "iterator_types", "library_call"];

/** `{indexing_maps = [...], iterator_types = ["parallel"]} ins(...) outs(...) attrs = {...} {region} -> types`. */
export const genericAssembly: CustomAssembly = {
  parse: (parser, state) => {
    const types = parseInsAndOuts(parser, state);
    if (types === undefined) return false;
    const iterators = iteratorsFromStrings(state.properties.get("iterator_types"));
    if (iterators !== undefined) state.properties.set("iterator_types", iterators);
    if (parser.parseOptionalKeyword("attrs") && !(parser.parseToken("=") && parser.parseOptionalAttrDict(state)))
      return false;
    const region = parser.parseRegion();
    if (region === undefined) return false;
    state.regions.push(region);
    setSegments(state, types);
    return parseArrowTypes(parser, state);
  },
  print: (operation, printer) => {
    printer.print(" {");
    let first = true;
    for (const name of GENERIC_TRAITS) {
      const value = operation.findAttribute(name);
      if (value === undefined) continue;
      printer.print(`${first ? "" : ", "}${name} = `);
      first = false;
      if (name === "iterator_types") printIterators(printer, value);
      else printer.printAttribute(value);
    }
    printer.print("}");
    printInsAndOuts(printer, ...splitOperands(operation));
    if (operation.record.attributes !== emptyDictionary) {
      printer.print(" attrs = ");
      printer.printOptionalAttrDict(operation, [...HIDDEN, ...GENERIC_TRAITS]);
    }
    printer.print(" ");
    for (const region of printer.regionsOf(operation)) printer.printRegion(region);
    printer.printOptionalArrowTypeList(operation.record.resultTypes);
  },
};

function printIterators(printer: AssemblyPrinter, attribute: Attribute): void {
  const elements = attribute.kind === "array" ? attribute.elements : [];
  printer.print("[");
  elements.forEach((element, at) => {
    if (at > 0) printer.print(", ");
    if (IteratorTypeAttr.accepts(element)) printer.printString(IteratorTypeAttr.decode(element));
    else printer.printAttribute(element);
  });
  printer.print("]");
}

// ---- linalg.map and linalg.reduce -------------------------------------------------------------------------------------

/** How the operand that carries the result stands in a short body: behind the inputs that map uses, or as reduce's accumulator in front. */
type ShortForm = "map" | "reduce";

/** `{ arith.addf {attributes} }` in front of the operands. */
interface ShortBody {
  readonly name: string;
  readonly properties: ReadonlyMap<string, Attribute>;
  readonly offset: number;
}

function parseShortBody(parser: AssemblyParser): ShortBody | undefined | "absent" {
  const offset = parser.offset;
  if (!parser.parseOptionalToken("{")) return "absent";
  const name = parser.parseAnyKeyword();
  if (name === undefined) return undefined;
  const state: OperationState = {
    operands: [],
    resultTypes: [],
    properties: new Map(),
    attributes: new Map(),
    regions: [],
    successors: [],
  };
  if (!parser.parseOptionalAttrDict(state) || !parser.parseToken("}")) return undefined;
  return { name, properties: new Map([...state.properties, ...state.attributes]), offset };
}

/** The syntax of map and reduce, which differ in their region arguments and in the trailing attribute. */
export function bodyFormAssembly(form: ShortForm): CustomAssembly {
  return {
    parse: (parser, state) => {
      const short = parseShortBody(parser);
      if (short === undefined) return false;
      const types = parseInsAndOuts(parser, state);
      if (types === undefined) return false;
      pushTensorTypes(state, types.outs);
      if (form === "reduce" && !parseDimensions(parser, state, "dimensions")) return false;
      if (!parser.parseOptionalAttrDict(state)) return false;
      if (short !== "absent") {
        state.regions.push(buildShortRegion(parser, types, short, form));
        return true;
      }
      const args = parser.parseArgumentList("paren", { type: true });
      const region = args && parser.parseRegion(args);
      if (region === undefined) return false;
      state.regions.push(region);
      return true;
    },
    print: (operation, printer) => printBodyForm(operation, printer, form),
  };
}

function buildShortRegion(parser: AssemblyParser, types: InsAndOuts, short: ShortBody, form: ShortForm) {
  const elements = [...types.ins, ...types.outs].map(elementTypeOrSelf);
  return parser.buildRegion(elements, (insert, args) => {
    const ins = args.slice(0, types.ins.length);
    const outs = args.slice(types.ins.length);
    const properties = dictionaryOf(Object.fromEntries(short.properties));
    const results = insert(
      operationName(short.name),
      form === "map" ? ins : [...outs, ...ins],
      types.outs.map(elementTypeOrSelf),
      properties,
    );
    insert(operationName("linalg.yield"), results, []);
  });
}

function printBodyForm(operation: OperationHandle, printer: AssemblyPrinter, form: ShortForm): void {
  const count = form === "map" ? 1 : operation.operandCount / 2;
  const operands = operation.opOperands;
  const split = operands.length - count;
  const [region] = printer.regionsOf(operation);
  const payload = shortPayload(operation, split, form);
  if (payload !== undefined) {
    printer.print(` { ${payload.opName}`);
    printer.printOptionalAttrDict(payload, ["fastmath", "overflowFlags"]);
    printer.print(" }");
  }
  printInsAndOuts(printer, operands.slice(0, split), operands.slice(split));
  if (form === "reduce") printDimensions(operation, printer, "dimensions");
  printer.printOptionalAttrDict(operation, [...HIDDEN, "dimensions"]);
  if (payload !== undefined || region === undefined) return;
  printer.increaseIndent();
  printer.newline();
  printer.print("(");
  region.entry?.arguments.forEach((argument, at) => {
    if (at > 0) printer.print(", ");
    printer.printRegionArgument(argument);
  });
  printer.print(") ");
  printer.printRegion(region, { printEntryBlockArguments: false });
  printer.decreaseIndent();
}

/** The only operation of a body that the short form can say, with default attributes. */
function shortPayload(operation: OperationHandle, split: number, form: ShortForm): OperationHandle | undefined {
  const entry = operation.opRegions[0]?.entry;
  const [payload, last, ...rest] = entry?.operations ?? [];
  if (entry === undefined || payload === undefined || last === undefined || rest.length > 0) return undefined;
  if (payload.opRegions.length > 0 || payload.resultCount === 0) return undefined;
  const yielded = last.opOperands;
  if (yielded.length !== payload.resultCount || !yielded.every((value, at) => value.is(payload.opResult(at))))
    return undefined;
  const args = entry.arguments;
  const wanted = form === "map" ? args.slice(0, split) : [...args.slice(split), ...args.slice(0, split)];
  const given = payload.opOperands;
  return given.length === wanted.length && given.every((value, at) => wanted[at]?.is(value)) ? payload : undefined;
}

// ---- linalg.transpose and linalg.broadcast ----------------------------------------------------------------------------

/** `ins(%in : t) outs(%out : t) permutation = [1, 0]`. */
export function dimensionsAssembly(name: "permutation" | "dimensions", body: ElementBody): CustomAssembly {
  return {
    parse: (parser, state) => {
      const start = parser.offset;
      const types = parseInsAndOuts(parser, state);
      if (types === undefined || !parseDimensions(parser, state, name)) return false;
      if (!parser.parseOptionalAttrDict(state)) return false;
      pushTensorTypes(state, types.outs);
      return buildImplicitRegion(
        parser,
        state,
        [...types.ins, ...types.outs],
        { mnemonic: "", inputs: 1, body },
        start,
      );
    },
    print: (operation, printer) => {
      printInsAndOuts(printer, operation.opOperands.slice(0, 1), operation.opOperands.slice(1));
      printDimensions(operation, printer, name);
      printer.printOptionalAttrDict(operation, [...HIDDEN, name]);
    },
  };
}

function parseDimensions(parser: AssemblyParser, state: OperationState, name: string): boolean {
  if (!parser.parseKeyword(name) || !parser.parseToken("=")) return false;
  const values: bigint[] = [];
  const parsed = parser.parseCommaSeparatedList("square", () => {
    const value = parser.parseInteger();
    if (value === undefined) return false;
    values.push(value);
    return true;
  });
  if (parsed) state.properties.set(name, denseArrayAttribute(i64, values));
  return parsed;
}

/** Upstream's printer leaves a space behind the list. */
function printDimensions(operation: OperationHandle, printer: AssemblyPrinter, name: string): void {
  const list = operation.findAttribute(name);
  printer.print(` ${name} = [${list?.kind === "dense-array" ? list.values.join(", ") : ""}] `);
}
