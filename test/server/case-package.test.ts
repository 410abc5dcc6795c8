import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../../registry/index.ts';
import { verifyPackage } from '../../server/case-package/verify-package.ts';
import { type Harness, startHarness } from './support/harness.ts';

const scanner: Actor = { userId: 'acceptor-330203', role: 'window_acceptor', district: '330203' };

let harness: Harness;
let caseNo: string;
let zip: Uint8Array;

async function download(account: string, no: string): Promise<Response> {
  const { cookie } = await harness.signIn(account);
  return fetch(`${harness.url}/api/cases/${no}/package`, { headers: { cookie } });
}

/** A sealed letter on paper that the case gave rise to. */
async function issueLetter(): Promise<void> {
  const { registry, db, clock } = harness;
  const [unitCode] = (await registry.cases.getCase(caseNo))!.unitCodes;
  const { rows } = await db.pool.query<{ letter_id: string }>(
    `INSERT INTO registry.printed_letters (kind, unit_code, right_id, holder_seq, reference, created_at)
     SELECT 'co_owner_disposed', r.unit_code, h.right_id, h.seq, $2, $3
     FROM registry.rights r JOIN registry.right_holders h USING (right_id) WHERE r.unit_code = $1 LIMIT 1 RETURNING letter_id`,
    [unitCode, caseNo, clock.now()],
  );
  const letterId = rows[0]!.letter_id;
  await registry.letters.issue(letterId, scanner);
  const seal = { sealId: 'seal-330203', signatureNo: 'SGN1', certSerial: '01', signedAt: clock.now().toISOString() };
  await registry.letters.putPaper(letterId, { bytes: Buffer.from('%PDF-1.4 告知书'), seal });
}

beforeAll(async () => {
  harness = await startHarness();
  const acceptor = await harness.signIn('acceptor-330203');
  caseNo = await harness.file(acceptor);
  const store = (key: string, title: string, no: string) =>
    harness.registry.documents.put({
      caseNo: no,
      key,
      kind: 'other',
      title,
      mediaType: 'application/pdf',
      bytes: Buffer.from(`%PDF-1.4 ${title}`),
      by: scanner,
    });
  await store('scan-1', '抵押合同', caseNo);
  const other = await harness.file(acceptor);
  await store('scan-1', '别的业务', other); // an event of another case between two of ours
  await store('scan-2', '借款合同', caseNo);
  await issueLetter();
  const answer = await download('archivist', caseNo);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/zip']);
  zip = new Uint8Array(await answer.arrayBuffer());
});
afterAll(() => harness.stop());

