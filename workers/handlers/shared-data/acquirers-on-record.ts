import type { CallContext, DepartmentResult } from '../../../departments/index.ts';
import type { JobContext } from '../../job.ts';
import { acquirers } from '../parties.ts';
import { isAsked, known, type Materials, recordShared } from './shared-record.ts';

/**
 * One line of the list of materials for all people who acquire: their numbers with the office, if it has every one of them.
 * Nothing is asked for a list without that line.
 * @param ask asks about one person
 * @param numberOf what the line says of him; null = the office has no record
 */
export async function recordAcquirers<Answer, Code extends string>(
  { caseNo, materials, materialId }: { caseNo: string; materials: Materials; materialId: string },
  { deps, call, job, lastAttempt }: JobContext,
  ask: (
    person: { caseNo: string; name: string; idNo: string },
    call: CallContext,
  ) => Promise<DepartmentResult<Answer, Code>>,
  numberOf: (answer: Answer) => string | null,
): Promise<void> {
  if (!isAsked(materials, materialId)) return;
  const people = acquirers(await deps.registry.people.getParties(caseNo)).filter((one) => one.nature === 'person');
  const found: string[] = [];
  for (const { partyNo, name, idNo } of people) {
    const result = await ask({ caseNo, name, idNo }, call(caseNo, `${partyNo}:${job.elementInstanceKey}`));
    const answer = known(result, lastAttempt);
    const number = answer && numberOf(answer);
    if (number !== null) found.push(number);
  }
  const all = people.length > 0 && found.length === people.length;
  await recordShared(deps, caseNo, materials, materialId, all ? found.join('、') : null);
}
