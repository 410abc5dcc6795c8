import Type from 'typebox';
import { complete, defineJob } from '../../job.ts';
import { CaseNo } from '../../shapes.ts';
import { acquirers } from '../parties.ts';
import { known } from './shared-record.ts';

/** Companies that apply: do they exist, and are the payers small ones (财税〔2019〕45 号: no registration fee). */
export const fetchCompany = defineJob({
  type: 'market.company',
  department: 'market',
  description: '取得企业登记信息（市监）',
  input: Type.Object({ caseNo: CaseNo }),
  output: Type.Object({ companyUnverified: Type.Boolean(), smallEnterprise: Type.Boolean() }),
  bpmnErrors: [],
  timeoutMs: 60_000,
  idempotency: 'reads only; the office knows the key of party and element instance',
  async handle({ caseNo }, { deps, call, job, lastAttempt }) {
    const parties = await deps.registry.people.getParties(caseNo);
    const companies = parties.filter((party) => party.idType === 'uscc');
    const small = new Set<number>();
    let unverified = false;
    for (const { partyNo, name, idNo } of companies) {
      const answer = known(
        await deps.clients.market.queryCompany(
          { caseNo, uscc: idNo },
          call(caseNo, `${partyNo}:${job.elementInstanceKey}`),
        ),
        lastAttempt,
      );
      if (answer?.status !== 'active' || answer.name !== name) unverified = true;
      if (answer?.small) small.add(partyNo);
    }
    const payers = acquirers(parties);
    const smallEnterprise = payers.length > 0 && payers.every((party) => small.has(party.partyNo));
    return complete({ companyUnverified: unverified, smallEnterprise });
  },
});
