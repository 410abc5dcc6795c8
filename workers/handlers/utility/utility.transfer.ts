import Type from 'typebox';
import { bpmnError, complete, defineJob, TechnicalFailure } from '../../job.ts';
import { CaseNo, Maybe } from '../../shapes.ts';
import { caseOf } from '../case-of.ts';
import { acquirers, asPerson, obligors } from '../parties.ts';
import { Service } from './service.ts';

const REFUSALS = ['ARREARS', 'ACCOUNT_NOT_FOUND', 'NAME_MISMATCH', 'OUT_OF_AREA'] as const;

/**
 * 过户 of one service. A missing account number is what a wrong one is: the applicants are asked for it. A company that is
 * down for all attempts is no incident of the case: the order goes on the daily file and is tried again the day after.
 */
export const transferUtility = defineJob({
  type: 'utility.transfer',
  department: 'utility',
  description: '提交公用事业过户申请',
  input: Type.Object({
    caseNo: CaseNo,
    unitCode: Type.String(),
    service: Service,
    certificateNos: Maybe(Type.Array(Type.String())),
  }),
  output: Type.Object({ utilityOrderNo: Type.String() }),
  bpmnErrors: [...REFUSALS, 'UTILITY_UNAVAILABLE'],
  timeoutMs: 60_000,
  idempotency: 'the company knows the key of this element instance and takes one order',
  // Domain §5.4: five retries, PT30S × 2ⁿ; a company that is away for 15 minutes goes on the daily file.
  retry: { attempts: 6, firstBackOffMs: 30_000, maxBackOffMs: 480_000 },
  async handle({ caseNo, unitCode, service, certificateNos }, { deps, call, lastAttempt }) {
    const { yilutong, people, units } = deps.registry;
    const transfer = await yilutong.transferOf(caseNo, service);
    if (!transfer.accountNo) {
      await yilutong.recordProblem({ caseNo, service, code: 'ACCOUNT_NOT_FOUND' });
      return bpmnError('ACCOUNT_NOT_FOUND', '申请时没有填写户号');
    }
    const parties = await people.getParties(caseNo);
    const [seller, buyer] = [obligors(parties)[0], acquirers(parties)[0]];
    const page = await units.unitPage(unitCode);
    if (!seller || !buyer || !page) throw new TechnicalFailure('业务缺少买卖双方或单元，不能过户。', false);
    await caseOf(deps.registry, caseNo);
    const certificateNo = certificateNos?.[0];
    const body = {
      caseNo,
      service,
      accountNo: transfer.accountNo,
      oldHolder: asPerson(seller),
      newHolder: { ...asPerson(buyer), phone: buyer.phone ?? '' },
      address: page.unit.location,
      ...(transfer.reading === null ? {} : { reading: { value: transfer.reading } }),
      arrearsPolicy: transfer.arrearsPolicy,
      ...(transfer.paymentAccount ? { paymentAccount: transfer.paymentAccount } : {}),
      ...(transfer.showProof && certificateNo ? { proof: { certificateNo } } : {}),
      ...(transfer.action ? { action: transfer.action } : {}),
      callbackUrl: `${deps.callbackUrl}/api/callbacks/utility`,
    };
    const context = call(caseNo);
    const result = await deps.clients[service].submitTransfer(body, context);
    if (result.kind === 'unavailable') {
      if (!lastAttempt && result.technical.retryable) throw new TechnicalFailure(result.technical.message);
      await yilutong.recordProblem({ caseNo, service, code: 'UTILITY_UNAVAILABLE' });
      deps.log.error(
        { caseNo, service, reason: result.technical.reason },
        'utility is down, order goes on the daily file',
      );
      return bpmnError('UTILITY_UNAVAILABLE', '公用事业单位的系统连续没有应答');
    }
    if (result.kind === 'refused') {
      await yilutong.recordProblem({ caseNo, service, code: result.code });
      return bpmnError(result.code, result.message);
    }
    const { utilityOrderNo } = result.value;
    await deps.registry.requests.record({
      department: service,
      operation: 'utility.transfer',
      caseNo,
      idempotencyKey: context.idempotencyKey,
      orderNo: utilityOrderNo,
      body,
    });
    await yilutong.recordOrder({ caseNo, service, orderNo: utilityOrderNo });
    return complete({ utilityOrderNo });
  },
});
