import { describe, expect, it } from 'vitest';
import { type CityPerson, cityPerson, type DemoUnit, demoCity, type NewNotice } from '../../registry/index.ts';
import { approverOf, deliver, notice, officerOf, papers } from './support/notices.ts';
import { pageOf, proofOf } from './support/pages.ts';
import { acceptor, approveAndSign, courtOfficer, enter, mortgage, payTax, sale, seizure } from './support/play.ts';
import { openRegister } from './support/setup.ts';

/** CT-07 from the court's notice to the entry: 协助执行通知书 → the seizure ends → BDC-14 (domain §5.7; INV-11, 12). */
const fixture = openRegister({ seeds: ['organisations'] });

const homes = demoCity.saleUnits('330205');
const taker = cityPerson(961);
const first = demoCity.court.authority;
const second = '鄞州区人民法院';

async function seize(unit: DemoUnit, authority: string): Promise<string> {
  const { name, idNo } = unit.owners[0] as CityPerson;
  const result = await fixture.registry.seizures.enterSeizure(
    seizure(unit, { authority, respondent: { name, idNo } }),
    courtOfficer,
  );
  if (result.kind !== 'entered') throw new Error(result.message);
  fixture.clock.advance(1000);
  return result.entries[0]?.rightId ?? '';
}

function disposing(
  unit: DemoUnit,
  targetRightId: string,
  more: Partial<NewNotice> = {},
  proofs: string[] = [],
): NewNotice {
  const { nature, name, idType, idNo } = taker;
  return notice(unit, {
    kind: 'dispose',
    targetRightId,
    ...more,
    content: {
      disposal: {
        extent: 'whole',
        priceFen: 130_000_000,
        takers: [{ nature: nature === 'person' ? 'person' : 'company', name, idType, idNo }],
        cancelledProofs: proofs,
      },
    },
  });
}

