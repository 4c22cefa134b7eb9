/** The module's linear memory, and what it holds at first. */
import { confined, ElementsAttr, I64Attr, StrAttr } from "../../../src/definition/attribute-constraint.ts";
import { defineOp, optionalAttr } from "../../../src/definition/operation.ts";
import type { OpSchema } from "../../../src/definition/schema.ts";
import { constantBytes } from "../constant-bytes.ts";

const PagesAttr = confined(I64Attr, "from 0 to 65536", (value) => value >= 0 && value <= 65536);

export const memory = defineOp({
  name: "wasm.memory",
  summary: "the linear memory: imported if it names a module to import it from, else defined here",
  description: "Sizes in pages of 64 KiB. A module has at most one memory.",
  attributes: {
    min: PagesAttr,
    max: optionalAttr(PagesAttr),
    export: optionalAttr(StrAttr),
    import_module: optionalAttr(StrAttr),
    import_name: optionalAttr(StrAttr),
  },
  assembly: "attr-dict",
  verify: (op, report) => {
    if (op.max !== undefined && op.max < op.min)
      report(`expects a largest size of ${op.min} pages or more, found ${op.max}`);
    if ((op.import_module === undefined) !== (op.import_name === undefined))
      report("expects both import_module and import_name, or neither");
  },
  example: 'wasm.memory {min = 1 : i64, export = "memory"}',
});

const AddressAttr = confined(I64Attr, "whose value is an address", (value) => value >= 0 && value < 2 ** 32);

export const data = defineOp({
  name: "wasm.data",
  summary: "bytes that stand in memory from an address on when the module is instantiated",
  attributes: { address: AddressAttr, bytes: ElementsAttr },
  assembly: "attr-dict",
  verify: (op, report) => {
    if (constantBytes(op.bytes) === undefined) report("expects dense elements of numbers");
  },
  example: "wasm.data {address = 1024 : i64, bytes = dense<[1, 2]> : tensor<2xi32>}",
});

export const memoryDefinitions: readonly OpSchema[] = [memory, data];
