/** Syntax of arith.constant, whose value says its type, and of arith.select, whose condition is i1 unless its type is written. */
import type { CustomAssembly } from "../../src/definition/assembly.ts";
import { typeOfAttribute } from "../../src/definition/attribute-constraint.ts";
import { i1 } from "../../src/ir/attribute.ts";

/** `arith.constant {attributes} value`. */
export const constantAssembly: CustomAssembly = {
  parse: (parser, state) => {
    if (!parser.parseOptionalAttrDict(state)) return false;
    const { offset } = parser;
    const value = parser.parseAttribute();
    if (value === undefined) return false;
    const type = typeOfAttribute(value);
    if (type === undefined) {
      parser.report("invalid kind of attribute specified", offset);
      return false;
    }
    state.properties.set("value", value);
    state.resultTypes.push(type);
    return true;
  },
  print: (operation, printer) => {
    printer.printOptionalAttrDict(operation, ["value"]);
    printer.print(" ");
    const value = operation.findAttribute("value");
    if (value !== undefined) printer.printAttribute(value);
  },
};

/** `arith.select %condition, %yes, %no : type` or `... : condition-type, type`. */
export const selectAssembly: CustomAssembly = {
  parse: (parser, state) => {
    const { offset } = parser;
    const operands = parser.parseOperandList("none");
    if (operands === undefined) return false;
    if (operands.length !== 3) {
      parser.report("expected 3 operands", offset);
      return false;
    }
    if (!parser.parseOptionalAttrDict(state)) return false;
    const first = parser.parseColonType();
    if (first === undefined) return false;
    const written = parser.parseOptionalToken(",");
    const type = written ? parser.parseType() : first;
    if (type === undefined) return false;
    state.resultTypes.push(type);
    return parser.resolveOperands(operands, [written ? first : i1, type, type], offset, state);
  },
  print: (operation, printer) => {
    printer.print(" ");
    printer.printOperands(operation.opOperands);
    printer.printOptionalAttrDict(operation);
    printer.print(" : ");
    const [condition] = operation.opOperands;
    const [type] = operation.record.resultTypes;
    if (condition !== undefined && condition.type !== i1) {
      printer.printType(condition.type);
      printer.print(", ");
    }
    if (type !== undefined) printer.printType(type);
  },
};
