import Type from 'typebox';
import { complete, defineJob } from '../../job.ts';
import { CaseNo } from '../../shapes.ts';
import { known } from './shared-record.ts';

/** Inheritance and bequest only, alone or before a sale: is the holder on the page dead by the record of civil affairs or the police? */
export const fetchDeath = defineJob({
  type: 'civil.death',
  department: 'civil',
  description: '核对被继承人的死亡信息（民政）',
  input: Type.Object({ caseNo: CaseNo }),
  output: Type.Object({ deathUnverified: Type.Boolean() }),
  bpmnErrors: [],
  timeoutMs: 60_000,
  idempotency: 'reads only; the office knows the key of element instance',
  async handle({ caseNo }, { deps, call, job, lastAttempt }) {
    let unverified = false;
    for (const [index, person] of (await deps.registry.people.getDeceased(caseNo)).entries()) {
      const answer = known(
        await deps.clients.civil.queryDeath({ caseNo, ...person }, call(caseNo, `${index}:${job.elementInstanceKey}`)),
        lastAttempt,
      );
      if (answer?.status !== 'dead') unverified = true;
    }
    return complete({ deathUnverified: unverified });
  },
});
