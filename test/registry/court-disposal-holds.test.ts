import { describe, expect, it } from 'vitest';
import { fullUnits } from '../../registry/court/query-register.ts';
import { type Application, cityPerson, type DemoUnit, demoCity, type SeizureOrder } from '../../registry/index.ts';
import { rewriteOwnership, tried } from './support/by-hand.ts';
import { pageOf } from './support/pages.ts';
import {
  application,
  courtOfficer,
  enter,
  mortgage,
  party,
  readyForBook,
  register,
  registered,
  rename,
  sale,
  seizure,
} from './support/play.ts';
import { openRegister } from './support/setup.ts';

const fixture = openRegister({ seeds: ['organisations'] });

const court = demoCity.court.authority;
const second = '鄞州区人民法院';
const documentNo = '（2026）浙0203执恢21号';
const half = { n: 1, d: 2 };
const [owner, other, taker, stranger] = [cityPerson(951), cityPerson(952), demoCity.people.zhou, demoCity.people.chen];
const homes = demoCity.saleUnits('330212');

/** A home of one owner, or of two by halves. */
async function homeOf(...owners: (typeof owner)[]): Promise<DemoUnit> {
  const unit = homes.shift() as DemoUnit;
  const shared = owners.length > 1;
  const what = sale(unit, owner, shared ? { ownershipMode: 'shares' } : {});
  const buyers = owners.map((one) => party('acquirer', one, shared ? half : null));
  await registered(fixture.registry, { ...what, parties: [...buyers, ...what.parties.slice(1)] });
  fixture.clock.advance(1000);
  return { ...unit, owners };
}

function seize(unit: DemoUnit, authority: string, more: Partial<SeizureOrder> = {}) {
  const { name, idNo } = owner;
  return fixture.registry.seizures.enterSeizure(
    seizure(unit, { authority, respondent: { name, idNo }, ...more }),
    courtOfficer,
  );
}

/** The court seizes and then disposes of what the owner has; the number of the seizure. */
async function disposed(unit: DemoUnit, more: object = {}): Promise<string> {
  const seized = await seize(unit, court);
  if (seized.kind !== 'entered') throw new Error(seized.message);
  const rightId = seized.entries[0]?.rightId ?? '';
  fixture.clock.advance(1000);
  const result = await fixture.registry.seizures.disposeSeizure(
    { noticeNo: `dispose-${rightId}`, rightId, documentNo, extent: 'whole', ...more },
    courtOfficer,
  );
  if (result.kind !== 'disposed') throw new Error(result.message);
  fixture.clock.advance(1000);
  return rightId;
}

/** BDC-14: the court's transfer to `to`. */
function transfer(unit: DemoUnit, to = taker, more: object = {}): Application {
  const what = application(
    'BDC-14',
    unit,
    { acquirers: [to] },
    {
      ownershipMode: 'single',
      transfer: {
        reason: 'enforcement',
        basisNo: '（2026）浙0203执裁21号',
        effectiveOn: '2026-11-19',
        valueFen: 60_000_000,
        previous: unit.owners.map(({ name, idType, idNo }) => ({ name, idType, idNo })),
        court: { authority: court, noticeNo: '（2026）浙0203执协21号', wholeDisposal: true },
        ...more,
      },
    },
  );
  return what;
}
const asTaker = ({ nature, name, idType, idNo }: typeof taker) => ({ nature, name, idType, idNo });

