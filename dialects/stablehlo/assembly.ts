/** StableHLO's own pieces of syntax: the `custom<...>` directives of its formats, and the ops that no format can say. Over
 * 400 lines: each piece is a parser and its printer, and they share their lists and dimension numbers. */
import type {
  AssemblyParser,
  AssemblyPrinter,
  CustomAssembly,
  CustomDirective,
  UnresolvedOperand,
} from "../../src/definition/assembly.ts";
import {
  arrayAttribute,
  complexType,
  denseArrayAttribute,
  type FunctionType,
  i1,
  i32,
  integerAttribute,
  stringAttribute,
  type TensorType,
  type Type,
  tensorType,
} from "../../src/ir/attribute.ts";
import type { OperationHandle } from "../../src/ir/handle.ts";
import { operationName } from "../../src/ir/name.ts";
import {
  ConvDimensionNumbersAttr,
  convDimensionsText,
  DotDimensionNumbersAttr,
  dimsAttribute,
  PaddingAttr,
  PrecisionAttr,
  parseConvDimensions,
  parseDims,
  parseDotAlgorithm,
  printDotAlgorithm,
} from "./attributes.ts";

// ---- Types ------------------------------------------------------------------------------------------------------------

const operandTypes = (operation: OperationHandle): readonly Type[] => operation.opOperands.map(({ type }) => type);
const printFunctional = (operation: OperationHandle, printer: AssemblyPrinter): void =>
  printer.printFunctionalType(operandTypes(operation), operation.record.resultTypes);

/** Reads a type; a function type is split over operands and results, any other is what `short` makes of it. */
function typesDirective(
  operands: readonly string[],
  results: readonly string[],
  short: (
    type: Type,
    parser: AssemblyParser,
  ) => { readonly operands: readonly Type[]; readonly result: Type } | undefined,
  print: (operation: OperationHandle, printer: AssemblyPrinter) => boolean,
): CustomDirective {
  return {
    parse: (parser, _state, scope) => {
      const start = parser.offset;
      const type = parser.parseType();
      if (type === undefined) return false;
      const given = type.kind === "function-type" ? splitFunction(type) : short(type, parser);
      if (given === undefined) return false;
      if (given.operands.length !== operands.length)
        return (
          parser.report(`expected ${operands.length} operand types, found ${given.operands.length}`, start) ?? false
        );
      operands.forEach((name, at) => {
        const operand = given.operands[at];
        if (operand !== undefined) scope.types.set(name, [operand]);
      });
      for (const name of results) scope.types.set(name, [given.result]);
      return true;
    },
    print: (operation, printer) => {
      if (!print(operation, printer)) printFunctional(operation, printer);
    },
  };
}

function splitFunction(type: FunctionType): { readonly operands: readonly Type[]; readonly result: Type } | undefined {
  const [result] = type.results;
  return result === undefined ? undefined : { operands: type.inputs, result };
}

/** `T` when operands and result all have type T, else `(operands) -> result`. */
export function sameOperandsAndResultType(...names: readonly string[]): CustomDirective {
  const operands = names.slice(0, -1);
  return typesDirective(
    operands,
    names.slice(-1),
    (type) => ({ operands: operands.map(() => type), result: type }),
    (operation, printer) => {
      const [result] = operation.record.resultTypes;
      if (result === undefined || operandTypes(operation).some((type) => type !== result)) return false;
      printer.printType(result);
      return true;
    },
  );
}

/** The result's complex type when both operands are its parts. */
export const complexOpType: CustomDirective = typesDirective(
  ["lhs", "rhs"],
  ["result"],
  (type, parser) => {
    if (type.kind !== "tensor-type" || type.elementType.kind !== "complex-type")
      return parser.report("expected tensor with complex element type");
    const part = tensorType(type.shape, type.elementType.elementType, type.encoding);
    return { operands: [part, part], result: type };
  },
  (operation, printer) => {
    const [lhs, rhs] = operandTypes(operation);
    const [result] = operation.record.resultTypes;
    if (lhs !== rhs || lhs?.kind !== "tensor-type" || result === undefined) return false;
    if (tensorType(lhs.shape, complexType(lhs.elementType), lhs.encoding) !== result) return false;
    printer.printType(result);
    return true;
  },
);

