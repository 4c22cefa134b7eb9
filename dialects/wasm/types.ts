/** `!wasm.v128`, and the correspondence between IR types and WebAssembly's value types. */
import type { TypeDefinition } from "../../src/definition/dialect.ts";
import { exactly, type TypeConstraint, typeConstraint } from "../../src/definition/type-constraint.ts";
import { dialectType, f32, f64, i32, i64, type Type } from "../../src/ir/attribute.ts";
import type { NumberType } from "../../src/wasm/types.ts";

/** 128 bits; each instruction says how it divides them into lanes. */
export const v128: Type = dialectType("wasm", "v128");

export const v128Definition: TypeDefinition = {
  mnemonic: "v128",
  summary: "128 bits, which each instruction divides into lanes of its own",
};

/** The IR type of each value type. */
export const irTypeOf: { readonly [T in NumberType]: Type } = { i32, i64, f32, f64, v128 };

const byType: ReadonlyMap<Type, NumberType> = new Map<Type, NumberType>([
  [i32, "i32"],
  [i64, "i64"],
  [f32, "f32"],
  [f64, "f64"],
  [v128, "v128"],
]);

/** The value type that an IR type stands for; undefined for types that WebAssembly has not. */
export function valueTypeOf(type: Type): NumberType | undefined {
  return byType.get(type);
}

/** What operands and results of instructions with a fixed type must be. */
export const constraintOf: { readonly [T in NumberType]: TypeConstraint } = {
  i32: exactly(i32, "32-bit signless integer"),
  i64: exactly(i64, "64-bit signless integer"),
  f32: exactly(f32, "f32 type"),
  f64: exactly(f64, "f64 type"),
  v128: exactly(v128, "128-bit vector"),
};

export const AnyValue: TypeConstraint = typeConstraint(
  "i32, i64, f32, f64 or !wasm.v128",
  (type) => valueTypeOf(type) !== undefined,
);
