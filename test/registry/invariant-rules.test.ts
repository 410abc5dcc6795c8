import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { evaluateDecision, readDmn } from '../../engine/dmn/index.ts';
import { catalogue, type DemoUnit, demoCity } from '../../registry/index.ts';
import { evaluateRules } from '../../registry/rights/evaluate-rules.ts';
import type { Finding, RuleInput } from '../../registry/rights/rule-input.ts';
import { disposalRules } from '../../registry/rights/rules/co-ownership-rules.ts';
import { objectionRules } from '../../registry/rights/rules/encumbrance-rules.ts';
import { maximumRules, mortgageBanRules } from '../../registry/rights/rules/mortgage-rules.ts';
import { newObjectionRules } from '../../registry/rights/rules/objection-rules.ts';
import { pageRules } from '../../registry/rights/rules/page-rules.ts';
import { applicantRules } from '../../registry/rights/rules/party-rules.ts';
import { reachOf } from '../../registry/seizure/reach.ts';
import { proofOf } from './support/pages.ts';
import { courtOfficer, mortgage, register, seizure } from './support/play.ts';
import { holder, mortgaged, owned, party, people, ruleInput } from './support/rule-input.ts';
import { openRegister } from './support/setup.ts';

// The invariants of domain §4.2 that are kept by a rule, a table or a process, not by a constraint: each is called with what
// breaks it, and with the nearest lawful thing, which it must let pass.

const fixture = openRegister({ tampered: true }); // the land beside the home is stock written by hand

const refusals = (findings: Finding[]) => findings.flatMap(({ block }) => (block ? [block.rule] : []));
const homes = demoCity.saleUnits('330211');
const home = (i: number) => homes[i] as DemoUnit;

describe('rules', () => {
  const li = holder(people.li, { n: 1, d: 3 });
  const wang = holder(people.wang, { n: 1, d: 3 });
  const zhou = holder(people.zhou, { n: 1, d: 3 });

  it('INV-03: whoever sells is exactly who holds', () => {
    const by = (seller: typeof people.li) =>
      ruleInput({
        itemCode: 'BDC-10',
        rights: [owned([holder(people.li)])],
        parties: [party('acquirer', people.chen), party('obligor', seller)],
      });
    expect(refusals(applicantRules(by(people.wang)))).toEqual(['INV-03']);
    expect(refusals(applicantRules(by(people.li)))).toEqual([]);
  });

  it('INV-20: an open 最高额 mortgage does not move with a part of the claims', () => {
    const move = (agreedToMove: boolean, claimFixed: ReturnType<typeof mortgaged>['claimFixed'] = null) =>
      ruleInput({
        itemCode: 'BDC-20',
        rights: [owned([holder(people.li)]), mortgaged({ mortgageKind: 'maximum', claimFixed })],
        more: {
          targets: ['2'],
          terms: {
            mortgageTransfer: {
              assignmentNo: 'Z-1',
              assignedOn: '2026-11-20',
              debtorNoticedOn: '2026-11-21',
              partial: true,
              agreedToMove,
            },
          },
        },
      });
    expect(refusals(maximumRules(move(false)))).toEqual(['INV-20']);
    expect(refusals(maximumRules(move(true)))).toEqual([]);
    expect(refusals(maximumRules(move(false, { on: '2026-11-01', amountFen: 1, fact: '查封' })))).toEqual([]);
  });

  it('INV-23: an objection asks for the signed risk; the same ground does not come twice', () => {
    const objection = {
      ...mortgaged(),
      kind: 'OBJECTION' as const,
      rightId: '3',
      matter: '主张为共有人',
      ground: 'share' as const,
      lapsesOn: '2026-11-30',
      suitNo: null,
      holders: [holder(people.wang)],
    };
    const sold = (signed: boolean) =>
      ruleInput({
        itemCode: 'BDC-10',
        rights: [owned([holder(people.li)]), objection],
        more: { consents: signed ? [{ rightId: '3', kind: 'objection_risk' }] : [] },
      });
    expect(refusals(objectionRules(sold(false)))).toEqual(['INV-23']);
    expect(refusals(objectionRules(sold(true)))).toEqual([]);
    const again = (ground: 'share' | 'forged') =>
      ruleInput({
        itemCode: 'BDC-30',
        rights: [owned([holder(people.li)])],
        parties: [party('acquirer', people.wang)],
        more: { terms: { objection: { ground, matter: '另述', evidenceNo: '证2' } } },
        input: { earlierObjections: [{ ...objection, status: 'HISTORY' }] },
      });
    expect(refusals(newObjectionRules(again('share')))).toEqual(['INV-23']);
    expect(refusals(newObjectionRules(again('forged')))).toEqual([]);
  });

  it('INV-26: a third of the shares does not dispose of the home, two thirds do', () => {
    const owner = owned([li, wang, zhou], 'shares');
    const by = (...sellers: (typeof people.li)[]): RuleInput =>
      ruleInput({
        itemCode: 'BDC-10',
        rights: [owner],
        parties: [party('acquirer', people.chen), ...sellers.map((seller) => party('obligor', seller))],
      });
    expect(refusals(disposalRules(by(people.li), owner))).toEqual(['INV-26']);
    expect(refusals(disposalRules(by(people.li, people.wang), owner))).toEqual([]);
  });

  it('INV-28: what serves the public is not mortgaged', () => {
    const of = (nature: 'institution' | 'person') =>
      ruleInput({ itemCode: 'BDC-17', rights: [owned([{ ...holder(people.li), nature }])] });
    expect(refusals(mortgageBanRules(of('institution')))).toEqual(['INV-28']);
    expect(refusals(mortgageBanRules(of('person')))).toEqual([]);
  });

  it('INV-32: an accepted correction holds up a sale, not a change of name', () => {
    const waiting = (itemCode: string) =>
      ruleInput({
        itemCode,
        rights: [owned([holder(people.li)])],
        input: { runningCorrections: ['20261123330203000009'] },
      });
    expect(refusals(pageRules(waiting('BDC-10')))).toEqual(['INV-32']);
    expect(refusals(pageRules(waiting('BDC-07')))).toEqual([]);
  });
});

