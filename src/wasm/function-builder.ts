/**
 * Writes one function body. Instructions go straight to bytes; blocks are opened and closed by the methods that take a callback, whose label knows how deep
 * it is, or by emitting `block`, `loop`, `if`, `else`, `end` as they are. Locals may be added at any time: they are declared in front when the module is encoded.
 */
import { invariant } from "../support/invariant.ts";
import { CodeBuffer } from "./code-buffer.ts";
import {
  blockTypeOf,
  functionTypeOf,
  type Immediate,
  numberOf,
  numbersOf,
  type TypeIndices,
  valueTypeOf,
  writeImmediates,
} from "./immediates.ts";
import { type Feature, findInstruction, type ImmediatesOf, type Instruction, type OpcodeName } from "./opcodes.ts";
import { type BodyContext, StackChecker } from "./stack-checker.ts";
import { type BlockType, blockSignature, type FunctionType, type ValueType, valueTypeCode } from "./types.ts";

/** A block that can be branched to while it is open. */
export interface Label {
  /** How many blocks of the function were open when this one was opened. */
  readonly level: number;
}

/** What the module supplies to the bodies inside it. */
export interface ModuleScope extends TypeIndices, Pick<BodyContext, "globalType" | "calleeType" | "tableType"> {}

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
    writeImmediates(this.#code, this.#scope, instruction, first, second, third);
    this.#track(name);
  }

  #track(name: OpcodeName): void {
    if (name === "block" || name === "loop" || name === "if") this.#open++;
    else if (name === "end") {
      invariant(this.#open > 0, () => `function "${this.name}" closes a block that is not open`);
      this.#open--;
    }
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
