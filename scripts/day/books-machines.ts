import type { Balance } from './books.ts';
import type { Office } from './office.ts';

const running = (processIds: string[]) =>
  `SELECT count(*) AS n FROM engine.process_instance WHERE state = 'ACTIVE' AND parent_process_instance_key = -1
     AND bpmn_process_id IN (${processIds.map((id) => `'${id}'`).join(', ')})`;

/** Those that were in force before the day are given their watches by the sweep, in real time: not all of them by closing. */
const SEIZED_TODAY = `SELECT right_id FROM registry.rights r JOIN registry.register_entries e USING (entry_id)
  WHERE r.kind = 'SEIZURE' AND r.status = 'CURRENT' AND e.kind = 'SEIZURE'`;

/** Nothing is lost between the parts: what is open has its process, what is closed has none. */
export async function machines({ pool }: Office): Promise<Balance[]> {
  const one = async (sql: string) => String((await pool.query(sql)).rows[0].n);
  const line = (name: string, left: string, right: string) => ({ name, left, right, agrees: left === right });
  return [
    line(
      '流程：在办业务和办结后的服务 ＝ 运行中的业务流程',
      await one(`SELECT count(*) AS n FROM registry.cases c WHERE status <> 'CLOSED' OR c.entered_at IS NOT NULL AND (
        EXISTS (SELECT 1 FROM registry.utility_transfers t WHERE t.case_no = c.case_no AND t.state IN ('CHOSEN', 'SUBMITTED', 'WAITING'))
        OR EXISTS (SELECT 1 FROM registry.escrow_accounts e WHERE e.case_no = c.case_no AND e.state = 'FUNDED')
        OR EXISTS (SELECT 1 FROM registry.hukou_notices h WHERE h.case_no = c.case_no AND h.told_at IS NULL)
        OR EXISTS (SELECT 1 FROM desk.task_inbox i WHERE i.case_no = c.case_no AND i.state = 'open'))`),
      await one(running(['bdc-registration', 'bdc-secondhand-yilutong', 'bdc-bank-mortgage'])),
    ),
    line(
      '流程：未答复的法院文书 ＝ 运行中的协助执行流程',
      await one("SELECT count(*) AS n FROM registry.court_notices WHERE answered_at IS NULL AND state <> 'UNSIGNED'"),
      await one(running(['bdc-court-measure'])),
    ),
    line(
      '流程：今日生效的查封 ＝ 其中有期限看护在运行的',
      await one(`SELECT count(*) AS n FROM (${SEIZED_TODAY}) AS today`),
      await one(`SELECT count(DISTINCT i.key) AS n FROM engine.process_instance i
        JOIN engine.variable v ON v.scope_key = i.key AND v.name = 'rightId'
        WHERE i.state = 'ACTIVE' AND i.bpmn_process_id = 'bdc-seizure-watch'
          AND v.value #>> '{}' IN (SELECT right_id::text FROM (${SEIZED_TODAY}) AS today)`),
    ),
    line(
      '待办：引擎的待办 ＝ 收件箱的待办',
      await one("SELECT count(*) AS n FROM engine.user_task WHERE state = 'CREATED'"),
      await one("SELECT count(*) AS n FROM desk.task_inbox WHERE state = 'open'"),
    ),
    line(
      '消息：待发给引擎的消息',
      await one("SELECT count(*) AS n FROM registry.outbox WHERE channel = 'engine' AND done_at IS NULL"),
      '0',
    ),
  ];
}
