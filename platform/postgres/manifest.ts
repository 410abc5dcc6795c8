import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

interface Manifest {
  Files: { Path?: string; 'Encoded-Path'?: string; Size: number; Checksum: string }[];
}

/** The last line of a manifest carries the SHA-256 of all lines before it. */
const LAST_LINE = /"Manifest-Checksum": "([0-9a-f]{64})"\}\s*$/;

/**
 * Checks the files of `data` against PostgreSQL's backup manifest.
 * @returns what is missing or changed, by name; empty when all is as it was copied
 */
export async function differencesFromManifest(data: string, manifest: Buffer): Promise<string[]> {
  const text = manifest.toString('utf8');
  const [whole, digest] = LAST_LINE.exec(text) ?? [];
  const covered = whole === undefined ? '' : text.slice(0, text.length - whole.length);
  if (createHash('sha256').update(covered).digest('hex') !== digest) return ['backup_manifest'];
  const found: string[] = [];
  for (const file of (JSON.parse(text) as Manifest).Files) {
    const path = file.Path ?? Buffer.from(file['Encoded-Path'] ?? '', 'hex').toString();
    if ((await digestOf(join(data, path))) !== file.Checksum) found.push(path);
  }
  return found;
}

async function digestOf(path: string): Promise<string | undefined> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(path), hash);
  } catch {
    return undefined; // not there, or not readable: the caller names it
  }
  return hash.digest('hex');
}