describe('a refusal names its rule and its row', () => {
  const ofItem = (itemCode: string, rights: ReturnType<typeof owned>[], more: object = {}) =>
    evaluateRules(ruleInput({ itemCode, rights, parties: [party('acquirer', people.chen)], more })).blocks;

  it('the ownership that makes it another kind of page; the case where it is the application that lacks something', () => {
    const land = { ...owned([holder(people.li)]), rightType: '3' };
    expect(ofItem('BDC-10', [land])).toContainEqual(
      expect.objectContaining({
        rule: 'ITEM-LAND',
        blockingRow: expect.objectContaining({ table: 'rights', id: '1' }),
      }),
    );
    const without = ofItem('BDC-10', [owned([holder(people.li)])], { taxClearanceId: null });
    expect(without).toContainEqual(
      expect.objectContaining({ rule: 'INV-27', blockingRow: expect.objectContaining({ table: 'cases' }) }),
    );
  });

  // what begins on a page without any right: 新建房屋首次登记, 在建建筑物抵押, 预购商品房预告
  const lawful = ['BDC-05', 'BDC-22', 'BDC-24'];
  it.each(catalogue.map(({ code }) => code))('%s, on a page without any right', (itemCode) => {
    const blocks = ofItem(itemCode, []);
    expect(blocks.length > 0).toBe(!lawful.includes(itemCode));
    for (const { rule, blockingRow } of blocks) expect([rule, blockingRow?.id]).not.toContain(undefined);
    const atTheCounter = evaluateRules({ ...ruleInput({ itemCode, rights: [] }), application: null }).blocks;
    for (const { rule, blockingRow } of atTheCounter) expect([rule, blockingRow?.table]).toEqual([rule, 'units']);
  });
});

describe('INV-02, 15: land and building', () => {
  it('INV-02: house and land right are one row, so they move together', async () => {
    const { rows } = await fixture.pool.query(
      "SELECT DISTINCT right_type FROM registry.rights r JOIN registry.units u USING (unit_code) WHERE r.kind = 'OWNERSHIP' AND substr(u.unit_code, 20, 1) = 'F'",
    );
    expect(rows).toEqual([{ right_type: '4' }]);
  });

  it('INV-15: seizing the land reaches the building on it and the other way round, unless their owners differ', async () => {
    const debtor = home(0);
    const other = homes.find(
      (one) =>
        one.unitCode.slice(0, 19) === debtor.unitCode.slice(0, 19) && one.owners[0]?.idNo !== debtor.owners[0]?.idNo,
    ) as DemoUnit;
    const land = await landBeside(debtor);
    const [person] = debtor.owners;
    const respondent = { name: person?.name ?? '', idNo: person?.idNo ?? '' };
    // given the land of the debtor: named alone, it is seized together with his home, and with nobody else's
    expect(await reachOf(fixture.pool, [land], respondent)).toEqual([land, debtor.unitCode]);
    const result = await fixture.registry.seizures.enterSeizure(
      seizure(debtor, { unitCodes: [debtor.unitCode], respondent }),
      courtOfficer,
    );
    expect(result).toMatchObject({ kind: 'entered' });
    const entries = result.kind === 'entered' ? result.entries.map(({ unitCode }) => unitCode) : [];
    expect(entries.sort()).toEqual([debtor.unitCode, land].sort());
    // and the neighbour's home on the same land takes nothing with it
    const [neighbour] = other.owners;
    expect(
      await reachOf(fixture.pool, [other.unitCode], { name: neighbour?.name ?? '', idNo: neighbour?.idNo ?? '' }),
    ).toEqual([other.unitCode]);
  });

  /** The page of the land under the home, in the same owner's name, taken over as stock. */
  async function landBeside(unit: DemoUnit): Promise<string> {
    const code = `${unit.unitCode.slice(0, 19)}W00000000`;
    const client = await fixture.pool.connect();
    try {
      await client.query('BEGIN');
      await client.query(
        "INSERT INTO registry.units (unit_code, parcel_code, district, location, use, area) VALUES ($1, left($1, 19), left($1, 6), '土地', 'residential', 100)",
        [code],
      );
      const entry = await client.query(
        "INSERT INTO registry.register_entries (kind, reference, step, registered_at, registrar) VALUES ('MIGRATION', $1, 'migration', '2015-01-01T10:00:00+08:00', 'migration') RETURNING entry_id",
        [code],
      );
      const right = await client.query(
        `INSERT INTO registry.rights (kind, status, unit_code, right_type, reg_type, reason, entry_id, registered_at, registrar)
         VALUES ('OWNERSHIP', 'CURRENT', $1, '3', 100, '首次', $2, '2015-01-01T10:00:00+08:00', 'migration') RETURNING right_id`,
        [code, entry.rows[0].entry_id],
      );
      await client.query("INSERT INTO registry.ownership_details (right_id, mode) VALUES ($1, 'single')", [
        right.rows[0].right_id,
      ]);
      await client.query(
        `INSERT INTO registry.right_holders (right_id, seq, person_id, name, nature, id_type, id_no)
         SELECT $1, 1, person_id, name, nature, id_type, id_no FROM registry.persons WHERE id_no = $2 LIMIT 1`,
        [right.rows[0].right_id, unit.owners[0]?.idNo],
      );
      await client.query('COMMIT');
    } finally {
      client.release();
    }
    return code;
  }
});

