/** Pieces that several scf operations write alike. */
import type {
  AssemblyParser,
  AssemblyPrinter,
  ParsedArgument,
  UnresolvedOperand,
} from "../../../src/definition/assembly.ts";
import type { Type } from "../../../src/ir/attribute.ts";
import type { Value } from "../../../src/ir/handle.ts";

/** `%argument = %operand`. */
export interface Assignment {
  readonly argument: ParsedArgument;
  readonly operand: UnresolvedOperand;
}

/** `(%a = %x, %b = %y)`. */
export function parseAssignments(parser: AssemblyParser): Assignment[] | undefined {
  const assignments: Assignment[] = [];
  const item = (): boolean => {
    const argument = parser.parseArgument({ type: false });
    if (argument === undefined || !parser.parseToken("=")) return false;
    const operand = parser.parseOperand();
    if (operand === undefined) return false;
    assignments.push({ argument, operand });
    return true;
  };
  return parser.parseCommaSeparatedList("paren", item) ? assignments : undefined;
}

export function printAssignments(args: readonly Value[], values: readonly Value[], printer: AssemblyPrinter): void {
  printer.print("(");
  args.forEach((argument, at) => {
    if (at > 0) printer.print(", ");
    printer.printRegionArgument(argument, { omitType: true });
    printer.print(" = ");
    const value = values[at];
    if (value !== undefined) printer.printOperand(value);
  });
  printer.print(")");
}

/** The same argument with a type that the syntax gives elsewhere. */
export function typed(argument: ParsedArgument, type: Type): ParsedArgument {
  return { ...argument, type };
}

/** `(%i, %j)`. */
export function printArguments(args: readonly Value[], printer: AssemblyPrinter): void {
  printer.print("(");
  args.forEach((argument, at) => {
    if (at > 0) printer.print(", ");
    printer.printRegionArgument(argument, { omitType: true });
  });
  printer.print(")");
}

/** `-> type`, `-> (types)`, with the arrow required. */
export function parseArrowTypes(parser: AssemblyParser): Type[] | undefined {
  const { offset } = parser;
  const types = parser.parseOptionalArrowTypeList();
  if (types === undefined) return undefined;
  return types.length === 0 ? parser.report("expected '->'", offset) : types;
}

export function printTypeList(types: readonly Type[], printer: AssemblyPrinter): void {
  printer.print("(");
  printer.printTypes(types);
  printer.print(")");
}
