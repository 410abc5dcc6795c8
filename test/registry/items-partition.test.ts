import { describe, expect, it } from 'vitest';
import { type Application, type DemoUnit, demoCity } from '../../registry/index.ts';
import { brokenRules } from '../../scripts/day/broken-rules.ts';
import { home, partitionSurvey } from './support/estate.ts';
import { pageOf, problemsOf, proofOf, withConsents } from './support/pages.ts';
import {
  acceptor,
  application,
  courtOfficer,
  loanTerms,
  mortgage,
  readyForBook,
  register,
  registered,
  sale,
  seizure,
} from './support/play.ts';
import { openRegister } from './support/setup.ts';

const fixture = openRegister();

const { bank, otherBank } = demoCity.institutions;
const homes = demoCity.saleUnits('330203');
let used = 0;
const freshHome = () => homes[used++] as DemoUnit;
let rooms = 5_000;

/** New units on the parcel of `unit`, of these areas. */
async function surveyOf(unit: DemoUnit, areas: number[]): Promise<{ surveyNo: string; codes: string[] }> {
  const parcel = unit.unitCode.slice(0, 19);
  const units = areas.map((area) => {
    rooms += 1;
    return home(parcel, rooms, { area, innerArea: area, sharedArea: 0, location: `${unit.location}之${rooms}` });
  });
  const { surveyNo } = await fixture.registry.cadastre.recordSurvey(partitionSurvey(parcel, units), acceptor);
  return { surveyNo, codes: units.map((one) => one.unitCode) };
}

const partition = (operation: 'divide' | 'merge', units: DemoUnit[], surveyNo: string): Application =>
  application(
    'BDC-08',
    units,
    { acquirers: (units[0] as DemoUnit).owners },
    { operation, partition: { surveyNo, reason: '权利人申请' } },
  );

