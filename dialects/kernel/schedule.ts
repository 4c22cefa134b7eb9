/**
 * A schedule says how a loop nest is run: it is data, an attribute on the nest that prints, parses and replays. Everything that a back
 * end could have hidden as a constant in an emitter stands here: loop order, cache tiles, register blocks, unrolling, which dimension
 * gets the lanes of vectors.
 */

import type { AttributeConstraint } from "../../src/definition/attribute-constraint.ts";
import type { AttributeDefinition } from "../../src/definition/dialect.ts";
import {
  type Attribute,
  type DialectAttribute,
  denseArrayAttribute,
  dialectAttribute,
  dictionaryOf,
  findAttribute,
  i64,
} from "../../src/ir/attribute.ts";
import { invariant } from "../../src/support/invariant.ts";

/** All arrays have one entry a dimension of the nest, except `order`. Counts are in iterations of the dimension. */
export interface Schedule {
  /** The dimensions, outermost loop first; reduction loops run inside of all parallel ones whatever their place. */
  readonly order: readonly number[];
  /** Cache tiles of parallel dimensions: an outer loop steps by this much. 0 leaves the dimension whole. */
  readonly tile: readonly number[];
  /** Iterations of a parallel dimension that are computed together, in registers. At least 1. */
  readonly block: readonly number[];
  /** Iterations of a reduction dimension that one pass of its loop does. At least 1. */
  readonly unroll: readonly number[];
  /** The dimension that is cut into vectors of `lanes`; -1 for none. */
  readonly vector: number;
  readonly lanes: number;
}

const FIELDS = ["order", "tile", "block", "unroll"] as const;

const numbers = (values: readonly number[]): Attribute => denseArrayAttribute(i64, values.map(BigInt));

export function scheduleAttribute(schedule: Schedule): DialectAttribute {
  const { order, tile, block, unroll, vector, lanes } = schedule;
  return dialectAttribute("kernel", "schedule", [
    dictionaryOf({
      order: numbers(order),
      tile: numbers(tile),
      block: numbers(block),
      unroll: numbers(unroll),
      vector: numbers([vector]),
      lanes: numbers([lanes]),
    }),
  ]);
}

export function scheduleFromAttribute(attribute: DialectAttribute): Schedule {
  const [fields] = attribute.parameters;
  invariant(fields?.kind === "dictionary", "a schedule attribute holds a dictionary");
  const read = (name: string): readonly number[] => {
    const value = findAttribute(fields, name);
    invariant(value?.kind === "dense-array", () => `a schedule attribute has the field ${name}`);
    return value.values.map(Number);
  };
  const [order, tile, block, unroll] = [read("order"), read("tile"), read("block"), read("unroll")];
  return { order, tile, block, unroll, vector: read("vector")[0] ?? -1, lanes: read("lanes")[0] ?? 1 };
}

/** What is wrong with a schedule for a nest of these dimensions; undefined when nothing is. */
export function scheduleProblem(
  schedule: Schedule,
  extents: readonly number[],
  parallel: readonly boolean[],
): string | undefined {
  const rank = extents.length;
  for (const field of FIELDS)
    if (schedule[field].length !== rank)
      return `schedule field '${field}' must have ${rank} entries, one a dimension, but has ${schedule[field].length}`;
  if (new Set(schedule.order).size !== rank || schedule.order.some((dim) => dim < 0 || dim >= rank))
    return "schedule order must be a permutation of the dimensions";
  for (let dim = 0; dim < rank; dim++) {
    if ((schedule.block[dim] ?? 0) < 1) return `schedule block of dimension ${dim} must be at least 1`;
    if ((schedule.unroll[dim] ?? 0) < 1) return `schedule unroll of dimension ${dim} must be at least 1`;
    if ((schedule.tile[dim] ?? 0) < 0) return `schedule tile of dimension ${dim} must not be negative`;
    if (parallel[dim] !== true && (schedule.block[dim] !== 1 || schedule.tile[dim] !== 0))
      return `dimension ${dim} is a reduction: it has no register block and no tile`;
  }
  if (schedule.vector >= rank) return `schedule vector dimension ${schedule.vector} does not exist`;
  if (schedule.vector >= 0 && schedule.lanes < 2) return "a schedule with a vector dimension needs at least 2 lanes";
  return undefined;
}

/** Whether blocks of dimension `dim` start where panels of `width` do: blocks are panels, and tiles whole numbers of them. */
export function fitsPanels(schedule: Schedule, dim: number, width: number): boolean {
  return schedule.block[dim] === width && (schedule.tile[dim] ?? 0) % width === 0;
}

/** `order = [0, 1], block = [6, 8]`: as it is printed and as a user writes it in an option. */
export function scheduleText(schedule: Schedule): string {
  const fields = FIELDS.map((field) => `${field} = [${schedule[field].join(", ")}]`);
  return `${fields.join(", ")}, vector = ${schedule.vector}, lanes = ${schedule.lanes}`;
}

/** `#kernel.schedule<order = [...], tile = [...], block = [...], unroll = [...], vector = v, lanes = l>`. */
export const scheduleDefinition: AttributeDefinition = {
  mnemonic: "schedule",
  summary: "loop order, tiles, register blocks, unrolling and vector dimension of a nest",
  parse: (parser) => {
    if (!parser.parseToken("<")) return undefined;
    const fields = new Map<string, readonly number[]>();
    for (const field of FIELDS) {
      const values: number[] = [];
      const item = (): boolean => {
        const value = parser.parseInteger();
        if (value === undefined) return false;
        values.push(Number(value));
        return true;
      };
      if (
        !parser.parseKeyword(field) ||
        !parser.parseToken("=") ||
        !parser.parseCommaSeparatedList("square", item) ||
        !parser.parseToken(",")
      )
        return undefined;
      fields.set(field, values);
    }
    if (!parser.parseKeyword("vector") || !parser.parseToken("=")) return undefined;
    const vector = parser.parseInteger();
    if (vector === undefined || !parser.parseToken(",") || !parser.parseKeyword("lanes") || !parser.parseToken("="))
      return undefined;
    const lanes = parser.parseInteger();
    if (lanes === undefined || !parser.parseToken(">")) return undefined;
    const [order = [], tile = [], block = [], unroll = []] = FIELDS.map((field) => fields.get(field) ?? []);
    return scheduleAttribute({ order, tile, block, unroll, vector: Number(vector), lanes: Number(lanes) }).parameters;
  },
  print: (attribute, printer) => printer.print(`<${scheduleText(scheduleFromAttribute(attribute))}>`),
};

export const ScheduleAttr: AttributeConstraint<Schedule> = {
  summary: "loop schedule",
  accepts: (attribute) => isSchedule(attribute),
  decode: (attribute) => {
    invariant(isSchedule(attribute), "expected a schedule attribute");
    return scheduleFromAttribute(attribute);
  },
  encode: scheduleAttribute,
};

function isSchedule(attribute: Attribute): attribute is DialectAttribute {
  return attribute.kind === "dialect-attribute" && attribute.dialect === "kernel" && attribute.mnemonic === "schedule";
}

/** Every loop in order, one iteration at a time, no vectors: what a nest means, slowly. */
export function plainSchedule(rank: number): Schedule {
  const all = (value: number): readonly number[] => Array.from({ length: rank }, () => value);
  return {
    order: Array.from({ length: rank }, (_, dim) => dim),
    tile: all(0),
    block: all(1),
    unroll: all(1),
    vector: -1,
    lanes: 1,
  };
}
