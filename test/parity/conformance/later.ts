/** What only later versions have, so that nothing of it could be measured on 8.6.0. */
interface Later {
  what: string;
  since: '8.7' | '8.8';
  /** Where the facts are from. */
  source: string;
  /** What no source says, and what the embedded engine does there. */
  open: string;
}

export const LATER: readonly Later[] = [
  {
    what: 'linked resources, RPA scripts',
    since: '8.7',
    source: 'camunda/camunda #24763, #24774, #25279, #25278, #51059; REST API of 8.8; `zeebe-bpmn-moddle`',
    open: 'the text of the incident of a missing resource (that of a form, with another noun); numbers behind a deleted version (as of forms); an expression as `resourceId` (evaluated); files of other kinds (refused, as till 8.9)',
  },
  {
    what: 'ad-hoc sub-processes',
    since: '8.7',
    source: 'documentation of 8.8, the AI Agent connector, camunda/camunda issues',
    open: 'migration of an active one (8.8 refuses it, the embedded engine does it)',
  },
  {
    what: 'task listeners',
    since: '8.8',
    source: 'documentation of 8.8',
    open: 'the order of their records among the others',
  },
  {
    what: 'runtime instructions: an instance that ends after an element',
    since: '8.8',
    source: 'REST and gRPC API of 8.8, camunda/camunda #32217, #35685, #53526',
    open: 'an element that is not there is refused (8.8 takes it, by a fault); whether the flow behind the element is still taken (no)',
  },
  { what: 'tags of process instances', since: '8.8', source: 'REST and gRPC API of 8.8', open: '' },
  { what: 'batch operations', since: '8.8', source: 'REST API of 8.8', open: 'how many items are worked on at a time' },
  {
    what: 'every search of the REST API, `GET` of what is searched for, statistics',
    since: '8.8',
    source: 'REST API of 8.8, its TypeScript client with strict validation',
    open: '8.6.0 answers none of them without Elasticsearch',
  },
];

export const laterRows = (): string[] => [
  '| what | since | taken from | said nowhere |',
  '| --- | --- | --- | --- |',
  ...LATER.map(({ what, since, source, open }) => `| ${what} | ${since} | ${source} | ${open} |`),
  '',
];
