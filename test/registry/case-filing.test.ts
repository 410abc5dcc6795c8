import { describe, expect, it } from 'vitest';
import {
  type Application,
  type DemoUnit,
  demoCity,
  type PartyInput,
  type RegistryError,
} from '../../registry/index.ts';
import { acceptor, application, mortgage, party, rename, sale } from './support/play.ts';
import { openRegister } from './support/setup.ts';

const fixture = openRegister();

const homes = demoCity.saleUnits('330212');
let used = 0;
function freshHome(): DemoUnit {
  used += 1;
  return homes[used] as DemoUnit;
}

describe('filing', () => {
  it('writes case, parties and the outbox row in one go, and answers start variables without personal data', async () => {
    const { registry, pool } = fixture;
    const unit = freshHome();
    const filed = await registry.cases.fileCase(
      sale(unit, demoCity.people.chen, { hasLoan: true, certMedium: 'both', delivery: 'window' }),
      acceptor,
    );
    expect(filed.caseNo).toMatch(/^20261123330212\d{6}$/);
    expect(filed.startVariables).toEqual({
      caseNo: filed.caseNo,
      processId: 'bdc-registration',
      itemCode: 'BDC-10',
      channel: 'window',
      district: '330212',
      unitCode: unit.unitCode,
      unitCodes: [unit.unitCode],
      partyNos: [1, 2],
      ruleProfile: 'current',
      contractDate: '2026-11-20',
      operation: null,
      combined: [],
      filedOn: '2026-11-23',
      taxRelation: 'sale',
      siteView: 'none',
      publicity: null,
      autoAcceptEligible: false,
      needsContract: true,
      needsTax: true,
      hasLoan: true,
      certMedium: 'both',
      delivery: 'window',
    });
    const { rows } = await pool.query('SELECT topic, payload FROM registry.outbox WHERE case_no = $1', [filed.caseNo]);
    expect(rows).toEqual([{ topic: 'case.filed', payload: filed.startVariables }]);
    expect(await registry.people.getParty(filed.caseNo, 1)).toMatchObject({
      name: demoCity.people.chen.name,
      role: 'acquirer',
    });
    await expect(registry.people.getParty(filed.caseNo, 9)).rejects.toMatchObject({ code: 'PARTY_UNKNOWN' });
  });

  it('the same key again is the same case; the same key with other content is refused', async () => {
    const { registry } = fixture;
    const application = sale(freshHome());
    const first = await registry.cases.fileCase(application, acceptor);
    expect(await registry.cases.fileCase(application, acceptor)).toEqual({ ...first, firstTime: false });
    await expect(registry.cases.fileCase({ ...application, hasLoan: true }, acceptor)).rejects.toMatchObject({
      code: 'APPLICATION_KEY_REUSED',
    });
  });

  it.each<[string, (a: Application) => Application, string[]]>([
    ['a wrong unit code', (a) => ({ ...a, unitCodes: ['330212001002GB00012F0001002'] }), ['UNIT_CODE_LENGTH']],
    ['an unknown unit', (a) => ({ ...a, unitCodes: ['330212001002GB00012F00018888'] }), ['UNIT_NOT_FOUND']],
    ['a unit of another city', (a) => ({ ...a, unitCodes: ['330110001002GB00012F00010023'] }), ['UNIT_NOT_OURS']],
    ['no contract, no mode', ({ contract: _c, ownershipMode: _m, ...a }) => a, ['CONTRACT_MISSING', 'OWNERSHIP_MODE']],
    [
      'tomorrow’s contract',
      (a) => ({ ...a, contract: { ...a.contract!, signedOn: '2026-11-24' } }),
      ['CONTRACT_DAY_FUTURE'],
    ],
    [
      'a wrong identity number',
      (a) => ({ ...a, parties: a.parties.map((p) => ({ ...p, idNo: '330299199003070012' })) }),
      ['CITIZEN_ID_CHECK', 'CITIZEN_ID_CHECK'],
    ],
    ['no seller', (a) => ({ ...a, parties: a.parties.filter((p) => p.role === 'acquirer') }), ['OBLIGOR_MISSING']],
    [
      'a decimal share',
      (a) => ({ ...a, parties: a.parties.map((p, i) => (i === 0 ? { ...p, share: { n: 0.5, d: 1 } } : p)) }),
      ['SHARE_DECIMAL'],
    ],
    ['a first registration without its survey', (a) => ({ ...a, itemCode: 'BDC-05' }), ['FIRST_SURVEY_MISSING']],
    [
      'an item of later law',
      (a) => ({ ...a, itemCode: 'BDC-35', operation: 'segment', ruleProfile: '2019' }),
      ['ITEM_NOT_IN_PROFILE', 'MORTGAGEE_MISSING', 'MORTGAGE_MISSING'],
    ],
    ['no declaration', (a) => ({ ...a, declareTruth: false }), ['DECLARATION']],
    ['mail without address', (a) => ({ ...a, delivery: 'mail' }), ['DELIVERY_ADDRESS']],
    [
      'an agent of nobody',
      (a) => ({ ...a, parties: [...a.parties, { ...party('acquirer_agent', demoCity.people.li) }] }),
      ['AGENT'],
    ],
    ['the same buyer twice', (a) => ({ ...a, parties: [a.parties[0]!, ...a.parties] }), ['PARTY_TWICE']],
  ])('refuses %s, says everything at once and names no person', async (_, change, codes) => {
    const application = change(sale(homes[0] as DemoUnit));
    const error = (await fixture.registry.cases
      .fileCase(application, acceptor)
      .catch((e: unknown) => e)) as RegistryError;
    expect(error).toMatchObject({ code: 'APPLICATION_INVALID' });
    expect(error.problems.map((p) => p.code)).toEqual(codes);
    for (const p of application.parties) {
      expect(error.message + JSON.stringify(error.problems)).not.toContain(p.name);
      expect(error.message).not.toContain(p.idNo);
    }
  });

  it('knows the forms of a mortgage and of a change of name', async () => {
    const { registry } = fixture;
    const codes = (application: Application) =>
      registry.cases.fileCase(application, acceptor).then(
        () => [],
        (e: RegistryError) => e.problems.map((p) => p.code),
      );
    const good = mortgage(freshHome());
    expect(await codes(good)).toEqual([]);
    expect(
      await codes({
        ...good,
        applicationKey: 'bad-term-1',
        mortgage: { ...good.mortgage!, termTo: '2020-01-01', amountFen: 0.5 },
      }),
    ).toEqual(['AMOUNT', 'TERM']);
    expect(
      await codes({ ...good, applicationKey: 'bad-kind-1', mortgage: { ...good.mortgage!, mortgageKind: 'maximum' } }),
    ).toEqual(['MORTGAGE_KIND']);
    const change = rename(freshHome(), ['新名']);
    expect(await codes({ ...change, applicationKey: 'bad-name-1', nameChange: { previous: [], reason: 'x' } })).toEqual(
      ['NAME_CHANGE_MISSING'],
    );
    expect(await codes(change)).toEqual([]);
  });
});

