import Type from 'typebox';
import { answerOf, bpmnError, complete, defineJob } from '../../job.ts';
import { CaseNo } from '../../shapes.ts';
import { caseOf } from '../case-of.ts';
import { acquirers } from '../parties.ts';

/** 邮寄发证: the paper goes to the address of the application. What cannot be posted is handed out at the window instead. */
export const orderDelivery = defineJob({
  type: 'logistics.order',
  department: 'logistics',
  description: '邮寄证书：向寄递公司下单',
  input: Type.Object({ caseNo: CaseNo }),
  output: Type.Object({ trackingNo: Type.String() }),
  bpmnErrors: ['ADDRESS_UNDELIVERABLE'],
  timeoutMs: 60_000,
  idempotency: 'the courier knows the key of the element instance; the register keeps the first delivery',
  async handle({ caseNo }, { deps, call }) {
    const { people, cases, certificates } = deps.registry;
    const { certificateNos } = await caseOf(deps.registry, caseNo);
    const receiver = acquirers(await people.getParties(caseNo)).find((party) => party.phone);
    const address = await cases.deliveryAddress(caseNo);
    if (!receiver?.phone || !address || address.trim().length < 5) {
      return bpmnError('ADDRESS_UNDELIVERABLE', '没有可邮寄的地址或电话，请改为窗口领取。');
    }
    const answer = answerOf(
      await deps.clients.logistics.orderDelivery(
        { caseNo, receiver: { name: receiver.name, phone: receiver.phone, address: address.trim() }, certificateNos },
        call(caseNo),
      ),
    );
    if (!answer.ok) return bpmnError('ADDRESS_UNDELIVERABLE', answer.message);
    await certificates.recordDelivery({ caseNo, way: 'mail', by: 'system' });
    return complete({ trackingNo: answer.value.trackingNo });
  },
});
