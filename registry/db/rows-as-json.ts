/**
 * Rows that came as JSON, so that one statement can bring a case with all that belongs to it: a round trip costs more than
 * most of these reads. JSON knows no instants: they come as text and are named by whoever reads the row.
 */
export type FromJson<Row> = {
  [Key in keyof Row]: Row[Key] extends Date | null ? string | Exclude<Row[Key], Date> : Row[Key];
};

/** The named instants of a row, as dates. */
export function instantsOf<Key extends string>(
  row: { [K in Key]: string | null },
  names: readonly Key[],
): { [K in Key]: Date | null } {
  return Object.fromEntries(names.map((name) => [name, row[name] === null ? null : new Date(row[name])])) as {
    [K in Key]: Date | null;
  };
}

/** Something of a case that can be read in one statement with other things of it. */
export interface CasePart<Value> {
  /** A scalar subquery. @param caseNo the parameter or column that holds the case's number */
  sql(caseNo: string): string;
  read(json: unknown): Value;
}

/**
 * @param select the rows, in order; @param instants their columns that are timestamps. Numbers that `pg` gives as text come
 * as numbers here, so readers convert them with `number`.
 */
export function partOf<Row extends object, Value>(
  select: (caseNo: string) => string,
  instants: readonly (keyof Row & string)[],
  read: (rows: Row[]) => Value,
): CasePart<Value> {
  return {
    sql: (caseNo) => `(SELECT json_agg(part) FROM (${select(caseNo)}) part)`,
    read: (json) =>
      read(
        ((json ?? []) as Record<string, string | null>[]).map(
          (row) => ({ ...row, ...instantsOf<string>(row, instants) }) as unknown as Row,
        ),
      ),
  };
}
