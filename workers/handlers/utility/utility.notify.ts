import Type from 'typebox';
import { complete, defineJob } from '../../job.ts';
import { CaseNo } from '../../shapes.ts';
import { dayOf } from '../case-of.ts';
import { acquirers, obligors } from '../parties.ts';
import { SERVICE_WORDS, Service } from './service.ts';
import { textTo } from './text-to.ts';

/** P7D of the diagram. */
const CORRECTION_DAYS = 7;
const DAY_MS = 86_400_000;

/** account: correct the number on the page · skipped: this service was not transferred, and what to do. */
export const notifyUtility = defineJob({
  type: 'utility.notify',
  department: 'sms',
  description: '通知申请人公用事业过户的情况',
  input: Type.Object({
    caseNo: CaseNo,
    service: Service,
    utilityNotice: Type.Union([Type.Literal('account'), Type.Literal('skipped')]),
  }),
  output: Type.Object({ notified: Type.Integer() }),
  bpmnErrors: [],
  timeoutMs: 60_000,
  idempotency: 'the platform knows the key of party and element instance and sends one message',
  async handle({ caseNo, service, utilityNotice }, context) {
    const { deps } = context;
    const parties = await deps.registry.people.getParties(caseNo);
    const people = [...acquirers(parties), ...obligors(parties)];
    const name = SERVICE_WORDS[service];
    const dueDate = dayOf(new Date(deps.clock.now().getTime() + CORRECTION_DAYS * DAY_MS));
    const notified =
      utilityNotice === 'account'
        ? await textTo(context, caseNo, people, 'utility_correct', (link) => ({ caseNo, service: name, dueDate, link }))
        : await textTo(context, caseNo, people, 'utility_skipped', () => ({ caseNo, service: name }));
    return complete({ notified });
  },
});