/** `pred-type, T` when both branches and the result have type T. */
export const selectOpType: CustomDirective = typesDirective(
  ["pred", "on_true", "on_false"],
  ["result"],
  (pred, parser) => {
    const branch = parser.parseToken(",") ? parser.parseType() : undefined;
    return branch && { operands: [pred, branch, branch], result: branch };
  },
  (operation, printer) => {
    const [pred, onTrue, onFalse] = operandTypes(operation);
    if (pred === undefined || onTrue === undefined || onTrue !== onFalse || operation.record.resultTypes[0] !== onTrue)
      return false;
    printer.printTypes([pred, onTrue]);
    return true;
  },
);

/** Variadic operands and one result, all of one type. */
export function variadicSameOperandsAndResultType(operands: string, result: string): CustomDirective {
  return {
    parse: (parser, _state, scope) => {
      const type = parser.parseType();
      if (type === undefined) return false;
      const inputs =
        type.kind === "function-type" ? type.inputs : (scope.operands.get(operands) ?? []).map((): Type => type);
      const [first] = type.kind === "function-type" ? type.results : [type];
      if (first === undefined) return parser.report("expected a result type") ?? false;
      scope.types.set(operands, inputs);
      scope.types.set(result, [first]);
      return true;
    },
    print: (operation, printer) => {
      const [result] = operation.record.resultTypes;
      if (result === undefined || operandTypes(operation).some((type) => type !== result))
        printFunctional(operation, printer);
      else printer.printType(result);
    },
  };
}

/** `tuple<A, B>`: the operands' types are its elements. */
export const tupleOpType: CustomDirective = {
  parse: (parser, _state, scope) => {
    const type = parser.parseType();
    if (type === undefined) return false;
    const tuple = type.kind === "function-type" ? type.results[0] : type;
    if (tuple?.kind !== "tuple-type") return parser.report("expected tuple type") ?? false;
    scope.types.set("val", type.kind === "function-type" ? type.inputs : tuple.elements);
    scope.types.set("result", [tuple]);
    return true;
  },
  print: (operation, printer) => {
    const [result] = operation.record.resultTypes;
    const operands = operandTypes(operation);
    if (result?.kind === "tuple-type" && result.elements.every((type, at) => type === operands[at]))
      printer.printType(result);
    else printFunctional(operation, printer);
  },
};

/** `A, B` where the results have the operands' types. */
export const pairwiseOpType: CustomDirective = {
  parse: (parser, _state, scope) => {
    const types = parser.parseTypeList();
    if (types === undefined) return false;
    const [only] = types;
    const split = types.length === 1 && only?.kind === "function-type" ? only : undefined;
    scope.types.set("operand", split?.inputs ?? types);
    scope.types.set("result", split?.results ?? types);
    return true;
  },
  print: (operation, printer) => {
    const operands = operandTypes(operation);
    if (operation.record.resultTypes.every((type, at) => type === operands[at])) printer.printTypes(operands);
    else printFunctional(operation, printer);
  },
};

// ---- Operands -----------------------------------------------------------------------------------------------------------

/** `%a, %b,`: operands up to the comma before an attribute. */
export function variadicOperandWithAttribute(name: string, first: number): CustomDirective {
  return {
    parse: (parser, _state, scope) => {
      const operands: UnresolvedOperand[] = [];
      for (let operand = parser.parseOptionalOperand(); operand !== undefined; ) {
        operands.push(operand);
        if (!parser.parseToken(",")) return false;
        operand = parser.parseOptionalOperand();
      }
      scope.operands.set(name, operands);
      return true;
    },
    print: (operation, printer) => {
      operation.opOperands.slice(first).forEach((operand, at) => {
        if (at > 0) printer.print(" ");
        printer.printOperand(operand);
        printer.print(",");
      });
    },
  };
}

// ---- Attributes ---------------------------------------------------------------------------------------------------------

const listText = (values: readonly (number | bigint | boolean | string)[]): string => `[${values.join(", ")}]`;

function numbersOf(operation: OperationHandle, name: string): readonly number[] {
  const attribute = operation.findAttribute(name);
  return attribute?.kind === "dense-array" ? attribute.values.map(Number) : [];
}

