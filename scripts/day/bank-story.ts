import { randomUUID } from 'node:crypto';
import type { BankApplication, BankCaseDetail, Completion, StepId, TaskDetail } from '../../server/api/index.ts';
import { payOpenOrders } from '../demo/world.ts';
import {
  answerLink,
  applicationFor,
  type BankWorld,
  bankSystem,
  fileForBank,
  linksOf,
  obtainConsent,
} from '../play/bank.ts';
import { DeskRefusal } from '../play/desk-client.ts';
import type { BankArrival } from './arrival.ts';
import { type CaseStory, type Errands, followCase, receiveAll, type Surroundings } from './case-story.ts';
import { PAID_OUT_WITHIN, PAYS_WITHIN, SIGNED_WITHIN } from './mix.ts';
import { SIGNED_ON } from './window-items.ts';

/** The owner agrees on his phone, the clerk files; null when the page on the phone was asked too often: come again. */
export async function beginAtBank(arrival: BankArrival, around: Surroundings): Promise<CaseStory | null> {
  const world: BankWorld = {
    publicUrl: around.publicUrl,
    departments: around.departments as never,
    bankId: `BANK-${arrival.bank}`,
    clerk: await around.staff.as(`bankclerk-${arrival.bank}`),
    checker: await around.staff.as(`bankchecker-${arrival.bank}`),
  };
  let caseNo: string;
  try {
    caseNo = await fileForBank(world, await applicationOf(arrival, world));
  } catch (error) {
    if (!(error instanceof DeskRefusal)) throw error;
    if (error.status !== 429) around.refused('银行申请', error);
    return null;
  }
  return followCase(
    {
      caseNo,
      seed: arrival.seed,
      district: arrival.district,
      meantToBeAccepted: arrival.turn !== 'declined',
      reader: await around.staff.inRole('window_acceptor', arrival.district),
      application: { parties: [] },
      person: (role) =>
        role === 'bank_clerk'
          ? around.staff.as(world.clerk.account)
          : role === 'bank_checker'
            ? around.staff.as(world.checker.account)
            : undefined,
      decide: (step, _time, opened) => decide(arrival, step, opened),
      besides: async (detail, errands) => {
        if (detail.payment?.state === 'CREATED' || detail.tax?.state === 'ASSESSED') {
          const order = detail.payment?.payOrderNo ?? detail.tax?.taxCaseNo ?? '';
          errands.once(order, errands.between(PAYS_WITHIN), () => payOpenOrders(around.departments as never, caseNo));
        }
        await customersAndVault(arrival, world, errands);
      },
    },
    around,
  );
}

async function applicationOf(arrival: BankArrival, world: BankWorld): Promise<BankApplication> {
  const { kind, home, loanNo } = arrival;
  if (kind === 'cancellation') {
    await bankSystem(world, loanNo, 'payoff');
    return {
      kind,
      applicationKey: randomUUID(),
      loanNo,
      certificateNo: home.mortgage?.proofNo ?? '',
      endedOn: SIGNED_ON,
      declareTruth: true,
    };
  }
  const consentCode = await obtainConsent(world, home, kind);
  return applicationFor(home, { loanNo, consentCode, ...(kind === 'purchase' ? { buyer: arrival.buyer } : {}) });
}

function decide(arrival: BankArrival, step: StepId, opened: TaskDetail): Completion | null {
  switch (step) {
    case 'ContractInfo':
      return { elementId: step, loanSignedOn: SIGNED_ON, mortgageSignedOn: SIGNED_ON };
    case 'BankCheck':
      return { elementId: step, checkDecision: 'approve', note: '贷款、抵押物和合同已核对。' };
    case 'ConfirmRank':
      return {
        elementId: step,
        rankDecision: arrival.turn === 'rankTaken' ? 'withdraw' : 'confirm',
        note: '已知悉新的顺位。',
      };
    case 'CollectMaterials':
      return receiveAll(opened);
    default:
      return null;
  }
}

/** Signers on their phones, and the bank's core system that pays out. */
async function customersAndVault(arrival: BankArrival, world: BankWorld, errands: Errands): Promise<void> {
  const { caseNo, once, until, between } = errands;
  if (arrival.kind === 'cancellation') return;
  const detail = await world.clerk.get<BankCaseDetail>(`/api/bank/cases/${caseNo}`);
  const round = detail.contractInfo?.round ?? 0;
  if (round > 0 && detail.signers.asked > 0 && detail.acceptedAt === null) {
    once(`sign ${round}`, 0, async () =>
      until(between(SIGNED_WITHIN), () => sign(arrival, world, errands, detail.signers.asked)),
    );
  }
  if (detail.registeredAt === null || detail.loanState !== 'PENDING' || arrival.turn === 'unpaidOut') return;
  const action = arrival.turn === 'loanRefused' ? 'refuse' : 'disburse';
  once('vault', 0, async () => until(between(PAID_OUT_WITHIN), () => bankSystem(world, arrival.loanNo, action)));
}

async function sign(arrival: BankArrival, world: BankWorld, errands: Errands, asked: number): Promise<boolean> {
  const { caseNo, around } = errands;
  const links = await linksOf(world, caseNo);
  if (links.length < asked) return false;
  try {
    for (const token of links.slice(-asked)) {
      if (errands.begun(`signed ${token}`)) continue;
      await answerLink(world, caseNo, token, arrival.turn !== 'declined');
      errands.once(`signed ${token}`, 0, async () => undefined);
      if (arrival.turn === 'declined') break;
    }
    return true;
  } catch (error) {
    if (!(error instanceof DeskRefusal)) throw error;
    if (error.status !== 429) around.refused('手机签署', error);
    return false;
  }
}