describe('a notice of disposal (CT-07)', () => {
  it('ends the seizure, tells what lapses and which mortgages go, files BDC-14, and the home goes to the taker', async () => {
    const { registry, clock } = fixture;
    // given a mortgaged home that two courts have seized
    const unit = homes.shift() as DemoUnit;
    const proof = await proofOf(fixture, mortgage(unit));
    const own = await seize(unit, first);
    const queued = await seize(unit, second);

    // when the first one's notice is signed
    const noticeNo = await deliver(registry, disposing(unit, own, {}, [proof]));
    expect(await registry.court.decideNotice(noticeNo)).toEqual({ kind: 'decided', state: 'DISPOSED', queueNo: null });
    const { caseNo } = await registry.court.openTransfer(noticeNo);
    if (!caseNo) throw new Error('no case');

    // then the register says so, with everything that the court must hear in writing
    const view = await registry.court.getNotice(noticeNo);
    expect(view).toMatchObject({
      state: 'DISPOSED',
      caseNo,
      result: {
        units: [{ unitCode: unit.unitCode, state: 'DISPOSED', mortgages: [{ rank: 1 }], otherStates: [] }],
        disposal: {
          extent: 'whole',
          kept: null,
          lapsed: [{ authority: second, state: 'QUEUED' }],
          promoted: [],
          cancelled: [{ certificateNo: proof }],
        },
      },
    });
    expect((await registry.seizures.term(queued))?.state).toBe('DISPOSED');

    // and when tax is paid and the case reviewed, the home is the taker's, without the mortgage
    clock.advance(1000);
    await registry.cases.recordIntake({ caseNo, taskKey: `${caseNo}-intake`, decision: 'accept', by: acceptor });
    await registry.cases.acceptCase(caseNo);
    await payTax(registry, caseNo);
    await approveAndSign(registry, caseNo);
    expect((await enter(registry, caseNo)).kind).toBe('entered');
    const page = await pageOf(registry, unit);
    expect(page.ownership?.holders.map(({ name }) => name)).toEqual([taker.name]);
    expect([page.mortgages, page.seizures]).toEqual([[], []]);
  });

  it('names its taker by a number with a small x and blanks, and the home is his all the same', async () => {
    const { registry, clock } = fixture;
    const unit = homes.shift() as DemoUnit;
    const buyer = Array.from({ length: 60 }, (_, i) => cityPerson(1000 + i)).find(({ idNo }) => idNo.endsWith('X'));
    if (!buyer) throw new Error('nobody of a number that ends with X');
    const typed = disposing(unit, await seize(unit, first));
    const typedNo = `${buyer.idNo.slice(0, 6)} ${buyer.idNo.slice(6).toLowerCase()}`;
    for (const one of typed.content.disposal?.takers ?? []) Object.assign(one, { name: buyer.name, idNo: typedNo });
    const noticeNo = await deliver(registry, typed);
    await registry.court.decideNotice(noticeNo);
    const { caseNo } = await registry.court.openTransfer(noticeNo);
    if (!caseNo) throw new Error('no case');
    clock.advance(1000);
    await registry.cases.recordIntake({ caseNo, taskKey: `${caseNo}-intake`, decision: 'accept', by: acceptor });
    await registry.cases.acceptCase(caseNo);
    await payTax(registry, caseNo);
    await approveAndSign(registry, caseNo);
    expect((await enter(registry, caseNo)).kind).toBe('entered');
    expect((await pageOf(registry, unit)).ownership?.holders.map(({ name }) => name)).toEqual([buyer.name]);
  });

  it('is transferred by its own case alone: nobody else files one under its key', async () => {
    const { registry } = fixture;
    const unit = homes.shift() as DemoUnit;
    const noticeNo = await deliver(registry, disposing(unit, await seize(unit, first)));
    await registry.court.decideNotice(noticeNo);

    const foreign = { ...sale(homes.shift() as DemoUnit), applicationKey: `CT07-${noticeNo}` };
    await expect(registry.cases.fileCase(foreign, acceptor)).rejects.toMatchObject({
      code: 'APPLICATION_INVALID',
      problems: [{ field: 'applicationKey', code: 'APPLICATION_KEY' }],
    });
    expect((await registry.court.getNotice(noticeNo))?.caseNo).toBeNull();
    const { caseNo } = await registry.court.openTransfer(noticeNo);
    expect(await registry.cases.getCase(caseNo ?? '')).toMatchObject({ itemCode: 'BDC-14', channel: 'court' });
  });

  it('is not filed for the share of one who owns the home alone, nor for takers whose shares do not fit', async () => {
    const { registry } = fixture;
    const unit = homes.shift() as DemoUnit;
    const own = await seize(unit, first);
    const filed = (disposal: object) => {
      const input = disposing(unit, own);
      Object.assign(input.content.disposal ?? {}, disposal);
      return registry.court.fileNotice(input, officerOf());
    };
    const { nature, name, idType, idNo } = taker;
    const one = { nature, name, idType, idNo, share: { n: 1, d: 2 } };
    const refused = (message: string) => ({
      message: expect.stringContaining(message),
      problems: [{ field: 'content.disposal.takers', code: 'PART_INVALID' }],
    });
    await expect(filed({ extent: 'share', takers: [one] })).rejects.toMatchObject(refused('请选“整个不动产”'));
    await expect(filed({ takers: [one] })).rejects.toMatchObject(refused('合计为1'));
  });

  it('is one case however often it is asked for, and is not signed by its officer', async () => {
    const { registry } = fixture;
    const unit = homes.shift() as DemoUnit;
    const filed = await registry.court.fileNotice(disposing(unit, await seize(unit, first)), officerOf());
    await expect(registry.court.signNotice(filed.noticeNo, officerOf())).rejects.toMatchObject({
      code: 'NOTICE_REFUSED',
    });
    await registry.court.signNotice(filed.noticeNo, approverOf());
    await registry.court.decideNotice(filed.noticeNo);
    const opened = await registry.court.openTransfer(filed.noticeNo);
    expect(await registry.court.openTransfer(filed.noticeNo)).toEqual(opened);
    expect((await registry.documents.list(opened.caseNo ?? '')).map(({ key }) => key).toSorted()).toEqual(
      papers.map(({ kind }) => `court:${kind}`).toSorted(),
    );
  });

  it('says to every court that comes later why: a new seizure, a lift and a renewal of what has lapsed', async () => {
    const { registry } = fixture;
    const unit = homes.shift() as DemoUnit;
    const own = await seize(unit, first);
    const queued = await seize(unit, second);
    const noticeNo = await deliver(registry, disposing(unit, own));
    await registry.court.decideNotice(noticeNo);
    const { documentNo } = (await registry.court.getNotice(noticeNo)) ?? {};
    const answers = async (input: NewNotice) => {
      const later = await deliver(registry, input);
      const decision = await registry.court.decideNotice(later);
      return [decision.kind, (await registry.court.getNotice(later))?.reasons.join()];
    };
    const because = expect.stringMatching(new RegExp(`${first}.*${documentNo}`));

    expect(await answers(notice(unit, { courtId: 'COURT-0206' }))).toEqual(['returned', because]);
    const lift = notice(unit, { kind: 'lift', courtId: 'COURT-0212', targetRightId: queued });
    expect(await answers(lift)).toEqual(['returned', because]);
    // and the court's own second notice of the same
    expect(await answers(disposing(unit, own))).toEqual(['returned', because]);
  });

  it('is returned to a court whose seizure waits, or to another one that was not handed the case', async () => {
    const { registry } = fixture;
    const unit = homes.shift() as DemoUnit;
    const own = await seize(unit, first);
    const queued = await seize(unit, second);
    const decided = async (input: NewNotice) => registry.court.decideNotice(await deliver(registry, input));
    expect(await decided(disposing(unit, queued, { courtId: 'COURT-0212' }))).toMatchObject({ kind: 'returned' });
    expect(await decided(disposing(unit, own, { courtId: 'COURT-0212' }))).toMatchObject({
      kind: 'returned',
      reasons: [expect.stringContaining('移送处置权')],
    });
    // with the paper it is carried out, and the transfer is that court's
    const transfer = { ...papers[0], kind: 'transfer' as const } as NewNotice['papers'][number];
    const handed = disposing(unit, own, { courtId: 'COURT-0212', papers: [...papers, transfer] });
    expect(await decided(handed)).toMatchObject({ state: 'DISPOSED' });
  });

  it('is not filed without takers, with a proof that is not on the page, or with one officer', async () => {
    const { registry } = fixture;
    const unit = homes.shift() as DemoUnit;
    const own = await seize(unit, first);
    const fields = async (input: NewNotice) =>
      registry.court.fileNotice(input, officerOf()).then(
        () => [],
        (error) => error.problems.map(({ field }: { field: string }) => field),
      );
    expect(await fields(notice(unit, { kind: 'dispose', targetRightId: own }))).toEqual(['content.disposal']);
    expect(await fields(disposing(unit, own, {}, ['浙（2026）证明第1号']))).toEqual([
      'content.disposal.cancelledProofs[0]',
    ]);
    const alone = disposing(unit, own);
    alone.content.officers = alone.content.officers.slice(0, 1);
    expect(await fields(alone)).toEqual(['content.officers']);
  });
});
