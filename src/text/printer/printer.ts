/**
 * Modules and operations as text: upstream's layout, in the operations' own forms or the generic one. Everything is written to a sink in
 * small pieces, so that text is never built twice and other readers of the canonical form (the cost model's tokens) need no string.
 * One object because the forms of operations are printed through it, and longer than 400 lines for the same reason.
 */
import type { AssemblyPrinter } from "../../definition/assembly.ts";
import type { Context } from "../../definition/context.ts";
import { opAsm } from "../../definition/control-flow.ts";
import type { NamedSlot, OpSchema } from "../../definition/schema.ts";
import {
  type Attribute,
  type DenseResourceAttribute,
  type DialectAttribute,
  type DialectType,
  type DictionaryAttribute,
  dictionaryAttribute,
  findAttribute,
  type NamedAttribute,
  type Type,
} from "../../ir/attribute.ts";
import type { BodyView } from "../../ir/body-view.ts";
import { type BlockHandle, OperationHandle, RegionHandle, Value } from "../../ir/handle.ts";
import {
  type BlockId,
  type BodyId,
  NO_BODY,
  type OperationId,
  type RegionId,
  ROOT,
  type ValueId,
} from "../../ir/ids.ts";
import { type Location, unknownLocation } from "../../ir/location.ts";
import { emptyModule, type Module } from "../../ir/module.ts";
import { type OperationName, operationName } from "../../ir/name.ts";
import type { Operation } from "../../ir/operation.ts";
import { BLOB_ALIGNMENT } from "../../tensor/blob.ts";
import { assemblyOf } from "../assembly/assembly-format.ts";
import { quote } from "../literals/string-text.ts";
import { AttributePrinter, type AttributePrintOptions, symbolText } from "./attribute-printer.ts";
import { RecordingSink, type TextSink } from "./sink.ts";
import { ValueNaming } from "./value-naming.ts";

export interface PrintOptions extends AttributePrintOptions {
  /** Every operation in generic form. Upstream: --mlir-print-op-generic. */
  readonly generic?: boolean;
  /** Locations behind operations and block arguments. Upstream: --mlir-print-debuginfo. */
  readonly debugInfo?: boolean;
  /** Locations through aliases, defined at the end. Upstream does so without --mlir-print-local-scope. */
  readonly locationAliases?: boolean;
  /** Names that were written in the text are not kept: values are numbered. */
  readonly dropNames?: boolean;
  /** Name locations give names. Upstream: --mlir-use-nameloc-as-prefix. */
  readonly nameLocations?: boolean;
  /** No comments on the predecessors of blocks. */
  readonly omitPredecessors?: boolean;
  /** No `{-# #-}` section: what `dense_resource` keys name is left out. */
  readonly omitResources?: boolean;
}

/** Where the bodies of isolated operations are found. */
export type FindBody = (id: BodyId) => BodyView | undefined;

const INDENT = "  ";
const BARE_KEY = /^[A-Za-z_][\w$.]*$/;

export class Printer implements AssemblyPrinter {
  readonly #sink: RecordingSink;
  readonly #context: Context | undefined;
  readonly #options: PrintOptions;
  readonly #findBody: FindBody;
  readonly #attributes: AttributePrinter;
  readonly #namings = new Map<BodyView, ValueNaming>();
  readonly #aliases = new Map<Location, string>();
  readonly #resources = new Map<string, DenseResourceAttribute>();
  #view: BodyView;
  #naming: ValueNaming;
  #indent = 0;
  #defaultDialect = "builtin";

  constructor(sink: TextSink, context: Context | undefined, options: PrintOptions, view: BodyView, findBody: FindBody) {
    this.#sink = new RecordingSink(sink);
    this.#context = context;
    this.#options = options;
    this.#findBody = findBody;
    this.#attributes = new AttributePrinter(this.#sink, options, (value) => this.#printParameters(value));
    this.#attributes.keyOf = (attribute) => this.#keyOf(attribute);
    this.#attributes.isBracketed = ({ dialect, mnemonic }) =>
      this.#context?.findAttribute(dialect, mnemonic)?.bracketed === true;
    if (options.locationAliases === true) this.#attributes.aliasOf = (location) => this.#aliasOf(location);
    this.#view = view;
    this.#naming = this.#namingOf(view);
  }

  /** A printer for attributes and types alone. */
  static ofAttributes(sink: TextSink, context: Context, options: PrintOptions): Printer {
    return new Printer(
      sink,
      context,
      options,
      emptyModule(operationName("builtin.module"), unknownLocation).top.view(),
      () => undefined,
    );
  }

