import { randomUUID } from 'node:crypto';
import {
  type Actor,
  type Application,
  type CityPerson,
  type DemoUnit,
  type District,
  demoCity,
  type PartyInput,
  type Registry,
  type Role,
  type SeizureOrder,
} from '../../../registry/index.ts';
import type { OpenRegister } from './setup.ts';

const prefixes: Partial<Record<Role, string>> = { window_acceptor: 'acceptor', cert_clerk: 'certclerk' };

export function actor(role: Role, district: District = '330203'): Actor {
  return { userId: `${prefixes[role] ?? role}-${district}`, role, district };
}

export const acceptor = actor('window_acceptor');
export const reviewer = actor('reviewer');
export const registrar = actor('registrar');

export function party(role: PartyInput['role'], person: CityPerson, share: PartyInput['share'] = null): PartyInput {
  return {
    role,
    nature: person.nature,
    name: person.name,
    idType: person.idType,
    idNo: person.idNo,
    phone: person.phone,
    share,
  };
}

/** BDC-10: the owners of `unit` sell to one buyer. */
export function sale(
  unit: DemoUnit,
  buyer: CityPerson = demoCity.people.chen,
  more: Partial<Application> = {},
): Application {
  return {
    applicationKey: randomUUID(),
    itemCode: 'BDC-10',
    channel: 'window',
    unitCodes: [unit.unitCode],
    parties: [party('acquirer', buyer), ...unit.owners.map((owner) => party('obligor', owner))],
    ownershipMode: 'single',
    contract: { priceFen: 200_000_000, signedOn: '2026-11-20', payMode: 'full' },
    declareTruth: true,
    ...more,
  };
}

/** BDC-17: the owners of `unit` mortgage it to the demo bank. */
export function mortgage(unit: DemoUnit, more: Partial<Application> = {}): Application {
  return {
    applicationKey: randomUUID(),
    itemCode: 'BDC-17',
    channel: 'window',
    unitCodes: [unit.unitCode],
    parties: [party('acquirer', demoCity.institutions.bank), ...unit.owners.map((owner) => party('obligor', owner))],
    mortgage: {
      mortgageKind: 'general',
      amountFen: 90_000_000,
      termFrom: '2026-11-20',
      termTo: '2046-11-19',
      scope: '主债权及利息、违约金',
      restrictsTransfer: false,
      loanContractNo: 'JK-1',
      mortgageContractNo: 'DY-1',
    },
    declareTruth: true,
    ...more,
  };
}

/** BDC-07: every owner keeps the number and takes a new name. */
export function rename(unit: DemoUnit, newNames: string[], more: Partial<Application> = {}): Application {
  return {
    applicationKey: randomUUID(),
    itemCode: 'BDC-07',
    channel: 'window',
    unitCodes: [unit.unitCode],
    parties: unit.owners.map((owner, i) => party('acquirer', { ...owner, name: newNames[i] ?? owner.name })),
    nameChange: {
      previous: unit.owners.map(({ name, idType, idNo }) => ({ name, idType, idNo })),
      reason: '公安机关更名',
    },
    declareTruth: true,
    ...more,
  };
}

/** Any item on any unit: parties by side, the rest as the item wants it. */
export function application(
  itemCode: string,
  units: DemoUnit | DemoUnit[],
  sides: { acquirers?: CityPerson[]; obligors?: CityPerson[]; mortgagees?: CityPerson[] },
  more: Partial<Application> = {},
): Application {
  const list = Array.isArray(units) ? units : [units];
  return {
    applicationKey: randomUUID(),
    itemCode,
    channel: 'window',
    unitCodes: list.map((unit) => unit.unitCode),
    parties: [
      ...(sides.acquirers ?? []).map((person) => party('acquirer', person)),
      ...(sides.obligors ?? []).map((person) => party('obligor', person)),
      ...(sides.mortgagees ?? []).map((person) => party('mortgagee', person)),
    ],
    declareTruth: true,
    ...more,
  };
}

