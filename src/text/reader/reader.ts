/**
 * The actions of the core grammar that build operations: parse events become the frozen tables of bodies. An operation's record is made
 * when its text has been read, so nested operations come first; a region waits in a frame until its operation has an id.
 * An isolated-from-above operation starts a body of its own, with its own SSA names.
 * One file and one object, because the generated parser calls it as one. Hot: bench/parse.
 */

import type { InsertImplicit } from "../../definition/assembly.ts";
import type { Context } from "../../definition/context.ts";
import { opAsm } from "../../definition/control-flow.ts";
import type { OpSchema } from "../../definition/schema.ts";
import type { Attribute, DictionaryAttribute, NamedAttribute, Type } from "../../ir/attribute.ts";
import { dictionaryAttribute, emptyDictionary } from "../../ir/attribute.ts";
import { type BlockId, bodyId, NO_BODY, type RegionId, type ValueId, valueId } from "../../ir/ids.ts";
import { type Location, SourceLocation } from "../../ir/location.ts";
import { type OperationName, operationName } from "../../ir/name.ts";
import { Operation } from "../../ir/operation.ts";
import { typeText } from "../../ir/type-text.ts";
import { type Diagnostic, error, MAX_DIAGNOSTICS, type Note } from "../../source/diagnostic.ts";
import type { Source } from "../../source/source.ts";
import { blobFromBytes } from "../../tensor/blob.ts";
import type { OperationHost } from "../assembly/operation-host.ts";
import { OperationParser, type ParsedOperation } from "../assembly/operation-parser.ts";
import { CoreParser, scanOperationName, scanValueUse } from "../generated/core-parser.ts";
import type {
  BlockArgumentText,
  MetadataEntry,
  MetadataGroup,
  MetadataSection,
  MetadataValue,
  OperationActions,
  ResultName,
  Signature,
} from "../grammar/core-actions.ts";
import { noteByFormat } from "../grammar/format-rule.ts";
import { syntaxError } from "../grammar/syntax-error.ts";
import { hexToBytes } from "../literals/dense-text.ts";
import { hashSlice, SliceMemo, signatureExtent } from "../literals/slice-memo.ts";
import { readString } from "../literals/string-text.ts";
import { type AttributeHost, AttributeReader, type SymbolText } from "./attribute-reader.ts";
import { BodyBuilder, type RegionFrame } from "./body-builder.ts";
import { Problems } from "./problems.ts";
import { nextOperation } from "./recovery.ts";
import { ValueNames } from "./value-names.ts";

/** How deep regions may nest. */
const MAX_REGIONS = 256;

const MODULE = operationName("builtin.module");
const NO_TYPES: readonly Type[] = Object.freeze([]);
const NO_VALUES: readonly ValueId[] = Object.freeze([]);
const NO_REGIONS: readonly RegionId[] = Object.freeze([]);
const NO_SUCCESSORS: readonly BlockId[] = Object.freeze([]);
const HASH = 0x23;

export class Reader implements OperationActions, OperationHost, AttributeHost {
  readonly source: Source;
  readonly context: Context;
  readonly parser: CoreParser;
  readonly attributes: AttributeReader;
  readonly problems: Problems;
  readonly diagnostics: Diagnostic[] = [];
  /** Bodies in the order in which they were begun, that of the file first. */
  readonly bodies: BodyBuilder[] = [];
  /** Values of the metadata section that are no resources of builtin, by section, group and key. */
  readonly external: Record<string, Record<string, Record<string, string>>> = {};

  readonly #text: string;
  readonly #operations: OperationParser;
  readonly #names: SliceMemo<OperationName>;
  readonly #signatures: SliceMemo<Signature>;
  readonly #words: SliceMemo<undefined>;
  /** By word: its name as a list, as locations hold it. */
  readonly #wordLists: (readonly string[] | undefined)[] = [];
  readonly #pool: ValueNames[] = [];
  /** Numbers above this are words: a table is indexed by number, and a small file must not make a large one. */
  readonly #maxNumber: number;
  readonly #inherent = new Map<OpSchema, ReadonlySet<string>>();

  /** The region that is open, and the body that it is in. */
  #frame: RegionFrame;
  #builder: BodyBuilder;
  #values: ValueNames;
  #stopped = false;

  // The operation that is being read. Nested operations overwrite these, so regions keep and restore the first two.
  /** Its name, for the regions that it opens. */
  currentName: OperationName = MODULE;
  /** The body that its regions went to, if it is isolated. */
  #ownBody: BodyBuilder | undefined;
  #resultNames: readonly ResultName[] | undefined;
  #name: OperationName = MODULE;
  #start = 0;
  #operands: readonly ValueId[] = NO_VALUES;
  #resultTypes: readonly Type[] = NO_TYPES;
  #properties: DictionaryAttribute = emptyDictionary;
  #discardable: DictionaryAttribute = emptyDictionary;
  #regions: readonly RegionId[] = NO_REGIONS;
  #successors: readonly BlockId[] = NO_SUCCESSORS;