/** `[0:4:2, 1:3]`: start, limit and, when not 1, stride of each dimension. */
export const sliceRanges: CustomDirective = {
  parse: (parser, state) => {
    const columns: [number[], number[], number[]] = [[], [], []];
    const ok = parser.parseCommaSeparatedList("square", () => {
      const start = parser.parseInteger();
      const limit = start !== undefined && parser.parseToken(":") ? parser.parseInteger() : undefined;
      if (start === undefined || limit === undefined) return false;
      const stride = parser.parseOptionalToken(":") ? parser.parseInteger() : 1n;
      if (stride === undefined) return false;
      [start, limit, stride].forEach((value, at) => {
        columns[at]?.push(Number(value));
      });
      return true;
    });
    if (!ok) return false;
    ["start_indices", "limit_indices", "strides"].forEach((name, at) => {
      state.properties.set(name, dimsAttribute(columns[at] ?? []));
    });
    return true;
  },
  print: (operation, printer) => {
    const limits = numbersOf(operation, "limit_indices");
    const strides = numbersOf(operation, "strides");
    const ranges = numbersOf(operation, "start_indices").map((start, at) => {
      const stride = strides[at] ?? 1;
      return `${start}:${limits[at] ?? 0}${stride === 1 ? "" : `:${stride}`}`;
    });
    printer.print(listText(ranges));
  },
};

/** `batching_dims = [0] x [0], contracting_dims = [2] x [1]`; the first part only when there are any. */
export const dotDimensionNumbers: CustomDirective = {
  parse: (parser, state) => {
    const pair = (): readonly [readonly number[], readonly number[]] | undefined => {
      const lhs = parser.parseToken("=") ? parseDims(parser) : undefined;
      const rhs = lhs !== undefined && parser.parseKeyword("x") ? parseDims(parser) : undefined;
      return lhs === undefined || rhs === undefined ? undefined : [lhs, rhs];
    };
    const parsedBatching = parser.parseOptionalKeyword("batching_dims");
    const batching = parsedBatching ? pair() : ([[], []] as const);
    if (batching === undefined) return false;
    if (parsedBatching && !parser.parseToken(",")) return false;
    const contracting = parser.parseKeyword("contracting_dims") ? pair() : undefined;
    if (contracting === undefined) return false;
    state.properties.set(
      "dot_dimension_numbers",
      DotDimensionNumbersAttr.encode({
        lhsBatching: batching[0],
        rhsBatching: batching[1],
        lhsContracting: contracting[0],
        rhsContracting: contracting[1],
      }),
    );
    return true;
  },
  print: (operation, printer) => {
    const attribute = operation.findAttribute("dot_dimension_numbers");
    if (attribute === undefined) return;
    const numbers = DotDimensionNumbersAttr.decode(attribute);
    if (numbers.lhsBatching.length + numbers.rhsBatching.length > 0)
      printer.print(`batching_dims = ${listText(numbers.lhsBatching)} x ${listText(numbers.rhsBatching)}, `);
    printer.print(`contracting_dims = ${listText(numbers.lhsContracting)} x ${listText(numbers.rhsContracting)}`);
  },
};

function parsePrecisionList(parser: AssemblyParser): ReturnType<typeof arrayAttribute> | undefined {
  const values: ReturnType<typeof PrecisionAttr.encode>[] = [];
  const ok =
    parser.parseToken("=") &&
    parser.parseCommaSeparatedList("square", () => {
      const word = parser.parseOneOf(["DEFAULT", "HIGH", "HIGHEST"]);
      if (word === undefined) return false;
      values.push(PrecisionAttr.encode(word));
      return true;
    });
  return ok ? arrayAttribute(values) : undefined;
}

function printPrecision(operation: OperationHandle, printer: AssemblyPrinter): void {
  const config = operation.findAttribute("precision_config");
  if (config?.kind !== "array") return;
  printer.print(`, precision = ${listText(config.elements.map(PrecisionAttr.decode))}`);
}

/** `, precision = [DEFAULT, HIGH]`. */
export const precisionConfig: CustomDirective = {
  parse: (parser, state) => {
    if (!parser.parseOptionalToken(",")) return true;
    const config = parser.parseKeyword("precision") ? parsePrecisionList(parser) : undefined;
    if (config === undefined) return false;
    state.properties.set("precision_config", config);
    return true;
  },
  print: printPrecision,
};

