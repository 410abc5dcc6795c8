import { spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor, Registry } from '../../registry/index.ts';
import { ArchiveNotice } from '../../server/api/court.ts';
import { verifyPackage } from '../../server/archive-package/verify-package.ts';
import { packCase } from '../../server/archive-package/write-package.ts';
import { type Harness, startHarness } from './support/harness.ts';
import { bytesOf, casePackage, download, letterAbout, noticePackage, playSealed, scan } from './support/packages.ts';

const clerk: Actor = { userId: 'certclerk-330203', role: 'cert_clerk', district: '330203' };

/** Of an authority that nobody here knows; its key was thrown away. */
const FOREIGN_CA = `-----BEGIN CERTIFICATE-----
MIIBhDCCASmgAwIBAgIUbox3yc0LNOc2DhUBgZG7Ehf3km0wCgYIKoZIzj0EAwIw
FzEVMBMGA1UEAwwM5Y+m5LiA5a62IENBMB4XDTI2MTEyNzA3MDMzNVoXDTQ2MTEy
MjA3MDMzNVowFzEVMBMGA1UEAwwM5Y+m5LiA5a62IENBMFkwEwYHKoZIzj0CAQYI
KoZIzj0DAQcDQgAEWOLOuXIPKHBTFQ1fMMfOCuy3YTjmTiw0iOF7bdaCYOXBkXFt
lpPoS3oJe9Qt0VFFA8Ig3XYNUKdLBrXGFi2yUqNTMFEwHQYDVR0OBBYEFJ33XGa6
CIiYBPb5fGaHat+CgsnvMB8GA1UdIwQYMBaAFJ33XGa6CIiYBPb5fGaHat+Cgsnv
MA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSQAwRgIhAJuFfcCs08kapc6v
KN6WDXxjGCvCPGkbyfTDRXc3JDBzAiEAuUrLYUCm8WAZv61Upust2xBrjHAnz28S
GD1HdCu9OSQ=
-----END CERTIFICATE-----`;

let harness: Harness;
let played: Awaited<ReturnType<typeof playSealed>>;
let trusted: X509Certificate[];
let ofCase: Uint8Array;
let ofNotice: Uint8Array;

const pack = async (path: string, account = 'archivist') => bytesOf(await download(harness, account, path));
const states = ({ checks }: Awaited<ReturnType<typeof verifyPackage>>) =>
  Object.fromEntries(checks.map(({ check, state, count }) => [check, state === 'holds' ? count : state]));

beforeAll(async () => {
  harness = await startHarness();
  harness.clock.set('2026-11-23T02:00:00Z');
  played = await playSealed(harness);
  trusted = [new X509Certificate(played.authority)];
  ofCase = await pack(casePackage(played.caseNo));
  ofNotice = await pack(noticePackage(played.noticeNo));
});
afterAll(() => harness.stop());

