/** The arith dialect: arithmetic on integers and floats, element by element on vectors and tensors. */
import { typeOfAttribute } from "../../src/definition/attribute-constraint.ts";
import { type Dialect, defineDialect } from "../../src/definition/dialect.ts";
import { elementTypeOrSelf } from "../../src/ir/attribute.ts";
import { canonicalizationsOf } from "../../src/rewrite/canonicalizations.ts";
import { attributes } from "./attributes.ts";
import { arithCanonicalizations } from "./canonicalizations.ts";
import { meanings } from "./interpret.ts";
import { castOps } from "./ops/cast.ts";
import { compareOps, constant } from "./ops/compare.ts";
import { floatOps } from "./ops/float.ts";
import { integerOps } from "./ops/integer.ts";

export const arith: Dialect = defineDialect({
  name: "arith",
  summary: "integer and floating-point arithmetic",
  operations: [...compareOps, ...integerOps, ...floatOps, ...castOps],
  attributes,
  extensions: [...meanings, ...canonicalizationsOf(arithCanonicalizations)],
  materializeConstant: (value, type, location) => {
    if (typeOfAttribute(value) !== type) return undefined;
    const element = elementTypeOrSelf(type);
    const isNumber = element.kind === "float-type" || element.kind === "index-type";
    if (!isNumber && !(element.kind === "integer-type" && element.signedness === "signless")) return undefined;
    return constant.build({ value, location });
  },
});
