/**
 * Affine expressions, maps and integer sets, interned like attributes. Construction simplifies as upstream does: constants fold and
 * move to the right, sums and products associate to the left, neutral elements vanish.
 * Source: MLIR language reference, "affine" dialect, "Affine Expressions".
 */
export type AffineExpr =
  | { readonly kind: "dim"; readonly id: number; readonly position: number }
  | { readonly kind: "symbol"; readonly id: number; readonly position: number }
  | { readonly kind: "constant"; readonly id: number; readonly value: number }
  | AffineBinary;

export type AffineOperator = "add" | "mul" | "mod" | "floordiv" | "ceildiv";

export interface AffineBinary {
  readonly kind: AffineOperator;
  readonly id: number;
  readonly left: AffineExpr;
  readonly right: AffineExpr;
}

const table = new Map<string, AffineExpr>();

function intern(key: string, make: (id: number) => AffineExpr): AffineExpr {
  const known = table.get(key);
  if (known !== undefined) return known;
  const made = make(table.size + 1);
  Object.freeze(made);
  table.set(key, made);
  return made;
}

export const dim = (position: number): AffineExpr => intern(`d${position}`, (id) => ({ kind: "dim", id, position }));
export const symbol = (position: number): AffineExpr =>
  intern(`s${position}`, (id) => ({ kind: "symbol", id, position }));
export const constant = (value: number): AffineExpr =>
  intern(`c${value}`, (id) => ({ kind: "constant", id, value: value + 0 }));

function binary(kind: AffineOperator, left: AffineExpr, right: AffineExpr): AffineExpr {
  return intern(`${kind}:${left.id}:${right.id}`, (id) => ({ kind, id, left, right }));
}

/** No dimension occurs in it. */
export function isSymbolicOrConstant(expr: AffineExpr): boolean {
  switch (expr.kind) {
    case "dim":
      return false;
    case "symbol":
    case "constant":
      return true;
    default:
      return isSymbolicOrConstant(expr.left) && isSymbolicOrConstant(expr.right);
  }
}

/** Of two dims, or two symbols, the one with the smaller position stands first. */
function isOutOfOrder(left: AffineExpr, right: AffineExpr): boolean {
  if (left.kind === "dim") return right.kind === "dim" && left.position > right.position;
  return left.kind === "symbol" && right.kind === "symbol" && left.position > right.position;
}

export function add(left: AffineExpr, right: AffineExpr): AffineExpr {
  if (left.kind === "constant" && right.kind === "constant") return constant(left.value + right.value);
  // Symbolic operands go to the right, constants rightmost of all.
  if (left.kind === "constant" || (isSymbolicOrConstant(left) && !isSymbolicOrConstant(right))) return add(right, left);
  if (isOutOfOrder(left, right)) return add(right, left);
  if (right.kind === "constant") {
    if (right.value === 0) return left;
    if (left.kind === "add" && left.right.kind === "constant")
      return add(left.left, constant(left.right.value + right.value));
  }
  const merged = mergeTerms(left, right);
  if (merged !== undefined) return merged;
  if (left.kind === "add" && left.right.kind === "constant" && right.kind !== "constant")
    return add(add(left.left, right), left.right);
  return binary("add", left, right);
}

/** `e*a + e*b` becomes `e*(a+b)`, so that `d0 - d0` is 0. */
function mergeTerms(left: AffineExpr, right: AffineExpr): AffineExpr | undefined {
  const a = coefficient(left);
  const b = coefficient(right);
  if (a.base !== b.base || a.base.kind === "constant") return undefined;
  return mul(a.base, constant(a.factor + b.factor));
}

function coefficient(expr: AffineExpr): { readonly base: AffineExpr; readonly factor: number } {
  if (expr.kind === "mul" && expr.right.kind === "constant") return { base: expr.left, factor: expr.right.value };
  return { base: expr, factor: 1 };
}