describe('the archive package of a case', () => {
  it('holds every document and the chain without what other cases say, and all of it can be checked', async () => {
    const { registry, db } = harness;
    const anchors = [await registry.evidence.takeAnchor()];
    const documents = await registry.documents.list(played.caseNo);
    const files = unzipSync(ofCase);
    expect(Object.keys(files).filter((path) => path.startsWith('documents/'))).toHaveLength(documents.length);
    const said = Object.keys(files)
      .filter((path) => path.startsWith('events/'))
      .map((path) => new TextDecoder().decode(files[path]))
      .join();
    expect(said).toContain('register.entered');
    expect(said).not.toContain('别的业务');
    const report = await verifyPackage(ofCase, { trusted, anchors });
    expect(report).toMatchObject({ ok: true, kind: 'case', number: played.caseNo, problems: [] });
    expect(states(report)).toMatchObject({
      container: Object.keys(files).length,
      files: Object.keys(files).length - 1,
      events: documents.length + 1, // and the letter
      pades: 2,
      timeStamps: 2,
      sm2: 2,
      certificates: 6,
    });
    const { rows } = await db.pool.query('SELECT hash FROM registry.register_events WHERE chain = $1 AND seq = $2', [
      report.ends[0]?.chain,
      report.ends[0]?.seq,
    ]);
    expect(rows).toEqual([{ hash: report.ends[0]?.hash }]);
  });

  it('is the same bytes whenever it is asked for, until the case goes on', async () => {
    harness.clock.advance(3_600_000);
    const other = await harness.file(await harness.signIn('acceptor-330203'));
    await scan(harness, other, 'scan-1', '别的业务');
    expect(Buffer.from(await pack(casePackage(played.caseNo))).equals(ofCase)).toBe(true);
    expect(Buffer.from(await pack(noticePackage(played.noticeNo))).equals(ofNotice)).toBe(true);
  });

  it('is of one state, when a paper comes while it is gathered; and refused when papers do not stop coming', async () => {
    const { registry } = harness;
    const caseNo = await harness.file(await harness.signIn('acceptor-330203'));
    await scan(harness, caseNo, 'early', '先到的材料');
    /** The register, with a paper that comes between its events and its papers, `times` times. */
    const growing = (key: string, times: number): Registry => {
      let stored = 0;
      const list: typeof registry.documents.list = async (of) => {
        if (stored < times) await scan(harness, caseNo, `${key}-${++stored}`, '后到的材料');
        return registry.documents.list(of);
      };
      return { ...registry, documents: { ...registry.documents, list } };
    };
    const pieces: Uint8Array[] = [];
    for await (const piece of (await packCase(growing('late', 2), caseNo, clerk)).bytes()) pieces.push(piece);
    expect(await verifyPackage(Buffer.concat(pieces))).toMatchObject({ problems: [], documents: 3 });
    await expect(packCase(growing('endless', 100), caseNo, clerk)).rejects.toMatchObject({
      status: 409,
      detail: expect.stringContaining('归档包没有生成'),
    });
  });

  it('is refused with a sentence when it is more than a zip file holds', async () => {
    const { registry } = harness;
    const list: typeof registry.documents.list = async (caseNo) =>
      (await registry.documents.list(caseNo)).map((meta) => ({ ...meta, size: 5 * 2 ** 30 }));
    const huge = { ...registry, documents: { ...registry.documents, list } };
    await expect(packCase(huge, played.caseNo, clerk)).rejects.toMatchObject({
      status: 422,
      code: 'FILE_TOO_LARGE',
      detail: expect.stringContaining('超过一个归档包的上限'),
    });
  });

  it('says what it did not check: seals without an authority, the head without an anchor', async () => {
    const report = await verifyPackage(ofCase);
    expect(report).toMatchObject({ ok: true, complete: false });
    expect(states(report)).toMatchObject({
      pades: 'unchecked',
      sm2: 'unchecked',
      register: 'unchecked',
      files: expect.any(Number),
    });
  });

  it('finds an anchor of another register, and confirms one of its own', async () => {
    const { ends } = await verifyPackage(ofCase);
    const anchor = { format: 'yitong-register-anchor/1', takenAt: '2026-11-23T02:00:00Z', heads: ends } as const;
    expect(await verifyPackage(ofCase, { trusted, anchors: [anchor] })).toMatchObject({ ok: true, complete: true });
    const foreign = { ...anchor, heads: ends.map((head) => ({ ...head, hash: '0'.repeat(64) })) };
    expect((await verifyPackage(ofCase, { trusted, anchors: [foreign] })).problems).toEqual([
      expect.stringMatching(/^330203\/\d+: the register gave away another head$/),
    ]);
  });

  it('finds a seal of another authority, and a sealed letter without a signature', async () => {
    const caseNo = await harness.file(await harness.signIn('acceptor-330203'));
    const { registry, clock } = harness;
    const letterId = await letterAbout(harness, caseNo);
    await registry.letters.issue(letterId, clerk);
    const seal = { sealId: 'seal-330203', signatureNo: 'SGN1', certSerial: '01', signedAt: clock.now().toISOString() };
    await registry.letters.putPaper(letterId, { bytes: Buffer.from('%PDF-1.4 告知书'), seal });
    const withLetter = await pack(casePackage(caseNo));
    expect((await verifyPackage(withLetter)).problems).toEqual([]);
    expect((await verifyPackage(withLetter, { trusted })).problems).toEqual([
      'letters/001.pdf: is said to be sealed, and carries no signature',
    ]);
    const { problems } = await verifyPackage(ofCase, { trusted: [new X509Certificate(FOREIGN_CA)] });
    expect(problems.map((one) => one.split(': ').slice(1).join(': '))).toEqual([
      // the certificate and the letter
      'seal in the PDF: AUTHORITY_UNKNOWN',
      'SM2 signature: AUTHORITY_UNKNOWN',
      'seal in the PDF: AUTHORITY_UNKNOWN',
      'SM2 signature: AUTHORITY_UNKNOWN',
    ]);
  });

  it('is checked by the same command as the register, without a database, with a table and an exit code', () => {
    const folder = mkdtempSync(join(tmpdir(), 'yitong-package-'));
    try {
      const [file, ca, broken] = ['case.zip', 'ca.pem', 'broken.zip'].map((name) => join(folder, name)) as [
        string,
        string,
        string,
      ];
      writeFileSync(file, ofCase);
      writeFileSync(ca, played.authority);
      writeFileSync(broken, ofCase.subarray(0, ofCase.length - 30));
      const script = join(import.meta.dirname, '../../scripts/register-verify.ts');
      const run = (...args: string[]) =>
        spawnSync(process.execPath, ['--import', 'tsx', script, '--package', ...args], { encoding: 'utf8' });
      const whole = run(file, '--trust', ca);
      expect(whole.stdout).toMatch(
        /✓ PDF 电子签章（PAdES） {2}2\n✓ 时间戳（RFC 3161） {2}2\n✓ 国密签名（SM2\/SM3） {2}2\n/,
      );
      expect(whole.stdout).toContain('－ 登记簿的链头（锚）包含本包的事件  未核验: no anchor was given');
      expect(whole.status).toBe(3);
      const wrong = run(broken);
      expect(wrong.stdout).toContain('✗ not an archive package');
      expect(wrong.status).toBe(1);
      expect(run(join(folder, 'nothing.zip')).status).toBe(2);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('is for the archive and supervisors, and leaves a trace with the digest of what was handed out', async () => {
    const status = async (account: string) => (await download(harness, account, casePackage(played.caseNo))).status;
    expect(await status('acceptor-330203')).toBe(403);
    expect(await status('bankclerk-03')).toBe(403);
    expect([403, 404]).toContain(await status('supervisor-330205'));
    const audit = await harness.registry.audit.list({ caseNo: played.caseNo });
    const traces = audit.filter(({ action }) => action === 'case.package');
    expect(traces).toHaveLength(2);
    expect(traces[0]?.detail).toEqual({ sumsSha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
  });
});

describe('the archive package of a court notice', () => {
  it('holds what the court asked, its papers, the measure in the chain, and our sealed answer', async () => {
    const report = await verifyPackage(ofNotice, { trusted });
    expect(report).toMatchObject({ ok: true, kind: 'notice', number: played.noticeNo, problems: [] });
    expect(states(report)).toMatchObject({ events: 5, sm2: 1, pades: 0 });
    const files = unzipSync(ofNotice);
    const manifest = JSON.parse(new TextDecoder().decode(files['manifest.json']));
    expect(manifest.about).toMatchObject({ noticeKind: 'seize', receiptNo: 'HZ-1' });
    expect(manifest.documents.map(({ key }: { key: string }) => key)).toEqual([
      'notice:content',
      'notice:result',
      'paper:assistance',
      'paper:order',
      'paper:receipt',
    ]);
    const topics = Object.keys(files)
      .filter((path) => path.startsWith('events/'))
      .map((path) => JSON.parse(new TextDecoder().decode(files[path]))[2]);
    expect(topics).toEqual([
      'court.notice.filed',
      'court.notice.delivered',
      'seizure.entered',
      'court.notice.decided',
      'court.paper.stored',
      'court.paper.sealed',
      'court.notice.answered',
    ]);
  });

  it('is for its own court, the archive and supervisors of the district', async () => {
    const status = async (account: string) => (await download(harness, account, noticePackage(played.noticeNo))).status;
    expect(await status('courtofficer-0203')).toBe(200);
    expect(await status('courtapprover-0203')).toBe(200);
    expect(await status('supervisor-330203')).toBe(200);
    expect(await status('supervisor-330205')).toBe(404);
    expect(await status('courtofficer-0212')).toBe(404);
    expect(await status('acceptor-330203')).toBe(403);
    expect(await status('bankclerk-03')).toBe(403);
  });

  it('is found by the archive in the list of notices, which says nothing of people', async () => {
    const list = async (account: string, text: string) => {
      const answer = await download(harness, account, `/api/archive/notices?text=${encodeURIComponent(text)}`);
      return { status: answer.status, text: await answer.text() };
    };
    const found = await list('archivist', played.noticeNo);
    expect(JSON.parse(found.text).items).toEqual([
      expect.objectContaining({ noticeNo: played.noticeNo, state: 'EFFECTIVE' }),
    ]);
    expect(Object.keys(JSON.parse(found.text).items[0]).sort()).toEqual(Object.keys(ArchiveNotice.properties).sort());
    expect(found.text).not.toContain('执行甲');
    expect(JSON.parse((await list('archivist', '没有这样的案号')).text).items).toEqual([]);
    expect((await list('courtofficer-0203', '')).status).toBe(403);
  });
});
