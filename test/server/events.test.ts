import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ChangeEvent } from '../../server/api/index.ts';
import { type Harness, signIn, startHarness, type User } from './support/harness.ts';

let harness: Harness;
let acceptor: User;

beforeAll(async () => {
  harness = await startHarness();
  acceptor = await harness.signIn('acceptor-330203');
});
afterAll(() => harness.stop());

interface Stream {
  heard: ChangeEvent[];
  text: string;
  contentType: string | null;
  ended: boolean;
  close(): void;
}

async function listen(url: string, user: User): Promise<Stream> {
  const abort = new AbortController();
  const answer = await fetch(`${url}/api/events`, { headers: { cookie: user.cookie }, signal: abort.signal });
  const stream: Stream = {
    heard: [],
    text: '',
    contentType: answer.headers.get('content-type'),
    ended: false,
    close: () => abort.abort(),
  };
  const decoder = new TextDecoder();
  void (async () => {
    for await (const chunk of answer.body!) {
      stream.text += decoder.decode(chunk, { stream: true });
      stream.heard = [...stream.text.matchAll(/event: change\ndata: (.+)\n/g)].map((match) => JSON.parse(match[1]!));
    }
  })()
    .catch(() => undefined)
    .finally(() => {
      stream.ended = true;
    });
  return stream;
}

test('every server tells its pages what changed, and only those who may hear it', async () => {
  const other = await harness.another();
  const streams = {
    own: await listen(harness.url, acceptor),
    colleague: await listen(other.url, await signIn(other.url, 'reviewer-330203')),
    elsewhere: await listen(other.url, await signIn(other.url, 'reviewer-330205')),
    analyst: await listen(harness.url, await harness.signIn('analyst')),
  };
  expect(streams.own.contentType).toContain('text/event-stream');
  await harness.until('the greetings', async () =>
    Object.values(streams).every((one) => one.text.includes('event: hello')),
  );

  const caseNo = await harness.fileAndAccept(acceptor);
  await harness.until('news on both servers', async () =>
    [streams.own, streams.colleague].every((one) =>
      one.heard.some((event) => event.topic === 'task' && event.caseNo === caseNo),
    ),
  );
  expect(streams.elsewhere.heard.filter((event) => event.caseNo === caseNo)).toEqual([]);
  expect(streams.analyst.heard.filter((event) => event.topic !== 'process')).toEqual([]);
  // Only what changed, never how.
  for (const event of streams.own.heard) expect(Object.keys(event).sort()).toEqual(['at', 'caseNo', 'id', 'topic']);
  for (const stream of Object.values(streams)) stream.close();
});

test('a stopping server ends its streams instead of waiting for them', async () => {
  const other = await harness.another();
  const stream = await listen(other.url, await signIn(other.url, 'acceptor-330203'));
  await harness.until('the greeting', async () => stream.text.includes('event: hello'));
  expect(stream.ended).toBe(false);
  // Nobody hangs up: a server that waited would wait until the test's own time is over.
  await other.server.app.close();
  await harness.until('the end of the stream', async () => stream.ended);
});
