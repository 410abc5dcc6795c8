import { plainAddPlaceholder } from '@signpdf/placeholder-plain';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoCity } from '../../registry/index.ts';
import type { FileVerification, NumberVerification, Problem, PublicCertificate } from '../../server/api/index.ts';
import { checkFile } from '../../server/verification/check-file.ts';
import { enter, readyForBook, sale } from '../registry/support/play.ts';
import { type Harness, startHarness } from './support/harness.ts';
import { openSealing } from './support/sealing.ts';

let harness: Harness;
let sealing: Awaited<ReturnType<typeof openSealing>>;
const [home, otherHome] = demoCity.saleUnits('330203').slice(20) as [
  ReturnType<typeof demoCity.saleUnits>[number],
  ReturnType<typeof demoCity.saleUnits>[number],
];
const { chen } = demoCity.people;

interface Issued {
  caseNo: string;
  pdf: Buffer;
  drawn: Buffer;
  token: string;
  certificateNo: string;
}
let issued: Issued;
let other: Issued;

async function issue(what: ReturnType<typeof sale>): Promise<Issued> {
  const { registry } = harness;
  const caseNo = await readyForBook(registry, what);
  const entered = await enter(registry, caseNo);
  if (entered.kind !== 'entered') throw new Error(entered.refusal.message);
  const [pdf] = await sealing.certify(caseNo);
  const [certificate] = await registry.certificates.listByCase(caseNo);
  const paper = (await registry.documents.list(caseNo)).find(
    (one) => one.kind === 'certificate' && !one.key.endsWith('.signed'),
  );
  const drawn = await registry.documents.get(paper!.documentId);
  return {
    caseNo,
    pdf: pdf!,
    drawn: drawn!.bytes,
    token: certificate!.token,
    certificateNo: certificate!.certificateNo,
  };
}

beforeAll(async () => {
  harness = await startHarness();
  harness.clock.set('2026-11-23T02:00:00Z');
  sealing = await openSealing(harness);
  issued = await issue(sale(home));
  other = await issue(sale(otherHome));
});
afterAll(async () => {
  await sealing.stop();
  await harness.stop();
});

const check = (pdf: Buffer, token: string | null = null) =>
  checkFile(harness.registry, pdf, token, harness.clock.now());
const textOf = (answer: FileVerification, name: FileVerification['checks'][number]['check']) =>
  answer.checks.find((one) => one.check === name)?.text ?? '';

async function upload(pdf: Buffer, token?: string) {
  const form = new FormData();
  if (token) form.append('token', token);
  form.append('file', new Blob([new Uint8Array(pdf)], { type: 'application/pdf' }), 'certificate.pdf');
  const answer = await fetch(`${harness.url}/api/public/verifications`, { method: 'POST', body: form });
  return { status: answer.status, body: (await answer.json()) as FileVerification & Problem };
}
async function byNumber(certificateNo: string) {
  const answer = await fetch(`${harness.url}/api/public/certificates/check`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ certificateNo }),
  });
  return { status: answer.status, body: (await answer.json()) as NumberVerification & Problem };
}

describe('a file', () => {
  test('is genuine when it is the sealed one, byte for byte, and the register says live', async () => {
    const { status, body } = await upload(issued.pdf, issued.token);
    expect([status, body.verdict]).toEqual([200, 'GENUINE']);
    expect(body.checks.map((one) => [one.check, one.ok])).toEqual([
      ['pades', true],
      ['sm2', true],
      ['stored', true],
      ['register', true],
    ]);
    expect(body.certificate).toMatchObject({ certificateNo: issued.certificateNo, state: 'LIVE' });
    expect(JSON.stringify(body)).not.toMatch(/\d{17}[\dX]/);
    expect(await upload(issued.pdf)).toMatchObject({ body: { verdict: 'GENUINE' } });
  });

  test('is changed when any byte of it is another one, whatever was changed', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(issued.pdf.length - 1),
        fc.integer({ min: 1, max: 255 }),
        fc.boolean(),
        async (position, change, asked) => {
          const pdf = Buffer.from(issued.pdf);
          pdf[position]! ^= change;
          const answer = await check(pdf, asked ? issued.token : null);
          expect(answer.verdict).not.toBe('GENUINE');
          expect(answer.checks.some((one) => !one.ok)).toBe(true);
          expect(answer.certificate).toBeNull();
          // asked about this certificate, its SM2 signature always tells
          if (asked) expect(answer.checks.find((one) => one.check === 'sm2')?.ok).toBe(false);
        },
      ),
      { numRuns: 60 },
    );
    const changed = Buffer.from(issued.pdf);
    changed[5_000]! ^= 1;
    const answer = await check(changed);
    expect(answer).toMatchObject({ verdict: 'CHANGED', title: '文件被改动过，不能作为凭证' });
    expect(textOf(answer, 'pades')).toContain('盖章之后被改动过');
  });

  test('is changed when something stands behind it, and the answer says which certificate it was', async () => {
    const updated = plainAddPlaceholder({
      pdfBuffer: issued.pdf,
      reason: 'x',
      contactInfo: 'x',
      name: 'x',
      location: 'x',
      signingTime: harness.clock.now(),
    });
    for (const pdf of [updated, Buffer.concat([issued.pdf, Buffer.from('%a note')])]) {
      const answer = await check(pdf);
      expect(answer).toMatchObject({
        verdict: 'CHANGED',
        certificate: { certificateNo: issued.certificateNo },
      });
      expect(textOf(answer, 'pades')).toContain('又被追加了内容');
      expect(textOf(answer, 'stored')).toContain('后面被追加了内容');
    }
  });

  test('is another one when the visitor looks at another certificate', async () => {
    expect(await check(other.pdf, issued.token)).toMatchObject({
      verdict: 'OTHER',
      certificate: { certificateNo: other.certificateNo },
    });
  });

  test('is none of ours without a seal, with a foreign one, or when it is no PDF', async () => {
    expect(await check(issued.drawn, issued.token)).toMatchObject({ verdict: 'UNKNOWN', certificate: null });
    const answer = await check(Buffer.from('a photograph'), issued.token);
    expect(answer.verdict).toBe('UNKNOWN');
    expect(textOf(answer, 'pades')).toContain('不是 PDF');
  });

  test('must be there, and not larger than a certificate ever is', async () => {
    const empty = await fetch(`${harness.url}/api/public/verifications`, { method: 'POST' });
    expect(empty.status).toBe(422);
    expect((await upload(Buffer.alloc(5 * 1024 * 1024 + 1))).status).toBe(413);
  });
});

