import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  type Actor,
  type AuthorityQuery,
  cityPerson,
  type DemoUnit,
  demoCity,
  type InterestQuery,
  type NewQuery,
  type OwnerQuery,
  type QueryPaperKind,
  type QueryQuestion,
} from '../../registry/index.ts';
import { papers as courtPapers, deliver, notice } from './support/notices.ts';
import { actor } from './support/play.ts';
import { openRegister } from './support/setup.ts';

const fixture = openRegister({ seeds: ['organisations'] });

const clerk = actor('window_acceptor');
const matched = { matched: true, checkNo: 'V1' };
const paper = (kind: QueryPaperKind) => ({
  kind,
  title: kind,
  mediaType: 'application/pdf',
  bytes: Buffer.from(`%PDF ${kind}`),
});
const ownerOf = (unit: DemoUnit) => unit.owners[0] as NonNullable<DemoUnit['owners'][0]>;
const person = ({ name, idType, idNo }: DemoUnit['owners'][0]) => ({ name, idType, idNo });

function query(question: QueryQuestion, papers: QueryPaperKind[] = [], more: Partial<NewQuery> = {}): NewQuery {
  return {
    queryKey: randomUUID(),
    district: '330203',
    purpose: '核对自己名下的房屋',
    question,
    papers: papers.map(paper),
    ...more,
  };
}
const own = (unit: DemoUnit, more: Partial<OwnerQuery> = {}): OwnerQuery => ({
  kind: 'AR-01',
  applicant: person(ownerOf(unit)),
  identity: matched,
  agent: null,
  unitCodes: [],
  askers: false,
  ...more,
});
const interest = (unit: DemoUnit | null, more: Partial<InterestQuery> = {}): InterestQuery => ({
  kind: 'AR-02',
  applicant: person(cityPerson(7_000_010)),
  identity: matched,
  capacity: 'party',
  licenceNo: null,
  basisNo: '买卖合同2026-001',
  unitCodes: unit ? [unit.unitCode] : [],
  holder: null,
  ...more,
});
const mandate = (more: Partial<AuthorityQuery> = {}): AuthorityQuery => ({
  kind: 'AR-03',
  authority: '宁波市演示税务稽查局',
  officers: [
    { name: '稽查甲', certificateNo: 'J1' },
    { name: '稽查乙', certificateNo: 'J2' },
  ],
  mandateNo: '甬税稽查〔2026〕1号',
  legalBasis: '《中华人民共和国税收征收管理法》第五十四条',
  unitCodes: [],
  person: null,
  secret: false,
  ...more,
});
const refusalsOf = async (input: NewQuery, by: Actor = clerk) => {
  const { outcome, refusals, result, fields } = await fixture.registry.queries.ask(input, by);
  expect(outcome).toBe('REFUSED');
  expect([result, fields]).toEqual([null, []]);
  return refusals.map((one) => one.code);
};

