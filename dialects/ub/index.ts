/** The ub dialect: undefined behaviour made explicit. */
import { type Dialect, defineDialect } from "../../src/definition/dialect.ts";
import { attributes, plainPoison } from "./attributes.ts";
import { meanings } from "./interpret.ts";
import { poison, unreachable } from "./ops.ts";

export const ub: Dialect = defineDialect({
  name: "ub",
  summary: "poison values and unreachable places",
  extensions: meanings,
  operations: [poison, unreachable],
  attributes,
  materializeConstant: (value, type, location) =>
    value === plainPoison ? poison.build({ resultTypes: [type], location }) : undefined,
});
