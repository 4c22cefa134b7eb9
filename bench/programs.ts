/** Programs for measurements, made from a seed: the same bytes everywhere, and valid for mlir-opt. */
import { createRandom, type Random } from "../src/support/random.ts";

/** The element-wise types that a generated function computes with. */
const SCALARS = ["i32", "f32", "i64"] as const;
const SHAPES = ["", "tensor<4x8x", "tensor<1x128x", "vector<16x", "tensor<2x3x224x224x", "tensor<?x64x"] as const;

const INTEGER_OPS = ["addi", "subi", "muli", "andi", "xori", "maxsi"] as const;
const FLOAT_OPS = ["addf", "subf", "mulf", "divf", "maximumf", "minimumf"] as const;
const OPS_PER_FUNCTION = 60;

function pick<T>(random: Random, list: readonly [T, ...T[]]): T {
  return list[random.integer(list.length)] ?? list[0];
}

/**
 * A module in generic form of about `bytes` characters: functions of element-wise arithmetic with constants, casts, comparisons and
 * nested `scf.if`, about 100 bytes an operation.
 */
export function generateGenericText(bytes: number, seed: number): string {
  const random = createRandom(seed);
  const parts: string[] = ['"builtin.module"() ({\n'];
  let length = parts[0]?.length ?? 0;
  for (let number = 0; length < bytes; number++) {
    const text = functionText(random, number);
    parts.push(text);
    length += text.length;
  }
  parts.push("}) : () -> ()\n");
  return parts.join("");
}

function functionText(random: Random, number: number): string {
  const element = pick(random, SCALARS);
  const shape = pick(random, SHAPES);
  const type = shape === "" ? element : `${shape}${element}>`;
  const condition = shape === "" ? "i1" : `${shape}i1>`;
  const lines = [
    `  "func.func"() <{function_type = (${type}, ${type}, i1) -> ${type}, sym_name = "f${number}"}> ({\n`,
    `  ^bb0(%arg0: ${type}, %arg1: ${type}, %arg2: i1):\n`,
  ];
  const values = ["%arg0", "%arg1"];
  let next = 0;
  const value = (): string => values[values.length - 1 - random.integer(Math.min(values.length, 12))] ?? "%arg0";
  for (let count = 0; count < OPS_PER_FUNCTION; count++) {
    const name = `%${next++}`;
    switch (random.integer(12)) {
      case 0:
        if (shape.includes("?")) continue;
        lines.push(
          `    ${name} = "arith.constant"() <{value = ${constantText(random, element, type, shape)}}> : () -> ${type}\n`,
        );
        break;
      case 1: {
        const compare = element === "f32" ? "cmpf" : "cmpi";
        const flags = element === "f32" ? "fastmath = #arith.fastmath<none>, " : "";
        lines.push(
          `    ${name} = "arith.${compare}"(${value()}, ${value()}) <{${flags}predicate = ${random.integer(6)} : i64}> : (${type}, ${type}) -> ${condition}\n`,
        );
        lines.push(
          `    %${next} = "arith.select"(${name}, ${value()}, ${value()}) : (${condition}, ${type}, ${type}) -> ${type}\n`,
        );
        values.push(`%${next++}`);
        continue;
      }
      case 2:
        lines.push(`    ${name} = "scf.if"(%arg2) ({\n`);
        lines.push(`      ${operationText(random, element, `%${next}`, value(), value(), type)}`);
        lines.push(
          `      "scf.yield"(%${next++}) : (${type}) -> ()\n    }, {\n      "scf.yield"(${value()}) : (${type}) -> ()\n    }) {tag = "branch", weight = ${random.integer(100)} : i32} : (i1) -> ${type}\n`,
        );
        break;
      default:
        lines.push(`    ${operationText(random, element, name, value(), value(), type)}`);
    }
    values.push(name);
  }
  lines.push(`    "func.return"(${values.at(-1) ?? "%arg0"}) : (${type}) -> ()\n  }) : () -> ()\n`);
  return lines.join("");
}

function operationText(
  random: Random,
  element: string,
  name: string,
  left: string,
  right: string,
  type: string,
): string {
  if (element === "f32")
    return `${name} = "arith.${pick(random, FLOAT_OPS)}"(${left}, ${right}) <{fastmath = #arith.fastmath<none>}> : (${type}, ${type}) -> ${type}\n`;
  return `${name} = "arith.${pick(random, INTEGER_OPS)}"(${left}, ${right}) : (${type}, ${type}) -> ${type}\n`;
}

function constantText(random: Random, element: string, type: string, shape: string): string {
  const number =
    element === "f32"
      ? `${random.integer(1000) / 8}${random.integer(2) === 0 ? "e+00" : "e-02"}`.replace(/^(\d+)e/, "$1.0e")
      : String(random.integer(1 << 20));
  return shape === "" ? `${number} : ${element}` : `dense<${number}> : ${type}`;
}