/** 《主债权合同及抵押合同信息表》 of a plain loan. */
export const loanTerms = (more: Partial<NonNullable<Application['mortgage']>> = {}) => ({
  mortgageKind: 'general' as const,
  amountFen: 90_000_000,
  termFrom: '2026-11-20',
  termTo: '2046-11-19',
  scope: '主债权及利息、违约金',
  restrictsTransfer: false,
  loanContractNo: 'JK-1',
  mortgageContractNo: 'DY-1',
  ...more,
});

/** Files, accepts, clears, approves, signs and enters; the result of the 登簿. */
export async function register(registry: Registry, what: Application) {
  const caseNo = await readyForBook(registry, what);
  return { caseNo, result: await enter(registry, caseNo) };
}

/** Like `register`, for what must go through. */
export async function registered(registry: Registry, what: Application): Promise<string[]> {
  const { result } = await register(registry, what);
  if (result.kind !== 'entered') throw new Error(`${what.itemCode} refused: ${result.refusal.message}`);
  return result.certificateNos;
}

export async function fileAndAccept(registry: Registry, application: Application): Promise<string> {
  const { caseNo } = await registry.cases.fileCase(application, acceptor);
  await registry.cases.recordIntake({ caseNo, taskKey: `${caseNo}-intake`, decision: 'accept', by: acceptor });
  await registry.cases.acceptCase(caseNo);
  return caseNo;
}

export async function payTax(registry: Registry, caseNo: string): Promise<void> {
  const taxCaseNo = `T${caseNo}`;
  await registry.money.recordTaxAssessment({
    caseNo,
    taxCaseNo,
    lines: [{ kind: 'deed', baseFen: 200_000_000, rate: '0.01', amountFen: 2_000_000 }],
  });
  await registry.money.recordTaxResult({ taxCaseNo, state: 'PAID' });
  await registry.money.recordTaxClearance({
    caseNo,
    taxCaseNo,
    clearanceNo: `C${caseNo}`,
    clearedAt: new Date('2026-11-23T01:30:00Z'),
  });
}

/** An accepted sale of the home with its taxes paid, ready for a transfer by hand. */
export async function paidSale({ registry, pool }: Pick<OpenRegister, 'registry' | 'pool'>, home: DemoUnit) {
  const caseNo = await fileAndAccept(registry, sale(home, demoCity.people.li));
  await payTax(registry, caseNo);
  const { rows } = await pool.query<{ clearanceId: string }>(
    'SELECT tax_clearance_id AS "clearanceId" FROM registry.tax_clearances WHERE case_no = $1',
    [caseNo],
  );
  return { caseNo, clearanceId: rows[0]?.clearanceId ?? null };
}

export async function approveAndSign(registry: Registry, caseNo: string): Promise<void> {
  await registry.cases.recordReview({
    caseNo,
    taskKey: `${caseNo}-review`,
    step: 'review',
    decision: 'approve',
    by: reviewer,
  });
  await registry.cases.recordReview({
    caseNo,
    taskKey: `${caseNo}-sign`,
    step: 'sign_book',
    decision: 'enter',
    by: registrar,
  });
}

/** Everything up to the 登簿 itself. */
export async function readyForBook(registry: Registry, application: Application): Promise<string> {
  const caseNo = await fileAndAccept(registry, application);
  if (registry.items.getItem(application.itemCode).needsTax) await payTax(registry, caseNo);
  await approveAndSign(registry, caseNo);
  return caseNo;
}

export function enter(registry: Registry, caseNo: string) {
  return registry.book.enterInRegister({ caseNo, step: 'BookWrite', registrar });
}

export const courtOfficer: Actor = { userId: 'court-330203', role: 'court_officer', district: null };

let notices = 0;
export function seizure(unit: DemoUnit, more: Partial<SeizureOrder> = {}): SeizureOrder {
  notices += 1;
  const respondent = unit.owners[0] as CityPerson;
  return {
    noticeNo: `notice-${notices}`,
    unitCodes: [unit.unitCode],
    seizureKind: 'seizure',
    authority: demoCity.court.authority,
    documentNo: `（2026）浙0203执${1000 + notices}号`,
    termMonths: 36,
    respondent: { name: respondent.name, idNo: respondent.idNo },
    officers: [
      { name: '执行甲', workNo: 'W1', dutyNo: 'D1' },
      { name: '执行乙', workNo: 'W2', dutyNo: 'D2' },
    ],
    ...more,
  };
}
