/** What the primitives of custom forms need of the reader: the parser, names, values and regions of the operation at hand. */
import type { InsertImplicit } from "../../definition/assembly.ts";
import type { Context } from "../../definition/context.ts";
import type { OpSchema } from "../../definition/schema.ts";
import type { Type } from "../../ir/attribute.ts";
import type { BlockId, RegionId, ValueId } from "../../ir/ids.ts";
import type { Location } from "../../ir/location.ts";
import type { OperationName } from "../../ir/name.ts";
import type { Source } from "../../source/source.ts";
import type { CoreParser } from "../generated/core-parser.ts";
import type { BlockArgumentText } from "../grammar/core-actions.ts";
import type { AttributeReader } from "../reader/attribute-reader.ts";
import type { RegionFrame } from "../reader/body-builder.ts";
import type { Problems } from "../reader/problems.ts";

export interface OperationHost {
  readonly source: Source;
  readonly context: Context;
  readonly parser: CoreParser;
  readonly attributes: AttributeReader;
  readonly problems: Problems;
  /** The region around the operation. */
  readonly frame: RegionFrame;
  /** The name of the operation, for the regions that it opens. */
  currentName: OperationName;
  /** How many results the left side names. */
  readonly resultNameCount: number;

  /** The slot of a name without its `%`. */
  slotOf(start: number, end: number): number;
  /** A name as it is written. */
  nameText(slot: number): string;
  /** The value that `%name#number` means; undefined after a report. */
  valueOf(slot: number, number: number, offset: number): ValueId | undefined;
  typeOfValue(value: ValueId): Type | undefined;
  /** Notes a use of `value` as `type`; false after a report. */
  checkType(value: ValueId, type: Type, offset: number): boolean;
  /** The attributes that belong among an operation's properties. */
  inherentNames(definition: OpSchema): ReadonlySet<string>;
  successor(start: number, end: number): BlockId;

  enterRegion(): boolean;
  /** Opens the entry block of the region that has just been entered. */
  openEntryBlock(): void;
  /** Gives the block that is open its arguments. */
  defineArguments(args: readonly BlockArgumentText[]): boolean;
  emptyRegion(): RegionId;
  /** A region of one block that is built, not written. */
  buildRegion(
    argumentTypes: readonly Type[],
    location: Location,
    build: (insert: InsertImplicit, args: readonly ValueId[]) => void,
  ): RegionId;
  ensureBlock(region: RegionId): void;
  /** The names of the operations at the ends of a region's blocks. */
  terminatorsOf(region: RegionId): readonly (OperationName | undefined)[];
  /** Adds an operation without text to the end of a region's last block. */
  appendTo(region: RegionId, name: OperationName, location: Location): void;
}
