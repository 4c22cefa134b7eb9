/**
 * Writes one function body. Instructions go straight to bytes; blocks are opened and closed by the methods that take a callback, whose label knows how deep
 * it is, or by emitting `block`, `loop`, `if`, `else`, `end` as they are. Locals may be added at any time: they are declared in front when the module is encoded.
 */
import { invariant } from "../support/invariant.ts";
import { CodeBuffer } from "./code-buffer.ts";
import { type Feature, findInstruction, type ImmediatesOf, type Instruction, type OpcodeName } from "./opcodes.ts";
import { type BodyContext, StackChecker } from "./stack-checker.ts";
import { type BlockType, blockSignature, type FunctionType, type ValueType, valueTypeCode } from "./types.ts";

/** A block that can be branched to while it is open. */
export interface Label {
  /** How many blocks of the function were open when this one was opened. */
  readonly level: number;
}

/** Anything that stands after an opcode. */
type Immediate = undefined | number | bigint | string | readonly number[] | Uint8Array | FunctionType;

/** What the module supplies to the bodies inside it. */
export interface ModuleScope extends Pick<BodyContext, "globalType" | "calleeType" | "tableType"> {
  /** Index of a function type, added if it is new. */
  typeIndex(type: FunctionType): number;
}

export interface FunctionOptions {
  /** Whether the body's types are checked while it is emitted. */
  readonly check: boolean;
}

export class FunctionBuilder {
  readonly name: string;
  readonly type: FunctionType;
  /** Index in the module's function index space. */
  readonly index: number;
  /** Features beyond the MVP of the instructions emitted so far. */
  readonly features = new Set<Feature>();
  readonly #scope: ModuleScope;
  readonly #code = new CodeBuffer();
  readonly #checker: StackChecker | undefined;
  readonly #locals: ValueType[];
  readonly #localNames: (string | undefined)[];
  #open = 0;
  #closed = false;

  constructor(name: string, type: FunctionType, index: number, scope: ModuleScope, options: FunctionOptions) {
    this.name = name;
    this.type = type;
    this.index = index;
    this.#scope = scope;
    this.#locals = [...type.params];
    this.#localNames = type.params.map(() => undefined);
    this.#checker = options.check ? new StackChecker(this.#bodyContext()) : undefined;
  }

