/**
 * Simulated utility company. It keeps accounts: those set by `PUT /accounts`, and whatever number is named for the first
 * time is taken in under the holder named. Orders are worked on until `POST /transfers/:no/result {result}`, or by
 * themselves in auto mode, where the account decides.
 */
import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { Fen, Person } from '../shared/wire.ts';
import { createAutoSettlement } from '../simulation/auto-settlement.ts';
import type { SimulatorOptions } from '../simulation/options.ts';
import { createSimulatorKit, problem, refuse } from '../simulation/simulator.ts';
import type { SubmitTransferRequest, Transfer, UtilityCallback, UtilityService } from './contract.ts';
import { UtilityResult, utilityOperations } from './contract.ts';

interface Account {
  /** Hash of the holder's number; null: whoever is named. */
  readonly holderKey: string | null;
  readonly arrearsFen: number;
  readonly state: 'served' | 'missing' | 'out_of_area';
}

/** Of the persons only hashes are kept. */
type StoredTransfer = Transfer & {
  readonly accountNo: string;
  readonly oldHolderKey: string;
  readonly newHolderKey: string;
  readonly debtIsTakenOver: boolean;
  readonly hasProof: boolean;
  readonly callbackUrl: string;
};

const Accounts = Type.Object({
  accounts: Type.Array(
    Type.Object({
      accountNo: Type.String({ minLength: 4 }),
      holder: Type.Optional(Person),
      arrearsFen: Type.Optional(Fen),
      state: Type.Optional(Type.Union([Type.Literal('served'), Type.Literal('missing'), Type.Literal('out_of_area')])),
    }),
  ),
});
const Result = Type.Object({ result: UtilityResult, amountFen: Type.Optional(Fen) });

