/**
 * The only throwers in the project: a failed `invariant` is a bug of ours, never a user's mistake.
 * What input, options or a machine can cause is a `Diagnostic` in a `Result` (src/source/diagnostic.ts).
 */

/** Throws when `condition` is falsy. `message` may be a function where building the text would cost on the hot path. */
export function invariant(condition: unknown, message: string | (() => string)): asserts condition {
  if (!condition) throw new Error(`Lathe internal error: ${typeof message === "string" ? message : message()}`);
}

/** Marks the end of an exhaustive switch: a new member of the union becomes a compile error at the call. */
export function unreachable(value: never): never {
  throw new Error(`Lathe internal error: unexpected case ${String(value)}`);
}
