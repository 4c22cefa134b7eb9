/**
 * Types as MLIR writes them, for messages: verifiers stand below the printer (src/text), which also knows dialects' own syntax, aliases
 * and resources. Here a dialect's type shows its parameters in order, and large attributes are cut short.
 */
import type { AffineExpr, AffineMap } from "./affine.ts";
import { type Attribute, DYNAMIC, isType, type MemRefType, type ShapedType, type Type } from "./attribute.ts";

export function typeText(type: Type): string {
  switch (type.kind) {
    case "integer-type":
      return `${{ signless: "i", signed: "si", unsigned: "ui" }[type.signedness]}${type.width}`;
    case "index-type":
      return "index";
    case "float-type":
      return type.name;
    case "none-type":
      return "none";
    case "complex-type":
      return `complex<${typeText(type.elementType)}>`;
    case "tuple-type":
      return `tuple<${type.elements.map(typeText).join(", ")}>`;
    case "function-type":
      return functionText(type.inputs, type.results);
    case "tensor-type": {
      const encoding = type.encoding === undefined ? "" : `, ${attributeText(type.encoding)}`;
      return `tensor<${shapeText(type)}${typeText(type.elementType)}${encoding}>`;
    }
    case "vector-type":
      return `vector<${shapeText(type)}${typeText(type.elementType)}>`;
    case "memref-type":
      return memRefText(type);
    case "unranked-tensor-type":
      return `tensor<*x${typeText(type.elementType)}>`;
    case "unranked-memref-type": {
      const space = type.memorySpace === undefined ? "" : `, ${attributeText(type.memorySpace)}`;
      return `memref<*x${typeText(type.elementType)}${space}>`;
    }
    case "dialect-type":
      return `!${type.dialect}.${type.mnemonic}${parametersText(type.parameters)}`;
    case "opaque-type":
      return type.bracketed ? `!${type.dialect}<${type.text}>` : `!${type.dialect}.${type.text}`;
  }
}

/** `'i32', 'f32'`: how upstream lists types in messages. */
export function quotedTypes(types: readonly Type[]): string {
  return types.map((type) => `'${typeText(type)}'`).join(", ");
}

function functionText(inputs: readonly Type[], results: readonly Type[]): string {
  const [only] = results;
  const plain = results.length === 1 && only !== undefined && only.kind !== "function-type";
  const outputs = plain ? typeText(only) : `(${results.map(typeText).join(", ")})`;
  return `(${inputs.map(typeText).join(", ")}) -> ${outputs}`;
}

function shapeText(type: ShapedType): string {
  return type.shape
    .map((extent, at) => {
      const text = extent === DYNAMIC ? "?" : String(extent);
      return `${type.kind === "vector-type" && type.scalable[at] === true ? `[${text}]` : text}x`;
    })
    .join("");
}

function memRefText(type: MemRefType): string {
  const layout = type.layout === undefined ? "" : `, ${attributeText(type.layout)}`;
  const space = type.memorySpace === undefined ? "" : `, ${attributeText(type.memorySpace)}`;
  return `memref<${shapeText(type)}${typeText(type.elementType)}${layout}${space}>`;
}

function parametersText(parameters: readonly Attribute[]): string {
  return parameters.length === 0 ? "" : `<${parameters.map(attributeText).join(", ")}>`;
}

const strideText = (value: number): string => (value === DYNAMIC ? "?" : String(value));

const AFFINE_OPERATORS = { add: "+", mul: "*", mod: "mod", floordiv: "floordiv", ceildiv: "ceildiv" } as const;

function affineText(expr: AffineExpr): string {
  switch (expr.kind) {
    case "dim":
      return `d${expr.position}`;
    case "symbol":
      return `s${expr.position}`;
    case "constant":
      return String(expr.value);
    default: {
      const side = (part: AffineExpr): string =>
        "left" in part && expr.kind !== "add" ? `(${affineText(part)})` : affineText(part);
      return `${side(expr.left)} ${AFFINE_OPERATORS[expr.kind]} ${side(expr.right)}`;
    }
  }
}

function affineMapText(map: AffineMap): string {
  const names = (count: number, prefix: string): string =>
    Array.from({ length: count }, (_, at) => `${prefix}${at}`).join(", ");
  const symbols = map.symbolCount === 0 ? "" : `[${names(map.symbolCount, "s")}]`;
  return `(${names(map.dimCount, "d")})${symbols} -> (${map.results.map(affineText).join(", ")})`;
}

/** An attribute for a message. */
export function attributeText(attribute: Attribute): string {
  if (isType(attribute)) return typeText(attribute);
  switch (attribute.kind) {
    case "integer":
      if (attribute.type.kind === "integer-type" && attribute.type.width === 1) return String(attribute.value !== 0n);
      return `${attribute.value} : ${typeText(attribute.type)}`;
    case "float":
      return `${attribute.value} : ${typeText(attribute.type)}`;
    case "string":
      return JSON.stringify(attribute.value);
    case "array":
      return `[${attribute.elements.map(attributeText).join(", ")}]`;
    case "dictionary":
      return `{${attribute.entries.map(({ name, value }) => (value.kind === "unit" ? name : `${name} = ${attributeText(value)}`)).join(", ")}}`;
    case "unit":
      return "unit";
    case "symbol-ref":
      return [attribute.root, ...attribute.nested].map((name) => `@${name}`).join("::");
    case "affine-map":
      return `affine_map<${affineMapText(attribute.map)}>`;
    case "strided-layout": {
      const offset = attribute.offset === 0 ? "" : `, offset: ${strideText(attribute.offset)}`;
      return `strided<[${attribute.strides.map(strideText).join(", ")}]${offset}>`;
    }
    case "dense-array": {
      const values = attribute.values.length === 0 ? "" : `: ${attribute.values.join(", ")}`;
      return `array<${typeText(attribute.elementType)}${values}>`;
    }
    case "dense-elements":
    case "dense-strings":
      return `dense<...> : ${typeText(attribute.type)}`;
    case "dense-resource":
      return `dense_resource<${attribute.key}> : ${typeText(attribute.type)}`;
    case "sparse-elements":
      return `sparse<...> : ${typeText(attribute.type)}`;
    case "dialect-attribute":
      return `#${attribute.dialect}.${attribute.mnemonic}${parametersText(attribute.parameters)}`;
    case "opaque":
      return attribute.bracketed
        ? `#${attribute.dialect}<${attribute.text}>`
        : `#${attribute.dialect}.${attribute.text}`;
    case "distinct":
      return `distinct[${attribute.number}]<${attributeText(attribute.value)}>`;
    case "integer-set":
      return "affine_set<...>";
    case "location":
      return "loc(...)";
  }
}
