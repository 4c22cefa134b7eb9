/** The dialects that a Context has unless its maker says otherwise; callers extend it: `createContext([...defaultDialects, mine])`. */
import { arith } from "../../dialects/arith/index.ts";
import { builtin } from "../../dialects/builtin/index.ts";
import { cf } from "../../dialects/cf/index.ts";
import { check } from "../../dialects/check/index.ts";
import { chlo } from "../../dialects/chlo/index.ts";
import { func } from "../../dialects/func/index.ts";
import { kernel } from "../../dialects/kernel/index.ts";
import { linalg } from "../../dialects/linalg/index.ts";
import { math } from "../../dialects/math/index.ts";
import { memref } from "../../dialects/memref/index.ts";
import { scf } from "../../dialects/scf/index.ts";
import { stablehlo } from "../../dialects/stablehlo/index.ts";
import { tensor } from "../../dialects/tensor/index.ts";
import { test } from "../../dialects/test/index.ts";
import { ub } from "../../dialects/ub/index.ts";
import { vector } from "../../dialects/vector/index.ts";
import { wasm } from "../../dialects/wasm/index.ts";
import type { Dialect } from "../definition/dialect.ts";

export const defaultDialects: readonly Dialect[] = [
  builtin,
  ub,
  arith,
  func,
  cf,
  test,
  math,
  memref,
  vector,
  scf,
  tensor,
  linalg,
  kernel,
  check,
  stablehlo,
  chlo,
  wasm,
];