describe('processes and documents', () => {
  it('INV-13: the registry looks at the form of court papers, and enters what a court insists on', async () => {
    const stranger = { name: people.chen.name, idNo: people.chen.idNo };
    const enter = (more: object) =>
      fixture.registry.seizures.enterSeizure(
        seizure(home(1), { respondent: stranger, ...more, documentNo: '（2026）浙0211执77号' }),
        courtOfficer,
      );
    expect(await enter({ officers: [] })).toMatchObject({ kind: 'refused', rule: 'INV-13', code: 'NOTICE_INVALID' });
    expect(await enter({})).toMatchObject({ kind: 'refused', rule: 'INV-13', code: 'RESPONDENT_MISMATCH' });
    expect(await enter({ courtInsists: true })).toMatchObject({ kind: 'entered' });
  });

  it('INV-19: the proof of a mortgage says what the register says, whatever the contract said', async () => {
    const unit = home(2);
    const proof = await proofOf(fixture, mortgage(unit));
    const { rows } = await fixture.pool.query(
      'SELECT d.scope, d.amount_fen FROM registry.certificates k JOIN registry.mortgage_details d USING (right_id) WHERE certificate_no = $1',
      [proof],
    );
    const content = await fixture.registry.certificates.getContent(proof);
    expect(content?.mortgage).toMatchObject({ scope: rows[0].scope, amountFen: Number(rows[0].amount_fen) });
    // given: a change of the scope reaches the register, then the new proof carries it and the old one is void
    const change = {
      ...mortgage(unit),
      applicationKey: 'inv-19-change',
      itemCode: 'BDC-19',
      mortgage: undefined,
      targets: [{ certificateNo: proof }],
      mortgageChange: { reason: '担保范围变更', scope: '主债权、利息和实现抵押权的费用' },
    };
    const { result } = await register(fixture.registry, change as never);
    if (result.kind !== 'entered') throw new Error(result.refusal.message);
    const after = await fixture.registry.certificates.getContent(result.certificateNos[0] as string);
    expect(after?.mortgage?.scope).toBe('主债权、利息和实现抵押权的费用');
    const old = await fixture.pool.query('SELECT status FROM registry.certificates WHERE certificate_no = $1', [proof]);
    expect(old.rows).toEqual([{ status: 'CANCELLED' }]);
  });

  it('INV-33: the fee is by the piece; neither area nor price is asked', () => {
    const xml = readFileSync(new URL('../../processes/bdc-registration/registration_fee.dmn', import.meta.url), 'utf8');
    const asked = [...xml.matchAll(/<input [\s\S]*?<text>([^<]*)<\/text>/g)].map(([, text]) => text ?? '');
    expect(asked.length).toBeGreaterThan(3);
    expect(asked.filter((text) => /area|price|amount|fen/i.test(text))).toEqual([]);
    const reading = readDmn('registration_fee', xml);
    if (!reading.ok) throw new Error(reading.message);
    const fee = (more: object) =>
      evaluateDecision(
        reading.drg,
        'registration_fee',
        {
          itemCode: 'BDC-10',
          operation: '',
          use: 'residential',
          combined: [],
          acceptedOn: '2026-11-23',
          smallEnterprise: false,
          withHome: false,
          ...more,
        } as never,
        0,
      );
    expect(fee({ area: 300, priceFen: 9_000_000_000 })).toEqual(fee({ area: 30, priceFen: 90_000_000 }));
    expect(fee({})).toMatchObject({ ok: true });
  });

  it('INV-35: no item asks for a valuation, and none renews a registration that has not changed', () => {
    for (const item of catalogue) {
      expect(item.materials.filter(({ name }) => name.includes('评估'))).toEqual([]);
      expect(item.name).not.toMatch(/年检|重新登记/);
    }
  });
});
