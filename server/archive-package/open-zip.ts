import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import { type Entry, fromBufferPromise, openPromise, type ZipFile } from 'yauzl';

/** What no honest package is: nothing more of it is read. */
export class PackageRefused extends Error {}

export interface OpenZip {
  readonly entries: ReadonlyMap<string, Entry>;
  /** The content of an entry, piece by piece. @throws PackageRefused when it is not as long as the directory says, or its CRC-32 is wrong */
  stream: (path: string) => AsyncGenerator<Uint8Array>;
  /** All of an entry. @throws PackageRefused when it is longer */
  read: (path: string, mostBytes: number) => Promise<Buffer>;
  /** Of an entry however large, piece by piece. */
  digest: (path: string) => Promise<{ sha256: string; size: number }>;
  close: () => void;
}

/** More than any case has; a directory is not read further. */
const MOST_ENTRIES = 65_535;
/** Deflate makes text a hundred times smaller at best; zip bombs go to a thousand. Below the floor it does not matter. */
const MOST_RATIO = 100;
const RATIO_FLOOR = 16 * 1024 * 1024;
const LOCAL_HEADER = 30;
/** Encrypted, patched, strongly encrypted, or with names that are masked. */
const STRANGE_FLAGS = 0x2061;

/**
 * Opens a zip file from anywhere. Refused are names that leave the folder or stand twice, entries that lie over one another or outside of the
 * file, local headers that say something else than the directory, encryption, zip bombs.
 *
 * @param source a path, or the bytes
 */
export async function openZip(source: string | Uint8Array): Promise<OpenZip> {
  const options = { lazyEntries: true, autoClose: false, strictFileNames: true, validateEntrySizes: true } as const;
  const zip = await refused(
    typeof source === 'string' ? openPromise(source, options) : fromBufferPromise(Buffer.from(source), options),
  );
  try {
    const entries = await readDirectory(zip);
    const stream = (path: string) => streamOf(zip, entries, path);
    return {
      entries,
      stream,
      async read(path, mostBytes) {
        const size = entries.get(path)?.uncompressedSize ?? 0;
        if (size > mostBytes) throw new PackageRefused(`${path}: ${size} bytes, more than such a file may have`);
        const pieces: Uint8Array[] = [];
        for await (const piece of stream(path)) pieces.push(piece);
        return Buffer.concat(pieces);
      },
      async digest(path) {
        const hash = createHash('sha256');
        let size = 0;
        for await (const piece of stream(path)) {
          hash.update(piece);
          size += piece.length;
        }
        return { sha256: hash.digest('hex'), size };
      },
      close: () => zip.close(),
    };
  } catch (error) {
    zip.close();
    throw error;
  }
}

async function readDirectory(zip: ZipFile): Promise<Map<string, Entry>> {
  if (zip.entryCount > MOST_ENTRIES)
    throw new PackageRefused(`${zip.entryCount} entries, more than a package may have`);
  const entries = new Map<string, Entry>();
  const folded = new Set<string>();
  const directory = zip.eachEntry();
  for (;;) {
    const { done, value: entry } = await refused(directory.next());
    if (done) break;
    const { fileName, compressedSize, uncompressedSize, compressionMethod } = entry;
    // On many file systems these would be one file.
    const name = fileName.normalize('NFC').toLowerCase();
    if (folded.has(name)) throw new PackageRefused(`${fileName}: stands in the directory twice`);
    folded.add(name);
    if (fileName.endsWith('/')) throw new PackageRefused(`${fileName}: a folder of its own`);
    if (entry.generalPurposeBitFlag & STRANGE_FLAGS) throw new PackageRefused(`${fileName}: encrypted`);
    if (compressionMethod !== 0 && compressionMethod !== 8)
      throw new PackageRefused(`${fileName}: packed in an unknown way (${compressionMethod})`);
    if (uncompressedSize > RATIO_FLOOR && uncompressedSize > MOST_RATIO * compressedSize)
      throw new PackageRefused(`${fileName}: a zip bomb (${compressedSize} bytes that become ${uncompressedSize})`);
    entries.set(fileName, entry);
  }
  await requireApart(zip, [...entries.values()]);
  return entries;
}

/** Each entry has bytes of its own, before the directory, and its local header says the same. */
async function requireApart(zip: ZipFile, entries: Entry[]): Promise<void> {
  let end = 0;
  let last = '';
  for (const entry of entries.toSorted((a, b) => a.relativeOffsetOfLocalHeader - b.relativeOffsetOfLocalHeader)) {
    const { fileName, relativeOffsetOfLocalHeader: start, compressedSize } = entry;
    if (start < end) throw new PackageRefused(`${fileName}: lies over ${last}`);
    const local = await refused(zip.readLocalFileHeaderPromise(entry));
    if (!local.fileName.equals(entry.fileNameRaw))
      throw new PackageRefused(`${fileName}: has another name in its own header`);
    if (local.compressionMethod !== entry.compressionMethod)
      throw new PackageRefused(`${fileName}: is packed otherwise by its own header`);
    end = local.fileDataStart + compressedSize;
    if (local.fileDataStart < start + LOCAL_HEADER || end > zip.fileSize)
      throw new PackageRefused(`${fileName}: reaches beyond the file`);
    last = fileName;
  }
}

async function* streamOf(zip: ZipFile, entries: ReadonlyMap<string, Entry>, path: string): AsyncGenerator<Uint8Array> {
  const entry = entries.get(path);
  if (!entry) throw new PackageRefused(`${path}: missing`);
  const readable: Readable = await refused(zip.openReadStreamPromise(entry));
  let sum = 0;
  try {
    for await (const piece of readable as AsyncIterable<Buffer>) {
      sum = crc32(piece, sum);
      yield piece;
    }
  } catch (error) {
    throw new PackageRefused(`${path}: ${(error as Error).message}`);
  }
  if (sum !== entry.crc32) throw new PackageRefused(`${path}: the bytes are not those of their check sum (CRC-32)`);
}

/** An error of the reader is one of the file. */
async function refused<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'EACCES' || code === 'EISDIR') throw error;
    throw new PackageRefused(message);
  }
}
