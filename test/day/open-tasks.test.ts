import { expect, test } from 'vitest';
import { createLogger } from '../../platform/logger.ts';
import { demoCity } from '../../registry/index.ts';
import { openTasks } from '../../scripts/day/books-tasks.ts';
import { prepareOffice, startOffice } from '../../scripts/day/office.ts';
import { atRest, settle } from '../../scripts/day/settle.ts';
import { createDayClock, OPENS } from '../../scripts/day/virtual-clock.ts';
import { beginStory } from '../../scripts/day/window-story.ts';
import { createStaff } from '../../scripts/play/staff.ts';
import { buyer, saleOf } from '../acceptance/applications.ts';
import { createTestDatabase } from '../support/database.ts';

test('a task that is open at closing is in the list of whoever does it, or the books name it', async () => {
  const clock = createDayClock();
  const db = await createTestDatabase({ template: 'day', prepare: (url) => prepareOffice(url, createDayClock(), 600) });
  const office = await startOffice(db.url, clock, createLogger('day'));
  try {
    // given a case whose papers nobody has collected yet
    const [home] = demoCity.saleUnits('330203');
    const [owner] = home!.owners;
    const story = await beginStory(
      {
        at: new Date(OPENS).getTime(),
        district: '330203',
        seed: 1,
        turn: 'straight',
        application: saleOf(home!, buyer(1)),
        owner: owner!,
      },
      {
        staff: createStaff(office.publicUrl),
        publicUrl: office.publicUrl,
        departments: office.simulators.addresses as Record<string, string>,
        now: () => clock.now().getTime(),
        later: () => undefined,
        refused: (_, refusal) => {
          throw refusal;
        },
      },
    );
    await settle(office, clock.now());
    expect(await openTasks(office, [story])).toMatchObject({ left: '1', right: '1', agrees: true });

    // when the task is another district's: the window does not find it
    await office.pool.query("UPDATE desk.task_inbox SET district = '330205' WHERE case_no = $1", [story.caseNo]);
    const unseen = { left: '1', right: `0；看不见：${story.caseNo} CollectMaterials`, agrees: false };
    expect(await openTasks(office, [story])).toMatchObject(unseen);

    // or when nobody follows its case
    await office.pool.query("UPDATE desk.task_inbox SET district = '330203' WHERE case_no = $1", [story.caseNo]);
    expect(await openTasks(office, [])).toMatchObject(unseen);

    // and the machines are not at rest while the relay has a message in hand, only while one waits for its next attempt
    const leaseEnds = new Date(clock.now().getTime() + 30_000);
    await office.pool.query(
      `INSERT INTO registry.outbox (channel, topic, case_no, correlation_key, payload, created_at, due_at, attempts)
       VALUES ('engine', 'supplement.received', $1, $1, '{}', $2, $2, 1)`,
      [story.caseNo, leaseEnds],
    );
    expect(await atRest(office, clock.now())).toBe(false);
    await office.pool.query("UPDATE registry.outbox SET last_error = 'no answer' WHERE done_at IS NULL");
    expect(await atRest(office, clock.now())).toBe(true);
  } finally {
    await office.stop();
    await db.drop();
  }
}, 120_000);
