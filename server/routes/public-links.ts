import Type from 'typebox';
import type { LinkContent as LinkContentOfRegister } from '../../registry/index.ts';
import { Ok } from '../api/common.ts';
import { LinkAnswer, LinkAnswered, LinkCode, LinkContent, LinkState } from '../api/public-links.ts';
import type { Wakers } from '../background.ts';
import { answerFor } from '../bank/ask-department.ts';
import type { ServerDeps } from '../deps.ts';
import type { App } from './types.ts';

const TokenParams = Type.Object({ token: Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' }) });
const SLOW = { rateLimit: { max: 30, timeWindow: '1 minute' } };
const PURPOSES = { mortgage: '申请抵押贷款', purchase: '申请购房贷款并过户' } as const;

/** The owner's side of consent and signature: reached by a link of a text message, opened by a code sent to the same phone. */
export function publicLinkRoutes(app: App, { registry, departments }: ServerDeps, wake: Wakers): void {
  const path = '/api/public/links/:token';

  app.get(path, { schema: { params: TokenParams, response: { 200: LinkState } }, config: SLOW }, async (request) => {
    const { expiresAt, ...state } = await registry.bank.linkState(request.params.token);
    return { ...state, expiresAt: expiresAt.toISOString() };
  });

  app.post(
    `${path}/code`,
    { schema: { params: TokenParams, response: { 200: Ok } }, config: SLOW },
    async (request) => {
      const { businessNo, phone, code, nth } = await registry.bank.drawCode(request.params.token);
      const context = { idempotencyKey: `${businessNo}:link_code:${request.id}:${nth}`, traceId: request.id };
      const message = { caseNo: businessNo, template: 'link_code' as const, to: phone, vars: { code } };
      answerFor('短信平台', await departments.sms.send(message, context));
      return { ok: true as const };
    },
  );

  app.post(
    `${path}/open`,
    { schema: { params: TokenParams, body: LinkCode, response: { 200: LinkContent } }, config: SLOW },
    async (request) => contentView(await registry.bank.openLink(request.params.token, request.body.code)),
  );

  app.post(
    `${path}/answer`,
    { schema: { params: TokenParams, body: LinkAnswer, response: { 200: LinkAnswered } }, config: SLOW },
    async (request) => {
      const { token } = request.params;
      const { code, agree } = request.body;
      const { kind } = await registry.bank.linkState(token);
      if (kind === 'consent') return registry.bank.answerConsent(token, code, agree);
      await registry.bank.answerSignature(token, code, agree);
      wake.relay();
      return { consentCode: null };
    },
  );
}

function contentView(content: LinkContentOfRegister) {
  const { kind, bank, location } = content;
  const shared = { kind, bank, location, expiresAt: content.expiresAt.toISOString() };
  if (content.kind === 'consent')
    return { ...shared, unitCodes: [content.unitCode], purposeText: PURPOSES[content.purpose], table: null };
  const { mortgageKind } = content;
  return {
    ...shared,
    unitCodes: content.unitCodes,
    purposeText: null,
    table: {
      itemName: content.itemName,
      signer: content.signer,
      kindText: mortgageKind && { general: '一般抵押', maximum: '最高额抵押' }[mortgageKind],
      amountFen: content.amountFen,
      termFrom: content.termFrom,
      termTo: content.termTo,
      scope: content.scope,
      restrictsTransfer: content.restrictsTransfer,
      loanSignedOn: content.loanSignedOn,
      mortgageSignedOn: content.mortgageSignedOn,
      priceFen: content.priceFen,
    },
  };
}
