import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { businessFindings } from '../../departments/upper/business-checks.ts';
import { checkMessage } from '../../departments/upper/check-message.ts';
import { dictionary } from '../../departments/upper/dictionary.ts';
import { fromXml, toXml } from '../../departments/upper/xml.ts';
import { type CodebookName, codebooks } from '../../registry/exchange/codebooks.ts';
import { loadFacts } from '../../registry/exchange/load-facts.ts';
import { type Cell, decodeRows, encodeRows, type FactRows } from '../../registry/exchange/message.ts';
import { buildMessage } from '../../registry/exchange/reports.ts';
import { type Field, standardTables, tableCodes } from '../../registry/exchange/standard.ts';
import { createRegistryFixture, type RegistryFixture } from '../registry/support/setup.ts';

/** What comes back of facts: every column of a used table, unknown where nothing was sent. */
function complete(facts: FactRows): FactRows {
  return Object.fromEntries(
    tableCodes.flatMap((code) => {
      const rows = facts[code] ?? [];
      if (rows.length === 0) return [];
      const columns = standardTables[code].fields.map((field) => field.column);
      const known = (value: Cell | undefined) =>
        value === undefined || value === '' || (Array.isArray(value) && value.length === 0) ? null : value;
      return [[code, rows.map((row) => Object.fromEntries(columns.map((name) => [name, known(row[name])])))]];
    }),
  );
}

const head = {
  messageNo: 'entry-1',
  kind: 'REGISTRATION',
  caseNo: '',
  district: '330203',
  registeredAt: '2026-11-23T09:00:00.001+08:00',
  unitCodes: '330203001002GB00012F00010023',
};

/** Characters that break careless writers: markup, quotes, line breaks, blanks at the ends, rare Han, zero-width. */
const nastyText = fc
  .string({
    unit: fc.constantFrom('甲', '𠮷', 'Ａ', '<', '>', '&', '"', "'", ' ', '\n', ']]>', '1', '0', '.', '\u200b'),
  })
  .filter((text) => text.trim() !== '');

function cellOf(field: Field): fc.Arbitrary<Cell> {
  if (typeof field.type === 'object')
    return fc.constantFrom(...Object.keys(codebooks[field.type.book as CodebookName]));
  switch (field.type) {
    case 'integer':
      return fc.integer({ min: -3, max: 999 });
    case 'area':
      return fc.integer({ min: 1, max: 10_000_000 }).map((cents) => cents / 100);
    case 'yuan':
    case 'wan':
      return fc.integer({ min: 0, max: 900_000_000_000_000 });
    case 'day':
      return fc
        .date({ min: new Date('1950-01-01'), max: new Date('2120-01-01'), noInvalidDate: true })
        .map((date) => date.toISOString().slice(0, 10));
    case 'instant':
      return fc.date({ min: new Date('1990-01-01'), max: new Date('2090-01-01'), noInvalidDate: true });
    case 'share':
      return fc.record({ n: fc.integer({ min: 1, max: 99 }), d: fc.integer({ min: 99, max: 9999 }) });
    case 'yesNo':
      return fc.boolean();
    case 'list':
      return fc.array(nastyText, { minLength: 1, maxLength: 3 });
    default:
      return nastyText;
  }
}

const anyFacts: fc.Arbitrary<FactRows> = fc.record(
  Object.fromEntries(
    tableCodes.map((code) => [
      code,
      fc.array(
        fc.record(
          Object.fromEntries(
            standardTables[code].fields.map((field) => [field.column, fc.option(cellOf(field), { nil: null })]),
          ),
        ),
        { maxLength: 2 },
      ),
    ]),
  ),
);

describe('facts and the message of the standard', () => {
  test('come back the same from JSON and from XML, whatever they hold', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const message = { head, data: encodeRows(facts) };
        const fromText = fromXml(toXml(message));
        // A row of nothing but unknown values has no elements, and is no row.
        fc.pre(Object.values(message.data).every((rows) => rows.every((row) => Object.keys(row).length > 0)));
        expect(fromText).toEqual(message);
        expect(decodeRows(fromText.data)).toEqual(complete(facts));
        expect(decodeRows(JSON.parse(JSON.stringify(message)).data)).toEqual(complete(facts));
      }),
      { numRuns: 300 },
    );
  });

  test('every field and every number of ours is in the dictionary of the platform', () => {
    for (const code of tableCodes)
      for (const field of standardTables[code].fields as readonly Field[]) {
        const rule = dictionary[code]?.[field.code];
        expect(rule, `${code}.${field.code}`).toBeDefined();
        if (typeof field.type !== 'object') continue;
        const numbers = rule?.replace(/^C|!$/g, '').split(',');
        for (const number of Object.values(codebooks[field.type.book])) expect(numbers).toContain(number);
      }
  });

  test('within a book no number stands for two names', () => {
    for (const book of Object.values(codebooks)) {
      const numbers = Object.values(book);
      expect(new Set(numbers).size).toBe(numbers.length);
    }
    // The trap seen in the wild: one vendor's 2 is 预查封, another's 轮候.
    expect(codebooks.seizureType).toEqual({ seizure: '1', queued: '2', pre_seizure: '3', queued_pre_seizure: '4' });
  });

  test('a document type or an entity in XML is not read', () => {
    expect(() => fromXml('<!DOCTYPE a [<!ENTITY x "y">]><Message><Head/><Data/></Message>')).toThrow(/DOCTYPE/);
  });
});

describe('pages of the register', () => {
  let fixture: RegistryFixture;
  let entries: { entry_id: string; kind: string; case_no: null; registered_at: Date; unit_codes: string[] }[];
  beforeAll(async () => {
    fixture = await createRegistryFixture();
    const { rows } = await fixture.pool.query(
      `SELECT e.entry_id, e.kind, e.case_no, e.registered_at, array_agg(u.unit_code) AS unit_codes
       FROM registry.register_entries e JOIN registry.entry_units u USING (entry_id) GROUP BY e.entry_id ORDER BY e.entry_id`,
    );
    entries = rows;
  });
  afterAll(() => fixture.drop());

  test('register → XML → parse gives the same facts, and a good city has nothing to reject', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(entries.length - 1), async (i) => {
        // given any entry of the generated city
        const entry = entries[i] as (typeof entries)[number];
        const facts = await loadFacts(fixture.pool, {
          entryId: entry.entry_id,
          kind: entry.kind,
          caseNo: entry.case_no,
          registeredAt: entry.registered_at,
          unitCodes: entry.unit_codes,
        });
        // when it goes out and is read back
        const message = await buildMessage(fixture.pool, entry);
        const back = fromXml(toXml(message));
        // then nothing is lost, and the platform agrees
        expect(decodeRows(back.data)).toEqual(complete(facts));
        expect(back.data.QLR?.length ?? 0).toBe(facts.QLR?.length ?? 0);
        expect([...checkMessage(back), ...businessFindings(back, fixture.clock.now())]).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });
});
