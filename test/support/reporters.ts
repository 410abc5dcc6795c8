/** In CI every run also leaves its figures as JSON, from which `.ci/run` adds up the true sums. */
export function reporters(name: string): ('default' | ['json', { outputFile: string }])[] {
  return process.env.CI ? ['default', ['json', { outputFile: `artifacts/results/${name}.json` }]] : ['default'];
}
