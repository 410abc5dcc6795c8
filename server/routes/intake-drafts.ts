import Type from 'typebox';
import { requirePermission } from '../access/guard.ts';
import { Ok } from '../api/common.ts';
import { IntakeDraft, IntakeDraftRequest } from '../api/intake-drafts.ts';
import type { ServerDeps } from '../deps.ts';
import type { App } from './types.ts';

const DraftParams = Type.Object({
  unitCode: Type.String({ pattern: '^[0-9A-Z]{28}$' }),
  itemCode: Type.String({ pattern: '^BDC-\\d{2}$' }),
});
const path = '/api/intake-drafts/:unitCode/:itemCode';

/** Drafts of applications, each the clerk's own. */
export function intakeDraftRoutes(app: App, { pool, clock }: Pick<ServerDeps, 'pool' | 'clock'>): void {
  app.get(path, { schema: { params: DraftParams, response: { 200: IntakeDraft } } }, async (request) => {
    const { userId } = requirePermission(request, 'case.file');
    const { unitCode, itemCode } = request.params;
    const { rows } = await pool.query<{ content: Record<string, unknown>; saved_at: Date }>(
      'SELECT content, saved_at FROM desk.intake_draft WHERE user_id = $1 AND unit_code = $2 AND item_code = $3',
      [userId, unitCode, itemCode],
    );
    const [row] = rows;
    return { draft: row ? { content: row.content, savedAt: row.saved_at.toISOString() } : null };
  });

  app.put(
    path,
    { schema: { params: DraftParams, body: IntakeDraftRequest, response: { 200: Ok } }, bodyLimit: 256 * 1024 },
    async (request) => {
      const { userId } = requirePermission(request, 'case.file');
      const { unitCode, itemCode } = request.params;
      await pool.query(
        `INSERT INTO desk.intake_draft (user_id, unit_code, item_code, content, saved_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (user_id, unit_code, item_code) DO UPDATE SET content = excluded.content, saved_at = excluded.saved_at`,
        [userId, unitCode, itemCode, JSON.stringify(request.body.content), clock.now()],
      );
      return { ok: true as const };
    },
  );

  app.delete(path, { schema: { params: DraftParams, response: { 200: Ok } } }, async (request) => {
    const { userId } = requirePermission(request, 'case.file');
    await deleteIntakeDraft(pool, userId, [request.params.unitCode], request.params.itemCode);
    return { ok: true as const };
  });
}

/** 放弃, or filed: the draft of one of these units for this item is done with. */
export async function deleteIntakeDraft(
  pool: ServerDeps['pool'],
  userId: string,
  unitCodes: readonly string[],
  itemCode: string,
): Promise<void> {
  await pool.query('DELETE FROM desk.intake_draft WHERE user_id = $1 AND unit_code = ANY ($2) AND item_code = $3', [
    userId,
    unitCodes,
    itemCode,
  ]);
}
