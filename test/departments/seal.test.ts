import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { plainAddPlaceholder } from '@signpdf/placeholder-plain';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SignAnswer, SignRequest } from '../../departments/seal/contract.ts';
import {
  certifyStamper,
  cmsBy,
  createAuthority,
  createKeys,
  pemOf,
} from '../../departments/seal/demo-seal/authority.ts';
import { preparePdf } from '../../departments/seal/demo-seal/seal-pdf.ts';
import { stampToken } from '../../departments/timestamp/stamp-token.ts';
import { createDocumentRenderer } from '../../platform/documents/index.ts';
import { checkSeal, verifyPades, verifySm2 } from '../../platform/signatures/index.ts';
import { OID } from '../../platform/signatures/object-ids.ts';
import { verifyTimeStamp } from '../../platform/signatures/verify-time-stamp.ts';
import { createdAt, samples } from '../documents/samples.ts';
import { call, departments, sealing } from './support.ts';

let city: Awaited<ReturnType<typeof departments>>;
let certificate: Buffer;
let proof: Buffer;
beforeAll(async () => {
  city = await departments();
  const renderer = createDocumentRenderer();
  certificate = await renderer.render('certificate', samples.certificate, createdAt);
  proof = await renderer.render('proof', samples.proof, createdAt);
});
afterAll(() => city.stop());

async function seal(content: string | Buffer, more: Partial<SignRequest> = {}): Promise<SignAnswer> {
  const answer = await city.clients.seal.sign(sealing(content, more), call());
  if (answer.kind !== 'ok') throw new Error(JSON.stringify(answer));
  return answer.value;
}
let documents = 0;
const sealPdf = (content: Buffer, more: Partial<SignRequest> = {}) =>
  seal(content, { documentNo: `pdf-${++documents}`, forms: ['pades', 'sm2'], ...more });
const pdfOf = (answer: SignAnswer) => Buffer.from(answer.pades?.pdfBase64 ?? '', 'base64');
const trustOf = (answer: SignAnswer) => [new X509Certificate(answer.authorityPem)];
const at = (answer: SignAnswer) => new Date(answer.timestamp);
const problemOf = (pdf: Buffer, answer: SignAnswer) => verifyPades(pdf, trustOf(answer), at(answer)).problem;
const refused = (more: Partial<SignRequest>, content = 'content') =>
  city.clients.seal.sign(sealing(content, more), call());

/** Certificates, signature and time stamp, in hexadecimal, at most. */
const SIGNATURE_HEX = 6_600;

