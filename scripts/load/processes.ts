import { readdir, readFile } from 'node:fs/promises';

/** What one part of the installation uses. Linux only (reads /proc). */
export interface PartUse {
  part: string;
  /** Proportional set size: shared pages are counted once among those who share them. */
  memoryMb: number;
  /** Seconds of CPU since the part began; of PostgreSQL, with those of backends that have ended. */
  cpuSeconds: number;
}

const TICKS_PER_SECOND = 100;
const PARTS: [string, RegExp][] = [
  ['engine', /engine\/main\.ts/],
  ['server', /server\/main\.ts/],
  ['workers', /workers\/main\.ts/],
  ['departments', /departments\/main\.ts/],
  ['start', /scripts\/start\.ts/],
  ['postgres', /postgres/],
];

interface Process {
  pid: number;
  parent: number;
  command: string;
}

async function allProcesses(): Promise<Process[]> {
  const pids = (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry)).map(Number);
  const found = await Promise.all(
    pids.map(async (pid) => {
      const [stat, command] = await Promise.all([read(pid, 'stat'), read(pid, 'cmdline')]);
      const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
      return { pid, parent, command: command.replaceAll('\0', ' ') };
    }),
  );
  return found.filter(({ command }) => command !== '');
}

const read = (pid: number, file: string) => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '');

/** The parts below `pid` and the PostgreSQL of `dataFolder` (it belongs to nobody: pg_ctl leaves it alone). */
export async function usage(pid: number, postgresPort: string): Promise<PartUse[]> {
  const all = await allProcesses();
  const ours = new Set([pid]);
  for (const { pid: postmaster, command } of all) if (isPostmaster(command, postgresPort)) ours.add(postmaster);
  for (let size = 0; size !== ours.size; ) {
    size = ours.size;
    for (const one of all) if (ours.has(one.parent)) ours.add(one.pid);
  }
  const sums = new Map<string, PartUse>();
  for (const one of all.filter((process) => ours.has(process.pid))) {
    const part = PARTS.find(([, pattern]) => pattern.test(one.command))?.[0];
    if (!part) continue;
    const [rollup, stat] = await Promise.all([read(one.pid, 'smaps_rollup'), read(one.pid, 'stat')]);
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const sum = sums.get(part) ?? { part, memoryMb: 0, cpuSeconds: 0 };
    sums.set(part, {
      part,
      memoryMb: sum.memoryMb + Number(/Pss:\s+(\d+)/.exec(rollup)?.[1] ?? 0) / 1024,
      cpuSeconds: sum.cpuSeconds + cpuTicks(fields, part === 'postgres') / TICKS_PER_SECOND,
    });
  }
  return [...sums.values()].sort((a, b) => a.part.localeCompare(b.part));
}

/** utime and stime, and of a parent that has waited for its children theirs (cutime, cstime). */
const cpuTicks = (stat: string[], withEndedChildren: boolean): number =>
  stat.slice(11, withEndedChildren ? 15 : 13).reduce((sum, ticks) => sum + Number(ticks), 0);

const isPostmaster = (command: string, port: string) =>
  /bin\/postgres /.test(command) && new RegExp(`-p ${port}( |$)`).test(command);
