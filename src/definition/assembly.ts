/**
 * What an operation's own syntax is written against: small parse and print primitives, implemented in src/text. A format that a string
 * can say is a string (ODS declarative assembly); this is for the others (func.func, scf.for).
 * A parse primitive that fails has already reported, and returns `undefined` (or `false`); the caller passes the failure on.
 */
import type { AffineMap } from "../ir/affine.ts";
import type { Attribute, DictionaryAttribute, FloatType, FunctionType, IntegerType, Type } from "../ir/attribute.ts";
import type { BlockHandle, OperationHandle, RegionHandle, Value } from "../ir/handle.ts";
import type { BlockId, RegionId, ValueId } from "../ir/ids.ts";
import type { Location } from "../ir/location.ts";
import type { OperationName } from "../ir/name.ts";

/** A use of an SSA name whose type is not known yet. */
export interface UnresolvedOperand {
  readonly name: string;
  /** `%name#number`. */
  readonly number: number;
  readonly offset: number;
}

/** A region or function argument as it is written. */
export interface ParsedArgument {
  readonly name: UnresolvedOperand;
  readonly type: Type | undefined;
  readonly attributes: ReadonlyMap<string, Attribute>;
  readonly location: Location | undefined;
}

export type Delimiter =
  | "none"
  | "paren"
  | "square"
  | "less-greater"
  | "brace"
  | "optional-paren"
  | "optional-square"
  | "optional-less-greater";

/** What parsing collects; the reader makes the record of it. */
export interface OperationState {
  readonly operands: ValueId[];
  readonly resultTypes: Type[];
  readonly properties: Map<string, Attribute>;
  readonly attributes: Map<string, Attribute>;
  readonly regions: RegionId[];
  readonly successors: BlockId[];
}

/** Appends an operation to an implicit region; gives its results. */
export type InsertImplicit = (
  name: OperationName,
  operands: readonly ValueId[],
  resultTypes: readonly Type[],
  properties?: DictionaryAttribute,
) => readonly ValueId[];

export interface AssemblyParser {
  /** The present offset in the text. */
  readonly offset: number;
  /** How many results the left side names: some ops infer their types from it. */
  readonly resultNameCount: number;
  /** Reports an error here (or at `offset`); always returns undefined, so that it can be returned. */
  report(message: string, offset?: number): undefined;

  parseKeyword(word: string): boolean;
  parseOptionalKeyword(word: string): boolean;
  /** Any bare identifier. */
  parseAnyKeyword(): string | undefined;
  parseOptionalAnyKeyword(): string | undefined;
  /** One of the words, or a report that lists them. */
  parseOneOf<const W extends string>(words: readonly W[]): W | undefined;
  /** Punctuation: `(`, `)`, `[`, `]`, `{`, `}`, `<`, `>`, `,`, `:`, `=`, `->`, `::`, `...`, `?`, `+`, `*`, `|`. */
  parseToken(token: string): boolean;
  parseOptionalToken(token: string): boolean;
  parseInteger(): bigint | undefined;
  parseOptionalInteger(): bigint | undefined;
  parseString(): string | undefined;
  parseOptionalString(): string | undefined;
  /** `@name`. */
  parseSymbolName(): string | undefined;
  parseOptionalSymbolName(): string | undefined;

  parseOperand(): UnresolvedOperand | undefined;
  parseOptionalOperand(): UnresolvedOperand | undefined;
  parseOperandList(delimiter?: Delimiter): UnresolvedOperand[] | undefined;
  resolveOperand(operand: UnresolvedOperand, type: Type): ValueId | undefined;
  /** Appends to `state.operands`; false when one fails or the counts differ (reported). */
  resolveOperands(
    operands: readonly UnresolvedOperand[],
    types: readonly Type[],
    offset: number,
    state: OperationState,
  ): boolean;

  parseType(): Type | undefined;
  parseOptionalType(): Type | undefined;
  parseColonType(): Type | undefined;
  parseTypeList(): Type[] | undefined;
  parseColonTypeList(): Type[] | undefined;
  /** `-> type` or `-> (types)`; an absent arrow gives no types. */
  parseOptionalArrowTypeList(): Type[] | undefined;
  parseFunctionType(): FunctionType | undefined;

  parseAttribute(type?: Type): Attribute | undefined;
  parseOptionalAttribute(type?: Type): Attribute | undefined;
  parseAffineMap(): AffineMap | undefined;
  /** `{...}` when there is one, into `state`: inherent names go to the properties. */
  parseOptionalAttrDict(state: OperationState): boolean;
  parseOptionalAttrDictWithKeyword(state: OperationState): boolean;
  /** `<{...}>` when there is one, into the properties. */
  parseOptionalPropDict(state: OperationState): boolean;
  /** What follows the mnemonic of a dialect's attribute (`<fast>`): its parameters; undefined where it is not there. */
  parseStripped(dialect: string, mnemonic: string): readonly Attribute[] | undefined | "failed";
  /** `[1, 2]` of a dense array. */
  parseOptionalDenseArray(element: IntegerType | FloatType): Attribute | undefined | "failed";
  /** Whether an error has been reported for the operation at hand. */
  readonly hasFailed: boolean;
  /** The types of resolved operands. */
  typesOf(values: readonly ValueId[]): readonly Type[];
  parseOptionalLocation(): Location | undefined;

