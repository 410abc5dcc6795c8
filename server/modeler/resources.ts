import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Pool } from 'pg';
import type { ModelResource, ResourceKind, ResourceText } from '../api/modeler.ts';

const KINDS: Record<string, ResourceKind> = { '.bpmn': 'bpmn', '.dmn': 'dmn', '.form': 'form' };
export const kindOf = (name: string): ResourceKind | undefined => KINDS[name.slice(name.lastIndexOf('.'))];

export interface BundledFile {
  /** `bdc-registration/material-list.dmn` */
  resourceName: string;
  kind: ResourceKind;
  content: string;
}

/** The diagrams, tables and forms of the repository, in order of their names. */
export async function bundledFiles(processesDir: string): Promise<BundledFile[]> {
  const names = (await readdir(processesDir, { recursive: true })).map((name) => name.replaceAll('\\', '/')).sort();
  const files = names.flatMap((resourceName) => {
    const kind = kindOf(resourceName);
    return kind ? [{ resourceName, kind }] : [];
  });
  return Promise.all(
    files.map(async (file) => ({ ...file, content: await readFile(join(processesDir, file.resourceName), 'utf8') })),
  );
}

/** Newest text of every table and form: what an analyst deployed, else the repository's. */
export async function currentResources(pool: Pool, processesDir: string): Promise<BundledFile[]> {
  const { rows } = await pool.query<{ resourceName: string; kind: ResourceKind; content: string }>(
    'SELECT resource_name AS "resourceName", kind, content FROM desk.resource',
  );
  const merged = new Map((await bundledFiles(processesDir)).map((file) => [file.resourceName, file]));
  for (const row of rows) merged.set(row.resourceName, row);
  return [...merged.values()].sort((a, b) => a.resourceName.localeCompare(b.resourceName));
}

/** Id and name as the file itself says. */
export function describe(file: BundledFile): ModelResource {
  const { resourceName, kind, content } = file;
  if (kind === 'form') {
    const form = safeJson(content);
    return { kind, resourceName, id: form?.id ?? resourceName, name: form?.id ?? resourceName };
  }
  const tag = kind === 'dmn' ? /<(?:\w+:)?decision\s[^>]*>/ : /<(?:\w+:)?process\s[^>]*>/;
  const open = tag.exec(content)?.[0] ?? '';
  const id = /\sid="([^"]+)"/.exec(open)?.[1] ?? resourceName;
  return { kind, resourceName, id, name: /\sname="([^"]+)"/.exec(open)?.[1] ?? id };
}

function safeJson(text: string): { id?: string } | null {
  try {
    return JSON.parse(text) as { id?: string };
  } catch {
    return null;
  }
}

export const resourceText = ({ resourceName, kind, content }: BundledFile): ResourceText => ({
  resourceName,
  kind,
  content,
});
