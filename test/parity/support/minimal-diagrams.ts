/**
 * One minimal diagram for each element, event in its place, marker and extension that BPMN and Camunda know: what 8.6 runs,
 * what it refuses, and what only later versions run. Nothing in them happens by itself.
 */
import { activities } from './minimal/activities.ts';
import { compensations } from './minimal/compensation.ts';
import { events } from './minimal/events.ts';
import { gateways } from './minimal/gateways.ts';
import { type LaterDiagram, later } from './minimal/later.ts';
import { links } from './minimal/links.ts';
import { listened } from './minimal/listeners.ts';
import { scopes } from './minimal/scopes.ts';

/**
 * What 8.6.0 deploys although it means nothing and does nothing (a timer that is thrown, an error that starts a process, a
 * loop that is not repeated), by an oversight, or against its own documentation (task listeners by names that later versions have given up); the embedded engine refuses
 * it with advice.
 */
const MEANINGLESS =
  /^(intermediate throw event: (timer.*|(any )?error.*|terminate)|start event: ((any )?(error|escalation).*|compensation|link|terminate)|start of an event sub-process, interrupting: (message|signal) without.*|standard loop|compensation boundary event with a sequence flow|boundary event, interrupting: compensation|task listener: (create|assignment|complete|cancel|update))$/;

const numbered = (prefix: string) => {
  let count = 0;
  return () => `${prefix}-${++count}`;
};

/** What only later versions run: by subject, with the version that began to. */
export const laterDiagrams = (): Record<string, LaterDiagram[]> => later(numbered('minimal-later'));

const FAR_MS = 9000 * 24 * 3_600_000;

type Diagrams = Record<string, [what: string, xml: string][]>;

/** `[what it is, the diagram]` by subject, the process id numbered. */
export const minimalDiagrams = (now: Date): Diagrams => diagramsWith(now, (what) => !MEANINGLESS.test(what));

/** What 8.6.0 deploys and the embedded engine refuses. */
export const meaninglessDiagrams = (now: Date): Diagrams => diagramsWith(now, (what) => MEANINGLESS.test(what));

function diagramsWith(now: Date, wanted: (what: string) => boolean): Diagrams {
  const far = new Date(now.getTime() + FAR_MS).toISOString();
  const all = {
    activities: activities(numbered('minimal-activity')),
    gateways: gateways(numbered('minimal-gateway')),
    events: events(numbered('minimal-event'), far),
    links: links(numbered('minimal-link')),
    compensation: compensations(numbered('minimal-compensation')),
    listeners: listened(numbered('minimal-listener')),
    scopes: scopes(numbered('minimal-scope')),
  };
  return Object.fromEntries(
    Object.entries(all).map(([subject, found]) => [subject, found.filter(([what]) => wanted(what))]),
  );
}
