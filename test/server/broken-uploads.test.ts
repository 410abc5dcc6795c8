import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Harness, startHarness, type User } from './support/harness.ts';
import { BOUNDARY, FORM_TYPE, type FormPart, formOf, openRequest, type RawAnswer } from './support/raw-http.ts';

let harness: Harness;
let acceptor: User;
let sysadmin: User;
let caseNo: string;
let temporary: string;
const usualTmp = process.env.TMPDIR;

beforeAll(async () => {
  temporary = mkdtempSync(join(tmpdir(), 'yitong-uploads-'));
  process.env.TMPDIR = temporary;
  harness = await startHarness();
  acceptor = await harness.signIn('acceptor-330203');
  sysadmin = await harness.signIn('sysadmin');
  caseNo = await harness.file(acceptor);
});
afterAll(async () => {
  await harness.stop();
  if (usualTmp === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = usualTmp;
  rmSync(temporary, { recursive: true, force: true });
});

const pdf = (words: string) => Buffer.from(`%PDF-1.7\n% ${words}\n`);
const file = (content: Uint8Array, filename = 'scan.pdf'): FormPart => ({
  name: 'file',
  filename,
  type: 'application/pdf',
  content,
});
const field = (name: string, content: string): FormPart => ({ name, content });

interface Target {
  readonly name: string;
  readonly path: () => string;
  readonly user: () => User | null;
  readonly parts: readonly FormPart[];
}
const csv = '不动产单元号,坐落\r\n1,2\r\n';
const targets: readonly Target[] = [
  {
    name: 'a paper of a case',
    path: () => `/api/cases/${caseNo}/documents`,
    user: () => acceptor,
    parts: [field('title', '抵押合同'), field('kind', 'contract'), file(pdf('x'.repeat(5_000)))],
  },
  {
    name: 'a certificate to be verified',
    path: () => '/api/public/verifications',
    user: () => null,
    parts: [field('token', 'T'), file(pdf('y'.repeat(5_000)))],
  },
  {
    name: 'existing stock',
    path: () => '/api/stock/batches',
    user: () => sysadmin,
    parts: [
      { name: 'files', filename: '宗地.csv', type: 'text/csv', content: csv },
      { name: 'files', filename: '房屋.csv', type: 'text/csv', content: csv.repeat(500) },
    ],
  },
];

/** What a request of any kind may leave behind. */
async function traces() {
  const { rows } = await harness.db.pool.query<{ documents: string; batches: string; events: string }>(
    `SELECT (SELECT count(*) FROM registry.documents) AS documents, (SELECT count(*) FROM registry.stock_batches) AS batches,
       (SELECT count(*) FROM registry.register_events WHERE topic LIKE 'document.%' OR chain = 'stock') AS events`,
  );
  return { ...rows[0], temporary: readdirSync(temporary) };
}
/** What the server refused at this address so far; said of everything that breaks off, whether its answer can be sent or not. */
const refused = (path: string) =>
  harness.logged.map((line) => JSON.parse(line)).filter((line) => line.msg === 'refused' && line.path === path);
const errors = () => harness.logged.map((line) => JSON.parse(line)).filter((line) => line.level >= 40);

const headersOf = ({ user }: Target, length: number, type = FORM_TYPE) => ({
  ...(user() ? { Cookie: user()!.cookie } : {}),
  'Content-Type': type,
  'Content-Length': length,
});
async function send(target: Target, body: Buffer, type = FORM_TYPE): Promise<RawAnswer> {
  const connection = await openRequest(harness.url, {
    path: target.path(),
    headers: headersOf(target, body.length, type),
  });
  await connection.write(body);
  return connection.answer();
}
const codeOf = ({ body }: RawAnswer) => (JSON.parse(body) as { code?: string }).code;

describe.each(targets)('$name', (target) => {
  it.each([
    ['before the body', () => 0],
    ['in the first part', () => 30],
    ['in the middle of the file', (length: number) => Math.floor(length / 2)],
    ['before the last boundary', (length: number) => length - BOUNDARY.length - 4],
    ['one byte before its end', (length: number) => length - 1],
  ])('that breaks off %s is given up at once, and nothing of it stays', async (_, upTo) => {
    const before = await traces();
    const [done, warned] = [refused(target.path()).length, errors().length];
    const body = formOf(target.parts);
    const connection = await openRequest(harness.url, { path: target.path(), headers: headersOf(target, body.length) });
    await connection.write(body.subarray(0, upTo(body.length)));
    await connection.cut();
    const last = await harness.until('the end of the request', async () => refused(target.path())[done]);
    expect(last.status).toBeGreaterThanOrEqual(400);
    expect(last.status).toBeLessThan(500);
    expect(await traces()).toEqual(before);
    expect(errors().slice(warned)).toEqual([]);
  });

  it('without its last boundary is refused', async () => {
    const before = await traces();
    const body = formOf(target.parts);
    const answer = await send(target, body.subarray(0, body.length - BOUNDARY.length - 8));
    expect([answer.status, codeOf(answer)]).toEqual([400, 'BAD_REQUEST']);
    expect(await traces()).toEqual(before);
  });

  it.each([
    ['text/plain', 422],
    ['application/json', 400],
    ['multipart/form-data', 400],
    ['application/x-www-form-urlencoded', 415],
  ])('of type %s is refused', async (type, status) => {
    const before = await traces();
    const answer = await send(target, formOf(target.parts), type);
    // a text is taken as one, and has no file in it; without a session nobody is asked for a text
    expect([answer.status, answer.head]).toEqual([status, expect.stringContaining('application/problem+json')]);
    expect(await traces()).toEqual(before);
  });

  it('without a file, or with a field only, says what is missing', async () => {
    for (const body of [Buffer.alloc(0), formOf([]), formOf([field('title', 'x')])]) {
      const answer = await send(target, body);
      expect([answer.status, codeOf(answer)]).toEqual([422, 'VALIDATION_FAILED']);
    }
  });

  it('with more parts than the form has is refused', async () => {
    const before = await traces();
    const many = Array.from({ length: 30 }, (_, i) => field(`f${i}`, 'x'));
    const answer = await send(target, formOf([...many, ...target.parts]));
    expect([answer.status, codeOf(answer)]).toEqual([413, 'FILE_TOO_LARGE']);
    expect(await traces()).toEqual(before);
  });
});

describe('a paper of a case', () => {
  const [papers] = targets as [Target];
  const upload = (parts: readonly FormPart[]) => send(papers, formOf(parts));
  const stored = async () => (await harness.registry.documents.list(caseNo)).length;

  it('that comes slowly, a few bytes at a time, is taken; what follows the file counts too', async () => {
    const content = pdf('slowly');
    const body = formOf([file(content), field('kind', 'contract'), field('title', '慢慢来')]);
    const connection = await openRequest(harness.url, { path: papers.path(), headers: headersOf(papers, body.length) });
    for (let at = 0; at < body.length; at += 7) await connection.write(body.subarray(at, at + 7));
    const { status, body: answer } = await connection.answer();
    expect([status, JSON.parse(answer)]).toEqual([
      201,
      expect.objectContaining({ title: '慢慢来', kind: 'contract', size: content.length }),
    ]);
  });

  it('whose connection is held open without a word holds up nobody, and is gone with it', async () => {
    const body = formOf(papers.parts);
    const done = refused(papers.path()).length;
    const silent = await Promise.all(
      Array.from({ length: 30 }, () =>
        openRequest(harness.url, { path: papers.path(), headers: headersOf(papers, body.length) }),
      ),
    );
    await Promise.all(silent.map((one) => one.write(body.subarray(0, 100))));
    const { status } = await upload([field('kind', 'other'), file(pdf('meanwhile'))]);
    expect(status).toBe(201);
    await Promise.all(silent.map((one) => one.cut()));
    await harness.until('all to be given up', async () => refused(papers.path()).length >= done + 30);
  });

  it('above 20 MB is refused, with a length or without, and nothing stays', async () => {
    const before = await traces();
    const big = Buffer.concat([pdf('big'), Buffer.alloc(20 * 1024 * 1024)]);
    const answer = await upload([field('kind', 'other'), file(big)]);
    expect([answer.status, codeOf(answer)]).toEqual([413, 'FILE_TOO_LARGE']);
    const connection = await openRequest(harness.url, {
      path: papers.path(),
      headers: { Cookie: acceptor.cookie, 'Content-Type': FORM_TYPE, 'Transfer-Encoding': 'chunked' },
    });
    const body = formOf([file(big)]);
    await connection.write(`${body.length.toString(16)}\r\n`);
    await connection.write(body);
    await connection.write('\r\n0\r\n\r\n');
    expect((await connection.answer()).status).toBe(413);
    expect(await traces()).toEqual(before);
  });

  it.each([
    ['no bytes at all', Buffer.alloc(0), 415],
    ['a PDF in name only', Buffer.from('<html>'), 415],
    ['half a signature', Buffer.from('%PD'), 415],
    ['a signature that stands later', Buffer.from(' %PDF-1.7'), 415],
  ])('of %s is refused', async (_, content, status) => {
    const before = await traces();
    expect((await upload([field('kind', 'other'), file(content)])).status).toBe(status);
    expect(await traces()).toEqual(before);
  });

  it('sent twice, also at the same moment, is one', async () => {
    const before = await stored();
    const parts = [field('kind', 'other'), file(pdf('twice'))];
    const answers = await Promise.all([upload(parts), upload(parts), upload(parts)]);
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(new Set(answers.map(({ body }) => (JSON.parse(body) as { documentId: string }).documentId)).size).toBe(1);
    expect(await stored()).toBe(before + 1);
  });

  const odd: [string, string][] = [
    ['a path', '../../etc/passwd'],
    ['a drive', 'C:\\\\扫描\\\\a.pdf'],
    ['rare characters', '𠮷𡈽.pdf'],
    ['three hundred rare characters', '𠮷'.repeat(300)],
    ['ninety-nine and a rare one', `${'a'.repeat(99)}𠮷`],
    ['a zero byte', 'a\u0000b'],
    ['control characters', 'a\tb\u001bc\u007f'],
    ['a direction mark', '\u202Efdp.exe'],
    ['percent signs', '%0d%0aX-Evil: 1'],
    ['nothing', ''],
  ];
  it.each(odd)('called %s is kept under a title that can be read, and comes back', async (what, name) => {
    const content = pdf(`odd ${what}`);
    const answer = await upload([field('kind', 'other'), field('title', name), file(content, name)]);
    expect(answer.status).toBe(201);
    const { documentId, title, fileName } = JSON.parse(answer.body) as Record<string, string>;
    expect(title).not.toMatch(/\p{Cc}|\p{Cs}/u);
    expect(title?.length).toBeGreaterThan(0);
    expect([...(title ?? '')].length).toBeLessThanOrEqual(100);
    expect(fileName).not.toMatch(/[\\/:]/);
    const back = await fetch(`${harness.url}${papers.path()}/${documentId}?download=1`, {
      headers: { cookie: acceptor.cookie },
    });
    expect(Buffer.from(await back.arrayBuffer()).equals(content)).toBe(true);
    expect(back.headers.get('content-disposition')).toMatch(/^attachment; filename\*=UTF-8''[\w%.!~*'()-]+$/);
    expect(back.headers.get('x-evil')).toBeNull();
  });

  it('with a zero byte in the address is a mistake of the client', async () => {
    expect((await acceptor.get(`${papers.path()}/%00`)).status).toBe(422);
    expect((await fetch(`${harness.url}/api/public/certificates/%00`)).status).toBeLessThan(500);
    expect((await acceptor.get('/api/units?q=%00')).status).toBeLessThan(500);
  });

  it('that is refused before it is read does not make the sender wait', async () => {
    const body = formOf(papers.parts);
    for (const [cookie, status] of [
      ['yitong_session=nobody', [401]],
      [(await harness.signIn('bankclerk-03')).cookie, [403, 404]],
    ] as const) {
      const connection = await openRequest(harness.url, {
        path: papers.path(),
        headers: { ...headersOf(papers, body.length), Cookie: cookie },
      });
      await connection.write(body.subarray(0, 50));
      expect(status).toContain((await connection.answer()).status);
    }
  });
});

describe('a JSON body', () => {
  const cases = '/api/cases';
  const json = Buffer.from(JSON.stringify({ itemCode: 'BDC-17', idempotencyKey: 'half' }));

  it.each([0, 1, 20])('that breaks off after %i bytes is given up, and logged as nobody’s error', async (upTo) => {
    const [done, warned] = [refused(cases).length, errors().length];
    const connection = await openRequest(harness.url, {
      path: cases,
      headers: { Cookie: acceptor.cookie, 'Content-Type': 'application/json', 'Content-Length': json.length },
    });
    await connection.write(json.subarray(0, upTo));
    await connection.cut();
    const last = await harness.until('the end of the request', async () => refused(cases)[done]);
    expect(last.status).toBe(400);
    expect(errors().slice(warned)).toEqual([]);
  });

  it('that is longer than it says, no JSON, or too large is refused', async () => {
    const post = async (body: Buffer, length = body.length, type = 'application/json') => {
      const connection = await openRequest(harness.url, {
        path: cases,
        headers: { Cookie: acceptor.cookie, 'Content-Type': type, 'Content-Length': length, Connection: 'close' },
      });
      await connection.write(body);
      return (await connection.answer()).status;
    };
    expect(await post(json, 10)).toBe(400);
    expect(await post(Buffer.from('{"a":'))).toBe(400);
    expect(await post(Buffer.alloc(0))).toBe(400);
    expect(await post(Buffer.alloc(1024 * 1024 + 1, 32))).toBe(413);
    expect(await post(json, json.length, 'application/xml')).toBe(415);
  });
});

describe('a download that the reader breaks off', () => {
  it('ends quietly, for a paper as for a package, and the next one is whole', async () => {
    const content = Buffer.concat([pdf('large'), Buffer.alloc(12 * 1024 * 1024, 7)]);
    const by = { userId: 'acceptor-330203', role: 'window_acceptor', district: '330203' } as const;
    const common = {
      caseNo,
      kind: 'other',
      title: '大文件',
      mediaType: 'application/pdf',
      bytes: content,
      by,
    } as const;
    const { documentId } = await harness.registry.documents.put({ ...common, key: 'large-1' });
    await harness.registry.documents.put({ ...common, key: 'large-2' });
    const archivist = await harness.signIn('archivist');
    for (const [path, { cookie }] of [
      [`/api/cases/${caseNo}/documents/${documentId}`, acceptor],
      [`/api/cases/${caseNo}/package`, archivist],
    ] as const) {
      const warned = errors().length;
      let closed = 0;
      const count = (_request: unknown, response: ServerResponse) => response.once('close', () => closed++);
      harness.server.app.server.on('request', count);
      for (let time = 0; time < 10; time++) {
        const connection = await openRequest(harness.url, { method: 'GET', path, headers: { Cookie: cookie } });
        await new Promise((resolve) => connection.socket.once('data', resolve));
        await connection.cut();
      }
      await harness.until('the ends', async () => closed === 10);
      harness.server.app.server.off('request', count);
      expect(errors().slice(warned)).toEqual([]);
      const whole = await fetch(`${harness.url}${path}`, { headers: { cookie } });
      expect((await whole.arrayBuffer()).byteLength).toBeGreaterThanOrEqual(content.length);
    }
  });
});

it('no name of a file or title of a paper is in the log', () => {
  const text = harness.logged.join('');
  expect(text).not.toMatch(/𠮷|慢慢来|抵押合同|passwd|大文件|宗地/);
});
