import { createMemoryEngine, type MemoryEngine } from '../../../engine/memory.ts';

/** A memory engine with these diagrams deployed. */
export function engineWith(...diagrams: string[]): MemoryEngine {
  const engine = createMemoryEngine();
  engine.deploy(...diagrams.map((content, at) => ({ name: `diagram-${at}.bpmn`, content })));
  return engine;
}

/** Intents of one kind of record, in order. */
export function intents(engine: MemoryEngine, valueType: string): string[] {
  return engine.records.filter((record) => record.valueType === valueType).map((record) => record.intent);
}

/** Ids of the elements that completed, in order; flows left out. */
export function completed(engine: MemoryEngine): string[] {
  return engine
    .trace()
    .filter((line) => line.endsWith(' ELEMENT_COMPLETED'))
    .map((line) => line.replace(' ELEMENT_COMPLETED', ''));
}

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
