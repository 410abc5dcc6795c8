import Type, { type Static, type TSchema } from 'typebox';
import { signatureHeader, verifyCallback } from '../../departments/index.ts';
import { LoanCallback } from '../../departments/loanbank/contract.ts';
import { PaymentCallback } from '../../departments/payment/contract.ts';
import { TaxResultCallback } from '../../departments/tax/contract.ts';
import type { Wakers } from '../background.ts';
import type { ServerDeps } from '../deps.ts';
import { checkBody } from '../problems/check-body.ts';
import { ProblemError } from '../problems/problem-error.ts';
import type { App } from './types.ts';
import { yilutongCallbacks } from './yilutong-callbacks.ts';

const Answer = Type.Object({ received: Type.Literal(true), first: Type.Boolean() });

/**
 * Results that departments send by themselves. Signed over the raw body, answered only after the register has committed,
 * and told twice they change nothing: the department repeats until it gets a 2xx.
 */
export async function callbackRoutes(
  parent: App,
  { registry, config, clock }: ServerDeps,
  wake: Wakers,
): Promise<void> {
  await parent.register(async (plugin) => {
    const app = plugin as unknown as App;
    // The signature covers the bytes as they came, so they are parsed only after it has been checked.
    app.addContentTypeParser('application/json', { parseAs: 'buffer', bodyLimit: 64 * 1024 }, (_request, body, done) =>
      done(null, body),
    );

    const read = <S extends TSchema>(schema: S, raw: unknown, signature: unknown): Static<S> => {
      const bytes = Buffer.isBuffer(raw) ? raw : Buffer.alloc(0);
      const header = typeof signature === 'string' ? signature : undefined;
      if (!verifyCallback(config.callbackSecret, bytes, header, clock.now())) {
        throw new ProblemError(401, 'SIGNATURE_INVALID', '回调签名不正确或已过期，请核对双方的密钥和时钟。');
      }
      return checkBody(schema, parseJson(bytes));
    };

    app.post('/api/callbacks/payment', { schema: { response: { 200: Answer } } }, async (request) => {
      const event = read(PaymentCallback, request.body, request.headers[signatureHeader]);
      const { first } = await registry.money.recordPaymentResult({
        payOrderNo: event.payOrderNo,
        state: event.event === 'payment.settled' ? 'SETTLED' : 'FAILED',
        transactionNo: event.eventId,
        at: new Date(event.at),
        paidFen: event.totalFen,
        ...(event.reason ? { reason: event.reason } : {}),
      });
      wake.relay();
      return { received: true as const, first };
    });

    yilutongCallbacks(app, { registry }, wake, read);
    app.post('/api/callbacks/loan', { schema: { response: { 200: Answer } } }, async (request) => {
      const event = read(LoanCallback, request.body, request.headers[signatureHeader]);
      const { first } = await registry.bank.recordLoanResult({
        caseNo: event.caseNo,
        loanNo: event.loanNo,
        organisationId: event.bankId,
        state: event.event === 'loan.disbursed' ? 'DISBURSED' : 'REFUSED',
        eventId: event.eventId,
        at: new Date(event.at),
      });
      wake.relay();
      return { received: true as const, first };
    });

    app.post('/api/callbacks/tax', { schema: { response: { 200: Answer } } }, async (request) => {
      const event = read(TaxResultCallback, request.body, request.headers[signatureHeader]);
      const state = ({ paid: 'PAID', exempt: 'EXEMPT', failed: 'REJECTED' } as const)[event.result];
      const { first } = await registry.money.recordTaxResult({
        taxCaseNo: event.taxCaseNo,
        state,
        ...(state === 'REJECTED' ? {} : { paidAt: new Date(event.at) }),
        ...(state === 'PAID' ? { paidFen: event.totalFen } : {}),
        ...(event.reason ? { reason: event.reason } : {}),
      });
      wake.relay();
      return { received: true as const, first };
    });
  });
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    throw new ProblemError(400, 'BAD_REQUEST', '回调内容不是 JSON。');
  }
}
