import type { Queryable } from '../db/transaction.ts';
import { RegistryError } from '../errors.ts';
import { normaliseDocumentNo } from '../validators/normalise.ts';
import type { Application, RightTarget } from './types.ts';

/**
 * Numbers of the rights that an application names, by right or by the number of its live certificate or proof. Only rights on
 * the units applied for count: a proof of another home is refused at once, by its field.
 * @throws APPLICATION_INVALID with a finding per target that is not there
 */
export async function resolveTargets(db: Queryable, application: Application): Promise<string[]> {
  const problems: { field: string; code: string; message: string }[] = [];
  const rightIds: string[] = [];
  for (const [i, target] of (application.targets ?? []).entries()) {
    const rightId = await findTarget(db, target, application.unitCodes);
    if (rightId === null)
      problems.push({
        field: `targets[${i}]`,
        code: 'TARGET_NOT_FOUND',
        message: '所填登记证明（证书）号在申请的单元上没有对应的现势权利；请按登记簿核对证号，已注销的不能再办。',
      });
    else if (!rightIds.includes(rightId)) rightIds.push(rightId);
  }
  if (problems.length > 0)
    throw new RegistryError('APPLICATION_INVALID', problems.map((p) => p.message).join(' '), problems);
  return rightIds;
}

/** The current right on one of the units; null when there is none. */
export async function findTarget(db: Queryable, target: RightTarget, unitCodes: string[]): Promise<string | null> {
  const { rows } = await db.query<{ right_id: string }>(
    `SELECT DISTINCT r.right_id FROM registry.rights r LEFT JOIN registry.certificates k ON k.right_id = r.right_id AND k.status = 'LIVE'
     WHERE r.unit_code = ANY ($1) AND r.status = 'CURRENT' AND (r.right_id::text = $2 OR k.certificate_no = $3)`,
    [unitCodes, target.rightId ?? null, target.certificateNo ? normaliseDocumentNo(target.certificateNo) : null],
  );
  return rows[0]?.right_id ?? null;
}
