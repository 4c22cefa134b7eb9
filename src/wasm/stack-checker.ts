/**
 * Type-checks a function body while it is emitted, so that a wrong instruction is reported where it is emitted, with the stack it met, and not by the
 * engine as a byte offset. Operands after an unconditional branch are unknown and match anything. Source: WebAssembly Core Specification 2.0, appendix
 * "Validation Algorithm".
 */
import { invariant } from "../support/invariant.ts";
import type { Instruction } from "./opcodes.ts";
import { type FunctionType, functionTypeText, type ReferenceType, type ValueType } from "./types.ts";

/** A value on the stack; `unknown` only in unreachable code. */
type StackType = ValueType | "unknown";

/** What a body may refer to. */
export interface BodyContext {
  readonly functionName: string;
  readonly type: FunctionType;
  localType(index: number): ValueType | undefined;
  globalType(index: number): { readonly type: ValueType; readonly mutable: boolean } | undefined;
  calleeType(index: number): FunctionType | undefined;
  tableType(index: number): ReferenceType | undefined;
}

interface Frame {
  readonly opcode: "function" | "block" | "loop" | "if" | "else";
  readonly type: FunctionType;
  /** Height of the stack when the frame was entered, its parameters not counted. */
  readonly height: number;
  unreachable: boolean;
}

export class StackChecker {
  readonly #context: BodyContext;
  readonly #stack: StackType[] = [];
  readonly #frames: Frame[];
  #position = 0;
  #current = "";

  constructor(context: BodyContext) {
    this.#context = context;
    this.#frames = [{ opcode: "function", type: context.type, height: 0, unreachable: false }];
  }

  /** Open frames, the function's own included; 0 once the body is closed. */
  get depth(): number {
    return this.#frames.length;
  }

  /** Types of the values on the stack, the top last. */
  get stack(): readonly StackType[] {
    return this.#stack;
  }

  /** Takes an instruction that types itself by its signature. */
  plain(instruction: Instruction, signature: FunctionType): void {
    this.#enter(instruction.name);
    this.#popAll(signature.params);
    this.#pushAll(signature.results);
  }

  open(opcode: "block" | "loop" | "if", type: FunctionType): void {
    this.#enter(opcode);
    if (opcode === "if") this.#pop("i32");
    this.#popAll(type.params);
    this.#frames.push({ opcode, type, height: this.#stack.length, unreachable: false });
    this.#pushAll(type.params);
  }

  otherwise(): void {
    this.#enter("else");
    const frame = this.#close();
    this.#expect(frame.opcode === "if", "is not inside an if");
    this.#frames.push({ opcode: "else", type: frame.type, height: this.#stack.length, unreachable: false });
    this.#pushAll(frame.type.params);
  }

  end(): void {
    this.#enter("end");
    const frame = this.#close();
    const { params, results } = frame.type;
    const balanced = frame.opcode !== "if" || params.join() === results.join();
    this.#expect(balanced, `closes an if of type ${functionTypeText(frame.type)} without an else`);
    if (frame.opcode !== "function") this.#pushAll(results);
  }

  branch(depth: number): void {
    this.#enter("br");
    this.#popAll(this.#labelTypes(depth));
    this.#markUnreachable();
  }

  branchIf(depth: number): void {
    this.#enter("br_if");
    this.#pop("i32");
    const types = this.#labelTypes(depth);
    this.#popAll(types);
    this.#pushAll(types);
  }

  branchTable(depths: readonly number[], otherwise: number): void {
    this.#enter("br_table");
    this.#pop("i32");
    const types = this.#labelTypes(otherwise);
    for (const depth of depths) {
      const same = this.#labelTypes(depth).join() === types.join();
      this.#expect(same, `label ${depth} takes other types than label ${otherwise}`);
    }
    this.#popAll(types);
    this.#markUnreachable();
  }

  leave(name: "return" | "unreachable"): void {
    this.#enter(name);
    if (name === "return") this.#popAll(this.#context.type.results);
    this.#markUnreachable();
  }

  call(index: number): void {
    this.#enter("call");
    const type = this.#context.calleeType(index);
    this.#expect(type !== undefined, `there is no function ${index}`);
    this.#popAll(type?.params ?? []);
    this.#pushAll(type?.results ?? []);
  }

  callIndirect(type: FunctionType): void {
    this.#enter("call_indirect");
    this.#pop("i32");
    this.#popAll(type.params);
    this.#pushAll(type.results);
  }

  drop(): void {
    this.#enter("drop");
    this.#popAny();
  }

