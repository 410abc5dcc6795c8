import Type from 'typebox';
import { complete, defineJob } from '../../job.ts';
import { CaseNo, Nothing } from '../../shapes.ts';
import { recordAcquirers } from './acquirers-on-record.ts';
import { Materials } from './shared-record.ts';

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
  async handle({ caseNo, materials }, context) {
    await recordAcquirers(
      { caseNo, materials, materialId: 'household' },
      context,
      (person, call) => context.deps.clients.identity.household(person, call),
      ({ householdNo }) => householdNo,
    );
    return complete({});
  },
});
