/** Symbols: names and visibility of each, no name twice in a table, and what refers to them. */

import type { Context } from "../../definition/context.ts";
import { callable, symbolUser } from "../../definition/control-flow.ts";
import { type Attribute, findAttribute } from "../../ir/attribute.ts";
import { OperationHandle } from "../../ir/handle.ts";
import { type BodyId, operationId } from "../../ir/ids.ts";
import type { Module } from "../../ir/module.ts";
import { type ModuleSymbols, symbolsOf, visibilityOf } from "../../ir/symbol.ts";
import { attributeText } from "../../ir/type-text.ts";
import { type Findings, noteAt, type Rule, type Site } from "../rule.ts";

const attributeOf = (site: Site, name: string): Attribute | undefined =>
  findAttribute(site.record.properties, name) ?? findAttribute(site.record.attributes, name);

/** Upstream: the trait Symbol. */
export const symbol: Rule = ({ traits, attributes, name: operation }, context) => {
  if (!traits.has("Symbol")) return undefined;
  const nameIsOptional = attributes.some((slot) => slot.name === "sym_name" && slot.presence === "optional");
  const declares = context.find(callable, operation);
  return (site) => {
    const name = attributeOf(site, "sym_name");
    if (name === undefined && nameIsOptional) return true;
    if (name?.kind !== "string") return site.fail("verify.symbol", "requires string attribute 'sym_name'");
    const visibility = attributeOf(site, "sym_visibility");
    if (visibility !== undefined) {
      if (visibility.kind !== "string")
        return site.fail(
          "verify.symbol",
          `requires visibility attribute 'sym_visibility' to be a string attribute, but got ${attributeText(visibility)}`,
        );
      if (!["public", "private", "nested"].includes(visibility.value))
        return site.fail(
          "verify.symbol",
          `visibility expected to be one of ["public", "private", "nested"], but got ${attributeText(visibility)}`,
        );
    }
    if (declares !== undefined && !declares.hasBody(site.handle) && visibilityOf(site.record) === "public")
      return site.fail("verify.symbol", "symbol declaration cannot have public visibility");
    return true;
  };
};

/** Symbol tables without doubles, and every operation that uses symbols content with what it finds. */
export function checkModuleSymbols(module: Module, context: Context, findings: Findings): void {
  const symbols = symbolsOf(module, (name) => context.hasTrait(name, "SymbolTable"));
  const isUser = userNames(context);
  for (const body of module.bodyIds) checkBodySymbols(body, symbols, context, isUser, findings);
}

/** By operation name id: whether its definition wants to see the symbols that it uses. */
function userNames(context: Context): (id: number) => boolean {
  const ids = new Set(
    context.definitions.filter(({ name }) => context.find(symbolUser, name) !== undefined).map(({ name }) => name.id),
  );
  return (id) => ids.has(id);
}

function checkBodySymbols(
  body: BodyId,
  symbols: ModuleSymbols,
  context: Context,
  isUser: (id: number) => boolean,
  findings: Findings,
): void {
  const view = symbols.module.body(body).view();
  for (let id = 0; id < view.operationCount; id++) {
    const operation = operationId(id);
    if (!view.isLive(operation)) continue;
    const { name, body: own } = view.operation(operation);
    // A table with a body of its own is met there, as its root.
    if ((id === 0 || own === 0) && context.hasTrait(name, "SymbolTable"))
      for (const { name: symbolName, first, second } of symbols.tableOf({ body, operation }).redefinitions)
        findings.add("verify.redefinition", `redefinition of symbol named '${symbolName}'`, second.location, [
          noteAt("see existing symbol definition here", first.location),
        ]);
    if (id === 0 || !isUser(name.id)) continue;
    const handle = new OperationHandle(view, operation);
    context.find(symbolUser, name)?.verify(
      handle,
      (reference) => {
        const place = symbols.lookUp({ body, operation }, reference);
        return place === undefined ? undefined : symbols.handle(place);
      },
      (message, notes) => findings.add("verify.symbol-use", `'${name.text}' op ${message}`, handle.location, notes),
    );
  }
}
