/**
 * One operation an instruction, generated from the table of src/wasm: `f32x4.mul` is `wasm.f32x4.mul`. The signature gives operands and
 * results, the immediates are attributes. Left out are the instructions that SSA form replaces (locals, globals, drop), those that
 * structured control replaces, and what works on tables, references and segments.
 */
import {
  type AttributeConstraint,
  confined,
  DenseI64ArrayAttr,
  ElementsAttr,
  I64Attr,
  TypedAttr,
} from "../../../src/definition/attribute-constraint.ts";
import { type Effect, memoryEffects } from "../../../src/definition/effects.ts";
import { type AttributeSpec, defaultAttr, defineOp, optionalAttr } from "../../../src/definition/operation.ts";
import type { OpSchema } from "../../../src/definition/schema.ts";
import type { Report, Trait } from "../../../src/definition/trait.ts";
import type { TypeConstraint } from "../../../src/definition/type-constraint.ts";
import {
  type Attribute,
  type DictionaryAttribute,
  denseArrayAttribute,
  dictionaryOf,
  emptyDictionary,
  type FloatType,
  f32,
  f64,
  type IntegerType,
  i32,
  i64,
  integerAttribute,
  type Type,
} from "../../../src/ir/attribute.ts";
import type { OperationHandle, Value } from "../../../src/ir/handle.ts";
import type { ValueId } from "../../../src/ir/ids.ts";
import type { OperationName } from "../../../src/ir/name.ts";
import type { OperationSpec } from "../../../src/ir/rewriter.ts";
import { invariant } from "../../../src/support/invariant.ts";
import { type Instruction, instructions, type OpcodeName } from "../../../src/wasm/opcodes.ts";
import type { NumberType, ValueType } from "../../../src/wasm/types.ts";
import { constantBytes } from "../constant-bytes.ts";
import { constraintOf, irTypeOf } from "../types.ts";

/** How an instruction touches linear memory. */
export type MemoryUse = "none" | "read" | "write";

/** What is read of an instruction when code is emitted from its operation. */
export interface InstructionOp {
  readonly instruction: Instruction;
  readonly name: OperationName;
  readonly definition: OpSchema;
  readonly memory: MemoryUse;
}

const OffsetAttr = confined(I64Attr, "whose value fits 32 unsigned bits", (value) => value >= 0 && value < 2 ** 32);
const AlignAttr = confined(I64Attr, "whose value is a power of two up to 16", (value) =>
  [1, 2, 4, 8, 16].includes(value),
);

function numberAttr(type: IntegerType | FloatType, summary: string): AttributeConstraint<Attribute> {
  return {
    ...TypedAttr,
    summary,
    accepts: (attribute) => (attribute.kind === "integer" || attribute.kind === "float") && attribute.type === type,
    valueType: type,
  };
}

/** The attributes that stand for an instruction's immediates; undefined for instructions that have no operation. */
function attributesOf({ immediates, lanes }: Instruction): Readonly<Record<string, AttributeSpec>> | undefined {
  const access = { offset: defaultAttr(OffsetAttr, 0), align: optionalAttr(AlignAttr) };
  const lane = { lane: confined(I64Attr, `from 0 to ${lanes - 1}`, (value) => value >= 0 && value < lanes) };
  switch (immediates) {
    case "none":
    case "memory":
    case "memoryCopy":
    case "fence":
      return {};
    case "mem8":
    case "mem16":
    case "mem32":
    case "mem64":
    case "mem128":
      return access;
    case "lane2":
    case "lane4":
    case "lane8":
    case "lane16":
      return lane;
    case "memlane8":
    case "memlane16":
    case "memlane32":
    case "memlane64":
      return { ...lane, ...access };
    case "i32":
      return { value: numberAttr(i32, "32-bit integer attribute") };
    case "i64":
      return { value: numberAttr(i64, "64-bit integer attribute") };
    case "f32":
      return { value: numberAttr(f32, "f32 attribute") };
    case "f64":
      return { value: numberAttr(f64, "f64 attribute") };
    case "v128":
      return { value: { ...ElementsAttr, summary: "elements of 128 bits", accepts: isVectorConstant } };
    case "shuffle":
      return { lanes: confined(DenseI64ArrayAttr, "of sixteen lanes from 0 to 31", isShuffle) };
    default:
      return undefined;
  }
}

function isVectorConstant(attribute: Attribute): boolean {
  return constantBytes(attribute)?.length === 16;
}

function isShuffle(lanes: readonly number[]): boolean {
  return lanes.length === 16 && lanes.every((lane) => lane >= 0 && lane < 32);
}

function memoryUseOf({ name }: Instruction): MemoryUse {
  if (/store|\.rmw|\.wait|\.notify|\.fence|memory\.(grow|copy|fill)/.test(name)) return "write";
  return /\.(atomic\.)?load|memory\.size/.test(name) ? "read" : "none";
}

/** Instructions that trap on some operands: they have no effects, but may not run unasked. */
function mayTrap({ name }: Instruction): boolean {
  return /^i(32|64)\.(div_|rem_|trunc_f)/.test(name);
}

function traitsOf(instruction: Instruction, memory: MemoryUse): readonly Trait[] {
  if (memory !== "none") return [];
  if (mayTrap(instruction)) return ["NoMemoryEffect"];
  return instruction.name.endsWith(".const") ? ["Pure", "ConstantLike"] : ["Pure"];
}

