import Type from 'typebox';
import { complete, defineJob } from '../../job.ts';
import { CaseNo, Nothing } from '../../shapes.ts';
import { acquirers } from '../parties.ts';
import { isAsked, known, Materials, recordShared } from './shared-record.ts';

/** Marriage of the acquirers. `no_record` is not unmarried: old records are incomplete, so the person declares. */
export const fetchMarriage = defineJob({
  type: 'civil.marriage',
  department: 'civil',
  description: '取得婚姻登记信息（民政）',
  input: Type.Object({ caseNo: CaseNo, materials: Materials }),
  output: Nothing,
  bpmnErrors: [],
  timeoutMs: 60_000,
  idempotency: 'the line of the list is set; the office knows the key of party and element instance',
  async handle({ caseNo, materials }, { deps, call, job, lastAttempt }) {
    if (!isAsked(materials, 'marriage')) return complete({});
    const people = acquirers(await deps.registry.people.getParties(caseNo)).filter((one) => one.nature === 'person');
    const found: string[] = [];
    for (const { partyNo, name, idNo } of people) {
      const answer = known(
        await deps.clients.civil.queryMarriage(
          { caseNo, name, idNo },
          call(caseNo, `${partyNo}:${job.elementInstanceKey}`),
        ),
        lastAttempt,
      );
      if (answer && answer.status !== 'no_record') found.push(answer.certNo ?? answer.status);
    }
    const all = people.length > 0 && found.length === people.length;
    await recordShared(deps, caseNo, materials, 'marriage', all ? found.join('、') : null);
    return complete({});
  },
});
