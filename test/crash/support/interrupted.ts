import type { Pool, PoolClient } from 'pg';

/**
 * Where in the transaction of the 登簿 something happens to it: before a statement of it, when its COMMIT is on its way, or when
 * the COMMIT is answered and nobody has heard of it yet.
 */
export type Moment = { before: number } | 'COMMIT sent' | 'COMMIT answered';

/** What the connection does from then on: nothing; whoever waits for it hears of a broken connection. */
export class Interrupted extends Error {}

/**
 * The same pool, whose transactions call `strike` at the moment given. Whoever used it is told of an error then, unless PostgreSQL
 * answers a COMMIT that was sent.
 */
export function interruptedPool(pool: Pool, moment: Moment, strike: (client: PoolClient) => void): Pool {
  const connect = async () => {
    const client = await pool.connect();
    let statements = 0;
    const query = async (...args: unknown[]) => {
      const run = () => (client.query as (...args: unknown[]) => Promise<unknown>)(...args);
      if (args[0] === 'COMMIT' && moment === 'COMMIT sent') {
        const answer = run();
        strike(client);
        return answer;
      }
      if (args[0] === 'COMMIT' && moment === 'COMMIT answered') {
        await run();
        strike(client);
        throw new Interrupted('The answer to COMMIT was lost');
      }
      statements += 1;
      if (typeof moment === 'object' && statements === moment.before) {
        strike(client);
        throw new Interrupted(`Interrupted before statement ${statements}`);
      }
      return run();
    };
    return new Proxy(client, {
      get: (target, key) =>
        key === 'query' ? query : key === 'release' ? () => target.release(true) : Reflect.get(target, key),
    });
  };
  return new Proxy(pool, {
    get: (target, key) => (key === 'connect' ? connect : Reflect.get(target, key).bind?.(target)),
  });
}
