import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { renderPackage } from '../../scripts/register/report.ts';
import type { Excerpts, OldManifest } from '../../server/archive-package/old-manifest.ts';
import { openZip } from '../../server/archive-package/open-zip.ts';
import { verifyPackage } from '../../server/archive-package/verify-package.ts';

/*
 * Packages of formats 1 and 2 lie in the archives of courts and banks and must be readable for ever. Nothing writes them any more: these two
 * were given out by the code of their time (fixtures/README.md).
 */
type Files = Record<string, Uint8Array>;

const placeOf = (format: number) => join(import.meta.dirname, `fixtures/case-package-${format}.zip`);
const NOT_INSIDE = 'packages of this form carry no files for it: ask for the package again';

const jsonOf = <T>(files: Files, path: string): T => JSON.parse(new TextDecoder().decode(files[path]));
const bytesOf = (value: unknown) => new TextEncoder().encode(JSON.stringify(value, null, 2));
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
/** As anybody makes a zip file: the check sums (CRC-32) are right. */
const problemsOf = async (files: Files) => (await verifyPackage(zipSync(files, { level: 0 }))).problems;

function flip(bytes: Uint8Array, at: number, bit = 0): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy[at] = (copy[at] as number) ^ (1 << bit);
  return copy;
}

/** Places all over a stretch, the first byte among them; and a bit for each. */
const across = (length: number) =>
  Array.from({ length: Math.min(length, 16) }, (_, i) => ({ at: Math.floor((i * length) / 16), bit: i % 8 }));

const eventsForged = (files: Files, excerpts: Excerpts): Files => {
  const events = bytesOf(excerpts);
  const manifest = { ...jsonOf<OldManifest>(files, 'manifest.json'), eventsSha256: sha256(events) };
  return { ...files, 'events.json': events, 'manifest.json': bytesOf(manifest) };
};

