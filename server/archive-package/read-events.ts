import { createHash } from 'node:crypto';
import { Value } from 'typebox/value';
import type { Anchor } from '../../registry/index.ts';
import { CHAIN, EventContent, type Manifest } from './manifest.ts';
import type { OpenZip } from './open-zip.ts';
import type { Findings, PackageReport } from './package-report.ts';

export interface Said {
  topic: string;
  payload: Record<string, unknown>;
}

/** Of an event's text: hashes and codes, never a document. */
const LONGEST_EVENT = 4 * 1024 * 1024;
const LONGEST_LINE = 400;
const LINE = /^(\S{1,64}) (\d{1,15}) (-|[0-9a-f]{64}) (-|[0-9a-f]{64})$/;

export const sha256 = (text: string | Uint8Array): string => createHash('sha256').update(text).digest('hex');

/** Follows chain.txt line by line; what the package's own events say comes out. */
export async function readEvents(
  zip: OpenZip,
  manifest: Manifest,
  report: PackageReport,
  findings: Findings,
  anchors: readonly Anchor[],
): Promise<{ said: Said[]; links: Map<string, string> }> {
  const asked = new Set(anchors.flatMap(({ heads }) => heads.map(({ chain, seq }) => `${chain}/${seq}`)));
  const own = new Set([...zip.entries.keys()].filter((path) => path.startsWith('events/')));
  const said: Said[] = [];
  /** `chain/seq` → hash, of the places that the anchors name. */
  const links = new Map<string, string>();
  let place: { chain: string; seq: number; hash: string } | null = null;
  const chains = new Set<string>();
  const end = () => {
    if (place) report.ends.push(place);
  };
  for await (const line of linesOf(zip.stream(CHAIN))) {
    const [, chain = '', seqText = '', content = '', hash = ''] = LINE.exec(line) ?? [];
    const seq = Number(seqText);
    if (chain === '') {
      findings.failed('chain', `${CHAIN}: not a line of a chain: ${line.slice(0, 40)}`);
      return { said, links };
    }
    if (content === '-') {
      end();
      if (chains.has(chain)) findings.failed('chain', `${CHAIN}: ${chain} begins twice`);
      chains.add(chain);
      place = { chain, seq, hash: hash === '-' ? '' : hash };
      continue;
    }
    if (place?.chain !== chain || seq !== place.seq + 1 || sha256(place.hash + content) !== hash) {
      findings.failed('chain', `${CHAIN}: ${chain}/${seq} does not follow from the link before it`);
      return { said, links };
    }
    place = { chain, seq, hash };
    findings.held('chain');
    if (asked.has(`${chain}/${seq}`)) links.set(`${chain}/${seq}`, hash);
    const path = `events/${chain}-${seq}.json`;
    if (!own.delete(path)) continue;
    const text = await zip.read(path, LONGEST_EVENT);
    if (sha256(text) !== content) findings.failed('chain', `${path}: not what the chain says at this place`);
    const event = eventOf(text.toString('utf8'));
    if (!event || !isOwn(event, manifest)) {
      findings.failed('events', `${path}: ${event ? `not of this ${manifest.kind}` : 'no event'}`);
      continue;
    }
    said.push(event);
    report.events += 1;
  }
  end();
  for (const path of own) findings.failed('chain', `${path}: at no place of the chain`);
  if (said.length === 0) findings.failed('events', `events/: no event of this ${manifest.kind}`);
  return { said, links };
}

interface Event extends Said {
  caseNo: string | null;
}

/** What an event says (registry's `eventContentSql`); null when the text has another form. */
export function eventOf(text: string): Event | null {
  try {
    const event: unknown = JSON.parse(text);
    if (!Value.Check(EventContent, event)) return null;
    const [, , topic, caseNo, , , , payload] = event;
    return { topic, caseNo, payload };
  } catch {
    return null;
  }
}

/** A letter about a seizure names the seizure, not the notice that led to it. */
const isOwn = ({ caseNo, topic, payload }: Event, { kind, number }: Manifest): boolean =>
  kind === 'case'
    ? caseNo === number
    : caseNo === null &&
      (payload.noticeNo === number || (topic.startsWith('letter.') && payload.kind === 'mortgage_seized'));