describe('what nobody can read or the book cannot hold', () => {
  const codesOf = (what: Application) =>
    fixture.registry.cases.fileCase(what, acceptor).then(
      () => [],
      (error) => (error as { problems: { code: string }[] }).problems.map((problem) => problem.code),
    );

  it('names with unseen characters are refused, rare characters are not', async () => {
    const unit = homes.at(-1) as DemoUnit;
    const named = (name: string) => sale(unit, { ...demoCity.people.chen, name });
    for (const name of ['陈\u200b小', '陈\u202e小', '陈\n小', '陈\ufeff小', '陈\u0000小', '陈\ud842'])
      expect(await codesOf(named(name)), JSON.stringify(name)).toEqual(['NAME_UNSEEN']);
    expect(await codesOf(named('𠮷'))).toEqual(['NAME']);
    expect(await codesOf(named('𠮷𪚥'))).toEqual([]);
  });

  it('areas beyond any building, finer than the survey, or below nothing', async () => {
    const unit = homes.at(-2) as DemoUnit;
    const sized = (area: number, innerArea: number, sharedArea: number) =>
      codesOf(
        application(
          'BDC-08',
          unit,
          { acquirers: unit.owners },
          { operation: 'change', facts: { reason: '实测', basisNo: '测1', area, innerArea, sharedArea } },
        ),
      );
    expect(await sized(1e300, 1e300, 0)).toEqual(['AREA', 'AREA']);
    expect(await sized(100.005, 100.005, 0)).toEqual(['AREA', 'AREA']);
    expect(await sized(100, 120, -20)).toEqual(['AREA']);
    expect(await sized(100.1, 80.05, 20.05)).toEqual([]);
  });

  it('whom somebody acts for is said by agents only', async () => {
    const what = sale(homes.at(-1) as DemoUnit);
    const [buyer, ...others] = what.parties as [PartyInput, ...PartyInput[]];
    expect(await codesOf({ ...what, parties: [{ ...buyer, representsPartyNo: 1e15 }, ...others] })).toEqual(['AGENT']);
  });
});