export function mul(left: AffineExpr, right: AffineExpr): AffineExpr {
  if (left.kind === "constant" && right.kind === "constant") return constant(left.value * right.value);
  if (left.kind === "constant" || (isSymbolicOrConstant(left) && !isSymbolicOrConstant(right))) return mul(right, left);
  if (isOutOfOrder(left, right)) return mul(right, left);
  if (right.kind === "constant") {
    if (right.value === 1) return left;
    if (right.value === 0) return right;
    if (left.kind === "mul" && left.right.kind === "constant")
      return mul(left.left, constant(left.right.value * right.value));
  }
  return binary("mul", left, right);
}

/** Remainder with the sign of a positive divisor. */
export function mod(left: AffineExpr, right: AffineExpr): AffineExpr {
  if (right.kind === "constant" && right.value >= 1) {
    if (left.kind === "constant") return constant(euclideanModulo(left.value, right.value));
    if (largestKnownDivisor(left) % right.value === 0) return constant(0);
  }
  return binary("mod", left, right);
}

export function floorDiv(left: AffineExpr, right: AffineExpr): AffineExpr {
  if (right.kind === "constant" && right.value >= 1) {
    if (left.kind === "constant") return constant(Math.floor(left.value / right.value));
    const divided = divideExactly(left, right.value);
    if (divided !== undefined) return divided;
  }
  return binary("floordiv", left, right);
}

export function ceilDiv(left: AffineExpr, right: AffineExpr): AffineExpr {
  if (right.kind === "constant" && right.value >= 1) {
    if (left.kind === "constant") return constant(Math.ceil(left.value / right.value));
    const divided = divideExactly(left, right.value);
    if (divided !== undefined) return divided;
  }
  return binary("ceildiv", left, right);
}

function divideExactly(expr: AffineExpr, divisor: number): AffineExpr | undefined {
  if (divisor === 1) return expr;
  const { base, factor } = coefficient(expr);
  return expr.kind === "mul" && factor % divisor === 0 ? mul(base, constant(factor / divisor)) : undefined;
}

