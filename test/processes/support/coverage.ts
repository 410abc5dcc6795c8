/** Which elements and sequence flows the scenarios took. */
import type { Diagram } from './diagram.ts';

/** What ran: a play, or what another stage has seen. */
export interface Taken {
  elements(): readonly { process: string; elementId: string }[];
  flows(): readonly { process: string; flowId: string }[];
}

export interface NamedPlay {
  /** `<process>: <scenario>`. */
  name: string;
  play: Taken;
}

export interface Coverage {
  diagram: Diagram;
  /** Element or flow → the scenarios that took it. */
  takenBy: Map<string, string[]>;
  missed: string[];
  /** Of elements and flows that are not named as exceptions; 100 only when none is missed. */
  percent: number;
  /** What keeps the check from passing, one sentence each. */
  problems: string[];
}

export function coverageOf(
  diagram: Diagram,
  plays: readonly NamedPlay[],
  exceptions: Readonly<Record<string, string>> = {},
): Coverage {
  const takenBy = new Map<string, string[]>(
    [...diagram.nodes, ...diagram.flows].map(({ id }): [string, string[]] => [id, []]),
  );
  // Zeebe writes no SEQUENCE_FLOW_TAKEN behind an event-based gateway; the event it leads to has no other way in.
  const byEvent = new Set(diagram.nodes.filter(({ type }) => type === 'eventBasedGateway').map(({ id }) => id));
  const silent = diagram.flows.filter(({ source }) => byEvent.has(source));
  for (const { name, play } of plays) {
    const taken = new Set<string>();
    for (const { process, elementId } of play.elements()) if (process === diagram.id) taken.add(elementId);
    for (const { process, flowId } of play.flows()) if (process === diagram.id) taken.add(flowId);
    for (const { id, target } of silent) if (taken.has(target)) taken.add(id);
    for (const id of taken) takenBy.get(id)?.push(name);
  }
  const asked = [...takenBy.keys()].filter((id) => !(id in exceptions));
  const missed = asked.filter((id) => takenBy.get(id)?.length === 0);
  const problems = missed.map((id) => `no scenario takes ${id}`);
  for (const [id, reason] of Object.entries(exceptions)) {
    const by = takenBy.get(id);
    if (!by) problems.push(`the exception ${id} is not in the diagram`);
    else if (by.length > 0) problems.push(`the exception ${id} is taken by "${by[0]}"`);
    if (reason.trim() === '') problems.push(`the exception ${id} has no reason`);
  }
  // Floor: one missed of a thousand must not read 100 %.
  const percent = Math.floor((1000 * (asked.length - missed.length)) / Math.max(1, asked.length)) / 10;
  return { diagram, takenBy, missed, percent, problems };
}
