/**
 * A module: an immutable value that holds its bodies. Entry 1 is the body of the top-level operation (builtin.module, as a rule); every
 * other entry is the body of an isolated operation and says which operation of which body that is. For each such entry the record in
 * the body around it and the `root` of its own body are the same object.
 * What is small and edited by hand lives in `metadata`, which immer drafts.
 */
import { produce } from "immer";
import { invariant } from "../support/invariant.ts";
import { PersistentVector } from "../support/persistent-vector.ts";
import type { DictionaryAttribute } from "./attribute.ts";
import { emptyDictionary } from "./attribute.ts";
import { Body } from "./body.ts";
import { type BodyId, blockId, bodyId, NO_BODY, type OperationId, ROOT, regionId, valueId } from "./ids.ts";
import type { Location } from "./location.ts";
import type { OperationName } from "./name.ts";
import { Block, Operation, Region } from "./operation.ts";

export interface BodyEntry {
  readonly body: Body;
  /** The body around it; NO_BODY for the top-level one. */
  readonly parent: BodyId;
  /** The isolated operation in `parent`; ROOT for the top-level one. */
  readonly operation: OperationId;
}

/** An entry of the `{-# #-}` section that no attribute holds, by section, dialect and key, as its value's text. */
export type ExternalResources = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, string>>>>>>;

export interface ModuleMetadata {
  readonly externalResources: ExternalResources;
}

export const emptyMetadata: ModuleMetadata = Object.freeze({ externalResources: Object.freeze({}) });

export const TOP: BodyId = bodyId(1);

export class Module {
  /** Index 0 is unused. */
  readonly entries: PersistentVector<BodyEntry | undefined>;
  readonly metadata: ModuleMetadata;

  constructor(entries: PersistentVector<BodyEntry | undefined>, metadata: ModuleMetadata = emptyMetadata) {
    this.entries = entries;
    this.metadata = metadata;
  }

  entry(id: BodyId): BodyEntry {
    const entry = this.entries.get(id);
    invariant(entry !== undefined, "no such body in the module");
    return entry;
  }
  body(id: BodyId): Body {
    return this.entry(id).body;
  }
  /** The body of the top-level operation. */
  get top(): Body {
    return this.body(TOP);
  }
  /** All bodies, outer ones before those inside them where they were made in that order. */
  get bodyIds(): readonly BodyId[] {
    const ids: BodyId[] = [];
    this.entries.forEach((_, index) => {
      ids.push(bodyId(index));
    });
    return ids;
  }
  /** The isolated operations directly in a body, in program order, with their bodies. */
  childrenOf(parent: BodyId): readonly BodyId[] {
    const children: BodyId[] = [];
    this.entries.forEach((entry, index) => {
      if (entry?.parent === parent && index !== TOP) children.push(bodyId(index));
    });
    const view = this.body(parent).view();
    const place = (id: BodyId): OperationId => this.entry(id).operation;
    const sameBlock = children.every(
      (id) => view.parentBlock(place(id)) === view.parentBlock(place(children[0] ?? id)),
    );
    return sameBlock ? children.sort((a, b) => (view.isBeforeInBlock(place(a), place(b)) ? -1 : 1)) : children;
  }
  /** The module with other metadata: `edit` changes an immer draft. */
  withMetadata(edit: (draft: { externalResources: ExternalResources }) => void): Module {
    return new Module(this.entries, produce(this.metadata, edit));
  }
}

/** A module whose top-level operation has one region with one empty block. */
export function emptyModule(
  name: OperationName,
  location: Location,
  attributes: DictionaryAttribute = emptyDictionary,
): Module {
  const root = new Operation(name, [], valueId(1), [], emptyDictionary, attributes, [regionId(1)], [], TOP, location);
  const block = new Block(regionId(1), [], [], [], []);
  const body = new Body(
    root,
    PersistentVector.from<Operation | undefined>([undefined]),
    PersistentVector.from<Block | undefined>([undefined, block]),
    PersistentVector.from<Region | undefined>([undefined, new Region(ROOT, [blockId(1)])]),
    1,
  );
  return new Module(
    PersistentVector.from<BodyEntry | undefined>([undefined, { body, parent: NO_BODY, operation: ROOT }]),
  );
}
