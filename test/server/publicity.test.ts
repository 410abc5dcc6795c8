import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DemoUnit, demoCity, systemActor } from '../../registry/index.ts';
import type { Board, PublicityView, UnitPage } from '../../server/api/index.ts';
import { application, fileAndAccept, registered } from '../registry/support/play.ts';
import { type Harness, startHarness, type User } from './support/harness.ts';

let harness: Harness;
let acceptor: User;
const homes = demoCity.saleUnits('330203').toReversed();

beforeAll(async () => {
  harness = await startHarness();
  acceptor = await harness.signIn('acceptor-330203');
});
afterAll(() => harness.stop());

const lost = (unit: DemoUnit) =>
  application(
    'BDC-31',
    unit,
    { acquirers: unit.owners },
    {
      targets: [{ certificateNo: unit.certificateNo }],
      reissue: { cause: 'lost', oldReturned: false, lossStatementNo: '遗失声明1号' },
    },
  );
const objection = (key: string) => ({ key, objector: demoCity.people.wang.name, matter: '证书在本人处，没有遗失' });

describe('公告（公示） over HTTP', () => {
  test('nothing before it runs; then its days, and an objection once however often it is sent', async () => {
    const caseNo = await fileAndAccept(harness.registry, lost(homes[8] as DemoUnit));
    const path = `/api/cases/${caseNo}/publicity`;
    expect((await acceptor.get<PublicityView | null>(path)).body).toBeNull();
    const early = await acceptor.send('POST', `${path}/objections`, objection(randomUUID()));
    expect([early.status, early.problem.code]).toEqual([409, 'CONFLICTING_RESULT']);
    // when
    await harness.registry.publicity.open(caseNo);
    const key = randomUUID();
    for (const _again of [1, 2])
      expect((await acceptor.send('POST', `${path}/objections`, objection(key))).status).toBe(202);
    // then
    const { body } = await acceptor.get<PublicityView>(path);
    expect(body).toMatchObject({ kind: 'lost', running: true, objections: [{ settled: false }] });
    expect(JSON.stringify(body)).not.toContain(demoCity.people.wang.name);
    const reviewer = await harness.signIn('reviewer-330203');
    expect((await reviewer.send('POST', `${path}/objections`, objection(randomUUID()))).status).toBe(403);
  });

  test('from the board an objection is decided as its task asks: it stands or it does not', async () => {
    const { sla, publicity, cases } = harness.registry;
    const caseNo = await fileAndAccept(harness.registry, lost(homes[10] as DemoUnit));
    await publicity.open(caseNo);
    await sla.pause({ caseNo, pauseKey: 'notice', cause: 'publicity', evidence: '公告', by: systemActor });
    await acceptor.send('POST', `/api/cases/${caseNo}/publicity/objections`, objection(randomUUID()));
    await cases.openEscalation({ caseNo, key: randomUUID() });
    const supervisor = await harness.signIn('supervisor-330203');
    const { escalations } = (await supervisor.get<Board>('/api/board')).body;
    const row = escalations.find((one) => one.caseNo === caseNo);
    expect(row?.hint).toContain('异议是否成立');
    expect(row?.decisions.map((one) => one.label)).toEqual(['异议不成立，继续公告', '异议成立，不予登记']);
    // when
    const decide = (decision: string) =>
      supervisor.send('POST', `/api/cases/${caseNo}/escalation/decision`, { decision, opinion: '异议不成立' });
    const other = await decide('conditions');
    // then
    expect(other.problem.errors).toEqual([expect.objectContaining({ path: '/decision', code: 'NOT_OFFERED' })]);
    expect((await decide('approve')).status).toBe(202);
  });
});

describe('起诉证明 over HTTP', () => {
  test('keeps an objection; another office, another role and an unknown objection are refused', async () => {
    const unit = homes[9] as DemoUnit;
    await registered(
      harness.registry,
      application(
        'BDC-30',
        unit,
        { acquirers: [demoCity.people.wang] },
        { objection: { ground: 'share', matter: '主张为共有人', evidenceNo: '证据1号' } },
      ),
    );
    const page = await acceptor.get<UnitPage>(`/api/units/${unit.unitCode}`);
    const { rightId, registeredAt, suitNo } = page.body.objections[0] as UnitPage['objections'][number];
    expect(suitNo).toBeNull();
    const path = (id: string) => `/api/units/${unit.unitCode}/objections/${id}/suit-proof`;
    const proof = {
      court: '宁波市海曙区人民法院',
      documentNo: '（2026）浙0203民初8号',
      filedOn: registeredAt.slice(0, 10),
    };
    const [elsewhere, reviewer] = [await harness.signIn('acceptor-330205'), await harness.signIn('reviewer-330203')];
    expect((await elsewhere.send('POST', path(rightId), proof)).status).toBe(403);
    expect((await reviewer.send('POST', path(rightId), proof)).status).toBe(403);
    expect((await acceptor.send('POST', path('999999'), proof)).status).toBe(404);
    expect((await acceptor.send('POST', path(rightId), proof)).status).toBe(204);
    const after = await acceptor.get<UnitPage>(`/api/units/${unit.unitCode}`);
    expect(after.body.objections[0]?.suitNo).toBe(proof.documentNo);
  });
});
