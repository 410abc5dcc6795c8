import type { Report } from '../support/report.ts';
import type { LoadedCity } from './city/load-city.ts';
import type { Latencies } from './latencies.ts';
import type { BareRate, Rates } from './rates.ts';

export interface Result extends Report {
  entriesPerSecond: number;
  baselinePerSecond: number;
  ratio: number;
  unitPageP99Ms: number;
  unitCheckP99Ms: number;
  housingCountP99Ms: number;
  seizureP99Ms: number;
  loadSeconds: number;
  /** Copying the register for the bare transactions. */
  copySeconds: number;
  city: LoadedCity;
  seed: number;
  entries: {
    connections: number;
    kinds: string[];
    /** Cases of all districts in turn. */
    spread: Rates;
    /** Cases of one district: they queue for one chain head and one counter. */
    oneDistrict: Rates;
  };
  latencies: Latencies;
  /** With --verify. */
  verified: { ok: boolean; rows: number; findings: number; broken: string[] } | null;
  memoryMb: { node: number; postgres: number };
  databaseMb: number;
}

/** Measured beside what is asked for. */
export function table(result: Result): string {
  const { spread, oneDistrict } = result.entries;
  const both = ({ perSecond, ratio }: BareRate) => `${perSecond} / ${ratio}`;
  const rows: [string, string | number, string][] = [
    ['登簿 a second, 8 connections', result.entriesPerSecond, ''],
    ['bare, a statement a row, as pgbench / ratio', `${result.baselinePerSecond} / ${result.ratio}`, '≥ 0.5'],
    ['bare, a statement a table / ratio', both(spread.bare.city.sets), ''],
    ['bare on the homes of the run, a row / ratio', both(spread.bare.run.rows), ''],
    ['bare on the homes of the run, a table / ratio', both(spread.bare.run.sets), ''],
    ['rows of a 登簿 / of a bare transaction', `${spread.rowsPerEntry} / ${spread.rowsPerBaseline}`, ''],
    [
      'in one district: 登簿 / bare / ratio',
      `${oneDistrict.entriesPerSecond} / ${both(oneDistrict.bare.city.rows)}`,
      '',
    ],
    ['unit page, p99, ms', result.unitPageP99Ms, '< 5'],
    ['unit check, p99, ms', result.unitCheckP99Ms, '< 5'],
    ['housing count, p99, ms', result.housingCountP99Ms, '< 10'],
    ['seizure behind a queue of 50, p99, ms', result.seizureP99Ms, '< 10'],
    [`loading ${result.city.units} units, ${result.city.rights} rights, s`, result.loadSeconds, '< 180'],
    ['memory of Node / of PostgreSQL, MB', `${result.memoryMb.node} / ${result.memoryMb.postgres}`, ''],
    ['database, MB', result.databaseMb, ''],
    [
      'load of the machine, before / after',
      `${result.machine.loadBefore} / ${result.machine.loadAfter} on ${result.machine.cores} cores`,
      '',
    ],
    ...(result.verified
      ? [
          ['register:verify and invariants', result.verified.ok ? 'green' : 'NOT green', 'green'] as [
            string,
            string,
            string,
          ],
        ]
      : []),
  ];
  // Chinese characters take two columns.
  const width = (text: string) => [...text].reduce((sum, char) => sum + (char > '⺀' ? 2 : 1), 0);
  return `${rows.map(([name, value, wanted]) => `${name}${' '.repeat(Math.max(1, 48 - width(name)))}${String(value).padStart(24)}   ${wanted}`).join('\n')}\n`;
}
