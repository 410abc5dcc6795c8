import * as d from '../support/diagram.ts';
import type { Called } from './blocks.ts';

/** What the diagrams refer to; the commands know them, too. */
export const MESSAGES = ['fuzz-m1', 'fuzz-m2', 'fuzz-m3'] as const;
export const SIGNALS = ['fuzz-s1', 'fuzz-s2'] as const;
/** Nobody throws what starts an instance, or it would start itself for ever. */
export const START_MESSAGE = 'fuzz-begin';
export const START_SIGNAL = 'fuzz-begin-all';
export const ERRORS = ['E1', 'E2'] as const;
export const ESCALATIONS = ['X1', 'X2'] as const;
export const CORRELATION = 'key';
export const DECISION = 'fuzz-decision';

export const roots = (): string[] => [
  ...MESSAGES.map((name) => d.message(name, name, `="${CORRELATION}"`)),
  d.message(START_MESSAGE, START_MESSAGE),
  ...[...SIGNALS, START_SIGNAL].map((name) => d.signal(name, name)),
  ...ERRORS.map((code) => d.error(code, code)),
  ...ESCALATIONS.map((code) => d.escalation(code, code)),
];

/** The process that a call activity calls. */
export const calledProcess = (called: Called): string => `fuzz-called-${called}`;

/** One job, then a result, an error or an escalation. */
const oneJob = (called: Called, end: d.Node): string =>
  d.diagram(
    calledProcess(called),
    [d.start(), d.service('CalledWork', calledProcess(called), { ext: d.mapping(d.output('result', '=n')) }), end],
    ['Start > CalledWork', 'CalledWork > End'],
    roots(),
  );

/** Fails for 3: two rules of a table that wants one. */
const decision = d.decisionTable(
  DECISION,
  [{ label: 'n', expression: 'n' }],
  [
    ['< 2', '"few"'],
    ['[2..3]', '"some"'],
    ['[3..4]', '"more"'],
  ],
);

/** What is deployed beside the process itself. `missing` is called, too, but never deployed. */
export const besides: Record<string, string> = {
  'fuzz-called-work.bpmn': oneJob('work', d.end()),
  'fuzz-called-error.bpmn': oneJob('error', d.end('End', d.onError('E1'))),
  'fuzz-called-escalation.bpmn': oneJob('escalation', d.end('End', d.onEscalation('X1'))),
  'fuzz-decision.dmn': decision,
};
