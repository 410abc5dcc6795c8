import Type from 'typebox';
import { complete, defineJob } from '../../job.ts';
import { CaseNo, Maybe } from '../../shapes.ts';
import { known } from './shared-record.ts';

/** Inheritance and bequest only: is the holder on the page dead by the record of civil affairs or the police? */
export const fetchDeath = defineJob({
  type: 'civil.death',
  department: 'civil',
  description: '核对被继承人的死亡信息（民政）',
  input: Type.Object({ caseNo: CaseNo, taxRelation: Maybe(Type.String()) }),
  output: Type.Object({ deathUnverified: Type.Boolean() }),
  bpmnErrors: [],
  timeoutMs: 60_000,
  idempotency: 'reads only; the office knows the key of element instance',
  async handle({ caseNo, taxRelation }, { deps, call, job, lastAttempt }) {
    if (taxRelation !== 'inheritance_statutory' && taxRelation !== 'bequest')
      return complete({ deathUnverified: false });
    let unverified = false;
    for (const [index, person] of (await deps.registry.people.getTransferors(caseNo)).entries()) {
      const answer = known(
        await deps.clients.civil.queryDeath({ caseNo, ...person }, call(caseNo, `${index}:${job.elementInstanceKey}`)),
        lastAttempt,
      );
      if (answer?.status !== 'dead') unverified = true;
    }
    return complete({ deathUnverified: unverified });
  },
});
