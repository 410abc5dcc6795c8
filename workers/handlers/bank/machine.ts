/** Which row of which table decided, in the words of the evidence (docs/decisions/0010). */
export const rowWords = (what: string, table: string, row: { rule: string; reason: string }) =>
  `${what}：规则表 ${table} 第 ${row.rule} 行（${row.reason}）。`;
