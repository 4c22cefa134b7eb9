/** The vocabulary of WebAssembly modules: value types, function types, limits. Source: WebAssembly Core Specification 2.0, section 5.3. */

export type NumberType = "i32" | "i64" | "f32" | "f64" | "v128";
export type ReferenceType = "funcref" | "externref";
export type ValueType = NumberType | ReferenceType;

/** Parameters and results of a function or of a block. */
export interface FunctionType {
  readonly params: readonly ValueType[];
  readonly results: readonly ValueType[];
}

/** What a block leaves on the stack: nothing (undefined), one value, or a whole function type. */
export type BlockType = undefined | ValueType | FunctionType;

/** Sizes in pages of 64 KiB for memories, in elements for tables. A shared memory needs a maximum. */
export interface Limits {
  readonly min: number;
  readonly max?: number;
  readonly shared?: boolean;
}

/** Bytes of a page of linear memory. */
export const PAGE_BYTES = 65536;

/** The byte of each value type in the binary format. */
export const valueTypeCode: { readonly [T in ValueType]: number } = {
  i32: 0x7f,
  i64: 0x7e,
  f32: 0x7d,
  f64: 0x7c,
  v128: 0x7b,
  funcref: 0x70,
  externref: 0x6f,
};

/** Inverse of `valueTypeCode`. */
export function valueTypeOfCode(code: number): ValueType | undefined {
  switch (code) {
    case 0x7f:
      return "i32";
    case 0x7e:
      return "i64";
    case 0x7d:
      return "f32";
    case 0x7c:
      return "f64";
    case 0x7b:
      return "v128";
    case 0x70:
      return "funcref";
    case 0x6f:
      return "externref";
    default:
      return undefined;
  }
}

/** A block type as the parameters and results it stands for. */
export function blockSignature(type: BlockType): FunctionType {
  if (type === undefined) return { params: [], results: [] };
  return typeof type === "string" ? { params: [], results: [type] } : type;
}

/** `(i32, f32) -> (v128)`: for messages, and as a key by which equal types are one. */
export function functionTypeText(type: FunctionType): string {
  return `(${type.params.join(", ")}) -> (${type.results.join(", ")})`;
}

/** Ids of the binary format's sections. */
export const sectionId = {
  custom: 0,
  type: 1,
  import: 2,
  function: 3,
  table: 4,
  memory: 5,
  global: 6,
  export: 7,
  start: 8,
  element: 9,
  code: 10,
  data: 11,
  dataCount: 12,
} as const;

/** Kinds of things that are imported and exported, in the order of their codes. */
export const externalKinds = ["function", "table", "memory", "global"] as const;
export type ExternalKind = (typeof externalKinds)[number];
