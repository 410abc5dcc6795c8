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
    else {
      const both = [rightId, ...(await easementPartner(db, rightId, application.unitCodes, i, problems))];
      for (const id of both) if (!rightIds.includes(id)) rightIds.push(id);
    }
  }
  if (problems.length > 0)
    throw new RegistryError('APPLICATION_INVALID', problems.map((p) => p.message).join(' '), problems);
  return rightIds;
}

/** 地役权 stands on the pages of two units: whoever names one row means both, and both pages are part of the case. */
async function easementPartner(
  db: Queryable,
  rightId: string,
  unitCodes: string[],
  index: number,
  problems: { field: string; code: string; message: string }[],
): Promise<string[]> {
  const { rows } = await db.query<{ right_id: string; unit_code: string }>(
    `SELECT o.right_id, o.unit_code FROM registry.rights r JOIN registry.easement_details d USING (right_id)
     JOIN registry.rights o ON o.unit_code = d.other_unit_code AND o.kind = 'EASEMENT' AND o.status = 'CURRENT'
     JOIN registry.easement_details e ON e.right_id = o.right_id AND e.other_unit_code = r.unit_code AND e.contract_no = d.contract_no
     WHERE r.right_id = $1`,
    [rightId],
  );
  for (const { unit_code } of rows) {
    if (!unitCodes.includes(unit_code))
      problems.push({
        field: `targets[${index}]`,
        code: 'EASEMENT_UNITS',
        message: `该地役权同时记载在单元${unit_code}上；请把供役地和需役地两个单元都列入申请。`,
      });
  }
  return rows.map((row) => row.right_id);
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

/**
 * 换发、补发 is for the paper that is handed in or lost: its numbers are kept with the case, so that the one which takes its place
 * is not voided by a second application (INV-31).
 */
export async function withPapersToReplace(
  db: Queryable,
  application: Application,
  rightIds: readonly string[],
): Promise<Application> {
  const { reissue, targets = [] } = application;
  if (!reissue) return application;
  const named = targets.flatMap(({ certificateNo }) => (certificateNo ? [normaliseDocumentNo(certificateNo)] : []));
  const { rows } = await db.query<{ certificate_no: string }>(
    `SELECT certificate_no FROM registry.certificates WHERE right_id = ANY ($1::bigint[]) AND status = 'LIVE'
       AND (certificate_no = ANY ($2::text[]) OR $2::text[] = '{}') ORDER BY certificate_no`,
    [rightIds, named],
  );
  return { ...application, reissue: { ...reissue, replaces: rows.map((row) => row.certificate_no) } };
}
