import { PassThrough, type Readable } from 'node:stream';
import { Client, type Connection } from 'pg';

/** A copy of a whole cluster at one moment, in the form that `pg_basebackup -Ft -X fetch` writes. */
export interface BaseBackup {
  /** Every file of the data folder, and the log that makes them agree. */
  tar: Readable;
  /** Name, size and SHA-256 of every file in `tar`: PostgreSQL's backup manifest. Known when `tar` has been read to its end. */
  manifest: Promise<Buffer>;
}

/**
 * The temporary slot keeps the log of the copy from being removed meanwhile; it goes with the connection.
 * https://www.postgresql.org/docs/18/protocol-replication.html
 */
const KEEP_LOG = 'CREATE_REPLICATION_SLOT yitong_backup TEMPORARY PHYSICAL RESERVE_WAL';
const COPY = "BASE_BACKUP (LABEL 'yitong', CHECKPOINT 'fast', WAL true, MANIFEST 'yes', MANIFEST_CHECKSUMS 'SHA256')";

/** What pg says of the data that a COPY sends; its type definitions leave it out. */
interface CopyData {
  chunk: Buffer;
}

/**
 * Copies the running cluster behind `url`, which goes on working: its state is the one of the moment at which the copy ends.
 * The account needs the right to replicate.
 */
export function readBaseBackup(url: string): BaseBackup {
  const tar = new PassThrough({ highWaterMark: 1 << 20 });
  const parts: Buffer[] = [];
  const manifest = copy(url, tar, (part) => parts.push(part)).then(
    () => {
      tar.end();
      return Buffer.concat(parts);
    },
    (error: Error) => {
      tar.destroy(error);
      throw error;
    },
  );
  manifest.catch(() => undefined); // who reads `tar` hears of it there first
  return { tar, manifest };
}

async function copy(url: string, tar: PassThrough, onManifest: (part: Buffer) => void): Promise<void> {
  // Not in pg's type definitions: https://www.postgresql.org/docs/18/protocol-replication.html "replication" as a start-up parameter.
  const client = new Client({ connectionString: url, replication: 'database' } as { connectionString: string });
  client.on('error', () => undefined); // the command that runs hears of it
  await client.connect();
  try {
    await client.query(KEEP_LOG);
    await new Promise<void>((resolve, reject) => {
      tar.once('close', () => reject(new Error('The backup was broken off.')));
      client.query(
        new Copying(
          (kind, data, connection) => {
            if (kind === 'manifest') onManifest(data);
            else if (!tar.write(data) && !connection.stream.isPaused()) {
              connection.stream.pause();
              tar.once('drain', () => connection.stream.resume());
            }
          },
          resolve,
          reject,
        ),
      );
    });
  } finally {
    await client.end();
  }
}

/**
 * The one command, as pg takes commands of which it knows nothing (its `Submittable`). Not by pg-copy-streams: it ends at the rows that
 * stand before this COPY, and joins its messages, whose first bytes count here.
 */
class Copying {
  #target: 'tar' | 'manifest' = 'tar';

  constructor(
    private readonly onData: (target: 'tar' | 'manifest', data: Buffer, connection: Connection) => void,
    private readonly onEnd: () => void,
    private readonly onError: (error: Error) => void,
  ) {}

  submit(connection: Connection): void {
    connection.query(COPY);
  }

  /** Each message says by its first byte what it carries: n(ew archive), m(anifest from here on), d(ata), p(rogress). */
  handleCopyData({ chunk }: CopyData, connection: Connection): void {
    const kind = String.fromCharCode(chunk[0] ?? 0);
    if (kind === 'm') this.#target = 'manifest';
    // Copied: pg reads the next message into the same memory.
    else if (kind === 'd') this.onData(this.#target, Buffer.from(chunk.subarray(1)), connection);
  }

  handleRowDescription(): void {}
  handleDataRow(): void {}
  handleCommandComplete(): void {}
  handleReadyForQuery(): void {
    this.onEnd();
  }
  handleError(error: Error): void {
    this.onError(error);
  }
}
