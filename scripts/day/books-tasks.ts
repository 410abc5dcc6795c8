import type { Balance } from './books.ts';
import type { CaseStory } from './case-story.ts';
import type { Office } from './office.ts';

interface OpenTask {
  taskKey: string;
  elementId: string;
  /** null: the inbox does not know the task, or of no case. */
  caseNo: string | null;
  role: string | null;
}

/**
 * A task that is open at closing is somebody's: whoever does tasks of its role has it in the list, and the page of the case names it.
 * Else the case, or the service that follows it, waits for a person who never hears of it.
 */
export async function openTasks({ pool }: Office, stories: readonly CaseStory[]): Promise<Balance> {
  const { rows } = await pool.query<OpenTask>(
    `SELECT t.key::text AS "taskKey", t.element_id AS "elementId", i.case_no AS "caseNo", i.role
     FROM engine.user_task t LEFT JOIN desk.task_inbox i ON i.task_key = t.key::text AND i.state = 'open'
     WHERE t.state = 'CREATED' ORDER BY t.key`,
  );
  const byNumber = new Map(stories.map((story) => [story.caseNo, story]));
  const unseen: string[] = [];
  for (const { taskKey, elementId, caseNo, role } of rows) {
    const story = byNumber.get(caseNo ?? '');
    if (!story || !role || !(await story.shows({ taskKey, elementId, role }))) unseen.push(`${caseNo} ${elementId}`);
  }
  return {
    name: '待办：下班时未办的待办 ＝ 承办人的待办列表和业务页上都有的',
    left: String(rows.length),
    right: [String(rows.length - unseen.length), ...unseen.map((task) => `看不见：${task}`)].join('；'),
    agrees: unseen.length === 0,
  };
}
