import Type from 'typebox';
import { complete, defineJob } from '../../job.ts';
import { CaseNo, Nothing } from '../../shapes.ts';
import { recordAcquirers } from './acquirers-on-record.ts';
import { Materials } from './shared-record.ts';

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
  async handle({ caseNo, materials }, context) {
    await recordAcquirers(
      { caseNo, materials, materialId: 'marriage' },
      context,
      (person, call) => context.deps.clients.civil.queryMarriage(person, call),
      ({ status, certNo }) => (status === 'no_record' ? null : (certNo ?? status)),
    );
    return complete({});
  },
});