export const utilitySimulator =
  (service: UtilityService) =>
  async (app: FastifyInstance, options: SimulatorOptions): Promise<void> => {
    const kit = createSimulatorKit(app, service, options);
    const accounts = kit.table<Account>('accounts');
    const transfers = kit.table<StoredTransfer>('transfers');

    /** What the back office finds when it works on the order. */
    function judge(transfer: StoredTransfer): { result: UtilityResult; amountFen?: number } {
      const account = accounts.get(transfer.accountNo);
      if (!account || account.state === 'missing') return { result: 'ACCOUNT_NOT_FOUND' };
      if (account.state === 'out_of_area') return { result: 'OUT_OF_AREA' };
      const strange = account.holderKey !== null && account.holderKey !== transfer.oldHolderKey;
      if (strange && !transfer.hasProof) return { result: 'NAME_MISMATCH' };
      if (account.arrearsFen > 0 && !transfer.debtIsTakenOver) {
        return { result: 'ARREARS', amountFen: account.arrearsFen };
      }
      return { result: 'DONE' };
    }

    function finish(transfer: StoredTransfer, { result, amountFen }: { result: UtilityResult; amountFen?: number }) {
      const owed = amountFen === undefined ? {} : { amountFen };
      const state = result === 'DONE' ? 'done' : 'rejected';
      const finished: StoredTransfer = { ...transfer, state, resultCode: result, ...owed, finishedAt: kit.now() };
      transfers.set(transfer.utilityOrderNo, finished);
      const account = accounts.get(transfer.accountNo);
      if (result === 'DONE' && account) {
        accounts.set(transfer.accountNo, { ...account, holderKey: transfer.newHolderKey });
      }
      const message: UtilityCallback = {
        event: 'utility.result',
        eventId: kit.nextNumber('UEV'),
        caseNo: transfer.caseNo,
        utilityOrderNo: transfer.utilityOrderNo,
        service,
        result,
        ...owed,
        at: kit.now(),
      };
      kit.sendCallback(transfer.callbackUrl, message, { requestNo: transfer.utilityOrderNo });
      return publicTransfer(finished);
    }

    const scheduleAuto = createAutoSettlement(app, kit, options, {
      open: () =>
        transfers
          .values()
          .filter(({ state }) => state === 'accepted')
          .map(({ utilityOrderNo }) => utilityOrderNo),
      settle: (utilityOrderNo) => {
        const transfer = transfers.get(utilityOrderNo);
        if (transfer?.state === 'accepted') finish(transfer, judge(transfer));
      },
    });

    kit.serve(utilityOperations.submitTransfer, (request) => {
      // One live order per case: a second form for the same account is the same wish.
      const known = transfers
        .values()
        .find(
          (one) => one.caseNo === request.caseNo && one.accountNo === request.accountNo && one.state !== 'rejected',
        );
      if (known) return { utilityOrderNo: known.utilityOrderNo, acceptedAt: known.acceptedAt };
      const account = accounts.get(request.accountNo);
      if (request.service !== service || account?.state === 'missing') {
        return refuse('ACCOUNT_NOT_FOUND', '未查询到该户号，请核对户号后重新提交。');
      }
      if (account?.state === 'out_of_area') return refuse('OUT_OF_AREA', '该地址不在本公司服务范围内，无需办理过户。');
      if (!account) {
        accounts.set(request.accountNo, { holderKey: personKey(request.oldHolder), arrearsFen: 0, state: 'served' });
      }
      const transfer = newTransfer(request, kit.nextNumber(prefixes[service]), kit.now());
      transfers.set(transfer.utilityOrderNo, transfer);
      scheduleAuto(transfer.utilityOrderNo);
      return { utilityOrderNo: transfer.utilityOrderNo, acceptedAt: transfer.acceptedAt };
    });

    kit.serveState(utilityOperations.requestState, (utilityOrderNo) => transfers.get(utilityOrderNo)?.caseNo);

    kit.serve(utilityOperations.fetchTransfer, (_body, { utilityOrderNo }) => {
      const transfer = transfers.get(utilityOrderNo);
      return transfer ? publicTransfer(transfer) : refuse('TRANSFER_NOT_FOUND', '未查询到该过户单，请核对单号。');
    });

    app.get('/transfers', async (request) => {
      const { caseNo } = request.query as { caseNo?: string };
      const found = transfers.values().filter((transfer) => caseNo === undefined || transfer.caseNo === caseNo);
      return { transfers: found.map(publicTransfer) };
    });

    app.post('/transfers/:utilityOrderNo/result', { schema: { body: Result } }, async (request, reply) => {
      const { utilityOrderNo } = request.params as { utilityOrderNo: string };
      const transfer = transfers.get(utilityOrderNo);
      const given = request.body as Type.Static<typeof Result>;
      if (!transfer) return problem(reply, 404, 'TRANSFER_NOT_FOUND', '未查询到该过户单');
      if (transfer.resultCode === given.result) return publicTransfer(transfer);
      if (transfer.state !== 'accepted') return problem(reply, 409, 'TRANSFER_FINAL', '该过户单已结束');
      return finish(transfer, given);
    });

    app.put('/accounts', { schema: { body: Accounts } }, async (request) => {
      const { accounts: given } = request.body as Type.Static<typeof Accounts>;
      for (const { accountNo, holder, arrearsFen, state } of given) {
        const before = accounts.get(accountNo);
        accounts.set(accountNo, {
          holderKey: holder ? personKey(holder) : (before?.holderKey ?? null),
          arrearsFen: arrearsFen ?? before?.arrearsFen ?? 0,
          state: state ?? before?.state ?? 'served',
        });
      }
      return { accounts: given.length };
    });
  };

const prefixes: Record<UtilityService, string> = { water: 'WT', power: 'PW', gas: 'GS', tv: 'TV', broadband: 'BB' };

function newTransfer(request: SubmitTransferRequest, utilityOrderNo: string, now: string): StoredTransfer {
  return {
    utilityOrderNo,
    caseNo: request.caseNo,
    service: request.service,
    state: 'accepted',
    resultCode: null,
    acceptedAt: now,
    finishedAt: null,
    accountNo: request.accountNo,
    oldHolderKey: personKey(request.oldHolder),
    newHolderKey: personKey(request.newHolder),
    debtIsTakenOver: request.arrearsPolicy === 'buyer_takes_over',
    hasProof: request.proof !== undefined,
    callbackUrl: request.callbackUrl,
  };
}

function publicTransfer(transfer: StoredTransfer): Transfer {
  const { utilityOrderNo, caseNo, service, state, resultCode, amountFen, acceptedAt, finishedAt } = transfer;
  const owed = amountFen === undefined ? {} : { amountFen };
  return { utilityOrderNo, caseNo, service, state, resultCode, ...owed, acceptedAt, finishedAt };
}

function personKey(person: Person): string {
  return createHash('sha256').update(person.idNo.toUpperCase()).digest('hex').slice(0, 32);
}
