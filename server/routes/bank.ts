import type { FastifyRequest } from 'fastify';
import Type from 'typebox';
import type { Organisation, User } from '../../registry/index.ts';
import { actorOf, requirePermission } from '../access/guard.ts';
import { readCase } from '../access/read-case.ts';
import { FiledCase } from '../api/application.ts';
import {
  AskedConsent,
  BankApplication,
  BankCaseDetail,
  BankCaseList,
  BankCaseQuery,
  BankWithdrawal,
  ConsentedUnit,
  ConsentRequest,
  LoanQuery,
  LoanView,
  OwnMortgage,
  ProofLookup,
  UnitLookup,
} from '../api/bank.ts';
import { Accepted202 } from '../api/cases.ts';
import type { Permission } from '../api/session.ts';
import type { Wakers } from '../background.ts';
import { answerFor } from '../bank/ask-department.ts';
import { bankCaseDetail, listBankCases } from '../bank/cases.ts';
import { ownMortgage } from '../bank/own-mortgage.ts';
import { toApplication } from '../bank/to-application.ts';
import type { ServerDeps } from '../deps.ts';
import { announce } from '../events/announce.ts';
import { forbidden, invalid } from '../problems/problem-error.ts';
import { staffNames } from '../views/staff.ts';
import { unitPageView } from '../views/unit-page-view.ts';
import type { App } from './types.ts';

const CaseParams = Type.Object({ caseNo: Type.String({ pattern: '^\\d{20}$' }) });
/** Codes and proofs are not to be tried out. */
const LOOKUPS = { rateLimit: { max: 30, timeWindow: '1 minute' } };

