/** Brings operations into their canonical form: folds, canonicalization patterns of all loaded dialects, dead code, simple blocks. */
import { boolean, choice, integer, list, string } from "../../src/pass/options.ts";
import { definePass } from "../../src/pass/pass.ts";
import { canonicalizationPatterns } from "../../src/rewrite/canonicalizations.ts";
import { type GreedyResult, patternExplanations, rewriteGreedily } from "../../src/rewrite/greedy.ts";
import { PatternSet } from "../../src/rewrite/pattern.ts";
import { error } from "../../src/source/diagnostic.ts";

export const canonicalize = definePass({
  name: "canonicalize",
  summary: "canonicalize operations",
  on: "any",
  options: {
    topDown: boolean(true, "seed the worklist in top-down order"),
    regionSimplify: choice(["normal", "disabled"], "normal", "whether blocks are simplified as well"),
    maxIterations: integer(10, "most sweeps over the program; -1 for no limit"),
    maxNumRewrites: integer(-1, "most pattern rewrites; -1 for a limit that only a loop of patterns reaches"),
    testConvergence: boolean(false, "fail when a limit ends the rewriting"),
    disablePatterns: list(string("", "a pattern"), [], "names of patterns that are not applied"),
    enablePatterns: list(string("", "a pattern"), [], "names of the only patterns that are applied"),
  },
  statistics: { folded: "operations folded", erased: "dead operations erased", rewritten: "patterns applied" },
  run: ({ context, bodies, options, count, report, service }) => {
    const wanted = canonicalizationPatterns(context).filter(
      ({ name }) =>
        !options.disablePatterns.includes(name) &&
        (options.enablePatterns.length === 0 || options.enablePatterns.includes(name)),
    );
    const patterns = new PatternSet(wanted);
    const onRefusal = service(patternExplanations);
    for (const rewriter of bodies()) {
      const result: GreedyResult = rewriteGreedily(rewriter, patterns, context, {
        topDown: options.topDown,
        simplifyRegions: options.regionSimplify === "normal",
        maxIterations: options.maxIterations < 0 ? Number.POSITIVE_INFINITY : options.maxIterations,
        ...(onRefusal === undefined ? {} : { onRefusal }),
        ...(options.maxNumRewrites < 0 ? {} : { maxRewrites: options.maxNumRewrites }),
      });
      count("folded", result.folded);
      count("erased", result.erased);
      count("rewritten", result.rewritten);
      for (const { code, message, place, notes } of result.diagnostics)
        if (options.testConvergence) report(error(code, message, place, notes));
        else if (result.stop === "rewrites" && options.maxNumRewrites < 0)
          report({ severity: "warning", code, message, place, notes });
    }
  },
});
