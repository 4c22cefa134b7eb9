/**
 * How a nest reads and writes an operand, as a linear function of the dimensions: element number = Σ coefficient[d] * d + terms + constant,
 * over a flat view of the operand's memory. What is not linear (floordiv, mod) is kept as terms that are evaluated where they are needed.
 */
import { type AffineExpr, usesDim } from "../../../src/ir/affine.ts";
import type { Type } from "../../../src/ir/attribute.ts";
import { invariant } from "../../../src/support/invariant.ts";
import { rowMajorStrides } from "../../../src/tensor/shape.ts";
import { stridedLayoutOf } from "../../memref/layout.ts";
import type { LoopNest, NestOperand, Packing } from "../loop-nest.ts";

export interface NonlinearTerm {
  readonly factor: number;
  readonly expr: AffineExpr;
}

export interface LinearAccess {
  readonly operand: NestOperand;
  readonly elementType: Type;
  readonly coefficients: readonly number[];
  readonly terms: readonly NonlinearTerm[];
  readonly constant: number;
  /** Set on a packed operand: coefficients then depend on the width of the panel (see `coefficientOf`). */
  readonly panel: Panel | undefined;
}

/** `inner[d]`: how many panel rows dimension d steps over; `rows`: rows of a panel, the product of the other dimensions. */
export interface Panel {
  readonly dim: number;
  readonly width: number;
  readonly rows: number;
  readonly inner: readonly number[];
}

/** The accesses of inputs, extras and outs of a nest on memrefs. */
export function accessesOf(nest: LoopNest): {
  readonly inputs: readonly LinearAccess[];
  readonly extras: readonly LinearAccess[];
  readonly outs: readonly LinearAccess[];
} {
  const rank = nest.extents.length;
  return {
    inputs: nest.inputs.map((operand, at) =>
      nest.packing?.operand === at ? packedAccess(operand, nest, nest.packing) : accessOf(operand, rank),
    ),
    extras: nest.extras.map((operand) => accessOf(operand, rank)),
    outs: nest.outs.map((operand) => accessOf(operand, rank)),
  };
}

function accessOf(operand: NestOperand, rank: number): LinearAccess {
  const { strides, offset } = layoutOf(operand);
  const coefficients: number[] = new Array(rank).fill(0);
  const terms: NonlinearTerm[] = [];
  let constant = offset;
  const visit = (expr: AffineExpr, factor: number): void => {
    switch (expr.kind) {
      case "dim":
        coefficients[expr.position] = (coefficients[expr.position] ?? 0) + factor;
        break;
      case "constant":
        constant += factor * expr.value;
        break;
      case "add":
        visit(expr.left, factor);
        visit(expr.right, factor);
        break;
      case "mul":
        if (expr.right.kind === "constant") visit(expr.left, factor * expr.right.value);
        else terms.push({ factor, expr });
        break;
      default:
        terms.push({ factor, expr });
    }
  };
  operand.map.results.forEach((result, at) => {
    visit(result, strides[at] ?? 0);
  });
  return { operand, elementType: operand.elementType, coefficients, terms, constant, panel: undefined };
}

/** The map of a packed operand selects its logical, unpacked elements, each by one dimension. */
function packedAccess(operand: NestOperand, nest: LoopNest, packing: Packing): LinearAccess {
  const rank = nest.extents.length;
  const inner: number[] = new Array(rank).fill(0);
  let rows = 1;
  for (const result of [...operand.map.results].reverse()) {
    if (result.kind !== "dim" || result.position === packing.dim) continue;
    inner[result.position] = rows;
    rows *= nest.extents[result.position] ?? 1;
  }
  const panel = { dim: packing.dim, width: packing.width, rows, inner };
  return {
    operand,
    elementType: operand.elementType,
    coefficients: new Array(rank).fill(0),
    terms: [],
    constant: 0,
    panel,
  };
}

/** Steps of the flat element number as dimension `dim` steps: from block to block (`start`), and within a block (`inner`). */
export function coefficientOf(
  access: LinearAccess,
  dim: number,
  panelWidth: number,
): { readonly start: number; readonly inner: number } {
  const { panel } = access;
  const plain = access.coefficients[dim] ?? 0;
  if (panel === undefined) return { start: plain, inner: plain };
  if (dim === panel.dim) return { start: panel.rows, inner: 1 };
  const step = (panel.inner[dim] ?? 0) * panelWidth;
  return { start: step, inner: step };
}

export function dependsOn(access: LinearAccess, dim: number): boolean {
  if (access.panel !== undefined) return access.panel.dim === dim || (access.panel.inner[dim] ?? 0) !== 0;
  return (access.coefficients[dim] ?? 0) !== 0 || access.terms.some((term) => usesDim(term.expr, dim));
}

/** Strides and offset of an operand, in elements: from a memref's layout, row-major otherwise. */
export function layoutOf(operand: NestOperand): { readonly strides: readonly number[]; readonly offset: number } {
  const { type } = operand.value;
  const layout =
    type.kind === "memref-type" ? stridedLayoutOf(type) : { strides: rowMajorStrides(operand.shape), offset: 0 };
  invariant(layout !== undefined, "loopNestOf refuses memrefs without a strided layout");
  return layout;
}

/** The number of elements between the first and behind the last one that the operand's layout can reach. */
export function flatExtent(operand: NestOperand): number {
  const { strides, offset } = layoutOf(operand);
  return operand.shape.reduce((last, extent, at) => last + Math.max(0, extent - 1) * (strides[at] ?? 0), offset) + 1;
}
