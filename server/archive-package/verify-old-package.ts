import { Value } from 'typebox/value';
import { Excerpts, OldManifest } from './old-manifest.ts';
import { type OpenZip, PackageRefused } from './open-zip.ts';
import type { Findings, PackageReport } from './package-report.ts';
import { eventOf, lettersIn, type Said, sha256, textOf } from './read-events.ts';

const MOST_EVENTS = 256 * 1024 * 1024;
const SEALS_INSIDE = 'packages of this form carry no files for it: ask for the package again';

/** Packages that were handed out before format 3: documents, manifest and events belong together, byte for byte. */
export async function verifyOldPackage(
  zip: OpenZip,
  manifest: unknown,
  report: PackageReport,
  findings: Findings,
): Promise<void> {
  let excerpts: unknown;
  try {
    excerpts = JSON.parse((await zip.read('events.json', MOST_EVENTS)).toString('utf8'));
  } catch (error) {
    if (error instanceof PackageRefused) throw error;
  }
  if (!Value.Check(OldManifest, manifest) || !Value.Check(Excerpts, excerpts)) {
    findings.failed('files', 'not an archive package: manifest.json or events.json has another form');
    return;
  }
  report.kind = 'case';
  report.number = manifest.caseNo;
  report.documents = manifest.documents.length;
  for (const check of ['container', 'pades', 'timeStamps', 'sm2', 'certificates', 'register'] as const)
    findings.unchecked(check, SEALS_INSIDE);
  for (const problem of await fileProblems(zip, manifest)) findings.failed('files', problem);
  findings.held('files', manifest.documents.length + 1);
  const said = readChains(excerpts, manifest.caseNo, report, findings);
  findings.held(
    'chain',
    excerpts.reduce((sum, { links }) => sum + links.length, 0),
  );
  for (const problem of documentProblems(manifest, said)) findings.failed('events', problem);
  findings.held('events', manifest.documents.length);
}

async function fileProblems(zip: OpenZip, manifest: OldManifest): Promise<string[]> {
  const named = new Set(['manifest.json', 'events.json', ...manifest.documents.map(({ path }) => path)]);
  const problems = [...zip.entries.keys()]
    .filter((path) => !named.has(path))
    .map((path) => `${path}: not in the manifest`);
  if (sha256(await zip.read('events.json', MOST_EVENTS)) !== manifest.eventsSha256)
    problems.push('events.json: not the one of the manifest');
  for (const { path, size, sha256: digest } of manifest.documents) {
    if (!zip.entries.has(path)) {
      problems.push(`${path}: missing`);
      continue;
    }
    const real = await zip.digest(path);
    if (real.size !== size || real.sha256 !== digest) problems.push(`${path}: not the bytes of the manifest`);
  }
  return problems;
}

/** Follows each stretch from its beginning to its end; the case's own events come out. */
function readChains(excerpts: Excerpts, caseNo: string, report: PackageReport, findings: Findings): Said[] {
  const said: Said[] = [];
  if (excerpts.length === 0) findings.failed('chain', 'events.json: no event of this case');
  for (const { chain, before, links, end } of excerpts) {
    let hash = before;
    for (const { seq, content, contentHash } of links) {
      hash = sha256(hash + (content === undefined ? (contentHash ?? '') : sha256(content)));
      if (content === undefined) continue;
      const event = eventOf(content);
      if (event?.caseNo !== caseNo) {
        findings.failed('events', `events.json: ${chain}/${seq} is ${event ? 'not of this case' : 'no event'}`);
        continue;
      }
      said.push(event);
      report.events += 1;
    }
    const last = links.at(-1);
    if (hash !== end || !last) findings.failed('chain', `events.json: the chain ${chain} does not lead to its end`);
    else report.ends.push({ chain, seq: last.seq, hash: end });
  }
  return said;
}

/** Every document was stored by an event, and every document that was stored is here. */
function documentProblems(manifest: OldManifest, said: readonly Said[]): string[] {
  const stored = new Map(
    said
      .filter(({ topic }) => topic === 'document.stored')
      .map(({ payload }) => [textOf(payload.key), textOf(payload.sha256)]),
  );
  // Null: an event from before they carried a digest names only the letter, whose seal and the register vouch for the bytes.
  const letters = lettersIn(said);
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