  /** `type` is that of select_t; the bare select takes numbers and vectors only. */
  select(type: ValueType | undefined): void {
    this.#enter("select");
    this.#pop("i32");
    if (type !== undefined) {
      this.#popAll([type, type]);
      this.#stack.push(type);
      return;
    }
    const second = this.#popAny();
    const first = this.#popAny();
    const isReference = [first, second].some((side) => side === "funcref" || side === "externref");
    this.#expect(!isReference, "of references needs a type");
    this.#expect(
      first === second || first === "unknown" || second === "unknown",
      `chooses between ${first} and ${second}`,
    );
    this.#stack.push(first === "unknown" ? second : first);
  }

  local(name: "local.get" | "local.set" | "local.tee", index: number): void {
    this.#enter(name);
    const type = this.#context.localType(index);
    if (type === undefined) this.#fail(`there is no local ${index}`);
    if (name !== "local.get") this.#pop(type);
    if (name !== "local.set") this.#stack.push(type);
  }

  global(name: "global.get" | "global.set", index: number): void {
    this.#enter(name);
    const global = this.#context.globalType(index);
    if (global === undefined) this.#fail(`there is no global ${index}`);
    this.#expect(name === "global.get" || global.mutable, `global ${index} is constant`);
    if (name === "global.get") this.#stack.push(global.type);
    else this.#pop(global.type);
  }

  table(name: "table.get" | "table.set" | "table.grow" | "table.fill", index: number): void {
    this.#enter(name);
    const type = this.#context.tableType(index);
    if (type === undefined) this.#fail(`there is no table ${index}`);
    if (name === "table.get") this.#popAll(["i32"]);
    else if (name === "table.set") this.#popAll(["i32", type]);
    else if (name === "table.grow") this.#popAll([type, "i32"]);
    else this.#popAll(["i32", type, "i32"]);
    if (name === "table.get") this.#stack.push(type);
    if (name === "table.grow") this.#stack.push("i32");
  }

  referenceNull(type: ReferenceType): void {
    this.#enter("ref.null");
    this.#stack.push(type);
  }

  referenceIsNull(): void {
    this.#enter("ref.is_null");
    const found = this.#popAny();
    this.#expect(
      found === "funcref" || found === "externref" || found === "unknown",
      `expected a reference, found ${found}`,
    );
    this.#stack.push("i32");
  }

  #enter(name: string): void {
    this.#current = name;
    this.#expect(this.#frames.length > 0, "follows the end of the body");
    this.#position++;
  }

  #frame(): Frame {
    const frame = this.#frames.at(-1);
    invariant(frame !== undefined, "the body is closed");
    return frame;
  }

  #close(): Frame {
    const frame = this.#frame();
    this.#popAll(frame.type.results);
    this.#expect(
      this.#stack.length === frame.height,
      `leaves ${this.#stack.length - frame.height} values too many in its block`,
    );
    this.#frames.pop();
    return frame;
  }

  #labelTypes(depth: number): readonly ValueType[] {
    const frame = this.#frames[this.#frames.length - 1 - depth];
    if (frame === undefined) this.#fail(`there is no label at depth ${depth}`);
    return frame.opcode === "loop" ? frame.type.params : frame.type.results;
  }

  #markUnreachable(): void {
    const frame = this.#frame();
    this.#stack.length = frame.height;
    frame.unreachable = true;
  }

  #popAny(): StackType {
    const frame = this.#frame();
    if (this.#stack.length === frame.height) {
      this.#expect(frame.unreachable, "needs an operand, but the block's stack is empty");
      return "unknown";
    }
    return this.#stack.pop() ?? "unknown";
  }

  #pop(expected: ValueType): void {
    const found = this.#popAny();
    if (found === expected || found === "unknown") return;
    this.#stack.push(found);
    this.#fail(`expected ${expected}, found ${found}`);
  }

  #popAll(types: readonly ValueType[]): void {
    for (let i = types.length - 1; i >= 0; i--) this.#pop(types[i] ?? "i32");
  }

  #pushAll(types: readonly ValueType[]): void {
    for (let i = 0; i < types.length; i++) this.#stack.push(types[i] ?? "unknown");
  }

  #expect(holds: boolean, message: string): void {
    if (!holds) this.#fail(message);
  }

  #fail(message: string): never {
    const where = `function "${this.#context.functionName}", instruction ${this.#position} (${this.#current})`;
    const stack = `stack [${this.#stack.slice(-8).join(", ")}]`;
    invariant(false, `${where}: ${message}; ${stack}`);
  }
}