describe('AR-01 权利人查询', () => {
  it('lists what the applicant holds, with co-owners by name and nobody else by number', async () => {
    const { registry } = fixture;
    const { jointSale } = demoCity.units;
    const [first, second] = jointSale.owners;
    const answer = await registry.queries.ask(query(own(jointSale)), clerk);
    expect(answer).toMatchObject({ outcome: 'GIVEN', kind: 'AR-01', userId: clerk.userId, forWhom: first?.name });
    const units = answer.result?.kind === 'AR-01' ? answer.result.units : [];
    const home = units.find((unit) => unit.unitCode === jointSale.unitCode);
    expect(home).toMatchObject({
      rights: ['OWNERSHIP'],
      mode: 'joint',
      certificateNos: [jointSale.certificateNo],
      holders: [
        { name: first?.name, self: true },
        { name: second?.name, self: false },
      ],
    });
    expect(JSON.stringify(answer.result)).not.toContain(second?.idNo);
    // valid to the end of the thirtieth day
    expect(answer.validUntil?.toISOString()).toBe('2026-12-23T16:00:00.000Z');
  });

  it('answers 查无 for who holds nothing, and the same name with another number finds nothing', async () => {
    const { plainSale } = demoCity.units;
    const namesake = { ...person(cityPerson(7_000_011)), name: ownerOf(plainSale).name };
    const answer = await fixture.registry.queries.ask(query(own(plainSale, { applicant: namesake })), clerk);
    expect(answer).toMatchObject({ outcome: 'NOTHING', unitCodes: [], fields: [] });
  });

  it('refuses another person’s home, a failed identity check and an agent without authorisation', async () => {
    const { plainSale, mortgaged } = demoCity.units;
    expect(await refusalsOf(query(own(plainSale, { unitCodes: [mortgaged.unitCode] })))).toEqual(['NOT_HOLDER']);
    expect(await refusalsOf(query(own(plainSale, { identity: { matched: false, checkNo: 'V2' } })))).toEqual([
      'IDENTITY_NOT_PROVEN',
    ]);
    const agent = person(cityPerson(7_000_012));
    expect(await refusalsOf(query(own(plainSale, { agent })))).toEqual(['AUTHORISATION_MISSING']);
    const allowed = await fixture.registry.queries.ask(query(own(plainSale, { agent }), ['authorisation']), clerk);
    expect(allowed.outcome).toBe('GIVEN');
  });

  it('tells the owner who asked about his home, but not who asked in secret', async () => {
    const { registry } = fixture;
    const unit = demoCity.saleUnits('330205')[20] as DemoUnit;
    const stranger = interest(unit);
    await registry.queries.ask(query(stranger, ['interest'], { purpose: '拟购买该房屋' }), clerk);
    await registry.queries.ask(
      query(mandate({ unitCodes: [unit.unitCode] }), ['mandate'], { purpose: '税务稽查' }),
      clerk,
    );
    await registry.queries.ask(
      query(mandate({ authority: '演示监察机关', unitCodes: [unit.unitCode], secret: true }), ['mandate']),
      clerk,
    );
    const { result } = await registry.queries.ask(query(own(unit, { askers: true })), clerk);
    const askers = result?.kind === 'AR-01' ? result.askers : null;
    expect(askers?.map(({ kind, who, purpose }) => [kind, who, purpose])).toEqual(
      expect.arrayContaining([
        ['AR-03', '宁波市演示税务稽查局', '税务稽查'],
        ['AR-02', `${stranger.applicant.name[0]}${'*'.repeat(stranger.applicant.name.length - 1)}`, '拟购买该房屋'],
      ]),
    );
    expect(askers).toHaveLength(2);
  });
});

describe('AR-02 利害关系人查询', () => {
  it('shows natural facts, co-ownership and what burdens the home, and no person', async () => {
    const { mortgaged, seized, objected, cautioned, sharedSale } = demoCity.units;
    const units = [mortgaged, seized, objected, cautioned, sharedSale];
    const { result } = await fixture.registry.queries.ask(
      query(interest(null, { unitCodes: units.map((unit) => unit.unitCode) }), ['interest']),
      clerk,
    );
    const shown = new Map((result?.kind === 'AR-02' ? result.units : []).map((unit) => [unit.unitCode, unit]));
    expect(shown.get(mortgaged.unitCode)).toMatchObject({ mortgaged: true, seized: false, holderMatches: null });
    expect(shown.get(seized.unitCode)).toMatchObject({ seized: true });
    expect(shown.get(objected.unitCode)).toMatchObject({ objected: true });
    expect(shown.get(cautioned.unitCode)).toMatchObject({ cautioned: true });
    expect(shown.get(sharedSale.unitCode)).toMatchObject({ coOwned: true, registered: true });
  });

  it('answers yes or no about the holder whom the applicant names', async () => {
    const { plainSale } = demoCity.units;
    const matches = async (holder: InterestQuery['holder']) => {
      const { result } = await fixture.registry.queries.ask(
        query(interest(plainSale, { holder }), ['interest']),
        clerk,
      );
      return result?.kind === 'AR-02' ? result.units[0]?.holderMatches : undefined;
    };
    const { name, idNo } = ownerOf(plainSale);
    expect(await matches({ name, idNo: null })).toBe(true);
    expect(await matches({ name, idNo })).toBe(true);
    expect(await matches({ name, idNo: cityPerson(7_000_013).idNo })).toBe(false);
    expect(await matches({ name: '另一人', idNo: null })).toBe(false);
  });

  it('refuses 以人查房, a missing proof of interest, a lawyer without papers and too many homes', async () => {
    const { plainSale } = demoCity.units;
    const holder = { name: ownerOf(plainSale).name, idNo: null };
    expect(await refusalsOf(query(interest(null, { holder }), ['interest']))).toEqual(['BY_NAME_FORBIDDEN']);
    expect(await refusalsOf(query(interest(plainSale)))).toEqual(['INTEREST_NOT_PROVEN']);
    expect(await refusalsOf(query(interest(plainSale, { capacity: 'lawyer' }), ['interest']))).toEqual([
      'LAWYER_PAPERS_MISSING',
    ]);
    const many = demoCity
      .saleUnits('330205')
      .slice(0, 6)
      .map((unit) => unit.unitCode);
    expect(await refusalsOf(query(interest(null, { unitCodes: many }), ['interest']))).toEqual(['TOO_MANY_UNITS']);
    expect(await refusalsOf(query(interest(plainSale), ['interest'], { purpose: ' ' }))).toEqual(['PURPOSE_MISSING']);
  });
});

