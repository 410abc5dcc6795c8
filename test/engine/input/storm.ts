import fc from 'fast-check';
import { bombs } from './bombs.ts';
import { malformedRequest, type Request } from './requests.ts';
import { type Answer, createSender } from './send.ts';
import { startPatient } from './target.ts';

export interface StormOptions {
  databaseUrl: string;
  seed: number;
  count: number;
  /** Sees how far it is, with figures of the engine's health, and what does harm as soon as it does. */
  onProgress?: (line: string) => void;
}

/** Harm done by one request, the smallest of its kind that was found. */
export interface Harm {
  answer: string;
  request: string;
}

export interface StormReport {
  sent: number;
  /** Answers by their first word: status or gRPC code. */
  answers: Record<string, number>;
  harms: Harm[];
  /** Megabytes before and at most. */
  memory: { before: number; most: number };
  /** Milliseconds the engine did nothing else, and what was sent around then; the longest first. */
  stops: { ms: number; during: string }[];
  complaints: string[];
  /** Why a normal process did not run through at the end. */
  stuck: string | null;
}

/** Sent at the same time: what a mistake in one does to the others is part of the question. */
const TOGETHER = 8;
/** Requests made at once, from a seed of their own. */
const PORTION = 250;
const PRIME = 7_919;
const SHOWN = 1_500;
/** Told at once: a stop of the event loop, and memory that grew by so much at one time. */
const NOTABLE_STOP_MS = 2_000;
const NOTABLE_MB = 200;

interface Portion {
  seed: number;
  numRuns: number;
}

/**
 * Sends `count` malformed requests and every bomb, asks after each handful how the engine is, and lets a normal process run at
 * the end. A request that does harm is shrunk.
 * @throws when the engine is gone
 */
export async function storm({ databaseUrl, seed, count, onProgress }: StormOptions): Promise<StormReport> {
  const patient = await startPatient(databaseUrl);
  const sender = createSender(patient);
  const before = patient.memory();
  const report: StormReport = {
    sent: 0,
    answers: {},
    harms: [],
    memory: { before, most: before },
    stops: [],
    complaints: [],
    stuck: null,
  };
  const kinds = new Map<string, Portion>();
  let told = 0;

  /** What comes after the last request that did harm may never be reached: the engine may be gone. */
  async function note(during: string): Promise<void> {
    const memory = patient.memory();
    const ms = await patient.longestStop();
    if (memory > report.memory.most + NOTABLE_MB) onProgress?.(`MEMORY ${memory} MB: ${during.slice(0, SHOWN)}`);
    if (ms > NOTABLE_STOP_MS) onProgress?.(`STOP ${ms} ms: ${during.slice(0, SHOWN)}`);
    report.memory.most = Math.max(report.memory.most, memory);
    report.stops.push({ ms, during: during.slice(0, SHOWN) });
    report.stops = report.stops.sort((a, b) => b.ms - a.ms).slice(0, 5);
    const complaints = patient.complaints();
    for (const complaint of complaints.slice(told)) onProgress?.(`LOG ${complaint}`);
    told = complaints.length;
  }
  async function send(request: Request): Promise<Answer> {
    const answer = await sender.send(request);
    report.sent += 1;
    const [first = ''] = answer.text.split(/\s/);
    report.answers[first] = (report.answers[first] ?? 0) + 1;
    return answer;
  }

  try {
    await patient.longestStop();
    for (const bomb of bombs) {
      const answer = await sender.send(bomb.request());
      report.sent += 1;
      onProgress?.(`${bomb.name}: ${answer.text.slice(0, 160).replaceAll('\n', ' ')}`);
      if (answer.harm) {
        report.harms.push({ answer: answer.harm, request: bomb.name });
        onProgress?.(`HARM ${answer.harm}\n  of ${bomb.name}`);
      }
      await note(bomb.name);
    }
    for (let portion = 0; portion * PORTION < count; portion += 1) {
      const numRuns = Math.min(PORTION, count - portion * PORTION);
      const from = { seed: seed + portion * PRIME, numRuns };
      const requests = fc.sample(malformedRequest, from);
      for (let at = 0; at < requests.length; at += TOGETHER) {
        const handful = requests.slice(at, at + TOGETHER);
        const answers = await Promise.all(handful.map(send));
        for (const [one, { harm }] of answers.entries()) {
          if (!harm || kinds.has(kindOf(harm))) continue;
          kinds.set(kindOf(harm), from);
          onProgress?.(`HARM ${harm}\n  of ${shown(handful[one] as Request)}`);
        }
        await note(handful.map(shown).join('\n'));
      }
      onProgress?.(`${report.sent} sent, ${patient.memory()} MB`);
    }
    for (const [kind, from] of kinds) report.harms.push(await shrink(kind, from, send));
    report.stuck = await patient.runsAProcess().then(
      () => null,
      (error: Error) => error.message,
    );
    report.complaints = patient.complaints();
    return report;
  } finally {
    sender.close();
    await patient.process.kill('SIGKILL');
  }
}

/** The same mistake has the same words, whatever values they quote. */
const kindOf = (harm: string) => harm.replace(/'[^']*'|"[^"]*"|\d{2,}/g, '…').slice(0, 120);
const shown = (request: Request) => fc.stringify(request).slice(0, SHOWN);

async function shrink(kind: string, from: Portion, send: (request: Request) => Promise<Answer>): Promise<Harm> {
  let last = '';
  const failing = fc.asyncProperty(malformedRequest, async (request) => {
    const { harm } = await send(request);
    if (harm && kindOf(harm) === kind) {
      last = harm;
      return false;
    }
    return true;
  });
  const found = await fc.check(failing, { ...from, interruptAfterTimeLimit: 60_000 });
  const [request] = found.counterexample ?? [];
  return { answer: last || kind, request: request ? shown(request) : '(did no harm again)' };
}

export function describe({ sent, answers, memory, stops }: StormReport): string {
  const counts = Object.entries(answers)
    .sort(([, a], [, b]) => b - a)
    .map(([answer, n]) => `${answer} ${n}`);
  const longest = stops.map(({ ms, during }) => `  ${ms} ms: ${during.split('\n')[0]?.slice(0, 120)}`);
  return [
    `${sent} requests: ${counts.join(', ')}`,
    `memory ${memory.before} MB before, at most ${memory.most} MB`,
    'the event loop stood still at most for',
    ...longest,
  ].join('\n');
}
