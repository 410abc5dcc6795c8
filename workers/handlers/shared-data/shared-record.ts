import Type from 'typebox';
import type { DepartmentResult } from '../../../departments/index.ts';
import { systemActor } from '../../../registry/index.ts';
import { TechnicalFailure, type WorkerDeps } from '../../job.ts';

/** The list of materials as the decision table made it. */
export const Materials = Type.Array(
  Type.Object({
    materialId: Type.String(),
    name: Type.String(),
    source: Type.Union([
      Type.Literal('shared'),
      Type.Literal('upload'),
      Type.Literal('scan'),
      Type.Literal('registry'),
      Type.Literal('generated'),
    ]),
    required: Type.Boolean(),
  }),
);
export type Materials = Type.Static<typeof Materials>;

export const isAsked = (materials: Materials, materialId: string): boolean =>
  materials.some((row) => row.materialId === materialId);

/**
 * What another office knows, as a line of the list: present with its number, or an upload for the applicant (条例 §24: never a
 * dead end). The list is saved first, because the offices are asked at the same time.
 */
export async function recordShared(
  { registry }: WorkerDeps,
  caseNo: string,
  materials: Materials,
  materialId: string,
  reference: string | null,
): Promise<void> {
  await registry.cases.askMaterials(
    caseNo,
    materials.map(({ materialId: id, name, source, required }) => ({ materialId: id, name, source, required })),
  );
  await registry.cases.recordMaterial({
    caseNo,
    materialId,
    present: reference !== null,
    reference,
    note: reference === null ? '共享未取得，请申请人提交' : null,
    by: systemActor,
  });
}

/** The answer; null when the office refuses or stays away after all retries. */
export function known<Value, Code extends string>(
  result: DepartmentResult<Value, Code>,
  lastAttempt: boolean,
): Value | null {
  if (result.kind === 'unavailable' && !lastAttempt) throw new TechnicalFailure(result.technical.message);
  return result.kind === 'ok' ? result.value : null;
}