describe('AR-03 国家机关查询', () => {
  it('shows pages by unit or by person, and a namesake is not found', async () => {
    const { registry } = fixture;
    const { plainSale } = demoCity.units;
    const { name, idNo } = ownerOf(plainSale);
    const byUnit = await registry.queries.ask(query(mandate({ unitCodes: [plainSale.unitCode] }), ['mandate']), clerk);
    expect(byUnit.result).toMatchObject({ units: [{ unitCode: plainSale.unitCode, owners: [{ name, idNo }] }] });
    const byPerson = await registry.queries.ask(query(mandate({ person: { name, idNo } }), ['mandate']), clerk);
    expect(byPerson.unitCodes).toContain(plainSale.unitCode);
    const namesake = { name, idNo: cityPerson(7_000_014).idNo };
    expect(await registry.queries.ask(query(mandate({ person: namesake }), ['mandate']), clerk)).toMatchObject({
      outcome: 'NOTHING',
    });
  });

  it('refuses one officer, the same certificate twice, no mandate, no law, and a name without its number', async () => {
    const { plainSale } = demoCity.units;
    const unitCodes = [plainSale.unitCode];
    const one = [{ name: '稽查甲', certificateNo: 'J1' }];
    expect(await refusalsOf(query(mandate({ unitCodes, officers: one }), ['mandate']))).toEqual([
      'TWO_OFFICERS_NEEDED',
    ]);
    const twice = [...one, { name: '稽查乙', certificateNo: 'J1' }];
    expect(await refusalsOf(query(mandate({ unitCodes, officers: twice }), ['mandate']))).toEqual([
      'TWO_OFFICERS_NEEDED',
    ]);
    expect(await refusalsOf(query(mandate({ unitCodes })))).toEqual(['MANDATE_MISSING']);
    expect(await refusalsOf(query(mandate({ unitCodes, legalBasis: '' }), ['mandate']))).toEqual([
      'LEGAL_BASIS_MISSING',
    ]);
    const byName = mandate({ person: { name: ownerOf(plainSale).name, idNo: '' } });
    expect(await refusalsOf(query(byName, ['mandate']))).toEqual(['BY_NAME_FORBIDDEN']);
  });
});

