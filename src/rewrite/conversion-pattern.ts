/**
 * Patterns of dialect conversions. Beside the operation as it is they get an adaptor: the same view, its operands already converted, so
 * `adaptor.lhs` is what stands for `op.lhs`. Where a value became several, `scope.operands[i]` lists them.
 */
import type { OperationHandle, Value } from "../ir/handle.ts";
import type { OperationName } from "../ir/name.ts";
import { invariant } from "../support/invariant.ts";
import type { ConversionRewriter } from "./conversion-rewriter.ts";
import { noMatch, type PatternRoot, type PatternScope, type RewriteOutcome, type RewritePattern } from "./pattern.ts";
import type { TypeConverter } from "./type-converter.ts";

export interface ConversionScope extends PatternScope {
  /** What stands for each operand: one value, several, or none. */
  readonly operands: readonly (readonly Value[])[];
}

export interface ConversionPattern {
  readonly name: string;
  readonly root: OperationName | undefined;
  readonly benefit: number;
  readonly converter: TypeConverter | undefined;
  /** Whether it may apply to what its own result needs: only where each application makes something smaller. */
  readonly recursive: boolean;
  readonly rewrite: (
    operation: OperationHandle,
    rewriter: ConversionRewriter,
    scope: ConversionScope,
  ) => RewriteOutcome;
}

export interface ConversionDeclaration<V extends OperationHandle> {
  readonly name: string;
  readonly root: PatternRoot<V>;
  /** 1 unless said otherwise. */
  readonly benefit?: number;
  /** Converts the operands of the adaptor; without one they are the latest values, whatever their types. */
  readonly converter?: TypeConverter;
  readonly recursive?: boolean;
  /** The insertion point is before `operation`. A refusal may come at any time: what was changed is rolled back. */
  readonly rewrite: (operation: V, adaptor: V, rewriter: ConversionRewriter, scope: ConversionScope) => RewriteOutcome;
}

const WRONG_ROOT = noMatch("another operation");

export function defineConversion<V extends OperationHandle>(declaration: ConversionDeclaration<V>): ConversionPattern {
  const { name, root, benefit = 1, converter, recursive = false, rewrite } = declaration;
  return {
    name,
    root: root.name,
    benefit,
    converter,
    recursive,
    rewrite: (operation, rewriter, scope): RewriteOutcome => {
      const typed = root.cast(operation);
      const adaptor = root.cast(operation);
      if (typed === undefined || adaptor === undefined) return WRONG_ROOT;
      return rewrite(typed, adapt(adaptor, scope.operands), rewriter, scope);
    },
  };
}

/** A conversion of operations of every name, without an adaptor: `scope.operands` has the operands. */
export function defineAnyConversion(
  declaration: Pick<ConversionPattern, "name" | "rewrite"> &
    Partial<Pick<ConversionPattern, "benefit" | "converter" | "recursive">>,
): ConversionPattern {
  const { benefit = 1, recursive = false, converter, name, rewrite } = declaration;
  return { name, root: undefined, benefit, converter, recursive, rewrite };
}

/** An ordinary pattern as part of a conversion. It must not change types. */
export function conversionOf(pattern: RewritePattern): ConversionPattern {
  return {
    name: pattern.name,
    root: pattern.root,
    benefit: pattern.benefit,
    converter: undefined,
    recursive: false,
    rewrite: (operation, rewriter, scope) => pattern.rewrite(operation, rewriter.ir, scope),
  };
}

/**
 * The view with other operands: its getters ask `opOperand` and `opOperands`, which are overridden on this one object. Attributes,
 * regions and results are those of the operation.
 */
function adapt<V extends OperationHandle>(view: V, operands: readonly (readonly Value[])[]): V {
  const one = (index: number): Value => {
    const values = operands[index];
    const [value] = values ?? [];
    invariant(
      value !== undefined && values?.length === 1,
      () => `operand ${index} of ${view.opName} became ${values?.length ?? 0} values: read scope.operands`,
    );
    return value;
  };
  return Object.defineProperties(view, {
    opOperand: { value: one },
    opOperands: { get: () => operands.map((_, index) => one(index)) },
  });
}
