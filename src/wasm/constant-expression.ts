/** Constant expressions: the initial values of globals and the offsets of segments. Source: WebAssembly Core Specification 2.0, section 3.3.10. */
import type { CodeBuffer } from "./code-buffer.ts";
import { type ReferenceType, valueTypeCode } from "./types.ts";

/** A value known at instantiation; `global` is the index of an imported constant global. */
export type ConstantExpression =
  | { readonly type: "i32" | "f32" | "f64"; readonly value: number }
  | { readonly type: "i64"; readonly value: bigint }
  | { readonly type: "v128"; readonly value: Uint8Array }
  | { readonly type: ReferenceType; readonly value: undefined }
  | { readonly type: "global"; readonly value: number };

/** Appends the expression with its `end`. */
export function writeExpression(body: CodeBuffer, expression: ConstantExpression): void {
  switch (expression.type) {
    case "i32":
      body.byte(0x41);
      body.s32(expression.value);
      break;
    case "i64":
      body.byte(0x42);
      body.s64(expression.value);
      break;
    case "f32":
      body.byte(0x43);
      body.f32(expression.value);
      break;
    case "f64":
      body.byte(0x44);
      body.f64(expression.value);
      break;
    case "v128":
      body.byte(0xfd);
      body.u32(0x0c);
      body.raw(expression.value);
      break;
    case "global":
      body.byte(0x23);
      body.u32(expression.value);
      break;
    case "funcref":
    case "externref":
      body.byte(0xd0);
      body.byte(valueTypeCode[expression.type]);
      break;
  }
  body.byte(0x0b);
}
