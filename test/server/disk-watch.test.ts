import { tmpdir } from 'node:os';
import pino from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { diskState, diskWarning, freeBytes } from '../../platform/disk-space.ts';
import { startDiskWatch } from '../../server/loops/disk-watch.ts';
import { eventually } from '../support/eventually.ts';
import { type Harness, startHarness } from './support/harness.ts';

const GIB = 1024 ** 3;

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness({ home: tmpdir() });
}, 120_000);
afterAll(() => harness.stop());

test('a disk is full before PostgreSQL stops on it, and low long before that', () => {
  expect([3 * GIB, GIB, GIB / 32].map(diskState)).toEqual(['enough', 'low', 'full']);
  expect(diskWarning(3 * GIB)).toBeNull();
  expect(diskWarning(GIB)).toBe('数据所在磁盘只剩1024 MB，请尽快清理或扩容，以免业务中断。');
  expect(diskWarning(GIB / 32)).toContain('只剩32 MB，即将无法写入');
});

test('the log hears of it when it gets worse and when there is room again, and not every time it is looked at', async () => {
  // given a disk that fills, a look after the other
  const said: string[] = [];
  const log = pino(
    {
      base: null,
      timestamp: false,
      formatters: { level: (label) => ({ label }) },
    },
    {
      write: (line: string) => {
        const { label, msg } = JSON.parse(line);
        said.push(`${label}: ${msg}`);
      },
    },
  );
  const seen = [3 * GIB, GIB, GIB, GIB, GIB / 32, GIB / 32, 3 * GIB, 3 * GIB];
  let looks = 0;

  // when
  const watch = startDiskWatch({ log, everyMs: 1, free: async () => seen[Math.min(looks++, seen.length - 1)]! });
  await eventually('all looks', async () => looks > seen.length, { pauseMs: 5 });
  await watch.stop();

  // then
  expect(said).toEqual(['warn: the disk is getting full', 'error: the disk is full', 'info: the disk has room again']);
});

test('readiness and metrics tell of the disk on which the data is', async () => {
  const free = await freeBytes(tmpdir());
  const answer = await fetch(`${harness.url}/readyz`);
  const { checks } = (await answer.json()) as { checks: { disk: string } };
  expect(checks.disk).toEqual(diskState(free) === 'full' ? expect.stringContaining('只剩') : 'ok');
  expect(await (await fetch(`${harness.url}/metrics`)).text()).toMatch(/yitong_disk_free_bytes \d+/);
});
