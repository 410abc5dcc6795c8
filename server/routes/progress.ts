import Type from 'typebox';
import type { CaseView } from '../../registry/index.ts';
import { Ok } from '../api/common.ts';
import {
  AccountCorrection,
  ArrearsPaid,
  Progress,
  ProgressCode,
  ProgressDetail,
  type Savings,
} from '../api/yilutong.ts';
import type { Wakers } from '../background.ts';
import { answerFor } from '../bank/ask-department.ts';
import type { ServerDeps } from '../deps.ts';
import { notFound } from '../problems/problem-error.ts';
import { progressDetail, progressOf } from '../yilutong/progress.ts';
import { savingsReport } from '../yilutong/savings.ts';
import type { App } from './types.ts';

const TokenParams = Type.Object({ token: Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' }) });
const SLOW = { rateLimit: { max: 60, timeWindow: '1 minute' } };

/** The citizen's progress page (domain §5.4 step 8): reached by the link of a text message, acting takes the code. */
export function progressRoutes(app: App, { registry, departments, clock, config }: ServerDeps, wake: Wakers): void {
  const path = '/api/public/progress/:token';
  const params = TokenParams;

  async function caseBehind(caseNo: string): Promise<CaseView> {
    const view = await registry.cases.getCase(caseNo);
    if (!view) throw notFound('CASE_NOT_FOUND', '没有这件业务，请核对短信里的链接。');
    return view;
  }
  /** Counted from the diagrams and from what the deployed table asked for in this very case; unknown before it has. */
  async function savings({ materials }: CaseView): Promise<Savings | null> {
    return materials.length === 0 ? null : (await savingsReport(config.processesDir, materials)).saved;
  }

  app.get(path, { schema: { params, response: { 200: Progress } }, config: SLOW }, async (request) => {
    const { caseNo, partyNo } = await registry.yilutong.progressLink(request.params.token);
    const view = await caseBehind(caseNo);
    return { ...(await progressOf(registry, view, partyNo, clock.now())), savings: await savings(view) };
  });

  app.post(`${path}/code`, { schema: { params, response: { 200: Ok } }, config: SLOW }, async (request) => {
    const { token } = request.params;
    await registry.yilutong.progressLink(token);
    const { businessNo, phone, code, nth } = await registry.bank.drawCode(token);
    const context = { idempotencyKey: `${businessNo}:progress_code:${request.id}:${nth}`, traceId: request.id };
    const message = { caseNo: businessNo, template: 'link_code' as const, to: phone, vars: { code } };
    answerFor('短信平台', await departments.sms.send(message, context));
    return { ok: true as const };
  });

  app.post(
    `${path}/open`,
    { schema: { params, body: ProgressCode, response: { 200: ProgressDetail } }, config: SLOW },
    async (request) => {
      const { caseNo } = await registry.yilutong.openProgressLink(request.params.token, request.body.code);
      return progressDetail(registry, await caseBehind(caseNo));
    },
  );

  app.post(
    `${path}/confirm-tax`,
    { schema: { params, body: ProgressCode, response: { 200: Ok } }, config: SLOW },
    async (request) => {
      const opened = await registry.yilutong.openProgressLink(request.params.token, request.body.code);
      await registry.yilutong.confirmTax(opened);
      wake.relay();
      return { ok: true as const };
    },
  );

  app.post(
    `${path}/account`,
    { schema: { params, body: AccountCorrection, response: { 200: Ok } }, config: SLOW },
    async (request) => {
      const { code, service, accountNo } = request.body;
      const { caseNo } = await registry.yilutong.openProgressLink(request.params.token, code);
      await registry.yilutong.correctAccount({ caseNo, service, accountNo: accountNo.trim() });
      wake.relay();
      return { ok: true as const };
    },
  );

  app.post(
    `${path}/arrears-paid`,
    { schema: { params, body: ArrearsPaid, response: { 200: Ok } }, config: SLOW },
    async (request) => {
      const { code, service } = request.body;
      const { caseNo } = await registry.yilutong.openProgressLink(request.params.token, code);
      await registry.yilutong.reportArrearsPaid({ caseNo, service });
      wake.relay();
      return { ok: true as const };
    },
  );
}
