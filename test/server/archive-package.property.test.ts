import { createHash, X509Certificate } from 'node:crypto';
import fc from 'fast-check';
import { unzipSync, zipSync } from 'fflate';
import { beforeAll, describe, expect, it } from 'vitest';
import { daysOf } from '../../server/archive-package/check-container.ts';
import { verifyPackage } from '../../server/archive-package/verify-package.ts';
import { zipOf } from '../../server/archive-package/zip-form.ts';
import { type Harness, startHarness } from './support/harness.ts';
import { bytesOf, casePackage, download, noticePackage, playSealed } from './support/packages.ts';

let trusted: X509Certificate[];
let packages: Uint8Array[];

beforeAll(async () => {
  const harness: Harness = await startHarness();
  harness.clock.set('2026-11-23T02:00:00Z');
  const { caseNo, noticeNo, authority } = await playSealed(harness);
  trusted = [new X509Certificate(authority)];
  const pack = async (path: string) => bytesOf(await download(harness, 'archivist', path));
  packages = [await pack(casePackage(caseNo)), await pack(noticePackage(noticeNo))];
  await harness.stop();
});

type Files = Record<string, Uint8Array>;
/** The zip file that the packager would make of these, in this order. */
async function stored(files: Files): Promise<Uint8Array> {
  const whole = packages.find((one) =>
    Buffer.from(one).includes(files['documents/001.json'] ? '"kind": "notice"' : '"kind": "case"'),
  );
  const day = daysOf(JSON.parse(new TextDecoder().decode(unzipSync(whole as Uint8Array)['manifest.json'])));
  const pieces: Uint8Array[] = [];
  const list = Object.entries(files).map(([path, bytes]) => ({
    path,
    size: bytes.length,
    day: day(path),
    async *read() {
      yield bytes;
    },
  }));
  for await (const piece of zipOf(list)) pieces.push(piece);
  return Buffer.concat(pieces);
}
/** A zip file as anybody makes one. */
const zipped = (files: Files) => zipSync(files, { level: 0 });
const flip = (bytes: Uint8Array, at: number, bit: number): Uint8Array => {
  const copy = Uint8Array.from(bytes);
  copy[at % copy.length] = (copy[at % copy.length] as number) ^ (1 << bit);
  return copy;
};
/** As a forger does who knows the format: sums made again. */
function withSums(files: Files): Files {
  const lines = Object.entries(files)
    .filter(([path]) => path !== 'SHA256SUMS')
    .map(([path, bytes]) => `${createHash('sha256').update(bytes).digest('hex')}  ${path}\n`);
  return { ...files, SHA256SUMS: new TextEncoder().encode(lines.join('')) };
}
const classes = {
  manifest: (path: string) => path === 'manifest.json',
  sums: (path: string) => path === 'SHA256SUMS',
  chain: (path: string) => path === 'chain.txt',
  event: (path: string) => path.startsWith('events/'),
  document: (path: string) => path.startsWith('documents/'),
  signature: (path: string) => path.endsWith('.sm2'),
  certificate: (path: string) => path.endsWith('.pem'),
};
const anyPackage = fc.nat(1);
const anyFlip = fc.record({ which: anyPackage, file: fc.nat(999), at: fc.nat(9_999_999), bit: fc.nat(7) });

it('is made again byte for byte of its files, so that only what a test changes is changed', async () => {
  for (const zip of packages) expect(Buffer.from(await stored(withSums(unzipSync(zip)))).equals(zip)).toBe(true);
});