  #namingOf(view: BodyView): ValueNaming {
    let naming = this.#namings.get(view);
    if (naming === undefined) {
      naming = new ValueNaming(view, this.#context, {
        // As upstream: the generic form needs no definition, and shows none.
        suggestedNames: this.#options.generic !== true,
        userNames: this.#options.dropNames !== true,
        nameLocations: this.#options.nameLocations === true,
      });
      this.#namings.set(view, naming);
    }
    return naming;
  }

  /** Prints in another body, and comes back. */
  #inBody(view: BodyView, print: () => void): void {
    if (view === this.#view) {
      print();
      return;
    }
    const { outerView, outerNaming } = { outerView: this.#view, outerNaming: this.#naming };
    this.#view = view;
    this.#naming = this.#namingOf(view);
    print();
    this.#view = outerView;
    this.#naming = outerNaming;
  }

  // ---- Operations -----------------------------------------------------------------------------------------------------------

  /** One operation with its results and location, without indentation or line break. */
  operation(id: OperationId): void {
    const record = this.#view.operation(id);
    if (id !== ROOT) this.print(this.#naming.leftSide(record));
    const definition = this.#options.generic === true ? undefined : this.#context?.findDefinition(record.name);
    const assembly = definition !== undefined && fits(definition, record) ? assemblyOf(definition) : undefined;
    const outer = this.#defaultDialect;
    if (assembly === undefined) this.#generic(id, record);
    else {
      this.print(this.#shortName(record.name.text));
      this.#defaultDialect = this.#context?.find(opAsm, record.name)?.defaultDialect ?? "";
      assembly.print(new OperationHandle(this.#view, id), this);
    }
    this.#defaultDialect = outer;
    this.#trailingLocation(record.location);
  }

  #shortName(name: string): string {
    const prefix = this.#defaultDialect.length + 1;
    const isDefault = name.startsWith(`${this.#defaultDialect}.`) && !name.includes(".", prefix);
    return isDefault ? name.slice(prefix) : name;
  }

  #generic(id: OperationId, record: Operation): void {
    this.print(this.#quotedName(record.name));
    this.#valueList(record.operands);
    this.print(")");
    if (record.successors.length > 0)
      this.print(`[${record.successors.map((block) => this.#naming.blockName(block)).join(", ")}]`);
    const properties = this.#withDefaults(record);
    if (properties.entries.length > 0) {
      this.print(" <");
      this.#attributes.dictionary(properties);
      this.print(">");
    }
    if (record.regions.length > 0) this.#genericRegions(id, record);
    if (record.attributes.entries.length > 0) {
      this.print(" ");
      this.#attributes.dictionary(record.attributes);
    }
    this.print(" : (");
    record.operands.forEach((operand, at) => {
      if (at > 0) this.print(", ");
      this.printType(this.#view.typeOf(operand));
    });
    this.print(") -> ");
    this.#attributes.resultTypes(record.resultTypes);
  }

  /** `"dialect.name"(`. */
  #quotedName(name: OperationName): string {
    let text = this.#quotedNames.get(name);
    if (text === undefined) {
      text = `${quote(name.text)}(`;
      this.#quotedNames.set(name, text);
    }
    return text;
  }
  readonly #quotedNames = new Map<OperationName, string>();

  /** The generic form shows defaults that the records leave out, as upstream's does. */
  #withDefaults({ name, properties }: Operation): DictionaryAttribute {
    let defaults = this.#defaults.get(name);
    if (defaults === undefined) {
      const slots = this.#context?.findDefinition(name)?.attributes ?? [];
      defaults = slots
        .filter(({ presence, tacit }) => presence === "default" && !tacit)
        .map((slot) => ({ name: slot.name, value: slot.constraint.encode(slot.fallback) }));
      this.#defaults.set(name, defaults);
    }
    if (defaults.length === 0) return properties;
    const missing = defaults.filter((entry) => findAttribute(properties, entry.name) === undefined);
    return missing.length === 0 ? properties : dictionaryAttribute([...properties.entries, ...missing]);
  }
  readonly #defaults = new Map<OperationName, readonly NamedAttribute[]>();

  #genericRegions(id: OperationId, record: Operation): void {
    const outer = this.#defaultDialect;
    this.#defaultDialect = this.#context?.find(opAsm, record.name)?.defaultDialect ?? "";
    this.print(" (");
    this.regionsOf(new OperationHandle(this.#view, id)).forEach((region, at) => {
      if (at > 0) this.print(", ");
      this.#region(region.view, region.id, { emptyBlocks: true, entryArguments: true, terminators: true });
    });
    this.print(")");
    this.#defaultDialect = outer;
  }

  #valueList(values: readonly ValueId[]): void {
    for (let at = 0; at < values.length; at++) {
      const value = values[at];
      if (at > 0) this.print(", ");
      if (value !== undefined) this.print(this.#naming.valueName(value));
    }
  }

  // ---- Regions and blocks -----------------------------------------------------------------------------------------------------

  regionsOf(operation: OperationHandle): readonly RegionHandle[] {
    const { body, regions } = operation.record;
    if (body === NO_BODY || operation.id === ROOT) return regions.map((id) => new RegionHandle(operation.view, id));
    const view = this.#findBody(body);
    return view === undefined ? [] : view.root.regions.map((id) => new RegionHandle(view, id));
  }

  #region(
    view: BodyView,
    id: RegionId,
    options: { readonly emptyBlocks: boolean; readonly entryArguments: boolean; readonly terminators: boolean },
  ): void {
    this.#inBody(view, () => {
      this.print("{");
      this.#lineBreak();
      const { blocks } = view.region(id);
      const predecessors =
        blocks.length > 1 && this.#options.omitPredecessors !== true ? this.#predecessorsIn(blocks) : undefined;
      blocks.forEach((block, at) => {
        const record = view.block(block);
        const isEntry = at === 0;
        const entered = isEntry && predecessors?.has(block) === true;
        const header = isEntry
          ? entered ||
            (options.entryArguments && record.arguments.length > 0) ||
            (options.emptyBlocks && view.operationsOf(block).length === 0)
          : true;
        if (header) this.#blockHeader(block, isEntry, predecessors);
        this.#blockOperations(block, options.terminators);
      });
      this.#writeIndent();
      this.print("}");
    });
  }

  #blockHeader(
    block: BlockId,
    isEntry: boolean,
    predecessors: ReadonlyMap<BlockId, readonly BlockId[]> | undefined,
  ): void {
    const record = this.#view.block(block);
    this.#writeIndent();
    this.print(this.#naming.blockName(block));
    if (record.arguments.length > 0) {
      this.print("(");
      record.arguments.forEach((argument, at) => {
        if (at > 0) this.print(", ");
        this.printRegionArgument(new Value(this.#view, argument));
      });
      this.print(")");
    }
    this.print(":");
    if (predecessors !== undefined) this.#predecessors(predecessors.get(block) ?? [], isEntry);
    this.#lineBreak();
  }

  #predecessors(predecessors: readonly BlockId[], isEntry: boolean): void {
    const names = predecessors.map((block) => this.#naming.blockName(block));
    if (names.length > 0)
      this.print(names.length === 1 ? `  // pred: ${names[0]}` : `  // ${names.length} preds: ${names.join(", ")}`);
    else if (!isEntry) this.print("  // no predecessors");
  }

  #predecessorsIn(blocks: readonly BlockId[]): ReadonlyMap<BlockId, readonly BlockId[]> {
    const found = new Map<BlockId, BlockId[]>();
    for (const block of blocks) {
      const last = this.#view.operationsOf(block).at(-1);
      for (const successor of last === undefined ? [] : this.#view.operation(last).successors) {
        const list = found.get(successor);
        if (list === undefined) found.set(successor, [block]);
        else list.push(block);
      }
    }
    return found;
  }

  #blockOperations(block: BlockId, terminators: boolean): void {
    const operations = this.#view.operationsOf(block);
    const last = operations.at(-1);
    const hidden =
      !terminators &&
      last !== undefined &&
      this.#context?.hasTrait(this.#view.operation(last).name, "Terminator") === true
        ? last
        : undefined;
    this.#indent++;
    for (let at = 0; at < operations.length; at++) {
      const operation = operations[at];
      if (operation === undefined || operation === hidden) continue;
      this.#writeIndent();
      this.operation(operation);
      this.#lineBreak();
    }
    this.#indent--;
  }

  // ---- AssemblyPrinter ----------------------------------------------------------------------------------------------------------

  print(text: string): void {
    if (text !== "") this.#sink.write(text);
  }
  printOperand(value: Value): void {
    this.print(this.#namingOf(value.view).valueName(value.id));
  }
  printOperands(values: readonly Value[]): void {
    values.forEach((value, at) => {
      if (at > 0) this.print(", ");
      this.printOperand(value);
    });
  }
  printType(type: Type): void {
    this.#attributes.type(type);
  }
  printTypes(types: readonly Type[]): void {
    this.#attributes.types(types);
  }
  printAttribute(attribute: Attribute): void {
    this.#attributes.attribute(attribute);
  }
  printAttributeWithoutType(attribute: Attribute): void {
    this.#attributes.attribute(attribute, "always");
  }
  printStrippedAttribute(attribute: Attribute): void {
    if (attribute.kind === "dense-array") this.#attributes.arrayElements(attribute, "[", "]");
    else if (attribute.kind !== "dialect-attribute" || !this.#printParameters(attribute))
      this.printAttribute(attribute);
  }
  printSymbolName(name: string): void {
    this.print(symbolText(name));
  }
  printString(text: string): void {
    this.print(quote(text));
  }

  printOptionalArrowTypeList(types: readonly Type[]): void {
    if (types.length === 0) return;
    this.print(" -> ");
    this.#attributes.resultTypes(types);
  }
  printFunctionalType(operands: readonly Type[], results: readonly Type[]): void {
    this.#attributes.functionType(operands, results);
  }

  printOptionalAttrDict(operation: OperationHandle, elided: readonly string[] = []): void {
    this.#dictionary(" ", shownEntries(operation.record, elided));
  }
  printOptionalAttrDictWithKeyword(operation: OperationHandle, elided: readonly string[] = []): void {
    this.#dictionary(" attributes ", shownEntries(operation.record, elided));
  }
  printOptionalPropDict(operation: OperationHandle, elided: readonly string[] = []): void {
    const entries = operation.record.properties.entries.filter(({ name }) => !elided.includes(name));
    if (entries.length === 0) return;
    this.#dictionary(" <", entries);
    this.print(">");
  }
  #dictionary(prefix: string, entries: readonly NamedAttribute[]): void {
    if (entries.length === 0) return;
    this.print(`${prefix}{`);
    this.#attributes.entries(entries);
    this.print("}");
  }

  printSuccessor(block: BlockHandle): void {
    this.print(this.#namingOf(block.view).blockName(block.id));
  }
  printSuccessorAndOperands(block: BlockHandle, operands: readonly Value[]): void {
    this.printSuccessor(block);
    if (operands.length === 0) return;
    this.print("(");
    this.printOperands(operands);
    this.print(" : ");
    this.printTypes(operands.map(({ type }) => type));
    this.print(")");
  }

  printRegionArgument(argument: Value, options: { readonly omitType?: boolean } = {}): void {
    this.printOperand(argument);
    if (options.omitType !== true) {
      this.print(": ");
      this.printType(argument.type);
    }
    this.#trailingLocation(argument.location);
  }

  printRegion(
    region: RegionHandle,
    options: { readonly printEntryBlockArguments?: boolean; readonly printBlockTerminators?: boolean } = {},
  ): void {
    this.#region(region.view, region.id, {
      emptyBlocks: false,
      entryArguments: options.printEntryBlockArguments !== false,
      terminators: options.printBlockTerminators !== false,
    });
  }

  /** As upstream's printNewline, the next line begins at the present indentation. */
  newline(): void {
    this.#lineBreak();
    this.#writeIndent();
  }
  #lineBreak(): void {
    this.#sink.write("\n");
  }
  increaseIndent(): void {
    this.#indent++;
  }
  decreaseIndent(): void {
    this.#indent--;
  }
  #writeIndent(): void {
    if (this.#indent > 0) this.#sink.write(INDENT.repeat(this.#indent));
  }

  #printParameters(value: DialectType | DialectAttribute): boolean {
    if (value.kind === "dialect-type") {
      const print = this.#context?.findType(value.dialect, value.mnemonic)?.print;
      print?.(value, this);
      return print !== undefined;
    }
    const print = this.#context?.findAttribute(value.dialect, value.mnemonic)?.print;
    print?.(value, this);
    return print !== undefined;
  }

  // ---- Locations and resources ------------------------------------------------------------------------------------------------------

  #trailingLocation(location: Location): void {
    if (this.#options.debugInfo !== true) return;
    this.print(" ");
    this.#attributes.location(location);
  }

  #aliasOf(location: Location): string | undefined {
    if (location.kind === "unknown") return undefined;
    const known = this.#aliases.get(location);
    if (known !== undefined) return known;
    const alias = `#loc${this.#aliases.size === 0 ? "" : this.#aliases.size}`;
    this.#aliases.set(location, alias);
    return alias;
  }

  /** The key under which a resource is printed: its own, or another where two contents have one key. */
  #keyOf(attribute: DenseResourceAttribute): string {
    let key = attribute.key;
    for (let count = 1; ; key = `${attribute.key}_${count++}`) {
      const known = this.#resources.get(key);
      if (known === undefined) break;
      if (known.blob === attribute.blob) return key;
    }
    this.#resources.set(key, attribute);
    return key;
  }

  /** What follows the top-level operation: definitions of location aliases, and the metadata section. */
  trailer(module: Module): void {
    // A location's own parts may get aliases while it is printed, so the map grows under the loop.
    for (const [location, alias] of this.#aliases) {
      this.print(`${alias} = loc(`);
      this.#attributes.locationBody(location);
      this.print(")\n");
    }
    if (this.#options.omitResources !== true) this.#metadata(module);
  }

  #metadata(module: Module): void {
    const resources = [...this.#resources].filter(([, { blob }]) => blob !== undefined);
    const sections = new Map(Object.entries(module.metadata.externalResources));
    if (resources.length > 0 && !sections.has("dialect_resources")) sections.set("dialect_resources", {});
    if (sections.size === 0) return;
    this.print("\n{-#\n");
    [...sections].forEach(([section, groups], at) => {
      const own = section === "dialect_resources" ? resources : [];
      this.print(`${at > 0 ? ",\n" : ""}${INDENT}${keyText(section)}: {\n`);
      this.#groups(groups, own);
      this.print(`\n${INDENT}}`);
    });
    this.print("\n#-}\n");
  }

  #groups(
    groups: Readonly<Record<string, Readonly<Record<string, string>>>>,
    resources: readonly (readonly [string, DenseResourceAttribute])[],
  ): void {
    let separator = "";
    const group = (key: string, entries: () => void): void => {
      this.print(`${separator}${INDENT}${INDENT}${keyText(key)}: {\n`);
      entries();
      this.print(`\n${INDENT}${INDENT}}`);
      separator = ",\n";
    };
    if (resources.length > 0)
      group("builtin", () =>
        resources.forEach(([key, attribute], at) => {
          this.print(`${at > 0 ? ",\n" : ""}${INDENT.repeat(3)}${keyText(key)}: `);
          this.#attributes.hexadecimalBlob(attribute, BLOB_ALIGNMENT);
        }),
      );
    for (const [key, entries] of Object.entries(groups))
      group(key, () =>
        this.print(
          Object.entries(entries)
            .map(([name, text]) => `${INDENT.repeat(3)}${keyText(name)}: ${text}`)
            .join(",\n"),
        ),
      );
  }
}

