import { createHash } from 'node:crypto';
import { unzipSync } from 'fflate';
import { Value } from 'typebox/value';
import { EventContent, Excerpts, Manifest } from './manifest.ts';

export interface PackageReport {
  ok: boolean;
  caseNo: string | null;
  documents: number;
  events: number;
  /** Where the stretches end: the register's chains contain these links. */
  ends: { chain: string; seq: number; hash: string }[];
  problems: string[];
}

const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex');

/** Checks an archive package by itself, without the register: documents, manifest and events belong together, byte for byte. */
export function verifyPackage(zip: Uint8Array): PackageReport {
  const report: PackageReport = { ok: false, caseNo: null, documents: 0, events: 0, ends: [], problems: [] };
  let files: Record<string, Uint8Array>;
  let manifest: unknown;
  let excerpts: unknown;
  try {
    files = unzipSync(zip);
    manifest = JSON.parse(textOf(files['manifest.json']));
    excerpts = JSON.parse(textOf(files['events.json']));
  } catch (error) {
    report.problems.push(`not an archive package: ${(error as Error).message}`);
    return report;
  }
  if (!Value.Check(Manifest, manifest) || !Value.Check(Excerpts, excerpts)) {
    report.problems.push('not an archive package: manifest.json or events.json has another form');
    return report;
  }
  report.caseNo = manifest.caseNo;
  report.documents = manifest.documents.length;
  report.problems.push(...fileProblems(files, manifest));
  const said = readChains(excerpts, manifest.caseNo, report);
  report.problems.push(...documentProblems(manifest, said));
  report.ok = report.problems.length === 0;
  return report;
}

function textOf(bytes: Uint8Array | undefined): string {
  if (!bytes) throw new Error('manifest.json or events.json is missing');
  return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
}

function fileProblems(files: Record<string, Uint8Array>, manifest: Manifest): string[] {
  const named = new Set(['manifest.json', 'events.json', ...manifest.documents.map(({ path }) => path)]);
  const problems = Object.keys(files)
    .filter((path) => !named.has(path))
    .map((path) => `${path}: not in the manifest`);
  if (sha256(files['events.json'] ?? '') !== manifest.eventsSha256)
    problems.push('events.json: not the one of the manifest');
  for (const { path, size, sha256: digest } of manifest.documents) {
    const bytes = files[path];
    if (!bytes) problems.push(`${path}: missing`);
    else if (bytes.length !== size || sha256(bytes) !== digest) problems.push(`${path}: not the bytes of the manifest`);
  }
  return problems;
}

interface Said {
  caseNo: string | null;
  topic: string;
  payload: Record<string, unknown>;
}

/** What an event says (registry's `eventContentSql`); null when the text has another form. */
function saidBy(content: string): Said | null {
  try {
    const event: unknown = JSON.parse(content);
    if (!Value.Check(EventContent, event)) return null;
    const [, , topic, caseNo, , , , payload] = event;
    return { topic, caseNo, payload };
  } catch {
    return null;
  }
}

/** Follows each stretch from its beginning to its end; the case's own events come out. */
function readChains(excerpts: Excerpts, caseNo: string, report: PackageReport): Said[] {
  const said: Said[] = [];
  if (excerpts.length === 0) report.problems.push('events.json: no event of this case');
  for (const { chain, before, links, end } of excerpts) {
    let hash = before;
    for (const { seq, content, contentHash } of links) {
      hash = sha256(hash + (content === undefined ? (contentHash ?? '') : sha256(content)));
      if (content === undefined) continue;
      const event = saidBy(content);
      if (event?.caseNo !== caseNo) {
        report.problems.push(`events.json: ${chain}/${seq} is ${event ? 'not of this case' : 'no event'}`);
        continue;
      }
      said.push(event);
      report.events += 1;
    }
    const last = links.at(-1);
    if (hash !== end || !last) report.problems.push(`events.json: the chain ${chain} does not lead to its end`);
    else report.ends.push({ chain, seq: last.seq, hash: end });
  }
  return said;
}

/** Every document was stored by an event, and every document that was stored is here. */
function documentProblems(manifest: Manifest, said: readonly Said[]): string[] {
  const stored = new Map(
    said
      .filter(({ topic }) => topic === 'document.stored')
      .map(({ payload }) => [String(payload.key), String(payload.sha256)]),
  );
  // Events of letters from before they carried a digest name only the letter: its seal and the register vouch for the bytes.
  const letters = new Map(
    said
      .filter(({ topic }) => topic === 'letter.issued')
      .map(({ payload }) => [
        `letter:${String(payload.letterNo)}`,
        payload.sha256 === undefined ? null : String(payload.sha256),
      ]),
  );
  const storedAs = (key: string, digest: string) =>
    stored.get(key) === digest || letters.get(key) === digest || letters.get(key) === null;
  const withLetters = manifest.format !== 'yitong-case-package/1';
  const here = new Set(manifest.documents.map(({ key }) => key));
  return [
    ...manifest.documents
      .filter(({ key, sha256: digest }) => !storedAs(key, digest))
      .map(({ path }) => `${path}: no event of the register stored these bytes`),
    ...[...stored.keys(), ...(withLetters ? letters.keys() : [])]
      .filter((key) => !here.has(key))
      .map((key) => `${key}: was stored, and is not in the package`),
  ];
}