describe('a home that a court has disposed of, until its transfer is entered (INV-11, 12; 查封规定 §23)', () => {
  it('takes no other seizure, whoever the debtor is and whenever it was delivered; the refusal names court, 案号 and row', async () => {
    const unit = await homeOf(owner);
    const before = fixture.clock.now();
    const rightId = await disposed(unit);

    const refused = {
      kind: 'refused',
      rule: 'INV-12',
      code: 'ALREADY_DISPOSED',
      message: expect.stringMatching(new RegExp(`^${court}.*${documentNo}.*整个不动产`)),
      blockingRow: { table: 'rights', id: rightId },
    };
    expect(await seize(unit, second)).toMatchObject(refused);
    expect(await seize(unit, second, { scopeShare: half })).toMatchObject(refused);
    // the 轮候 of a notice that was delivered before would have lapsed with the sale
    expect(await seize(unit, second, { deliveredAt: before })).toMatchObject(refused);
    expect((await pageOf(fixture.registry, unit)).seizures).toEqual([]);
  });

  it('is shown as sold on its page, in a search and to whoever may see it whole, also later as the page stood then', async () => {
    const { registry, clock } = fixture;
    const unit = await homeOf(owner);
    const seizedAt = clock.now();
    await disposed(unit);
    const soldAt = clock.now();
    const states = async (at?: Date) => (await registry.units.unitPage(unit.unitCode, at ? { at } : {}))?.states;
    const before = new Date(seizedAt.getTime() + 500);

    // while the transfer is under way
    expect(await states()).toEqual(['DISPOSED']);
    expect(await states(before)).toEqual(['SEIZED']);
    expect(await registry.units.findUnits({ text: unit.unitCode })).toMatchObject([{ states: ['DISPOSED'] }]);
    const table = await registry.cadastre.buildingTable(unit.unitCode);
    expect(table?.units.find((one) => one.unitCode === unit.unitCode)).toMatchObject({ states: ['DISPOSED'] });
    expect(await fullUnits(fixture.pool, [unit.unitCode])).toMatchObject([
      { seizures: [], disposals: [`${court}已处置整个不动产，待过户（${documentNo}）`] },
    ]);

    // and when it is entered
    clock.advance(1000);
    expect((await register(registry, transfer(unit))).result.kind).toBe('entered');
    expect(await states()).toEqual(['NORMAL']);
    expect(await states(soldAt)).toEqual(['DISPOSED']);
    expect(await states(before)).toEqual(['SEIZED']);
    expect(await fullUnits(fixture.pool, [unit.unitCode])).toMatchObject([{ disposals: [] }]);
  });

  it('is neither sold nor mortgaged by the owner on the page, in a new case or in one that was ready before', async () => {
    const unit = await homeOf(owner);
    const ready = await readyForBook(fixture.registry, sale(unit, stranger));
    const rightId = await disposed(unit);

    const block = { refusal: { rule: 'INV-11', blockingRow: { table: 'rights', id: rightId } } };
    expect(await enter(fixture.registry, ready)).toMatchObject(block);
    expect((await register(fixture.registry, mortgage(unit))).result).toMatchObject(block);
    // and the window says so before there is a case
    const check = await fixture.registry.units.checkUnit({ unitCode: unit.unitCode, itemCode: 'BDC-10' });
    expect(check.blocks).toMatchObject([{ rule: 'INV-11', code: 'UNIT_RESTRICTED' }]);
    // what changes nothing in substance goes on
    expect((await register(fixture.registry, rename(unit, ['改名后']))).result.kind).toBe('entered');
  });

  it('goes to the taker of the notice, by that court’s transfer, and is free from then on', async () => {
    const unit = await homeOf(owner);
    await disposed(unit, { takers: [asTaker(taker)] });

    expect((await register(fixture.registry, transfer(unit, stranger))).result).toMatchObject({
      refusal: { rule: 'INV-11', message: expect.stringContaining('不一致') },
    });
    const otherCourt = { court: { authority: second, noticeNo: '（2026）浙0212执协1号', wholeDisposal: true } };
    expect((await register(fixture.registry, transfer(unit, taker, otherCourt))).result).toMatchObject({
      refusal: { rule: 'INV-11' },
    });
    expect((await register(fixture.registry, transfer(unit))).result.kind).toBe('entered');

    // then it is the taker's like any other home
    fixture.clock.advance(1000);
    const { name, idNo } = taker;
    expect(await seize(unit, second)).toMatchObject({ kind: 'refused', code: 'ALREADY_TRANSFERRED' });
    expect((await seize(unit, second, { respondent: { name, idNo } })).kind).toBe('entered');
  });

  it('takes a 预查封 of the taker, which becomes 查封 with his registration, and none of anybody else', async () => {
    const unit = await homeOf(owner);
    await disposed(unit, { takers: [asTaker(taker)] });
    const pre = (who: typeof taker) =>
      seize(unit, second, { seizureKind: 'pre_seizure', respondent: { name: who.name, idNo: who.idNo } });

    for (const who of [owner, stranger])
      expect(await pre(who)).toMatchObject({ kind: 'refused', code: 'ALREADY_DISPOSED' });
    expect((await pre(taker)).kind).toBe('entered');
    expect((await register(fixture.registry, transfer(unit))).result.kind).toBe('entered');
    expect((await pageOf(fixture.registry, unit)).seizures).toMatchObject([
      { authority: second, seizureKind: 'seizure', status: 'CURRENT' },
    ]);
  });

  it('takes the 预查封 of the taker while his transfer is running, which goes on', async () => {
    const unit = await homeOf(owner);
    await disposed(unit, { takers: [asTaker(taker)] });
    const caseNo = await readyForBook(fixture.registry, transfer(unit));
    const { name, idNo } = taker;
    const pre = await seize(unit, second, { seizureKind: 'pre_seizure', respondent: { name, idNo } });
    expect(pre).toMatchObject({ kind: 'entered', affectedCases: [] });
    expect((await enter(fixture.registry, caseNo)).kind).toBe('entered');
    expect((await pageOf(fixture.registry, unit)).seizures).toMatchObject([
      { authority: second, seizureKind: 'seizure', status: 'CURRENT' },
    ]);
  });

  it('goes to nobody else in the book itself, and the entry of the notice names nobody', async () => {
    const unit = await homeOf(owner);
    await disposed(unit, { takers: [asTaker(taker)] });
    const caseNo = await readyForBook(fixture.registry, transfer(unit));
    const { rows } = await fixture.pool.query<{ id: string }>(
      'SELECT tax_clearance_id AS id FROM registry.tax_clearances WHERE case_no = $1',
      [caseNo],
    );
    const { unitCode } = unit;
    const byHand = { unitCode, regType: 200, caseNo, clearanceId: rows[0]?.id ?? null };
    expect(await tried(fixture.pool, (db) => rewriteOwnership(db, byHand))).toBe('YT011');
    const entry = await fixture.pool.query<{ said: string }>(
      'SELECT result::text AS said FROM registry.whole_disposals($1, 0)',
      [unit.unitCode],
    );
    expect(entry.rows[0]?.said).not.toMatch(new RegExp(`${taker.idNo}|${taker.name}|${owner.name}`));
  });
});