/** `, precision = [...], algorithm = <...>`, either or both. */
export const precisionConfigAndAlgorithm: CustomDirective = {
  parse: (parser, state) => {
    if (!parser.parseOptionalToken(",")) return true;
    if (parser.parseOptionalKeyword("precision")) {
      const config = parsePrecisionList(parser);
      if (config === undefined) return false;
      state.properties.set("precision_config", config);
      if (!parser.parseOptionalToken(",")) return true;
    }
    const algorithm =
      parser.parseKeyword("algorithm") && parser.parseToken("=") ? parseDotAlgorithm(parser) : undefined;
    if (algorithm === undefined) return false;
    state.properties.set("algorithm", algorithm);
    return true;
  },
  print: (operation, printer) => {
    printPrecision(operation, printer);
    const algorithm = operation.findAttribute("algorithm");
    if (algorithm?.kind !== "dialect-attribute") return;
    printer.print(", algorithm = ");
    printDotAlgorithm(algorithm, printer);
  },
};

/** `e8m10`. */
export const exponentMantissa: CustomDirective = {
  parse: (parser, state) => {
    const word = parser.parseAnyKeyword();
    if (word === undefined) return false;
    const match = /^e(\d+)m(\d+)$/.exec(word);
    if (match === null) return parser.report(`expected exponent mantissa in format e#m#, saw ${word}`) ?? false;
    state.properties.set("exponent_bits", integerAttribute(BigInt(match[1] ?? 0), i32));
    state.properties.set("mantissa_bits", integerAttribute(BigInt(match[2] ?? 0), i32));
    return true;
  },
  print: (operation, printer) => {
    const bits = (name: string): bigint => {
      const attribute = operation.findAttribute(name);
      return attribute?.kind === "integer" ? attribute.value : 0n;
    };
    printer.print(`e${bits("exponent_bits")}m${bits("mantissa_bits")}`);
  },
};

/** `@target`. */
export const customCallTarget: CustomDirective = {
  parse: (parser, state) => {
    const name = parser.parseSymbolName();
    if (name === undefined) return false;
    state.properties.set("call_target_name", stringAttribute(name));
    return true;
  },
  print: (operation, printer) => {
    const target = operation.findAttribute("call_target_name");
    if (target?.kind === "string") printer.printSymbolName(target.value);
  },
};

/** `[b, 0, 1, f]x[0, 1, i, o]->[b, 0, 1, f]`. */
export const convolutionDimensions: CustomDirective = {
  parse: (parser, state) => {
    const numbers = parseConvDimensions(parser);
    if (numbers === undefined) return false;
    state.properties.set("dimension_numbers", numbers);
    return true;
  },
  print: (operation, printer) => {
    const attribute = operation.findAttribute("dimension_numbers");
    if (attribute !== undefined) printer.print(convDimensionsText(ConvDimensionNumbersAttr.decode(attribute)));
  },
};

const WINDOW_WORDS = ["stride", "pad", "lhs_dilate", "rhs_dilate", "reverse"] as const;
const WINDOW_NAMES: Readonly<Record<(typeof WINDOW_WORDS)[number], string>> = {
  stride: "window_strides",
  pad: "padding",
  lhs_dilate: "lhs_dilation",
  rhs_dilate: "rhs_dilation",
  reverse: "window_reversal",
};

function parseWindowValue(parser: AssemblyParser, word: (typeof WINDOW_WORDS)[number]) {
  if (word === "pad") {
    const pairs: (readonly [number, number])[] = [];
    const ok = parser.parseCommaSeparatedList("square", () => {
      const pair = parseDims(parser);
      if (pair === undefined) return false;
      const [low, high] = pair;
      if (low === undefined || high === undefined || pair.length !== 2)
        return parser.report(`Expected array with 2 elements, got ${pair.length} elements instead`) ?? false;
      pairs.push([low, high]);
      return true;
    });
    return ok ? PaddingAttr.encode(pairs) : undefined;
  }
  if (word !== "reverse") {
    const values = parseDims(parser);
    return values && dimsAttribute(values);
  }
  const flags: number[] = [];
  const ok = parser.parseCommaSeparatedList("square", () => {
    const flag = parser.parseOptionalInteger() ?? parser.parseOneOf(["true", "false"]);
    if (flag === undefined) return false;
    flags.push(flag === "true" || (flag !== "false" && flag !== 0n) ? 1 : 0);
    return true;
  });
  return ok ? denseArrayAttribute(i1, flags) : undefined;
}

