/** `defineDialect`: a namespace and the list of what is in it. A dialect registers nowhere; a Context is built from a list of them. */
import type { Attribute, DialectAttribute, DialectType, Type } from "../ir/attribute.ts";
import type { Location } from "../ir/location.ts";
import type { OperationName } from "../ir/name.ts";
import { operationName } from "../ir/name.ts";
import type { OperationSpec } from "../ir/rewriter.ts";
import type { AssemblyParser, AssemblyPrinter } from "./assembly.ts";
import type { Supply } from "./interface.ts";
import type { OpSchema } from "./schema.ts";
import type { Report } from "./trait.ts";

/** A type `!dialect.mnemonic...`: how its parameters are written, and what they must satisfy. */
export interface TypeDefinition {
  readonly mnemonic: string;
  readonly summary: string;
  /** Parses what follows the mnemonic; undefined after a report. */
  readonly parse?: (parser: AssemblyParser) => readonly Attribute[] | undefined;
  readonly print?: (type: DialectType, printer: AssemblyPrinter) => void;
  readonly verify?: (type: DialectType, report: Report) => void;
}

/** An attribute `#dialect.mnemonic...` or `#dialect<mnemonic ...>`; both are read. */
export interface AttributeDefinition {
  readonly mnemonic: string;
  readonly summary: string;
  /** Printed as `#dialect<mnemonic ...>`: for what `print` writes without brackets of its own, as enumerations are. */
  readonly bracketed?: boolean;
  readonly parse?: (parser: AssemblyParser) => readonly Attribute[] | undefined;
  readonly print?: (attribute: DialectAttribute, printer: AssemblyPrinter) => void;
  readonly verify?: (attribute: DialectAttribute, report: Report) => void;
}

export interface DialectDeclaration {
  readonly name: string;
  readonly summary: string;
  readonly operations: readonly OpSchema[];
  readonly types?: readonly TypeDefinition[];
  readonly attributes?: readonly AttributeDefinition[];
  /** Makes a constant operation of this dialect for a folded value, or nothing when it has none for it. */
  readonly materializeConstant?: (value: Attribute, type: Type, location: Location) => OperationSpec | undefined;
  /** Values under interface keys for operations of other dialects (or of this one, after the fact). */
  readonly extensions?: readonly { readonly operation: string; readonly supplies: readonly Supply[] }[];
  /** Dialects whose operations its passes and folds may create. */
  readonly dependencies?: readonly string[];
}

export interface Dialect extends DialectDeclaration {
  readonly operationNames: readonly OperationName[];
}

export function defineDialect(declaration: DialectDeclaration): Dialect {
  return {
    ...declaration,
    operationNames: declaration.operations.map((operation) => operationName(operation.name.text)),
  };
}