/** 银行工作台: open a case, look at a consented home, follow one's own cases (domain §5.2). */
export function bankRoutes(app: App, deps: ServerDeps, wake: Wakers): void {
  const { registry, departments, pool, config } = deps;

  const bankOf = async (
    request: FastifyRequest,
    permission: Permission,
  ): Promise<{ user: User; bank: Organisation }> => {
    const user = requirePermission(request, permission);
    const bank = user.organisationId ? await registry.organisations.get(user.organisationId) : null;
    if (bank?.kind !== 'bank' || !bank.active) throw forbidden('FORBIDDEN_ROLE', '您的账号不属于已开通的银行。');
    return { user, bank };
  };

  app.post(
    '/api/bank/loans/query',
    { schema: { body: LoanQuery, response: { 200: LoanView } }, config: LOOKUPS },
    async (request) => {
      const { bank } = await bankOf(request, 'mortgage.file');
      const { loanNo } = request.body;
      const context = { idempotencyKey: `desk:loan.query:${bank.orgId}:${loanNo}`, traceId: request.id };
      const loan = answerFor('银行系统', await departments.loanbank.queryLoan({ bankId: bank.orgId, loanNo }, context));
      return { loanNo, ...loan };
    },
  );

  app.post(
    '/api/bank/consents',
    { schema: { body: ConsentRequest, response: { 201: AskedConsent } }, config: LOOKUPS },
    async (request, reply) => {
      const { user, bank } = await bankOf(request, 'unit.consented');
      const { unitCode, purpose, owner } = request.body;
      const asked = await registry.bank.askConsent(
        { organisationId: bank.orgId, unitCode: unitCode.replace(/\s/g, '').toUpperCase(), purpose, owner },
        actorOf(user),
      );
      const { consentNo, token, phone, expiresAt } = asked;
      const message = {
        caseNo: consentNo,
        template: 'consent_request' as const,
        to: phone,
        vars: { link: `${config.publicUrl}/s/${token}` },
      };
      const context = { idempotencyKey: `${consentNo}:consent_request`, traceId: request.id };
      answerFor('短信平台', await departments.sms.send(message, context));
      return reply.code(201).send({ consentNo, expiresAt: expiresAt.toISOString() });
    },
  );

  app.post(
    '/api/bank/unit-lookups',
    { schema: { body: UnitLookup, response: { 200: ConsentedUnit } }, config: LOOKUPS },
    async (request) => {
      const { user, bank } = await bankOf(request, 'unit.consented');
      const consent = await registry.bank.findConsent(bank.orgId, request.body.consentCode);
      const { unitCode, consentNo, purpose } = consent;
      const itemCode = purpose === 'purchase' ? 'BDC-10' : 'BDC-17';
      const [page, check] = await Promise.all([
        registry.units.unitPage(unitCode),
        registry.units.checkUnit({ unitCode, itemCode }),
      ]);
      if (!page) throw new Error(`Unit ${unitCode} of consent ${consentNo} vanished`);
      await registry.audit.record({
        actor: actorOf(user),
        action: 'unit.read',
        purpose: `权利人同意${consentNo}`,
        unitCode,
      });
      return {
        consentNo,
        purpose,
        expiresAt: consent.expiresAt.toISOString(),
        page: unitPageView(page, await staffNames(registry)),
        nextRank: Math.max(0, ...page.mortgages.map((one) => one.rank)) + 1,
        blocks: check.blocks.map(({ rule, message, advice }) => ({ rule, message, advice })),
      };
    },
  );

  app.post(
    '/api/bank/proof-lookups',
    { schema: { body: ProofLookup, response: { 200: OwnMortgage } }, config: LOOKUPS },
    async (request) => {
      const { user, bank } = await bankOf(request, 'mortgage.file');
      const { unit, mortgage } = await ownMortgage(registry, bank, request.body.certificateNo, actorOf(user));
      return {
        unitCode: unit.unitCode,
        location: unit.location,
        certificateNo: mortgage.certificateNos[0] ?? '',
        rank: mortgage.rank,
        amountFen: mortgage.amountFen,
        termFrom: mortgage.termFrom,
        termTo: mortgage.termTo,
        registeredAt: mortgage.registeredAt.toISOString(),
      };
    },
  );

  app.post(
    '/api/bank/cases',
    { schema: { body: BankApplication, response: { 200: FiledCase, 201: FiledCase } } },
    async (request, reply) => {
      const { user, bank } = await bankOf(request, 'mortgage.file');
      const form = request.body;
      if (!form.declareTruth) {
        const message = '请确认申请内容真实后提交。';
        throw invalid(message, [{ path: '/declareTruth', code: 'REQUIRED', message }]);
      }
      const actor = actorOf(user);
      const consent = form.kind === 'cancellation' ? null : await consentFor(bank, form);
      const unitCode =
        form.kind === 'cancellation'
          ? (await ownMortgage(registry, bank, form.certificateNo, actor)).unit.unitCode
          : (consent?.unitCode ?? '');
      const filed = await registry.cases.fileCase(toApplication(form, bank, consent, [unitCode]), actor);
      if (form.kind === 'purchase' && form.inquiry && filed.firstTime)
        await registry.cases.saveInquiry({ caseNo: filed.caseNo, answers: form.inquiry, by: actor });
      wake.relay();
      await announce(pool, { topic: 'case', id: filed.caseNo, caseNo: filed.caseNo });
      return reply.code(filed.firstTime ? 201 : 200).send({ caseNo: filed.caseNo, firstTime: filed.firstTime });
    },
  );

  /** A form sent twice finds its consent used up by its own case; the register then answers that case again. */
  async function consentFor(bank: Organisation, form: { consentCode: string; kind: 'mortgage' | 'purchase' }) {
    const consent = await registry.bank.findConsent(bank.orgId, form.consentCode);
    if (consent.purpose !== form.kind) {
      const message = '权利人同意的用途与本次申请不同，请重新征得同意。';
      throw invalid(message, [{ path: '/consentCode', code: 'CONSENT_PURPOSE', message }]);
    }
    return consent;
  }

  app.get(
    '/api/bank/cases',
    { schema: { querystring: BankCaseQuery, response: { 200: BankCaseList } } },
    async (request) => {
      const { user } = await bankOf(request, 'bank.workbench');
      return listBankCases(deps, user, request.query);
    },
  );

  app.get(
    '/api/bank/cases/:caseNo',
    { schema: { params: CaseParams, response: { 200: BankCaseDetail } } },
    async (request) => {
      const { user } = await bankOf(request, 'bank.workbench');
      return bankCaseDetail(deps, await readCase(registry, request.params.caseNo, user), user);
    },
  );

  app.post(
    '/api/bank/cases/:caseNo/withdraw',
    { schema: { params: CaseParams, body: BankWithdrawal, response: { 202: Accepted202 } } },
    async (request, reply) => {
      const { user } = await bankOf(request, 'mortgage.file');
      const { caseNo } = await readCase(registry, request.params.caseNo, user);
      await registry.cases.requestWithdrawal({ caseNo, reason: request.body.reason, by: actorOf(user) });
      wake.relay();
      return reply.code(202).send({ caseNo, message: '已申请撤回，正在终止办理。' });
    },
  );
}