  constructor(source: Source, context: Context, firstBody: number) {
    this.source = source;
    this.context = context;
    this.#text = source.text;
    this.problems = new Problems(source);
    this.attributes = new AttributeReader(context, this.problems, this);
    this.parser = new CoreParser(source.text, this, this.attributes);
    this.#operations = new OperationParser(this);
    this.#names = new SliceMemo(source.text);
    this.#signatures = new SliceMemo(source.text);
    this.#words = new SliceMemo(source.text);
    this.#maxNumber = 1024 + source.text.length / 4;
    this.#builder = this.#newBody(firstBody);
    this.#values = this.#builder.names;
    this.#frame = this.#builder.openFrame(undefined, 0, MODULE, undefined, "builtin");
  }

  // ---- The file -----------------------------------------------------------------------------------------------------------

  /** Reads all of the text; gives the frame of the top level. */
  readFile(): RegionFrame {
    const parser = this.parser;
    const metadata = this.#readMetadata();
    for (parser.skip(); parser.pos < this.#text.length && !this.#stopped; parser.skip()) {
      const start = parser.pos;
      if (start === metadata.start) {
        parser.pos = metadata.end;
        continue;
      }
      if (parser.TopLevelItem() && this.problems.first === undefined) continue;
      if (this.#stopped) break;
      this.#reportFailure(start);
      this.#unwindTo(start);
      parser.pos = Math.max(start + 1, nextOperation(this.#text, start, Math.max(parser.furthest, parser.pos, start)));
      parser.furthest = -1;
    }
    this.#checkPending(this.#builder);
    this.#checkBlocks(this.#frame);
    this.#frame.closeBlock();
    return this.#frame;
  }

  /** The metadata section mostly stands behind the operations that name its resources, so it is read first. */
  #readMetadata(): { readonly start: number; readonly end: number } {
    const { parser } = this;
    const start = this.#text.lastIndexOf("{-#");
    if (start === -1) return { start, end: start };
    parser.pos = start;
    const read = parser.FileMetadata() && this.problems.first === undefined;
    const end = parser.pos;
    parser.pos = 0;
    // What is wrong with it is told when it is reached.
    this.problems.first = undefined;
    parser.furthest = -1;
    return read ? { start, end } : { start: -1, end: -1 };
  }

  get topBuilder(): BodyBuilder {
    return this.#builder;
  }

  get position(): number {
    return this.parser.pos;
  }
  moveTo(offset: number): void {
    this.parser.pos = offset;
  }

  parseAttributeAt(offset: number): Attribute | undefined {
    const back = this.parser.pos;
    this.parser.pos = offset;
    const value = this.parser.Attribute();
    this.parser.pos = back;
    return value;
  }

  parseParameters(
    symbol: SymbolText,
    parse: (parser: OperationParser) => readonly Attribute[] | undefined,
  ): readonly Attribute[] | undefined {
    const back = this.parser.pos;
    this.parser.pos = symbol.start;
    const parameters = parse(this.#operations);
    this.parser.skip();
    const at = this.parser.pos;
    this.parser.pos = back;
    if (parameters !== undefined && (symbol.bracketed ? at !== symbol.end : at < symbol.end))
      return this.problems.report(at, at + 1, "parse.symbol", "expected the end of the type or attribute");
    return parameters;
  }

  attributeAlias(start: number, end: number, name: string, value: Attribute): boolean {
    return this.attributes.aliases.defineAttribute(name, value, start, end);
  }
  typeAlias(start: number, end: number, name: string, value: Type): boolean {
    return this.attributes.aliases.defineType(name, value, start, end);
  }

  metadataKey(start: number, end: number): string {
    return this.#text.charCodeAt(start) === 0x22 ? readString(this.#text, start, end) : this.#text.slice(start, end);
  }
  metadataValue(start: number, end: number): MetadataValue {
    return { start, end };
  }
  metadataEntry(key: string, value: MetadataValue): MetadataEntry {
    return { key, value };
  }
  metadataGroup(key: string, entries: readonly MetadataEntry[]): MetadataGroup {
    return { key, entries };
  }
  metadataSection(key: string, groups: readonly MetadataGroup[]): MetadataSection {
    return { key, groups };
  }

  fileMetadata(sections: readonly MetadataSection[]): boolean {
    for (const { key: section, groups } of sections)
      for (const { key: group, entries } of groups)
        for (const { key, value } of entries)
          if (section === "dialect_resources" && group === "builtin") this.#resource(key, value);
          else ((this.external[section] ??= {})[group] ??= {})[key] = this.#text.slice(value.start, value.end);
    return true;
  }

  /** `"0x"`, four bytes of alignment, then the contents. */
  #resource(key: string, { start, end }: MetadataValue): void {
    const bytes = this.#text.charCodeAt(start) === 0x22 ? hexToBytes(this.#text.slice(start + 1, end - 1)) : undefined;
    if (bytes === undefined || bytes.length < 4)
      this.problems.report(start, end, "parse.resource", "expected hex string blob for key");
    else this.attributes.resources.set(key, blobFromBytes(bytes.slice(4)));
  }

  // ---- Operations -----------------------------------------------------------------------------------------------------------

  enterOperation(): boolean {
    this.#resultNames = undefined;
    this.#ownBody = undefined;
    return !this.#stopped;
  }

  operationResults(first: ResultName, more: readonly ResultName[]): readonly ResultName[] {
    const names = more.length === 0 ? [first] : [first, ...more];
    this.#resultNames = names;
    return names;
  }

  resultName(slot: number, count: number | undefined): ResultName | undefined {
    const offset = this.#lastName;
    if (count !== undefined && (count < 1 || count > MAX_RESULTS))
      return this.problems.report(
        offset,
        this.parser.pos,
        "parse.results",
        count < 1 ? "expected named operation to have at least 1 result" : `more than ${MAX_RESULTS} results`,
      );
    return { slot, count: count ?? 1, offset };
  }
  #lastName = 0;

  /** How many results the left side names; -1 without a left side. */
  get resultNameCount(): number {
    let count = 0;
    for (const name of this.#resultNames ?? []) count += name.count;
    return count;
  }

  operationName(start: number, end: number): OperationName | undefined {
    const hash = hashSlice(this.#text, start, end);
    const known = this.#names.find(start, end, hash);
    const name = known ?? this.#newName(start, end, hash);
    if (name !== undefined) this.currentName = name;
    return name;
  }

  #newName(start: number, end: number, hash: number): OperationName | undefined {
    const text = readString(this.#text, start, end);
    if (text === "" || text.includes("\0"))
      return this.problems.report(
        start,
        end,
        "parse.operation-name",
        text === "" ? "empty operation name is invalid" : "null character not allowed in operation name",
      );
    const name = operationName(text);
    if (!this.context.allowUnregistered && name !== MODULE && this.context.findDefinition(name) === undefined)
      return this.#unregistered(name, start, end);
    this.#names.add(start, end, hash, name);
    return name;
  }

  #unregistered(name: OperationName, start: number, end: number): undefined {
    const { dialect, text } = name;
    const suggestion = this.context.suggestOperation(text);
    const notes: Note[] =
      suggestion === undefined ? [] : [this.problems.note(`did you mean '${suggestion}'?`, start, end)];
    if (this.context.dialects.has(dialect))
      return this.problems.report(
        start,
        end,
        "parse.unregistered",
        `unregistered operation '${text}' found in dialect ('${dialect}') that does not allow unknown operations`,
        notes,
      );
    return this.problems.report(
      start,
      end,
      "parse.unregistered",
      `operation being parsed with an unregistered dialect. If this is intended, please use -allow-unregistered-dialect with the MLIR tool used`,
      notes,
    );
  }

  recallSignature(start: number): Signature | undefined {
    const end = signatureExtent(this.#text, start);
    if (end < 0) return undefined;
    const known = this.#signatures.find(start, end, hashSlice(this.#text, start, end));
    if (known !== undefined) this.parser.pos = end;
    return known;
  }
  rememberSignature(start: number, signature: Signature): void {
    const end = signatureExtent(this.#text, start);
    if (end === this.parser.pos) this.#signatures.add(start, end, hashSlice(this.#text, start, end), signature);
  }
  functionSignature(inputs: readonly Type[], results: readonly Type[]): Signature {
    return { inputs, results };
  }
  signatureAlias(start: number, end: number, type: Type): Signature | undefined {
    if (type.kind === "function-type") return { inputs: type.inputs, results: type.results };
    return this.problems.report(start, end, "parse.signature", "expected function type");
  }

  genericOperation(
    start: number,
    end: number,
    name: OperationName,
    operands: readonly ValueId[],
    successors: readonly BlockId[] | undefined,
    properties: DictionaryAttribute | undefined,
    regions: readonly RegionId[] | undefined,
    attributes: DictionaryAttribute | undefined,
    signature: Signature,
  ): boolean {
    if (operands.length !== signature.inputs.length) {
      const plural = operands.length === 1 ? "" : "s";
      this.problems.report(
        start,
        end,
        "parse.operand-types",
        `expected ${operands.length} operand type${plural} but had ${signature.inputs.length}`,
      );
      return false;
    }
    for (let at = 0; at < operands.length; at++) {
      const operand = operands[at];
      const type = signature.inputs[at];
      if (operand === undefined || type === undefined) return false;
      if (this.#agrees(operand, type)) continue;
      this.#reportTypes(operand, type, this.#operandOffset(start, at));
      return false;
    }
    this.#name = name;
    this.#start = start;
    this.#operands = operands;
    this.#resultTypes = signature.results;
    this.#properties = properties ?? emptyDictionary;
    this.#discardable = attributes ?? emptyDictionary;
    this.#regions = regions ?? NO_REGIONS;
    this.#successors = successors ?? NO_SUCCESSORS;
    if (this.#discardable !== emptyDictionary) this.#moveInherent(this.context.findDefinition(name));
    if (this.#properties !== emptyDictionary) this.#properties = this.#withoutDefaults(name, this.#properties);
    return true;
  }

  /** Inherent attributes that were written among the discardable ones, as before there were properties. */
  #moveInherent(definition: OpSchema | undefined): void {
    if (definition === undefined || this.#properties !== emptyDictionary) return;
    const inherent = this.inherentNames(definition);
    const entries = this.#discardable.entries;
    if (!entries.some(({ name }) => inherent.has(name))) return;
    this.#properties = dictionaryAttribute(entries.filter(({ name }) => inherent.has(name)).map(modernSegments));
    this.#discardable = dictionaryAttribute(entries.filter(({ name }) => !inherent.has(name)));
  }

  /** Absent means the default, so that equal operations have equal records: a default that is written is left out. */
  #withoutDefaults(name: OperationName, properties: DictionaryAttribute): DictionaryAttribute {
    const defaults = (this.#defaults[name.id] ??= defaultsOf(this.context.findDefinition(name)));
    if (defaults.size === 0) return properties;
    let known = this.#bare.get(properties);
    if (known === undefined) {
      known = properties.entries.some((entry) => defaults.get(entry.name) === entry.value)
        ? dictionaryAttribute(properties.entries.filter((entry) => defaults.get(entry.name) !== entry.value))
        : properties;
      this.#bare.set(properties, known);
    }
    return known;
  }
  /** By name: the defaults of its attributes. */
  readonly #defaults: (ReadonlyMap<string, Attribute> | undefined)[] = [];
  /** Dictionaries without what is a default in them. */
  readonly #bare = new Map<DictionaryAttribute, DictionaryAttribute>();

  /** The attributes that belong among an operation's properties. */
  inherentNames(definition: OpSchema): ReadonlySet<string> {
    const known = this.#inherent.get(definition);
    if (known !== undefined) return known;
    const names = new Set(
      definition.attributes.filter(({ presence }) => presence !== "discardable").map(({ name }) => name),
    );
    if (definition.traits.has("AttrSizedOperandSegments"))
      names.add("operandSegmentSizes").add("operand_segment_sizes");
    if (definition.traits.has("AttrSizedResultSegments")) names.add("resultSegmentSizes").add("result_segment_sizes");
    this.#inherent.set(definition, names);
    return names;
  }

  customOperation(): boolean {
    const parsed = this.#operations.parseCustom();
    if (parsed === undefined) return false;
    this.#takeParsed(parsed);
    return true;
  }

  #takeParsed(parsed: ParsedOperation): void {
    this.#name = parsed.definition.name;
    this.#start = parsed.offset;
    this.#operands = parsed.operands.length === 0 ? NO_VALUES : parsed.operands.slice();
    this.#resultTypes = this.#sharedTypes(parsed.resultTypes);
    const properties = parsed.propertyDictionary();
    this.#properties = properties === emptyDictionary ? properties : this.#withoutDefaults(this.#name, properties);
    this.#discardable = parsed.attributeDictionary();
    this.#regions = parsed.regions.length === 0 ? NO_REGIONS : parsed.regions;
    this.#successors = parsed.successors.length === 0 ? NO_SUCCESSORS : parsed.successors;
  }

  /** One list for each type that is the only result of an operation. */
  #sharedTypes(types: readonly Type[]): readonly Type[] {
    const [only] = types;
    if (only === undefined) return NO_TYPES;
    return types.length === 1 ? (this.#typeLists[only.id] ??= [only]) : types.slice();
  }
  readonly #typeLists: Record<number, readonly Type[]> = {};

  operation(
    _start: number,
    _end: number,
    results: readonly ResultName[] | undefined,
    location: Location | undefined,
  ): boolean {
    if (this.problems.first !== undefined) return false;
    const types = this.#resultTypes;
    const builder = this.#builder;
    let first = builder.valueCount;
    let names: readonly string[] | undefined;
    if (results === undefined) for (let at = 0; at < types.length; at++) builder.addValue(types[at]);
    else {
      first = this.#defineResults(results, types);
      if (first < 0) return false;
      names = this.#namesOf(results);
    }
    this.#append(valueId(first), location ?? new SourceLocation(this.source, this.#start, names));
    return true;
  }

  #append(firstResult: ValueId, location: Location): void {
    const builder = this.#builder;
    let own = this.#ownBody;
    if (own === undefined && this.isIsolated(this.#name)) own = this.#newBody();
    const record = new Operation(
      this.#name,
      this.#operands,
      firstResult,
      this.#resultTypes,
      this.#properties,
      this.#discardable,
      this.#regions,
      this.#successors,
      own?.id ?? NO_BODY,
      location,
    );
    const id = builder.addOperation(record);
    this.#frame.operations().push(id);
    if (own === undefined) builder.closeRegions(this.#regions, id);
    else {
      own.close(record, builder.id, id);
      own.names.reset();
      this.#pool.push(own.names);
    }
  }

  /** Makes the values of the results and binds the names to them; the first value, or -1 after a report. */
  #defineResults(results: readonly ResultName[], types: readonly Type[]): number {
    const builder = this.#builder;
    const [only, more] = results;
    if (only !== undefined && more === undefined && only.count === 1 && types.length === 1)
      return this.#defineSingle(only, types[0]);
    let named = 0;
    for (const { count } of results) named += count;
    const offset = only?.offset ?? 0;
    if (types.length === 0)
      this.problems.report(offset, offset + 1, "parse.results", "cannot name an operation with no results");
    else if (named !== types.length)
      this.problems.report(
        offset,
        offset + 1,
        "parse.results",
        `operation defines ${types.length} results but was provided ${named} to bind`,
      );
    if (this.problems.first !== undefined) return -1;
    const first = builder.valueCount;
    for (let at = 0; at < types.length; at++) builder.addValue(types[at]);
    let value = first;
    for (const { slot, count, offset: at } of results) {
      if (!this.#define(slot, value, count, at)) return -1;
      this.#adoptAll(slot, value, count, at);
      value += count;
    }
    return this.problems.first === undefined ? first : -1;
  }

  #defineSingle(name: ResultName, type: Type | undefined): number {
    const builder = this.#builder;
    const pending = this.#values.pending.size === 0 ? undefined : this.#values.pending.get(name.slot);
    const use = pending?.get(0);
    const value = use === undefined ? builder.addValue(type) : use.value;
    if (!this.#define(name.slot, value, 1, name.offset)) return -1;
    if (pending === undefined) return value;
    this.#values.pending.delete(name.slot);
    if (use === undefined || pending.size > 1) return this.#referenceInvalid(name.slot, pending, 1);
    return this.#adoptType(name, use.offset, value, type) ? value : -1;
  }

  #referenceInvalid(slot: number, uses: ReadonlyMap<number, { readonly offset: number }>, count: number): number {
    for (const [number, { offset }] of uses)
      if (number >= count)
        this.problems.report(offset, offset + 1, "parse.value", `reference to invalid result number`, [
          this.problems.note(`${this.nameText(slot)} has ${count} results`, offset, offset + 1),
        ]);
    return -1;
  }

  /** The type that a value was used with before its definition must be the one that it is defined with. */
  #adoptType(
    name: { readonly slot: number; readonly offset: number },
    useOffset: number,
    value: number,
    type: Type | undefined,
  ): boolean {
    const used = this.#builder.typeOf(value);
    if (used === undefined || used === type || type === undefined) {
      this.#builder.setType(value, type ?? used);
      return true;
    }
    this.problems.report(
      name.offset,
      name.offset + 1,
      "parse.value",
      `definition of SSA value '${this.nameText(name.slot)}#0' has type '${typeText(type)}'`,
      [this.problems.note(`previously used here with type '${typeText(used)}'`, useOffset, useOffset + 1)],
    );
    return false;
  }

  /** Uses of several results before their definition: they had values of their own, which become the results. */
  #adoptAll(slot: number, first: number, count: number, offset: number): void {
    const pending = this.#values.pending.get(slot);
    if (pending === undefined) return;
    this.#values.pending.delete(slot);
    for (const [number, use] of pending) {
      if (number >= count) this.#referenceInvalid(slot, pending, count);
      else if (this.#adoptType({ slot, offset }, use.offset, use.value, this.#builder.typeOf(first + number)))
        this.#builder.replaceValue(use.value, first + number);
    }
  }

  #define(slot: number, value: number, count: number, offset: number): boolean {
    if (this.#values.valueOf(slot) !== 0) {
      const previous = this.#values.offsetOf(slot);
      this.problems.report(
        offset,
        offset + 1,
        "parse.redefinition",
        `redefinition of SSA value '${this.nameText(slot)}'`,
        [this.problems.note("previously defined here", previous, previous + 1)],
      );
      return false;
    }
    this.#values.define(slot, value, count, offset);
    return true;
  }

  /** The words among the names, one an result; undefined when all are numbers. */
  #namesOf(results: readonly ResultName[]): readonly string[] | undefined {
    const [only] = results;
    if (only !== undefined && results.length === 1 && only.count === 1)
      return (only.slot & 1) === 0 ? undefined : this.wordList(only.slot);
    if (results.every(({ slot }) => (slot & 1) === 0)) return undefined;
    return results.flatMap(({ slot, count }) => [this.#word(slot), ...Array.from({ length: count - 1 }, () => "")]);
  }

  /** The name of a word as a list of one. */
  wordList(slot: number): readonly string[] {
    const word = slot >> 1;
    return (this.#wordLists[word] ??= [this.#words.textOf(word)]);
  }
  #word(slot: number): string {
    return (slot & 1) === 0 ? "" : this.#words.textOf(slot >> 1);
  }
  /** A value's name as it is written. */
  nameText(slot: number): string {
    return (slot & 1) === 0 ? `%${slot >> 1}` : `%${this.#words.textOf(slot >> 1)}`;
  }

  recoverOperation(start: number): boolean {
    if (this.#stopped) return false;
    const furthest = Math.max(this.parser.furthest, this.parser.pos, start);
    this.#reportFailure(start);
    this.#unwindTo(start);
    this.parser.pos = Math.max(start + 1, nextOperation(this.#text, start, furthest));
    this.parser.furthest = -1;
    if (this.#stopped) return false;
    this.#poisonResults(start);
    return true;
  }

  /** Tells what went wrong in the operation that begins at `start`. */
  #reportFailure(start: number): void {
    const { first } = this.problems;
    this.problems.first = undefined;
    this.addDiagnostic(
      first === undefined ? syntaxError(this.source, start, this.parser) : this.#explained(first, start),
    );
    // What is nested too deep was probably made to be: it is not looked through for more.
    if (first?.code === "parse.nesting") this.#stopped = true;
  }

  /** An error in an operation's own syntax, with a note on all that its format expected there. */
  #explained(diagnostic: Diagnostic, start: number): Diagnostic {
    if (this.diagnostics.length >= MAX_EXPLAINED) return diagnostic;
    const { code, message, place, notes } = diagnostic;
    const definition = this.context.findDefinition(this.currentName);
    if (
      code !== "parse.custom" ||
      !message.startsWith("expected") ||
      place?.kind !== "range" ||
      definition === undefined
    )
      return diagnostic;
    const note = noteByFormat(this.source, start, place.range.start, definition);
    return note === undefined ? diagnostic : { ...diagnostic, notes: [...notes, note] };
  }

  addDiagnostic(diagnostic: Diagnostic): void {
    if (this.#stopped) return;
    this.diagnostics.push(diagnostic);
    if (this.diagnostics.length < MAX_DIAGNOSTICS) return;
    this.#stopped = true;
    this.diagnostics.push(error("parse.stopped", `stopped after ${MAX_DIAGNOSTICS} errors`));
  }

  /** Leaves the regions that were opened behind `start`, and forgets the uses without a definition that were met there. */
  #unwindTo(start: number): void {
    this.parser.depth = 0;
    while (this.#frame.outer !== undefined && this.#frame.offset > start) this.#leaveFrame();
    for (const [slot, uses] of this.#values.pending) {
      for (const [number, { offset }] of uses) if (offset >= start) uses.delete(number);
      if (uses.size === 0) this.#values.pending.delete(slot);
    }
  }

  /** Names of an operation that failed are defined all the same, with any type, so that their uses are not errors too. */
  #poisonResults(start: number): void {
    const left = /%(?:\d+|[\w$.-]+)(?::\d+)?\s*(?=[,=])/y;
    left.lastIndex = start;
    for (let match = left.exec(this.#text); match !== null; match = left.exec(this.#text)) {
      const [, name = "", count = "1"] = /^(%[^:\s]+)(?::(\d+))?/.exec(match[0]) ?? [];
      const slot = this.slotOf(match.index + 1, match.index + name.length);
      const size = Math.min(Number(count), MAX_RESULTS);
      if (this.#values.valueOf(slot) === 0) {
        this.#values.define(slot, this.#builder.valueCount, size, match.index);
        this.#values.pending.delete(slot);
        for (let at = 0; at < size; at++) this.#builder.addValue(undefined);
      }
      if (this.#text.charCodeAt(left.lastIndex) !== 0x2c) break;
      left.lastIndex++;
      while (this.#text.charCodeAt(left.lastIndex) === 0x20) left.lastIndex++;
    }
  }

  // ---- Values -----------------------------------------------------------------------------------------------------------------

  /** The slot of a name without its `%`. */
  slotOf(start: number, end: number): number {
    const text = this.#text;
    const first = text.charCodeAt(start);
    if (first >= 0x30 && first <= 0x39) {
      let number = 0;
      for (let at = start; at < end; at++) number = number * 10 + (text.charCodeAt(at) - 0x30);
      if (number <= this.#maxNumber) return number * 2;
    }
    const hash = hashSlice(text, start, end);
    const known = this.#words.indexOf(start, end, hash);
    return (known < 0 ? this.#words.add(start, end, hash, undefined) : known) * 2 + 1;
  }

  valueName(start: number, end: number): number {
    this.#lastName = start;
    return this.slotOf(start + 1, end);
  }

  valueUse(start: number, end: number): ValueId | undefined {
    const text = this.#text;
    // The number behind `#`, read backwards: most names have none.
    let at = end - 1;
    let code = text.charCodeAt(at);
    while (code >= 0x30 && code <= 0x39) code = text.charCodeAt(--at);
    if (code !== HASH) return this.valueOf(this.slotOf(start + 1, end), 0, start);
    return this.valueOf(this.slotOf(start + 1, at), Number(text.slice(at + 1, end)), start);
  }

  /** The value that `%name#number` means: its own where it is defined, else one that stands for it. */
  valueOf(slot: number, number: number, offset: number): ValueId | undefined {
    const first = this.#values.valueOf(slot);
    if (first === 0) return this.#pendingValue(slot, number, offset);
    if (number !== 0 && number >= this.#values.countOf(slot))
      return this.problems.report(offset, this.parser.pos, "parse.value", "reference to invalid result number");
    return valueId(first + number);
  }

  #pendingValue(slot: number, number: number, offset: number): ValueId {
    const all = this.#values.pending;
    let uses = all.get(slot);
    if (uses === undefined) {
      uses = new Map();
      all.set(slot, uses);
    }
    let use = uses.get(number);
    if (use === undefined) {
      use = { value: this.#builder.addValue(undefined), offset };
      uses.set(number, use);
    }
    return valueId(use.value);
  }

  /** The type known of a value; undefined before its definition and its first use with a type. */
  typeOfValue(value: ValueId): Type | undefined {
    return this.#builder.typeOf(value);
  }

  /** A use of `value` as `type`. */
  checkType(value: ValueId, type: Type, offset: number): boolean {
    if (this.#agrees(value, type)) return true;
    this.#reportTypes(value, type, offset);
    return false;
  }

  #agrees(value: ValueId, type: Type): boolean {
    const known = this.#builder.typeOf(value);
    if (known === undefined) this.#builder.setType(value, type);
    return known === type || known === undefined;
  }

  #reportTypes(value: ValueId, type: Type, offset: number): void {
    const known = this.#builder.typeOf(value) ?? type;
    const { name, defined } = this.#nameOfValue(value);
    this.problems.report(
      offset,
      Math.max(offset + 1, scanValueUse(this.#text, offset)),
      "parse.operand-types",
      `use of value '${name}' expects different type than prior uses: '${typeText(type)}' vs '${typeText(known)}'`,
      defined === undefined ? [] : [this.problems.note("prior use here", defined, defined + 1)],
    );
  }

  /** Where operand `index` of the generic operation that begins at `start` stands. For messages only. */
  #operandOffset(start: number, index: number): number {
    let at = this.#text.indexOf("(", scanOperationName(this.#text, start)) + 1;
    for (let count = 0; ; count++) {
      while (this.#text.charCodeAt(at) <= 0x20) at++;
      const end = scanValueUse(this.#text, at);
      if (end < 0) return start; // a comment between the operands
      if (count === index) return at;
      at = this.#text.indexOf(",", end) + 1;
    }
  }

  /** For messages only: looks through every name. */
  #nameOfValue(value: number): { readonly name: string; readonly defined: number | undefined } {
    const found = this.#values.nameOf(value);
    return found === undefined
      ? { name: "%?", defined: undefined }
      : { name: `${this.nameText(found.slot)}${found.number === 0 ? "" : `#${found.number}`}`, defined: found.offset };
  }

  // ---- Regions and blocks -------------------------------------------------------------------------------------------------------

  isIsolated(name: OperationName): boolean {
    return (this.#isolated[name.id] ??= name === MODULE || this.context.hasTrait(name, "IsolatedFromAbove"));
  }
  /** By name: asked for each operation. */
  readonly #isolated: (boolean | undefined)[] = [];

  enterRegion(): boolean {
    const offset = this.parser.pos;
    if (this.#frame.depth >= MAX_REGIONS) {
      this.problems.report(offset, offset + 1, "parse.nesting", `regions nest deeper than ${MAX_REGIONS} levels`);
      return false;
    }
    const name = this.currentName;
    const outer = this.#frame;
    if (this.isIsolated(name)) this.#ownBody ??= this.#newBody();
    const own = this.#ownBody;
    const frame = (own ?? this.#builder).openFrame(
      outer,
      offset,
      name,
      own,
      this.context.find(opAsm, name)?.defaultDialect ?? "",
    );
    frame.resultNames = this.#resultNames;
    this.#frame = frame;
    this.#builder = frame.builder;
    this.#values = frame.builder.names;
    this.#ownBody = undefined;
    return true;
  }

  #leaveFrame(): void {
    const frame = this.#frame;
    const outer = frame.outer;
    if (outer === undefined) return;
    frame.builder.names.leave(frame.nameMark);
    this.#frame = outer;
    this.#builder = outer.builder;
    this.#values = outer.builder.names;
    this.currentName = frame.name;
    this.#ownBody = frame.own;
    this.#resultNames = frame.resultNames;
  }

  region(): RegionId | undefined {
    const frame = this.#frame;
    if (!this.#checkBlocks(frame)) return undefined;
    frame.closeBlock();
    if (frame.own !== undefined) this.#checkPending(frame.builder);
    frame.builder.finishRegion(frame);
    this.#leaveFrame();
    return frame.id;
  }

  /** Every block that was named must be there. */
  #checkBlocks(frame: RegionFrame): boolean {
    for (const [name, block] of frame.named) {
      if (block.defined) continue;
      this.problems.report(
        block.offset,
        block.offset + name.length,
        "parse.block",
        "reference to an undefined block",
        [],
      );
      return false;
    }
    return true;
  }

  #checkPending(builder: BodyBuilder): void {
    for (const [, uses] of builder.names.pending)
      for (const { offset } of uses.values()) {
        const end = offset + (/^%[\w$.-]+(#\d+)?/.exec(this.#text.slice(offset, offset + 200))?.[0].length ?? 1);
        this.addDiagnostic(
          error("parse.undeclared", "use of undeclared SSA value name", {
            kind: "range",
            range: { source: this.source, start: offset, end },
          }),
        );
      }
    builder.names.pending.clear();
  }

  blockName(start: number, end: number): string {
    return this.#text.slice(start, end);
  }

  successor(start: number, end: number): BlockId {
    return this.#frame.block(this.#text.slice(start, end), start).id;
  }

  blockArgument(
    _start: number,
    _end: number,
    slot: number,
    type: Type,
    location: Location | undefined,
  ): BlockArgumentText {
    return { slot, type, location, offset: this.#lastName };
  }

  blockLabel(offset: number, _end: number, name: string, args: readonly BlockArgumentText[] | undefined): boolean {
    const block = this.#frame.block(name, offset);
    if (block.defined) {
      this.problems.report(offset, offset + name.length, "parse.block", `redefinition of block '${name}'`);
      return false;
    }
    this.#frame.openBlock(block);
    return args === undefined || this.defineArguments(args);
  }

  /** Gives the block that is open its arguments. */
  defineArguments(args: readonly BlockArgumentText[]): boolean {
    for (const { slot, type, location, offset } of args) {
      const value = this.#defineArgument(slot, type, offset);
      if (value < 0) return false;
      this.#frame.addArgument(
        valueId(value),
        type,
        location ?? new SourceLocation(this.source, offset, (slot & 1) === 0 ? undefined : this.wordList(slot)),
      );
    }
    return true;
  }

  #defineArgument(slot: number, type: Type, offset: number): number {
    return this.#defineSingle({ slot, count: 1, offset }, type);
  }

  // ---- For custom forms ---------------------------------------------------------------------------------------------------------

  get frame(): RegionFrame {
    return this.#frame;
  }

  /** Opens the entry block of the region that has just been entered, for arguments that the operation's own syntax names. */
  openEntryBlock(): void {
    this.#frame.openEntry();
  }

  /** An empty region of the operation at hand. */
  emptyRegion(): RegionId {
    if (this.isIsolated(this.currentName) && this.#ownBody === undefined) this.#ownBody = this.#newBody();
    return (this.#ownBody ?? this.#builder).emptyRegion();
  }

  /** A region of one block that the text leaves implicit, of an operation that is not isolated. */
  buildRegion(
    argumentTypes: readonly Type[],
    location: Location,
    build: (insert: InsertImplicit, args: readonly ValueId[]) => void,
  ): RegionId {
    return this.#builder.buildRegion(argumentTypes, location, build);
  }

  ensureBlock(region: RegionId): void {
    (this.#ownBody ?? this.#builder).ensureBlock(region);
  }

  /** Adds an operation without text to the end of a region's only block: an implicit terminator. */
  appendTo(region: RegionId, name: OperationName, location: Location): void {
    const builder = this.#ownBody ?? this.#builder;
    // A terminator may have regions of its own (scf.forall.in_parallel): they come with the block that they must have.
    const declared =
      this.context.findDefinition(name)?.regions.filter(({ constraint }) => constraint.variadic !== true) ?? [];
    const regions = declared.map(({ constraint }) => {
      const own = builder.emptyRegion();
      if (constraint.blocks === "one") builder.ensureBlock(own);
      return own;
    });
    const record = new Operation(
      name,
      NO_VALUES,
      valueId(builder.valueCount),
      NO_TYPES,
      emptyDictionary,
      emptyDictionary,
      regions.length === 0 ? NO_REGIONS : regions,
      NO_SUCCESSORS,
      NO_BODY,
      location,
    );
    const id = builder.addOperation(record);
    builder.closeRegions(regions, id);
    builder.appendToRegion(region, id);
  }

  /** The names of the operations at the ends of a region's blocks; an empty list for a region without blocks. */
  terminatorsOf(region: RegionId): readonly (OperationName | undefined)[] {
    return (this.#ownBody ?? this.#builder).terminatorsOf(region);
  }

  #newBody(id?: number): BodyBuilder {
    const body = new BodyBuilder(bodyId(id ?? this.#nextBody), this.#pool.pop() ?? new ValueNames());
    this.#nextBody = body.id + 1;
    this.bodies.push(body);
    return body;
  }
  #nextBody = 0;
}

const MAX_EXPLAINED = 20; // a format's grammar takes some 10 ms to make: who has more errors than this reads the first ones first

const MAX_RESULTS = 1 << 16; // upstream's limit is the width of its counter; past this a count is a typing error that must not fill memory

function defaultsOf(definition: OpSchema | undefined): ReadonlyMap<string, Attribute> {
  const defaults = (definition?.attributes ?? []).filter(({ presence }) => presence === "default");
  return new Map(defaults.map(({ name, constraint, fallback }) => [name, constraint.encode(fallback)]));
}

function modernSegments(entry: NamedAttribute): NamedAttribute {
  if (entry.name === "operand_segment_sizes") return { name: "operandSegmentSizes", value: entry.value };
  return entry.name === "result_segment_sizes" ? { name: "resultSegmentSizes", value: entry.value } : entry;
}
