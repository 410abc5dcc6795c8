import type { TestClock } from '../../platform/clock.ts';
import type { DemoUnit } from '../../registry/index.ts';
import { acceptor } from '../registry/support/play.ts';
import { bookOf, entriesSince, readBook } from './book.ts';
import { entryOf, explain } from './linear.ts';
import { judge, type Operation } from './model.ts';
import { type Cast, type Plan, resolve } from './operations.ts';
import type { Page } from './page.ts';
import { type Connection, type Played, play, type Stage } from './player.ts';
import { dayOf, settle } from './seizure-law.ts';

const DAY = 86_400_000;

export interface Scene {
  stage: Stage;
  clock: TestClock;
  connections: readonly Connection[];
  cast: Cast;
  /** What the pages say before anything is played. */
  pages: Page[];
  versions: number[];
  /** Distinguishes notices and applications of this run from those of others. */
  name: string;
}

/** Not what the model says. The message holds everything needed to see why. */
export class Difference extends Error {}

/**
 * Plays the plans on the scene's homes, those that come together at once over as many connections, and compares after every
 * group the answers with the model, and at the end the pages. Returns what was played.
 */
export async function run(scene: Scene, plans: readonly Plan[]): Promise<Played[]> {
  const played: Played[] = [];
  for (let i = 0; i < plans.length; ) {
    const group: Operation[] = [];
    scene.clock.advance(1_000 + (plans[i] as Plan).days * DAY);
    const now = scene.clock.now().getTime();
    do {
      const operation = operationOf(scene, plans[i] as Plan, `${scene.name}-${i}`, now);
      if (operation && group.some((other) => collide(operation, other))) break;
      if (operation) group.push(operation);
      i += 1;
    } while (i < plans.length && plans[i]?.together && group.length < scene.connections.length);
    played.push(...(await playGroup(scene, group, now)));
  }
  await compare(scene);
  return played;
}

function operationOf(scene: Scene, plan: Plan, key: string, now: number): Operation | null {
  const page = structuredClone(scene.pages[plan.unit] as Page);
  settle(page, now);
  return resolve(plan, key, page, scene.cast, now);
}

/** 受理, and telling the owners, is a handful of transactions: nobody else works on the case meanwhile. */
function collide(a: Operation, b: Operation): boolean {
  const [one, other] = ['caseNo' in a ? a.caseNo : undefined, 'caseNo' in b ? b.caseNo : undefined];
  return one !== undefined && one === other && [a.do, b.do].some((what) => what === 'accept' || what === 'tell');
}

async function playGroup(scene: Scene, group: readonly Operation[], now: number): Promise<Played[]> {
  const { stage, connections } = scene;
  const played = await Promise.all(group.map((one, i) => play(stage, connections[i] as Connection, one)));
  for (const [unit, home] of stage.homes.entries()) {
    const here = played.filter(({ operation }) => operation.unit === unit);
    if (here.length === 0) continue;
    const before = scene.pages[unit] as Page;
    const after = await explained(scene, before, home, here, now);
    settle(after, now);
    scene.pages[unit] = after;
    await closeWithdrawn(scene, after);
  }
  return played;
}

async function explained(scene: Scene, page: Page, home: DemoUnit, here: Played[], now: number): Promise<Page> {
  const unit = here[0]?.operation.unit ?? 0;
  const [connection] = scene.connections as [Connection];
  const entries = await entriesSince(connection.pool, home.unitCode, scene.versions[unit] as number);
  scene.versions[unit] = entries.at(-1)?.version ?? (scene.versions[unit] as number);
  const order = entries.map(({ reference }) => reference).filter((reference) => !/^(expiry|lapse):/.test(reference));
  const entered = here.filter((one) => entryOf(one) !== null);
  entered.sort((a, b) => order.indexOf(entryOf(a) as string) - order.indexOf(entryOf(b) as string));
  const matches = order.join() === entered.map(entryOf).join();
  const others = here.filter((one) => entryOf(one) === null);
  const after = matches ? explain(page, entered, others, now) : null;
  if (after) return structuredClone(after);
  const lines = here.map((one) => {
    const { answer } = judge(page, one.operation, now);
    return `  ${JSON.stringify(one.operation)}\n    register: ${one.answer}\n    model, if it came first: ${answer}`;
  });
  throw new Difference(
    `No order of these explains the answers at ${new Date(now).toISOString()} on ${home.unitCode}; entries of the book: [${order.join()}]
${lines.join('\n')}
page before: ${JSON.stringify(bookOf(page, dayOf(now)), null, 1)}`,
  );
}

/** The process closes the case of who has withdrawn. */
async function closeWithdrawn({ connections }: Scene, page: Page): Promise<void> {
  for (const one of page.cases) {
    if (!one.withdrawn || one.status === 'CLOSED') continue;
    const [{ registry }] = connections as [Connection];
    await registry.cases.closeCase({ caseNo: one.caseNo, outcome: 'WITHDRAWN', by: acceptor });
    one.status = 'CLOSED';
  }
}

/** After the sweep the database says of every page what the model says. */
async function compare({ stage, pages, connections, clock }: Scene): Promise<void> {
  const [{ pool, registry }] = connections as [Connection];
  await registry.seizures.sweep(10_000);
  await registry.lapses.sweep(10_000);
  const today = dayOf(clock.now().getTime());
  for (const [unit, home] of stage.homes.entries()) {
    const page = structuredClone(pages[unit] as Page);
    settle(page, clock.now().getTime());
    const [model, database] = [bookOf(page, today), await readBook(pool, home.unitCode, today)];
    if (JSON.stringify(model) !== JSON.stringify(database))
      throw new Difference(
        `${home.unitCode} after the run\nmodel: ${JSON.stringify(model, null, 1)}\ndatabase: ${JSON.stringify(database, null, 1)}`,
      );
  }
}
