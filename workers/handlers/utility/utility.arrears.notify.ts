import Type from 'typebox';
import { complete, defineJob } from '../../job.ts';
import { CaseNo } from '../../shapes.ts';
import { obligors } from '../parties.ts';
import { SERVICE_WORDS, Service } from './service.ts';
import { textTo } from './text-to.ts';

/** The seller hears the amount and where to pay (domain §5.4); the link is his own progress page. */
export const notifyArrears = defineJob({
  type: 'utility.arrears.notify',
  department: 'sms',
  description: '通知卖方缴清公用事业欠费',
  input: Type.Object({ caseNo: CaseNo, service: Service }),
  output: Type.Object({ notified: Type.Integer() }),
  bpmnErrors: [],
  timeoutMs: 60_000,
  idempotency: 'the platform knows the key of party and element instance and sends one message',
  async handle({ caseNo, service }, context) {
    const { amountFen } = await context.deps.registry.yilutong.transferOf(caseNo, service);
    const sellers = obligors(await context.deps.registry.people.getParties(caseNo));
    const notified = await textTo(context, caseNo, sellers, 'utility_arrears', (link) => ({
      caseNo,
      service: SERVICE_WORDS[service],
      amount: ((amountFen ?? 0) / 100).toFixed(2),
      link,
    }));
    return complete({ notified });
  },
});