describe('a sealed PDF', () => {
  it('carries a signature whose certificate leads to the demo authority, and an SM2 signature beside it', async () => {
    const answer = await sealPdf(certificate);
    const pdf = pdfOf(answer);
    expect(answer).toMatchObject({ demo: true, mark: '演示', sealName: expect.stringContaining('演示') });
    // the document itself is untouched: the signature is an update behind it
    expect(pdf.subarray(0, certificate.length - 1).equals(certificate.subarray(0, -1))).toBe(true);
    expect(verifyPades(pdf, trustOf(answer), at(answer))).toMatchObject({
      ok: true,
      signer: { serial: answer.pades?.certSerial, name: answer.sealName },
    });
    expect(verifySm2(pdf, answer.sm2!, trustOf(answer), at(answer))).toEqual({ ok: true, problem: null });
    expect(verifySm2(certificate, answer.sm2!, trustOf(answer), at(answer)).problem).toBe('SIGNATURE_INVALID');
  });

  /** Where the signature itself stands, `<` and `>` included: the one place that the PDF's own signature is not over. */
  const roomOf = (pdf: Buffer): [number, number] => {
    const from = pdf.indexOf('<', pdf.indexOf('/Contents ', pdf.indexOf('/ByteRange')));
    return [from, pdf.indexOf('>', from)];
  };
  const changedAt = (pdf: Buffer, position: number, change: number): Buffer => {
    const changed = Buffer.from(pdf);
    changed[position]! ^= change;
    return changed;
  };

  it('is found changed whichever byte is another one', async () => {
    const answer = await sealPdf(proof);
    const pdf = pdfOf(answer);
    const [from, to] = roomOf(pdf);
    const anywhere = fc.nat(pdf.length - 1).filter((position) => position <= from || position >= to);
    fc.assert(
      fc.property(anywhere, fc.integer({ min: 1, max: 255 }), (position, change) => {
        expect(problemOf(changedAt(pdf, position, change), answer)).not.toBeNull();
      }),
      { numRuns: 150 },
    );
  });

  it('is found changed in its signature too: by itself, or where the format leaves room, by the SM2 signature beside it', async () => {
    const answer = await sealPdf(proof);
    const pdf = pdfOf(answer);
    const [from, to] = roomOf(pdf);
    fc.assert(
      fc.property(fc.integer({ min: from, max: to }), fc.integer({ min: 1, max: 255 }), (position, change) => {
        const changed = changedAt(pdf, position, change);
        expect(verifySm2(changed, answer.sm2!, trustOf(answer), at(answer)).problem).toBe('SIGNATURE_INVALID');
        // behind the signature there are only zeros, and it is written in one way
        if (position > from + SIGNATURE_HEX) expect(problemOf(changed, answer)).not.toBeNull();
      }),
      { numRuns: 150 },
    );
    expect(problemOf(Buffer.from(pdf.toString('latin1').replace(/<3082/, '<308A'), 'latin1'), answer)).not.toBeNull();
  });

  it('is found changed when something is cut off or stands behind it', async () => {
    const answer = await sealPdf(proof);
    const pdf = pdfOf(answer);
    expect(problemOf(Buffer.concat([pdf, Buffer.from('\n')]), answer)).toBe('APPENDED');
    expect(problemOf(pdf.subarray(0, -1), answer)).not.toBeNull();
    // an update as a PDF editor writes one: a new field, a new table, the old bytes as they were
    const updated = plainAddPlaceholder({
      pdfBuffer: pdf,
      reason: 'x',
      contactInfo: 'x',
      name: 'x',
      location: 'x',
      signingTime: createdAt,
    });
    expect(updated.subarray(0, pdf.length - 1).equals(pdf.subarray(0, -1))).toBe(true);
    expect(problemOf(updated, answer)).toBe('APPENDED');
  });

  it('does not pass with the signature of another document, nor another document with its own', async () => {
    const [one, other] = [await sealPdf(certificate), await sealPdf(proof)];
    const [pdf, from] = [pdfOf(one), pdfOf(other)];
    const [[start, end], [otherStart, otherEnd]] = [roomOf(pdf), roomOf(from)];
    const swapped = Buffer.concat([pdf.subarray(0, start), from.subarray(otherStart, otherEnd), pdf.subarray(end)]);
    expect(swapped).toHaveLength(pdf.length);
    expect(problemOf(swapped, one)).toBe('CONTENT_CHANGED');
    expect(verifySm2(pdf, other.sm2!, trustOf(one), at(one)).problem).toBe('SIGNATURE_INVALID');
  });

  it('does not count when another authority made the same names', async () => {
    const stranger = await departments();
    try {
      const foreign = await stranger.clients.seal.sign(sealing(proof, { forms: ['pades', 'sm2'] }), call());
      if (foreign.kind !== 'ok') throw new Error('not sealed');
      const own = await sealPdf(proof);
      expect(verifyPades(pdfOf(foreign.value), trustOf(own), at(own)).problem).toBe('AUTHORITY_UNKNOWN');
      expect(verifySm2(pdfOf(foreign.value), foreign.value.sm2!, trustOf(own), at(own)).problem).toBe(
        'AUTHORITY_UNKNOWN',
      );
    } finally {
      await stranger.stop();
    }
  });

  it('is no sealed PDF without a signature, or when it is none at all', async () => {
    const answer = await sealPdf(proof);
    expect(problemOf(proof, answer)).toBe('NOT_SIGNED');
    expect(problemOf(Buffer.from('hello'), answer)).toBe('NOT_A_PDF');
    // The stamped time decides, not when somebody looks.
    for (const looked of ['2018-01-01T00:00:00Z', '2051-01-01T00:00:00Z'])
      expect(verifyPades(pdfOf(answer), trustOf(answer), new Date(looked)).problem).toBeNull();
  });
});

