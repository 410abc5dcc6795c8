/** What a bank's people and its customers do in one mortgage, over HTTP: workbench, text messages, public links, core system. */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { CityPerson } from '../../registry/index.ts';
import type {
  AskedConsent,
  BankApplication,
  BankCaseDetail,
  ConsentedUnit,
  FiledCase,
  LinkAnswered,
} from '../../server/api/index.ts';
import type { DeskClient } from './desk-client.ts';
import { messagesOf, newestCode, publicCall } from './phone.ts';

export interface BankWorld {
  publicUrl: string;
  /** Addresses of the departments' simulators. */
  departments: { sms: string; loanbank: string };
  /** `BANK-01` */
  bankId: string;
  clerk: DeskClient;
  checker: DeskClient;
}

export interface HomeToMortgage {
  unitCode: string;
  owners: readonly CityPerson[];
}

/** A number for the phone of a citizen of the demo; nobody has it. */
export const phoneOf = (person: CityPerson): string => person.phone ?? '13800000000';

const person = (role: 'obligor' | 'acquirer' | 'debtor', one: CityPerson) => ({
  role,
  nature: 'person' as const,
  name: one.name,
  idType: 'citizen' as const,
  idNo: one.idNo,
  phone: phoneOf(one),
});

/** The newest code that a phone was sent for this number. */
export const lastCodeOf = async (world: BankWorld, businessNo: string): Promise<string> =>
  newestCode(await messagesOf(world.departments.sms, businessNo));

/** Opens the link of a message as its receiver does: asks for the code, reads it on the phone, answers. */
export async function answerLink(
  world: BankWorld,
  businessNo: string,
  token: string,
  agree: boolean,
): Promise<LinkAnswered> {
  await publicCall(world.publicUrl, `links/${token}/code`, {});
  const code = await lastCodeOf(world, businessNo);
  await publicCall(world.publicUrl, `links/${token}/open`, { code });
  return publicCall(world.publicUrl, `links/${token}/answer`, { code, agree });
}

/** Tokens of the links sent for this number so far, oldest first. */
export async function linksOf(world: BankWorld, businessNo: string): Promise<string[]> {
  const sent = await messagesOf(world.departments.sms, businessNo);
  return sent.flatMap(({ text }) => text.match(/\/s\/([A-Za-z0-9_-]{43})/)?.[1] ?? []);
}

/** The clerk asks, the owner agrees on his phone and tells the code. */
export async function obtainConsent(
  world: BankWorld,
  home: HomeToMortgage,
  purpose: 'mortgage' | 'purchase' = 'mortgage',
): Promise<string> {
  const [owner] = home.owners;
  if (!owner) throw new Error(`${home.unitCode} has no owner`);
  const { consentNo } = await world.clerk.post<AskedConsent>('/api/bank/consents', {
    unitCode: home.unitCode,
    purpose,
    owner: { name: owner.name, idType: 'citizen', idNo: owner.idNo, phone: phoneOf(owner) },
  });
  const [token] = await linksOf(world, consentNo);
  const { consentCode } = await answerLink(world, consentNo, token ?? '', true);
  return consentCode ?? '';
}

export const lookUp = (world: BankWorld, consentCode: string): Promise<ConsentedUnit> =>
  world.clerk.post('/api/bank/unit-lookups', { consentCode });

const termsOf = (loanNo: string) => ({
  mortgageKind: 'general' as const,
  amountFen: 90_000_000,
  termFrom: '2026-11-20',
  termTo: '2046-11-19',
  scope: '主债权及利息、违约金、损害赔偿金和实现抵押权的费用',
  restrictsTransfer: false,
  loanContractNo: `JK-${loanNo}`,
  mortgageContractNo: `DY-${loanNo}`,
});

/** A new mortgage of the owners, or the sale to `buyer` with his mortgage as one entry. */
export function applicationFor(
  home: HomeToMortgage,
  given: { loanNo: string; consentCode: string; buyer?: CityPerson },
): BankApplication {
  const { loanNo, consentCode, buyer } = given;
  const shared = {
    applicationKey: randomUUID(),
    loanNo,
    consentCode,
    declareTruth: true,
    debtors: [],
    mortgage: termsOf(loanNo),
  };
  if (!buyer) return { kind: 'mortgage', ...shared, mortgagors: home.owners.map((one) => person('obligor', one)) };
  return {
    kind: 'purchase',
    ...shared,
    buyers: [person('acquirer', buyer)],
    sellers: home.owners.map((one) => person('obligor', one)),
    ownershipMode: 'single',
    contract: { priceFen: 150_000_000, signedOn: '2026-11-20', payMode: 'loan', escrow: false },
    taxFamily: { marital: 'single', minorChildren: [] },
    inquiry: { trueIntention: true, leased: false, residenceRight: false },
  };
}

export async function fileForBank(world: BankWorld, application: BankApplication): Promise<string> {
  return (await world.clerk.post<FiledCase>('/api/bank/cases', application)).caseNo;
}

/** F-CONTRACTINFO by the clerk, then every signer on his phone. */
export async function fillAndSign(world: BankWorld, caseNo: string, agree = true): Promise<void> {
  await world.clerk.perform(caseNo, {
    elementId: 'ContractInfo',
    loanSignedOn: '2026-11-20',
    mortgageSignedOn: '2026-11-20',
  });
  await signAll(world, caseNo, agree);
}

/** Waits until links are there for everybody, then answers each. */
export async function signAll(world: BankWorld, caseNo: string, agree = true, timeoutMs = 60_000): Promise<void> {
  const end = performance.now() + timeoutMs;
  for (;;) {
    const detail = await world.clerk.get<BankCaseDetail>(`/api/bank/cases/${caseNo}`);
    const links = await linksOf(world, caseNo);
    if (detail.signers.asked > 0 && links.length >= detail.signers.asked) {
      for (const token of links.slice(-detail.signers.asked)) await answerLink(world, caseNo, token, agree);
      return;
    }
    if (performance.now() > end) throw new Error(`no signing links of ${caseNo} after ${timeoutMs} ms`);
    await pause(100);
  }
}

export const check = (world: BankWorld, caseNo: string, checkDecision: 'approve' | 'return' | 'drop' = 'approve') =>
  world.checker.perform(caseNo, { elementId: 'BankCheck', checkDecision, note: '贷款、抵押物和合同已核对。' });

/** The bank's core system decides about the loan: pays out, refuses, or reports it paid off. */
export async function bankSystem(
  world: BankWorld,
  loanNo: string,
  action: 'disburse' | 'refuse' | 'payoff',
): Promise<boolean> {
  const answer = await fetch(`${world.departments.loanbank}/loans/${world.bankId}/${loanNo}/${action}`, {
    method: 'POST',
  });
  return answer.ok;
}
