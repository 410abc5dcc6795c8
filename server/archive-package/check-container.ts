import { createReadStream } from 'node:fs';
import type { Manifest } from './manifest.ts';
import { MANIFEST, SUMS } from './manifest.ts';
import type { OpenZip } from './open-zip.ts';
import { dayOf } from './package-files.ts';
import type { Findings } from './package-report.ts';
import { type PackedFile, zipOf } from './zip-form.ts';

/**
 * Makes the zip file again of what is in it and compares byte for byte: headers, order, days, nothing before, between and behind.
 *
 * @param paths in the order of SHA256SUMS
 */
export async function checkContainer(
  source: string | Uint8Array,
  zip: OpenZip,
  manifest: Manifest,
  paths: readonly string[],
  findings: Findings,
): Promise<void> {
  const ordered = [MANIFEST, SUMS, ...paths.filter((path) => path !== MANIFEST)];
  const days = readableDays(manifest, ordered);
  if (!days) {
    findings.failed('container', `${MANIFEST}: a date that is none, or that a zip file cannot hold`);
    return;
  }
  let now = '';
  const files = ordered.map(
    (path): PackedFile => ({
      path,
      size: zip.entries.get(path)?.uncompressedSize ?? 0,
      day: days.get(path) ?? '',
      read: () => {
        now = path;
        return zip.stream(path);
      },
    }),
  );
  const place = await firstDifference(zipOf(files), bytesOf(source));
  if (place === null) findings.held('container', zip.entries.size);
  else findings.failed('container', `the zip file: byte ${place} is not as it was made (at ${now})`);
}

/** 1980–2099: the years that a zip file can be written with. */
const ZIP_DAY = /^(19[89]\d|20\d\d)-\d\d-\d\d$/;

/** Null when the manifest, which may be anybody's, has a moment that no zip file can have been written with. */
function readableDays(manifest: Manifest, paths: readonly string[]): ReadonlyMap<string, string> | null {
  try {
    const day = daysOf(manifest);
    const days = new Map(paths.map((path) => [path, day(path)]));
    return [...days.values()].every((one) => ZIP_DAY.test(one)) ? days : null;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** The day that the zip file has for each of its files. @throws RangeError when a moment of the manifest is none */
export function daysOf(manifest: Manifest): (path: string) => string {
  const days = new Map<string, string>();
  for (const { path, createdAt, seal } of manifest.documents) {
    days.set(path, dayOf(createdAt));
    if (!seal?.sm2) continue;
    days.set(seal.sm2.signature, dayOf(seal.signedAt));
    days.set(seal.sm2.certificate, dayOf(seal.signedAt));
  }
  return (path) => days.get(path) ?? dayOf(manifest.filedAt);
}

async function* bytesOf(source: string | Uint8Array): AsyncGenerator<Uint8Array> {
  if (typeof source === 'string') yield* createReadStream(source);
  else yield source;
}

/** Where two streams part; null when they are the same. */
async function firstDifference(a: AsyncIterator<Uint8Array>, b: AsyncIterator<Uint8Array>): Promise<number | null> {
  let place = 0;
  let left: Buffer = Buffer.alloc(0);
  let right: Buffer = Buffer.alloc(0);
  const more = async (from: AsyncIterator<Uint8Array>, rest: Buffer): Promise<Buffer | null> => {
    if (rest.length > 0) return rest;
    for (;;) {
      const { done, value } = await from.next();
      if (done) return null;
      if (value.length > 0) return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
    }
  };
  try {
    for (;;) {
      const [one, other] = [await more(a, left), await more(b, right)];
      if (one === null || other === null) return one === other ? null : place;
      const length = Math.min(one.length, other.length);
      if (!one.subarray(0, length).equals(other.subarray(0, length)))
        return place + one.findIndex((byte, i) => byte !== other[i]);
      place += length;
      left = one.subarray(length);
      right = other.subarray(length);
    }
  } finally {
    await a.return?.();
    await b.return?.();
  }
}
