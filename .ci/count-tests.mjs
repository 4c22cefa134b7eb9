/**
 * Prints "PASSED FAILED SKIPPED" of a vitest JSON report, given the exit status of the run. A file that could not be loaded has no tests in the report and
 * counts as one failure, and so does a run that failed without saying where.
 *   node .ci/count-tests.mjs REPORT.json STATUS
 */
import { existsSync, readFileSync } from "node:fs";

const [path, status] = process.argv.slice(2);
const report = path !== undefined && existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : { testResults: [] };
const count = { passed: 0, failed: 0, skipped: 0 };
for (const file of report.testResults) {
  for (const { status: outcome } of file.assertionResults) {
    if (outcome === "passed") count.passed++;
    else if (outcome === "failed") count.failed++;
    else count.skipped++;
  }
  if (file.status === "failed" && !file.assertionResults.some(({ status: outcome }) => outcome === "failed"))
    count.failed++;
}
if (status !== "0" && count.failed === 0) count.failed = 1;
process.stdout.write(`${count.passed} ${count.failed} ${count.skipped}\n`);
