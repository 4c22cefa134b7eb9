/** The public API of lathe-ir. What is not named here may change tomorrow. */

// Diagnostics: everything a user is told, as values.
export type { Diagnostic, Result } from "./source/diagnostic.ts";
