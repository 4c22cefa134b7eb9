/** Syntax of scf.for, scf.while and scf.parallel. */
import type { CustomAssembly, ParsedArgument } from "../../../src/definition/assembly.ts";
import { denseArrayAttribute, i32, indexType, type Type, unitAttribute } from "../../../src/ir/attribute.ts";
import { parseArrowTypes, parseAssignments, printArguments, printAssignments, printTypeList, typed } from "./syntax.ts";

const YIELD = "scf.yield";

/** `scf.for unsigned %i = %lower to %upper step %step iter_args(%a = %x) -> (types) : type { ... } {attributes}`. */
export const forAssembly: CustomAssembly = {
  parse: (parser, state) => {
    if (parser.parseOptionalKeyword("unsigned")) state.properties.set("unsignedCmp", unitAttribute);
    const induction = parser.parseArgument({ type: false });
    if (induction === undefined || !parser.parseToken("=")) return false;
    const { offset } = parser;
    const lower = parser.parseOperand();
    if (lower === undefined || !parser.parseKeyword("to")) return false;
    const upper = parser.parseOperand();
    if (upper === undefined || !parser.parseKeyword("step")) return false;
    const step = parser.parseOperand();
    if (step === undefined) return false;
    const assignments = parser.parseOptionalKeyword("iter_args") ? parseAssignments(parser) : [];
    if (assignments === undefined) return false;
    const carried = assignments.length === 0 ? [] : parseArrowTypes(parser);
    if (carried === undefined) return false;
    const type = parser.parseOptionalToken(":") ? parser.parseType() : indexType;
    if (type === undefined) return false;
    if (carried.length !== assignments.length) {
      parser.report("mismatch in number of loop-carried values and defined values", offset);
      return false;
    }
    if (!parser.resolveOperands([lower, upper, step], [type, type, type], offset, state)) return false;
    const initial = assignments.map(({ operand }) => operand);
    if (!parser.resolveOperands(initial, carried, offset, state)) return false;
    state.resultTypes.push(...carried);
    const args: ParsedArgument[] = [typed(induction, type)];
    args.push(...assignments.map(({ argument }, at) => typed(argument, carried[at] ?? type)));
    const region = parser.parseRegion(args);
    if (region === undefined) return false;
    parser.ensureTerminator(region, YIELD);
    state.regions.push(region);
    return parser.parseOptionalAttrDict(state);
  },
  print: (operation, printer) => {
    const [lower, upper, step, ...initial] = operation.opOperands;
    const [body] = operation.opRegions;
    const [induction, ...carried] = body?.entry?.arguments ?? [];
    if (lower === undefined || upper === undefined || step === undefined || body === undefined) return;
    printer.print(operation.findAttribute("unsignedCmp") === undefined ? " " : " unsigned ");
    if (induction !== undefined) printer.printRegionArgument(induction, { omitType: true });
    printer.print(" = ");
    printer.printOperand(lower);
    printer.print(" to ");
    printer.printOperand(upper);
    printer.print(" step ");
    printer.printOperand(step);
    if (initial.length > 0) {
      printer.print(" iter_args");
      printAssignments(carried, initial, printer);
      printer.print(" -> ");
      printTypeList(
        initial.map((value) => value.type),
        printer,
      );
    }
    printer.print(" ");
    if (lower.type !== indexType) {
      // Two spaces, as upstream prints it.
      printer.print(" : ");
      printer.printType(lower.type);
      printer.print(" ");
    }
    printer.printRegion(body, { printEntryBlockArguments: false, printBlockTerminators: initial.length > 0 });
    printer.printOptionalAttrDict(operation, ["unsignedCmp"]);
  },
};