describe('the time stamp on a seal (RFC 3161, PAdES B-T)', () => {
  const content = Buffer.from('%PDF-1.7 what is sealed');
  const authority = createAuthority();
  const stranger = createAuthority();
  const keys = createKeys(authority, '演示印章');
  interface Stamper {
    readonly privateKeyPem: string;
    readonly certificate: string;
  }
  const stamperOf = (by: typeof authority): Stamper => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
    return {
      privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      certificate: certifyStamper(by, publicKey),
    };
  };
  const stamper = stamperOf(authority);
  const trusted = [new X509Certificate(pemOf(authority.certificate))];
  const sealedAt = new Date('2026-11-23T02:00:00Z');
  const sealedBy = (by: Stamper | null, stampedAt = sealedAt) => {
    const pdf = preparePdf(proof, { sealName: '演示印章', signedAt: sealedAt, rect: [0, 0, 0, 0] });
    const cms = cmsBy(keys, authority, pdf.content);
    return pdf.complete(cms.complete(by && stampOver(cms.signature, by, stampedAt)));
  };
  const check = (pdf: Buffer, looked = sealedAt) => verifyPades(pdf, trusted, looked);
  const stampOver = (stamped: Buffer, by = stamper, stampedAt = sealedAt) =>
    stampToken(
      { algorithm: OID.sha256, digest: createHash('sha256').update(stamped).digest() },
      {
        privateKey: createPrivateKey(by.privateKeyPem),
        certificate: Buffer.from(by.certificate, 'base64'),
        at: stampedAt,
      },
    );

  it('says when, to the second, and by whom', async () => {
    const answer = await sealPdf(proof);
    const { timeStamp } = verifyPades(pdfOf(answer), trustOf(answer), at(answer));
    expect(timeStamp).toMatchObject({ by: '一通演示时间戳服务', serial: expect.stringMatching(/^[0-9A-F]{32}$/) });
    expect(Math.floor(at(answer).getTime() / 1000)).toBe((timeStamp?.at.getTime() ?? 0) / 1000);
  });

  it('decides whether the seal’s certificate held; without one it is the time given', () => {
    expect(check(sealedBy(stamper))).toMatchObject({ ok: true, timeStamp: { at: sealedAt } });
    expect(check(sealedBy(null))).toMatchObject({ ok: true, timeStamp: null });
    const late = new Date('2050-06-01T00:00:00Z');
    expect(check(sealedBy(stamper), late).problem).toBeNull();
    expect(check(sealedBy(null), late).problem).toBe('SEAL_EXPIRED');
  });

  it('of another authority, of a seal instead of the service, of a day outside its certificate, counts for nothing', () => {
    expect(check(sealedBy(stamperOf(stranger))).problem).toBe('TIME_STAMP_INVALID');
    expect(check(sealedBy(keys)).problem).toBe('TIME_STAMP_INVALID');
    expect(check(sealedBy(stamper, new Date('2018-12-31T00:00:00Z'))).problem).toBe('TIME_STAMP_INVALID');
  });

  it('over another signature counts for nothing, and the service’s own key seals nothing', () => {
    const signature = Buffer.from('the signature');
    expect(verifyTimeStamp(stampOver(signature), signature, trusted)).toMatchObject({ at: sealedAt });
    expect(verifyTimeStamp(stampOver(signature), Buffer.from('another'), trusted)).toBeNull();
    expect(verifyTimeStamp(stampOver(signature), signature, [])).toBeNull();
    const pdf = preparePdf(proof, { sealName: '演示印章', signedAt: sealedAt, rect: [0, 0, 0, 0] });
    const own = { ...keys, ...stamper };
    expect(check(pdf.complete(cmsBy(own, authority, pdf.content).complete(null))).problem).toBe('AUTHORITY_UNKNOWN');
  });

  it('is found changed whichever byte of it is another one', () => {
    const token = stampOver(content);
    fc.assert(
      fc.property(fc.nat(token.length - 1), fc.integer({ min: 1, max: 255 }), (position, change) => {
        const changed = Buffer.from(token);
        changed[position]! ^= change;
        const read = verifyTimeStamp(changed, content, trusted);
        // ECDSA has two forms of one signature; whatever else is read from it is what it said.
        expect(read === null || read.at.getTime() === sealedAt.getTime()).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('is asked for of every seal that is taken into the register', async () => {
    const answer = await sealPdf(proof);
    const accepted = (pdf: Buffer, timestamp = answer.timestamp) =>
      checkSeal(proof, { timestamp, pades: { pdfBase64: pdf.toString('base64') }, sm2: null }, [
        ...trustOf(answer),
        ...trusted,
      ]).problems;
    expect(accepted(pdfOf(answer))).toEqual([]);
    expect(accepted(pdfOf(answer), new Date(at(answer).getTime() + 120_000).toISOString())).toEqual(['OTHER_TIME']);
    expect(accepted(sealedBy(null), sealedAt.toISOString())).toEqual(['OTHER_TIME']);
  });
});

describe('the service', () => {
  it('seals a document of a case once, whatever key the request comes with, and no other content', async () => {
    const first = await sealPdf(proof, { documentNo: 'once' });
    expect(await sealPdf(proof, { documentNo: 'once' })).toEqual(first);
    expect(await refused({ documentNo: 'once', forms: ['pades', 'sm2'] }, 'other')).toMatchObject({
      code: 'SEAL_REFUSED',
      message: expect.stringContaining('已经盖过章'),
    });
  });

  it('refuses an unknown seal, another district, a role without it, a wrong hash, what is no PDF', async () => {
    const district = (code: string) => ({ sealId: `seal-${code}`, requestedBy: { district: code, role: 'registrar' } });
    for (const [more, words] of [
      [district('330110'), '不存在'],
      [{ requestedBy: { district: '330212', role: 'cert_clerk' } }, '另一分中心'],
      [{ requestedBy: { district: '330203', role: 'window_acceptor' } }, '没有使用'],
      [{ docHash: 'b'.repeat(64) }, '摘要不一致'],
      [{ forms: ['pades'] }, '不是可以签章的 PDF'],
    ] as [Partial<SignRequest>, string][]) {
      expect(await refused(more)).toMatchObject({
        kind: 'refused',
        code: 'SEAL_REFUSED',
        message: expect.stringContaining(words),
      });
    }
  });

  it.each(['expired', 'revoked'])('refuses a seal that is %s, also for a role that had it', async (status) => {
    const sealId = 'seal-330206';
    const requestedBy = { district: '330206', role: 'registrar' };
    await city.control('seal', 'PUT', `/seals/${sealId}`, { status });
    expect(await refused({ sealId, requestedBy })).toMatchObject({ code: 'SEAL_REFUSED' });
    await city.control('seal', 'PUT', `/seals/${sealId}`, { status: 'active', roles: ['cert_clerk'] });
    expect(await refused({ sealId, requestedBy })).toMatchObject({ code: 'SEAL_REFUSED' });
    await city.control('seal', 'PUT', `/seals/${sealId}`, { roles: ['registrar'] });
    expect(await refused({ sealId, requestedBy })).toMatchObject({ kind: 'ok' });
  });

  it('keeps its authority, its keys and its signatures over a restart, and shows no private key', async () => {
    const home = mkdtempSync(join(tmpdir(), 'seal-'));
    try {
      const answers: SignAnswer[] = [];
      for (let start = 0; start < 2; start++) {
        const own = await departments({ home });
        const answer = await own.clients.seal.sign(sealing(proof, { forms: ['pades', 'sm2'] }), call());
        if (answer.kind !== 'ok') throw new Error('not sealed');
        answers.push(answer.value);
        const shown = JSON.stringify([
          answer,
          await own.control('seal', 'GET', '/seals'),
          await own.control('seal', 'GET', '/calls'),
        ]);
        expect(shown).not.toMatch(/PRIVATE|privateKey|sm2PrivateKey/i);
        await own.stop();
      }
      expect(answers[1]).toEqual(answers[0]);
      // The sealed file is made again from the request; the journal keeps the signature with its time stamp only.
      expect(readFileSync(join(home, 'seal.jsonl'), 'utf8').length).toBeLessThan(24_000);
    } finally {
      rmSync(home, { recursive: true });
    }
  });
});
