import type { Scenario } from '../scenarios/scenario.ts';
import { openStage, type StagedEngine } from './stage.ts';
import { relativeInstants, traceOf } from './trace.ts';

/** Plays one scenario on an engine and returns what happened as text, for line-by-line comparison. */
export async function play(scenario: Scenario, engine: StagedEngine, beganAt: Date): Promise<string> {
  const { stage, records, close } = await openStage(engine, beganAt);
  try {
    await scenario.play(stage);
    const trace = traceOf(records(), beganAt.getTime());
    const text = [
      section('answers', stage.answers),
      section('events', trace.events),
      section('subscriptions', trace.subscriptions),
    ].join('\n');
    return relativeInstants(text, beganAt.getTime());
  } finally {
    await close();
  }
}

const section = (title: string, lines: string[]): string => [`## ${title}`, ...lines, ''].join('\n');