async function* linesOf(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let rest = '';
  const decoder = new TextDecoder();
  for await (const piece of pieces) {
    const lines = (rest + decoder.decode(piece, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
    if (rest.length > LONGEST_LINE) break;
  }
  // The last line ends like every other.
  if (rest !== '') yield rest.slice(0, LONGEST_LINE);
}

/** Every document was stored by an event, and every document that was stored is here. */
export function compareDocuments(manifest: Manifest, said: readonly Said[], findings: Findings): void {
  const stored = manifest.kind === 'case' ? storedOfCase(said) : storedOfNotice(said);
  const here = new Set(manifest.documents.map(({ key }) => key));
  const isOld =
    manifest.kind === 'notice' && said.some(({ topic, payload }) => topic === 'court.notice.filed' && !payload.papers);
  for (const { key, path, sha256: digest } of manifest.documents) {
    const known = isOld && !stored.has(key) ? null : stored.get(key);
    // Events from before they carried a digest name only the paper: the register's rows vouch for the bytes.
    if (known === null) findings.unchecked('events', `${path}: its event is from before events named digests`);
    else if (known === digest) findings.held('events');
    else findings.failed('events', `${path}: no event of the register stored these bytes`);
  }
  for (const key of stored.keys())
    if (!here.has(key)) findings.failed('events', `${key}: was stored, and is not in the package`);
}

/** What the register says was sealed is said to be sealed here, by the same signature. */
export function compareSeals(manifest: Manifest, said: readonly Said[], findings: Findings): void {
  const byKey = new Map(manifest.documents.map((one) => [one.key, one]));
  for (const { topic, payload } of said) {
    // Topics are whatever the file says, `__proto__` too.
    if (!Object.hasOwn(SEALED_KEY, topic)) continue;
    const key = SEALED_KEY[topic]?.(payload) ?? '';
    for (const document of [byKey.get(key), byKey.get(`${key}.signed`)])
      if (document && document.seal?.signatureNo !== payload.signatureNo)
        findings.failed('events', `${document.path}: is not sealed as the register says`);
  }
}

const SEALED_KEY: Record<string, (payload: Record<string, unknown>) => string> = {
  'certificate.sealed': ({ key }) => textOf(key),
  'court.paper.sealed': ({ kind }) => `paper:${textOf(kind)}`,
  'letter.issued': ({ letterNo }) => `letter:${textOf(letterNo)}`,
};

/** What should be text; a forged event may have anything there, which is then equal to nothing. */
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** SHA-256 by key of the document; null where the event names none. */
type Stored = Map<string, string | null>;

const digestIn = (value: unknown): string | null => (value === undefined || value === null ? null : textOf(value));

function storedOfCase(said: readonly Said[]): Stored {
  const stored: Stored = lettersIn(said);
  for (const { topic, payload } of said)
    if (topic === 'document.stored') stored.set(textOf(payload.key), digestIn(payload.sha256));
  return stored;
}

function storedOfNotice(said: readonly Said[]): Stored {
  const stored: Stored = lettersIn(said);
  for (const { topic, payload } of said) {
    if (topic === 'court.notice.filed') {
      stored.set('notice:content', digestIn(payload.contentSha256));
      for (const [kind, digest] of Object.entries(payload.papers ?? {})) stored.set(`paper:${kind}`, digestIn(digest));
    }
    if (topic === 'court.notice.decided' && payload.resultSha256 !== undefined)
      stored.set('notice:result', digestIn(payload.resultSha256));
    if (topic === 'court.paper.stored') stored.set(`paper:${textOf(payload.kind)}`, digestIn(payload.sha256));
  }
  return stored;
}

/** Letters that were issued. */
export const lettersIn = (said: readonly Said[]): Stored =>
  new Map(
    said
      .filter(({ topic }) => topic === 'letter.issued')
      .map(({ payload }) => [`letter:${textOf(payload.letterNo)}`, digestIn(payload.sha256)]),
  );
