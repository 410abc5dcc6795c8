import type { CaseRow } from '../cases/case-row.ts';
import type { CertificateKind } from '../certificates/numbers.ts';
import type { Queryable } from '../db/transaction.ts';
import { currentOwnership } from '../rights/load-rights.ts';
import type { ApplicationFacts, Effect } from '../rights/rule-input.ts';
import type { MortgageView, OwnershipView, RightView } from '../rights/types.ts';
import { type Entry, endRight, type NewHolder, writeCertificate, writeRight } from './write-right.ts';

/** What an item writes on one page. `numbers` are the certificate numbers drawn for this page, in order. */
export interface PageWrite {
  unitCode: string;
  rights: readonly RightView[];
  numbers: readonly string[];
}

export interface ItemContext {
  entry: Entry;
  caseRow: CaseRow;
  application: ApplicationFacts;
}

/** How many numbers of which kind a page needs: known before the entry is opened. */
export function certificatesNeeded(
  effect: Effect,
  caseRow: CaseRow,
  application: ApplicationFacts,
  owner: OwnershipView | null,
): { kind: CertificateKind; count: number } {
  if (effect === 'mortgage') return { kind: 'proof', count: 1 };
  const acquirers = application.parties.filter((p) => p.role === 'acquirer').length;
  // A change of name keeps the way certificates were held.
  const separate = effect === 'rename' ? (owner?.certificateNos.length ?? 1) > 1 : caseRow.separate_certs;
  return { kind: 'certificate', count: separate ? acquirers : 1 };
}

export async function writePage(db: Queryable, effect: Effect, context: ItemContext, page: PageWrite): Promise<void> {
  if (effect === 'transfer') return writeTransfer(db, context, page);
  if (effect === 'mortgage') return writeMortgage(db, context, page);
  if (effect === 'rename') return writeRename(db, context, page);
  throw new Error(`No 登簿 for item ${context.caseRow.item_code}: the item must stay disabled`);
}

function acquirersOf(application: ApplicationFacts): NewHolder[] {
  return application.parties
    .filter((p) => p.role === 'acquirer')
    .map((p) => ({ name: p.name, nature: p.nature, idType: p.idType, idNo: p.idNo, share: p.share, phone: p.phone }));
}

async function writeCertificates(
  db: Queryable,
  entry: Entry,
  rightId: string,
  kind: CertificateKind,
  numbers: readonly string[],
): Promise<void> {
  for (const [i, certificateNo] of numbers.entries()) {
    await writeCertificate(db, entry, { certificateNo, kind, rightId, holderSeq: numbers.length === 1 ? null : i + 1 });
  }
}

function requireOwner(page: PageWrite): OwnershipView {
  const owner = currentOwnership(page.rights, page.unitCode);
  if (!owner) throw new Error(`No current ownership on ${page.unitCode} although the rules passed`);
  return owner;
}

/** BDC-10 转移登记: the old ownership ends, the new one follows it. Mortgages stay where they are: they follow the home (INV-18). */
async function writeTransfer(
  db: Queryable,
  { entry, caseRow, application }: ItemContext,
  page: PageWrite,
): Promise<void> {
  const owner = requireOwner(page);
  await endRight(db, entry, owner.rightId, '买卖转移');
  const mortgaged = page.rights.some((r) => r.kind === 'MORTGAGE' && r.status === 'CURRENT');
  const rightId = await writeRight(db, entry, {
    kind: 'OWNERSHIP',
    unitCode: page.unitCode,
    rightType: '4',
    regType: 200,
    reason: '买卖',
    previousId: owner.rightId,
    note: mortgaged ? '该不动产上设有抵押权，抵押权随不动产转移继续存在。' : null,
    holders: acquirersOf(application),
  });
  await db.query(
    'INSERT INTO registry.ownership_details (right_id, mode, price_fen, tax_clearance_id) VALUES ($1, $2, $3, $4)',
    [rightId, application.ownershipMode, caseRow.contract?.priceFen ?? null, application.taxClearanceId ?? null],
  );
  await writeCertificates(db, entry, rightId, 'certificate', page.numbers);
}

/** BDC-17 抵押权首次登记: rank = order of 登簿 (INV-17). */
async function writeMortgage(
  db: Queryable,
  { entry, caseRow, application }: ItemContext,
  page: PageWrite,
): Promise<void> {
  const terms = caseRow.mortgage;
  if (!terms) throw new Error(`Case ${caseRow.case_no} has no mortgage terms although the application was checked`);
  const ranks = page.rights
    .filter((r): r is MortgageView => r.kind === 'MORTGAGE' && r.status === 'CURRENT')
    .map((m) => m.rank);
  const rightId = await writeRight(db, entry, {
    kind: 'MORTGAGE',
    unitCode: page.unitCode,
    rightType: '23',
    regType: 100,
    reason: '设立抵押',
    holders: acquirersOf(application),
  });
  await db.query(
    `INSERT INTO registry.mortgage_details (right_id, mortgage_kind, amount_fen, term_from, term_to, rank, scope, restricts_transfer, contract_no, obligors)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      rightId,
      terms.mortgageKind,
      terms.amountFen,
      terms.termFrom,
      terms.termTo,
      Math.max(0, ...ranks) + 1,
      terms.scope,
      terms.restrictsTransfer,
      terms.mortgageContractNo,
      JSON.stringify(requireOwner(page).holders.map((h) => h.name)),
    ],
  );
  await writeCertificates(db, entry, rightId, 'proof', page.numbers);
}

/** BDC-07 变更登记: same right in the same hands under a new name; shares, mode and price stay. */
async function writeRename(
  db: Queryable,
  { entry, caseRow, application }: ItemContext,
  page: PageWrite,
): Promise<void> {
  const owner = requireOwner(page);
  const renamed = acquirersOf(application);
  const previous = application.previousHolders;
  const holders = owner.holders.map((holder) => {
    const position = previous.findIndex(
      (p) => p.idType === holder.idType && p.idNo.toUpperCase() === holder.idNo.toUpperCase() && p.name === holder.name,
    );
    const next = renamed[position];
    if (!next)
      throw new Error(`Case ${caseRow.case_no}: no new name for holder ${holder.seq} although the rules passed`);
    return { ...next, share: holder.share };
  });
  await endRight(db, entry, owner.rightId, '姓名或名称变更');
  const rightId = await writeRight(db, entry, {
    kind: 'OWNERSHIP',
    unitCode: page.unitCode,
    rightType: '4',
    regType: 300,
    reason: caseRow.name_change?.reason ?? '姓名变更',
    previousId: owner.rightId,
    note: '权利人姓名（名称）或证件变更，权利不变。',
    holders,
  });
  await db.query(
    'INSERT INTO registry.ownership_details (right_id, mode, price_fen, tax_clearance_id) VALUES ($1, $2, $3, NULL)',
    [rightId, owner.mode, owner.priceFen],
  );
  await writeCertificates(db, entry, rightId, 'certificate', page.numbers);
}
