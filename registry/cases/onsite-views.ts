import type { Actor } from '../common.ts';
import { partOf } from '../db/rows-as-json.ts';
import type { Deps, Queryable } from '../db/transaction.ts';
import { inTransaction, one } from '../db/transaction.ts';
import { RegistryError } from '../errors.ts';
import { appendEvent } from '../evidence/append-event.ts';
import { lockOpenCase } from './case-row.ts';
import type { OnSiteView, ReviewApi } from './review-types.ts';

interface Row {
  task_key: string;
  appointed_at: Date;
  viewers: string[];
  decision: OnSiteView['decision'];
  result: OnSiteView['result'];
  photos: string[];
  opinion: string | null;
  recorded_by: string | null;
  recorded_at: Date | null;
}

const viewOf = (row: Row): OnSiteView => ({
  appointedAt: row.appointed_at,
  viewers: row.viewers,
  decision: row.decision,
  result: row.result,
  photos: row.photos,
  opinion: row.opinion,
  recordedBy: row.recorded_by,
  recordedAt: row.recorded_at,
});

const ofCaseSql = (caseNo: string) =>
  `SELECT * FROM registry.onsite_views WHERE case_no = ${caseNo} ORDER BY appointed_at, task_key`;

export const onSiteViewsPart = partOf<Row, OnSiteView[]>(ofCaseSql, ['appointed_at', 'recorded_at'], (rows) =>
  rows.map(viewOf),
);

/** 实施细则 §15: two people of the office, known by their accounts. */
async function requireTwoStaff(db: Queryable, viewers: string[]): Promise<void> {
  const { rows } = await db.query<{ user_id: string }>(
    `SELECT user_id FROM registry.users WHERE active AND organisation_id IS NULL AND user_id = ANY ($1)
       AND role IN ('window_acceptor', 'reviewer', 'registrar', 'cert_clerk', 'supervisor')`,
    [viewers],
  );
  if (new Set(rows.map((row) => row.user_id)).size < 2 || rows.length < new Set(viewers).size) {
    throw new RegistryError(
      'TWO_VIEWERS_NEEDED',
      '实地查看应当由不少于两名本中心工作人员进行，请填写两个不同的在职账号。',
    );
  }
}

async function schedule({ pool, clock }: Deps, input: Parameters<ReviewApi['scheduleOnSite']>[0]): Promise<void> {
  await inTransaction(pool, async (client) => {
    const row = await lockOpenCase(client, input.caseNo);
    const viewers = [...new Set(input.viewers)];
    await requireTwoStaff(client, viewers);
    const { rowCount } = await client.query(
      'INSERT INTO registry.onsite_views (case_no, task_key, appointed_at, viewers) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING',
      [input.caseNo, input.taskKey, input.appointedAt, viewers],
    );
    if (!rowCount) return;
    await note(client, row.district, input.caseNo, input.by, clock.now(), 'onsite.appointed', {
      appointedAt: input.appointedAt,
      viewers,
    });
  });
}

async function record({ pool, clock }: Deps, input: Parameters<ReviewApi['recordOnSite']>[0]): Promise<void> {
  const now = clock.now();
  await inTransaction(pool, async (client) => {
    const row = await lockOpenCase(client, input.caseNo);
    const last = await one<Row>(
      client,
      'SELECT * FROM registry.onsite_views WHERE case_no = $1 ORDER BY recorded_at IS NOT NULL, appointed_at DESC LIMIT 1',
      [input.caseNo],
    );
    if (!last || last.recorded_at) {
      const repeated = last?.recorded_by === input.by.userId && last.decision === input.decision;
      if (repeated) return;
      throw new RegistryError('ONSITE_NOT_APPOINTED', `业务${input.caseNo}没有待记录的实地查看；请先约定时间和人员。`);
    }
    const viewers = [...new Set(input.viewers)];
    await requireTwoStaff(client, viewers);
    const { rows } = await client.query<{ document_id: string }>(
      'SELECT document_id FROM registry.documents WHERE case_no = $1 AND document_id::text = ANY ($2)',
      [input.caseNo, input.photos],
    );
    if (input.decision === 'done' && (rows.length === 0 || rows.length < new Set(input.photos).size)) {
      throw new RegistryError('ONSITE_PHOTOS_NEEDED', '请上传本业务实地查看的照片后再提交。');
    }
    await client.query(
      `UPDATE registry.onsite_views SET viewers = $3, decision = $4, result = $5, photos = $6, opinion = $7, recorded_by = $8, recorded_at = $9
       WHERE case_no = $1 AND task_key = $2`,
      [
        input.caseNo,
        last.task_key,
        viewers,
        input.decision,
        input.decision === 'done' ? (input.result ?? null) : null,
        rows.map((one) => one.document_id),
        input.opinion,
        input.by.userId,
        now,
      ],
    );
    await note(client, row.district, input.caseNo, input.by, now, 'onsite.viewed', {
      decision: input.decision,
      result: input.result ?? null,
      viewers,
      photos: rows.length,
    });
  });
}

async function note(
  db: Queryable,
  chain: string,
  caseNo: string,
  by: Actor,
  at: Date,
  topic: string,
  payload: Record<string, unknown>,
): Promise<void> {
  await appendEvent(db, { chain, topic, caseNo, actor: by.userId, at, payload });
}

export function onSiteApi(deps: Deps): Pick<ReviewApi, 'scheduleOnSite' | 'recordOnSite' | 'onSiteViews'> {
  return {
    scheduleOnSite: (input) => schedule(deps, input),
    recordOnSite: (input) => record(deps, input),
    async onSiteViews(caseNo) {
      const { rows } = await deps.pool.query<Row>(ofCaseSql('$1'), [caseNo]);
      return rows.map(viewOf);
    },
  };
}
