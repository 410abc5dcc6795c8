import Type from 'typebox';
import { complete, defineJob } from '../../job.ts';
import { CaseNo } from '../../shapes.ts';
import { acquirers, obligors } from '../parties.ts';
import { textTo } from '../utility/text-to.ts';

/** One link for each side; nothing personal stands behind it without the code sent to the same phone. */
export const sendProgressLink = defineJob({
  type: 'progress.link.send',
  department: 'sms',
  description: '发送一路通进度页链接',
  input: Type.Object({ caseNo: CaseNo }),
  output: Type.Object({ notified: Type.Integer() }),
  bpmnErrors: [],
  timeoutMs: 60_000,
  idempotency: 'a repeated job replaces the link of each party',
  async handle({ caseNo }, context) {
    const parties = await context.deps.registry.people.getParties(caseNo);
    const people = [...acquirers(parties), ...obligors(parties)];
    const notified = await textTo(context, caseNo, people, 'progress_open', (link) => ({ caseNo, link }));
    return complete({ notified });
  },
});
