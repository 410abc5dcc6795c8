/**
 * `npm run bench:core [-- --json] [--seconds N]`: how many element transitions a second the engine's core makes in memory, on
 * one core, without PostgreSQL or network. A transition is one record of an element's life as Zeebe counts it (ACTIVATING,
 * ACTIVATED, COMPLETING, COMPLETED, SEQUENCE_FLOW_TAKEN). Jobs, user tasks and messages are worked by calls in the same thread.
 */
import { parseArgs } from 'node:util';
import { createMemoryEngine, type MemoryEngine } from '../engine/memory.ts';
import { office, tenSteps } from './core/diagrams.ts';
import { versionsOf, watchMachine } from './support/machine.ts';
import { print } from './support/report.ts';

const { values } = parseArgs({ options: { json: { type: 'boolean' }, seconds: { type: 'string', default: '5' } } });
const SECONDS = Number(values.seconds);
if (!(SECONDS > 0)) throw new Error(`--seconds wants a number above 0, not '${values.seconds}'`);

/** Instances started before any of them is worked on: the state holds this many at a time. */
const AT_ONCE = 200;

interface Figures {
  transitionsPerSecond: number;
  transitions: number;
  instances: number;
}

function runTenSteps(engine: MemoryEngine): void {
  for (let n = 0; n < AT_ONCE; n++) engine.start('ten-steps', { caseNo: `C-${n}` });
  engine.workAll({ step: () => undefined });
}

function runOffice(engine: MemoryEngine, round: number): void {
  const caseNos = Array.from({ length: AT_ONCE }, (_, n) => `C-${round}-${n}`);
  for (const [n, caseNo] of caseNos.entries()) {
    engine.start('office', { caseNo, item: 'BDC-10', amount: n, fee: 80, parties: ['seller', 'buyer'] });
  }
  engine.workAll({ step: () => ({ variables: { ok: true } }) });
  for (const { key } of engine.userTasks('Review')) {
    engine.send({ type: 'completeUserTask', userTaskKey: key, variables: { decision: 'approve' } });
  }
  for (const caseNo of caseNos) engine.publish('paid', caseNo, { paid: true });
  // What the gateway turned away is over; everything else has been paid for.
  if (engine.core.list('elementInstance')[Symbol.iterator]().next().done !== true) {
    throw new Error('an instance of the office diagram did not end');
  }
}

function measure(run: (engine: MemoryEngine, round: number) => void): Figures {
  let transitions = 0;
  let instances = 0;
  const engine = createMemoryEngine({
    onRecords(records) {
      for (const { valueType, intent } of records) {
        if (valueType === 'PROCESS_INSTANCE') transitions++;
        else if (valueType === 'PROCESS_INSTANCE_CREATION' && intent === 'CREATED') instances++;
      }
    },
  });
  engine.deploy({ name: 'ten-steps.bpmn', content: tenSteps }, { name: 'office.bpmn', content: office });
  for (const until = performance.now() + SECONDS * 200; performance.now() < until; ) run(engine, 0); // warm
  transitions = 0;
  instances = 0;
  const began = performance.now();
  let seconds = 0;
  for (let round = 1; seconds < SECONDS; round++) {
    run(engine, round);
    seconds = (performance.now() - began) / 1000;
  }
  return { transitionsPerSecond: Math.round(transitions / seconds), transitions, instances };
}

const machine = watchMachine();
const linear = measure(runTenSteps);
const mixed = measure(runOffice);
const result = {
  /** The slower of the two. */
  transitionsPerSecond: Math.min(linear.transitionsPerSecond, mixed.transitionsPerSecond),
  linear,
  mixed,
  memoryMb: Math.round(process.memoryUsage().rss / 1024 ** 2),
  machine: machine(),
  versions: versionsOf(),
  samples: { linearTransitions: linear.transitions, mixedTransitions: mixed.transitions },
};
const line = (name: string, { transitionsPerSecond, transitions, instances }: Figures) =>
  `${name.padEnd(34)}${transitionsPerSecond.toLocaleString('en').padStart(10)} transitions/s  (${transitions} of ${instances} instances)\n`;
print(
  result,
  values.json === true,
  () =>
    line('ten service tasks in sequence', linear) +
    line('gateways, sub-process, messages …', mixed) +
    `${result.memoryMb} MB\n`,
);
