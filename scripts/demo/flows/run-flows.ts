/** Plays the flows with partners: each flow's cases one after the other, the flows side by side. */
import { createStaff } from '../../play/staff.ts';
import type { DepartmentUrls } from '../world.ts';
import { bankPlays } from './bank.ts';
import { courtPlays } from './court.ts';
import type { FlowEnd, FlowPlay } from './flow.ts';
import { yilutongPlays } from './yilutong.ts';

export interface FlowResult {
  readonly play: FlowPlay;
  readonly end: FlowEnd | null;
  readonly seconds: number;
  /** Empty when it came out as expected. */
  readonly differences: readonly string[];
}

export interface FlowOptions {
  readonly publicUrl: string;
  readonly departments: DepartmentUrls;
  readonly flows: readonly (readonly FlowPlay[])[];
  /** For one wait; default 240 s. */
  readonly timeoutMs?: number;
  onStep?(playName: string, text: string): void;
  onEnd?(result: FlowResult): void;
}

export const allFlows: readonly (readonly FlowPlay[])[] = [bankPlays, courtPlays, yilutongPlays];

export async function runFlows(options: FlowOptions): Promise<FlowResult[]> {
  const staff = createStaff(options.publicUrl);
  const inTurn = async (plays: readonly FlowPlay[]) => {
    const results: FlowResult[] = [];
    for (const play of plays) {
      const result = await playOne(play, staff.as, options);
      results.push(result);
      options.onEnd?.(result);
    }
    return results;
  };
  return (await Promise.all(options.flows.map(inTurn))).flat();
}

async function playOne(
  play: FlowPlay,
  staff: ReturnType<typeof createStaff>['as'],
  { publicUrl, departments, timeoutMs = 240_000, onStep }: FlowOptions,
): Promise<FlowResult> {
  const began = performance.now();
  const seconds = () => Math.round((performance.now() - began) / 1000);
  try {
    const say = (text: string) => onStep?.(play.name, text);
    const end = await play.play({ publicUrl, departments, staff, timeoutMs, say });
    const differences = end.outcome === play.expected ? [] : [`结果：应为 ${play.expected}，实为 ${end.outcome}`];
    return { play, end, seconds: seconds(), differences };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { play, end: null, seconds: seconds(), differences: [message] };
  }
}
