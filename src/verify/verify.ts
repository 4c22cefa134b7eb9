/**
 * The verifier: is a module well formed? Bodies are checked one by one, each in one walk, and a body that was found valid under a Context
 * is not looked at again: after a pass only what it changed is. What concerns the module as a whole (symbols) comes last.
 * Rules and their wording follow upstream; each has a file in rules/.
 */
import type { Context } from "../definition/context.ts";
import type { OpSchema } from "../definition/schema.ts";
import type { Body } from "../ir/body.ts";
import type { BodyView } from "../ir/body-view.ts";
import type { OperationHandle } from "../ir/handle.ts";
import { type BlockId, NO_BODY, type OperationId, ROOT } from "../ir/ids.ts";
import { type Module, TOP } from "../ir/module.ts";
import type { OperationName } from "../ir/name.ts";
import { type Diagnostic, MAX_DIAGNOSTICS } from "../source/diagnostic.ts";
import { type Check, Findings, type Rule, Site } from "./rule.ts";
import {
  evenGroups,
  operandCount,
  operandSegments,
  regionCount,
  resultCount,
  resultSegments,
  successorCount,
} from "./rules/arity.ts";
import { AttributeVerifier } from "./rules/attribute-values.ts";
import { inherentAttributes } from "./rules/attributes.ts";
import { branchOperands, carriedValues, regionBranches } from "./rules/branches.ts";
import { BodyDominance, operandsDominate } from "./rules/dominance.ts";
import {
  entryHasNoPredecessors,
  graphRegion,
  impliedTerminator,
  noRegionArguments,
  regionConstraints,
  singleBlock,
  symbolTableShape,
} from "./rules/region-shape.ts";
import { checkModuleSymbols, symbol } from "./rules/symbols.ts";
import { blockIsTerminated, successorsAreInRegion, terminatorIsLast } from "./rules/terminators.ts";
import { allTypesMatch, elementwise, parametricTraits, relatedTypes, typesMatchWith } from "./rules/type-traits.ts";
import { operandsAreLive, operandTypes, resultTypes } from "./rules/value-types.ts";

export interface VerifyOptions {
  /** How many diagnostics at most; 100 unless said otherwise. */
  readonly limit?: number;
  /** The text of an operation, for the few messages that quote one; its name unless given. The printer stands beside this folder, not below. */
  readonly quote?: (operation: OperationHandle) => string;
}

/** Everything that is wrong with a module, in program order; empty for a valid one. */
export function verifyModule(module: Module, context: Context, options: VerifyOptions = {}): Diagnostic[] {
  const findings = new Findings(options.limit ?? MAX_DIAGNOSTICS);
  for (const id of module.bodyIds) {
    const { parent } = module.entry(id);
    // What is inside an operation that is wrong itself would only repeat it.
    if (findings.broken.has(id) || findings.broken.has(parent)) findings.broken.add(id);
    else verifyInto(module.body(id), context, findings, options);
  }
  // References are only looked up among operations that are known to be what they claim.
  if (findings.diagnostics.length === 0) checkModuleSymbols(module, context, findings);
  return findings.diagnostics;
}

/** What is wrong within one body. Isolated operations in it are checked as operations; their regions are bodies of their own. */
export function verifyBody(body: Body, context: Context, options: VerifyOptions = {}): Diagnostic[] {
  const findings = new Findings(options.limit ?? MAX_DIAGNOSTICS);
  verifyInto(body, context, findings, options);
  return findings.diagnostics;
}

/**
 * What is wrong with one operation by itself, in a committed body or an open draft: not with the operations in its regions, and not with
 * symbols. Operations of an isolated operation's regions are in its own body; give the root of that to have those regions looked at.
 */
export function verifyOperation(
  operation: OperationHandle,
  context: Context,
  options: VerifyOptions = {},
): Diagnostic[] {
  const findings = new Findings(options.limit ?? MAX_DIAGNOSTICS);
  const walk = new BodyWalk(operation.view, context, findings, options);
  walk.checkAlone(operation.id);
  return findings.diagnostics;
}

// ---- What each kind of operation needs ---------------------------------------------------------------------------------

/** On entry, before the operations in the regions are looked at. */
const ENTRY_RULES: readonly Rule[] = [
  regionCount, resultCount, successorCount, operandCount, operandSegments, resultSegments, evenGroups, singleBlock,
  inherentAttributes, operandTypes, resultTypes, regionConstraints, allTypesMatch, typesMatchWith, parametricTraits, relatedTypes,
  elementwise, terminatorIsLast, graphRegion, noRegionArguments, symbolTableShape, symbol, branchOperands,
]; // biome-ignore format: in the order of upstream's messages

