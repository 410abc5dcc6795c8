import type { Actor } from '../common.ts';
import type { Deps, Queryable } from '../db/transaction.ts';
import { inTransaction, one } from '../db/transaction.ts';
import { RegistryError } from '../errors.ts';
import { appendEvent } from '../evidence/append-event.ts';
import { lockOpenCase } from './case-row.ts';
import { decidedOtherwise } from './decisions.ts';
import type { CasesApi, MaterialRow } from './types.ts';

type IdentityCheck = Parameters<CasesApi['recordIdentityCheck']>[0];

export interface MaterialsRow {
  material_id: string;
  name: string;
  source: MaterialRow['source'];
  required: boolean;
  present: boolean;
  pages: number | null;
  document_id: string | null;
  reference: string | null;
  note: string | null;
}

export const toMaterial = (row: MaterialsRow): MaterialRow => ({
  materialId: row.material_id,
  name: row.name,
  source: row.source,
  required: row.required,
  present: row.present,
  pages: row.pages,
  documentId: row.document_id,
  reference: row.reference,
  note: row.note,
});

export async function loadMaterials(db: Queryable, caseNo: string): Promise<MaterialRow[]> {
  const { rows } = await db.query<MaterialsRow>(
    'SELECT * FROM registry.case_materials WHERE case_no = $1 ORDER BY position',
    [caseNo],
  );
  return rows.map(toMaterial);
}

/** 收件清单. Asking for less or more keeps what is already there. */
async function saveMaterials(
  { pool }: Deps,
  caseNo: string,
  materials: Parameters<CasesApi['saveMaterials']>[1],
): Promise<MaterialRow[]> {
  return inTransaction(pool, async (client) => {
    await lockOpenCase(client, caseNo);
    await client.query(
      'DELETE FROM registry.case_materials WHERE case_no = $1 AND NOT present AND material_id <> ALL ($2)',
      [caseNo, materials.map((m) => m.materialId)],
    );
    await client.query(
      `INSERT INTO registry.case_materials (case_no, position, material_id, name, source, required)
       SELECT $1, row_number() OVER (), * FROM unnest($2::text[], $3::text[], $4::text[], $5::bool[])
       ON CONFLICT (case_no, material_id) DO UPDATE SET position = excluded.position, name = excluded.name, required = excluded.required,
         source = CASE WHEN case_materials.present THEN case_materials.source ELSE excluded.source END`,
      [
        caseNo,
        materials.map((m) => m.materialId),
        materials.map((m) => m.name),
        materials.map((m) => m.source),
        materials.map((m) => m.required),
      ],
    );
    return loadMaterials(client, caseNo);
  });
}

async function askMaterials(
  { pool }: Deps,
  caseNo: string,
  materials: Parameters<CasesApi['askMaterials']>[1],
): Promise<void> {
  await inTransaction(pool, async (client) => {
    await lockOpenCase(client, caseNo);
    await client.query(
      `INSERT INTO registry.case_materials (case_no, position, material_id, name, source, required)
       SELECT $1, row_number() OVER () + (SELECT coalesce(max(position), 0) FROM registry.case_materials WHERE case_no = $1), *
       FROM unnest($2::text[], $3::text[], $4::text[], $5::bool[]) ON CONFLICT (case_no, material_id) DO NOTHING`,
      [
        caseNo,
        materials.map((m) => m.materialId),
        materials.map((m) => m.name),
        materials.map((m) => m.source),
        materials.map((m) => m.required),
      ],
    );
  });
}

export async function markMaterial(
  db: Queryable,
  caseNo: string,
  material: {
    materialId: string;
    present: boolean;
    documentId?: string | null;
    reference?: string | null;
    pages?: number | null;
    note?: string | null;
  },
): Promise<void> {
  const { rowCount } = await db.query(
    `UPDATE registry.case_materials SET present = $3, document_id = coalesce($4, document_id), reference = coalesce($5, reference), pages = coalesce($6, pages), note = coalesce($7, note)
     WHERE case_no = $1 AND material_id = $2`,
    [
      caseNo,
      material.materialId,
      material.present,
      material.documentId ?? null,
      material.reference ?? null,
      material.pages ?? null,
      material.note ?? null,
    ],
  );
  if (rowCount === 0) {
    // Something nobody asked for, handed in anyway (SFEWSJ 额外收件): kept, not refused.
    await db.query(
      `INSERT INTO registry.case_materials (case_no, material_id, position, name, source, required, present, document_id, reference, pages, note)
       VALUES ($1, $2, (SELECT coalesce(max(position), 0) + 1 FROM registry.case_materials WHERE case_no = $1), $2, 'upload', false, $3, $4, $5, $6, $7)`,
      [
        caseNo,
        material.materialId,
        material.present,
        material.documentId ?? null,
        material.reference ?? null,
        material.pages ?? null,
        material.note ?? null,
      ],
    );
  }
}