describe('CT-01 司法查询', () => {
  const ask = (unit: DemoUnit, content: Record<string, unknown>) =>
    notice(unit, { kind: 'query', papers: courtPapers.slice(1), content });

  it('finds by name and number together, answers 查无 to a namesake, and both are in the log of queries', async () => {
    const { registry } = fixture;
    const { plainSale } = demoCity.units;
    const { name, idNo } = ownerOf(plainSale);
    for (const [respondent, outcome] of [
      [{ name, idNo }, 'GIVEN'],
      [{ name, idNo: cityPerson(7_000_015).idNo }, 'NOTHING'],
    ] as const) {
      const noticeNo = await deliver(registry, ask(plainSale, { respondent, unitCodes: [] }));
      await registry.court.decideNotice(noticeNo);
      const { result } = (await registry.court.getNotice(noticeNo)) as { result: { query: { found: boolean } } };
      expect(result.query.found).toBe(outcome === 'GIVEN');
      expect(await registry.queries.getQuery(noticeNo)).toMatchObject({ kind: 'CT-01', outcome, secret: true });
    }
  });

  it('wants two officers, each with both certificate numbers', async () => {
    const { registry } = fixture;
    const officer = { name: '执行甲', workNo: 'W1', dutyNo: 'D1' };
    const complete = async (officers: (typeof officer)[]) => {
      const noticeNo = await deliver(registry, ask(demoCity.units.plainSale, { officers }));
      return (await registry.court.formFacts(noticeNo)).officersComplete;
    };
    expect(await complete([officer, { ...officer, name: '执行乙', workNo: 'W2', dutyNo: 'D2' }])).toBe(true);
    expect(await complete([officer])).toBe(false);
    expect(await complete([officer, officer])).toBe(false);
    expect(await complete([officer, { ...officer, dutyNo: ' ' }])).toBe(false);
    expect(await complete([officer, { ...officer, workNo: '' }])).toBe(false);
  });
});