describe('BDC-08 分割', () => {
  it('closes the old page and opens two with the same owner, certificates of their own and the chain of title', async () => {
    const unit = freshHome();
    const { surveyNo, codes } = await surveyOf(unit, [40, Number((unit.area - 40).toFixed(2))]);
    expect(await fixture.registry.units.unitPage(codes[0] as string)).toBeNull();
    const what = partition('divide', [unit], surveyNo);
    const caseNo = await readyForBook(fixture.registry, what);
    const preview = await fixture.registry.book.previewEntry(caseNo);
    expect(preview.after.filter((line) => line.startsWith('新单元'))).toHaveLength(2);
    const before = (await pageOf(fixture.registry, unit)).ownership;
    const result = await fixture.registry.book.enterInRegister({
      caseNo,
      step: 'BookWrite',
      registrar: { userId: 'registrar-330203', role: 'registrar', district: '330203' },
    });
    if (result.kind !== 'entered') throw new Error(result.refusal.message);
    expect(result.certificateNos).toHaveLength(2);
    expect(result.registerVersions[codes[1] as string]).toBe(1);
    expect((await pageOf(fixture.registry, unit)).states).toEqual(['EXTINGUISHED']);
    for (const code of codes) {
      const page = await pageOf(fixture.registry, code);
      expect(page).toMatchObject({ registerVersion: 1, ownership: { regType: 300, reason: '单元分割' } });
      expect(page.ownership?.holders.map((one) => one.name)).toEqual(before?.holders.map((one) => one.name));
    }
    const { rows } = await fixture.pool.query(
      'SELECT r.previous_id, l.from_unit FROM registry.rights r JOIN registry.unit_lineage l ON l.to_unit = r.unit_code WHERE r.unit_code = $1',
      [codes[0]],
    );
    expect(rows).toEqual([{ previous_id: before?.rightId, from_unit: unit.unitCode }]);
    expect(await brokenRules(fixture.pool, [unit.unitCode, ...codes])).toEqual({});
    // and the new home is a home like any other
    await registered(fixture.registry, sale({ ...unit, unitCode: codes[0] as string }));
  });

  it('a mortgage goes on on every part in its rank, once the mortgagee agreed in writing', async () => {
    const unit = freshHome();
    await proofOf(fixture, mortgage(unit));
    await proofOf(
      fixture,
      application(
        'BDC-17',
        unit,
        { acquirers: [otherBank], obligors: unit.owners },
        { mortgage: loanTerms({ mortgageContractNo: 'DY-2' }) },
      ),
    );
    const { surveyNo, codes } = await surveyOf(unit, [30, Number((unit.area - 30).toFixed(2))]);
    const { asked, result } = await withConsents(fixture.registry, partition('divide', [unit], surveyNo));
    expect(asked).toEqual(['INV-18', 'INV-18']);
    if (result.kind !== 'entered') throw new Error(result.refusal.message);
    expect(result.certificateNos).toHaveLength(6);
    for (const code of codes)
      expect((await pageOf(fixture.registry, code)).mortgages).toMatchObject([
        { rank: 1, holders: [{ name: bank.name }], amountFen: 90_000_000 },
        { rank: 2, holders: [{ name: otherBank.name }] },
      ]);
  });

  it('an objection goes on on every part with the suit that keeps it', async () => {
    const unit = freshHome();
    const terms = { ground: 'share' as const, matter: '主张为共有人', evidenceNo: '证据1号' };
    await registered(
      fixture.registry,
      application('BDC-30', unit, { acquirers: [demoCity.people.wang] }, { objection: terms }),
    );
    const rightId = (await pageOf(fixture.registry, unit)).objections[0]?.rightId as string;
    const suit = { rightId, court: '宁波市海曙区人民法院', documentNo: '（2026）浙0203民初8号', filedOn: '2026-11-23' };
    await fixture.registry.lapses.recordSuitProof(suit, acceptor);
    const { surveyNo, codes } = await surveyOf(unit, [30, Number((unit.area - 30).toFixed(2))]);
    await registered(fixture.registry, partition('divide', [unit], surveyNo));
    for (const code of codes)
      expect((await pageOf(fixture.registry, code)).objections).toMatchObject([
        { matter: terms.matter, suitNo: suit.documentNo },
      ]);
    const { rows } = await fixture.pool.query(
      'SELECT evidence_no FROM registry.objection_details JOIN registry.rights USING (right_id) WHERE unit_code = ANY ($1)',
      [codes],
    );
    expect(rows).toEqual([{ evidence_no: '证据1号' }, { evidence_no: '证据1号' }]);
  });

  it('INV-06: refused under a seizure, by the rules and by the database', async () => {
    const unit = freshHome();
    const { surveyNo, codes } = await surveyOf(unit, [30, Number((unit.area - 30).toFixed(2))]);
    await fixture.registry.seizures.enterSeizure(seizure(unit), courtOfficer);
    expect((await register(fixture.registry, partition('divide', [unit], surveyNo))).result).toMatchObject({
      kind: 'refused',
      refusal: { rule: 'INV-06', errorCode: 'UNIT_RESTRICTED' },
    });
    const client = await fixture.pool.connect();
    try {
      await client.query('BEGIN');
      await client.query(
        `INSERT INTO registry.units (unit_code, parcel_code, district, location, use, area) VALUES ($1, left($1, 19), left($1, 6), 'x', 'residential', 1)`,
        [codes[0]],
      );
      const entry = await client.query(
        "INSERT INTO registry.register_entries (kind, reference, step, registered_at, registrar) VALUES ('REGISTRATION', 'forged', 'x', now(), 'x') RETURNING entry_id",
      );
      await expect(
        client.query('INSERT INTO registry.unit_lineage VALUES ($1, $2, $3)', [
          entry.rows[0].entry_id,
          unit.unitCode,
          codes[0],
        ]),
      ).rejects.toThrow(/INV-06/);
    } finally {
      await client.query('ROLLBACK');
      client.release();
    }
  });

  it('needs a partition survey of this parcel with new codes, and a caution is settled first', async () => {
    const unit = freshHome();
    expect(await problemsOf(fixture.registry, partition('divide', [unit], 'FG-NONE'))).toEqual(['SURVEY_UNKNOWN']);
    const { surveyNo } = await surveyOf(unit, [unit.area]);
    expect((await register(fixture.registry, partition('divide', [unit], surveyNo))).result).toMatchObject({
      kind: 'refused',
      refusal: { rule: 'ITEM-PARTITION' },
    });
    const cautioned = demoCity.units.cautioned;
    const parts = await surveyOf(cautioned, [40, Number((cautioned.area - 40).toFixed(2))]);
    expect((await register(fixture.registry, partition('divide', [cautioned], parts.surveyNo))).result).toMatchObject({
      kind: 'refused',
      refusal: { rule: 'INV-21' },
    });
    // the same survey twice: the codes are taken by the first case
    const twice = await surveyOf(unit, [30, Number((unit.area - 30).toFixed(2))]);
    const late = await readyForBook(fixture.registry, partition('divide', [unit], twice.surveyNo));
    await registered(fixture.registry, partition('divide', [unit], twice.surveyNo));
    const refused = await fixture.registry.book.enterInRegister({
      caseNo: late,
      step: 'BookWrite',
      registrar: { userId: 'registrar-330203', role: 'registrar', district: '330203' },
    });
    expect(refused).toMatchObject({ kind: 'refused', refusal: { rule: 'INV-05' } });
  });
});

describe('BDC-08 合并', () => {
  it('makes one page of two of the same owner; different owners or different mortgages are refused', async () => {
    const [one, two, strange] = [freshHome(), freshHome(), freshHome()];
    const owner = one.owners;
    await registered(fixture.registry, sale(two, owner[0]));
    const both = [one, { ...two, owners: owner }];
    const total = Number((one.area + two.area).toFixed(2));
    const merged = await surveyOf(one, [total]);
    expect(
      (await register(fixture.registry, partition('merge', [one, strange], merged.surveyNo))).result,
    ).toMatchObject({ kind: 'refused', refusal: { code: 'TRANSFEROR_MISMATCH' } });
    const proof = await proofOf(fixture, mortgage(one));
    expect((await withConsents(fixture.registry, partition('merge', both, merged.surveyNo))).result).toMatchObject({
      kind: 'refused',
      refusal: { rule: 'INV-18', code: 'UNIT_RESTRICTED' },
    });
    await registered(
      fixture.registry,
      application(
        'BDC-21',
        one,
        { acquirers: [bank] },
        { targets: [{ certificateNo: proof }], cancellation: { cause: 'claim_ended', endedOn: '2026-11-20' } },
      ),
    );
    const certificates = await registered(fixture.registry, partition('merge', both, merged.surveyNo));
    expect(certificates).toHaveLength(1);
    const page = await pageOf(fixture.registry, merged.codes[0] as string);
    expect(page).toMatchObject({ ownership: { reason: '单元合并' }, unit: { area: total } });
    for (const old of both) expect((await pageOf(fixture.registry, old)).states).toEqual(['EXTINGUISHED']);
  });
});