describe('a share that a court has disposed of, until its transfer is entered', () => {
  it('is neither seized again nor sold by its debtor; the other owner’s share is free for both', async () => {
    const unit = await homeOf(owner, other);
    const rightId = await disposed(unit, { extent: 'share' });

    for (const more of [{}, { scopeShare: half }, { scopeShare: { n: 1, d: 8 } }])
      expect(await seize(unit, second, more)).toMatchObject({ rule: 'INV-12', blockingRow: { id: rightId } });

    const sells = (seller: typeof owner, key: string): Application => ({
      ...application(
        'BDC-10',
        unit,
        { obligors: [seller] },
        {
          applicationKey: `holds-${key}`,
          ownershipMode: 'shares',
          contract: { priceFen: 100_000_000, signedOn: '2026-11-20', payMode: 'full' },
          transfer: {
            reason: 'sale',
            basisNo: '份额9号',
            effectiveOn: '2026-11-20',
            shareOnly: true,
            preemptionNoticedOn: '2026-11-01',
          },
        },
      ),
      parties: [party('acquirer', stranger, half), party('obligor', seller)],
    });
    expect((await register(fixture.registry, sells(owner, 'debtor'))).result).toMatchObject({
      refusal: { rule: 'INV-11', message: expect.stringContaining('1/2') },
    });
    const { name, idNo } = other;
    expect((await seize(unit, second, { respondent: { name, idNo }, scopeShare: { n: 1, d: 4 } })).kind).toBe(
      'entered',
    );
    const free = await homeOf(owner, other);
    await disposed(free, { extent: 'share' });
    expect(
      (await register(fixture.registry, { ...sells(other, 'other'), unitCodes: [free.unitCode] })).result.kind,
    ).toBe('entered');
  });
});