/** `stride = [2, 2], pad = [[0, 1], [0, 1]], lhs_dilate = [1, 1], rhs_dilate = [1, 1], reverse = [false, false]`, any of them. */
export const windowAttributes: CustomDirective = {
  parse: (parser, state) => {
    let word = parser.parseOptionalAnyKeyword();
    while (word !== undefined) {
      const known = WINDOW_WORDS.find((candidate) => candidate === word);
      const name = known === undefined ? undefined : WINDOW_NAMES[known];
      if (known === undefined || name === undefined || state.properties.has(name))
        return parser.report(`Unexpected keyword ${word}`) ?? false;
      const value = parser.parseToken("=") ? parseWindowValue(parser, known) : undefined;
      if (value === undefined) return false;
      state.properties.set(name, value);
      if (!parser.parseOptionalToken(",")) return true;
      word = parser.parseAnyKeyword();
      if (word === undefined) return false;
    }
    return true;
  },
  print: (operation, printer) => {
    const parts: string[] = [];
    for (const word of WINDOW_WORDS) {
      const attribute = operation.findAttribute(WINDOW_NAMES[word]);
      if (attribute === undefined) continue;
      if (word === "pad") parts.push(`pad = ${listText(PaddingAttr.decode(attribute).map(listText))}`);
      else if (attribute.kind === "dense-array")
        parts.push(`${word} = ${listText(word === "reverse" ? attribute.values.map(Boolean) : attribute.values)}`);
    }
    printer.print(parts.join(", "));
  },
};

// ---- Whole operations ---------------------------------------------------------------------------------------------------

/** `dense<...> : T`; where the result's type is not the attribute's (quantized), the generic form. */
export const constantAssembly: CustomAssembly = {
  parse: (parser, state) => {
    if (parser.parseOptionalToken("(")) return parser.parseToken(")") && parseGenericConstant(parser, state);
    if (!parser.parseOptionalAttrDict(state)) return false;
    const start = parser.offset;
    const value = parser.parseAttribute();
    if (value === undefined) return false;
    if (value.kind !== "dense-elements" && value.kind !== "dense-resource" && value.kind !== "sparse-elements")
      return parser.report("expected an elements attribute", start) ?? false;
    state.properties.set("value", value);
    state.resultTypes.push(value.type);
    return true;
  },
  print: (operation, printer) => {
    const value = operation.findAttribute("value");
    const [type] = operation.record.resultTypes;
    if (value === undefined) return;
    if ("type" in value && value.type === type) {
      printer.printOptionalAttrDict(operation, ["value"]);
      printer.print(" ");
      printer.printAttribute(value);
      return;
    }
    printer.print("() <{value = ");
    printer.printAttribute(value);
    printer.print("}>");
    printer.printOptionalAttrDict(operation, ["value"]);
    printer.print(" : ");
    printer.printFunctionalType([], operation.record.resultTypes);
  },
};

function parseGenericConstant(parser: AssemblyParser, state: Parameters<CustomAssembly["parse"]>[1]): boolean {
  if (parser.parseOptionalToken("<")) {
    if (!parser.parseToken("{") || !parser.parseKeyword("value") || !parser.parseToken("=")) return false;
    const value = parser.parseAttribute();
    if (value === undefined || !parser.parseToken("}") || !parser.parseToken(">")) return false;
    state.properties.set("value", value);
  }
  if (!parser.parseOptionalAttrDict(state)) return false;
  const type = parser.parseToken(":") ? parser.parseFunctionType() : undefined;
  if (type === undefined) return false;
  state.resultTypes.push(...type.results);
  return true;
}

