/**
 * The primitives that custom forms are written against, over the generated parser and the reader: what a definition's own syntax does not
 * say itself (types, attributes, regions) is the core grammar again.
 * One file and one object, because a definition gets it as one. Hot: bench/parse, custom form.
 */
import type {
  AssemblyParser,
  CustomAssembly,
  Delimiter,
  InsertImplicit,
  OperationState,
  ParsedArgument,
  UnresolvedOperand,
} from "../../definition/assembly.ts";
import type { OpSchema } from "../../definition/schema.ts";
import type { AffineMap } from "../../ir/affine.ts";
import {
  type Attribute,
  type DictionaryAttribute,
  denseArrayAttribute,
  dictionaryAttribute,
  emptyDictionary,
  type FloatType,
  type FunctionType,
  type IntegerType,
  i1,
  type NamedAttribute,
  noneType,
  stringAttribute,
  type Type,
} from "../../ir/attribute.ts";
import type { BlockId, RegionId, ValueId } from "../../ir/ids.ts";
import { type Location, SourceLocation } from "../../ir/location.ts";
import { type OperationName, operationName } from "../../ir/name.ts";
import type { Note } from "../../source/diagnostic.ts";
import {
  scanBareIdentifier,
  scanBlockName,
  scanInteger,
  scanNumber,
  scanString,
  scanSymbolName,
  scanValueName,
  scanValueUse,
} from "../generated/core-parser.ts";
import { readInteger } from "../literals/number-text.ts";
import { hashSlice, SliceMemo } from "../literals/slice-memo.ts";
import { readString } from "../literals/string-text.ts";
import { assemblyOf } from "./assembly-format.ts";
import type { OperationHost } from "./operation-host.ts";

/** A use of an SSA name that remembers its slot, so that resolving it needs no text. */
export class OperandUse implements UnresolvedOperand {
  readonly slot: number;
  readonly number: number;
  readonly offset: number;
  readonly #reader: OperationHost;

  constructor(slot: number, number: number, offset: number, reader: OperationHost) {
    this.slot = slot;
    this.number = number;
    this.offset = offset;
    this.#reader = reader;
  }

  /** As it is written, `%` included and without `#number`. */
  get name(): string {
    return this.#reader.nameText(this.slot);
  }
}

/** What a custom form has given so far. The maps are made when somebody asks: most operations have no attributes. */
export class ParsedOperation implements OperationState {
  readonly definition: OpSchema;
  /** Where the name of the operation stands. */
  readonly offset: number;
  readonly operands: ValueId[] = [];
  readonly resultTypes: Type[] = [];
  readonly regions: RegionId[] = [];
  readonly successors: BlockId[] = [];
  #properties: Map<string, Attribute> | undefined;
  #attributes: Map<string, Attribute> | undefined;

  constructor(definition: OpSchema, offset: number) {
    this.definition = definition;
    this.offset = offset;
  }

