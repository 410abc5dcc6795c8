import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * A record as Zeebe exports it: an event, or the rejection of a command.
 * `key` and the keys in `value` are JSON numbers; on one partition they stay below 2^53.
 */
export interface ExportedRecord {
  position: number;
  partitionId: number;
  key: number;
  timestamp: number;
  recordType: 'EVENT' | 'COMMAND' | 'COMMAND_REJECTION';
  valueType: string;
  intent: string;
  rejectionType: string;
  rejectionReason: string;
  value: Record<string, unknown>;
}

export interface RecordSink {
  /** For the broker's Elasticsearch exporter. */
  url: string;
  /** Every record so far, in the order of the log. */
  records(): readonly ExportedRecord[];
  /** The first record, past or future, for which `predicate` holds. Rejects after `timeoutMs` (10 s). */
  waitFor(predicate: (record: ExportedRecord) => boolean, timeoutMs?: number): Promise<ExportedRecord>;
  /** Calls back for every new record until the returned function is called. */
  onRecord(listener: (record: ExportedRecord) => void): () => void;
  stop(): Promise<void>;
}

/** What the exporter checks before it believes that Elasticsearch answers. */
const ELASTIC_HEADERS = { 'X-Elastic-Product': 'Elasticsearch', 'Content-Type': 'application/json' };
const VERSION = { version: { number: '8.13.0' }, tagline: 'You Know, for Search' };

/**
 * A small HTTP server that stands in for Elasticsearch and keeps every record a real broker exports to it.
 * The broker may send a record again after a lost answer: the position makes it count once.
 */
export async function createRecordSink(): Promise<RecordSink> {
  const records: ExportedRecord[] = [];
  const seen = new Set<string>();
  const listeners = new Set<(record: ExportedRecord) => void>();

  function take(record: ExportedRecord): void {
    const id = `${record.partitionId}-${record.position}`;
    if (seen.has(id)) return;
    seen.add(id);
    records.push(record);
    for (const listener of [...listeners]) listener(record);
  }

  const server = createServer((request, response) => {
    void answer(request, response, take);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  function onRecord(listener: (record: ExportedRecord) => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  return {
    url: `http://127.0.0.1:${port}`,
    records: () => records,
    onRecord,
    waitFor(predicate, timeoutMs = 10_000) {
      const found = records.find(predicate);
      if (found) return Promise.resolve(found);
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          off();
          reject(
            new Error(
              `No such record within ${timeoutMs} ms. The last ones: ${records.slice(-5).map(brief).join(' · ')}`,
            ),
          );
        }, timeoutMs);
        const off = onRecord((record) => {
          if (!predicate(record)) return;
          off();
          clearTimeout(timer);
          resolve(record);
        });
      });
    },
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

const brief = (record: ExportedRecord): string =>
  `${record.valueType} ${record.intent} ${record.value.elementId ?? ''}`.trim();

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  take: (record: ExportedRecord) => void,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const send = (body: unknown) => {
    response.writeHead(200, ELASTIC_HEADERS);
    response.end(JSON.stringify(body));
  };
  const path = (request.url ?? '/').split('?')[0];
  if (request.method === 'POST' && path === '/_bulk') {
    const lines = Buffer.concat(chunks)
      .toString('utf8')
      .split('\n')
      .filter((line) => line !== '');
    // Pairs of lines: what to do with the document, then the document.
    const documents = lines.filter((_, index) => index % 2 === 1);
    for (const document of documents) take(JSON.parse(document) as ExportedRecord);
    send({ errors: false, items: documents.map(() => ({ index: { status: 201 } })) });
  } else if (path === '/') send(VERSION);
  else send({ acknowledged: true });
}