describe('the archive package of a case', () => {
  it('holds every document, and the chain from the first event to the last without what other cases say', async () => {
    const files = unzipSync(zip);
    const documents = await harness.registry.documents.list(caseNo);
    expect(Object.keys(files).filter((path) => path.startsWith('documents/'))).toHaveLength(documents.length);
    // the letter on paper is one more
    expect(verifyPackage(zip)).toMatchObject({ ok: true, caseNo, documents: documents.length + 1, problems: [] });
    expect(Object.keys(files)).toContain('letters/001.pdf');
    const events = new TextDecoder().decode(files['events.json']);
    expect(events).toContain('contentHash');
    expect(events).not.toContain('别的业务');
    const [end] = verifyPackage(zip).ends;
    const { rows } = await harness.db.pool.query(
      'SELECT hash FROM registry.register_events WHERE chain = $1 AND seq = $2',
      [end?.chain, end?.seq],
    );
    expect(rows).toEqual([{ hash: end?.hash }]);
  });

  it('is refused when any byte of it was changed, a document left out or put in', () => {
    const files = unzipSync(zip);
    const paths = Object.keys(files);
    for (const path of paths) {
      const bytes = Uint8Array.from(files[path] as Uint8Array);
      const at = Math.floor(bytes.length / 2);
      bytes[at] = (bytes[at] as number) ^ 1;
      expect(verifyPackage(zipSync({ ...files, [path]: bytes })).ok, `${path} changed`).toBe(false);
      const { [path]: _, ...rest } = files;
      expect(verifyPackage(zipSync(rest)).ok, `${path} removed`).toBe(false);
    }
    expect(verifyPackage(zipSync({ ...files, 'documents/more.pdf': new Uint8Array(3) })).problems).toEqual([
      'documents/more.pdf: not in the manifest',
    ]);
    expect(verifyPackage(new Uint8Array(10)).problems[0]).toMatch(/^not an archive package/);
  });

  it('is the same bytes whenever it is asked for, until the case goes on', async () => {
    harness.clock.advance(3_600_000);
    const again = new Uint8Array(await (await download('archivist', caseNo)).arrayBuffer());
    expect(Buffer.from(again).equals(zip)).toBe(true);
  });

  it('is refused when the letter was left out of the manifest too', () => {
    const files = unzipSync(zip);
    const manifest = JSON.parse(new TextDecoder().decode(files['manifest.json']));
    const letter = manifest.documents.at(-1);
    expect(letter).toMatchObject({ kind: 'letter', seal: { signatureNo: 'SGN1' } });
    const { [letter.path]: _, ...rest } = files;
    const documents = manifest.documents.slice(0, -1);
    const forged = { ...rest, 'manifest.json': new TextEncoder().encode(JSON.stringify({ ...manifest, documents })) };
    expect(verifyPackage(zipSync(forged)).problems).toEqual([`${letter.key}: was stored, and is not in the package`]);
  });

  it('is refused when a document was left out of the manifest too', () => {
    const files = unzipSync(zip);
    const manifest = JSON.parse(new TextDecoder().decode(files['manifest.json']));
    const [gone, ...documents] = manifest.documents;
    const { [gone.path]: _, ...rest } = files;
    const forged = { ...rest, 'manifest.json': new TextEncoder().encode(JSON.stringify({ ...manifest, documents })) };
    expect(verifyPackage(zipSync(forged)).problems).toEqual([`${gone.key}: was stored, and is not in the package`]);
  });

  it('is refused, and not thrown at the reader, when an event cannot be read', () => {
    const files = unzipSync(zip);
    const excerpts = JSON.parse(new TextDecoder().decode(files['events.json']));
    for (const content of ['not JSON', '[]', 'null', '{"topic":"document.stored"}']) {
      const [{ links, ...chain }] = excerpts;
      const forged = [{ ...chain, links: [{ ...links[0], content }, ...links.slice(1)] }];
      const { ok, problems } = verifyPackage(
        zipSync({ ...files, 'events.json': new TextEncoder().encode(JSON.stringify(forged)) }),
      );
      expect(ok).toBe(false);
      expect(problems).toContain(`events.json: ${chain.chain}/${links[0].seq} is no event`);
    }
  });

  it('is checked by the same command as the register, without a database', () => {
    const folder = mkdtempSync(join(tmpdir(), 'yitong-package-'));
    try {
      const file = join(folder, 'case.zip');
      writeFileSync(file, zip);
      const script = join(import.meta.dirname, '../../scripts/register-verify.ts');
      const run = spawnSync(process.execPath, ['--import', 'tsx', script, '--package', file], { encoding: 'utf8' });
      expect(run.stdout).toContain('The package is whole.');
      expect(run.status).toBe(0);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('is for the archive and supervisors, and leaves a trace', async () => {
    expect((await download('acceptor-330203', caseNo)).status).toBe(403);
    expect((await download('bankclerk-03', caseNo)).status).toBe(403);
    expect([403, 404]).toContain((await download('supervisor-330205', caseNo)).status);
    const audit = await harness.registry.audit.list({ caseNo });
    expect(audit.filter(({ action }) => action === 'case.package')).toHaveLength(2);
  });
});
