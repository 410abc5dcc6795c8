import type { X509Certificate } from 'node:crypto';
import { Value } from 'typebox/value';
import type { Anchor } from '../../registry/index.ts';
import { checkContainer } from './check-container.ts';
import { checkSignatures } from './check-signatures.ts';
import { MANIFEST, Manifest, SUMS } from './manifest.ts';
import { type OpenZip, openZip, PackageRefused } from './open-zip.ts';
import { Findings, type PackageReport } from './package-report.ts';
import { compareDocuments, compareSeals, readEvents } from './read-events.ts';
import { verifyOldPackage } from './verify-old-package.ts';

export interface PackageTrust {
  /** Authorities whose seals count, by whoever checks. */
  trusted?: readonly X509Certificate[];
  /** Heads that the register gave away. */
  anchors?: readonly Anchor[];
}

const MOST_MANIFEST = 64 * 1024 * 1024;

/**
 * Checks an archive package by itself, without the register. Memory stays bounded, however large it is: papers are read piece by piece, of the
 * sealed ones (64 MB at most) one at a time whole.
 *
 * @param source a path, or the bytes
 */
export async function verifyPackage(source: string | Uint8Array, trust: PackageTrust = {}): Promise<PackageReport> {
  const findings = new Findings();
  const report: PackageReport = {
    ok: false,
    complete: false,
    format: null,
    kind: null,
    number: null,
    documents: 0,
    events: 0,
    ends: [],
    checks: [],
    problems: findings.problems,
  };
  let zip: OpenZip | undefined;
  try {
    zip = await openZip(source);
    await check(source, zip, report, findings, trust);
  } catch (error) {
    if (!(error instanceof PackageRefused)) throw error;
    findings.failed('container', `not an archive package: ${error.message}`);
  } finally {
    zip?.close();
  }
  report.checks = findings.checks;
  report.ok = report.problems.length === 0;
  report.complete = report.ok && report.checks.every(({ state }) => state === 'holds');
  return report;
}

async function check(
  source: string | Uint8Array,
  zip: OpenZip,
  report: PackageReport,
  findings: Findings,
  { trusted = [], anchors = [] }: PackageTrust,
): Promise<void> {
  const text = await zip.read(MANIFEST, MOST_MANIFEST);
  const manifest = jsonOf(text);
  const { format } = (manifest ?? {}) as { format?: unknown };
  report.format = typeof format === 'string' ? format.slice(0, 40) : null;
  if (format === 'yitong-case-package/1' || format === 'yitong-case-package/2') {
    await verifyOldPackage(zip, manifest, report, findings);
    return;
  }
  if (!Value.Check(Manifest, manifest)) {
    // Which byte it is says the sum, if it still reads.
    await checkFiles(zip, null, findings);
    findings.failed('files', `not an archive package: ${MANIFEST} has another form`);
    return;
  }
  report.kind = manifest.kind;
  report.number = manifest.number;
  report.documents = manifest.documents.length;
  const paths = await checkFiles(zip, manifest, findings);
  const { said, links } = await readEvents(zip, manifest, report, findings, anchors);
  compareDocuments(manifest, said, findings);
  compareSeals(manifest, said, findings);
  await checkSignatures(zip, manifest, trusted, findings);
  checkAnchors(links, anchors, findings);
  if (paths) await checkContainer(source, zip, manifest, paths, findings);
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return null;
  }
}

const SUM = /^([0-9a-f]{64}) {2}(\S.*)$/;

/**
 * Every file against SHA256SUMS and the manifest; none more, none less.
 * @returns paths in the order of SHA256SUMS; null when the package cannot be made again of them
 */
async function checkFiles(zip: OpenZip, manifest: Manifest | null, findings: Findings): Promise<string[] | null> {
  const lines = (await zip.read(SUMS, MOST_MANIFEST)).toString('utf8').split('\n');
  const sums = new Map<string, string>();
  for (const line of lines.slice(0, -1)) {
    const [, digest = '', path = ''] = SUM.exec(line) ?? [];
    if (path === '' || sums.has(path)) findings.failed('files', `${SUMS}: not a line of sums: ${line.slice(0, 80)}`);
    else sums.set(path, digest);
  }
  if (lines.at(-1) !== '') findings.failed('files', `${SUMS}: ends within a line`);
  for (const path of zip.entries.keys())
    if (path !== SUMS && !sums.has(path)) findings.failed('files', `${path}: not in ${SUMS}`);
  const documents = new Map(manifest?.documents.map((one) => [one.path, one]));
  if (documents.size !== (manifest?.documents.length ?? 0)) findings.failed('files', `${MANIFEST}: names a file twice`);
  let whole = true;
  for (const [path, digest] of sums) {
    if (!zip.entries.has(path)) {
      findings.failed('files', `${path}: missing`);
      whole = false;
      continue;
    }
    const real = await zip.digest(path);
    const document = documents.get(path);
    if (real.sha256 !== digest) findings.failed('files', `${path}: not the bytes of ${SUMS}`);
    else if (document && (document.sha256 !== digest || document.size !== real.size))
      findings.failed('files', `${path}: not the bytes of the manifest`);
    else if (manifest && !document && !isOurs(path, manifest)) findings.failed('files', `${path}: not in the manifest`);
    else findings.held('files');
  }
  for (const path of documents.keys())
    if (!sums.has(path)) findings.failed('files', `${path}: in the manifest and not in ${SUMS}`);
  return whole ? [...sums.keys()] : null;
}

const isOurs = (path: string, { documents }: Manifest): boolean =>
  path === MANIFEST ||
  path === 'chain.txt' ||
  path.startsWith('events/') ||
  documents.some(({ seal }) => seal?.sm2?.signature === path || seal?.sm2?.certificate === path);

/** Heads inside of the stretch: the register's chain had this very link when it gave them away. */
function checkAnchors(links: ReadonlyMap<string, string>, anchors: readonly Anchor[], findings: Findings): void {
  const heads = anchors.flatMap((anchor) => anchor.heads);
  const inside = heads.filter(({ chain, seq }) => links.has(`${chain}/${seq}`));
  for (const { chain, seq, hash } of inside)
    if (links.get(`${chain}/${seq}`) === hash) findings.held('register');
    else findings.failed('register', `${chain}/${seq}: the register gave away another head`);
  if (inside.length === 0)
    findings.unchecked(
      'register',
      heads.length === 0 ? 'no anchor was given (--anchor FILE)' : 'no head of the anchors lies in the stretch',
    );
}
