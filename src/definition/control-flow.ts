/** How control and values flow through successors, regions, calls and loops. Names follow upstream's interfaces. */
import type { SymbolRefAttribute } from "../ir/attribute.ts";
import type { OperationHandle, RegionHandle, Value } from "../ir/handle.ts";
import { defineInterface } from "./interface.ts";
import type { Report } from "./trait.ts";

/** For terminators with successors (BranchOpInterface): which operands arrive as the arguments of successor `index`. */
export interface Branch {
  /** First operand number and count of the operands forwarded to successor `index`. */
  successorOperands(operation: OperationHandle, index: number): { readonly start: number; readonly count: number };
  /** Where the operands of operand group `group` are cut up further, the name of the attribute with the sizes of the pieces. */
  readonly pieces?: { readonly group: number; readonly attribute: string };
}
export const branch = defineInterface<Branch>("BranchOpInterface");

/** Where control goes: into a region's entry block, or back to the operation's results. */
export type RegionSuccessor =
  | { readonly kind: "region"; readonly region: RegionHandle; readonly inputs: readonly Value[] }
  | { readonly kind: "parent"; readonly inputs: readonly Value[] };

/** For operations that run their regions (RegionBranchOpInterface). */
export interface RegionBranch {
  /** Where control may go from the operation itself (undefined) or from the end of one of its regions. */
  successors(operation: OperationHandle, from: RegionHandle | undefined): readonly RegionSuccessor[];
  /** The operands of `operation` that arrive as `inputs` of regions entered from it. */
  entryOperands(operation: OperationHandle, successor: RegionSuccessor): readonly Value[];
}
export const regionBranch = defineInterface<RegionBranch>("RegionBranchOpInterface");

/**
 * For terminators that hand values on from a region (RegionBranchTerminatorOpInterface). Those with the trait ReturnLike hand on all their
 * operands and need not supply it.
 */
export interface RegionBranchTerminator {
  /** First operand number and count of the operands handed on. */
  forwarded(operation: OperationHandle): { readonly start: number; readonly count: number };
}
export const regionBranchTerminator = defineInterface<RegionBranchTerminator>("RegionBranchTerminatorOpInterface");

export interface LoopLike {
  readonly bodies: (operation: OperationHandle) => readonly RegionHandle[];
  /** Values that each iteration takes from the one before, with the operands that start them. */
  readonly initialValues: (operation: OperationHandle) => readonly Value[];
  readonly carriedArguments: (operation: OperationHandle) => readonly Value[];
}
export const loopLike = defineInterface<LoopLike>("LoopLikeOpInterface");

export interface Call {
  /** The symbol, or the value, that is called. */
  callee(operation: OperationHandle): SymbolRefAttribute | Value;
  arguments(operation: OperationHandle): readonly Value[];
}
export const call = defineInterface<Call>("CallOpInterface");

export interface Callable {
  /** Whether there is a body to run (not a declaration). */
  hasBody(operation: OperationHandle): boolean;
  /** Names of the terminators that return from it. */
  readonly returns: readonly string[];
}
export const callable = defineInterface<Callable>("CallableOpInterface");

/** Operations that refer to symbols: the references, so that uses can be found, and a check against the symbol table. */
export interface SymbolUser {
  verify(
    operation: OperationHandle,
    lookUp: (reference: SymbolRefAttribute) => OperationHandle | undefined,
    report: Report,
  ): void;
}
export const symbolUser = defineInterface<SymbolUser>("SymbolUserOpInterface");

/** Names and defaults for the text (OpAsmOpInterface). */
export interface OpAsm {
  /** The dialect whose prefix may be left out in the regions: `return` in func.func. */
  readonly defaultDialect?: string;
  /** Names for results and region arguments that the user did not name: `%c4`, `%cst`, `%arg0`. */
  readonly resultName?: (operation: OperationHandle) => string | undefined;
  /** One name a result, for operations whose results are named apart: `%sum, %overflow`. */
  readonly resultNames?: readonly string[];
  readonly argumentNames?: (region: RegionHandle) => readonly (string | undefined)[];
}
export const opAsm = defineInterface<OpAsm>("OpAsmOpInterface");

/** Whether an operation (or region) may be inlined into another place (DialectInlinerInterface, by operation). */
export const inlinable = defineInterface<(operation: OperationHandle) => boolean>("DialectInlinerInterface");
