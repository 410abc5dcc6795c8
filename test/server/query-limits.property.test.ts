import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDocumentRenderer } from '../../platform/documents/index.ts';
import { cityPerson, type NewQuery, type QueryQuestion } from '../../registry/index.ts';
import { queryFields } from '../../registry/queries/fields.ts';
import { sheetDataOf } from '../../server/queries/sheet-data.ts';
import { actor } from '../registry/support/play.ts';
import { createRegistryFixture, type RegistryFixture } from '../registry/support/setup.ts';
import { textOfPdf } from '../support/pdf-text.ts';

/**
 * INV-34: whatever page is asked for under whatever kind, no field of another kind comes out, and no person whom the kind may not
 * know: neither in the answer as JSON nor in the text of the sheet.
 */

let fixture: RegistryFixture;
let codes: string[];
const renderer = createDocumentRenderer();
const stranger = cityPerson(7_100_001);
const registrarOfTaxes = actor('tax_officer');

interface PageOfBook {
  code: string;
  current: { name: string; id_no: string; nature: string }[];
  owners: { name: string; id_no: string; nature: string }[];
  everybody: { name: string; id_no: string }[];
  phones: string[];
}

beforeAll(async () => {
  fixture = await createRegistryFixture();
  const { rows } = await fixture.pool.query(
    `SELECT DISTINCT r.unit_code FROM registry.rights r JOIN registry.right_holders h USING (right_id)
     WHERE r.kind = 'OWNERSHIP' AND r.status = 'CURRENT' AND h.id_type = 'citizen' ORDER BY 1`,
  );
  codes = rows.map((row) => row.unit_code);
  // Limits of a day are another test's.
  await fixture.pool.query("UPDATE registry.lookup_limits SET alarm_at = 100000, cap = 200000 WHERE what = 'query'");
});
afterAll(() => fixture.drop());

async function pageOf(code: string): Promise<PageOfBook> {
  const { rows } = await fixture.pool.query(
    `SELECT r.kind, r.status, h.name, h.id_no, h.nature, p.phone FROM registry.rights r JOIN registry.right_holders h USING (right_id)
     JOIN registry.persons p USING (person_id) WHERE r.unit_code = $1
     UNION ALL SELECT r.kind, r.status, coalesce(s.respondent_name, p.name), p.id_no, p.nature, p.phone FROM registry.rights r
     JOIN registry.seizure_details s USING (right_id) JOIN registry.persons p ON p.person_id = s.respondent_id WHERE r.unit_code = $1`,
    [code],
  );
  const current = rows.filter((row) => row.status !== 'HISTORY');
  return {
    code,
    current,
    owners: current.filter((row) => row.kind === 'OWNERSHIP'),
    everybody: rows,
    phones: rows.flatMap((row) => row.phone ?? []),
  };
}

const papers: NewQuery['papers'] = (['interest', 'mandate', 'authorisation'] as const).map((kind) => ({
  kind,
  title: kind,
  mediaType: 'application/pdf',
  bytes: Buffer.from('%PDF'),
}));
const identity = { matched: true, checkNo: 'V' };

function questionOf(kind: QueryQuestion['kind'], page: PageOfBook): QueryQuestion {
  const owner = page.owners.find((one) => one.nature === 'person') as PageOfBook['owners'][0];
  const applicant = { name: owner.name, idType: 'citizen' as const, idNo: owner.id_no };
  const { name, idType, idNo } = stranger;
  switch (kind) {
    case 'AR-01':
      return { kind, applicant, identity, agent: null, unitCodes: [page.code], askers: true };
    case 'AR-02':
      return {
        kind,
        applicant: { name, idType, idNo },
        identity,
        capacity: 'party',
        licenceNo: null,
        basisNo: '合同1号',
        unitCodes: [page.code],
        holder: null,
      };
    case 'AR-03':
      return {
        kind,
        authority: '演示机关',
        officers: [
          { name: '甲', certificateNo: '1' },
          { name: '乙', certificateNo: '2' },
        ],
        mandateNo: '函1号',
        legalBasis: '《演示法》第一条',
        unitCodes: [page.code],
        person: null,
        secret: false,
      };
    case 'AR-04':
      return {
        kind,
        applicant,
        members: [{ relation: 'buyer', name: owner.name, idNo: owner.id_no }],
        marital: 'single',
        marriage: 'record',
        contractDate: '2026-11-20',
        asOf: null,
        unitCode: null,
        district: '330203',
      };
  }
}

/** Names and numbers that this kind may not show of this page. */
function forbiddenOf(kind: QueryQuestion['kind'], page: PageOfBook): string[] {
  const gone = page.everybody.filter((one) => !page.current.some((now) => now.name === one.name));
  const numbers = page.everybody.map((one) => one.id_no);
  const names = page.everybody.map((one) => one.name);
  const asked = questionOf(kind, page);
  const self = asked.kind === 'AR-03' ? '' : asked.applicant.name;
  switch (kind) {
    case 'AR-01':
      return [...numbers, ...page.phones, ...gone.map((one) => one.name)];
    case 'AR-03':
      return [
        ...page.phones,
        ...gone.map((one) => one.name),
        ...numbers.filter((no) => !page.owners.some((one) => one.id_no === no)),
      ];
    default:
      return [...numbers, ...page.phones, ...names].filter((text) => text !== self);
  }
}

test('no query gives a field or a person that its kind may not see', async () => {
  const kinds = ['AR-01', 'AR-02', 'AR-03', 'AR-04'] as const;
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...codes), fc.constantFrom(...kinds), async (code, kind) => {
      const page = await pageOf(code);
      const { queryNo } = await fixture.registry.queries.ask(
        { queryKey: randomUUID(), district: '330203', purpose: '核实', question: questionOf(kind, page), papers },
        kind === 'AR-04' ? registrarOfTaxes : actor('window_acceptor'),
      );
      const view = await fixture.registry.queries.getQuery(queryNo);
      if (!view?.result) throw new Error(`${kind} of ${code} gave nothing: ${JSON.stringify(view?.refusals)}`);
      const { result } = view;
      const rows: object[] = result.kind === 'AR-04' ? result.housing.items : result.units;
      // Who owns a parking space alone has no home to count.
      if (kind !== 'AR-04') expect(rows.length).toBeGreaterThan(0);
      for (const row of rows) expect(Object.keys(row).sort()).toEqual([...queryFields[kind]].sort());
      const json = JSON.stringify(result);
      const text = await textOfPdf(
        await renderer.render('query-sheet', sheetDataOf(view, 'http://127.0.0.1:3000'), view.askedAt),
      );
      if (kind !== 'AR-04') expect(text).toContain(page.code);
      for (const secret of forbiddenOf(kind, page)) {
        expect(json, kind).not.toContain(secret);
        expect(text, kind).not.toContain(secret.replace(/\s/g, ''));
      }
    }),
    { numRuns: 60, examples: kinds.map((kind) => [codes[0] as string, kind] as [string, (typeof kinds)[number]]) },
  );
});
