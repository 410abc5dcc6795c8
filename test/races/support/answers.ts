import { expect } from 'vitest';
import type { EnterResult, NoticeView } from '../../../registry/index.ts';
import type { LawfulPage, Party, Verdict } from './arrival.ts';
import type { Prepared } from './homes.ts';

/** What the case of the bank or of the buyer was told: at last, and once before it where a notice was delivered and not decided yet. */
export interface CaseAnswer {
  atLast: EnterResult;
  meanwhile: EnterResult | null;
}

export interface Answers {
  courts: [NoticeView, NoticeView];
  bank: CaseAnswer;
  buyer: CaseAnswer;
}

/** What the page of the unit holds afterwards. */
export interface Page {
  version: number;
  ownerId: string;
  ownershipId: string;
  mortgageOwners: string[];
  seizures: { id: string; status: string; notice: string; authority: string; documentNo: string }[];
}

const BUYER = '330299200002290044';
const MORTGAGE = { rank: 1, amountFen: 90_000_000 };
const SOLD_SENTENCE =
  '通知书送达时该单元已转移登记到他人名下，不再是被执行人的财产。请出具回执说明转移登记的时间，退回查封机关。';

const courtsOf = (answers: Answers): [Party, NoticeView][] => [
  ['first court', answers.courts[0]],
  ['second court', answers.courts[1]],
];

/** In which order they came, by the register's own times. Whoever was refused changed nothing: he may as well have come last. */
export function orderOf(answers: Answers): Party[] {
  const came: [Party, Date][] = courtsOf(answers).map(([party, view]) => [party, view.deliveredAt as Date]);
  const refused: Party[] = [];
  for (const party of ['bank', 'buyer'] as const) {
    const { atLast } = answers[party];
    if (atLast.kind === 'entered') came.push([party, atLast.registeredAt]);
    else refused.push(party);
  }
  expect(new Set(came.map(([, at]) => at.getTime())).size).toBe(came.length);
  return [...came.sort(([, a], [, b]) => a.getTime() - b.getTime()).map(([party]) => party), ...refused];
}

/** Everybody was told what the law says, with the reason, and the page holds what it must. */
export function expectLawful(law: LawfulPage, answers: Answers, page: Page, home: Prepared): void {
  const views = new Map(courtsOf(answers));
  const seizures = law.seizedBy.map((party) => views.get(party) as NoticeView);
  for (const [party, view] of courtsOf(answers)) expectReceipt(law.verdicts[party], view, seizures, law.mortgaged);
  expectCase(answers.bank, law.verdicts.bank, answers, page, '抵押权首次登记');
  expectCase(answers.buyer, law.verdicts.buyer, answers, page, '转移登记');
  expect(page.ownerId).toBe(law.sold ? BUYER : home.owner.idNo);
  // 民法典 406: a mortgage follows the home to its buyer and still names who gave it.
  expect(page.mortgageOwners).toEqual(law.mortgaged ? [home.owner.name] : []);
  expect(page.seizures.map(({ status, notice }) => ({ status, notice }))).toEqual(
    seizures.map((view, i) => ({ status: i === 0 ? 'CURRENT' : 'QUEUED', notice: view.noticeNo })),
  );
}

/** The court's answer: 查封 or 轮候, in which place, behind whom (法发〔2004〕5号), what else stands there; or why it goes back. */
function expectReceipt(verdict: Verdict, view: NoticeView, seizures: readonly NoticeView[], mortgaged: boolean): void {
  const mortgages = mortgaged ? [expect.objectContaining(MORTGAGE)] : [];
  const [first] = seizures;
  if (verdict === 'SOLD') {
    expect(view).toMatchObject({ state: 'RETURNED', result: null, reasons: [SOLD_SENTENCE] });
  } else if (verdict === 'EFFECTIVE') {
    const term = { startsAt: expect.anything(), endsAt: expect.anything() };
    const unit = { state: 'EFFECTIVE', queueNo: null, ...term, prior: [], mortgages, otherStates: [] };
    expect(view).toMatchObject({ state: 'EFFECTIVE', reasons: [], result: { units: [unit] } });
    expect(view.result?.units[0]?.startsAt).toEqual(view.deliveredAt);
  } else {
    const { authority, documentNo } = first as NoticeView;
    const prior = [{ authority, documentNo, state: 'EFFECTIVE', startsAt: first?.deliveredAt }];
    const unit = { state: 'QUEUED', queueNo: 1, startsAt: null, endsAt: null, prior, mortgages, otherStates: [] };
    expect(view).toMatchObject({ state: 'QUEUED', reasons: [], result: { units: [unit] } });
  }
}

function expectCase({ atLast, meanwhile }: CaseAnswer, verdict: Verdict, answers: Answers, page: Page, item: string) {
  if (meanwhile) expectPending(meanwhile, answers);
  switch (verdict) {
    case 'ENTERED':
      expect(atLast).toMatchObject({ kind: 'entered', firstTime: true, certificateNos: [expect.any(String)] });
      return;
    case 'INV-06':
      return expectSeized(atLast, page, item);
    case 'INV-03':
      return expectNotOwner(atLast, page);
    default:
      throw new Error(`No verdict on a case: ${verdict}`);
  }
}

/** A notice is delivered and its form is being checked: which one, and what to do. */
function expectPending(result: EnterResult, { courts }: Answers): void {
  expect(result).toMatchObject({
    kind: 'refused',
    refusal: {
      rule: 'INV-12',
      code: 'REG_CONFLICT',
      errorCode: 'REG_CONFLICT',
      message: '法院对该单元的查封通知书已送达，正在核对形式，此时不能登簿。',
      advice: expect.stringContaining('请稍候重新审核'),
      blockingRow: { table: 'court_notices', summary: expect.stringMatching(/^协助执行通知书 \d{20}$/) },
    },
  });
  const blocking = result.kind === 'refused' ? result.refusal.blockingRow?.id : undefined;
  expect(courts.map((view) => view.noticeNo)).toContain(blocking);
}

function expectSeized(result: EnterResult, page: Page, item: string): void {
  const [effective] = page.seizures;
  const { id, authority, documentNo } = effective as Page['seizures'][number];
  expect(result).toMatchObject({
    kind: 'refused',
    refusal: {
      rule: 'INV-06',
      code: 'UNIT_RESTRICTED',
      errorCode: 'UNIT_RESTRICTED',
      message: expect.stringMatching(
        new RegExp(`^该单元已被查封（${authority}，${documentNo}），不能办理“.*${item}.*”。$`),
      ),
      advice: '请告知申请人向查封机关申请解除查封；解除登记后可重新申请。',
      blockingRow: { table: 'rights', id, summary: `查封 ${documentNo}` },
    },
  });
}

function expectNotOwner(result: EnterResult, page: Page): void {
  expect(result).toMatchObject({
    kind: 'refused',
    refusal: {
      rule: 'INV-03',
      code: 'TRANSFEROR_MISMATCH',
      errorCode: 'REG_CONFLICT',
      message: expect.stringContaining('抵押人与登记簿现权利人不一致'),
      advice: expect.stringContaining('请核对申请人姓名和证件号'),
      blockingRow: { table: 'rights', id: page.ownershipId, summary: expect.stringMatching(/^现权利 浙（2026）/) },
    },
  });
}