  #bodyContext(): BodyContext {
    const scope = this.#scope;
    return {
      functionName: this.name,
      type: this.type,
      localType: (index) => this.#locals[index],
      globalType: (index) => scope.globalType(index),
      calleeType: (index) => scope.calleeType(index),
      tableType: (index) => scope.tableType(index),
    };
  }

  /** Adds a local, which starts at zero. The name goes to the name section. */
  local(type: ValueType, name?: string): number {
    this.#locals.push(type);
    this.#localNames.push(name);
    return this.#locals.length - 1;
  }

  /** Names a parameter (or a local) after the fact. */
  nameLocal(index: number, name: string): void {
    invariant(index < this.#locals.length, () => `function "${this.name}" has no local ${index}`);
    this.#localNames[index] = name;
  }

  /** Parameters and locals so far. */
  get localTypes(): readonly ValueType[] {
    return this.#locals;
  }

  get localNames(): readonly (string | undefined)[] {
    return this.#localNames;
  }

  /** Bytes of code so far, without the declaration of locals. */
  get codeBytes(): number {
    return this.#code.length;
  }

  /** Opens a block, emits `body` and closes it; a branch to the label leaves the block. */
  block(type: BlockType, body: (label: Label) => void): void {
    this.emit("block", type);
    body({ level: this.#open });
    this.emit("end");
  }

  /** Opens a loop, emits `body` and closes it; a branch to the label starts the next round. */
  loop(type: BlockType, body: (label: Label) => void): void {
    this.emit("loop", type);
    body({ level: this.#open });
    this.emit("end");
  }

  /** Takes an i32 condition from the stack. */
  if(type: BlockType, then: (label: Label) => void, otherwise?: (label: Label) => void): void {
    this.emit("if", type);
    then({ level: this.#open });
    if (otherwise !== undefined) {
      this.emit("else");
      otherwise({ level: this.#open });
    }
    this.emit("end");
  }

  br(label: Label): void {
    this.emit("br", this.#depthOf(label));
  }

  brIf(label: Label): void {
    this.emit("br_if", this.#depthOf(label));
  }

  #depthOf(label: Label): number {
    invariant(label.level <= this.#open, () => `function "${this.name}" branches to a block that is closed`);
    return this.#open - label.level;
  }

  /** Appends an instruction; the table in `opcodes-*.ts` says what immediates it takes. */
  emit<N extends OpcodeName>(name: N, ...immediates: ImmediatesOf<N>): void;
  emit(name: OpcodeName, first?: Immediate, second?: Immediate, third?: Immediate): void {
    const instruction = findInstruction(name);
    invariant(instruction !== undefined, () => `unknown instruction ${name}`);
    invariant(!this.#closed, () => `function "${this.name}" is complete, ${name} cannot follow`);
    if (instruction.feature !== undefined) this.features.add(instruction.feature);
    if (this.#checker !== undefined) check(this.#checker, instruction, first, second);
    if (instruction.prefix === 0) {
      this.#code.byte(instruction.code);
    } else {
      this.#code.byte(instruction.prefix);
      this.#code.u32(instruction.code);
    }
    this.#writeImmediates(instruction, first, second, third);
    this.#track(name);
  }

  #track(name: OpcodeName): void {
    if (name === "block" || name === "loop" || name === "if") this.#open++;
    else if (name === "end") {
      invariant(this.#open > 0, () => `function "${this.name}" closes a block that is not open`);
      this.#open--;
    }
  }

  #writeImmediates(instruction: Instruction, first: Immediate, second: Immediate, third: Immediate): void {
    const code = this.#code;
    switch (instruction.immediates) {
      case "none":
        return;
      case "block":
        this.#writeBlockType(blockTypeOf(first));
        break;
      case "label":
      case "function":
      case "local":
      case "global":
      case "table":
      case "element":
      case "data":
        code.u32(numberOf(first));
        break;
      case "labels":
        code.vector(numbersOf(first), (depth) => code.u32(depth));
        code.u32(numberOf(second));
        break;
      case "indirect":
        code.u32(this.#scope.typeIndex(functionTypeOf(first)));
        code.u32(second === undefined ? 0 : numberOf(second));
        break;
      case "types":
        code.u32(1);
        code.byte(valueTypeCode[valueTypeOf(first)]);
        break;
      case "reference":
        code.byte(valueTypeCode[valueTypeOf(first)]);
        break;
      case "memory":
      case "fence":
        code.byte(0);
        break;
      case "memoryInit":
        code.u32(numberOf(first));
        code.byte(0);
        break;
      case "memoryCopy":
        code.byte(0);
        code.byte(0);
        break;
      case "tableInit":
      case "tableCopy":
        code.u32(numberOf(first));
        code.u32(numberOf(second));
        break;
      case "i32":
        code.s32(numberOf(first));
        break;
      case "i64":
        invariant(typeof first === "bigint", "i64.const takes a bigint");
        code.s64(first);
        break;
      case "f32":
        code.f32(numberOf(first));
        break;
      case "f64":
        code.f64(numberOf(first));
        break;
      case "v128":
        invariant(first instanceof Uint8Array && first.length === 16, "v128.const takes sixteen bytes");
        code.raw(first);
        break;
      case "shuffle":
        writeShuffle(code, numbersOf(first));
        break;
      case "lane2":
      case "lane4":
      case "lane8":
      case "lane16":
        writeLane(code, instruction, numberOf(first));
        break;
      case "mem8":
      case "mem16":
      case "mem32":
      case "mem64":
      case "mem128":
        writeAccess(code, instruction, first, second);
        break;
      case "memlane8":
      case "memlane16":
      case "memlane32":
      case "memlane64":
        writeAccess(code, instruction, second, third);
        writeLane(code, instruction, numberOf(first));
        break;
    }
  }

  #writeBlockType(type: BlockType): void {
    if (type === undefined) this.#code.byte(0x40);
    else if (typeof type === "string") this.#code.byte(valueTypeCode[type]);
    else if (type.params.length === 0 && type.results.length === 0) this.#code.byte(0x40);
    else this.#code.s32(this.#scope.typeIndex(type));
  }

  /** Writes locals and code, with the closing `end`, preceded by their size. The body is complete afterwards. */
  writeTo(out: CodeBuffer): void {
    if (!this.#closed) {
      invariant(this.#open === 0, () => `function "${this.name}" has ${this.#open} open blocks at its end`);
      this.#checker?.end();
      this.#code.byte(0x0b);
      this.#closed = true;
    }
    const body = new CodeBuffer();
    body.vector(runs(this.#locals.slice(this.type.params.length)), ({ count, type }) => {
      body.u32(count);
      body.byte(valueTypeCode[type]);
    });
    body.raw(this.#code.toBytes());
    out.sized(body);
  }
}

/** Runs of equal types: the format declares locals so. */
function runs(types: readonly ValueType[]): readonly { readonly count: number; readonly type: ValueType }[] {
  const result: { count: number; type: ValueType }[] = [];
  for (const type of types) {
    const last = result.at(-1);
    if (last?.type === type) last.count++;
    else result.push({ count: 1, type });
  }
  return result;
}

function check(checker: StackChecker, instruction: Instruction, first: Immediate, second: Immediate): void {
  if (instruction.signature === undefined) checkByName(checker, instruction.name, first, second);
  else checker.plain(instruction, instruction.signature);
}

function checkByName(checker: StackChecker, name: OpcodeName, first: Immediate, second: Immediate): void {
  switch (name) {
    case "block":
    case "loop":
    case "if":
      checker.open(name, blockSignature(blockTypeOf(first)));
      break;
    case "else":
      checker.otherwise();
      break;
    case "end":
      checker.end();
      break;
    case "br":
      checker.branch(numberOf(first));
      break;
    case "br_if":
      checker.branchIf(numberOf(first));
      break;
    case "br_table":
      checker.branchTable(numbersOf(first), numberOf(second));
      break;
    case "return":
    case "unreachable":
      checker.leave(name);
      break;
    case "call":
      checker.call(numberOf(first));
      break;
    case "call_indirect":
      checker.callIndirect(functionTypeOf(first));
      break;
    case "drop":
      checker.drop();
      break;
    case "select":
      checker.select(undefined);
      break;
    case "select_t":
      checker.select(valueTypeOf(first));
      break;
    case "local.get":
    case "local.set":
    case "local.tee":
      checker.local(name, numberOf(first));
      break;
    case "global.get":
    case "global.set":
      checker.global(name, numberOf(first));
      break;
    case "table.get":
    case "table.set":
    case "table.grow":
    case "table.fill":
      checker.table(name, numberOf(first));
      break;
    case "ref.null": {
      const type = valueTypeOf(first);
      invariant(type === "funcref" || type === "externref", "ref.null takes a reference type");
      checker.referenceNull(type);
      break;
    }
    case "ref.is_null":
      checker.referenceIsNull();
      break;
    default:
      invariant(false, `${name} has neither a signature nor a rule of its own`);
  }
}

function writeLane(code: CodeBuffer, instruction: Instruction, lane: number): void {
  invariant(
    lane >= 0 && lane < instruction.lanes,
    () => `${instruction.name}: there is no lane ${lane} of ${instruction.lanes}`,
  );
  code.byte(lane);
}

function writeShuffle(code: CodeBuffer, lanes: readonly number[]): void {
  invariant(
    lanes.length === 16 && lanes.every((lane) => lane >= 0 && lane < 32),
    "a shuffle takes sixteen lanes from 0 to 31",
  );
  for (const lane of lanes) code.byte(lane);
}

function writeAccess(code: CodeBuffer, instruction: Instruction, offset: Immediate, align: Immediate): void {
  const natural = instruction.naturalAlignment;
  const promised = align === undefined ? natural : numberOf(align);
  invariant(promised <= natural, () => `${instruction.name}: alignment 2^${promised} is larger than the access`);
  code.u32(promised);
  code.u32(offset === undefined ? 0 : numberOf(offset));
}

function numberOf(value: Immediate): number {
  invariant(typeof value === "number", () => `expected a number as immediate, found ${String(value)}`);
  return value;
}

function numbersOf(value: Immediate): readonly number[] {
  invariant(Array.isArray(value), "expected a list of numbers as immediate");
  return value;
}

function functionTypeOf(value: Immediate): FunctionType {
  invariant(typeof value === "object" && "params" in value, "expected a function type as immediate");
  return value;
}

function valueTypeOf(value: Immediate): ValueType {
  invariant(
    typeof value === "string" && isValueType(value),
    () => `expected a value type as immediate, found ${String(value)}`,
  );
  return value;
}

function blockTypeOf(value: Immediate): BlockType {
  if (value === undefined) return undefined;
  return typeof value === "string" ? valueTypeOf(value) : functionTypeOf(value);
}

function isValueType(text: string): text is ValueType {
  return Object.hasOwn(valueTypeCode, text);
}
