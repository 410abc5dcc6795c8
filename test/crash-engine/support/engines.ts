import { startProcess } from '../../engine/support/engine-process.ts';
import { eventually } from '../../support/eventually.ts';
import { PATIENCE_MS } from './settings.ts';

export interface Writer {
  grpcAddress: string;
  restAddress: string;
  pid: number;
  /** Counts the changes of writer from the first one on; a process that serves again has a new number. */
  number: number;
}

/** One engine process that serves and others that wait as hot standby. */
export interface Engines {
  /** Whoever said last that it serves. */
  writer(): Writer;
  /** Calls back at once and for every later one. */
  onWriter(listener: (writer: Writer) => void): void;
  /** Standbys that wait. */
  waiting(): number;
  /** Ends the serving process with SIGKILL, and starts another standby. @returns milliseconds until the next one serves */
  killWriter(): Promise<number>;
  /** Resolves when somebody serves who did not at `than`. */
  another(than: Writer): Promise<Writer>;
  stop(): Promise<void>;
}

interface Member {
  process: ReturnType<typeof startProcess>;
  addresses: { grpcAddress: string; restAddress: string } | null;
  waits: boolean;
}

export async function startEngines(databaseUrl: string, standbys: number): Promise<Engines> {
  const members = new Set<Member>();
  const listeners: ((writer: Writer) => void)[] = [];
  let current: { writer: Writer; member: Member } | null = null;
  let count = 0;

  function serves(member: Member): void {
    if (!member.addresses) return;
    count += 1;
    const writer = { ...member.addresses, pid: member.process.pid, number: count };
    current = { writer, member };
    for (const listener of listeners) listener(writer);
  }

  function add(): void {
    const hear = (message: string) => {
      if (message.includes('waiting as hot standby')) member.waits = true;
      if (message === 'engine state loaded') {
        member.waits = false;
        // A process that has served before does not say a second time where it listens.
        serves(member);
      }
    };
    const member: Member = { process: startProcess(databaseUrl, {}, hear), addresses: null, waits: false };
    members.add(member);
    member.process.ready.then(
      (addresses) => {
        member.addresses = addresses;
        serves(member);
      },
      () => members.delete(member),
    );
  }

  const writer = () => {
    if (!current) throw new Error('no engine serves yet');
    return current.writer;
  };
  const another = (than: Writer) =>
    eventually('another engine serves', async () => (writer().number > than.number ? writer() : null), {
      patienceMs: PATIENCE_MS,
      pauseMs: 5,
      instead: () => [...members].map(({ process }) => process.messages.at(-1)).join(' | '),
    });
  const waiting = () => [...members].filter((member) => member.waits).length;

  add();
  await eventually('the first engine serves', async () => current, { patienceMs: PATIENCE_MS });
  for (let i = 0; i < standbys; i += 1) add();
  await eventually('the standbys wait', async () => waiting() >= standbys, { patienceMs: PATIENCE_MS });
  return {
    writer,
    onWriter(listener) {
      listeners.push(listener);
      if (current) listener(current.writer);
    },
    waiting,
    async killWriter() {
      const killed = writer();
      const began = performance.now();
      if (current) {
        members.delete(current.member);
        void current.member.process.kill('SIGKILL');
      }
      await another(killed);
      const took = performance.now() - began;
      add();
      return took;
    },
    another,
    async stop() {
      await Promise.all([...members].map((member) => member.process.kill('SIGKILL')));
    },
  };
}
