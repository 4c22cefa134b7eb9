/**
 * Ids are small integers local to one body, dense from 1 so that they index columns; 0 means "none".
 * Operation 0 is also how a body's own root operation is asked for: the parent of a top-level region is operation 0.
 * The brands keep the four kinds apart; the functions below are their only constructors.
 */
declare const operationIdBrand: unique symbol;
declare const valueIdBrand: unique symbol;
declare const blockIdBrand: unique symbol;
declare const regionIdBrand: unique symbol;
declare const bodyIdBrand: unique symbol;

export type OperationId = number & { readonly [operationIdBrand]: true };
export type ValueId = number & { readonly [valueIdBrand]: true };
export type BlockId = number & { readonly [blockIdBrand]: true };
export type RegionId = number & { readonly [regionIdBrand]: true };
/** Names a body within its module. */
export type BodyId = number & { readonly [bodyIdBrand]: true };

export const operationId = (index: number): OperationId => index as OperationId;
export const valueId = (index: number): ValueId => index as ValueId;
export const blockId = (index: number): BlockId => index as BlockId;
export const regionId = (index: number): RegionId => index as RegionId;
export const bodyId = (index: number): BodyId => index as BodyId;

/** The root operation of a body, seen from inside it. */
export const ROOT: OperationId = operationId(0);
export const NO_BLOCK: BlockId = blockId(0);
export const NO_BODY: BodyId = bodyId(0);
