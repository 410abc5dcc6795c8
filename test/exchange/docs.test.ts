import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { codebooks } from '../../registry/exchange/codebooks.ts';
import { type Field, standardTables, tableCodes } from '../../registry/exchange/standard.ts';
import { stockTemplates } from '../../registry/stock/templates.ts';

const read = (name: string) => readFileSync(`${import.meta.dirname}/../../docs/${name}`, 'utf8');

test('docs/exchange.md names every field and every number', () => {
  const page = read('exchange.md');
  for (const code of tableCodes) {
    expect(page).toContain(`## ${code} ${standardTables[code].name}`);
    for (const field of standardTables[code].fields as readonly Field[])
      expect(page).toContain(`| ${field.code} | ${field.column} | ${field.name} |`);
  }
  for (const book of Object.values(codebooks))
    for (const [name, number] of Object.entries(book)) expect(page).toContain(`${name} ${number}`);
});

test('docs/stock-import.md names every header of every template', () => {
  const page = read('stock-import.md');
  for (const template of stockTemplates) {
    expect(page).toContain(`## ${template.name}`);
    for (const column of template.columns) expect(page).toContain(`| ${column.header} |`);
  }
});