describe('a package that was tampered with', () => {
  it('is found for any bit of the zip file, headers and directory included', async () => {
    await fc.assert(
      fc.asyncProperty(anyFlip, async ({ which, at, bit }) => {
        const report = await verifyPackage(flip(packages[which] as Uint8Array, at, bit), { trusted });
        expect(report.ok).toBe(false);
        expect(report.problems.length).toBeGreaterThan(0);
      }),
      { numRuns: 150 },
    );
    const whole = packages[1] as Uint8Array;
    for (const other of [Buffer.concat([whole, Buffer.from('x')]), Buffer.concat([Buffer.from('x'), whole])])
      expect((await verifyPackage(other, { trusted })).ok).toBe(false);
  });

  it.each(Object.entries(classes))('names the file for any byte of each class: %s', async (_, isOf) => {
    await fc.assert(
      fc.asyncProperty(anyFlip, async ({ which, file, at, bit }) => {
        const files = unzipSync(packages[which] as Uint8Array);
        const paths = Object.keys(files).filter(isOf);
        const path = paths[file % paths.length] as string;
        const changed = { ...files, [path]: flip(files[path] as Uint8Array, at, bit) };
        const report = await verifyPackage(await stored(changed), { trusted });
        expect(report.problems.join('\n')).toContain(path);
      }),
      { numRuns: 25 },
    );
  });

  it.each(['chain', 'event', 'document', 'signature', 'certificate'] as const)(
    'is found when its sums were made again with any byte of a %s',
    async (name) => {
      await fc.assert(
        fc.asyncProperty(anyFlip, async ({ which, file, at, bit }) => {
          const files = unzipSync(packages[which] as Uint8Array);
          const paths = Object.keys(files).filter(classes[name]);
          const path = paths[file % paths.length] as string;
          const forged = withSums({ ...files, [path]: flip(files[path] as Uint8Array, at, bit) });
          expect((await verifyPackage(await stored(forged), { trusted })).ok).toBe(false);
        }),
        { numRuns: 25 },
      );
    },
  );

  it('is found, and named, when a file was added, left out or the order changed', async () => {
    for (const zip of packages) {
      const files = unzipSync(zip);
      for (const path of Object.keys(files)) {
        const { [path]: _, ...rest } = files;
        const { problems } = await verifyPackage(await stored(rest), { trusted });
        expect(problems.join('\n')).toContain(`${path}: missing`);
      }
      const added = await verifyPackage(await stored({ ...files, 'documents/more.pdf': new Uint8Array(3) }), {
        trusted,
      });
      expect(added.problems).toContain('documents/more.pdf: not in SHA256SUMS');
      const summed = await verifyPackage(
        await stored(withSums({ ...files, 'documents/more.pdf': new Uint8Array(3) })),
        {
          trusted,
        },
      );
      expect(summed.problems).toContain('documents/more.pdf: not in the manifest');
      const reordered = await verifyPackage(await stored(Object.fromEntries(Object.entries(files).reverse())), {
        trusted,
      });
      expect(reordered.problems).toEqual([expect.stringMatching(/^the zip file: byte \d+ is not as it was made/)]);
    }
  });

  it('is found when papers were left out, changed places, or lost a seal, in the manifest too', async () => {
    for (const zip of packages) {
      const files = unzipSync(zip);
      const manifest = JSON.parse(new TextDecoder().decode(files['manifest.json']));
      const forge = async (documents: unknown[], more: Files = files) =>
        verifyPackage(
          await stored(
            withSums({
              ...more,
              'manifest.json': new TextEncoder().encode(JSON.stringify({ ...manifest, documents })),
            }),
          ),
          { trusted },
        );
      const [first, second, ...others] = manifest.documents;
      const { [first.path]: _, ...rest } = files;
      expect((await forge([second, ...others], rest)).problems).toContain(
        `${first.key}: was stored, and is not in the package`,
      );
      const content = ({ size, sha256 }: typeof first) => ({ size, sha256 });
      const swapped = await forge([{ ...first, ...content(second) }, { ...second, ...content(first) }, ...others], {
        ...files,
        [first.path]: files[second.path] as Uint8Array,
        [second.path]: files[first.path] as Uint8Array,
      });
      expect(swapped.problems).toContain(`${first.path}: no event of the register stored these bytes`);
      const bare = await forge(manifest.documents.map((one: object) => ({ ...one, seal: null })));
      expect(bare.problems.join('\n')).toContain('is not sealed as the register says');
    }
  });
});

