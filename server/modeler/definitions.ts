import type { EngineClient, ProcessDefinition } from '../../platform/engine-client/index.ts';

/** A definition never changes once deployed, so its text may be kept. */
const KEPT = 50;

export interface Definitions {
  /** All versions, newest first. */
  list(bpmnProcessId?: string): Promise<ProcessDefinition[]>;
  latest(bpmnProcessId: string): Promise<ProcessDefinition | null>;
  xml(processDefinitionKey: string): Promise<string>;
  /** Names of the elements of a diagram, by id. */
  names(processDefinitionKey: string): Promise<Map<string, string>>;
}

export function createDefinitions(
  engine: Pick<EngineClient, 'searchProcessDefinitions' | 'getProcessDefinitionXml'>,
): Definitions {
  const texts = new Map<string, string>();

  const list: Definitions['list'] = async (bpmnProcessId) => {
    const { items } = await engine.searchProcessDefinitions({
      ...(bpmnProcessId ? { filter: { processDefinitionId: bpmnProcessId } } : {}),
      sort: [{ field: 'version', order: 'DESC' }],
      page: { limit: 1_000 },
    });
    return items;
  };
  const xml: Definitions['xml'] = async (key) => {
    const known = texts.get(key);
    if (known !== undefined) return known;
    const text = await engine.getProcessDefinitionXml(key);
    if (texts.size >= KEPT) texts.delete(texts.keys().next().value ?? '');
    texts.set(key, text);
    return text;
  };
  return {
    list,
    xml,
    latest: async (id) => (await list(id))[0] ?? null,
    names: async (key) => elementNames(await xml(key)),
  };
}

/** `id` and `name` of every BPMN element that has both. */
export function elementNames(xml: string): Map<string, string> {
  const names = new Map<string, string>();
  for (const [tag] of xml.matchAll(/<bpmn:[A-Za-z]+\s[^>]*>/g)) {
    const id = /\sid="([^"]+)"/.exec(tag)?.[1];
    const name = /\sname="([^"]+)"/.exec(tag)?.[1];
    if (id && name) names.set(id, decode(name));
  }
  return names;
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const decode = (text: string) =>
  text
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replace(/&(amp|lt|gt|quot|apos);/g, (_, name: string) => ENTITIES[name] ?? '');
