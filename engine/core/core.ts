/** Puts the parts together: applies commands atomically, keeps the due queue, hands over changes. */

import { startInners } from './activity/multi-instance.ts';
import {
  closeSubscription,
  correlate,
  correlated,
  openSubscription,
  subscriptionClosed,
  subscriptionOpened,
} from './behaviour/correlation.ts';
import { broadcast } from './behaviour/signals.ts';
import { visibleVariables } from './behaviour/variables.ts';
import { handle, intentOf } from './command/index.ts';
import type { DueEntry } from './due-queue.ts';
import { activate, complete, listened, terminate, terminateChildren } from './lifecycle.ts';
import { processors } from './processors.ts';
import { createState, type State } from './state.ts';
import { type FollowUp, Rejected, type Step } from './step.ts';
import { undoTo } from './table.ts';
import type { Command, Core, CoreOptions, Outcome, Rejection, Responses } from './types.ts';

/** One command may cause this many follow-ups, and bring so many tokens to the same place; more is a diagram that loops without ever waiting. */
const MAX_FOLLOW_UPS = 100_000;
const MAX_ROUNDS = 3_000;

export function createCore(options: CoreOptions = {}): Core {
  const state = createState();

  function process<C extends Command>(command: C, now: number): Outcome<Responses[C['type']]> {
    const step: Step = { state, now, options, processors, records: [], effects: [], queue: [] };
    const keyBefore = state.keys.peek();
    try {
      const value = handle(step, command) as Responses[C['type']];
      drain(step);
      state.journal.entries.length = 0;
      return { records: step.records, effects: step.effects, response: { ok: true, value } };
    } catch (error) {
      undoTo(state.journal, 0);
      state.keys.reset(keyBefore);
      return { records: [], effects: [], response: { ok: false, rejection: rejectionOf(error, command) } };
    }
  }

  return {
    process,
    takeChanges: () => state.takeChanges(),
    load: (snapshot) => state.load(snapshot),
    nextDueAt() {
      for (;;) {
        const entry = state.due.peek();
        if (!entry) return null;
        if (state.stillDue(entry)) return entry.at;
        state.due.pop();
      }
    },
    dueCommands: (now, limit = 1000) => dueCommands(state, now, limit),
    get: (kind, key) => state[kind].get(key) as never,
    list: (kind) => state[kind].values() as never,
    variablesOf: (scopeKey, names) => visibleVariables(state, scopeKey, names),
    hasJobs: (jobType) => state.by.activatableJobs.count(jobType) > 0,
  };
}

function drain(step: Step): void {
  const rounds = new Map<string, number>();
  for (let count = 0; ; count++) {
    const command = step.queue.shift();
    if (!command) return;
    if (count > MAX_FOLLOW_UPS) throw endless(`more than ${MAX_FOLLOW_UPS} steps`);
    // Few commands come so far that it is worth counting.
    if (count > MAX_ROUNDS && command.kind === 'activate' && command.viaFlow) {
      const place = `${command.flowScopeKey} ${command.elementId}`;
      const round = (rounds.get(place) ?? 0) + 1;
      if (round > MAX_ROUNDS) throw endless(`more than ${MAX_ROUNDS} rounds through '${command.elementId}'`);
      rounds.set(place, round);
    }
    apply(step, command);
  }
}

const endless = (found: string): Rejected =>
  new Rejected(
    'INVALID_STATE',
    `Expected to go on until something waits, but there were ${found}: does the diagram loop without a task, timer or message?`,
  );

const followUps: { [K in FollowUp['kind']]: (step: Step, command: Extract<FollowUp, { kind: K }>) => void } = {
  activate,
  complete: (step, { key }) => complete(step, key),
  terminate: (step, { key }) => terminate(step, key),
  terminateChildren: (step, { key }) => terminateChildren(step, key),
  startInners,
  listened,
  broadcast,
  openSubscription,
  subscriptionOpened,
  correlate,
  correlated,
  closeSubscription,
  subscriptionClosed,
};

function apply(step: Step, command: FollowUp): void {
  const handler = followUps[command.kind] as (step: Step, command: FollowUp) => void;
  handler(step, command);
}

function rejectionOf(error: unknown, command: Command): Rejection {
  const intent = intentOf(command);
  if (error instanceof Rejected) return { type: error.rejectionType, reason: error.message, intent };
  const reason = `Expected to process command '${command.type}' without errors, but: ${(error as Error).message}`;
  return { type: 'PROCESSING_ERROR', reason, intent };
}

/** Entries are only looked at: a command that is not carried out must come again. */
function dueCommands(state: State, now: number, limit: number): Command[] {
  const taken: DueEntry[] = [];
  const commands: Command[] = [];
  const seen = new Set<string>();
  while (commands.length < limit) {
    const entry = state.due.peek();
    if (!entry || entry.at > now) break;
    state.due.pop();
    if (!state.stillDue(entry)) continue;
    taken.push(entry);
    const identity = `${entry.kind}:${entry.key}`;
    if (!seen.has(identity)) commands.push(commandFor(entry));
    seen.add(identity);
  }
  for (const entry of taken) state.due.push(entry);
  return commands;
}

function commandFor(entry: DueEntry): Command {
  switch (entry.kind) {
    case 'timer':
      return { type: 'triggerTimer', timerKey: entry.key };
    case 'jobDeadline':
      return { type: 'timeOutJob', jobKey: entry.key };
    case 'jobBackoff':
      return { type: 'recurJobAfterBackoff', jobKey: entry.key };
    case 'message':
      return { type: 'expireMessage', messageKey: entry.key };
  }
}
