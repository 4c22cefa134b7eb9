/** Unit tests stand beside the code; cases, properties, programs and the rules of the house in test-cases/. */
import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

// Forks start slower than threads, but a test that exhausts memory or its stack takes only itself down.
export default defineConfig({
  test: {
    include: ["{src,dialects,passes,test-cases,bench}/**/*.test.ts"],
    exclude: ["**/node_modules/**", "dist/**", "**/fixtures/**"],
    pool: "forks",
    maxWorkers: Math.max(1, Math.min(4, availableParallelism())),
    testTimeout: 20_000,
    hookTimeout: 60_000,
    dangerouslyIgnoreUnhandledErrors: false,
    passWithNoTests: false,
  },
});
