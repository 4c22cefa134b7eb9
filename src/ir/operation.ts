/**
 * The records that a body's tables hold. A record is never changed, only replaced whole; the fields are set once and all objects of a
 * kind have one hidden class. Records are not run through Object.freeze: it doubled the time of parsing and rewriting, and `readonly`
 * with the Rewriter as the only writer keeps the promise (docs/decisions/0020-records-and-freezing.md).
 */
import type { DictionaryAttribute, Type } from "./attribute.ts";
import type { BlockId, BodyId, OperationId, RegionId, ValueId } from "./ids.ts";
import type { Location } from "./location.ts";
import type { OperationName } from "./name.ts";

/**
 * One operation. The results are the values `firstResult`, `firstResult + 1`, ... of the body. `properties` are the inherent
 * attributes (`<{...}>`), `attributes` the discardable ones (`{...}`).
 * An isolated-from-above operation has its own body, named by `body`: then `regions` are ids in that body, otherwise ids in this one.
 */
export class Operation {
  readonly name: OperationName;
  readonly operands: readonly ValueId[];
  readonly firstResult: ValueId;
  readonly resultTypes: readonly Type[];
  readonly properties: DictionaryAttribute;
  readonly attributes: DictionaryAttribute;
  readonly regions: readonly RegionId[];
  readonly successors: readonly BlockId[];
  readonly body: BodyId;
  readonly location: Location;

  constructor(
    name: OperationName,
    operands: readonly ValueId[],
    firstResult: ValueId,
    resultTypes: readonly Type[],
    properties: DictionaryAttribute,
    attributes: DictionaryAttribute,
    regions: readonly RegionId[],
    successors: readonly BlockId[],
    body: BodyId,
    location: Location,
  ) {
    this.name = name;
    this.operands = operands;
    this.firstResult = firstResult;
    this.resultTypes = resultTypes;
    this.properties = properties;
    this.attributes = attributes;
    this.regions = regions;
    this.successors = successors;
    this.body = body;
    this.location = location;
  }
}

/** What of a record a change replaces. */
export type OperationChange = Partial<
  Pick<
    Operation,
    | "operands"
    | "firstResult"
    | "resultTypes"
    | "properties"
    | "attributes"
    | "regions"
    | "successors"
    | "body"
    | "location"
    | "name"
  >
>;

export function changedOperation(operation: Operation, change: OperationChange): Operation {
  return new Operation(
    change.name ?? operation.name,
    change.operands ?? operation.operands,
    change.firstResult ?? operation.firstResult,
    change.resultTypes ?? operation.resultTypes,
    change.properties ?? operation.properties,
    change.attributes ?? operation.attributes,
    change.regions ?? operation.regions,
    change.successors ?? operation.successors,
    change.body ?? operation.body,
    change.location ?? operation.location,
  );
}

/** `changedOperation` for the change that is by far the most frequent. */
export function withOperands(operation: Operation, operands: readonly ValueId[]): Operation {
  return new Operation(
    operation.name,
    operands,
    operation.firstResult,
    operation.resultTypes,
    operation.properties,
    operation.attributes,
    operation.regions,
    operation.successors,
    operation.body,
    operation.location,
  );
}

/** A block. `operations` is the committed order; while a draft is open, its linked columns are the truth (see body-view.ts). */
export class Block {
  readonly region: RegionId;
  readonly arguments: readonly ValueId[];
  readonly argumentTypes: readonly Type[];
  readonly argumentLocations: readonly Location[];
  readonly operations: readonly OperationId[];

  constructor(
    region: RegionId,
    args: readonly ValueId[],
    argumentTypes: readonly Type[],
    argumentLocations: readonly Location[],
    operations: readonly OperationId[],
  ) {
    this.region = region;
    this.arguments = args;
    this.argumentTypes = argumentTypes;
    this.argumentLocations = argumentLocations;
    this.operations = operations;
  }
}

/** A region; `parent` is the operation that holds it, ROOT for the regions of the body's own operation. */
export class Region {
  readonly parent: OperationId;
  readonly blocks: readonly BlockId[];

  constructor(parent: OperationId, blocks: readonly BlockId[]) {
    this.parent = parent;
    this.blocks = blocks;
  }
}
