import Type from 'typebox';
import { complete, defineJob } from '../../job.ts';
import { CaseNo, Nothing } from '../../shapes.ts';
import { acquirers } from '../parties.ts';
import { isAsked, known, Materials, recordShared } from './shared-record.ts';

/** Household books of the acquirers: their numbers only, the members stay with the police. */
export const fetchHousehold = defineJob({
  type: 'police.household',
  department: 'identity',
  description: '取得户籍信息（公安）',
  input: Type.Object({ caseNo: CaseNo, materials: Materials }),
  output: Nothing,
  bpmnErrors: [],
  timeoutMs: 60_000,
  idempotency: 'the line of the list is set; the office knows the key of party and element instance',
  async handle({ caseNo, materials }, { deps, call, job, lastAttempt }) {
    if (!isAsked(materials, 'household')) return complete({});
    const people = acquirers(await deps.registry.people.getParties(caseNo)).filter((one) => one.nature === 'person');
    const found: string[] = [];
    for (const { partyNo, name, idNo } of people) {
      const answer = known(
        await deps.clients.identity.household(
          { caseNo, name, idNo },
          call(caseNo, `${partyNo}:${job.elementInstanceKey}`),
        ),
        lastAttempt,
      );
      if (answer) found.push(answer.householdNo);
    }
    const all = people.length > 0 && found.length === people.length;
    await recordShared(deps, caseNo, materials, 'household', all ? found.join('、') : null);
    return complete({});
  },
});
