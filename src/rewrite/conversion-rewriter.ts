/**
 * What conversion patterns change the program through. A value that is replaced by values of other types leaves an
 * `builtin.unrealized_conversion_cast` behind for the users that are not converted yet; a pattern that asks for an operand in converted
 * types is given the inputs of such a cast, or a cast of its own. The casts are the value map: rolling back an attempt rolls them back.
 */
import type { Type } from "../ir/attribute.ts";
import { type FunctionType, functionType } from "../ir/attribute.ts";
import { type BlockHandle, OperationHandle, Value } from "../ir/handle.ts";
import type { OperationId, ValueId } from "../ir/ids.ts";
import type { Location } from "../ir/location.ts";
import type { ModuleRewriter } from "../ir/module-rewriter.ts";
import { operationName } from "../ir/name.ts";
import type { OperationChange } from "../ir/operation.ts";
import type { InsertionPoint, OperationSpec, Rewriter } from "../ir/rewriter.ts";
import { invariant } from "../support/invariant.ts";
import type { TypeConverter } from "./type-converter.ts";

export const unrealizedCast = operationName("builtin.unrealized_conversion_cast");

export function isUnrealizedCast(operation: OperationHandle | undefined): operation is OperationHandle {
  return operation !== undefined && operation.record.name === unrealizedCast;
}

/** Why a cast was made: for whom its result stands in. */
export interface Materialized {
  readonly role: "source" | "target";
  readonly converter: TypeConverter | undefined;
}

/** The casts that a conversion has made in one body. Entries of attempts that were rolled back stay: readers check what the id is now. */
export class CastTable {
  readonly made = new Map<OperationId, Materialized>();
  /** Target casts by the value that they cast. */
  readonly targets = new Map<ValueId, OperationId[]>();
}

export class ConversionRewriter {
  /** The rewriter of the body at hand, for what needs no conversion: building, moving blocks. Not for replacing values. */
  readonly ir: Rewriter;
  readonly modules: ModuleRewriter;
  readonly converter: TypeConverter | undefined;
  readonly #updated: Set<OperationId>;
  readonly #casts: CastTable;

  constructor(
    ir: Rewriter,
    modules: ModuleRewriter,
    converter: TypeConverter | undefined,
    updated: Set<OperationId>,
    casts: CastTable,
  ) {
    this.ir = ir;
    this.modules = modules;
    this.converter = converter;
    this.#updated = updated;
    this.#casts = casts;
  }

  /** Creates an operation at the insertion point, which is before the operation being converted unless it was moved. */
  insert(spec: OperationSpec): OperationHandle {
    return this.ir.insert(spec);
  }
  at<T>(point: InsertionPoint, work: () => T): T {
    return this.ir.at(point, work);
  }

  /** Changes an operation in place; it must be legal, or become so, afterwards. */
  update(operation: OperationHandle, change: OperationChange): void {
    this.#updated.add(operation.id);
    this.ir.change(operation, change);
  }

  /** Creates the new operation where the old one stands; its results stand for the old ones, whatever their types. */
  replaceWith(operation: OperationHandle, spec: OperationSpec): OperationHandle {
    const point = { block: this.ir.view.parentBlock(operation.id), before: operation.id };
    const created = this.ir.at(point, () => this.ir.insert({ ...spec, location: spec.location ?? operation.location }));
    this.replace(operation, created.opResults);
    return created;
  }

  /** Each result becomes a value, or several values (1:N), or none. */
  replace(operation: OperationHandle, replacements: readonly (Value | readonly Value[])[]): void {
    invariant(replacements.length === operation.resultCount, "replace needs a replacement for each result");
    operation.opResults.forEach((result, at) => {
      const replacement = replacements[at];
      if (replacement === undefined) return;
      const point = { block: this.ir.view.parentBlock(operation.id), before: operation.id };
      this.replaceValue(result, replacement instanceof Value ? [replacement] : replacement, point);
    });
    this.ir.eraseUnchecked(operation.id);
  }

  erase(operation: OperationHandle): void {
    this.replace(
      operation,
      operation.opResults.map(() => []),
    );
  }

