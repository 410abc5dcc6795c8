/**
 * Sixteen simulated banks behind one service, each with its own loans and faults. `PUT /loans` sets loans; a loan number
 * that a bank does not know is taken in as approved, so that a demo needs no preparation. A disbursement waits for
 * `POST /loans/:bankId/:loanNo/disburse` or `/refuse`, or happens by itself in auto mode. `GET /letters?caseNo=` shows what
 * the banks were told of homes mortgaged to them; `PUT /claims` says what a bank answers to be owed when it is told of a seizure.
 */
import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { CalendarDate, Fen } from '../shared/wire.ts';
import { createAutoSettlement } from '../simulation/auto-settlement.ts';
import type { SimulatorOptions } from '../simulation/options.ts';
import { createSimulatorKit, problem, refuse } from '../simulation/simulator.ts';
import type { BankReceipt, LoanCallback, LoanQuery } from './contract.ts';
import { BankId, LoanNo, loanbankOperations } from './contract.ts';

interface StoredLoan {
  readonly bankId: string;
  readonly loanNo: string;
  readonly status: 'approved' | 'refused' | 'unknown';
  readonly product: string;
  readonly approvedOn: string;
  readonly amountFen: number;
  readonly payoff: { readonly claimEndedProofNo: string; readonly on: string } | null;
}

interface BankLetter extends BankReceipt {
  readonly bankId: string;
  readonly kind: string;
  readonly caseNo: string;
  readonly certificateNo: string | null;
}

interface Disbursement {
  readonly disbursementNo: string;
  readonly bankId: string;
  readonly loanNo: string;
  readonly caseNo: string;
  readonly status: 'waiting' | 'disbursed' | 'refused';
  readonly acceptedAt: string;
  readonly callbackUrl: string;
}

/** What is owed at present under a mortgage, by the number of its proof. */
const Claim = Type.Object({ certificateNo: Type.String({ minLength: 1 }), claimFen: Fen });
type Claim = Type.Static<typeof Claim>;

const Loans = Type.Object({
  loans: Type.Array(
    Type.Object({
      bankId: BankId,
      loanNo: LoanNo,
      status: Type.Optional(Type.Union([Type.Literal('approved'), Type.Literal('refused'), Type.Literal('unknown')])),
      product: Type.Optional(Type.String({ minLength: 1 })),
      approvedOn: Type.Optional(CalendarDate),
      amountFen: Type.Optional(Fen),
      paidOff: Type.Optional(Type.Boolean()),
    }),
  ),
});

const banks: ReadonlyMap<string, string> = new Map(
  Array.from({ length: 16 }, (_, index) => {
    const number = String(index + 1).padStart(2, '0');
    return [`BANK-${number}`, `演示银行${number}`] as const;
  }),
);
const key = (loan: { bankId: string; loanNo: string }) => `${loan.bankId}/${loan.loanNo}`;
const notConnected = () => refuse('BANK_NOT_CONNECTED', '该银行尚未接入，请核对银行编号。');
const unknownLoan = () => refuse('LOAN_NOT_FOUND', '银行未查询到该笔贷款，请核对贷款编号。');
const refusedLoan = () => refuse('LOAN_REFUSED', '该笔贷款未获批准或已被银行取消，请与银行核实。');

