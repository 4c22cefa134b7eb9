/**
 * Compiles an ohm grammar to the source of a scannerless recursive-descent parser. No syntax tree is built: a lexical rule becomes a
 * function from a position to the position behind the token, a syntactic rule becomes a method whose value an action computes from the
 * values of its parts. Choices are decided by the FIRST sets of the alternatives, as a switch over the next character; where two
 * alternatives begin alike they are tried in order, so what is accepted is exactly what ohm accepts.
 *
 * A parsing expression grammar without left recursion needs no memo table to be correct, so there is none; left recursion is rejected.
 * The file is one compiler and so longer than most: expressions in the first part, rules and the printed class in the second.
 */
import { type Diagnostic, error, failure, type Result, success } from "../../source/diagnostic.ts";

/** The parts of ohm's parsing expressions that are read here. ohm's own declarations leave them out. */
export interface ParsingExpression {
  readonly obj?: unknown;
  readonly from?: string;
  readonly to?: string;
  readonly terms?: readonly ParsingExpression[];
  readonly factors?: readonly ParsingExpression[];
  readonly expr?: ParsingExpression;
  readonly ruleName?: string;
  readonly args?: readonly ParsingExpression[];
  substituteParams(actuals: readonly ParsingExpression[]): ParsingExpression;
  toString(): string;
}

/** What is read of an ohm grammar. */
export interface RuleSource {
  readonly rules: Readonly<
    Record<
      string,
      { readonly body: ParsingExpression; readonly description?: string | null; readonly formals: readonly string[] }
    >
  >;
}

/** Which of the two objects with actions a rule belongs to: what builds operations, or what makes types and attributes. */
export type Actor = "operations" | "attributes";

/** How the value of a rule is made. Rules that are not named here pass on the value of their only valued part, or have none. */
export interface RuleAction {
  readonly actor: Actor;
  /** The action gets the start and the end of the matched text before the values. Always so for lexical rules. */
  readonly span?: boolean;
  /** The action only says whether to go on: true or false. */
  readonly effect?: boolean;
  /** No action: the value of the only valued part is passed on. For rules that are here for one of the marks below. */
  readonly pass?: boolean;
  /** `enter<Rule>()` is called before the rule, and may refuse. */
  readonly enter?: boolean;
  /** `recall<Rule>(start)` is asked for a value first, and `remember<Rule>(start, value)` told it: for values that depend on the text alone. */
  readonly memo?: boolean;
  /** The rule counts as one level of nesting; the parser refuses more than its limit. */
  readonly nests?: boolean;
  /** `recover<Rule>(start)` is called where the rule fails, and says whether to go on behind the failure. */
  readonly recover?: boolean;
  /**
   * The rule is written by hand. A syntactic rule's action is called at its start and moves the position itself; a lexical rule is
   * the function `scan<Rule>` of tokens.ts.
   */
  readonly external?: boolean;
}

export interface CompileOptions {
  readonly startRules: readonly string[];
  readonly actions: Readonly<Record<string, RuleAction>>;
}

/** The source text of the parser module, formatted, ending in a line break. */
export function compileGrammar(grammar: RuleSource, options: CompileOptions): Result<string> {
  const compiler = new GrammarCompiler(grammar, options);
  const problems = compiler.check();
  return problems.length > 0 ? failure(...problems) : success(compiler.print());
}

type Kind =
  | "any"
  | "end"
  | "terminal"
  | "range"
  | "alt"
  | "seq"
  | "star"
  | "plus"
  | "opt"
  | "not"
  | "lookahead"
  | "lex"
  | "apply";

function kindOf(expression: ParsingExpression): Kind {
  const text = expression.toString();
  if (text === "any") return "any";
  if (text === "end") return "end";
  if (typeof expression.obj === "string") return "terminal";
  if (expression.from !== undefined) return "range";
  if (expression.terms !== undefined) return "alt";
  if (expression.factors !== undefined) return "seq";
  if (expression.ruleName !== undefined) return "apply";
  // The classes of ohm's bundled build carry no stable names; the printed form begins with the operator or ends in it.
  if (text.startsWith("~")) return "not";
  if (text.startsWith("&")) return "lookahead";
  if (text.startsWith("#(")) return "lex";
  if (text.endsWith("*")) return "star";
  return text.endsWith("+") ? "plus" : "opt";
}

/** Which characters an expression can begin with: one flag an ASCII code, one for all above; and whether it can match nothing. */
interface First {
  readonly codes: Uint8Array; // [129]; index 128 stands for every code from 128
  nullable: boolean;
}

const OTHER = 128;
const MAX_COMPARISONS = 3; // of a character with a constant; past that a table look-up is shorter and as fast
const emptyFirst = (nullable: boolean): First => ({ codes: new Uint8Array(OTHER + 1), nullable });

/** A value that generated code holds in a variable. */
interface Slot {
  readonly name: string;
}

class GrammarCompiler {
  readonly #grammar: RuleSource;
  readonly #options: CompileOptions;
  readonly #firsts = new Map<string, First>();
  /** Monomorphic rules in the order in which they were met: name, body, and the printed code. */
  readonly #rules = new Map<string, { readonly body: ParsingExpression; readonly base: string }>();
  readonly #classes = new Map<string, { readonly name: string; readonly codes: Uint8Array }>();
  #lines: string[] = [];
  #indent = 1;
  #counter = 0;
  /** Whether blanks before the current point have been skipped already. */
  #skipped = false;