describe('the log', () => {
  it('keeps one query once, however often it is sent, and refuses its key for another question', async () => {
    const { registry } = fixture;
    const { plainSale, mortgaged } = demoCity.units;
    const input = query(own(plainSale));
    const queryNo = await registry.queries.drawNumber(input.queryKey, '330203');
    const answers = await Promise.all([1, 2, 3].map(() => registry.queries.ask(input, clerk)));
    expect(answers.map((one) => one.queryNo)).toEqual([queryNo, queryNo, queryNo]);
    expect(answers[1]).toEqual(answers[0]);
    await expect(registry.queries.ask({ ...input, question: own(mortgaged) }, clerk)).rejects.toMatchObject({
      code: 'APPLICATION_KEY_REUSED',
    });
  });

  it('hashes what was given, is append-only, and is bound to the chain', async () => {
    const { registry, pool } = fixture;
    const { queryNo, resultHash } = await registry.queries.ask(query(own(demoCity.units.plainSale)), clerk);
    const { rows } = await pool.query(
      "SELECT encode(sha256(convert_to(result::text, 'UTF8')), 'hex') AS hash FROM registry.queries WHERE query_no = $1",
      [queryNo],
    );
    expect(rows[0].hash).toBe(resultHash);
    for (const sql of [
      "UPDATE registry.queries SET purpose = 'x' WHERE query_no = $1",
      'DELETE FROM registry.queries WHERE query_no = $1',
    ])
      await expect(pool.query(sql, [queryNo])).rejects.toMatchObject({ code: 'YT005' });
    const { rows: events } = await pool.query(
      "SELECT topic FROM registry.register_events WHERE payload ->> 'queryNo' = $1",
      [queryNo],
    );
    expect(events).toEqual([{ topic: 'query.answered' }]);
  });

  it('refuses in the database what would show something and call it refused', async () => {
    const { pool } = fixture;
    await expect(
      pool.query(
        `INSERT INTO registry.queries (query_no, request_hash, kind, district, asked_at, user_id, role, for_whom, request, purpose, legal_basis, outcome, refusals, result, result_hash)
         VALUES ('20261123330203999999', 'x', 'AR-01', '330203', now(), 'u', 'r', 'w', '{}', 'p', 'b', 'REFUSED', '[{"code":"X"}]', '{"units":[]}', 'h')`,
      ),
    ).rejects.toMatchObject({ constraint: 'inv_34_refused_gives_nothing' });
  });

  it('is searched by who, what, when and why; the public is masked in it', async () => {
    const { registry } = fixture;
    const unit = demoCity.saleUnits('330205')[21] as DemoUnit;
    const input = query(interest(unit), ['interest'], { purpose: '起诉前核实房屋状况' });
    const { queryNo } = await registry.queries.ask(input, clerk);
    const found = await registry.queries.searchLog({
      unitCode: unit.unitCode,
      kind: 'AR-02',
      text: '起诉前',
      from: '2026-11-23',
      to: '2026-11-23',
    });
    expect(found.map((line) => line.queryNo)).toEqual([queryNo]);
    expect(found[0]?.forWhom).toMatch(/^.\*+$/);
    expect(await registry.queries.searchLog({ unitCode: unit.unitCode, from: '2026-11-24' })).toEqual([]);
    expect(await registry.queries.searchLog({ unitCode: unit.unitCode, userId: 'nobody' })).toEqual([]);
  });

  it('knows a sheet by its code, for thirty days', async () => {
    const { registry, clock } = fixture;
    const { token, queryNo } = await registry.queries.ask(query(own(demoCity.units.plainSale)), clerk);
    const sheet = await registry.queries.putPaper(queryNo, paper('result'));
    await registry.queries.recordPaperSeal(sheet.paperId, { signatureNo: 'S1' });
    await registry.queries.recordPaperSeal(sheet.paperId, { signatureNo: 'S2' });
    const { papers } = (await registry.queries.getQuery(queryNo)) ?? { papers: [] };
    expect(papers).toEqual([{ ...sheet, sealed: true }]);
    for (const change of ["seal = '{}'", "title = 'x'", "bytes = 'x'"])
      await expect(
        fixture.pool.query(`UPDATE registry.query_papers SET ${change} WHERE paper_id = $1`, [sheet.paperId]),
      ).rejects.toMatchObject({ code: 'YT034' });
    const found = await registry.queries.findByToken(String(token));
    expect(found).toMatchObject({ queryNo, valid: true, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(await registry.queries.findByToken('0'.repeat(20))).toBeNull();
    const now = clock.now();
    clock.set(new Date('2026-12-24T00:00:00+08:00'));
    expect(await registry.queries.findByToken(String(token))).toMatchObject({ valid: false });
    clock.set(now);
  });
});

describe('daily caps', () => {
  it('count a page once a day, raise one alarm, and refuse beyond the cap, each time again', async () => {
    const { registry, pool } = fixture;
    const nosy: Actor = { userId: 'nosy-330203', role: 'window_acceptor', district: '330203' };
    const look = async (from: number, to: number) => {
      let last = true;
      for (let n = from; n <= to; n++)
        last = (await registry.queries.countLookup(nosy, 'unit.read', `unit-${n}`)).allowed;
      return last;
    };
    await look(1, 10);
    await look(1, 10);
    await pool.query("UPDATE registry.lookup_counts SET n = 298 WHERE user_id = 'nosy-330203'");
    await look(11, 11);
    const alarms = async () =>
      (await registry.queries.listAlarms({ from: '2026-11-23' })).filter((alarm) => alarm.userId === nosy.userId);
    expect(await alarms()).toEqual([]);
    await look(12, 13);
    await pool.query("UPDATE registry.lookup_counts SET n = 999 WHERE user_id = 'nosy-330203'");
    expect(await look(14, 14)).toBe(true);
    expect(await look(15, 15)).toBe(false);
    expect(await look(15, 15)).toBe(false);
    // seen before the cap: may be opened again
    expect(await look(12, 12)).toBe(true);
    expect((await alarms()).map(({ what, n, stopped }) => [what, n, stopped])).toEqual([
      ['unit.read', 1001, true],
      ['unit.read', 300, false],
    ]);
  });

  it('beyond its cap a query is refused, and the refusal is kept', async () => {
    const { pool } = fixture;
    const busy: Actor = { userId: 'busy-330203', role: 'window_acceptor', district: '330203' };
    await pool.query("INSERT INTO registry.lookup_counts VALUES ('busy-330203', '2026-11-23', 'query', 150)");
    expect(await refusalsOf(query(own(demoCity.units.plainSale)), busy)).toEqual(['DAILY_CAP']);
  });
});