describe('a seal service with another authority', () => {
  test('is not believed: nothing is stored, the case stops with an incident', async () => {
    const stranger = await openSealing(harness);
    try {
      const { registry } = harness;
      const caseNo = await readyForBook(registry, sale(demoCity.saleUnits('330203')[23]!));
      await enter(registry, caseNo);
      await stranger.run('doc.render', { caseNo, template: 'certificate' });
      expect(await stranger.run('seal.sign', { caseNo, district: '330203' })).toMatchObject({
        kind: 'fail',
        retries: 0,
        message: expect.stringContaining('不能通过核验'),
      });
      const papers = await registry.documents.list(caseNo);
      expect(papers.filter((one) => one.seal !== null || one.key.endsWith('.signed'))).toEqual([]);
    } finally {
      await stranger.stop();
    }
  });
});

describe('a number', () => {
  test('is answered with the state alone: no holder, no place', async () => {
    const { status, body } = await byNumber(issued.certificateNo.replace('（', '(').replace('）', ')'));
    expect(status).toBe(200);
    expect(body).toMatchObject({
      found: true,
      certificateNo: issued.certificateNo,
      state: 'LIVE',
      stateText: '证书有效',
    });
    expect(Object.keys(body).sort()).toEqual([
      'cancelledAt',
      'certificateNo',
      'checkedAt',
      'found',
      'issuedAt',
      'kind',
      'licenceRevokedAt',
      'state',
      'stateText',
    ]);
  });

  test('that is none is told from one that nobody has', async () => {
    expect(await byNumber('浙（2026）宁波市海曙不动产权第123号')).toMatchObject({ status: 422 });
    expect(await byNumber('浙（2026）宁波市海曙不动产权第9999999号')).toMatchObject({
      status: 200,
      body: { found: false, message: expect.stringContaining('没有这个证号') },
    });
  });
});

describe('when the right ends', () => {
  test('the electronic certificate is revoked at the store, and every way of asking says so with the days', async () => {
    harness.clock.set('2026-11-24T02:00:00Z');
    const next = await issue(sale({ ...otherHome, owners: [chen] }, demoCity.people.zhou));
    const before = await check(other.pdf);
    expect(before).toMatchObject({ verdict: 'CANCELLED', title: '文件真实，但证书已注销' });
    expect(await sealing.run('ecert.revoke', { caseNo: next.caseNo })).toMatchObject({
      kind: 'complete',
      variables: { revoked: 1 },
    });
    expect(await sealing.run('ecert.revoke', { caseNo: next.caseNo })).toMatchObject({
      kind: 'complete',
      variables: { revoked: 1 },
    });

    const after = await check(other.pdf);
    expect(after.verdict).toBe('CANCELLED');
    expect(textOf(after, 'register')).toBe(
      '登记簿记载：证书已注销（2026年11月24日登簿），电子证照已于 2026年11月24日 注销。',
    );
    // seal and signature are as good as ever: the register wins
    expect(after.checks.filter((one) => !one.ok).map((one) => one.check)).toEqual(['register']);
    expect((await byNumber(other.certificateNo)).body).toMatchObject({ state: 'CANCELLED' });
    const answer = await fetch(`${harness.url}/api/public/certificates/${other.token}`);
    expect(((await answer.json()) as PublicCertificate).stateText).toContain('电子证照已于');
    expect(await check(next.pdf)).toMatchObject({ verdict: 'GENUINE' });
  });
});
