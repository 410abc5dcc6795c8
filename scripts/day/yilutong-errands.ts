import type { Application, CaseDetail, UtilityService } from '../../server/api/index.ts';
import { DeskRefusal } from '../play/desk-client.ts';
import { answerUtility, type Citizen, citizenOf, fundEscrow } from '../play/yilutong.ts';
import type { Errands } from './case-story.ts';
import { COMPANY_WITHIN, DEBT_PAID_WITHIN, PAYS_WITHIN, UTILITY_RESULTS } from './mix.ts';

const OWED_FEN = 8_800;
type Letter = 'progress_open' | 'utility_arrears' | 'utility_correct';

/** What buyer, seller and companies do around one 一路通 besides the tasks of the centre: at each look at the case. */
export function yilutongErrands(application: Application, { paysNothing }: { paysNothing: boolean }) {
  const onPhone = oneAtATime();
  return async (detail: CaseDetail, errands: Errands): Promise<void> => {
    const { once, until, between, around, caseNo } = errands;
    if (detail.closedAt === null && !paysNothing) {
      once('fund', 0, async () => until(between(PAYS_WITHIN), () => fundEscrow(around.departments as never, caseNo)));
      if (detail.tax?.state === 'ASSESSED') {
        const confirm = (buyer: Citizen) => buyer.confirmTax();
        once('confirm', 0, async () =>
          until(between(PAYS_WITHIN), async () => {
            const confirmed = await onPhone(errands, 'progress_open', confirm);
            if (confirmed) once('taxConfirmed', 0, async () => undefined);
            return confirmed;
          }),
        );
      }
    }
    if (detail.registeredAt === null) return;
    for (const { service, accountNo } of application.utilities ?? []) {
      once(`company ${service}`, 0, async () => companyWorks(errands, service, onPhone));
      const correct = (buyer: Citizen) => buyer.correctAccount(service, `L-${caseNo.slice(-12)}`);
      if (!accountNo)
        once(`number ${service}`, 0, async () =>
          until(between(DEBT_PAID_WITHIN), () => onPhone(errands, 'utility_correct', correct)),
        );
    }
  };
}

/** The company answers the order when it has one; what it found the first time is settled before the second. */
async function companyWorks(errands: Errands, service: UtilityService, onPhone: OnPhone): Promise<void> {
  const { until, between, around, caseNo } = errands;
  const answer = (result: string) =>
    answerUtility(around.departments as never, service, caseNo, {
      result,
      ...(result === 'ARREARS' ? { amountFen: OWED_FEN } : {}),
    });
  const done = () => until(between(COMPANY_WITHIN), () => answer('DONE'));
  const found = resultOf(100 * errands.chance());
  if (found === 'DONE') return done();
  until(between(COMPANY_WITHIN), async () => {
    if (!(await answer(found))) return false;
    if (found === 'ARREARS')
      until(between(DEBT_PAID_WITHIN), () =>
        onPhone(errands, 'utility_arrears', (seller) => seller.arrearsPaid(service)),
      );
    done();
    return true;
  });
}

function resultOf(roll: number): string {
  let sum = 0;
  for (const [result, share] of Object.entries(UTILITY_RESULTS)) {
    sum += share;
    if (roll < sum) return result;
  }
  return 'DONE';
}

type OnPhone = typeof actOnPhone;

/** Whoever does two things on the page does one after the other: a second code makes the first void. */
function oneAtATime(): OnPhone {
  let before: Promise<unknown> = Promise.resolve();
  return (...what) => {
    const now = before.then(() => actOnPhone(...what));
    before = now.catch(() => undefined);
    return now;
  };
}

/** Acts on the page behind the message; false while there is none, it was asked too often, or it is not time yet. */
async function actOnPhone(
  errands: Errands,
  template: Letter,
  act: (citizen: Citizen) => Promise<void>,
): Promise<boolean> {
  const { around, caseNo } = errands;
  try {
    const citizen = await citizenOf(around.publicUrl, around.departments.sms!, caseNo, {
      template,
      // The taxes are confirmed by the buyer, who is told first.
      ...(template === 'progress_open' ? { nth: 0 } : {}),
    });
    if (!citizen) return false;
    await act(citizen);
    return true;
  } catch (error) {
    if (!(error instanceof DeskRefusal)) throw error;
    if (error.status !== 429) around.refused(`手机：${template}`, error);
    return false;
  }
}