describe.each([
  {
    format: 1,
    documents: 2,
    events: 14,
    links: 16,
    end: { chain: '330203', seq: 25, hash: '854396a1df9f5c385b107a5b1d6c1ef4ebc651ea3e02739ae31047bbf458c0b1' },
  },
  {
    format: 2,
    documents: 4,
    events: 17,
    links: 20,
    end: { chain: '330203', seq: 28, hash: 'a25eda05b41b86935a4157e1fc8221eb012a652cef1a05afa03950dcd152d891' },
  },
])('an archive package of format $format', ({ format, documents, events, links, end }) => {
  const whole = new Uint8Array(readFileSync(placeOf(format)));
  const files = unzipSync(whole);
  const manifest = jsonOf<OldManifest>(files, 'manifest.json');
  const excerpts = jsonOf<Excerpts>(files, 'events.json');

  it('is whole, and the report says what was checked and what was not', async () => {
    const report = await verifyPackage(placeOf(format));
    const { checks, ...rest } = report;
    expect(rest).toEqual({
      ok: true,
      complete: false,
      format: `yitong-case-package/${format}`,
      kind: 'case',
      number: '20261123330203000002',
      documents,
      events,
      ends: [end],
      problems: [],
    });
    const held = (check: string, count: number) => ({ check, count, state: 'holds', note: null });
    const unchecked = (check: string) => ({ check, count: 0, state: 'unchecked', note: NOT_INSIDE });
    expect(checks).toEqual([
      unchecked('container'),
      held('files', documents + 1), // and events.json
      held('chain', links),
      held('events', documents),
      ...['pades', 'timeStamps', 'sm2', 'certificates', 'register'].map(unchecked),
    ]);
    const said = renderPackage(report);
    expect(said.split(`未核验: ${NOT_INSIDE}`)).toHaveLength(7);
    expect(said).toContain(`the register's chain ${end.chain} contains event ${end.seq} with hash ${end.hash}`);
    expect(said).toContain('The package is whole as far as it was checked; － was not.');
  });

  it('is refused when a bit of any of its entries was flipped in the file', async () => {
    const { entries, close } = await openZip(whole);
    close();
    expect([...entries.keys()].toSorted()).toEqual(Object.keys(files).toSorted());
    const view = Buffer.from(whole);
    for (const [path, { relativeOffsetOfLocalHeader: header, compressedSize }] of entries) {
      const start = header + 30 + view.readUInt16LE(header + 26) + view.readUInt16LE(header + 28);
      for (const { at, bit } of across(compressedSize)) {
        const { ok, problems } = await verifyPackage(flip(whole, start + at, bit));
        expect(ok, `${path}: byte ${at}, bit ${bit}`).toBe(false);
        expect(problems.join()).toContain(path);
      }
    }
  });

  it('is refused when a paper or the events were changed and zipped again', async () => {
    for (const path of Object.keys(files).filter((one) => one !== 'manifest.json')) {
      const bytes = files[path] as Uint8Array;
      const told =
        path === 'events.json' ? /^(events\.json: |not an archive package: )/ : /: not the bytes of the manifest$/;
      for (const { at, bit } of across(bytes.length)) {
        const [problem] = await problemsOf({ ...files, [path]: flip(bytes, at, bit) });
        expect(problem, `${path}: byte ${at}, bit ${bit}`).toMatch(told);
      }
    }
  });

  it('is refused when its manifest says another case, file, key, size or digest', async () => {
    const bytes = files['manifest.json'] as Uint8Array;
    const text = Buffer.from(bytes);
    const named = manifest.documents.flatMap(({ path, key, size, sha256: digest }) => [
      `"path": "${path}`,
      `"key": "${key}`,
      `"size": ${size}`,
      `"sha256": "${digest}`,
    ]);
    for (const words of [
      `"format": "${manifest.format}`,
      `"caseNo": "${manifest.caseNo}`,
      ...named,
      `"${manifest.eventsSha256}`,
    ]) {
      const at = text.indexOf(words);
      expect(at, words).toBeGreaterThan(0);
      const changed = flip(bytes, at + Buffer.byteLength(words) - 1);
      expect(await problemsOf({ ...files, 'manifest.json': changed }), words).not.toEqual([]);
    }
  });

  it('is refused when an entry was left out or put in', async () => {
    for (const path of Object.keys(files)) {
      const { [path]: _, ...rest } = files;
      expect((await problemsOf(rest)).join()).toContain(`${path}: missing`);
    }
    expect(await problemsOf({ ...files, 'documents/more.pdf': new Uint8Array(3) })).toEqual([
      'documents/more.pdf: not in the manifest',
    ]);
  });

  it('is refused when a paper was left out of the manifest too', async () => {
    for (const { path, key } of manifest.documents) {
      const { [path]: _, ...rest } = files;
      const left = { ...manifest, documents: manifest.documents.filter((one) => one.key !== key) };
      expect(await problemsOf({ ...rest, 'manifest.json': bytesOf(left) })).toEqual([
        `${key}: was stored, and is not in the package`,
      ]);
    }
  });

  it('is refused when an event was changed or left out, and the manifest says so too', async () => {
    const [chain] = excerpts as [Excerpts[number]];
    const broken = 'events.json: the chain 330203 does not lead to its end';
    for (const [i, link] of chain.links.entries()) {
      const without = [{ ...chain, links: chain.links.toSpliced(i, 1) }];
      expect(await problemsOf(eventsForged(files, without))).toContain(broken);
      const other = link.content
        ? { ...link, content: link.content.replace('"330203"', '"330205"') }
        : { ...link, contentHash: sha256(new Uint8Array(1)) };
      expect(await problemsOf(eventsForged(files, [{ ...chain, links: chain.links.with(i, other) }]))).toEqual([
        broken,
      ]);
    }
    for (const content of ['not JSON', '[]', 'null']) {
      const forged = [{ ...chain, links: chain.links.with(0, { seq: chain.links[0]!.seq, content }) }];
      expect(await problemsOf(eventsForged(files, forged))).toContain(
        `events.json: 330203/${chain.links[0]!.seq} is no event`,
      );
    }
  });
});

describe('the letter of the case', () => {
  it('is a paper with its seal in format 2, and only an event in format 1', () => {
    const [first, second] = [1, 2].map((format) => unzipSync(new Uint8Array(readFileSync(placeOf(format))))) as [
      Files,
      Files,
    ];
    for (const files of [first, second])
      expect(new TextDecoder().decode(files['events.json'])).toContain('letter.issued');
    expect(jsonOf<OldManifest>(first, 'manifest.json').documents.map(({ kind }) => kind)).not.toContain('letter');
    expect(jsonOf<OldManifest>(second, 'manifest.json').documents.at(-1)).toMatchObject({
      kind: 'letter',
      seal: { sealId: 'seal-330203' },
    });
  });
});
