import { randomUUID } from 'node:crypto';
import {
  type Actor,
  type Application,
  type CityPerson,
  cityPerson,
  demoCity,
  type PartyInput,
  type Registry,
  type Role,
} from '../../registry/index.ts';
import type { Candidate } from './candidates.ts';

/** What is entered, in equal parts: the items a city has most of, alone and together. */
export const kinds = ['sale', 'mortgage', 'cancellation', 'saleWithLoan', 'saleReplacingLoan'] as const;
export type Kind = (typeof kinds)[number];

export const kindNames: Record<Kind, string> = {
  sale: 'BDC-10',
  mortgage: 'BDC-17',
  cancellation: 'BDC-21',
  saleWithLoan: 'BDC-10 + BDC-17',
  saleReplacingLoan: 'BDC-10 + BDC-21 + BDC-17',
};

export const startsMortgaged = (kind: Kind) => kind === 'cancellation' || kind === 'saleReplacingLoan';

const names: Partial<Record<Role, string>> = { window_acceptor: 'acceptor' };
export function actor(role: Role, unitCode: string): Actor {
  const district = unitCode.slice(0, 6) as Actor['district'];
  return { userId: `${names[role] ?? role}-${district}`, role, district };
}

const party = (role: PartyInput['role'], { name, nature, idType, idNo, phone }: CityPerson): PartyInput => ({
  role,
  nature,
  name,
  idType,
  idNo,
  phone,
  share: null,
});

const terms = (n: number): NonNullable<Application['mortgage']> => ({
  mortgageKind: 'general',
  amountFen: 90_000_000 + n * 100,
  termFrom: '2026-11-20',
  termTo: '2046-11-19',
  scope: '主债权及利息、违约金',
  restrictsTransfer: false,
  loanContractNo: `JK-${n}`,
  mortgageContractNo: `DY-${n}`,
});

/** Buyers nobody has met before: a person of the register is added as often as found. */
const firstBuyer = 3_500_000;

function applicationFor(kind: Kind, home: Candidate, n: number): Application {
  const lender = home.mortgage?.lender ?? demoCity.institutions.bank;
  const obligors = home.owners.map((owner) => party('obligor', owner));
  const common = {
    applicationKey: randomUUID(),
    channel: 'window' as const,
    unitCodes: [home.unitCode],
    declareTruth: true,
  };
  const sale = {
    ...common,
    itemCode: 'BDC-10',
    ownershipMode: 'single' as const,
    contract: { priceFen: 200_000_000, signedOn: '2026-11-20', payMode: 'loan' as const },
    parties: [party('acquirer', cityPerson(firstBuyer + n)), ...obligors],
  };
  const withLoan = { ...sale, parties: [...sale.parties, party('mortgagee', lender)], mortgage: terms(n) };
  const ending = {
    targets: [{ certificateNo: home.mortgage?.proofNo ?? '' }],
    cancellation: { cause: 'claim_ended' as const, endedOn: '2026-11-20' },
  };
  switch (kind) {
    case 'sale':
      return { ...sale, contract: { ...sale.contract, payMode: 'full' } };
    case 'mortgage':
      return { ...common, itemCode: 'BDC-17', parties: [party('acquirer', lender), ...obligors], mortgage: terms(n) };
    case 'cancellation':
      return { ...common, itemCode: 'BDC-21', parties: [party('acquirer', lender)], ...ending };
    case 'saleWithLoan':
      return { ...withLoan, combined: ['BDC-17'] };
    case 'saleReplacingLoan':
      return { ...withLoan, combined: ['BDC-21', 'BDC-17'], ...ending };
  }
}

/** An accepted, taxed, reviewed and signed case: what is left is the 登簿. Returns its number. */
async function ready(registry: Registry, kind: Kind, home: Candidate, n: number): Promise<string> {
  const acceptor = actor('window_acceptor', home.unitCode);
  const application = applicationFor(kind, home, n);
  const { caseNo } = await registry.cases.fileCase(application, acceptor);
  await registry.cases.recordIntake({ caseNo, taskKey: `${caseNo}-intake`, decision: 'accept', by: acceptor });
  await registry.cases.acceptCase(caseNo);
  if (registry.items.getItem(application.itemCode).needsTax) await payTax(registry, caseNo);
  const decide = (step: 'review' | 'sign_book', decision: 'approve' | 'enter', role: Role) =>
    registry.cases.recordReview({
      caseNo,
      taskKey: `${caseNo}-${step}`,
      step,
      decision,
      by: actor(role, home.unitCode),
    });
  await decide('review', 'approve', 'reviewer');
  await decide('sign_book', 'enter', 'registrar');
  return caseNo;
}

async function payTax(registry: Registry, caseNo: string): Promise<void> {
  const taxCaseNo = `T${caseNo}`;
  const lines = [{ kind: 'deed' as const, baseFen: 200_000_000, rate: '0.01', amountFen: 2_000_000 }];
  await registry.money.recordTaxAssessment({ caseNo, taxCaseNo, lines });
  await registry.money.recordTaxResult({ taxCaseNo, state: 'PAID' });
  const clearedAt = new Date('2026-11-23T01:30:00Z');
  await registry.money.recordTaxClearance({ caseNo, taxCaseNo, clearanceNo: `C${caseNo}`, clearedAt });
}

export interface ReadyCase {
  caseNo: string;
  kind: Kind;
  unitCode: string;
}

export interface Homes {
  plain: Candidate[];
  mortgaged: Candidate[];
}

/** Takes a home that a case of the kind can begin with. */
export function nextHome(homes: Homes, kind: Kind): Candidate {
  const home = (startsMortgaged(kind) ? homes.mortgaged : homes.plain).shift();
  if (!home)
    throw new Error('The city has too few homes for its cases; try --units with more, or --entries with fewer.');
  return home;
}

/** Prepares the cases eight at a time, in the order in which they will be entered: kinds mixed, districts mixed. */
export async function prepareCases(
  registry: Registry,
  homes: Homes,
  count: number,
  first: number,
): Promise<ReadyCase[]> {
  const wanted = Array.from({ length: count }, (_, n) => {
    const kind = kinds[n % kinds.length] as Kind;
    return { kind, home: nextHome(homes, kind), n };
  });
  const cases: ReadyCase[] = [];
  const lane = async () => {
    for (let next = wanted.shift(); next; next = wanted.shift()) {
      const { kind, home, n } = next;
      cases[n] = { caseNo: await ready(registry, kind, home, first + n), kind, unitCode: home.unitCode };
    }
  };
  await Promise.all(Array.from({ length: 8 }, lane));
  return cases;
}