/** `(%x = %a, %y = %b) : A, B` then `cond {...} do {...}`. */
export const whileAssembly: CustomAssembly = {
  parse: (parser, state) => {
    const start = parser.offset;
    const names: UnresolvedOperand[] = [];
    const operands: UnresolvedOperand[] = [];
    const ok = parser.parseCommaSeparatedList("paren", () => {
      const name = parser.parseOperand();
      const operand = name !== undefined && parser.parseToken("=") ? parser.parseOperand() : undefined;
      if (name === undefined || operand === undefined) return false;
      names.push(name);
      operands.push(operand);
      return true;
    });
    if (!ok) return false;
    if (operands.length > 0) {
      const types = parser.parseColonTypeList();
      if (types === undefined) return false;
      // `: (A, B) -> (A, B)` is accepted too.
      const [only] = types;
      const given = only?.kind === "function-type" && types.length === 1 ? only.inputs : types;
      if (!parser.resolveOperands(operands, given, start, state)) return false;
      state.resultTypes.push(...given);
    }
    if (!parser.parseOptionalAttrDictWithKeyword(state) || !parser.parseKeyword("cond")) return false;
    const args = names.map((name, at) => ({
      name,
      type: state.resultTypes[at],
      attributes: new Map(),
      location: undefined,
    }));
    const condition = parser.parseRegion(args);
    if (condition === undefined || !parser.parseKeyword("do")) return false;
    const body = parser.parseRegion(args);
    if (body === undefined) return false;
    state.regions.push(condition, body);
    return true;
  },
  print: (operation, printer) => {
    const [condition, body] = printer.regionsOf(operation);
    const args = body?.entry?.arguments ?? [];
    printer.print("(");
    operation.opOperands.forEach((operand, at) => {
      if (at > 0) printer.print(", ");
      const arg = args[at];
      if (arg !== undefined) printer.printOperand(arg);
      printer.print(" = ");
      printer.printOperand(operand);
    });
    printer.print(")");
    if (operation.operandCount > 0) {
      printer.print(" : ");
      printer.printTypes(operandTypes(operation));
    }
    printer.printOptionalAttrDictWithKeyword(operation);
    printer.newline();
    printer.print("cond ");
    if (condition !== undefined) printer.printRegion(condition, { printEntryBlockArguments: false });
    printer.print(" do ");
    if (body !== undefined) printer.printRegion(body, { printEntryBlockArguments: false });
  },
};

/** Ops that `reduce(...) applies OP` may name: commutative, two operands, one result, no regions. */
const COMPACT_REDUCERS: ReadonlySet<string> = new Set(
  ["add", "multiply", "maximum", "minimum", "and", "or", "xor"].map((name) => `stablehlo.${name}`),
);

/** The operation that alone makes up a reduction's body, when the compact form can say it. */
function compactReducer(operation: OperationHandle, printer: AssemblyPrinter): OperationHandle | undefined {
  const [body] = printer.regionsOf(operation);
  const block = body?.entry;
  const operations = block?.operations ?? [];
  const [inner, terminator] = operations;
  const input = operandTypes(operation)[0];
  if (block === undefined || inner === undefined || terminator?.opName !== "stablehlo.return") return undefined;
  if (operations.length !== 2 || operation.operandCount === 0 || input?.kind !== "tensor-type") return undefined;
  const element: TensorType = tensorType([], input.elementType);
  const args = block.arguments;
  const forwards = (values: readonly { readonly id: number }[], to: readonly { readonly id: number }[]): boolean =>
    values.length === to.length && values.every((value, at) => value.id === to[at]?.id);
  return COMPACT_REDUCERS.has(inner.opName) &&
    operandTypes(inner).every((type) => type === element) &&
    inner.record.resultTypes[0] === element &&
    inner.record.attributes.entries.length === 0 &&
    forwards(inner.opOperands, args) &&
    forwards(terminator.opOperands, inner.opResults)
    ? inner
    : undefined;
}

/**
 * `(%x init: %c) applies stablehlo.add across dimensions = [1] : (A, B) -> C`, or without `applies` and then
 * `reducer(%a: T, %b: T) {...}` on the next line.
 */