  constructor(grammar: RuleSource, options: CompileOptions) {
    this.#grammar = grammar;
    this.#options = options;
  }

  // ---- Rules ------------------------------------------------------------------------------------------------------

  /** The body of the rule that an application means, with its parameters put in. */
  #resolve(apply: ParsingExpression): {
    readonly key: string;
    readonly base: string;
    readonly body: ParsingExpression;
  } {
    const base = apply.ruleName ?? "";
    const args = apply.args ?? [];
    const key =
      args.length === 0
        ? base
        : `${base}_${args.map((arg) => arg.toString().replace(/[^A-Za-z0-9]+/g, "_")).join("_")}`.replace(/_+$/, "");
    const known = this.#rules.get(key);
    if (known !== undefined) return { key, ...known };
    const rule = this.#grammar.rules[base];
    const body = rule === undefined ? apply : args.length === 0 ? rule.body : rule.body.substituteParams(args);
    this.#rules.set(key, { body, base });
    return { key, base, body };
  }

  /** The action that makes the rule's value, if one does. */
  #action(base: string): RuleAction | undefined {
    const marks = this.#options.actions[base];
    return marks?.pass === true ? undefined : marks;
  }

  /** Left-recursive rules, and rules with several values of which no action makes one. */
  check(): readonly Diagnostic[] {
    const problems: Diagnostic[] = [];
    for (const { key } of this.#reachable()) {
      const rule = this.#rules.get(key);
      if (rule === undefined) continue;
      this.#visitLeading(rule.body, key, new Set(), problems);
      const parts = (rule.body.factors ?? []).filter((factor) => this.#valued(factor));
      if (parts.length > 1 && !isToken(rule.base) && this.#action(rule.base) === undefined)
        problems.push(
          error("grammar.action", `rule ${key} has ${parts.length} values and no action that makes one of them`),
        );
    }
    return problems;
  }

  /** Looks for a path from a rule to itself on which nothing has been consumed. */
  #visitLeading(expression: ParsingExpression, target: string, seen: Set<string>, problems: Diagnostic[]): void {
    const kind = kindOf(expression);
    if (kind === "apply") {
      const { key, body } = this.#resolve(expression);
      if (key === target) problems.push(error("grammar.left-recursion", `rule ${target} is left-recursive`));
      if (key === target || seen.has(key)) return;
      seen.add(key);
      this.#visitLeading(body, target, seen, problems);
    } else if (kind === "seq") {
      for (const factor of expression.factors ?? []) {
        this.#visitLeading(factor, target, seen, problems);
        if (!this.#first(factor).nullable) break;
      }
    } else {
      for (const term of expression.terms ?? []) this.#visitLeading(term, target, seen, problems);
      if (expression.expr !== undefined) this.#visitLeading(expression.expr, target, seen, problems);
    }
  }

  #application(name: string): ParsingExpression {
    return { ruleName: name, args: [], substituteParams: () => this.#application(name), toString: () => name };
  }

  // ---- FIRST sets -------------------------------------------------------------------------------------------------

  #first(expression: ParsingExpression): First {
    const result = emptyFirst(false);
    switch (kindOf(expression)) {
      case "any":
        result.codes.fill(1);
        break;
      case "terminal": {
        const text = String(expression.obj);
        if (text === "") result.nullable = true;
        else addCode(result, text.charCodeAt(0));
        break;
      }
      case "range":
        for (
          let code = (expression.from ?? "").charCodeAt(0);
          code <= (expression.to ?? "").charCodeAt(0) && code < OTHER;
          code++
        )
          addCode(result, code);
        if ((expression.to ?? "").charCodeAt(0) >= OTHER) result.codes[OTHER] = 1;
        break;
      case "alt":
        for (const term of expression.terms ?? []) {
          const first = this.#first(term);
          addAll(result, first);
          result.nullable ||= first.nullable;
        }
        break;
      case "seq": {
        result.nullable = true;
        const factors = expression.factors ?? [];
        for (let at = 0; at < factors.length && result.nullable; at++) {
          const factor = factors[at];
          if (factor === undefined) continue;
          // `~x any`: what cannot begin here is a one-character x.
          const excluded =
            kindOf(factor) === "not" && factor.expr !== undefined ? this.#singleCharacters(factor.expr) : undefined;
          const next = factors[at + 1];
          if (excluded !== undefined && next !== undefined) {
            const first = this.#first(next);
            for (let code = 0; code <= OTHER; code++)
              if (first.codes[code] === 1 && (code === OTHER || excluded[code] === 0)) result.codes[code] = 1;
            result.nullable = first.nullable;
            at++;
            continue;
          }
          const first = this.#first(factor);
          addAll(result, first);
          result.nullable = first.nullable;
        }
        break;
      }
      case "star":
      case "opt":
        if (expression.expr !== undefined) addAll(result, this.#first(expression.expr));
        result.nullable = true;
        break;
      case "plus":
      case "lex":
        if (expression.expr !== undefined) {
          const first = this.#first(expression.expr);
          addAll(result, first);
          result.nullable = first.nullable;
        }
        break;
      case "end":
      case "not":
      case "lookahead":
        result.nullable = true;
        break;
      case "apply": {
        const { key, body } = this.#resolve(expression);
        const known = this.#firsts.get(key);
        if (known !== undefined) return known;
        this.#firsts.set(key, result); // a recursive rule sees what is known so far; without left recursion that is enough
        const first = this.#first(body);
        addAll(result, first);
        result.nullable = first.nullable;
        break;
      }
    }
    return result;
  }

  /** The set of codes when the expression always matches exactly one character, else undefined. */
  #singleCharacters(expression: ParsingExpression): Uint8Array | undefined {
    switch (kindOf(expression)) {
      case "terminal":
        return String(expression.obj).length === 1 ? this.#first(expression).codes : undefined;
      case "range":
      case "any":
        return this.#first(expression).codes;
      case "alt":
        return (expression.terms ?? []).every((term) => this.#singleCharacters(term) !== undefined)
          ? this.#first(expression).codes
          : undefined;
      case "apply":
        return this.#singleCharacters(this.#resolve(expression).body);
      case "seq": {
        const [not, one, more] = expression.factors ?? [];
        if (one === undefined) return not === undefined ? undefined : this.#singleCharacters(not);
        if (not === undefined || more !== undefined || kindOf(not) !== "not" || not.expr === undefined)
          return undefined;
        return this.#singleCharacters(not.expr) !== undefined && this.#singleCharacters(one) !== undefined
          ? this.#first(expression).codes
          : undefined;
      }
      default:
        return undefined;
    }
  }

  /** A condition in generated code: does `code` (a character code, NaN at the end of the text) belong to the set? */
  #test(codes: Uint8Array, code: string): string {
    const ranges = rangesOf(codes);
    const cost = ranges.reduce((sum, [from, to]) => sum + (from === to ? 1 : 2), 0);
    if (cost <= MAX_COMPARISONS) return ranges.map(([from, to]) => rangeTest(code, from, to)).join(" || ");
    return codes[OTHER] === 1 ? `(${code} >= ${OTHER} || ${this.#classBit(codes, code)})` : this.#classBit(codes, code);
  }

  #classBit(codes: Uint8Array, code: string): string {
    const key = codes.subarray(0, OTHER).join("");
    let known = this.#classes.get(key);
    if (known === undefined) {
      known = { name: `class${this.#classes.size}`, codes };
      this.#classes.set(key, known);
    }
    return `${known.name}[${code}] === 1`;
  }

  // ---- Printing -----------------------------------------------------------------------------------------------------

  #line(text: string): void {
    this.#lines.push(text === "" ? "" : "  ".repeat(this.#indent) + text);
  }

  #open(text: string): void {
    this.#line(text);
    this.#indent++;
  }

  #close(text = "}"): void {
    this.#indent--;
    this.#line(text);
  }

  #fresh(stem: string): string {
    this.#counter++;
    return `${stem}${this.#counter}`;
  }

  // ---- Tokens: functions from a position to a position ----------------------------------------------------------------

  /** Code that moves `p` over the expression, or does `fail`. */
  #scan(expression: ParsingExpression, fail: string): void {
    const single = this.#singleCharacters(expression);
    if (single !== undefined) {
      const code = this.#test(single, "t.charCodeAt(p)");
      const repeated =
        single[OTHER] === 1 ||
        rangesOf(single).length > 1 ||
        (rangesOf(single)[0]?.[0] ?? 0) !== (rangesOf(single)[0]?.[1] ?? 0);
      if (repeated) {
        this.#line("c = t.charCodeAt(p);");
        this.#line(`if (!(${this.#test(single, "c")})) ${fail}`);
      } else this.#line(`if (!(${code})) ${fail}`);
      this.#line("p++;");
      return;
    }
    switch (kindOf(expression)) {
      case "terminal": {
        const text = String(expression.obj);
        const tests = [...text].map(
          (character, at) => `t.charCodeAt(p${at === 0 ? "" : ` + ${at}`}) !== ${character.charCodeAt(0)}`,
        );
        this.#line(
          text.length > 4
            ? `if (!t.startsWith(${JSON.stringify(text)}, p)) ${fail}`
            : `if (${tests.join(" || ")}) ${fail}`,
        );
        this.#line(`p += ${text.length};`);
        break;
      }
      case "end":
        this.#line(`if (p < t.length) ${fail}`);
        break;
      case "seq":
        for (const factor of expression.factors ?? []) this.#scan(factor, fail);
        break;
      case "lex":
        if (expression.expr !== undefined) this.#scan(expression.expr, fail);
        break;
      case "plus":
        if (expression.expr !== undefined) {
          this.#scan(expression.expr, fail);
          this.#scanStar(expression.expr);
        }
        break;
      case "star":
        if (expression.expr !== undefined) this.#scanStar(expression.expr);
        break;
      case "opt":
        if (expression.expr !== undefined) this.#scanAttempt(expression.expr);
        break;
      case "not":
      case "lookahead":
        this.#scanPredicate(expression, fail);
        break;
      case "alt":
        this.#scanAlternatives(expression.terms ?? [], fail);
        break;
      case "apply": {
        const { key } = this.#resolve(expression);
        const q = this.#fresh("q");
        this.#line(`const ${q} = ${tokenName(key)}(t, p);`);
        this.#line(`if (${q} < 0) ${fail}`);
        this.#line(`p = ${q};`);
        break;
      }
      default:
        break;
    }
  }

  #scanStar(expression: ParsingExpression): void {
    const single = this.#singleCharacters(expression);
    if (single !== undefined) {
      const ranges = rangesOf(single);
      if (ranges.length === 1 && ranges[0]?.[0] === ranges[0]?.[1])
        this.#line(`while (${this.#test(single, "t.charCodeAt(p)")}) p++;`);
      else {
        this.#line("c = t.charCodeAt(p);");
        this.#line(`while (${this.#test(single, "c")}) c = t.charCodeAt(++p);`);
      }
      return;
    }
    const loop = this.#fresh("loop");
    const save = this.#fresh("save");
    this.#line(`let ${save} = p;`);
    this.#open(`${loop}: for (;;) {`);
    this.#line(`${save} = p;`);
    this.#scan(expression, `break ${loop};`);
    this.#close();
    this.#line(`p = ${save};`);
  }

  #scanAttempt(expression: ParsingExpression): void {
    const label = this.#fresh("try");
    const save = this.#fresh("save");
    this.#open(`${label}: {`);
    this.#line(`const ${save} = p;`);
    const failed = this.#fresh("no");
    this.#open(`${failed}: {`);
    this.#scan(expression, `break ${failed};`);
    this.#line(`break ${label};`);
    this.#close();
    this.#line(`p = ${save};`);
    this.#close();
  }

  #scanPredicate(expression: ParsingExpression, fail: string): void {
    const inner = expression.expr;
    if (inner === undefined) return;
    const negative = kindOf(expression) === "not";
    const single = this.#singleCharacters(inner);
    if (single !== undefined) {
      this.#line("c = t.charCodeAt(p);");
      this.#line(negative ? `if (${this.#test(single, "c")}) ${fail}` : `if (!(${this.#test(single, "c")})) ${fail}`);
      return;
    }
    const save = this.#fresh("save");
    const label = this.#fresh("no");
    const matched = this.#fresh("matched");
    this.#line(`const ${save} = p;`);
    this.#line(`let ${matched} = false;`);
    this.#open(`${label}: {`);
    this.#scan(inner, `break ${label};`);
    this.#line(`${matched} = true;`);
    this.#close();
    this.#line(`p = ${save};`);
    this.#line(`if (${negative ? matched : `!${matched}`}) ${fail}`);
  }

  #scanAlternatives(terms: readonly ParsingExpression[], fail: string): void {
    const done = this.#fresh("alt");
    const save = this.#fresh("save");
    this.#line(`const ${save} = p;`);
    this.#open(`${done}: {`);
    terms.forEach((term, at) => {
      const last = at === terms.length - 1;
      if (last) this.#scan(term, fail);
      else {
        const no = this.#fresh("no");
        this.#open(`${no}: {`);
        this.#scan(term, `break ${no};`);
        this.#line(`break ${done};`);
        this.#close();
        this.#line(`p = ${save};`);
      }
    });
    this.#close();
  }

  // ---- Syntactic rules: methods over this.pos --------------------------------------------------------------------------

  #skip(): void {
    if (!this.#skipped) this.#line("this.skip();");
    this.#skipped = true;
  }

  /** Whether the expression has a value: it is then one variable (arrays for repetitions). */
  #valued(expression: ParsingExpression, open: ReadonlySet<string> = new Set()): boolean {
    switch (kindOf(expression)) {
      case "apply": {
        const { key, base, body } = this.#resolve(expression);
        const action = this.#action(base);
        if (action !== undefined && !(isToken(base) && action.external === true)) return action.effect !== true;
        if (isToken(base)) return false;
        if (open.has(key)) return false;
        return this.#valued(body, new Set([...open, key]));
      }
      case "seq":
        return (expression.factors ?? []).some((factor) => this.#valued(factor, open));
      case "alt":
        return (expression.terms ?? []).some((term) => this.#valued(term, open));
      default:
        return expression.expr !== undefined && this.#valued(expression.expr, open);
    }
  }

  /** The type of an expression's value in the generated source. */
  #typeOf(expression: ParsingExpression): string {
    switch (kindOf(expression)) {
      case "apply": {
        const { base, body } = this.#resolve(expression);
        if (this.#action(base) !== undefined) return `Value<"${actionName(base)}">`;
        return this.#typeOf(body);
      }
      case "seq": {
        const list = this.#listParts(expression);
        if (list !== undefined) return `readonly ${wrapType(this.#typeOf(list.element))}[]`;
        const valued = (expression.factors ?? []).filter((factor) => this.#valued(factor));
        return valued[0] === undefined ? "never" : this.#typeOf(valued[0]);
      }
      case "alt": {
        const types = new Set(
          (expression.terms ?? []).filter((term) => this.#valued(term)).map((term) => this.#typeOf(term)),
        );
        return [...types].join(" | ");
      }
      case "star":
      case "plus":
        return expression.expr === undefined ? "never" : `readonly ${wrapType(this.#typeOf(expression.expr))}[]`;
      case "opt":
        return expression.expr === undefined ? "never" : `${this.#typeOf(expression.expr)} | undefined`;
      default:
        return expression.expr === undefined ? "never" : this.#typeOf(expression.expr);
    }
  }

  /** `elem (sep elem)*`, the body of ohm's lists. */
  #listParts(
    expression: ParsingExpression,
  ): { readonly element: ParsingExpression; readonly separator: ParsingExpression } | undefined {
    const [element, star, more] = expression.factors ?? [];
    if (element === undefined || star === undefined || more !== undefined || kindOf(star) !== "star") return undefined;
    const [separator, again] = star.expr?.factors ?? [];
    if (separator === undefined || again === undefined || again.toString() !== element.toString()) return undefined;
    return { element, separator };
  }

  /** Code that matches the expression from `this.pos`, or does `fail`; gives the variables that hold the values. */
  #match(expression: ParsingExpression, fail: string): readonly Slot[] {
    switch (kindOf(expression)) {
      case "terminal": {
        this.#skip();
        const text = String(expression.obj);
        const tests = [...text].map(
          (character, at) =>
            `this.text.charCodeAt(this.pos${at === 0 ? "" : ` + ${at}`}) !== ${character.charCodeAt(0)}`,
        );
        const condition =
          text.length > 4 ? `!this.text.startsWith(${JSON.stringify(text)}, this.pos)` : tests.join(" || ");
        this.#open(`if (${condition}) {`);
        this.#line(`this.fail(${JSON.stringify(`'${text}'`)});`);
        this.#line(fail);
        this.#close();
        this.#line(text.length === 1 ? "this.pos++;" : `this.pos += ${text.length};`);
        this.#skipped = false;
        return [];
      }
      case "end":
        this.#skip();
        this.#open("if (this.pos < this.text.length) {");
        this.#line('this.fail("end of input");');
        this.#line(fail);
        this.#close();
        return [];
      case "apply":
        return this.#matchApply(expression, fail);
      case "seq": {
        const list = this.#listParts(expression);
        if (list !== undefined) return this.#matchList(list.element, list.separator, fail);
        return (expression.factors ?? []).flatMap((factor) => this.#match(factor, fail));
      }
      case "opt":
        return expression.expr === undefined ? [] : this.#matchOptional(expression.expr);
      case "star":
        return expression.expr === undefined ? [] : this.#matchStar(expression.expr);
      case "alt":
        return this.#matchAlternatives(expression, fail);
      default:
        this.#lines.push(`#error ${expression.toString()} belongs into a lexical rule`);
        return [];
    }
  }

  #matchApply(expression: ParsingExpression, fail: string): readonly Slot[] {
    const { key, base, body } = this.#resolve(expression);
    const action = this.#action(base);
    if (/^(NonemptyListOf|EmptyListOf|ListOf)$/.test(base)) return this.#matchListRule(expression, fail);
    this.#skip();
    this.#skipped = false;
    if (isToken(base)) {
      const end = this.#fresh("end");
      this.#line(`const ${end} = ${tokenName(key)}(this.text, this.pos);`);
      this.#open(`if (${end} < 0) {`);
      this.#line(`this.fail(${JSON.stringify(this.#description(key, base))});`);
      this.#line(fail);
      this.#close();
      if (action === undefined || action.external === true) {
        this.#line(`this.pos = ${end};`);
        return [];
      }
      const start = this.#fresh("start");
      this.#line(`const ${start} = this.pos;`);
      this.#line(`this.pos = ${end};`);
      return this.#callAction(base, action, [start, end], fail);
    }
    if (action?.external === true) return this.#callAction(base, action, [], fail);
    const valued = action === undefined ? this.#valued(body) : action.effect !== true;
    if (!valued) {
      this.#line(`if (!this.${key}()) ${fail}`);
      return [];
    }
    const value = this.#fresh("v");
    this.#line(`const ${value} = this.${key}();`);
    this.#line(`if (${value} === undefined) ${fail}`);
    return [{ name: value }];
  }

  #description(key: string, base: string): string {
    const description = this.#grammar.rules[base]?.description;
    if (description !== undefined && description !== null) return description;
    return base === "keyword" ? `'${key.replace(/^keyword_+/, "").replace(/_+$/, "")}'` : base;
  }

  #callAction(base: string, action: RuleAction, args: readonly string[], fail: string): readonly Slot[] {
    const call = `this.${action.actor}.${actionName(base)}(${args.join(", ")})`;
    if (action.effect === true) {
      this.#line(`if (!${call}) ${fail}`);
      return [];
    }
    const value = this.#fresh("v");
    this.#line(`const ${value} = ${call};`);
    this.#line(`if (${value} === undefined) ${fail}`);
    return [{ name: value }];
  }

  #matchListRule(expression: ParsingExpression, fail: string): readonly Slot[] {
    const [element, separator] = expression.args ?? [];
    if (element === undefined || separator === undefined) return [];
    if (expression.ruleName === "NonemptyListOf") return this.#matchList(element, separator, fail);
    const valued = this.#valued(element);
    const list = this.#fresh("list");
    if (valued) this.#line(`let ${list}: readonly ${wrapType(this.#typeOf(element))}[] = EMPTY;`);
    const label = this.#fresh("empty");
    const save = this.#fresh("save");
    this.#skip();
    this.#line(`const ${save} = this.pos;`);
    this.#open(`${label}: if (${this.#test(this.#first(element).codes, "this.text.charCodeAt(this.pos)")}) {`);
    const again = this.#fresh("no");
    this.#open(`${again}: {`);
    this.#skipped = true;
    const slots = this.#matchList(element, separator, `break ${again};`);
    if (valued) this.#line(`${list} = ${slots[0]?.name ?? "EMPTY"};`);
    this.#line(`break ${label};`);
    this.#close();
    this.#line(`this.pos = ${save};`);
    this.#close();
    this.#skipped = false;
    return valued ? [{ name: list }] : [];
  }

  #matchList(element: ParsingExpression, separator: ParsingExpression, fail: string): readonly Slot[] {
    const valued = this.#valued(element);
    const [first] = this.#match(element, fail);
    const list = this.#fresh("list");
    // Short lists are array literals of their exact size: a list that grew by push would keep room for sixteen more.
    if (valued) this.#line(`let ${list} = [${first?.name ?? ""}];`);
    const loop = this.#fresh("loop");
    const save = this.#fresh("save");
    this.#line(`let ${save} = this.pos;`);
    this.#open(`${loop}: for (;;) {`);
    this.#skipped = false;
    this.#skip();
    this.#line(`${save} = this.pos;`);
    const ifNot = `break ${loop};`;
    this.#line(`if (!(${this.#test(this.#first(separator).codes, "this.text.charCodeAt(this.pos)")})) ${ifNot}`);
    this.#match(separator, ifNot);
    const [next] = this.#match(element, ifNot);
    if (valued)
      this.#line(
        `if (${list}.length === 1) ${list} = [${first?.name ?? ""}, ${next?.name ?? ""}]; else ${list}.push(${next?.name ?? ""});`,
      );
    this.#line("continue;");
    this.#close();
    this.#line(`this.pos = ${save};`);
    this.#skipped = false;
    if (!valued) return [];
    this.#line(`if (${list}.length > 2) ${list} = ${list}.slice();`);
    return [{ name: list }];
  }

  #matchStar(expression: ParsingExpression): readonly Slot[] {
    const valued = this.#valued(expression);
    const list = this.#fresh("list");
    const type = wrapType(this.#typeOf(expression));
    if (valued) this.#line(`let ${list}: ${type}[] | undefined;`);
    const loop = this.#fresh("loop");
    const save = this.#fresh("save");
    this.#line(`let ${save} = this.pos;`);
    this.#open(`${loop}: for (;;) {`);
    this.#skipped = false;
    this.#skip();
    this.#line(`${save} = this.pos;`);
    const first = this.#first(expression);
    this.#line(`if (!(${this.#test(first.codes, "this.text.charCodeAt(this.pos)")})) break;`);
    const slots = this.#match(expression, `break ${loop};`);
    if (valued)
      this.#line(
        `if (${list} === undefined) ${list} = [${slots[0]?.name ?? ""}]; else ${list}.push(${slots[0]?.name ?? ""});`,
      );
    this.#line("continue;");
    this.#close();
    this.#line(`this.pos = ${save};`);
    this.#skipped = false;
    if (!valued) return [];
    const final = this.#fresh("v");
    this.#line(`const ${final}: readonly ${type}[] = ${list} ?? EMPTY;`);
    return [{ name: final }];
  }

  #matchOptional(expression: ParsingExpression): readonly Slot[] {
    const valued = this.#valued(expression);
    const value = this.#fresh("v");
    if (valued) this.#line(`let ${value}: ${this.#typeOf(expression)} | undefined;`);
    this.#skip();
    const label = this.#fresh("opt");
    const save = this.#fresh("save");
    this.#open(`${label}: if (${this.#test(this.#first(expression).codes, "this.text.charCodeAt(this.pos)")}) {`);
    this.#line(`const ${save} = this.pos;`);
    const no = this.#fresh("no");
    this.#open(`${no}: {`);
    const slots = this.#match(expression, `break ${no};`);
    if (valued) this.#line(`${value} = ${slots[0]?.name ?? "undefined"};`);
    this.#line(`break ${label};`);
    this.#close();
    this.#line(`this.pos = ${save};`);
    this.#close();
    this.#skipped = false;
    return valued ? [{ name: value }] : [];
  }

  /** A switch over the next character; characters with which several alternatives can begin try them in order. */
  #matchAlternatives(expression: ParsingExpression, fail: string): readonly Slot[] {
    const terms = expression.terms ?? [];
    const valued = this.#valued(expression);
    const value = this.#fresh("v");
    if (valued) this.#line(`let ${value}: ${this.#typeOf(expression)} | undefined;`);
    this.#skip();
    const firsts = terms.map((term) => this.#first(term));
    const groups = new Map<string, { readonly codes: number[]; readonly candidates: readonly number[] }>();
    for (let code = 0; code <= OTHER; code++) {
      const candidates = firsts.flatMap((first, at) => (first.codes[code] === 1 || first.nullable ? [at] : []));
      const key = candidates.join();
      const group = groups.get(key);
      if (group === undefined) groups.set(key, { codes: [code], candidates });
      else group.codes.push(code);
    }
    const label = this.#fresh("alt");
    const nothing = firsts.flatMap((first, at) => (first.nullable ? [at] : []));
    this.#open(`${label}: switch (this.text.charCodeAt(this.pos)) {`);
    for (const { codes, candidates } of groups.values()) {
      // What the default handles: the end of the text, codes above ASCII and those with which nothing begins.
      if (candidates.join() === nothing.join() || codes[0] === OTHER) continue;
      for (const code of codes) if (code < OTHER) this.#line(`case ${code}:`);
      this.#open("{");
      this.#tryInOrder(candidates, terms, label, valued ? value : undefined, fail);
      this.#close();
    }
    this.#open("default: {");
    if (nothing.length === 0) {
      this.#line(`this.fail(${JSON.stringify(this.#expectedOf(terms))});`);
      this.#line(fail);
    } else this.#tryInOrder(nothing, terms, label, valued ? value : undefined, fail);
    this.#close();
    this.#close();
    this.#skipped = false;
    return valued ? [{ name: value }] : [];
  }

  #expectedOf(terms: readonly ParsingExpression[]): string {
    const names = terms.map((term) =>
      kindOf(term) === "terminal"
        ? `'${String(term.obj)}'`
        : kindOf(term) === "apply"
          ? this.#description(this.#resolve(term).key, term.ruleName ?? "")
          : term.toString(),
    );
    return names.length > 3 ? "" : names.join(" or ");
  }

  #tryInOrder(
    candidates: readonly number[],
    terms: readonly ParsingExpression[],
    label: string,
    value: string | undefined,
    fail: string,
  ): void {
    const save = this.#fresh("save");
    if (candidates.length > 1) this.#line(`const ${save} = this.pos;`);
    candidates.forEach((at, index) => {
      const term = terms[at];
      if (term === undefined) return;
      this.#skipped = true;
      const last = index === candidates.length - 1;
      const no = this.#fresh("no");
      if (!last) this.#open(`${no}: {`);
      const slots = this.#match(term, last ? fail : `break ${no};`);
      if (value !== undefined && slots[0] !== undefined) this.#line(`${value} = ${slots[0].name};`);
      this.#line(`break ${label};`);
      if (!last) {
        this.#close();
        this.#line(`this.pos = ${save};`);
      }
    });
  }

  // ---- The printed module ---------------------------------------------------------------------------------------------

  print(): string {
    const methods: string[] = [];
    const tokens: string[] = [];
    const reachable = this.#reachable();
    const imports: string[] = [];
    for (const { key, syntactic } of reachable) {
      const rule = this.#rules.get(key);
      if (rule === undefined) continue;
      if (this.#action(rule.base)?.external === true) {
        if (!syntactic) imports.push(`import { ${tokenName(key)} } from "../grammar/tokens.ts";`);
        continue;
      }
      this.#lines = [];
      this.#counter = 0;
      if (syntactic) {
        this.#indent = 1;
        this.#printMethod(key, rule.base, rule.body);
        methods.push(this.#lines.join("\n"));
      } else {
        this.#indent = 0;
        this.#printToken(key, rule.body);
        tokens.push(this.#lines.join("\n"));
      }
    }
    const classes = [...this.#classes.values()].map(
      ({ name, codes }) => `const ${name} = classOf(${JSON.stringify(classText(codes))});`,
    );
    const blank = this.#test(this.#first(this.#application("space")).codes, "c");
    const head = CLASS_HEAD.replace("BLANK", blank);
    return [
      HEADER_COMMENT,
      ...imports,
      HEADER,
      classes.join("\n"),
      "",
      tokens.join("\n\n"),
      "",
      head,
      methods.join("\n\n"),
      "}",
      "",
    ].join("\n");
  }

  /** Every rule that is reached from the start rules, and whether as a method or as a token. */
  #reachable(): readonly { readonly key: string; readonly syntactic: boolean }[] {
    const seen = new Map<string, boolean>();
    const visit = (expression: ParsingExpression): void => {
      if (kindOf(expression) === "apply") {
        const { key, base, body } = this.#resolve(expression);
        const isList = /^(NonemptyListOf|EmptyListOf|ListOf)$/.test(base);
        if (!isList) {
          if (seen.has(key)) return;
          seen.set(key, !isToken(base));
          if (this.#action(base)?.external === true) return;
        }
        for (const arg of isList ? (expression.args ?? []) : []) visit(arg);
        if (!isList) visit(body);
        return;
      }
      for (const part of [...(expression.terms ?? []), ...(expression.factors ?? [])]) visit(part);
      if (expression.expr !== undefined) visit(expression.expr);
    };
    for (const name of this.#options.startRules) visit(this.#application(name));
    visit(this.#application("space"));
    return [...seen].map(([key, syntactic]) => ({ key, syntactic }));
  }

  #printToken(key: string, body: ParsingExpression): void {
    this.#open(`export function ${tokenName(key)}(t: string, p: number): number {`);
    const at = this.#lines.length;
    this.#scan(body, "return -1;");
    this.#line("return p;");
    this.#close();
    if (this.#lines.some((line) => /\bc = t\.charCodeAt/.test(line))) this.#lines.splice(at, 0, "  let c: number;");
  }

  #printMethod(key: string, base: string, body: ParsingExpression): void {
    const action = this.#action(base);
    const valued = action === undefined ? this.#valued(body) : action.effect !== true;
    const type = valued
      ? `${action === undefined ? this.#typeOf(body) : `Value<"${actionName(base)}">`} | undefined`
      : "boolean";
    const failed = valued ? "return undefined;" : "return false;";
    const marks = this.#options.actions[base];
    const wrapped = marks?.memo === true || marks?.nests === true || marks?.recover === true || marks?.enter === true;
    if (wrapped) this.#printWrapper(key, base, marks, type, failed);
    this.#open(`${wrapped ? `${key}Inside` : key}(): ${type} {`);
    if (action?.span === true) this.#line("const start = this.pos;");
    this.#skipped = true;
    const slots = this.#match(body, failed);
    if (action !== undefined) {
      const args = [...(action.span === true ? ["start", "this.pos"] : []), ...slots.map(({ name }) => name)];
      this.#line(`return this.${action.actor}.${actionName(base)}(${args.join(", ")});`);
    } else this.#line(valued ? `return ${slots[0]?.name ?? "undefined"};` : "return true;");
    this.#close();
  }

  /** The method that callers see where a rule has more to do than match. */
  #printWrapper(key: string, base: string, action: RuleAction, type: string, failed: string): void {
    this.#open(`${key}(): ${type} {`);
    if (action.memo === true) {
      this.#line(`const known = this.${action.actor}.recall${base}(this.pos);`);
      this.#line("if (known !== undefined) return known;");
    }
    if (action.memo === true || action.recover === true) this.#line("const start = this.pos;");
    if (action.nests === true) this.#line(`if (!this.deeper()) ${failed}`);
    if (action.enter === true) this.#line(`if (!this.${action.actor}.enter${base}()) ${failed}`);
    this.#line(`const value = this.${key}Inside();`);
    if (action.nests === true) this.#line("this.depth--;");
    if (action.memo === true)
      this.#line(`if (value !== undefined) this.${action.actor}.remember${base}(start, value);`);
    this.#line(
      action.recover === true ? `return value || this.${action.actor}.recover${base}(start);` : "return value;",
    );
    this.#close();
    this.#line("");
  }
}

