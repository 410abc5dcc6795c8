import { startCamundaStage } from '../support/camunda-stage.ts';
import { startEmbeddedStage } from '../support/embedded-stage.ts';
import { play } from '../support/play.ts';
import type { StagedEngine } from '../support/stage.ts';
import { type FuzzCase, toScenario } from './case.ts';

/** A real clock only moves forward: every play has two months of its own. */
const SPACING = 60 * 24 * 3_600_000;
/** How often a case is played again before its difference counts. */
const AGAIN = 2;

export interface Outcome {
  xml: string;
  expected: string;
  actual: string;
  /** What differed once, but not every time: the machine, or an order that the real broker does not promise. */
  unstable: { expected: string; actual: string } | null;
}

export interface Referee {
  /** Plays a case on both engines; one that differs is played again twice, and only what differs every time differs. */
  judge(found: FuzzCase): Promise<Outcome>;
  stop(): Promise<void>;
}

/** The real broker and the embedded engine, side by side. One that hangs or breaks is started anew. */
export async function startReferee(): Promise<Referee> {
  const starts = { camunda: startCamundaStage, embedded: startEmbeddedStage };
  const engines: Record<'camunda' | 'embedded', StagedEngine | null> = { camunda: null, embedded: null };
  let begin = 0;

  async function engineOf(name: 'camunda' | 'embedded'): Promise<StagedEngine> {
    const engine = engines[name] ?? (await starts[name]());
    engines[name] = engine;
    return engine;
  }

  async function playOn(name: 'camunda' | 'embedded', found: FuzzCase, beganAt: Date): Promise<string> {
    const engine = await engineOf(name);
    try {
      return await play(toScenario(found), engine, beganAt);
    } catch (failure) {
      engines[name] = null;
      await engine.stop().catch(() => undefined);
      return `${name}: ${failure instanceof Error ? failure.message : failure}`;
    }
  }

  async function once(found: FuzzCase): Promise<[expected: string, actual: string]> {
    begin += SPACING;
    const beganAt = new Date(begin);
    return await Promise.all([playOn('camunda', found, beganAt), playOn('embedded', found, beganAt)]);
  }

  await Promise.all([engineOf('camunda'), engineOf('embedded')]);
  begin = Math.ceil(Date.now() / 1000) * 1000;

  return {
    async judge(found) {
      const { xml } = toScenario(found);
      let [expected, actual] = await once(found);
      const first = { expected, actual };
      let unstable: Outcome['unstable'] = null;
      for (let more = 0; more < AGAIN && expected !== actual; more++) {
        [expected, actual] = await once(found);
        unstable = expected === actual ? first : null;
      }
      return { xml, expected, actual, unstable };
    },
    async stop() {
      await Promise.all([engines.camunda?.stop(), engines.embedded?.stop()]);
    },
  };
}