function operandNames(instruction: Instruction, count: number, memory: MemoryUse): readonly string[] {
  if (instruction.naturalAlignment > 0 || /^mem/.test(instruction.immediates))
    if (memory !== "none" && count <= 2) return ["address", "value"].slice(0, count);
  if (count === 1) return ["input"];
  if (count === 2) return ["lhs", "rhs"];
  return ["first", "second", "third"].slice(0, count);
}

/** WebAssembly's scalar types, for which alone there are operations. */
function numberTypes(types: readonly ValueType[]): readonly NumberType[] {
  return types.flatMap((type) => (type === "funcref" || type === "externref" ? [] : [type]));
}

function defineInstruction(instruction: Instruction): InstructionOp | undefined {
  const { name, signature } = instruction;
  const attributes = attributesOf(instruction);
  if (signature === undefined || attributes === undefined || name === "nop") return undefined;
  const memory = memoryUseOf(instruction);
  const names = operandNames(instruction, signature.params.length, memory);
  const operands: Record<string, TypeConstraint> = {};
  numberTypes(signature.params).forEach((type, at) => {
    operands[names[at] ?? `operand${at}`] = constraintOf[type];
  });
  const results: Record<string, TypeConstraint> = {};
  for (const type of numberTypes(signature.results)) results["result"] = constraintOf[type];
  const effects: readonly Effect[] = memory === "none" ? [] : [{ kind: memory, value: undefined }];
  const definition: OpSchema = defineOp({
    name: `wasm.${name}`,
    summary: `the instruction ${name}`,
    operands,
    results,
    attributes,
    traits: traitsOf(instruction, memory),
    assembly: [...Object.keys(operands).map((key) => `$${key}`)].join(" `,` ").concat(" attr-dict").trimStart(),
    verify: (operation: OperationHandle, report: Report) => verifyAccess(instruction, operation, report),
    supplies: memory === "none" ? [] : [memoryEffects.of(() => effects)],
    example: exampleOf(name, Object.keys(operands), Object.keys(results)),
  });
  return { instruction, name: definition.name, definition, memory };
}

/** Attributes are left out: an example of every instruction shows its values. */
function exampleOf(name: string, operands: readonly string[], results: readonly string[]): string {
  const values = operands.map((operand) => `%${operand}`).join(", ");
  return `${results.length > 0 ? "%0 = " : ""}wasm.${name}${values === "" ? "" : ` ${values}`}`;
}

function verifyAccess(instruction: Instruction, operation: OperationHandle, report: Report): void {
  const align = operation.findAttribute("align");
  if (align?.kind !== "integer") return;
  const natural = 2 ** instruction.naturalAlignment;
  if (Number(align.value) > natural)
    report(`promises an alignment of ${align.value}, but accesses only ${natural} bytes`);
}

const all: readonly InstructionOp[] = instructions.flatMap((instruction) => defineInstruction(instruction) ?? []);
const byName: ReadonlyMap<OperationName, InstructionOp> = new Map(all.map((op) => [op.name, op]));

/** The definitions of all instruction operations. */
export const instructionDefinitions: readonly OpSchema[] = all.map(({ definition }) => definition);

/** The instruction that an operation stands for; undefined for control operations and those of other dialects. */
export function findInstructionOp(name: OperationName): InstructionOp | undefined {
  return byName.get(name);
}

/** What stands after the operands of an instruction. Offsets and alignments in bytes. */
export interface InstructionImmediates {
  readonly offset?: number;
  readonly align?: number;
  readonly lane?: number;
  readonly lanes?: readonly number[];
  readonly value?: Attribute;
}

interface Prepared {
  readonly name: OperationName;
  readonly resultTypes: readonly Type[];
}

/** What every operation of an instruction has, by opcode: looked up for each one that a lowering makes. */
const prepared: ReadonlyMap<string, Prepared> = new Map(
  all.map(({ instruction: { name, signature }, name: operation }) => [
    name,
    { name: operation, resultTypes: numberTypes(signature?.results ?? []).map((type) => irTypeOf[type]) },
  ]),
);

/** What to insert for the instruction `name` on `operands`. */
export function instruction(
  name: OpcodeName,
  operands: readonly (Value | ValueId)[],
  immediates?: InstructionImmediates,
): OperationSpec {
  const op = prepared.get(name);
  invariant(op !== undefined, () => `${name} has no operation in the wasm dialect`);
  const properties = immediates === undefined ? emptyDictionary : propertiesOf(immediates);
  return { name: op.name, operands, resultTypes: op.resultTypes, properties };
}

function propertiesOf({ offset, align, lane, lanes, value }: InstructionImmediates): DictionaryAttribute {
  return dictionaryOf({
    offset: offset === undefined || offset === 0 ? undefined : integerAttribute(offset, i64),
    align: align === undefined ? undefined : integerAttribute(align, i64),
    lane: lane === undefined ? undefined : integerAttribute(lane, i64),
    lanes: lanes === undefined ? undefined : denseArrayAttribute(i64, lanes.map(BigInt)),
    value,
  });
}

/** `i32.const`. */
export function i32Constant(value: number): OperationSpec {
  return instruction("i32.const", [], { value: integerAttribute(value | 0, i32) });
}