/** Whether the record has what the definition's own syntax speaks of. One that does not would lose something: it is printed generically. */
function fits({ operands, results, regions, attributes }: OpSchema, record: Operation): boolean {
  if (!fitsSlots(operands, record.operands.length) || !fitsSlots(results, record.resultTypes.length)) return false;
  const variadicRegions = regions.some(({ constraint }) => constraint.variadic === true);
  if (variadicRegions ? record.regions.length < regions.length - 1 : record.regions.length !== regions.length)
    return false;
  for (const { name, presence, constraint } of attributes) {
    if (presence === "discardable") continue;
    const value = findAttribute(record.properties, name) ?? findAttribute(record.attributes, name);
    if (value === undefined ? presence === "required" : !constraint.accepts(value)) return false;
  }
  return true;
}

function fitsSlots(slots: readonly NamedSlot[], count: number): boolean {
  let least = 0;
  let most = 0;
  for (const { arity } of slots) {
    if (arity === "one") least++;
    most += arity === "variadic" ? Number.POSITIVE_INFINITY : 1;
  }
  return count >= least && count <= most;
}

function keyText(key: string): string {
  return BARE_KEY.test(key) ? key : quote(key);
}

/** Inherent and discardable attributes together, sorted, without those that are printed elsewhere. */
function shownEntries({ properties, attributes }: Operation, elided: readonly string[]): readonly NamedAttribute[] {
  const both: DictionaryAttribute =
    properties.entries.length === 0
      ? attributes
      : attributes.entries.length === 0
        ? properties
        : dictionaryAttribute([...properties.entries, ...attributes.entries]);
  return elided.length === 0 ? both.entries : both.entries.filter(({ name }) => !elided.includes(name));
}
