import { expect } from 'vitest';
import type { EnterResult, SeizureResult } from '../../../registry/index.ts';
import type { Prepared } from './homes.ts';

/** What the three were told. */
export interface Answers {
  seizure: SeizureResult;
  mortgage: EnterResult;
  transfer: EnterResult;
}

/** Who is in the book afterwards, in the order of the book. */
export type Outcome = 'seizure' | 'transfer' | 'mortgage, seizure' | 'mortgage, transfer';

/** What the page of the unit holds afterwards. */
export interface Page {
  version: number;
  states: string[];
  ownerId: string;
  ownershipId: string;
  mortgageOwners: string[];
  seizureId: string | null;
}

const BUYER = '330299200002290044';

/**
 * Every lawful way in which a court's seizure, a bank's mortgage and a buyer's transfer of one home can end when all three
 * reach the register in the same millisecond. Six orders of arrival, four outcomes:
 *
 * | first to lock the page | next      | last      | seizure                    | mortgage                       | transfer              |
 * |------------------------|-----------|-----------|----------------------------|--------------------------------|-----------------------|
 * | seizure                | mortgage  | transfer  | effective                  | refused INV-06 (查封)          | refused INV-06 (查封) |
 * | seizure                | transfer  | mortgage  | effective                  | refused INV-06                 | refused INV-06        |
 * | transfer               | seizure   | mortgage  | refused INV-12 (已转移)    | refused INV-03 (不再是权利人)  | entered               |
 * | transfer               | mortgage  | seizure   | refused INV-12             | refused INV-03                 | entered               |
 * | mortgage               | seizure   | transfer  | effective, behind mortgage | entered                        | refused INV-06        |
 * | mortgage               | transfer  | seizure   | refused INV-12             | entered, follows the home      | entered (INV-18)      |
 */
export const OUTCOMES: Record<Outcome, (answers: Answers, page: Page, home: Prepared) => void> = {
  seizure: (answers, page, home) => {
    expectSeized(answers.seizure, page, [home.saleCase, home.mortgageCase]);
    expectRefusedBySeizure(answers.mortgage, page, '抵押权首次登记');
    expectRefusedBySeizure(answers.transfer, page, '转移登记');
    expect(page).toMatchObject({ states: ['OWNERSHIP', 'SEIZURE'], ownerId: home.owner.idNo, mortgageOwners: [] });
  },
  transfer: (answers, page) => {
    expectEntered(answers.transfer);
    expectTransferred(answers.seizure, page);
    expect(answers.mortgage).toMatchObject({
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
    expect(page).toMatchObject({ states: ['OWNERSHIP'], ownerId: BUYER, mortgageOwners: [] });
  },
  'mortgage, seizure': (answers, page, home) => {
    expectEntered(answers.mortgage);
    // Only the sale is still running when the court arrives.
    expectSeized(answers.seizure, page, [home.saleCase]);
    expectRefusedBySeizure(answers.transfer, page, '转移登记');
    expect(page).toMatchObject({
      states: ['MORTGAGE', 'OWNERSHIP', 'SEIZURE'],
      ownerId: home.owner.idNo,
      mortgageOwners: [home.owner.name],
    });
  },
  'mortgage, transfer': (answers, page, home) => {
    expectEntered(answers.mortgage);
    expectEntered(answers.transfer);
    expectTransferred(answers.seizure, page);
    // 民法典 406: the mortgage follows the home to its buyer and still names who gave it.
    expect(page).toMatchObject({
      states: ['MORTGAGE', 'OWNERSHIP'],
      ownerId: BUYER,
      mortgageOwners: [home.owner.name],
    });
  },
};

/** Which of the four it was; anything else is not lawful. */
export function outcomeOf({ seizure, mortgage, transfer }: Answers): Outcome {
  const entered = [
    ...(mortgage.kind === 'entered' ? ['mortgage'] : []),
    ...(seizure.kind === 'entered' ? ['seizure'] : []),
    ...(transfer.kind === 'entered' ? ['transfer'] : []),
  ].join(', ');
  if (!Object.hasOwn(OUTCOMES, entered)) throw new Error(`Not a lawful outcome: [${entered}]`);
  return entered as Outcome;
}

function expectEntered(result: EnterResult) {
  expect(result).toMatchObject({ kind: 'entered', firstTime: true, certificateNos: [expect.any(String)] });
}

function expectSeized(result: SeizureResult, page: Page, told: string[]) {
  expect(result).toMatchObject({
    kind: 'entered',
    firstTime: true,
    entries: [{ rightId: page.seizureId, state: 'EFFECTIVE', queueNo: null }],
    affectedCases: [...told].sort(),
  });
}

function expectRefusedBySeizure(result: EnterResult, page: Page, item: string) {
  expect(result).toMatchObject({
    kind: 'refused',
    refusal: {
      rule: 'INV-06',
      code: 'UNIT_RESTRICTED',
      errorCode: 'UNIT_RESTRICTED',
      message: expect.stringMatching(/^该单元已被查封（.+，（2026）浙0203执\d+号），不能办理“.+”。$/),
      advice: '请告知申请人向查封机关申请解除查封；解除登记后可重新申请。',
      blockingRow: {
        table: 'rights',
        id: page.seizureId,
        summary: expect.stringMatching(/^查封 （2026）浙0203执\d+号$/),
      },
    },
  });
  expect(result.kind === 'refused' && result.refusal.message).toContain(item);
}

function expectTransferred(result: SeizureResult, page: Page) {
  expect(result).toMatchObject({
    kind: 'refused',
    rule: 'INV-12',
    code: 'ALREADY_TRANSFERRED',
    message: '通知书送达时该单元已转移登记到他人名下，不再是被执行人的财产。',
    advice: '请出具回执说明转移登记的时间，退回查封机关。',
    blockingRow: { table: 'rights', id: page.ownershipId, summary: expect.stringMatching(/^转移登记 浙（2026）/) },
  });
}