export async function loanbankSimulator(app: FastifyInstance, options: SimulatorOptions) {
  const kit = createSimulatorKit(app, 'loanbank', options, {
    names: banks,
    of: (body, params) => {
      const { bankId, requestNo = '' } = (body ?? params ?? {}) as { bankId?: string; requestNo?: string };
      return bankId ?? disbursements.get(requestNo)?.bankId;
    },
  });
  const loans = kit.table<StoredLoan>('loans');
  const disbursements = kit.table<Disbursement>('disbursements');
  const letters = kit.table<BankLetter>('letters');
  const claims = kit.table<Claim>('claims');

  function find({ bankId, loanNo }: Pick<LoanQuery, 'bankId' | 'loanNo'>): StoredLoan {
    const known = loans.get(key({ bankId, loanNo }));
    if (known) return known;
    const loan: StoredLoan = {
      bankId,
      loanNo,
      status: 'approved',
      product: '个人住房贷款（演示）',
      approvedOn: kit.today(),
      amountFen: 100_000_000,
      payoff: null,
    };
    loans.set(key(loan), loan);
    return loan;
  }

  function finish(disbursement: Disbursement, status: 'disbursed' | 'refused') {
    const finished: Disbursement = { ...disbursement, status };
    disbursements.set(disbursement.disbursementNo, finished);
    const event: LoanCallback = {
      event: `loan.${status}`,
      eventId: kit.nextNumber('LEV'),
      caseNo: disbursement.caseNo,
      loanNo: disbursement.loanNo,
      bankId: disbursement.bankId,
      at: kit.now(),
      reason: status === 'refused' ? '银行终止放款' : null,
    };
    const { disbursementNo, bankId } = disbursement;
    kit.sendCallback(disbursement.callbackUrl, event, { requestNo: disbursementNo, organisation: bankId });
    return { disbursementNo: finished.disbursementNo, status };
  }

  const scheduleAuto = createAutoSettlement(app, kit, options, {
    open: () =>
      disbursements
        .values()
        .filter(({ status }) => status === 'waiting')
        .map(({ disbursementNo }) => disbursementNo),
    settle: (disbursementNo) => {
      const disbursement = disbursements.get(disbursementNo);
      if (disbursement?.status === 'waiting') finish(disbursement, 'disbursed');
    },
    organisationOf: (disbursementNo) => disbursements.get(disbursementNo)?.bankId,
  });

  kit.serve(loanbankOperations.queryLoan, (request) => {
    if (!banks.has(request.bankId)) return notConnected();
    const loan = find(request);
    if (loan.status === 'unknown') return unknownLoan();
    if (loan.status === 'refused') return refusedLoan();
    return { approved: true, product: loan.product, approvedOn: loan.approvedOn, amountFen: loan.amountFen };
  });

  kit.serve(loanbankOperations.requestDisbursement, (request) => {
    if (!banks.has(request.bankId)) return notConnected();
    const loan = find(request);
    if (loan.status === 'unknown') return unknownLoan();
    if (loan.status === 'refused') return refusedLoan();
    const { bankId, loanNo, caseNo, callbackUrl } = request;
    const same = disbursements
      .values()
      .find((one) => one.bankId === bankId && one.loanNo === loanNo && one.caseNo === caseNo);
    if (same) return { disbursementNo: same.disbursementNo, acceptedAt: same.acceptedAt };
    const disbursement: Disbursement = {
      disbursementNo: kit.nextNumber('DSB'),
      bankId,
      loanNo,
      caseNo,
      status: 'waiting',
      acceptedAt: kit.now(),
      callbackUrl,
    };
    disbursements.set(disbursement.disbursementNo, disbursement);
    scheduleAuto(disbursement.disbursementNo);
    return { disbursementNo: disbursement.disbursementNo, acceptedAt: disbursement.acceptedAt };
  });

  kit.serveState(loanbankOperations.requestState, (disbursementNo) => disbursements.get(disbursementNo)?.caseNo);

  kit.serve(loanbankOperations.queryPayoff, (request) => {
    if (!banks.has(request.bankId)) return notConnected();
    const loan = find(request);
    if (loan.status === 'unknown') return unknownLoan();
    const { claimEndedProofNo = null, on = null } = loan.payoff ?? {};
    return { paidOff: loan.payoff !== null, claimEndedProofNo, on };
  });

  kit.serve(loanbankOperations.notifyMortgagee, ({ bankId, kind, caseNo, certificateNo }) => {
    if (!banks.has(bankId)) return notConnected();
    const letter: BankLetter = { bankId, kind, caseNo, certificateNo: certificateNo ?? null, ...receipt('BMN') };
    letters.set(letter.receiptNo, letter);
    const claim = kind === 'mortgage_seized' && certificateNo ? claims.get(certificateNo) : undefined;
    return {
      receiptNo: letter.receiptNo,
      receivedAt: letter.receivedAt,
      ...(claim ? { claimFen: claim.claimFen } : {}),
    };
  });

  const receipt = (prefix: string): BankReceipt => ({ receiptNo: kit.nextNumber(prefix), receivedAt: kit.now() });
  kit.serve(loanbankOperations.deliverProof, ({ bankId }) => (banks.has(bankId) ? receipt('BPR') : notConnected()));
  kit.serve(loanbankOperations.confirmRank, ({ bankId }) => (banks.has(bankId) ? receipt('BRK') : notConnected()));

  function payOff(loan: StoredLoan): StoredLoan {
    const paid = loan.payoff
      ? loan
      : { ...loan, payoff: { claimEndedProofNo: kit.nextNumber('CEP'), on: kit.today() } };
    loans.set(key(paid), paid);
    return paid;
  }

  app.put('/claims', { schema: { body: Claim } }, async (request) => {
    const claim = request.body as Claim;
    claims.set(claim.certificateNo, claim);
    return claim;
  });

  app.put('/loans', { schema: { body: Loans } }, async (request) => {
    const { loans: given } = request.body as Type.Static<typeof Loans>;
    for (const { paidOff, ...change } of given) {
      const loan: StoredLoan = { ...find(change), ...change };
      loans.set(key(loan), loan);
      if (paidOff) payOff(loan);
    }
    return { loans: given.length };
  });

  app.get('/letters', async (request) => {
    const { caseNo } = request.query as { caseNo?: string };
    return { letters: letters.values().filter((one) => caseNo === undefined || one.caseNo === caseNo) };
  });

  app.get('/disbursements', async (request) => {
    const { caseNo } = request.query as { caseNo?: string };
    const found = disbursements.values().filter((one) => caseNo === undefined || one.caseNo === caseNo);
    return { disbursements: found.map(({ callbackUrl: _callbackUrl, ...rest }) => rest) };
  });

  for (const [action, status] of [['disburse', 'disbursed'] as const, ['refuse', 'refused'] as const]) {
    app.post(`/loans/:bankId/:loanNo/${action}`, async (request, reply) => {
      const { bankId, loanNo } = request.params as { bankId: string; loanNo: string };
      const ofLoan = disbursements.values().filter((one) => one.bankId === bankId && one.loanNo === loanNo);
      const waiting = ofLoan.find((one) => one.status === 'waiting');
      if (waiting) return finish(waiting, status);
      const done = ofLoan.find((one) => one.status === status);
      if (done) return { disbursementNo: done.disbursementNo, status };
      return ofLoan.length > 0
        ? problem(reply, 409, 'DISBURSEMENT_FINAL', '该笔放款已结束')
        : problem(reply, 404, 'LOAN_NOT_FOUND', '没有等待放款的申请');
    });
  }

  app.post('/loans/:bankId/:loanNo/payoff', async (request) => {
    const { bankId, loanNo } = request.params as { bankId: string; loanNo: string };
    return { paidOff: true, ...payOff(find({ bankId, loanNo })).payoff };
  });
}
