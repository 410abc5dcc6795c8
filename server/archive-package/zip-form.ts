import { Zip, ZipPassThrough } from 'fflate';
import { ProblemError } from '../problems/problem-error.ts';

/** Of zip without its 64-bit form, which the writer does not know. */
const MOST_BYTES = 0xffff_ffff;
const MOST_FILES = 0xffff;
/** Of local header, descriptor and directory entry beside the name. */
const FRAME_BYTES = 30 + 16 + 46;

export interface PackedFile {
  readonly path: string;
  readonly size: number;
  /** Its day in the office stands in the zip file. */
  readonly day: string;
  /** The bytes, piece by piece. */
  readonly read: () => AsyncIterable<Uint8Array>;
}

/** @throws ProblemError 422, before the first byte, when the files are too large for one zip file */
export function requireFits(files: readonly PackedFile[]): void {
  const bytes = files.reduce((sum, { path, size }) => sum + size + FRAME_BYTES + 2 * Buffer.byteLength(path), 1_024);
  if (files.length > MOST_FILES || bytes > MOST_BYTES)
    throw new ProblemError(
      422,
      'FILE_TOO_LARGE',
      `共 ${files.length} 个文件、${(bytes / 2 ** 30).toFixed(1)} GB，超过一个归档包的上限（${MOST_FILES} 个文件、4 GB），没有生成。请在材料页逐份下载。`,
    );
}

/**
 * The zip file of these files in this order: everything stored as it is, so that the same files are always the same bytes and the checker can
 * make the file again and compare. One piece at a time is in memory.
 */
export async function* zipOf(files: readonly PackedFile[]): AsyncGenerator<Uint8Array> {
  const pieces: Uint8Array[] = [];
  const zip = new Zip((error, piece) => {
    if (error) throw error;
    pieces.push(piece);
  });
  for (const { path, day, read } of files) {
    const file = new ZipPassThrough(path);
    // Zip knows local times only; noon is on the same day in the zone of whoever checks.
    file.mtime = new Date(`${day}T12:00:00`);
    zip.add(file);
    for await (const piece of read()) {
      file.push(piece);
      yield* pieces.splice(0);
    }
    file.push(new Uint8Array(0), true);
    yield* pieces.splice(0);
  }
  zip.end();
  yield* pieces.splice(0);
}