function addCode(first: First, code: number): void {
  first.codes[Math.min(code, OTHER)] = 1;
}

function addAll(to: First, from: First): void {
  for (let code = 0; code <= OTHER; code++) if (from.codes[code] === 1) to.codes[code] = 1;
}

function rangesOf(codes: Uint8Array): readonly (readonly [number, number])[] {
  const ranges: [number, number][] = [];
  for (let code = 0; code <= OTHER; code++) {
    const last = ranges.at(-1);
    if (codes[code] !== 1) continue;
    if (last !== undefined && last[1] === code - 1) last[1] = code;
    else ranges.push([code, code]);
  }
  return ranges;
}

function rangeTest(code: string, from: number, to: number): string {
  if (from === to && from < OTHER) return `${code} === ${from}`;
  return to === OTHER ? `${code} >= ${from}` : `(${code} >= ${from} && ${code} <= ${to})`;
}

/** The characters of a class, as a string for the generated source. */
function classText(codes: Uint8Array): string {
  let text = "";
  for (let code = 0; code < OTHER; code++) if (codes[code] === 1) text += String.fromCharCode(code);
  return text;
}

/** ohm's rule: a lowercase name is lexical. */
function isToken(name: string): boolean {
  const first = name.charAt(0);
  return first === first.toLowerCase();
}

