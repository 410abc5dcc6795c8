import type { CaseSummary, CaseView, ContractInfo, User } from '../../registry/index.ts';
import { PARTY_ROLES } from '../api/application.ts';
import {
  BANK_FILTERS,
  type BankCase,
  type BankCaseDetail,
  type BankCaseList,
  type BankFilter,
  LOAN_STATES,
} from '../api/bank.ts';
import type { ServerDeps } from '../deps.ts';
import { openTasksOf, openTasksOfCases } from '../inbox/queries.ts';
import type { InboxRow } from '../inbox/store.ts';
import { caseSummaryView } from '../views/case-view.ts';
import { type SlaContext, slaContext } from '../views/sla-view.ts';
import { type StaffNames, staffNames } from '../views/staff.ts';
import { slaByCase } from '../views/task-view.ts';

type Deps = Pick<ServerDeps, 'registry' | 'pool' | 'clock'>;
const MOST = 300;

/** Own cases: what waits for the person first, then by what is left of the clock, closed ones last. */
export async function listBankCases(
  deps: Deps,
  user: User,
  query: { filter?: BankFilter; q?: string },
): Promise<BankCaseList> {
  const { registry, pool } = deps;
  const filed = await registry.cases.listCases({ organisationId: user.organisationId ?? '', limit: MOST });
  const caseNos = filed.map(({ caseNo }) => caseNo);
  const [context, staff, clocks, tasks] = await Promise.all([
    slaContext(deps),
    staffNames(registry),
    slaByCase(registry, caseNos),
    openTasksOfCases(pool, caseNos),
  ]);
  const rows = await Promise.all(
    filed.map(async (theCase) => {
      const open = tasks.filter((task) => task.caseNo === theCase.caseNo);
      return bankCase(deps, theCase, open, user, context, staff, clocks.get(theCase.caseNo));
    }),
  );
  const found = rows.filter((row) => matches(row, query.q)).sort(byUrgency);
  return {
    items: found.filter((row) => !query.filter || isIn(row, query.filter)),
    counts: Object.fromEntries(BANK_FILTERS.map(({ id }) => [id, found.filter((row) => isIn(row, id)).length])),
  };
}

function isIn(row: BankCase, filter: BankFilter): boolean {
  if (filter === 'closed') return row.closedAt !== null;
  if (row.closedAt) return false;
  switch (filter) {
    case 'mine':
      return row.taskKey !== null;
    case 'signing':
      return row.signers.asked > row.signers.signed && row.acceptedAt === null;
    case 'registering':
      return row.acceptedAt !== null && row.registeredAt === null;
    case 'disbursing':
      return row.registeredAt !== null && row.loanState === 'PENDING';
  }
}

const matches = (row: BankCase, q = '') =>
  [row.caseNo, row.loanNo ?? '', row.location, ...row.unitCodes].some((text) => text.includes(q.trim()));

const urgency = (row: BankCase) => (row.closedAt ? 3 : row.taskKey ? 0 : row.registeredAt ? 2 : 1);
const byUrgency = (a: BankCase, b: BankCase) =>
  urgency(a) - urgency(b) ||
  a.sla.remainingMinutes - b.sla.remainingMinutes ||
  (urgency(a) === 3 ? b.filedAt.localeCompare(a.filedAt) : a.filedAt.localeCompare(b.filedAt));

async function bankCase(
  { registry }: Deps,
  theCase: CaseSummary,
  open: readonly InboxRow[],
  user: User,
  context: SlaContext,
  staff: StaffNames,
  sla: Parameters<typeof caseSummaryView>[1],
): Promise<BankCase> {
  const [loan, info] = await Promise.all([
    registry.bank.loan(theCase.caseNo),
    registry.bank.contractInfo(theCase.caseNo),
  ]);
  const own = open.find((task) => task.role === user.role);
  const [step] = own ? [own] : open;
  return {
    ...caseSummaryView(theCase, sla, context, staff),
    loanNo: loan?.loanNo ?? null,
    // A payoff has no loan to pay out.
    loanState: loan && theCase.itemCode !== 'BDC-21' ? loan.state : null,
    loanStateText: loan && theCase.itemCode !== 'BDC-21' ? LOAN_STATES[loan.state] : null,
    step: step ? { elementId: step.elementId, name: step.stepName, role: step.role } : null,
    taskKey: own?.taskKey ?? null,
    signers: signerCounts(info),
  };
}

const signerCounts = (info: ContractInfo | null) => ({
  signed: info?.signers.filter(({ state }) => state === 'signed').length ?? 0,
  asked: info?.signers.length ?? 0,
});

export async function bankCaseDetail(deps: Deps, theCase: CaseView, user: User): Promise<BankCaseDetail> {
  const { registry, pool } = deps;
  const { caseNo } = theCase;
  const [context, staff, tasks, info, ranks, loan, certificates, documents] = await Promise.all([
    slaContext(deps),
    staffNames(registry),
    openTasksOf(pool, caseNo),
    registry.bank.contractInfo(caseNo),
    registry.bank.ranks(caseNo),
    registry.bank.loan(caseNo),
    registry.certificates.listByCase(caseNo),
    registry.documents.list(caseNo),
  ]);
  const entered = theCase.enteredAt !== null;
  return {
    ...(await bankCase(deps, theCase, tasks, user, context, staff, theCase.sla)),
    contractInfo: info && {
      round: info.round,
      loanSignedOn: info.loanSignedOn,
      mortgageSignedOn: info.mortgageSignedOn,
      note: info.note,
      enteredBy: staff(info.enteredBy),
      enteredAt: info.enteredAt.toISOString(),
    },
    signerList: (info?.signers ?? []).map((signer) => {
      const party = theCase.partyDetails.find((one) => one.partyNo === signer.partyNo);
      return {
        partyNo: signer.partyNo,
        roleText: party ? PARTY_ROLES[party.role] : '',
        name: party?.name ?? '',
        state: signer.state,
        at: signer.at.toISOString(),
      };
    }),
    // After the entry the book itself says the rank; a new mortgage's would mislead.
    ranks: entered ? ranks.map((rank) => ({ ...rank, now: rank.confirmed ?? rank.now })) : ranks,
    payoffProofNo: loan?.payoffProofNo ?? null,
    proofs: certificates
      .filter((one) => one.kind === 'proof' && one.status === 'LIVE')
      .flatMap(({ certificateNo }) => {
        const key = `certificate:${certificateNo}`;
        // The sealed file as soon as it is there.
        const paper = documents.find((one) => one.key === `${key}.signed`) ?? documents.find((one) => one.key === key);
        return paper ? [{ certificateNo, documentId: paper.documentId, sealed: paper.seal !== null }] : [];
      }),
    canWithdraw: !entered && theCase.status !== 'CLOSED' && theCase.withdrawalRequestedAt === null,
  };
}
