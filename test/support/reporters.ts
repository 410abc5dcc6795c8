/** In CI every run also leaves its figures as JSON, from which `.ci/run` adds up the true sums. */
export function reporters(name: string): (string | [string, object])[] {
  return process.env.CI ? ['default', ['json', { outputFile: `artifacts/results/${name}.json` }]] : ['default'];
}