function tokenName(key: string): string {
  return `scan${key.charAt(0).toUpperCase()}${key.slice(1)}`;
}

/** Actions are named as their rules, beginning in lower case. */
function actionName(rule: string): string {
  return rule.charAt(0).toLowerCase() + rule.slice(1);
}

function wrapType(type: string): string {
  return /^[\w<>"]+$/.test(type) ? type : `(${type})`;
}

const HEADER_COMMENT = `/**
 * The parser of MLIR's core grammar. Printed by compile-grammar.ts from mlir.ohm (\`npm run grammar\`): change those, never this file.
 */
// biome-ignore-all lint: generated
// biome-ignore-all format: generated
import type { AttributeActions, CoreActions, OperationActions } from "../grammar/core-actions.ts";`;

const HEADER = `
type Value<K extends keyof CoreActions> = CoreActions[K] extends (...args: never[]) => infer R ? Exclude<R, undefined> : never;

const EMPTY: readonly never[] = Object.freeze([]);

function classOf(characters: string): Uint8Array {
  const flags = new Uint8Array(128);
  for (let at = 0; at < characters.length; at++) flags[characters.charCodeAt(at)] = 1;
  return flags;
}
`;

const CLASS_HEAD = `/** The state of one parse, and a method for each syntactic rule. A method leaves \`pos\` where it stopped; its caller restores it. */
export class CoreParser {
  readonly text: string;
  readonly operations: OperationActions;
  readonly attributes: AttributeActions;
  /** The present position. Rules begin behind blanks. */
  pos = 0;
  /** The furthest position at which a token did not match, and what was expected there. */
  furthest = -1;
  expected: string[] = [];
  /** Levels of nesting of types and attributes that are open. */
  depth = 0;

  constructor(text: string, operations: OperationActions, attributes: AttributeActions) {
    this.text = text;
    this.operations = operations;
    this.attributes = attributes;
  }

  /** Moves over blanks and comments. */
  skip(): void {
    const c = this.text.charCodeAt(this.pos);
    if (!(BLANK)) return;
    for (let next = scanSpace(this.text, this.pos); next >= 0; next = scanSpace(this.text, this.pos)) this.pos = next;
  }

  /** Notes that a token did not match here. */
  fail(expected: string): void {
    if (this.pos < this.furthest) return;
    if (this.pos > this.furthest) {
      this.furthest = this.pos;
      this.expected = [];
    }
    if (expected !== "" && !this.expected.includes(expected)) this.expected.push(expected);
  }

  /** One level deeper; false, with a complaint, where that is one too many. */
  deeper(): boolean {
    if (this.depth >= this.attributes.maxDepth) return this.attributes.tooDeep();
    this.depth++;
    return true;
  }
`;
