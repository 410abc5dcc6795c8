import type { FastifyInstance } from 'fastify';
import { ProblemError } from '../../problems/problem-error.ts';

/**
 * Who has left before their request is looked at gets no work done, and no rate limit is asked about nobody. Reading the address
 * here also keeps it for whatever comes later: a closed socket has none.
 */
export function installClientLeft(app: FastifyInstance): void {
  app.addHook('onRequest', async (request) => {
    if ((request.ip as string | undefined) === undefined)
      throw new ProblemError(400, 'BAD_REQUEST', '连接已经断开，操作没有进行。');
  });
}