describe('what a forger may write that no packager does', () => {
  const text = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);
  const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

  it.each([
    '2026-16-23T02:00:00.000Z',
    '9999-12-31T02:00:00.000Z',
    '+275760-09-13T00:00:00.000Z',
    '1970-01-01T00:00:00.000Z',
    '',
  ])('dates like "%s" are a finding in the report', async (date) => {
    for (const zip of packages) {
      const files = unzipSync(zip);
      const manifest = JSON.parse(text(files['manifest.json']));
      const sealed = manifest.documents.findLast(({ seal }: { seal: { sm2?: object } | null }) => seal?.sm2);
      const withDate = (path: string, change: object) => ({
        ...manifest,
        documents: manifest.documents.map((one: { path: string }) => (one.path === path ? { ...one, ...change } : one)),
      });
      for (const forged of [
        { ...manifest, filedAt: date },
        withDate(manifest.documents[0].path, { createdAt: date }),
        withDate(sealed.path, { seal: { ...sealed.seal, signedAt: date } }),
      ]) {
        const report = await verifyPackage(await stored(withSums({ ...files, 'manifest.json': bytes(forged) })), {
          trusted,
        });
        expect(report.ok).toBe(false);
        expect(report.problems).toContain('manifest.json: a date that is none, or that a zip file cannot hold');
      }
    }
  });

  it.each([
    ['a topic that every object has', '__proto__', {}],
    ['a topic that every object inherits', 'constructor', {}],
    ['a key that is no text', 'document.stored', { key: { toString: 1, valueOf: 1 } }],
    [
      'the number of a letter that is no text',
      'letter.issued',
      { letterNo: [{ toString: 1 }], sha256: { toString: 1 } },
    ],
  ])('an event with %s is a finding in the report', async (_, topic, payload) => {
    const files = unzipSync(packages[0] as Uint8Array);
    const path = Object.keys(files).find((one) => one.startsWith('events/')) as string;
    const event = JSON.parse(text(files[path]));
    const forged = bytes([
      event[0],
      event[1],
      topic,
      event[3],
      event[4],
      event[5],
      event[6],
      payload,
      event[8],
      event[9],
    ]);
    const report = await verifyPackage(await stored(withSums({ ...files, [path]: forged })), { trusted });
    expect(report.problems).toContain(`${path}: not what the chain says at this place`);
  });
});

describe('a hostile zip file', () => {
  const name = (text: string) => new TextEncoder().encode(text);
  /** One name for another of the same length, in header and directory or only in one of them. */
  function rename(zip: Uint8Array, from: string, to: string, places: 'both' | 'first' | 'last' = 'both'): Uint8Array {
    const copy = Buffer.from(zip);
    const at = [copy.indexOf(from), copy.lastIndexOf(from)];
    for (const place of places === 'both' ? at : places === 'first' ? [at[0]] : [at[1]]) copy.set(name(to), place);
    return copy;
  }
  const small = { 'manifest.json': name('{}'), 'aa.txt': name('a'), 'bb.txt': name('b') };
  const directoryAt = (zip: Uint8Array) => Buffer.from(zip).indexOf('PK\x01\x02', 0, 'latin1');

  it.each([
    ['leaves the folder', () => rename(zipped(small), 'aa.txt', '../a.t'), /invalid relative path/],
    ['has an absolute path', () => rename(zipped(small), 'aa.txt', '/a.txt'), /absolute path/],
    ['has a path of Windows', () => rename(zipped(small), 'aa.txt', 'a\\.txt'), /invalid characters/],
    ['names a file twice', () => rename(zipped(small), 'aa.txt', 'bb.txt'), /bb\.txt: stands in the directory twice/],
    [
      'names a file twice but for its case',
      () => rename(zipped(small), 'aa.txt', 'BB.txt'),
      /bb\.txt: stands in the directory twice/,
    ],
    [
      'has another name in the header',
      () => rename(zipped(small), 'aa.txt', 'cc.txt', 'first'),
      /aa\.txt: has another name in its own header/,
    ],
    ['is a bomb', () => zipSync({ ...small, 'bomb.bin': new Uint8Array(20_000_000) }), /bomb\.bin: a zip bomb/],
    ['has no directory', () => zipped(small).subarray(0, 60), /not an archive package/],
    ['is no zip file', () => new Uint8Array(10), /not an archive package/],
    [
      'has a directory that points elsewhere',
      () => {
        const zip = Buffer.from(zipped(small));
        const second = zip.indexOf('PK\x01\x02', directoryAt(zip) + 4, 'latin1');
        zip.writeUInt32LE(0, second + 42);
        return zip;
      },
      /lies over/,
    ],
    [
      'says another length than it has',
      () => {
        const zip = Buffer.from(zipped(small));
        zip.writeUInt32LE(500_000, directoryAt(zip) + 20);
        zip.writeUInt32LE(500_000, directoryAt(zip) + 24);
        return zip;
      },
      /not an archive package/,
    ],
  ])('that %s is refused', async (_, zip, words) => {
    const report = await verifyPackage(zip());
    expect(report.ok).toBe(false);
    expect(report.problems.join('\n')).toMatch(words);
  });
});