  /** `%name`, `%name: type`, with attributes and location where allowed. */
  parseArgument(options: { readonly type: boolean; readonly attributes?: boolean }): ParsedArgument | undefined;
  parseArgumentList(
    delimiter: Delimiter,
    options: { readonly type: boolean; readonly attributes?: boolean },
  ): ParsedArgument[] | undefined;
  /** A region; `entryArguments` (with types) become the arguments of its entry block, which then has no label. */
  parseRegion(entryArguments?: readonly ParsedArgument[]): RegionId | undefined;
  parseOptionalRegion(entryArguments?: readonly ParsedArgument[]): RegionId | undefined | "absent";
  /** A region without blocks, for the operation at hand. */
  emptyRegion(): RegionId;
  /** A region of one block that the text leaves implicit (linalg.matmul); `build` inserts its operations, without regions of their own. */
  buildRegion(
    argumentTypes: readonly Type[],
    build: (insert: InsertImplicit, args: readonly ValueId[]) => void,
  ): RegionId;
  parseSuccessor(): BlockId | undefined;
  parseOptionalSuccessor(): BlockId | undefined;
  /** `^bb(%a, %b : t, u)`. */
  parseSuccessorAndOperands(
    state: OperationState,
  ): { readonly block: BlockId; readonly operands: readonly ValueId[] } | undefined;
  /** Items separated by commas within the delimiters; an empty list where they allow it. */
  parseCommaSeparatedList(delimiter: Delimiter, item: () => boolean): boolean;
  /** Gives a region without blocks an empty one. */
  ensureBlock(region: RegionId): void;
  /** Adds the implicit terminator to the region's only block when it has none. */
  ensureTerminator(region: RegionId, terminator: string, location?: Location): void;
}

export interface AssemblyPrinter {
  print(text: string): void;
  printOperand(value: Value): void;
  printOperands(values: readonly Value[]): void;
  printType(type: Type): void;
  printTypes(types: readonly Type[]): void;
  printAttribute(attribute: Attribute): void;
  /** Leaves out `: type`. */
  printAttributeWithoutType(attribute: Attribute): void;
  /** A dialect's attribute without `#dialect.mnemonic`; a dense array as `[1, 2]`. */
  printStrippedAttribute(attribute: Attribute): void;
  printSymbolName(name: string): void;
  printString(text: string): void;
  /** ` -> type`, ` -> (types)` or nothing. */
  printOptionalArrowTypeList(types: readonly Type[]): void;
  printFunctionalType(operands: readonly Type[], results: readonly Type[]): void;
  /** ` {...}` with the inherent and discardable attributes that are not in `elided`. */
  printOptionalAttrDict(operation: OperationHandle, elided?: readonly string[]): void;
  /** The same after ` attributes`. */
  printOptionalAttrDictWithKeyword(operation: OperationHandle, elided?: readonly string[]): void;
  /** ` <{...}>` with the properties that are not in `elided`. */
  printOptionalPropDict(operation: OperationHandle, elided?: readonly string[]): void;
  printSuccessor(block: BlockHandle): void;
  printSuccessorAndOperands(block: BlockHandle, operands: readonly Value[]): void;
  /** `%arg: type` and, where asked, its location. */
  printRegionArgument(argument: Value, options?: { readonly omitType?: boolean }): void;
  printRegion(
    region: RegionHandle,
    options?: { readonly printEntryBlockArguments?: boolean; readonly printBlockTerminators?: boolean },
  ): void;
  /** The regions of an operation, wherever they live: an isolated operation's are in its own body. */
  regionsOf(operation: OperationHandle): readonly RegionHandle[];
  newline(): void;
  increaseIndent(): void;
  decreaseIndent(): void;
}

/** Syntax that no format string can say. `parse` returns false after a report. */
export interface CustomAssembly {
  readonly parse: (parser: AssemblyParser, state: OperationState) => boolean;
  readonly print: (operation: OperationHandle, printer: AssemblyPrinter) => void;
}

/** A `custom<Name>(...)` directive of a format string: the arguments come as the format names them. */
export interface CustomDirective {
  readonly parse: (parser: AssemblyParser, state: OperationState, scope: DirectiveScope) => boolean;
  readonly print: (operation: OperationHandle, printer: AssemblyPrinter) => void;
}

/** Where a custom directive leaves what later parts of the format need: operands before they are resolved, types by name. */
export interface DirectiveScope {
  readonly operands: Map<string, readonly UnresolvedOperand[]>;
  readonly types: Map<string, readonly Type[]>;
}
