/**
 * A body: the frozen tables of one isolated-from-above operation. It is the unit of sharing, drafts, hashing, parallelism and cost
 * queries. Ids index the tables; index 0 of each is unused ("none").
 */
import type { PersistentVector } from "../support/persistent-vector.ts";
import { type BodyTables, BodyView } from "./body-view.ts";
import type { Block, Operation, Region } from "./operation.ts";

export class Body implements BodyTables {
  /** The isolated operation itself; its `regions` are ids here, its operands are values of the body around it. */
  readonly root: Operation;
  readonly operations: PersistentVector<Operation | undefined>;
  readonly blocks: PersistentVector<Block | undefined>;
  readonly regions: PersistentVector<Region | undefined>;
  /** One more than the largest value id. */
  readonly valueCount: number;
  #view: BodyView | undefined;

  constructor(
    root: Operation,
    operations: PersistentVector<Operation | undefined>,
    blocks: PersistentVector<Block | undefined>,
    regions: PersistentVector<Region | undefined>,
    valueCount: number,
  ) {
    this.root = root;
    this.operations = operations;
    this.blocks = blocks;
    this.regions = regions;
    this.valueCount = valueCount;
  }

  /** The way to read the body. Its indices are built when first asked for, and kept. */
  view(): BodyView {
    this.#view ??= new BodyView(this);
    return this.#view;
  }

  /** Hands the view, with its warm indices, to a draft; the next `view()` makes a new one. */
  takeView(): BodyView {
    const view = this.view();
    this.#view = undefined;
    return view;
  }

  /** Gives a view back whose tables are again (or newly) those of this body. */
  adoptView(view: BodyView): void {
    this.#view ??= view;
  }

  /** The same tables under a changed root operation. */
  withRoot(root: Operation): Body {
    return new Body(root, this.operations, this.blocks, this.regions, this.valueCount);
  }
}