  get properties(): Map<string, Attribute> {
    return (this.#properties ??= new Map());
  }
  get attributes(): Map<string, Attribute> {
    return (this.#attributes ??= new Map());
  }
  /** Takes a dictionary whole: most have no entry that belongs among the properties. */
  takeAttributes(dictionary: DictionaryAttribute): void {
    if (this.#attributes === undefined) this.#whole = dictionary;
    else for (const { name, value } of dictionary.entries) this.#attributes.set(name, value);
  }
  #whole: DictionaryAttribute | undefined;

  propertyDictionary(): DictionaryAttribute {
    return dictionaryFrom(this.#properties);
  }
  attributeDictionary(): DictionaryAttribute {
    if (this.#whole === undefined) return dictionaryFrom(this.#attributes);
    if (this.#attributes === undefined) return this.#whole;
    return dictionaryAttribute([...this.#whole.entries, ...dictionaryFrom(this.#attributes).entries]);
  }
}

/** Dictionaries of one entry by its value and name: predicates and flags recur in every other operation. */
const singles = new WeakMap<Attribute, Map<string, DictionaryAttribute>>();

function single(name: string, value: Attribute): DictionaryAttribute {
  let byName = singles.get(value);
  if (byName === undefined) {
    byName = new Map();
    singles.set(value, byName);
  }
  let dictionary = byName.get(name);
  if (dictionary === undefined) {
    dictionary = dictionaryAttribute([{ name, value }]);
    byName.set(name, dictionary);
  }
  return dictionary;
}

function dictionaryFrom(entries: ReadonlyMap<string, Attribute> | undefined): DictionaryAttribute {
  if (entries === undefined || entries.size === 0) return emptyDictionary;
  if (entries.size === 1) for (const [name, value] of entries) return single(name, value);
  const list: NamedAttribute[] = [];
  for (const [name, value] of entries) list.push({ name, value });
  return dictionaryAttribute(list);
}

/** An operation that can be written in its own form. */
interface CustomForm {
  readonly definition: OpSchema;
  readonly assembly: CustomAssembly;
}

interface Brackets {
  readonly open: string;
  readonly close: string;
  readonly optional: boolean;
}
const BRACKETS: Readonly<Record<Exclude<Delimiter, "none">, Brackets>> = {
  paren: { open: "(", close: ")", optional: false },
  square: { open: "[", close: "]", optional: false },
  "less-greater": { open: "<", close: ">", optional: false },
  brace: { open: "{", close: "}", optional: false },
  "optional-paren": { open: "(", close: ")", optional: true },
  "optional-square": { open: "[", close: "]", optional: true },
  "optional-less-greater": { open: "<", close: ">", optional: true },
};

export class OperationParser implements AssemblyParser {
  readonly #reader: OperationHost;
  readonly #text: string;
  readonly #forms: SliceMemo<CustomForm>;
  readonly #short = new Map<string, CustomForm | undefined>();
  #parsed: ParsedOperation | undefined;

  constructor(reader: OperationHost) {
    this.#reader = reader;
    this.#text = reader.source.text;
    this.#forms = new SliceMemo(this.#text);
  }

  // ---- Operations -------------------------------------------------------------------------------------------------------

  /** An operation in its own form, from its name on; undefined after a report. */
  parseCustom(): ParsedOperation | undefined {
    const reader = this.#reader;
    const { parser } = reader;
    const start = parser.pos;
    const end = scanBareIdentifier(this.#text, start);
    const form = end < 0 ? undefined : this.#formAt(start, end);
    if (form === undefined) return undefined;
    parser.pos = end;
    const { definition, assembly } = form;
    reader.currentName = definition.name;
    const outer = this.#parsed;
    const parsed = new ParsedOperation(definition, start);
    this.#parsed = parsed;
    const ok = assembly.parse(this, parsed);
    this.#parsed = outer;
    if (ok) this.#addRegions(parsed);
    return ok && reader.problems.first === undefined ? parsed : undefined;
  }

  /** Regions that the syntax left out are empty. */
  #addRegions({ definition, regions }: ParsedOperation): void {
    if (definition.regions.some(({ constraint }) => constraint.variadic === true)) return;
    while (regions.length < definition.regions.length) regions.push(this.#reader.emptyRegion());
  }

  #formAt(start: number, end: number): CustomForm | undefined {
    const hash = hashSlice(this.#text, start, end);
    const known = this.#forms.find(start, end, hash);
    if (known !== undefined) return known;
    const name = this.#text.slice(start, end);
    if (!name.includes(".")) return this.#shortForm(name, start, end);
    const form = this.#findForm(operationName(name));
    if (form === undefined) return this.#unknown(name, undefined, start, end);
    this.#forms.add(start, end, hash, form);
    return form;
  }

  /** A name without a dialect belongs to the default dialect of the operation around it. */
  #shortForm(name: string, start: number, end: number): CustomForm | undefined {
    const dialect = this.#reader.frame.defaultDialect || "builtin";
    const full = `${dialect}.${name}`;
    if (!this.#short.has(full)) this.#short.set(full, this.#findForm(operationName(full)));
    return this.#short.get(full) ?? this.#unknown(name, full, start, end);
  }

  #findForm(name: OperationName): CustomForm | undefined {
    const definition = this.#reader.context.findDefinition(name);
    const assembly = definition === undefined ? undefined : assemblyOf(definition);
    return definition === undefined || assembly === undefined ? undefined : { definition, assembly };
  }

  #unknown(name: string, tried: string | undefined, start: number, end: number): undefined {
    const { context, problems } = this.#reader;
    if (context.findDefinition(operationName(tried ?? name)) !== undefined)
      return problems.report(start, end, "parse.custom", `op '${tried ?? name}' has no custom assembly form`);
    const suggestion = context.suggestOperation(tried ?? name);
    const notes: Note[] = suggestion === undefined ? [] : [problems.note(`did you mean '${suggestion}'?`, start, end)];
    return problems.report(
      start,
      end,
      "parse.custom",
      `custom op '${name}' is unknown${tried === undefined ? "" : ` (tried '${tried}' as well)`}`,
      notes,
    );
  }

  get offset(): number {
    this.#reader.parser.skip();
    return this.#reader.parser.pos;
  }
  get resultNameCount(): number {
    return this.#reader.resultNameCount;
  }

  report(message: string, offset?: number): undefined {
    const start = offset ?? this.offset;
    const end = /^(?:[%^#!@]?[\w$.]+|.)/u.exec(this.#text.slice(start, start + 80))?.[0].length ?? 1;
    return this.#reader.problems.report(start, start + end, "parse.custom", message);
  }

  /** For a core form that did not match: what the grammar expected if it got past the start, else `message`. */
  #failed(start: number, message: string): undefined {
    const { parser, problems } = this.#reader;
    if (problems.first !== undefined) return undefined;
    if (parser.furthest <= start || parser.expected.length === 0) return this.report(message, start);
    return this.report(`expected ${parser.expected.join(" or ")}`, parser.furthest);
  }

  // ---- Words and punctuation ----------------------------------------------------------------------------------------------

  /** The offset behind a token of this rule, -1 where there is none; the position moves over it. */
  #token(scan: (text: string, offset: number) => number): number {
    const { parser } = this.#reader;
    parser.skip();
    const end = scan(this.#text, parser.pos);
    if (end >= 0) parser.pos = end;
    return end;
  }

  parseKeyword(word: string): boolean {
    return this.parseOptionalKeyword(word) || this.report(`expected '${word}'`) === true;
  }
  parseOptionalKeyword(word: string): boolean {
    const { parser } = this.#reader;
    parser.skip();
    if (!this.#text.startsWith(word, parser.pos) || isWordCode(this.#text.charCodeAt(parser.pos + word.length)))
      return false;
    parser.pos += word.length;
    return true;
  }
  parseAnyKeyword(): string | undefined {
    return this.parseOptionalAnyKeyword() ?? this.report("expected valid keyword");
  }
  parseOptionalAnyKeyword(): string | undefined {
    const start = this.offset;
    const end = this.#token(scanBareIdentifier);
    return end < 0 ? undefined : this.#text.slice(start, end);
  }
  parseOneOf<const W extends string>(words: readonly W[]): W | undefined {
    const start = this.offset;
    const word = this.parseOptionalAnyKeyword();
    const found = words.find((candidate) => candidate === word);
    return (
      found ??
      this.report(
        `expected one of ${words.map((candidate) => `'${candidate}'`).join(", ")}${word === undefined ? "" : `, found '${word}'`}`,
        start,
      )
    );
  }

  parseToken(token: string): boolean {
    return this.parseOptionalToken(token) || this.report(`expected '${token}'`) === true;
  }
  parseOptionalToken(token: string): boolean {
    const { parser } = this.#reader;
    parser.skip();
    const { pos } = parser;
    if (this.#text.charCodeAt(pos) !== token.charCodeAt(0)) return false;
    if (
      token.length > 1 ? !this.#text.startsWith(token, pos) : token === ":" && this.#text.charCodeAt(pos + 1) === 0x3a
    )
      return false;
    parser.pos = pos + token.length;
    return true;
  }

  parseInteger(): bigint | undefined {
    return this.parseOptionalInteger() ?? this.report("expected integer value");
  }
  parseOptionalInteger(): bigint | undefined {
    const start = this.offset;
    const end = this.#token(scanInteger);
    return end < 0 ? undefined : readInteger(this.#text, start, end);
  }
  parseString(): string | undefined {
    return this.parseOptionalString() ?? this.report("expected string");
  }
  parseOptionalString(): string | undefined {
    const start = this.offset;
    const end = this.#token(scanString);
    return end < 0 ? undefined : readString(this.#text, start, end);
  }
  parseSymbolName(): string | undefined {
    return this.parseOptionalSymbolName() ?? this.report("expected valid '@'-identifier for symbol name");
  }
  parseOptionalSymbolName(): string | undefined {
    const start = this.offset;
    const end = this.#token(scanSymbolName);
    return end < 0 ? undefined : this.#reader.attributes.symbolName(start, end);
  }

  // ---- Operands -------------------------------------------------------------------------------------------------------------

  parseOperand(): OperandUse | undefined {
    return this.parseOptionalOperand() ?? this.report("expected SSA operand");
  }
  parseOptionalOperand(): OperandUse | undefined {
    const start = this.offset;
    const end = this.#token(scanValueUse);
    if (end < 0) return undefined;
    const reader = this.#reader;
    // The number behind `#`, read backwards: most names have none.
    let hash = end - 1;
    let code = this.#text.charCodeAt(hash);
    while (code >= 0x30 && code <= 0x39) code = this.#text.charCodeAt(--hash);
    if (code !== 0x23) return new OperandUse(reader.slotOf(start + 1, end), 0, start, reader);
    return new OperandUse(reader.slotOf(start + 1, hash), Number(this.#text.slice(hash + 1, end)), start, reader);
  }
  parseOperandList(delimiter: Delimiter = "none"): OperandUse[] | undefined {
    const operands: OperandUse[] = [];
    const item = (): boolean => {
      const operand = this.parseOperand();
      if (operand === undefined) return false;
      operands.push(operand);
      return true;
    };
    // Without brackets, no operand is an empty list.
    if (delimiter === "none" && this.#text.charCodeAt(this.offset) !== 0x25) return operands;
    return this.parseCommaSeparatedList(delimiter, item) ? operands : undefined;
  }

  resolveOperand(operand: UnresolvedOperand, type: Type): ValueId | undefined {
    const reader = this.#reader;
    const slot = operand instanceof OperandUse ? operand.slot : this.#slotOfName(operand);
    const value = reader.valueOf(slot, operand.number, operand.offset);
    return value !== undefined && reader.checkType(value, type, operand.offset) ? value : undefined;
  }
  #slotOfName(operand: UnresolvedOperand): number {
    return this.#reader.slotOf(operand.offset + 1, scanValueName(this.#text, operand.offset));
  }

  resolveOperands(
    operands: readonly UnresolvedOperand[],
    types: readonly Type[],
    offset: number,
    state: OperationState,
  ): boolean {
    if (operands.length !== types.length) {
      this.report(
        `number of operands and types do not match: got ${operands.length} operands and ${types.length} types`,
        offset,
      );
      return false;
    }
    for (let at = 0; at < operands.length; at++) {
      const operand = operands[at];
      const type = types[at];
      const value = operand === undefined || type === undefined ? undefined : this.resolveOperand(operand, type);
      if (value === undefined) return false;
      state.operands.push(value);
    }
    return true;
  }

  // ---- Types ------------------------------------------------------------------------------------------------------------------

  parseType(): Type | undefined {
    const start = this.offset;
    return this.#reader.parser.Type() ?? this.#failed(start, "expected non-function type");
  }
  parseOptionalType(): Type | undefined {
    const start = this.offset;
    const { parser, problems } = this.#reader;
    const type = parser.Type();
    if (type !== undefined || problems.first !== undefined) return type;
    if (parser.furthest > start && !isWordStart(this.#text.charCodeAt(start)))
      return this.#failed(start, "expected non-function type");
    parser.pos = start;
    return undefined;
  }
  parseColonType(): Type | undefined {
    return this.parseToken(":") ? this.parseType() : undefined;
  }
  parseTypeList(): Type[] | undefined {
    const types: Type[] = [];
    const item = (): boolean => {
      const type = this.parseType();
      if (type === undefined) return false;
      types.push(type);
      return true;
    };
    return this.parseCommaSeparatedList("none", item) ? types : undefined;
  }
  parseColonTypeList(): Type[] | undefined {
    return this.parseToken(":") ? this.parseTypeList() : undefined;
  }
  parseOptionalArrowTypeList(): Type[] | undefined {
    if (!this.parseOptionalToken("->")) return [];
    const start = this.offset;
    const types = this.#reader.parser.ResultTypes();
    return types === undefined ? this.#failed(start, "expected non-function type") : [...types];
  }
  parseFunctionType(): FunctionType | undefined {
    const start = this.offset;
    const type = this.parseType();
    if (type === undefined || type.kind === "function-type") return type;
    return this.report("expected function type", start);
  }

  // ---- Attributes ---------------------------------------------------------------------------------------------------------------

  parseAttribute(type?: Type): Attribute | undefined {
    const start = this.offset;
    const attribute = type === undefined ? this.#reader.parser.Attribute() : this.#attributeOfType(type);
    return attribute ?? this.#failed(start, "expected attribute value");
  }

  /** Literals take the type that the format knows; no `: type` is read behind them. */
  #attributeOfType(type: Type): Attribute | undefined {
    const { parser, attributes } = this.#reader;
    const start = parser.pos;
    const code = this.#text.charCodeAt(start);
    if (code === 0x2d || (code >= 0x30 && code <= 0x39)) {
      const value = attributes.numberOfType(start, type);
      this.#token(scanNumber);
      return value;
    }
    if (code === 0x22) {
      const text = this.parseOptionalString();
      return text === undefined ? undefined : stringAttribute(text, type === noneType ? undefined : type);
    }
    if (code === 0x64) {
      if (this.parseOptionalKeyword("dense")) return this.#denseOfType(start, type);
      if (this.parseOptionalKeyword("dense_resource")) return this.#resourceOfType(type);
    }
    const attribute = parser.Attribute();
    if (attribute?.kind === "integer" && attribute.type === i1 && type !== i1)
      return this.report("integer literal not valid for specified type", start);
    return attribute;
  }

  /** `<...>` behind `dense`, without the type. */
  #denseOfType(start: number, type: Type): Attribute | undefined {
    const { parser, attributes } = this.#reader;
    const body = this.parseToken("<") ? parser.DenseBody() : undefined;
    return body !== undefined && this.parseToken(">")
      ? attributes.denseAttribute(start, parser.pos, body, type)
      : undefined;
  }
  #resourceOfType(type: Type): Attribute | undefined {
    if (!this.parseToken("<")) return undefined;
    const key = this.parseOptionalString() ?? this.parseAnyKeyword();
    return key !== undefined && this.parseToken(">")
      ? this.#reader.attributes.denseResourceAttribute(key, type)
      : undefined;
  }

  parseOptionalAttribute(type?: Type): Attribute | undefined {
    const { parser, problems } = this.#reader;
    const start = this.offset;
    const attribute = type === undefined ? parser.Attribute() : this.#attributeOfType(type);
    if (attribute !== undefined || problems.first !== undefined) return attribute;
    if (parser.furthest > start && !isWordStart(this.#text.charCodeAt(start)))
      return this.#failed(start, "expected attribute value");
    parser.pos = start;
    return undefined;
  }

  /** What follows the mnemonic of a dialect's attribute, where the format leaves `#dialect.mnemonic` out; undefined where it is not there. */
  parseStripped(dialect: string, mnemonic: string): readonly Attribute[] | undefined | "failed" {
    if (this.#text.charCodeAt(this.offset) !== 0x3c) return undefined;
    const definition = this.#reader.context.findAttribute(dialect, mnemonic);
    return definition?.parse?.(this) ?? (this.hasFailed ? "failed" : undefined);
  }

  /** `[1, 2]` of a dense array. */
  parseOptionalDenseArray(element: IntegerType | FloatType): Attribute | undefined | "failed" {
    if (this.#text.charCodeAt(this.offset) !== 0x5b) return undefined;
    const values: (number | bigint)[] = [];
    const item = (): boolean => {
      const value = this.parseAttribute(element);
      if (value?.kind === "integer")
        values.push(element.kind === "integer-type" && element.width > 32 ? value.value : Number(value.value));
      else if (value?.kind === "float") values.push(value.value);
      return value?.kind === "integer" || value?.kind === "float";
    };
    return this.parseCommaSeparatedList("square", item) ? denseArrayAttribute(element, values) : "failed";
  }

  /** Whether something has been reported for the operation at hand. */
  get hasFailed(): boolean {
    return this.#reader.problems.first !== undefined;
  }

  /** The types of operands that have been resolved. */
  typesOf(values: readonly ValueId[]): readonly Type[] {
    return values.flatMap((value) => this.#reader.typeOfValue(value) ?? []);
  }

  parseAffineMap(): AffineMap | undefined {
    const start = this.offset;
    const attribute = this.parseAttribute();
    if (attribute === undefined || attribute.kind === "affine-map") return attribute?.map;
    return this.report("expected AffineMap attribute", start);
  }

  parseOptionalAttrDict(state: OperationState): boolean {
    if (this.#text.charCodeAt(this.offset) !== 0x7b) return true;
    const start = this.offset;
    const dictionary = this.#reader.parser.AttributeDictionary();
    if (dictionary === undefined) return this.#failed(start, "expected attribute dictionary") === true;
    const definition = this.#parsed?.definition;
    const inherent = definition === undefined ? undefined : this.#reader.inherentNames(definition);
    if (state instanceof ParsedOperation && !dictionary.entries.some(({ name }) => inherent?.has(name) === true)) {
      state.takeAttributes(dictionary);
      return true;
    }
    for (const { name, value } of dictionary.entries) {
      if (inherent?.has(name) === true) state.properties.set(name, value);
      else state.attributes.set(name, value);
    }
    return true;
  }
  parseOptionalAttrDictWithKeyword(state: OperationState): boolean {
    return !this.parseOptionalKeyword("attributes") || this.parseOptionalAttrDict(state);
  }
  /** `<{...}>` into the properties. */
  parseOptionalPropDict(state: OperationState): boolean {
    if (!this.#text.startsWith("<", this.offset)) return true;
    const start = this.offset;
    const dictionary = this.#reader.parser.Properties();
    if (dictionary === undefined) return this.#failed(start, "expected properties") === true;
    for (const { name, value } of dictionary.entries) state.properties.set(name, value);
    return true;
  }

  parseOptionalLocation(): Location | undefined {
    const { parser, problems } = this.#reader;
    const start = this.offset;
    if (!this.#text.startsWith("loc", start)) return undefined;
    const location = parser.Location();
    if (location === undefined && problems.first === undefined) parser.pos = start;
    return location;
  }

  // ---- Regions and successors -------------------------------------------------------------------------------------------------------

  parseArgument({
    type,
    attributes,
  }: {
    readonly type: boolean;
    readonly attributes?: boolean;
  }): ParsedArgument | undefined {
    const name = this.parseOperand();
    if (name === undefined) return undefined;
    const argumentType = type ? this.parseColonType() : undefined;
    if (type && argumentType === undefined) return undefined;
    const given = new Map<string, Attribute>();
    if (attributes === true && this.#text.charCodeAt(this.offset) === 0x7b) {
      const start = this.offset;
      const dictionary = this.#reader.parser.AttributeDictionary();
      if (dictionary === undefined) return this.#failed(start, "expected attribute dictionary");
      for (const entry of dictionary.entries) given.set(entry.name, entry.value);
    }
    return { name, type: argumentType, attributes: given, location: this.parseOptionalLocation() };
  }

  parseArgumentList(
    delimiter: Delimiter,
    options: { readonly type: boolean; readonly attributes?: boolean },
  ): ParsedArgument[] | undefined {
    const list: ParsedArgument[] = [];
    const item = (): boolean => {
      const argument = this.parseArgument(options);
      if (argument === undefined) return false;
      list.push(argument);
      return true;
    };
    if (delimiter === "none" && this.#text.charCodeAt(this.offset) !== 0x25) return list;
    return this.parseCommaSeparatedList(delimiter, item) ? list : undefined;
  }

  parseRegion(entryArguments?: readonly ParsedArgument[]): RegionId | undefined {
    const reader = this.#reader;
    const { parser } = reader;
    const start = this.offset;
    if (this.#text.charCodeAt(start) !== 0x7b) return this.report("expected '{' to begin a region", start);
    if (!reader.enterRegion()) return undefined;
    const parsed = this.#parsed;
    if (entryArguments !== undefined && entryArguments.length > 0 && !this.#openEntry(entryArguments)) return undefined;
    const region = parser.RegionInside();
    this.#parsed = parsed;
    return region;
  }

  #openEntry(entryArguments: readonly ParsedArgument[]): boolean {
    const reader = this.#reader;
    reader.openEntryBlock();
    return reader.defineArguments(
      entryArguments.flatMap(({ name, type, location }) => {
        const slot = name instanceof OperandUse ? name.slot : this.#slotOfName(name);
        return type === undefined ? [] : [{ slot, type, location, offset: name.offset }];
      }),
    );
  }

  parseOptionalRegion(entryArguments?: readonly ParsedArgument[]): RegionId | undefined | "absent" {
    return this.#text.charCodeAt(this.offset) === 0x7b ? this.parseRegion(entryArguments) : "absent";
  }
  emptyRegion(): RegionId {
    return this.#reader.emptyRegion();
  }
  buildRegion(
    argumentTypes: readonly Type[],
    build: (insert: InsertImplicit, args: readonly ValueId[]) => void,
  ): RegionId {
    return this.#reader.buildRegion(
      argumentTypes,
      new SourceLocation(this.#reader.source, this.offset, undefined),
      build,
    );
  }

  parseSuccessor(): BlockId | undefined {
    return this.parseOptionalSuccessor() ?? this.report("expected block name");
  }
  parseOptionalSuccessor(): BlockId | undefined {
    const start = this.offset;
    const end = this.#token(scanBlockName);
    return end < 0 ? undefined : this.#reader.successor(start, end);
  }

  parseSuccessorAndOperands(
    state: OperationState,
  ): { readonly block: BlockId; readonly operands: readonly ValueId[] } | undefined {
    const block = this.parseSuccessor();
    if (block === undefined || !this.parseOptionalToken("("))
      return block === undefined ? undefined : { block, operands: [] };
    const { offset } = this;
    const uses = this.parseOperandList();
    const types = uses === undefined ? undefined : this.parseColonTypeList();
    if (uses === undefined || types === undefined || !this.parseToken(")")) return undefined;
    const before = state.operands.length;
    if (!this.resolveOperands(uses, types, offset, state)) return undefined;
    return { block, operands: state.operands.splice(before) };
  }

  parseCommaSeparatedList(delimiter: Delimiter, item: () => boolean): boolean {
    if (delimiter === "none") return this.#items(item);
    const { open, close, optional } = BRACKETS[delimiter];
    if (optional ? !this.parseOptionalToken(open) : !this.parseToken(open)) return optional;
    if (this.parseOptionalToken(close)) return true;
    return this.#items(item) && this.parseToken(close);
  }
  #items(item: () => boolean): boolean {
    do if (!item()) return false;
    while (this.parseOptionalToken(","));
    return true;
  }

  /** Gives an empty region its one block. */
  ensureBlock(region: RegionId): void {
    this.#reader.ensureBlock(region);
  }

  ensureTerminator(region: RegionId, terminator: string, location?: Location): void {
    const reader = this.#reader;
    const ends = reader.terminatorsOf(region);
    const last = ends.at(-1);
    if (last !== undefined && reader.context.hasTrait(last, "Terminator")) return;
    reader.appendTo(
      region,
      operationName(terminator),
      location ?? new SourceLocation(reader.source, this.#parsed?.offset ?? 0, undefined),
    );
  }
}

function isWordStart(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || code === 0x5f;
}
function isWordCode(code: number): boolean {
  return isWordStart(code) || (code >= 0x30 && code <= 0x39) || code === 0x24 || code === 0x2e;
}
