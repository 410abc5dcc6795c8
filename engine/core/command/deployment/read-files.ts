/** What the files of a deployment hold, or everything that is wrong with them. */
import { createHash } from 'node:crypto';
import { type DrgModel, readDmn } from '../../../dmn/index.ts';
import { parseJson } from '../../../json-input.ts';
import { type ProcessModel, readBpmn } from '../../../model/index.ts';
import { isTooLong, tooLongText } from '../../limits.ts';
import { Rejected } from '../../step.ts';

/** A file as it came; `checksum`: MD5 hex of its content. */
export interface DeployedFile {
  name: string;
  content: string;
  checksum: string;
}

export type ReadFile =
  | { kind: 'bpmn'; file: DeployedFile; processes: ProcessModel[] }
  | { kind: 'dmn'; file: DeployedFile; drg: DrgModel }
  | { kind: 'form'; file: DeployedFile; id: string; versionTag: string | null }
  | { kind: 'resource'; file: DeployedFile; id: string; versionTag: string | null };
export type ReadAs<K extends ReadFile['kind']> = Extract<ReadFile, { kind: K }>;

/** @throws Rejected with what is wrong in any of the files */
export function readFiles(files: readonly { name: string; content: string }[]): ReadFile[] {
  const errors: string[] = [];
  const read: ReadFile[] = [];
  for (const { name, content } of files) {
    const found = readFile({ name, content, checksum: createHash('md5').update(content).digest('hex') });
    if (typeof found === 'string') errors.push(found);
    else read.push(found);
  }
  errors.push(...read.flatMap(overlongIds), ...duplicateIds(read));
  if (errors.length > 0) {
    throw new Rejected(
      'INVALID_ARGUMENT',
      `Expected to deploy new resources, but encountered the following errors:\n${errors.join('\n')}`,
    );
  }
  return read;
}

function readFile(file: DeployedFile): ReadFile | string {
  const { name, content } = file;
  if (/\.(bpmn|bpmn20\.xml)$/.test(name)) {
    const reading = readBpmn(name, content);
    return reading.ok ? { kind: 'bpmn', file, processes: reading.processes } : reading.message;
  }
  if (name.endsWith('.dmn')) {
    const reading = readDmn(name, content);
    return reading.ok ? { kind: 'dmn', file, drg: reading.drg } : reading.message;
  }
  if (name.endsWith('.form')) return readTagged(file, 'form');
  // Of Camunda 8.7 and 8.8: other kinds of files can be deployed only since 8.10.
  if (name.endsWith('.rpa')) return readTagged(file, 'resource');
  return `'${name}': unknown resource type; use a file that ends in .bpmn, .dmn, .form or .rpa`;
}

/** A JSON document that says itself what it is called, and by which version tag it can be asked for. */
function readTagged(file: DeployedFile, kind: 'form' | 'resource'): ReadFile | string {
  const { name, content } = file;
  try {
    const { id, versionTag } = parseJson(content) as { id?: unknown; versionTag?: unknown };
    if (typeof id !== 'string' || id === '') return `'${name}': Expected the ${kind} id to be present, but none given`;
    return { kind, file, id, versionTag: typeof versionTag === 'string' ? versionTag : null };
  } catch (error) {
    return `'${name}': Failed to parse ${kind}Id from ${kind} JSON. ${(error as Error).message}`;
  }
}

/** What a file defines: `process order`, `form intake`. */
function idsIn(part: ReadFile): string[] {
  switch (part.kind) {
    case 'bpmn':
      return part.processes.map((process) => `process ${process.bpmnProcessId}`);
    case 'dmn':
      return [`decision requirements ${part.drg.id}`, ...[...part.drg.decisions.keys()].map((id) => `decision ${id}`)];
    default:
      return [`${part.kind} ${part.id}`];
  }
}

function overlongIds(part: ReadFile): string[] {
  return idsIn(part)
    .filter(isTooLong)
    .map((id) => `'${part.file.name}': ${tooLongText('the id of', id)}`);
}

function duplicateIds(read: readonly ReadFile[]): string[] {
  const seen = new Map<string, string>();
  const errors: string[] = [];
  for (const part of read) {
    for (const id of idsIn(part)) {
      const other = seen.get(id);
      if (other) errors.push(`Duplicated id of ${id} in resources '${other}' and '${part.file.name}'`);
      seen.set(id, part.file.name);
    }
  }
  return errors;
}
