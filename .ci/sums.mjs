// Adds up the JSON reports of all test runs. Exit code 1 when a test or a step failed, or a run left no report.
import { readdirSync, readFileSync } from 'node:fs';

const [, , brokenCount, ...broken] = process.argv;
const expected = ['unit', 'ui', 'camunda', 'races', 'crash', 'crash-engine', 'docker'];
const sums = { passed: 0, failed: 0, skipped: 0 };
const seen = readdirSync('artifacts/results').filter((file) => file.endsWith('.json'));
for (const file of seen) {
  const report = JSON.parse(readFileSync(`artifacts/results/${file}`, 'utf8'));
  sums.passed += report.numPassedTests;
  sums.failed += report.numFailedTests;
  sums.skipped += report.numPendingTests + report.numTodoTests;
  // A file that fails to load runs no test, but it has failed all the same.
  sums.failed += report.testResults.filter(
    (suite) => suite.status === 'failed' && suite.assertionResults.length === 0,
  ).length;
}
const missing = expected.filter((name) => !seen.includes(`${name}.json`));
for (const name of missing) console.log(`No report of the run "${name}": it did not come to its end.`);
if (Number(brokenCount) > 0) console.log(`Steps that failed: ${broken.join(', ')}`);
console.log(`${sums.passed} passed, ${sums.failed} failed${sums.skipped > 0 ? `, ${sums.skipped} skipped` : ''}`);
process.exitCode = sums.failed > 0 || missing.length > 0 || Number(brokenCount) > 0 ? 1 : 0;
