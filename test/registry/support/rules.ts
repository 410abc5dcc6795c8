import { randomUUID } from 'node:crypto';
import {
  type Actor,
  addDays,
  dayOf,
  localInstant,
  type RuleProposal,
  type RuleValue,
} from '../../../registry/index.ts';
import type { OpenRegister } from './setup.ts';

export const admin: Actor = { userId: 'sysadmin', role: 'sysadmin', district: null };
export const otherAdmin: Actor = { userId: 'sysadmin-2', role: 'sysadmin', district: null };

type Fixture = Pick<OpenRegister, 'registry' | 'clock'>;
type Change = Pick<RuleProposal, 'name' | 'value'> & Partial<RuleProposal>;

const tomorrowOf = ({ clock }: Fixture) => addDays(dayOf(clock.now()), 1);

/** From tomorrow on, unless it says otherwise. */
export function proposeRule(fixture: Fixture, change: Change): Promise<RuleValue> {
  const proposal = {
    proposalKey: randomUUID(),
    profile: '*' as const,
    validFrom: tomorrowOf(fixture),
    source: '测试文件〔2026〕1号',
    reason: '测试',
    ...change,
  };
  return fixture.registry.rules.propose(proposal, admin);
}

/** Proposed by one administrator, approved by the other; then it is the next morning and the rule is in force. */
export async function changeRule(fixture: Fixture, change: Change): Promise<RuleValue> {
  const { ruleValueId } = await proposeRule(fixture, change);
  const tomorrow = tomorrowOf(fixture);
  const approved = await fixture.registry.rules.decide({ ruleValueId, decision: 'approved', by: otherAdmin });
  fixture.clock.set(localInstant(tomorrow, '09:00'));
  return approved;
}
