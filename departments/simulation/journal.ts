/**
 * A simulator's state: tables in memory, and with a file each change is appended as one JSON line, so that a tax case
 * or an order survives a crash of everything just as it would at the real department. Replayed and compacted at start.
 * Cost: one synchronous append per change, fine for a simulator.
 */
import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

export interface Table<Row> {
  get(key: string): Row | undefined;
  set(key: string, row: Row): void;
  delete(key: string): void;
  values(): Row[];
}

export interface Journal {
  table<Row>(name: string): Table<Row>;
}

type Line = readonly [table: string, key: string, row: unknown];

export function createJournal(file?: string): Journal {
  const tables = new Map<string, Map<string, unknown>>();
  const rowsOf = (name: string) => {
    const rows = tables.get(name) ?? new Map<string, unknown>();
    tables.set(name, rows);
    return rows;
  };
  if (file) {
    mkdirSync(dirname(file), { recursive: true });
    for (const [table, key, row] of readLines(file)) {
      if (row === null) rowsOf(table).delete(key);
      else rowsOf(table).set(key, row);
    }
    compact(file, tables);
  }
  const append = (line: Line) => {
    if (file) appendFileSync(file, `${JSON.stringify(line)}\n`);
  };
  return {
    table<Row>(name: string): Table<Row> {
      const rows = rowsOf(name) as Map<string, Row>;
      return {
        get: (key) => rows.get(key),
        set: (key, row) => {
          rows.set(key, row);
          append([name, key, row]);
        },
        delete: (key) => {
          if (rows.delete(key)) append([name, key, null]);
        },
        values: () => [...rows.values()],
      };
    },
  };
}

/** A crash can cut the last line: it was never acknowledged, so it is left out. */
function readLines(file: string): Line[] {
  if (!existsSync(file)) return [];
  const texts = readFileSync(file, 'utf8').split('\n');
  const lines: Line[] = [];
  for (const [index, text] of texts.entries()) {
    if (text === '') continue;
    try {
      lines.push(JSON.parse(text) as Line);
    } catch (error) {
      if (index < texts.length - 1) throw new Error(`${file}, line ${index + 1} is damaged`, { cause: error });
    }
  }
  return lines;
}

function compact(file: string, tables: ReadonlyMap<string, ReadonlyMap<string, unknown>>): void {
  const lines: string[] = [];
  for (const [name, rows] of tables) for (const [key, row] of rows) lines.push(`${JSON.stringify([name, key, row])}\n`);
  const next = `${file}.next`;
  writeFileSync(next, lines.join(''), { mode: 0o600 });
  renameSync(next, file);
}
