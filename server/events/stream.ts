import type { FastifyReply } from 'fastify';
import type { ChangeEvent } from '../api/events.ts';
import { ProblemError } from '../problems/problem-error.ts';
import { type Audience, type Hub, MAX_LISTENERS } from './hub.ts';

const HEARTBEAT_MS = 15_000;
/** A page that does not read for this much is cut off; it reconnects and refetches. */
const MAX_BUFFERED_BYTES = 1024 * 1024;

/** Opens a stream of changes to one page, until it hangs up or `end` is called. */
export type OpenStream = (reply: FastifyReply, audience: Audience, now: Date) => void;

/** @param open what ends each stream that is open */
export function streamOf(hub: Hub, open: Set<() => void>): OpenStream {
  return (reply, audience, now) => {
    if (hub.size() >= MAX_LISTENERS)
      throw new ProblemError(503, 'TOO_MANY_REQUESTS', '在线页面过多，实时更新暂不可用，请稍后刷新。');
    reply.hijack();
    const stream = reply.raw;
    stream.writeHead(200, {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-store, no-transform',
      'X-Accel-Buffering': 'no',
      Connection: 'keep-alive',
    });
    const write = (text: string) => {
      if (stream.writableLength > MAX_BUFFERED_BYTES) stream.destroy();
      else stream.write(text);
    };
    const send = (name: string, event: ChangeEvent) => write(`event: ${name}\ndata: ${JSON.stringify(event)}\n\n`);
    write('retry: 2000\n');
    send('hello', { topic: 'board', id: null, caseNo: null, at: now.toISOString() });
    const remove = hub.add({ audience, send: (event) => send('change', event) });
    const heartbeat = setInterval(() => write(': still here\n\n'), HEARTBEAT_MS);
    const end = () => {
      clearInterval(heartbeat);
      remove();
      open.delete(end);
      stream.end();
    };
    open.add(end);
    stream.on('close', end);
  };
}
