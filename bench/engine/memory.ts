import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

interface Process {
  pid: number;
  parent: number;
  rssKb: number;
}

async function processes(): Promise<Process[]> {
  const { stdout } = await run('ps', ['-e', '-o', 'pid=,ppid=,rss='], { maxBuffer: 16 * 1024 * 1024 });
  return stdout
    .trim()
    .split('\n')
    .map((line) => {
      const [pid = 0, parent = 0, rssKb = 0] = line.trim().split(/\s+/).map(Number);
      return { pid, parent, rssKb };
    });
}

/** Pages shared by several processes count once in PSS; PostgreSQL's shared buffers would count once per connection in RSS. */
async function proportionalKb({ pid, rssKb }: Process): Promise<number> {
  const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
  const found = /^Pss:\s+(\d+) kB/m.exec(rollup);
  return found ? Number(found[1]) : rssKb;
}

/** Resident memory in MB of the given processes and all their descendants, shared pages counted once where the system tells. */
export async function residentMb(roots: readonly number[]): Promise<number> {
  const all = await processes();
  const members = new Set(roots);
  for (let grown = true; grown; ) {
    grown = false;
    for (const one of all) {
      if (members.has(one.parent) && !members.has(one.pid)) {
        members.add(one.pid);
        grown = true;
      }
    }
  }
  const sizes = await Promise.all(all.filter((one) => members.has(one.pid)).map(proportionalKb));
  return Math.round(sizes.reduce((sum, kb) => sum + kb, 0) / 1024);
}

export async function parentOf(pid: number): Promise<number> {
  return (await processes()).find((one) => one.pid === pid)?.parent ?? 0;
}
