/** Syntax of control operations: what a format string cannot say. */
import type {
  AssemblyParser,
  CustomAssembly,
  OperationState,
  ParsedArgument,
  UnresolvedOperand,
} from "../../src/definition/assembly.ts";
import { functionType, i32, stringAttribute, symbolRefAttribute, type Type } from "../../src/ir/attribute.ts";
import type { OperationHandle } from "../../src/ir/handle.ts";

/** `%argument = %initial : type`. */
interface Carried {
  readonly argument: ParsedArgument;
  readonly initial: UnresolvedOperand;
  readonly type: Type;
}

function parseCarried(parser: AssemblyParser): Carried | undefined {
  const argument = parser.parseArgument({ type: false });
  if (argument === undefined || !parser.parseToken("=")) return undefined;
  const initial = parser.parseOperand();
  const type = initial === undefined ? undefined : parser.parseColonType();
  if (initial === undefined || type === undefined) return undefined;
  return { argument: { ...argument, type }, initial, type };
}

/** `wasm.loop (%i = %zero : i32, %sum = %start : f32) { ... }`; the results have the types of the carried values. */
export const loopAssembly: CustomAssembly = {
  parse: (parser, state) => {
    const carried: Carried[] = [];
    const parsed = parser.parseCommaSeparatedList("optional-paren", () => {
      const one = parseCarried(parser);
      if (one !== undefined) carried.push(one);
      return one !== undefined;
    });
    if (!parsed) return false;
    for (const { initial, type } of carried) {
      const value = parser.resolveOperand(initial, type);
      if (value === undefined) return false;
      state.operands.push(value);
      state.resultTypes.push(type);
    }
    return (
      parseBody(
        parser,
        state,
        carried.map(({ argument }) => argument),
      ) && parser.parseOptionalAttrDict(state)
    );
  },
  print: (operation, printer) => {
    const body = operation.opRegions[0];
    const args = body?.entry?.arguments ?? [];
    if (args.length > 0) {
      printer.print(" (");
      args.forEach((argument, at) => {
        if (at > 0) printer.print(", ");
        printer.printOperand(argument);
        printer.print(" = ");
        printer.printOperand(operation.opOperand(at));
        printer.print(" : ");
        printer.printType(argument.type);
      });
      printer.print(")");
    }
    printer.print(" ");
    if (body !== undefined) printer.printRegion(body, { printEntryBlockArguments: false });
    printer.printOptionalAttrDict(operation);
  },
};

function parseBody(parser: AssemblyParser, state: OperationState, args: readonly ParsedArgument[]): boolean {
  const region = parser.parseRegion(args);
  if (region === undefined) return false;
  state.regions.push(region);
  return true;
}

/** `wasm.if %condition -> (types) { ... } else { ... }`; the second region is there only where it is written. */
export const ifAssembly: CustomAssembly = {
  parse: (parser, state) => {
    const condition = parser.parseOperand();
    if (condition === undefined) return false;
    const value = parser.resolveOperand(condition, i32);
    const types = parser.parseOptionalArrowTypeList();
    if (value === undefined || types === undefined) return false;
    state.operands.push(value);
    state.resultTypes.push(...types);
    if (!parseBody(parser, state, [])) return false;
    if (!parser.parseOptionalKeyword("else")) {
      state.regions.push(parser.emptyRegion());
      return parser.parseOptionalAttrDict(state);
    }
    return parseBody(parser, state, []) && parser.parseOptionalAttrDict(state);
  },
  print: (operation, printer) => {
    printer.print(" ");
    printer.printOperands(operation.opOperands);
    printer.printOptionalArrowTypeList(operation.record.resultTypes);
    const [then, otherwise] = operation.opRegions;
    printer.print(" ");
    if (then !== undefined) printer.printRegion(then);
    if (otherwise !== undefined && !otherwise.isEmpty) {
      printer.print(" else ");
      printer.printRegion(otherwise);
    }
    printer.printOptionalAttrDict(operation);
  },
};

/** `wasm.func @name(%x: i32) -> (f32) export "name" { ... }`. */
export const funcAssembly: CustomAssembly = {
  parse: (parser, state) => {
    const name = parser.parseSymbolName();
    const args = name === undefined ? undefined : parser.parseArgumentList("paren", { type: true });
    const results = args === undefined ? undefined : parser.parseOptionalArrowTypeList();
    if (name === undefined || args === undefined || results === undefined) return false;
    state.properties.set("sym_name", stringAttribute(name));
    const inputs = args.flatMap(({ type }) => (type === undefined ? [] : [type]));
    state.properties.set("function_type", functionType(inputs, results));
    if (parser.parseOptionalKeyword("export")) {
      const exported = parser.parseString();
      if (exported === undefined) return false;
      state.properties.set("export", stringAttribute(exported));
    }
    return parser.parseOptionalAttrDictWithKeyword(state) && parseBody(parser, state, args);
  },
  print: (operation, printer) => {
    const name = operation.findAttribute("sym_name");
    const type = operation.findAttribute("function_type");
    const exported = operation.findAttribute("export");
    const [body] = printer.regionsOf(operation);
    printer.print(" ");
    if (name?.kind === "string") printer.printSymbolName(name.value);
    printer.print("(");
    (body?.entry?.arguments ?? []).forEach((argument, at) => {
      if (at > 0) printer.print(", ");
      printer.printRegionArgument(argument);
    });
    printer.print(")");
    if (type?.kind === "function-type") printer.printOptionalArrowTypeList(type.results);
    if (exported?.kind === "string") {
      printer.print(" export ");
      printer.printString(exported.value);
    }
    printer.printOptionalAttrDictWithKeyword(operation, ["sym_name", "function_type", "export"]);
    printer.print(" ");
    if (body !== undefined) printer.printRegion(body, { printEntryBlockArguments: false });
  },
};

/** `wasm.call @callee(%a, %b) : (i32, i32) -> f32`. */
export const callAssembly: CustomAssembly = {
  parse: (parser, state) => {
    const callee = parser.parseSymbolName();
    const { offset } = parser;
    const operands = callee === undefined ? undefined : parser.parseOperandList("paren");
    if (callee === undefined || operands === undefined) return false;
    state.properties.set("callee", symbolRefAttribute(callee));
    if (!parser.parseOptionalAttrDict(state) || !parser.parseToken(":")) return false;
    const type = parser.parseFunctionType();
    if (type === undefined) return false;
    state.resultTypes.push(...type.results);
    return parser.resolveOperands(operands, type.inputs, offset, state);
  },
  print: (operation, printer) => {
    const callee = operation.findAttribute("callee");
    printer.print(" ");
    if (callee?.kind === "symbol-ref") printer.printSymbolName(callee.root);
    printer.print("(");
    printer.printOperands(operation.opOperands);
    printer.print(")");
    printer.printOptionalAttrDict(operation, ["callee"]);
    printer.print(" : ");
    printer.printFunctionalType(typesOf(operation), operation.record.resultTypes);
  },
};

function typesOf(operation: OperationHandle): readonly Type[] {
  return operation.opOperands.map((value) => value.type);
}
