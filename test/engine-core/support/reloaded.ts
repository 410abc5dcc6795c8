import {
  type Command,
  type Core,
  createCore,
  type EngineRecord,
  type Responses,
  rejectionMessage,
} from '../../../engine/core/index.ts';
import { createTables } from './tables.ts';

/** An engine that dies after every command and is loaded again from its tables, if `dies`. */
export function createMortalEngine(dies: boolean) {
  let core: Core = createCore();
  const tables = createTables();
  const records: EngineRecord[] = [];
  let now = Date.parse('2026-01-05T01:00:00Z');
  function send<C extends Command>(command: C): Responses[C['type']] {
    const outcome = core.process(command, now);
    now += 1;
    records.push(...outcome.records);
    tables.write(core.takeChanges());
    if (dies) {
      core = createCore();
      core.load(tables.read());
    }
    if (!outcome.response.ok) throw new Error(rejectionMessage(outcome.response.rejection));
    return outcome.response.value;
  }
  return { send, records, core: () => core };
}

export type MortalEngine = ReturnType<typeof createMortalEngine>;

/** The records of a play on an engine that lives and on one that dies after every command. */
export function playTwice(play: (engine: MortalEngine) => void): { lived: EngineRecord[]; died: EngineRecord[] } {
  const [living, dying] = [createMortalEngine(false), createMortalEngine(true)];
  play(living);
  play(dying);
  return { lived: living.records, died: dying.records };
}
