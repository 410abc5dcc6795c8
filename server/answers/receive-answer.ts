import type { Static, TSchema } from 'typebox';
import { EscrowCallback } from '../../departments/escrow/contract.ts';
import { verifyCallback } from '../../departments/index.ts';
import { LoanCallback } from '../../departments/loanbank/contract.ts';
import { PaymentCallback } from '../../departments/payment/contract.ts';
import { TaxResultCallback } from '../../departments/tax/contract.ts';
import { UtilityCallback } from '../../departments/utility/contract.ts';
import type { ServerDeps } from '../deps.ts';
import { checkBody } from '../problems/check-body.ts';
import { ProblemError } from '../problems/problem-error.ts';

/** Kinds of results, each with the last part of its callback's address. */
export const answerKinds = ['payment', 'tax', 'loan', 'escrow', 'utility'] as const;
export type AnswerKind = (typeof answerKinds)[number];

export type AnswerDeps = Pick<ServerDeps, 'registry' | 'clock'> & {
  config: Pick<ServerDeps['config'], 'callbackSecret'>;
};

const TAX_STATES = { paid: 'PAID', exempt: 'EXEMPT', failed: 'REJECTED' } as const;
const ESCROW_STATES = { 'escrow.funded': 'FUNDED', 'escrow.released': 'RELEASED', 'escrow.failed': 'FAILED' } as const;

/**
 * The one way a department's result comes in, called back or asked for: the signature over the bytes as they came, then the
 * contract, then the register. `first: false`: it was known, and nothing has changed.
 * @throws ProblemError 401, 400, 422; RegistryError ORDER_UNKNOWN, CONFLICTING_RESULT
 */
export async function receiveAnswer(
  { registry, clock, config }: AnswerDeps,
  kind: AnswerKind,
  raw: Buffer,
  signature: string | undefined,
): Promise<{ first: boolean }> {
  // The signature covers the bytes as they came, so they are parsed only after it has been checked.
  if (!verifyCallback(config.callbackSecret, raw, signature, clock.now()))
    throw new ProblemError(401, 'SIGNATURE_INVALID', '回调签名不正确或已过期，请核对双方的密钥和时钟。');
  const read = <S extends TSchema>(schema: S): Static<S> => checkBody(schema, parseJson(raw));
  const { requests } = registry;
  switch (kind) {
    case 'payment': {
      const event = read(PaymentCallback);
      const { caseNo, payOrderNo: numberThere } = event;
      return registry.money.recordPaymentResult({
        caseNo,
        payOrderNo: await requests.orderNoOf({ department: 'payment', caseNo, numberThere }),
        state: event.event === 'payment.settled' ? 'SETTLED' : 'FAILED',
        transactionNo: event.eventId,
        at: new Date(event.at),
        paidFen: event.totalFen,
        ...(event.reason ? { reason: event.reason } : {}),
      });
    }
    case 'tax': {
      const event = read(TaxResultCallback);
      const { caseNo, taxCaseNo: numberThere } = event;
      const state = TAX_STATES[event.result];
      return registry.money.recordTaxResult({
        caseNo,
        taxCaseNo: await requests.orderNoOf({ department: 'tax', caseNo, numberThere }),
        state,
        ...(state === 'REJECTED' ? {} : { paidAt: new Date(event.at) }),
        ...(state === 'PAID' ? { paidFen: event.totalFen } : {}),
        ...(event.reason ? { reason: event.reason } : {}),
      });
    }
    case 'loan': {
      const event = read(LoanCallback);
      return registry.bank.recordLoanResult({
        caseNo: event.caseNo,
        loanNo: event.loanNo,
        organisationId: event.bankId,
        state: event.event === 'loan.disbursed' ? 'DISBURSED' : 'REFUSED',
        eventId: event.eventId,
        at: new Date(event.at),
      });
    }
    case 'escrow': {
      const event = read(EscrowCallback);
      const { caseNo, escrowNo: numberThere } = event;
      return registry.yilutong.recordEscrowState({
        caseNo,
        escrowNo: await requests.orderNoOf({ department: 'escrow', caseNo, numberThere }),
        state: ESCROW_STATES[event.event],
        at: new Date(event.at),
      });
    }
    case 'utility': {
      const event = read(UtilityCallback);
      const { caseNo, utilityOrderNo: numberThere } = event;
      return registry.yilutong.recordUtilityResult({
        caseNo,
        orderNo: await requests.orderNoOf({ department: event.service, caseNo, numberThere }),
        result: event.result,
        amountFen: event.amountFen ?? null,
      });
    }
  }
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    throw new ProblemError(400, 'BAD_REQUEST', '回调内容不是 JSON。');
  }
}
