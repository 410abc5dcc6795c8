import type { EmbeddedSubject } from './subjects.ts';

type Body = Record<string, unknown>;
type Item = Record<string, string>;

/** What people ask of a history: each search as a page of fifty, with values of its own every time. */
interface Search {
  name: string;
  path: string;
  /** @param any one of the finished instances, chosen anew for every search */
  body(any: { n: number; key: string; startDate: string }): Body;
}

const NEWEST = [{ field: 'startDate', order: 'DESC' }];

const SEARCHES: Search[] = [
  {
    name: 'finished instances, newest first',
    path: 'process-instances',
    body: () => ({ filter: { state: 'COMPLETED' }, sort: NEWEST }),
  },
  {
    name: 'cancelled instances of a process, newest first',
    path: 'process-instances',
    body: () => ({ filter: { processDefinitionId: 'bench-history', state: 'TERMINATED' }, sort: NEWEST }),
  },
  {
    name: 'instances of a day',
    path: 'process-instances',
    body: ({ startDate }) => ({
      filter: { startDate: { $gte: startDate, $lt: new Date(Date.parse(startDate) + 86_400_000).toISOString() } },
      sort: NEWEST,
    }),
  },
  {
    name: 'the instance of a case number',
    path: 'process-instances',
    body: ({ n }) => ({ filter: { variables: [{ name: 'caseNo', value: `"330200-2025-${n}"` }] } }),
  },
  {
    name: 'elements of an instance',
    path: 'element-instances',
    body: ({ key }) => ({ filter: { processInstanceKey: key } }),
  },
  { name: 'variables of an instance', path: 'variables', body: ({ key }) => ({ filter: { processInstanceKey: key } }) },
  { name: 'jobs of an instance', path: 'jobs', body: ({ key }) => ({ filter: { processInstanceKey: key } }) },
  { name: 'incidents of an instance', path: 'incidents', body: ({ key }) => ({ filter: { processInstanceKey: key } }) },
  {
    name: 'user tasks a person has done, newest first',
    path: 'user-tasks',
    body: ({ n }) => ({
      filter: { assignee: `reviewer-${n % 40}`, state: 'COMPLETED' },
      sort: [{ field: 'completionDate', order: 'DESC' }],
    }),
  },
  {
    name: 'open user tasks of a group',
    path: 'user-tasks',
    body: () => ({ filter: { candidateGroup: 'reviewer', state: 'CREATED' }, sort: [{ field: 'creationDate' }] }),
  },
  {
    name: 'resolved incidents, newest first',
    path: 'incidents',
    body: () => ({ filter: { state: 'RESOLVED' }, sort: [{ field: 'creationTime', order: 'DESC' }] }),
  },
];

export interface SearchFigures {
  name: string;
  samples: number;
  /** Milliseconds, HTTP included. */
  sorted: number[];
}

/** Asks every search so often, and walks through the newest pages by their cursors. */
export async function timeSearches(
  subject: EmbeddedSubject,
  instances: number,
  samples: number,
  random: () => number,
): Promise<SearchFigures[]> {
  const ask = async (path: string, body: Body) => {
    const began = performance.now();
    const answer = await fetch(`${subject.restAddress}/v2/${path}/search`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ page: { limit: 50 }, ...body }),
    });
    const found = (await answer.json()) as { items: Item[]; page: { endCursor: string } };
    const ms = performance.now() - began;
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${JSON.stringify(found)}`);
    return { ms, ...found };
  };
  const { items } = await ask('process-instances', { filter: { processDefinitionId: 'bench-history' }, sort: NEWEST });
  const newest = items[0] as Item;
  const some = () => {
    const n = 1 + Math.floor(random() * (instances - 1));
    const key = String(Number(newest.processInstanceKey) - n * 64);
    return { n, key, startDate: new Date(Date.parse(newest.startDate as string) - n * 20_000).toISOString() };
  };

  const figures: SearchFigures[] = [];
  for (const { name, path, body } of SEARCHES) {
    const taken: number[] = [];
    for (let n = 0; n < samples; n++) {
      const { ms, items: hits } = await ask(path, body(some()));
      if (hits.length === 0) throw new Error(`${name}: nothing found`);
      taken.push(ms);
    }
    figures.push({ name, samples, sorted: taken.sort((a, b) => a - b) });
  }

  const pages: number[] = [];
  let after: string | undefined;
  for (let n = 0; n < samples; n++) {
    const page = await ask('process-instances', { sort: NEWEST, page: { limit: 50, ...(after ? { after } : {}) } });
    pages.push(page.ms);
    after = page.page.endCursor;
  }
  figures.push({ name: 'page after page, newest first', samples, sorted: pages.sort((a, b) => a - b) });
  return figures;
}