function largestKnownDivisor(expr: AffineExpr): number {
  switch (expr.kind) {
    case "constant":
      return Math.abs(expr.value);
    case "mul":
      return expr.right.kind === "constant" ? Math.abs(expr.right.value) * largestKnownDivisor(expr.left) : 1;
    case "add":
      return greatestCommonDivisor(largestKnownDivisor(expr.left), largestKnownDivisor(expr.right));
    default:
      return 1;
  }
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

function euclideanModulo(a: number, b: number): number {
  return ((a % b) + b) % b;
}

/** The value at concrete dims and symbols; NaN for a division by zero. */
export function evaluate(expr: AffineExpr, dims: readonly number[], symbols: readonly number[] = []): number {
  switch (expr.kind) {
    case "dim":
      return dims[expr.position] ?? Number.NaN;
    case "symbol":
      return symbols[expr.position] ?? Number.NaN;
    case "constant":
      return expr.value;
    default:
      return applyOperator(expr.kind, evaluate(expr.left, dims, symbols), evaluate(expr.right, dims, symbols));
  }
}

function applyOperator(operator: AffineOperator, left: number, right: number): number {
  switch (operator) {
    case "add":
      return left + right;
    case "mul":
      return left * right;
    case "mod":
      return euclideanModulo(left, right);
    case "floordiv":
      return Math.floor(left / right);
    case "ceildiv":
      return Math.ceil(left / right);
  }
}

/** Replaces dims and symbols by expressions (missing ones stay). */
export function substitute(
  expr: AffineExpr,
  dims: readonly AffineExpr[],
  symbols: readonly AffineExpr[] = [],
): AffineExpr {
  switch (expr.kind) {
    case "dim":
      return dims[expr.position] ?? expr;
    case "symbol":
      return symbols[expr.position] ?? expr;
    case "constant":
      return expr;
    default:
      return makeBinary(expr.kind, substitute(expr.left, dims, symbols), substitute(expr.right, dims, symbols));
  }
}

export function makeBinary(operator: AffineOperator, left: AffineExpr, right: AffineExpr): AffineExpr {
  switch (operator) {
    case "add":
      return add(left, right);
    case "mul":
      return mul(left, right);
    case "mod":
      return mod(left, right);
    case "floordiv":
      return floorDiv(left, right);
    case "ceildiv":
      return ceilDiv(left, right);
  }
}

/** `(d0, ..)[s0, ..] -> (results)`. Interned: equal maps are `===`. */
export interface AffineMap {
  readonly id: number;
  readonly dimCount: number;
  readonly symbolCount: number;
  readonly results: readonly AffineExpr[];
}

const maps = new Map<string, AffineMap>();

export function affineMap(dimCount: number, symbolCount: number, results: readonly AffineExpr[]): AffineMap {
  const key = `${dimCount},${symbolCount}:${results.map((result) => result.id).join(",")}`;
  const known = maps.get(key);
  if (known !== undefined) return known;
  const made = Object.freeze({ id: maps.size + 1, dimCount, symbolCount, results: Object.freeze(results.slice()) });
  maps.set(key, made);
  return made;
}

export function identityMap(rank: number): AffineMap {
  return affineMap(
    rank,
    0,
    Array.from({ length: rank }, (_, position) => dim(position)),
  );
}

/** A map of dims only, given by their positions: `permutationMap(3, [2, 0])` is `(d0, d1, d2) -> (d2, d0)`. */
export function selectionMap(dimCount: number, positions: readonly number[]): AffineMap {
  return affineMap(dimCount, 0, positions.map(dim));
}

export function isIdentity(map: AffineMap): boolean {
  return map.symbolCount === 0 && map === identityMap(map.dimCount);
}

/** Each result is a distinct dim. */
export function isProjectedPermutation(map: AffineMap): boolean {
  const seen = new Set<number>();
  return (
    map.symbolCount === 0 &&
    map.results.every((result) => result.kind === "dim" && !seen.has(result.position) && seen.add(result.position))
  );
}

export function isPermutation(map: AffineMap): boolean {
  return map.results.length === map.dimCount && isProjectedPermutation(map);
}

/** `outer ∘ inner`: the dims of `outer` are the results of `inner`. Symbols of both must be none. */
export function composeMaps(outer: AffineMap, inner: AffineMap): AffineMap {
  return affineMap(
    inner.dimCount,
    0,
    outer.results.map((result) => substitute(result, inner.results)),
  );
}

export function evaluateMap(map: AffineMap, dims: readonly number[], symbols: readonly number[] = []): number[] {
  return map.results.map((result) => evaluate(result, dims, symbols));
}

/** Whether dim `position` occurs in the expression. */
export function usesDim(expr: AffineExpr, position: number): boolean {
  switch (expr.kind) {
    case "dim":
      return expr.position === position;
    case "symbol":
    case "constant":
      return false;
    default:
      return usesDim(expr.left, position) || usesDim(expr.right, position);
  }
}

/** `(dims)[symbols] : (constraints)`; each constraint is `expr >= 0`, or `expr == 0` where `equalities` says so. */
export interface IntegerSet {
  readonly id: number;
  readonly dimCount: number;
  readonly symbolCount: number;
  readonly constraints: readonly AffineExpr[];
  readonly equalities: readonly boolean[];
}

const sets = new Map<string, IntegerSet>();

export function integerSet(
  dimCount: number,
  symbolCount: number,
  constraints: readonly AffineExpr[],
  equalities: readonly boolean[],
): IntegerSet {
  const key = `${dimCount},${symbolCount}:${constraints.map((constraint, at) => `${constraint.id}${equalities[at] ? "=" : ""}`).join(",")}`;
  const known = sets.get(key);
  if (known !== undefined) return known;
  const made = Object.freeze({
    id: sets.size + 1,
    dimCount,
    symbolCount,
    constraints: Object.freeze(constraints.slice()),
    equalities: Object.freeze(equalities.slice()),
  });
  sets.set(key, made);
  return made;
}