async function isPresent(db: Queryable, caseNo: string, materialId: string): Promise<boolean> {
  const row = await one<{ present: boolean }>(
    db,
    'SELECT present FROM registry.case_materials WHERE case_no = $1 AND material_id = $2',
    [caseNo, materialId],
  );
  return row?.present ?? false;
}

const manualFindings: Partial<Record<IdentityCheck['result'], string>> = {
  manual_ok: '核验属实',
  manual_reject: '身份不符',
};

/** A repeated call to the police may answer otherwise, and the first answer stays; what a clerk found is not found otherwise later. */
async function requireSameFinding(db: Queryable, { caseNo, partyNo, key, result }: IdentityCheck): Promise<void> {
  if (!manualFindings[result]) return;
  const first = await one<Pick<IdentityCheck, 'result'>>(
    db,
    'SELECT result FROM registry.identity_checks WHERE case_no = $1 AND party_no = $2 AND key = $3',
    [caseNo, partyNo, key],
  );
  if (first && first.result !== result) throw decidedOtherwise(manualFindings[first.result] ?? first.result);
}

/** @throws CONFLICTING_RESULT for another finding of the same task */
async function recordIdentityCheck({ pool, clock }: Deps, input: IdentityCheck): Promise<void> {
  await inTransaction(pool, async (client) => {
    const row = await lockOpenCase(client, input.caseNo);
    const party = await client.query('SELECT 1 FROM registry.case_parties WHERE case_no = $1 AND party_no = $2', [
      input.caseNo,
      input.partyNo,
    ]);
    if (party.rowCount === 0)
      throw new RegistryError('PARTY_UNKNOWN', `业务${input.caseNo}没有第${input.partyNo}号申请人；请核对序号。`);
    const { rowCount } = await client.query(
      `INSERT INTO registry.identity_checks (case_no, party_no, key, result, verify_no, score, user_id, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING`,
      [
        input.caseNo,
        input.partyNo,
        input.key,
        input.result,
        input.verifyNo ?? null,
        input.score ?? null,
        input.by.userId,
        clock.now(),
      ],
    );
    if (rowCount === 0) return requireSameFinding(client, input);
    await appendEvent(client, {
      chain: row.district,
      topic: 'identity.checked',
      caseNo: input.caseNo,
      actor: input.by.userId,
      at: clock.now(),
      payload: { partyNo: input.partyNo, result: input.result, verifyNo: input.verifyNo ?? null },
    });
  });
}

async function saveInquiry(
  { pool, clock }: Deps,
  input: { caseNo: string; answers: Record<string, unknown>; by: Actor },
): Promise<void> {
  await inTransaction(pool, async (client) => {
    const row = await lockOpenCase(client, input.caseNo);
    if (JSON.stringify(row.inquiry) === JSON.stringify(input.answers)) return;
    await client.query('UPDATE registry.cases SET inquiry = $2 WHERE case_no = $1', [
      input.caseNo,
      JSON.stringify(input.answers),
    ]);
    await appendEvent(client, {
      chain: row.district,
      topic: 'inquiry.recorded',
      caseNo: input.caseNo,
      actor: input.by.userId,
      at: clock.now(),
    });
  });
}

export function materialsApi(
  deps: Deps,
): Pick<CasesApi, 'saveMaterials' | 'askMaterials' | 'recordMaterial' | 'recordIdentityCheck' | 'saveInquiry'> {
  return {
    saveMaterials: (caseNo, materials) => saveMaterials(deps, caseNo, materials),
    askMaterials: (caseNo, materials) => askMaterials(deps, caseNo, materials),
    recordMaterial: ({ caseNo, by, ...material }) =>
      inTransaction(deps.pool, async (client) => {
        await lockOpenCase(client, caseNo);
        if (by.role === 'system' && !material.present && (await isPresent(client, caseNo, material.materialId))) return;
        await markMaterial(client, caseNo, material);
      }),
    recordIdentityCheck: (input) => recordIdentityCheck(deps, input),
    saveInquiry: (input) => saveInquiry(deps, input),
  };
}
