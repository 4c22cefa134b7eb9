/**
 * The journal of a draft: every edit as (kind, id, old, new), in order. It is the step log, checkpoint and rollback, the events that
 * drive incremental work, provenance and time travel; undoing entries backwards restores tables and indices alike.
 */
import type { BlockId, OperationId, RegionId } from "./ids.ts";
import type { Block, Operation, Region } from "./operation.ts";

/** Where an operation is linked: before `next` in `block`, or at its end. */
export interface Placement {
  readonly block: BlockId;
  readonly next: OperationId | undefined;
}

export type JournalEntry =
  /** A record made (old undefined), replaced, or erased (new undefined). ROOT is the body's own operation. */
  | {
      readonly kind: "operation";
      readonly id: OperationId;
      readonly old: Operation | undefined;
      readonly new: Operation | undefined;
    }
  /** An operation linked into (old undefined), moved between, or unlinked from (new undefined) blocks. */
  | {
      readonly kind: "place";
      readonly id: OperationId;
      readonly old: Placement | undefined;
      readonly new: Placement | undefined;
    }
  | { readonly kind: "block"; readonly id: BlockId; readonly old: Block | undefined; readonly new: Block | undefined }
  | {
      readonly kind: "region";
      readonly id: RegionId;
      readonly old: Region | undefined;
      readonly new: Region | undefined;
    };

/** The entry that undoes `entry`. */
export function invert(entry: JournalEntry): JournalEntry {
  switch (entry.kind) {
    case "operation":
      return { kind: "operation", id: entry.id, old: entry.new, new: entry.old };
    case "place":
      return { kind: "place", id: entry.id, old: entry.new, new: entry.old };
    case "block":
      return { kind: "block", id: entry.id, old: entry.new, new: entry.old };
    case "region":
      return { kind: "region", id: entry.id, old: entry.new, new: entry.old };
  }
}