export const reduceAssembly: CustomAssembly = {
  parse: (parser, state) => {
    const start = parser.offset;
    const inputs: UnresolvedOperand[] = [];
    const inits: UnresolvedOperand[] = [];
    while (inputs.length === 0 || parser.parseOptionalToken(",")) {
      if (!parser.parseToken("(")) return false;
      const input = parser.parseOperand();
      if (input === undefined || !parser.parseKeyword("init") || !parser.parseToken(":")) return false;
      const init = parser.parseOperand();
      if (init === undefined || !parser.parseToken(")")) return false;
      inputs.push(input);
      inits.push(init);
    }
    const applies = parser.parseOptionalKeyword("applies");
    const inner = applies ? parser.parseAnyKeyword() : undefined;
    if (applies && inner === undefined) return false;
    if (inner !== undefined && !COMPACT_REDUCERS.has(inner))
      return (
        parser.report(
          "expected the inner-op to be a commutative binary-op from the stablehlo dialect, with zero region, producing single result",
          start,
        ) ?? false
      );
    if (!parser.parseKeyword("across") || !parser.parseKeyword("dimensions") || !parser.parseToken("=")) return false;
    const dimensions = parseDims(parser);
    if (dimensions === undefined || !parser.parseOptionalAttrDict(state)) return false;
    state.properties.set("dimensions", dimsAttribute(dimensions));
    const type = parser.parseToken(":") ? parser.parseFunctionType() : undefined;
    if (type === undefined || !parser.resolveOperands([...inputs, ...inits], type.inputs, start, state)) return false;
    state.resultTypes.push(...type.results);
    return inner === undefined ? parseReducer(parser, state) : buildReducer(parser, state, inner, type);
  },
  print: (operation, printer) => {
    const operands = operation.opOperands;
    const half = operands.length / 2;
    for (let at = 0; at < half; at++) {
      const input = operands[at];
      const init = operands[at + half];
      if (input === undefined || init === undefined) continue;
      printer.print(at === 0 ? "(" : ", (");
      printer.printOperand(input);
      printer.print(" init: ");
      printer.printOperand(init);
      printer.print(")");
    }
    const inner = compactReducer(operation, printer);
    if (inner !== undefined) printer.print(` applies ${inner.opName}`);
    printer.print(` across dimensions = ${listText(numbersOf(operation, "dimensions"))}`);
    printer.printOptionalAttrDict(operation, ["dimensions"]);
    printer.print(" : ");
    printFunctional(operation, printer);
    if (inner !== undefined) return;
    printer.newline();
    printer.print(" reducer");
    const [body] = printer.regionsOf(operation);
    if (body === undefined) return;
    const args = body.entry?.arguments ?? [];
    for (let at = 0; at < half; at++) {
      const element = args[at];
      const accumulator = args[at + half];
      if (element === undefined || accumulator === undefined) continue;
      printer.print("(");
      printer.printRegionArgument(element);
      printer.print(", ");
      printer.printRegionArgument(accumulator);
      printer.print(") ");
    }
    printer.print(" ");
    printer.printRegion(body, { printEntryBlockArguments: false });
  },
};

function parseReducer(parser: AssemblyParser, state: Parameters<CustomAssembly["parse"]>[1]): boolean {
  if (!parser.parseKeyword("reducer")) return false;
  const elements: NonNullable<ReturnType<AssemblyParser["parseArgument"]>>[] = [];
  const accumulators: typeof elements = [];
  while (parser.parseOptionalToken("(")) {
    const element = parser.parseArgument({ type: true });
    const accumulator =
      element !== undefined && parser.parseToken(",") ? parser.parseArgument({ type: true }) : undefined;
    if (element === undefined || accumulator === undefined || !parser.parseToken(")")) return false;
    elements.push(element);
    accumulators.push(accumulator);
  }
  const body = parser.parseRegion([...elements, ...accumulators]);
  if (body === undefined) return false;
  state.regions.push(body);
  return true;
}

function buildReducer(
  parser: AssemblyParser,
  state: Parameters<CustomAssembly["parse"]>[1],
  inner: string,
  type: FunctionType,
): boolean {
  const [input] = type.inputs;
  if (input?.kind !== "tensor-type") return parser.report("input types missing in reduce-op function type") ?? false;
  const element = tensorType([], input.elementType);
  state.regions.push(
    parser.buildRegion([element, element], (insert, args) => {
      insert(operationName("stablehlo.return"), insert(operationName(inner), args, [element]), []);
    }),
  );
  return true;
}
