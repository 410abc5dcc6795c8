import Type from 'typebox';
import type { Party } from '../../../registry/index.ts';
import { bpmnError, complete, defineJob } from '../../job.ts';
import { CaseNo } from '../../shapes.ts';

const isAgent = (party: Party) => party.role.endsWith('_agent');

/**
 * 民法典 168: nobody acts for both sides, nor for another against himself. An agent names the party that he acts for.
 * Whether the 委托书 is genuine is for the window to see.
 */
function doubt(parties: Party[]): string | null {
  const agents = parties.filter(isAgent);
  for (const agent of agents) {
    const principal = parties.find((one) => one.partyNo === agent.representsPartyNo);
    if (!principal || isAgent(principal)) return `第${agent.partyNo}号代理人没有写明代理哪一位申请人`;
    if (`${principal.role}_agent` !== agent.role) return `第${agent.partyNo}号代理人与所代理的申请人不在同一方`;
    const other = parties.find((one) => one !== agent && one.idNo === agent.idNo && sideOf(one) !== sideOf(agent));
    if (other) return `第${agent.partyNo}号代理人同时代表对方（双方代理）`;
  }
  return null;
}
const sideOf = (party: Party) => party.role.replace('_agent', '');

export const checkAuthority = defineJob({
  type: 'agent.authority.check',
  department: 'registry',
  description: '核对代理权限：代理谁、是否双方代理',
  input: Type.Object({ caseNo: CaseNo }),
  output: Type.Object({ hasAgent: Type.Boolean() }),
  bpmnErrors: ['IDENTITY_MISMATCH'],
  timeoutMs: 30_000,
  idempotency: 'reads only',
  async handle({ caseNo }, { deps }) {
    const parties = await deps.registry.people.getParties(caseNo);
    const reason = doubt(parties);
    if (reason) return bpmnError('IDENTITY_MISMATCH', `${reason}，请核对委托书原件。`, { hasAgent: true });
    return complete({ hasAgent: parties.some(isAgent) });
  },
});