/** Afterwards. */
const EXIT_RULES: readonly Rule[] = [impliedTerminator, carriedValues, regionBranches];

/** Of an isolated operation, what its regions have to do with is asked of its own body, the rest of the body around it. */
const REGION_RULES: ReadonlySet<Rule> = new Set([
  regionConstraints, graphRegion, singleBlock, noRegionArguments, symbolTableShape, symbol, impliedTerminator, carriedValues,
  regionBranches,
]); // biome-ignore format: a list

interface OperationChecks {
  readonly outside: readonly Check[];
  readonly inside: readonly Check[];
  readonly exit: readonly Check[];
}

/** Checks by the id of the operation name. */
type CheckTable = (OperationChecks | undefined)[];

interface ContextMemory {
  readonly checks: CheckTable;
  readonly valid: WeakSet<Body>;
  readonly attributes: AttributeVerifier;
}
const memories = new WeakMap<Context, ContextMemory>();

function memoryOf(context: Context): ContextMemory {
  const known = memories.get(context);
  if (known !== undefined) return known;
  const made = { checks: [], valid: new WeakSet<Body>(), attributes: new AttributeVerifier(context) };
  memories.set(context, made);
  return made;
}

function checksFor(name: OperationName, context: Context, table: CheckTable): OperationChecks {
  const known = table[name.id];
  if (known !== undefined) return known;
  const definition = context.findDefinition(name);
  const made = definition === undefined ? checksOfUnknown(name, context) : checksOfDefinition(definition, context);
  table[name.id] = made;
  return made;
}

function checksOfDefinition(definition: OpSchema, context: Context): OperationChecks {
  const isolated = definition.traits.has("IsolatedFromAbove");
  const outside: Check[] = [];
  const inside: Check[] = [];
  const exit: Check[] = [];
  const add = (list: Check[], check: Check | undefined): void => {
    if (check !== undefined) list.push(check);
  };
  for (const rule of ENTRY_RULES) add(isolated && REGION_RULES.has(rule) ? inside : outside, rule(definition, context));
  const { verify, verifyRegions } = definition;
  // With operands an isolated operation is verified where these are; its regions then wait for verifyRegions.
  if (verify !== undefined) add(isolated && definition.operands.length === 0 ? inside : outside, own(verify));
  for (const rule of EXIT_RULES) add(exit, rule(definition, context));
  if (verifyRegions !== undefined) exit.push(own(verifyRegions));
  return { outside, inside, exit };
}

/** A definition's own verifier as a check. */
function own(verify: NonNullable<OpSchema["verify"]>): Check {
  return (site) => {
    let holds = true;
    verify(site.handle, (message, notes, label) => {
      holds = site.fail(label ?? "verify.operation", message, notes);
    });
    return holds;
  };
}

const NO_CHECKS: readonly Check[] = [];

function checksOfUnknown(name: OperationName, context: Context): OperationChecks {
  const { dialect } = name;
  const check: Check | undefined = context.dialects.has(dialect)
    ? (site) => {
        site.findings.add(
          "verify.unregistered",
          `unregistered operation '${name.text}' found in dialect ('${dialect}') that does not allow unknown operations`,
          site.record.location,
        );
        return false;
      }
    : context.allowUnregistered
      ? undefined
      : (site) =>
          site.fail(
            "verify.unregistered",
            "created with unregistered dialect. If this is intended, please use -allow-unregistered-dialect with the tool",
          );
  return { outside: check === undefined ? NO_CHECKS : [check], inside: NO_CHECKS, exit: NO_CHECKS };
}

// ---- The walk -----------------------------------------------------------------------------------------------------------

function verifyInto(body: Body, context: Context, findings: Findings, options: VerifyOptions): void {
  const { valid } = memoryOf(context);
  if (findings.isFull || valid.has(body)) return;
  const before = findings.diagnostics.length;
  new BodyWalk(body.view(), context, findings, options).checkAll();
  if (findings.diagnostics.length === before) valid.add(body);
}

class BodyWalk {
  readonly #view: BodyView;
  readonly #context: Context;
  readonly #memory: ContextMemory;
  readonly #site: Site;
  readonly #dominance: BodyDominance;

