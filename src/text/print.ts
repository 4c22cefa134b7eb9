/** Modules, operations, attributes and types to text: the entrance of this folder for writers. */
import type { Context } from "../definition/context.ts";
import type { Attribute, Type } from "../ir/attribute.ts";
import type { OperationHandle } from "../ir/handle.ts";
import { ROOT } from "../ir/ids.ts";
import type { Module } from "../ir/module.ts";
import { type FindBody, Printer, type PrintOptions } from "./printer/printer.ts";
import { StringSink, type TextSink } from "./printer/sink.ts";

export type { PrintOptions };

/** The canonical text of a module, ending in a line break. */
export function printModule(module: Module, context: Context, options: PrintOptions = {}): string {
  const sink = new StringSink();
  printModuleTo(sink, module, context, options);
  return sink.toString();
}

/** The same, piece by piece. */
export function printModuleTo(sink: TextSink, module: Module, context: Context, options: PrintOptions = {}): void {
  const printer = new Printer(sink, context, options, module.top.view(), bodiesOf(module));
  printer.operation(ROOT);
  printer.newline();
  printer.trailer(module);
}

function bodiesOf(module: Module): FindBody {
  return (id) => module.body(id).view();
}

/**
 * One operation with everything in it, named as in its whole body; without a line break at its end. `bodies` finds the regions of
 * isolated operations: those of a module, or of the drafts of a rewriter; without it they are left out.
 */
export function printOperation(
  operation: OperationHandle,
  context: Context,
  options: PrintOptions & { readonly bodies?: Module | FindBody } = {},
): string {
  const sink = new StringSink();
  const { bodies } = options;
  const findBody: FindBody =
    bodies === undefined ? () => undefined : typeof bodies === "function" ? bodies : bodiesOf(bodies);
  new Printer(sink, context, options, operation.view, findBody).operation(operation.id);
  return sink.toString();
}

export function printAttribute(attribute: Attribute, context: Context, options: PrintOptions = {}): string {
  return printed(context, options, (printer) => printer.printAttribute(attribute));
}
export function printType(type: Type, context: Context, options: PrintOptions = {}): string {
  return printed(context, options, (printer) => printer.printType(type));
}

function printed(context: Context, options: PrintOptions, print: (printer: Printer) => void): string {
  const sink = new StringSink();
  print(Printer.ofAttributes(sink, context, options));
  return sink.toString();
}