/** `scf.while (%a = %x) : (types) -> types { before } do { after } attributes {...}`. */
export const whileAssembly: CustomAssembly = {
  parse: (parser, state) => {
    const { offset } = parser;
    // A parenthesis opens the assignments; without it there are none.
    const opens = parser.parseOptionalToken("(");
    const args: ParsedArgument[] = [];
    const operands = [];
    if (opens && !parser.parseOptionalToken(")")) {
      do {
        const argument = parser.parseArgument({ type: false });
        if (argument === undefined || !parser.parseToken("=")) return false;
        const operand = parser.parseOperand();
        if (operand === undefined) return false;
        args.push(argument);
        operands.push(operand);
      } while (parser.parseOptionalToken(","));
      if (!parser.parseToken(")")) return false;
    }
    if (!parser.parseToken(":")) return false;
    const type = parser.parseFunctionType();
    if (type === undefined) return false;
    state.resultTypes.push(...type.results);
    if (type.inputs.length !== operands.length) {
      parser.report(
        `expected as many input types as operands (expected ${operands.length} got ${type.inputs.length})`,
        offset,
      );
      return false;
    }
    if (!parser.resolveOperands(operands, type.inputs, offset, state)) return false;
    const before = parser.parseRegion(args.map((argument, at) => typed(argument, type.inputs[at] ?? indexType)));
    if (before === undefined || !parser.parseKeyword("do")) return false;
    state.regions.push(before);
    const after = parser.parseRegion();
    if (after === undefined) return false;
    state.regions.push(after);
    return parser.parseOptionalAttrDictWithKeyword(state);
  },
  print: (operation, printer) => {
    const [before, after] = operation.opRegions;
    const operands = operation.opOperands;
    if (before === undefined || after === undefined) return;
    if (operands.length > 0) {
      printer.print(" ");
      printAssignments(before.entry?.arguments ?? [], operands, printer);
    }
    printer.print(" : ");
    printer.printFunctionalType(
      operands.map((value) => value.type),
      operation.record.resultTypes,
    );
    printer.print(" ");
    printer.printRegion(before, { printEntryBlockArguments: false });
    printer.print(" do ");
    printer.printRegion(after);
    printer.printOptionalAttrDictWithKeyword(operation);
  },
};

/** `scf.parallel (%i) = (%lower) to (%upper) step (%step) init (%x) -> types { ... } {attributes}`. */
export const parallelAssembly: CustomAssembly = {
  parse: (parser, state) => {
    const { offset } = parser;
    const inductions = parser.parseArgumentList("paren", { type: false });
    if (inductions === undefined || !parser.parseToken("=")) return false;
    const rank = inductions.length;
    const index: Type[] = inductions.map(() => indexType);
    for (const word of ["", "to", "step"]) {
      if (word !== "" && !parser.parseKeyword(word)) return false;
      const operands = parser.parseOperandList("paren");
      if (operands === undefined || !parser.resolveOperands(operands, index, offset, state)) return false;
    }
    const initial = parser.parseOptionalKeyword("init") ? parser.parseOperandList("paren") : [];
    const results = initial === undefined ? undefined : parser.parseOptionalArrowTypeList();
    if (initial === undefined || results === undefined) return false;
    state.resultTypes.push(...results);
    const region = parser.parseRegion(inductions.map((argument) => typed(argument, indexType)));
    if (region === undefined) return false;
    parser.ensureTerminator(region, "scf.reduce");
    state.regions.push(region);
    state.properties.set("operandSegmentSizes", denseArrayAttribute(i32, [rank, rank, rank, initial.length]));
    return parser.parseOptionalAttrDict(state) && parser.resolveOperands(initial, results, offset, state);
  },
  print: (operation, printer) => {
    const [body] = operation.opRegions;
    if (body === undefined) return;
    const inductions = body.entry?.arguments ?? [];
    const rank = inductions.length;
    const operands = operation.opOperands;
    printer.print(" ");
    printArguments(inductions, printer);
    [" = (", " to (", " step ("].forEach((word, at) => {
      printer.print(word);
      printer.printOperands(operands.slice(at * rank, (at + 1) * rank));
      printer.print(")");
    });
    const initial = operands.slice(3 * rank);
    if (initial.length > 0) {
      printer.print(" init (");
      printer.printOperands(initial);
      printer.print(")");
    }
    printer.printOptionalArrowTypeList(operation.record.resultTypes);
    printer.print(" ");
    printer.printRegion(body, { printEntryBlockArguments: false });
    printer.printOptionalAttrDict(operation, ["operandSegmentSizes"]);
  },
};

/** `scf.reduce(%x : type) { ... }, { ... }`: one region an operand. */
export const reduceAssembly: CustomAssembly = {
  parse: (parser, state) => {
    const { offset } = parser;
    if (parser.parseOptionalToken("(")) {
      const operands = parser.parseOperandList("none");
      const types = operands === undefined ? undefined : parser.parseColonTypeList();
      if (operands === undefined || types === undefined || !parser.parseToken(")")) return false;
      if (!parser.resolveOperands(operands, types, offset, state)) return false;
      do {
        const region = parser.parseRegion();
        if (region === undefined) return false;
        state.regions.push(region);
      } while (parser.parseOptionalToken(","));
    }
    return parser.parseOptionalAttrDict(state);
  },
  print: (operation, printer) => {
    const operands = operation.opOperands;
    if (operands.length > 0) {
      printer.print("(");
      printer.printOperands(operands);
      printer.print(" : ");
      printer.printTypes(operands.map((value) => value.type));
      printer.print(")");
    }
    printer.print(" ");
    operation.opRegions.forEach((region, at) => {
      if (at > 0) printer.print(", ");
      printer.printRegion(region);
    });
    printer.printOptionalAttrDict(operation);
  },
};