  constructor(view: BodyView, context: Context, findings: Findings, options: VerifyOptions) {
    this.#view = view;
    this.#context = context;
    this.#memory = memoryOf(context);
    this.#site = new Site(context, findings, view, options.quote ?? ((operation) => `"${operation.opName}"`));
    this.#dominance = new BodyDominance(view, context);
  }

  checkAll(): void {
    const root = this.#checksAt(ROOT);
    // The top-level operation stands in no body that would check the rest of it.
    const isTop = !this.#hasOutside();
    const sound = isTop
      ? this.#runAt(ROOT, root.outside) && this.#runAt(ROOT, root.inside)
      : this.#runAt(ROOT, root.inside);
    if (sound && this.#regions(ROOT)) this.#runAt(ROOT, root.exit);
  }

  /** One operation, without what is in its regions. */
  checkAlone(id: OperationId): void {
    const checks = this.#checksAt(id);
    if (id !== ROOT) {
      const block = this.#view.parentBlock(id);
      if (!this.#enter(id, checks, block, this.#dominance.isReachable(block))) return;
    }
    const isOwnBody = id === ROOT || this.#view.operation(id).body === NO_BODY;
    if (id === ROOT && !this.#runAt(ROOT, checks.inside)) return;
    if (isOwnBody && this.#blocksEnd(id)) this.#runAt(id, checks.exit);
  }

  /** Only the root of a module's outermost body names itself as what it is: the others are named by the operation around them. */
  #hasOutside(): boolean {
    return this.#view.root.body !== TOP;
  }

  #checksAt(id: OperationId): OperationChecks {
    return checksFor(this.#view.operation(id).name, this.#context, this.#memory.checks);
  }

  #runAt(id: OperationId, checks: readonly Check[]): boolean {
    this.#site.moveTo(this.#view, id);
    return this.#run(checks);
  }

  #run(checks: readonly Check[]): boolean {
    for (let at = 0; at < checks.length; at++) if (checks[at]?.(this.#site) === false) return false;
    return true;
  }

  /** The operation's own checks; true when those that come after it may rely on it. */
  #enter(id: OperationId, checks: OperationChecks, block: BlockId, reachable: boolean): boolean {
    const site = this.#site;
    site.moveTo(this.#view, id);
    if (!operandsAreLive(site)) return false;
    if (!this.#memory.attributes.check(site)) return false;
    if (!successorsAreInRegion(site) || !this.#run(checks.outside)) return false;
    return !reachable || operandsDominate(site, this.#dominance, block);
  }

  #regions(id: OperationId): boolean {
    const view = this.#view;
    const { regions } = view.operation(id);
    if (!this.#blocksEnd(id)) return false;
    let sound = true;
    for (const region of regions)
      for (const block of view.region(region).blocks) {
        this.#site.moveTo(view, id);
        if (!this.#memory.attributes.checkTypes(view.block(block).argumentTypes, this.#site)) sound = false;
        const reachable = this.#dominance.isReachable(block);
        const operations = view.operationsOf(block);
        for (let at = 0; at < operations.length; at++) {
          if (this.#site.findings.isFull) return false;
          const operation = operations[at];
          if (operation !== undefined && !this.#operation(operation, block, reachable)) sound = false;
        }
      }
    return sound;
  }

  /** Entry blocks without predecessors, and blocks that end as they must. */
  #blocksEnd(id: OperationId): boolean {
    const view = this.#view;
    const { regions } = view.operation(id);
    if (regions.length === 0) return true;
    this.#site.moveTo(view, id);
    if (!entryHasNoPredecessors(this.#site)) return false;
    let sound = true;
    for (const region of regions)
      for (const block of view.region(region).blocks) if (!blockIsTerminated(this.#site, block)) sound = false;
    return sound;
  }

  #operation(id: OperationId, block: BlockId, reachable: boolean): boolean {
    const record = this.#view.operation(id);
    const checks = checksFor(record.name, this.#context, this.#memory.checks);
    if (!this.#enter(id, checks, block, reachable)) {
      if (record.body !== NO_BODY) this.#site.findings.broken.add(record.body);
      return false;
    }
    // The regions of an isolated operation are in its own body.
    if (record.body !== NO_BODY || record.regions.length === 0) return true;
    if (!this.#regions(id)) return false;
    return checks.exit.length === 0 || this.#runAt(id, checks.exit);
  }
}
