/** Text to modules, attributes and types: the entrance of this folder for readers. */
import type { Context } from "../definition/context.ts";
import { type Attribute, emptyDictionary, isType, type Type } from "../ir/attribute.ts";
import { type BodyId, bodyId, NO_BODY, ROOT, regionId, valueId } from "../ir/ids.ts";
import { SourceLocation } from "../ir/location.ts";
import { type BodyEntry, emptyMetadata, Module, TOP } from "../ir/module.ts";
import { operationName } from "../ir/name.ts";
import { Operation } from "../ir/operation.ts";
import { type Diagnostic, failure, type Result, success } from "../source/diagnostic.ts";
import { Source } from "../source/source.ts";
import { invariant } from "../support/invariant.ts";
import { PersistentVector } from "../support/persistent-vector.ts";
import { syntaxError } from "./grammar/syntax-error.ts";
import type { BodyBuilder, RegionFrame } from "./reader/body-builder.ts";
import { Reader } from "./reader/reader.ts";

const MODULE = "builtin.module";

/**
 * Reads a file: one module, or operations that an implicit module is put around. On errors all of them are given, up to a limit, in the
 * order of the text.
 */
export function parseModule(source: Source, context: Context): Result<Module> {
  // Bodies are numbered as they begin. That of the file is the top one, unless the file is one module, which then is the top itself.
  const explicit = beginsWithModule(source.text);
  const reader = new Reader(source, context, explicit ? 0 : TOP);
  const file = reader.readFile();
  if (reader.diagnostics.length > 0) return failure(...inOrder(reader.diagnostics));
  resolveForward(reader);
  const only = explicit ? onlyModule(reader, file) : undefined;
  if (only === undefined) wrap(reader, file, source, explicit);
  const bodies = only === undefined ? reader.bodies : reader.bodies.slice(1);
  const entries: (BodyEntry | undefined)[] = [undefined];
  for (const body of bodies)
    entries[body.id] = {
      body: body.toBody(),
      parent: body === only ? NO_BODY : body.parent,
      operation: body === only ? ROOT : body.operation,
    };
  const externalResources = reader.external;
  const metadata = Object.keys(externalResources).length === 0 ? emptyMetadata : Object.freeze({ externalResources });
  return success(new Module(PersistentVector.from(entries), metadata));
}

/** What may stand before the first operation: blanks, comments and the lines of aliases. One piece at a time, so that no text makes it backtrack. */
const PROLOGUE = /\s+|\/\/.*|[#!][^\n]*/y;
const MODULE_START = /"builtin\.module"|builtin\.module\b|module\b/y;

/** A guess: a wrong one costs time, not correctness. */
function beginsWithModule(text: string): boolean {
  PROLOGUE.lastIndex = 0;
  let at = 0;
  while (PROLOGUE.test(text)) at = PROLOGUE.lastIndex;
  MODULE_START.lastIndex = at;
  return MODULE_START.test(text);
}

/** The module that is all of the file. */
function onlyModule(reader: Reader, file: RegionFrame): BodyBuilder | undefined {
  const [block, more] = file.blocks;
  const operations = block === undefined || more !== undefined ? [] : reader.topBuilder.operationsOf(block);
  const [only] = operations;
  const record = operations.length === 1 && only !== undefined ? reader.topBuilder.operationAt(only) : undefined;
  return record?.name.text === MODULE ? reader.bodies.find(({ id }) => id === record.body) : undefined;
}

/** Makes the file's own body that of an implicit module. */
function wrap(reader: Reader, file: RegionFrame, source: Source, explicit: boolean): void {
  const top = reader.topBuilder;
  if (explicit) renumber(reader);
  top.finishRegion(file);
  if (file.blocks.length === 0) top.ensureBlock(file.id);
  const root = new Operation(
    operationName(MODULE),
    [],
    valueId(1),
    [],
    emptyDictionary,
    emptyDictionary,
    [regionId(file.id)],
    [],
    TOP,
    new SourceLocation(source, 0, undefined),
  );
  top.close(root, NO_BODY, ROOT);
}

/** The file looked like one module and is not: its own body takes number 1, and all others move up. */
function renumber(reader: Reader): void {
  const next = (id: BodyId): BodyId => bodyId(id + 1);
  const byOldId = new Map(reader.bodies.map((body) => [body.id, body]));
  for (const body of reader.bodies) body.renumber(next, (id, root) => byOldId.get(id)?.setRoot(root));
  for (const body of reader.bodies) body.moveTo(next);
}

function resolveForward(reader: Reader): void {
  const byId = new Map(reader.bodies.map((body) => [body.id, body]));
  for (const body of reader.bodies) body.resolve((id, root) => byId.get(id)?.setRoot(root));
}

function inOrder(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const start = ({ place }: Diagnostic): number =>
    place?.kind === "range" ? place.range.start : Number.POSITIVE_INFINITY;
  return [...diagnostics].sort((a, b) => start(a) - start(b));
}

/** One attribute, which is all of the text. */
export function parseAttribute(text: string, context: Context): Result<Attribute> {
  const source = new Source("attribute", text);
  const reader = new Reader(source, context, TOP);
  const { parser, problems } = reader;
  parser.skip();
  const attribute = parser.Attribute();
  parser.skip();
  if (attribute !== undefined && problems.first === undefined && parser.pos === text.length) return success(attribute);
  if (attribute !== undefined) parser.fail("the end of the text");
  return failure(problems.first ?? syntaxError(source, 0, parser));
}

/** One type, which is all of the text. */
export function parseType(text: string, context: Context): Result<Type> {
  const parsed = parseAttribute(text, context);
  if (!parsed.ok) return parsed;
  const { value } = parsed;
  if (isType(value)) return success(value);
  const source = new Source("type", text);
  const reader = new Reader(source, context, TOP);
  reader.problems.report(0, text.length, "parse.type", "expected non-function type");
  invariant(reader.problems.first !== undefined, "a report is kept");
  return failure(reader.problems.first);
}

/** The parts of a file between lines `// -----`, each of which stands for itself. Offsets and lines count within the part. */
export function splitInput(source: Source): readonly Source[] {
  const parts = source.text.split(/^\/\/ ?-----[ \t]*\r?(?:\n|$)/m);
  return parts.length === 1 ? [source] : parts.map((text) => new Source(source.name, text));
}