  /** All uses of `value` become uses of what stands for it, through a cast made at `point` where types differ. */
  replaceValue(value: Value, replacements: readonly Value[], point: InsertionPoint): void {
    const [only] = replacements;
    if (replacements.length === 1 && only !== undefined && only.type === value.type) {
      this.ir.replaceAllUsesWith(value, only);
      return;
    }
    if (!value.hasUses) return;
    const cast = this.#cast(replacements, [value.type], value.location, point, "source");
    // The cast itself may take the value as an operand: a replacement made of it.
    this.ir.replaceUsesIf(
      value,
      cast.opResult(0),
      (user) => !user.is(cast) && !replacements.some((made) => made.definition?.is(user)),
    );
  }

  /** The values of `types` that stand for `value`: itself, the inputs of the cast that made it, or a new cast right behind it. */
  convertedValues(value: Value, types: readonly Type[] | undefined): readonly Value[] {
    const definition = value.definition;
    const inputs = isUnrealizedCast(definition) && definition.resultCount === 1 ? definition.opOperands : undefined;
    if (types === undefined) {
      const ours = definition !== undefined && this.#casts.made.get(definition.id)?.role === "source";
      return inputs !== undefined && ours ? inputs : [value];
    }
    if (types.length === 1 && types[0] === value.type) return [value];
    if (inputs !== undefined && sameTypes(inputs, types)) return inputs;
    for (const id of this.#casts.targets.get(value.id) ?? []) {
      if (!this.ir.view.isLive(id)) continue;
      const cast = new OperationHandle(this.ir.view, id);
      if (isUnrealizedCast(cast) && cast.record.operands[0] === value.id && sameTypes(cast.opResults, types))
        return cast.opResults;
    }
    return this.#cast([value], types, value.location, behind(value), "target").opResults;
  }

  /**
   * Gives a block arguments of converted types; `types[i]` are those that stand for argument i. Old arguments live on as casts until
   * their users are converted. Returns the new arguments, in a row.
   */
  convertArguments(block: BlockHandle, types: readonly (readonly Type[])[]): readonly Value[] {
    const old = block.arguments;
    invariant(types.length === old.length, "convertArguments needs types for each argument");
    const made: Value[] = [];
    old.forEach((argument, at) => {
      const added = (types[at] ?? []).map((type) => this.ir.addBlockArgument(block, type, argument.location));
      this.replaceValue(argument, added, { block: block.id, before: this.ir.view.firstOf(block.id) });
      made.push(...added);
    });
    for (let at = old.length - 1; at >= 0; at--) this.ir.eraseBlockArgument(block, at);
    return made;
  }

  /** Converts the arguments of every block of a region by the pattern's converter; false when a type has no conversion. */
  convertRegionTypes(blocks: readonly BlockHandle[]): boolean {
    const { converter } = this;
    if (converter === undefined) return true;
    for (const block of blocks) {
      const types = block.argumentTypes.map((type) => converter.convert(type));
      const known = types.filter((list) => list !== undefined);
      if (known.length < types.length) return false;
      if (!converter.areLegal(block.argumentTypes)) this.convertArguments(block, known);
    }
    return true;
  }

  #cast(
    values: readonly Value[],
    types: readonly Type[],
    location: Location,
    point: InsertionPoint,
    role: Materialized["role"],
  ): OperationHandle {
    const cast = this.ir.at(point, () =>
      this.ir.insert({ name: unrealizedCast, operands: values, resultTypes: types, location }),
    );
    this.#casts.made.set(cast.id, { role, converter: this.converter });
    const [value] = values;
    if (role === "target" && value !== undefined) {
      const known = this.#casts.targets.get(value.id);
      if (known === undefined) this.#casts.targets.set(value.id, [cast.id]);
      else known.push(cast.id);
    }
    return cast;
  }
}

/** The types of a function after conversion; undefined when one has no conversion. */
export function convertedFunctionType(type: FunctionType, converter: TypeConverter): FunctionType | undefined {
  const inputs = converter.convertAll(type.inputs);
  const results = converter.convertAll(type.results);
  return inputs === undefined || results === undefined ? undefined : functionType(inputs, results);
}

function sameTypes(values: readonly Value[], types: readonly Type[]): boolean {
  return values.length === types.length && values.every((value, at) => value.type === types[at]);
}

/** The first place where a value can be used. */
function behind(value: Value): InsertionPoint {
  const { view } = value;
  const definition = value.definition;
  if (definition === undefined) return { block: value.parentBlock.id, before: view.firstOf(value.parentBlock.id) };
  return { block: view.parentBlock(definition.id), before: view.nextOf(definition.id) };
}
