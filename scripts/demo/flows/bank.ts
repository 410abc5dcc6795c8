/** 银行“总对总”抵押 (domain §5.2): a mortgage from consent to loan, its payoff, and a purchase with its mortgage. */
import { randomUUID } from 'node:crypto';
import type { CityPerson, DemoUnit } from '../../../registry/index.ts';
import type { BankCaseDetail } from '../../../server/api/index.ts';
import {
  applicationFor,
  type BankWorld,
  bankSystem,
  check,
  fileForBank,
  fillAndSign,
  obtainConsent,
} from '../../play/bank.ts';
import { payOpenOrders } from '../world.ts';
import { buyerOf, eventually, type FlowEnd, type FlowPlay, type FlowStage, freshHome, workUntil } from './flow.ts';

const DISTRICT = '330205';

async function bankWorld(stage: FlowStage): Promise<BankWorld> {
  return {
    publicUrl: stage.publicUrl,
    departments: stage.departments,
    bankId: 'BANK-01',
    clerk: await stage.staff('bankclerk-01'),
    checker: await stage.staff('bankchecker-01'),
  };
}

/** `LN-DEMO-1a2b3c4d`; the bank's core system takes any number as an approved loan. */
const newLoanNo = () => `LN-DEMO-${randomUUID().slice(0, 8)}`;

/** Consent on the phone, filing, signatures, second pair of eyes, register, proof to the bank, loan paid out. */
async function mortgage(stage: FlowStage, buyerFor?: (home: DemoUnit) => CityPerson) {
  const world = await bankWorld(stage);
  const home = await freshHome(stage, DISTRICT);
  const loanNo = newLoanNo();
  const consentCode = await obtainConsent(world, home, buyerFor ? 'purchase' : 'mortgage');
  stage.say('产权人已在手机上同意');
  const buyer = buyerFor ? { buyer: buyerFor(home) } : {};
  const caseNo = await fileForBank(world, applicationFor(home, { loanNo, consentCode, ...buyer }));
  await fillAndSign(world, caseNo);
  stage.say('各方已签署');
  await check(world, caseNo);
  stage.say('银行已复核');
  const detailOf = () => world.clerk.get<BankCaseDetail>(`/api/bank/cases/${caseNo}`);
  await workUntil(stage, '证明送达银行', { caseNo, reader: world.clerk }, async () => {
    await payOpenOrders(stage.departments, caseNo);
    return (await detailOf()).proofs.some(({ sealed }) => sealed);
  });
  stage.say('证明已送达银行');
  const closed = await eventually(stage, `${caseNo} 放款`, async () => {
    await bankSystem(world, loanNo, 'disburse');
    const detail = await detailOf();
    return detail.closedAt ? detail : undefined;
  });
  return { world, caseNo, loanNo, closed };
}

const outcomeOf = ({ statusText, loanStateText }: BankCaseDetail) =>
  [statusText, loanStateText].filter((text) => text !== null).join('，');

async function mortgageToLoan(stage: FlowStage): Promise<FlowEnd> {
  const { caseNo, closed } = await mortgage(stage);
  return { caseNo, outcome: outcomeOf(closed) };
}

async function payoff(stage: FlowStage): Promise<FlowEnd> {
  const made = await mortgage(stage);
  const { world, loanNo } = made;
  const certificateNo = (await world.clerk.getCase(made.caseNo)).certificates[0]?.certificateNo ?? '';
  await bankSystem(world, loanNo, 'payoff');
  const caseNo = await fileForBank(world, {
    kind: 'cancellation',
    applicationKey: randomUUID(),
    loanNo,
    certificateNo,
    endedOn: '2026-11-23',
    declareTruth: true,
  });
  stage.say('贷款结清，银行申请注销抵押');
  await check(world, caseNo);
  const closed = await workUntil(stage, '注销', { caseNo, reader: world.clerk }, (detail) =>
    detail.closedAt ? detail : undefined,
  );
  const old = (await world.clerk.getCase(made.caseNo)).certificates[0]?.state;
  return { caseNo, outcome: `${closed.statusText}，证明${old === 'CANCELLED' ? '已注销' : '仍有效'}` };
}

async function purchase(stage: FlowStage): Promise<FlowEnd> {
  const { caseNo, closed } = await mortgage(stage, buyerOf);
  return { caseNo, outcome: outcomeOf(closed) };
}

export const bankPlays: readonly FlowPlay[] = [
  { name: 'bank-mortgage', title: '银行抵押：从授权到放款', expected: '已办结，已放款', play: mortgageToLoan },
  { name: 'bank-payoff', title: '银行抵押：结清后注销', expected: '已办结，证明已注销', play: payoff },
  { name: 'bank-purchase', title: '买房同时抵押：一次登簿后放款', expected: '已办结，已放款', play: purchase },
];
