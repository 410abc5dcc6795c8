/**
 * Simulated escrow bank. Accounts wait for the buyer: `POST /accounts/:no/fund {amountFen?}` pays in (in parts, too),
 * `POST /accounts/:no/fail` rejects the payment, auto mode pays in full.
 */
import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { createAutoSettlement } from '../simulation/auto-settlement.ts';
import type { SimulatorOptions } from '../simulation/options.ts';
import { createSimulatorKit, problem, refuse } from '../simulation/simulator.ts';
import type { EscrowAccount, EscrowCallback, EscrowMoved } from './contract.ts';
import { escrowOperations } from './contract.ts';

type StoredAccount = EscrowAccount & { readonly callbackUrl: string };

const Deposit = Type.Object({ amountFen: Type.Optional(Type.Integer({ minimum: 1 })) });

const unknownAccount = () => refuse('ESCROW_NOT_FOUND', '未查询到该监管账户，请核对监管编号。');

export async function escrowSimulator(app: FastifyInstance, options: SimulatorOptions) {
  const kit = createSimulatorKit(app, 'escrow', options);
  const accounts = kit.table<StoredAccount>('accounts');

  function report(account: StoredAccount, event: EscrowCallback['event'], reason: string | null) {
    const message: EscrowCallback = {
      event,
      eventId: kit.nextNumber('EEV'),
      caseNo: account.caseNo,
      escrowNo: account.escrowNo,
      amountFen: account.amountFen,
      at: kit.now(),
      reason,
    };
    kit.sendCallback(account.callbackUrl, message, { requestNo: account.escrowNo });
  }

  function change(account: StoredAccount, part: Partial<EscrowAccount>): StoredAccount {
    const changed = { ...account, ...part };
    accounts.set(account.escrowNo, changed);
    return changed;
  }

  function deposit(account: StoredAccount, amountFen: number): StoredAccount {
    const depositedFen = Math.min(account.amountFen, account.depositedFen + amountFen);
    const full = depositedFen === account.amountFen;
    const changed = change(account, { depositedFen, status: full ? 'funded' : 'open' });
    if (full) report(changed, 'escrow.funded', null);
    return changed;
  }

  const scheduleAuto = createAutoSettlement(app, kit, options, {
    open: () =>
      accounts
        .values()
        .filter(({ status }) => status === 'open')
        .map(({ escrowNo }) => escrowNo),
    settle: (escrowNo) => {
      const account = accounts.get(escrowNo);
      if (account?.status === 'open') deposit(account, account.amountFen - account.depositedFen);
    },
  });

  kit.serve(escrowOperations.openAccount, (request) => {
    const ofCase = accounts.values().filter(({ caseNo }) => caseNo === request.caseNo);
    const live = ofCase.find(({ status }) => status === 'open' || status === 'funded');
    if (live && live.contractNo === request.contractNo && live.amountFen === request.amountFen) {
      return publicAccount(live);
    }
    if (live || ofCase.some(({ status }) => status === 'released')) {
      return refuse('ESCROW_CLOSED', '该业务已有监管账户，请先退回原监管资金，再重新开户。');
    }
    const account: StoredAccount = {
      escrowNo: kit.nextNumber('ESC'),
      caseNo: request.caseNo,
      contractNo: request.contractNo,
      amountFen: request.amountFen,
      depositedFen: 0,
      status: 'open',
      openedAt: kit.now(),
      callbackUrl: request.callbackUrl,
    };
    accounts.set(account.escrowNo, account);
    scheduleAuto(account.escrowNo);
    return publicAccount(account);
  });

  kit.serveState(escrowOperations.requestState, (escrowNo) => accounts.get(escrowNo)?.caseNo);

  kit.serve(escrowOperations.fetch, (_body, { escrowNo }) => {
    const account = accounts.get(escrowNo);
    return account ? publicAccount(account) : unknownAccount();
  });

  const moved = (account: StoredAccount, amountFen: number): EscrowMoved => ({
    escrowNo: account.escrowNo,
    status: account.status,
    amountFen,
    at: kit.now(),
  });

  kit.serve(escrowOperations.release, (request, { escrowNo }) => {
    const account = accounts.get(escrowNo);
    if (account?.caseNo !== request.caseNo) return unknownAccount();
    if (account.status === 'released') return moved(account, account.amountFen);
    if (account.status === 'open')
      return refuse('ESCROW_UNDERFUNDED', '监管资金尚未足额到账，请通知买方存入后再划付。');
    if (account.status !== 'funded') return refuse('ESCROW_CLOSED', '监管账户已关闭或已退款，不能划付。');
    const released = change(account, { status: 'released' });
    report(released, 'escrow.released', null);
    return moved(released, released.amountFen);
  });

  kit.serve(escrowOperations.refund, (request, { escrowNo }) => {
    const account = accounts.get(escrowNo);
    if (account?.caseNo !== request.caseNo) return unknownAccount();
    if (account.status === 'released') return refuse('ESCROW_CLOSED', '监管资金已划付给卖方，不能退回。');
    if (account.status === 'refunded' || account.status === 'failed') return moved(account, 0);
    const status = account.depositedFen > 0 ? 'refunded' : 'failed';
    return moved(change(account, { status }), account.depositedFen);
  });

  app.get('/accounts', async (request) => {
    const { caseNo } = request.query as { caseNo?: string };
    const found = accounts.values().filter((account) => caseNo === undefined || account.caseNo === caseNo);
    return { accounts: found.map(publicAccount) };
  });

  app.post(
    '/accounts/:escrowNo/fund',
    { schema: { body: Type.Union([Deposit, Type.Null()]) } },
    async (request, reply) => {
      const account = accounts.get((request.params as { escrowNo: string }).escrowNo);
      if (!account) return problem(reply, 404, 'ESCROW_NOT_FOUND', '未查询到该监管账户');
      if (account.status === 'funded') return publicAccount(account);
      if (account.status !== 'open') return problem(reply, 409, 'ESCROW_CLOSED', '该监管账户已结束');
      const given = request.body as Type.Static<typeof Deposit> | null;
      return publicAccount(deposit(account, given?.amountFen ?? account.amountFen - account.depositedFen));
    },
  );

  /** The buyer's bank rejects the payment, or the term ends: the account is closed. */
  app.post('/accounts/:escrowNo/fail', async (request, reply) => {
    const account = accounts.get((request.params as { escrowNo: string }).escrowNo);
    if (!account) return problem(reply, 404, 'ESCROW_NOT_FOUND', '未查询到该监管账户');
    if (account.status === 'failed') return publicAccount(account);
    if (account.status !== 'open') return problem(reply, 409, 'ESCROW_CLOSED', '监管资金已到账，不能再判失败');
    const failed = change(account, { status: 'failed' });
    report(failed, 'escrow.failed', '买方存入监管资金失败');
    return publicAccount(failed);
  });
}

function publicAccount({ callbackUrl: _callbackUrl, ...account }: StoredAccount): EscrowAccount {
  return account;
}
