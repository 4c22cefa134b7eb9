/** Syntax of scf.if, scf.index_switch and scf.execute_region. */
import type { AssemblyParser, CustomAssembly } from "../../../src/definition/assembly.ts";
import { denseArrayAttribute, i1, i64, indexType, unitAttribute } from "../../../src/ir/attribute.ts";
import type { RegionId } from "../../../src/ir/ids.ts";

const YIELD = "scf.yield";

/** A region without arguments that yields nothing unless it says so. */
function parseArm(parser: AssemblyParser): RegionId | undefined {
  const region = parser.parseRegion([]);
  if (region !== undefined) parser.ensureTerminator(region, YIELD);
  return region;
}

/** `scf.if %condition -> (types) { ... } else { ... } {attributes}`. */
export const ifAssembly: CustomAssembly = {
  parse: (parser, state) => {
    const condition = parser.parseOperand();
    const resolved = condition === undefined ? undefined : parser.resolveOperand(condition, i1);
    if (resolved === undefined) return false;
    state.operands.push(resolved);
    const results = parser.parseOptionalArrowTypeList();
    if (results === undefined) return false;
    state.resultTypes.push(...results);
    const then = parseArm(parser);
    if (then === undefined) return false;
    const otherwise = parser.parseOptionalKeyword("else") ? parseArm(parser) : parser.emptyRegion();
    if (otherwise === undefined) return false;
    state.regions.push(then, otherwise);
    return parser.parseOptionalAttrDict(state);
  },
  print: (operation, printer) => {
    const [then, otherwise] = operation.opRegions;
    const [condition] = operation.opOperands;
    const results = operation.record.resultTypes;
    if (then === undefined || condition === undefined) return;
    printer.print(" ");
    printer.printOperand(condition);
    if (results.length > 0) {
      // In parentheses even when there is one, unlike other lists of types.
      printer.print(" -> (");
      printer.printTypes(results);
      printer.print(")");
    }
    printer.print(" ");
    const options = { printEntryBlockArguments: false, printBlockTerminators: results.length > 0 };
    printer.printRegion(then, options);
    if (otherwise !== undefined && !otherwise.isEmpty) {
      printer.print(" else ");
      printer.printRegion(otherwise, options);
    }
    printer.printOptionalAttrDict(operation);
  },
};

/** `scf.index_switch %i {attributes} -> types case 1 { ... } default { ... }`. The default region comes first among the regions. */
export const indexSwitchAssembly: CustomAssembly = {
  parse: (parser, state) => {
    const flag = parser.parseOperand();
    const resolved = flag === undefined ? undefined : parser.resolveOperand(flag, indexType);
    if (resolved === undefined || !parser.parseOptionalAttrDict(state)) return false;
    state.operands.push(resolved);
    const results = parser.parseOptionalArrowTypeList();
    if (results === undefined) return false;
    state.resultTypes.push(...results);
    const values: bigint[] = [];
    const cases: RegionId[] = [];
    while (parser.parseOptionalKeyword("case")) {
      const value = parser.parseInteger();
      const region = value === undefined ? undefined : parseArm(parser);
      if (value === undefined || region === undefined) return false;
      values.push(value);
      cases.push(region);
    }
    if (!parser.parseKeyword("default")) return false;
    const fallback = parseArm(parser);
    if (fallback === undefined) return false;
    state.regions.push(fallback, ...cases);
    state.properties.set("cases", denseArrayAttribute(i64, values));
    return true;
  },
  print: (operation, printer) => {
    const [flag] = operation.opOperands;
    const [fallback, ...cases] = operation.opRegions;
    const values = operation.findAttribute("cases");
    if (flag === undefined || fallback === undefined) return;
    printer.print(" ");
    printer.printOperand(flag);
    printer.printOptionalAttrDict(operation, ["cases"]);
    printer.printOptionalArrowTypeList(operation.record.resultTypes);
    printer.print(" ");
    cases.forEach((region, at) => {
      printer.newline();
      printer.print(`case ${values?.kind === "dense-array" ? values.values[at] : at} `);
      printer.printRegion(region, { printEntryBlockArguments: false });
    });
    printer.newline();
    printer.print("default ");
    const yields = (fallback.blocks.at(-1)?.last?.operandCount ?? 0) > 0;
    printer.printRegion(fallback, { printEntryBlockArguments: false, printBlockTerminators: yields });
  },
};

/** `scf.execute_region -> types no_inline { ... } {attributes}`. */
export const executeRegionAssembly: CustomAssembly = {
  parse: (parser, state) => {
    const results = parser.parseOptionalArrowTypeList();
    if (results === undefined) return false;
    state.resultTypes.push(...results);
    if (parser.parseOptionalKeyword("no_inline")) state.properties.set("no_inline", unitAttribute);
    const region = parser.parseRegion([]);
    if (region === undefined) return false;
    state.regions.push(region);
    return parser.parseOptionalAttrDict(state);
  },
  print: (operation, printer) => {
    const [region] = operation.opRegions;
    if (region === undefined) return;
    printer.printOptionalArrowTypeList(operation.record.resultTypes);
    printer.print(operation.findAttribute("no_inline") === undefined ? " " : " no_inline ");
    printer.printRegion(region, { printEntryBlockArguments: false });
    printer.printOptionalAttrDict(operation, ["no_inline"]);
  },
};
