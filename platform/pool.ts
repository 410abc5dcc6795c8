import { Client, type ClientConfig, Pool, type PoolConfig } from 'pg';

/** Statements that one connection keeps prepared; the texts of the product are a few hundred. */
const MOST_PREPARED = 600;
/**
 * The place in PostgreSQL that finds out that a migration has changed the tables of a prepared statement ("cached plan must not
 * change result type"). Its SQLSTATE, 0A000, also stands for other things that preparing anew does not heal.
 */
const FINDS_CHANGED_RESULT = 'RevalidateCachedQuery';

type QueryArguments = [text: unknown, values?: unknown, callback?: unknown];

/** A connection that has each statement parsed and, as a rule, planned once, not at every call. */
class PreparingClient extends Client {
  readonly #names = new Map<string, string>();
  #generation = 0;

  override query = ((...args: QueryArguments) => {
    const [text, values, callback] = args;
    const run = super.query.bind(this) as (...args: unknown[]) => unknown;
    const name = typeof text === 'string' && Array.isArray(values) ? this.#nameOf(text) : undefined;
    if (name === undefined) return run(...args);
    const config = { name, text, values };
    if (typeof callback !== 'function') {
      return (run(config) as Promise<unknown>).catch((error: unknown) => {
        this.#heal(error);
        throw error;
      });
    }
    return run(config, (error: unknown, result: unknown) => {
      this.#heal(error);
      callback(error, result);
    });
  }) as Client['query'];

  #nameOf(text: string): string | undefined {
    const known = this.#names.get(text);
    if (known !== undefined || this.#names.size >= MOST_PREPARED) return known;
    const name = `s${this.#generation}_${this.#names.size}`;
    this.#names.set(text, name);
    return name;
  }

  /** The next use prepares anew; the transaction that met the change has failed like any other. */
  #heal(error: unknown): void {
    if ((error as { routine?: string } | null)?.routine !== FINDS_CHANGED_RESULT) return;
    this.#names.clear();
    this.#generation += 1;
  }
}

/**
 * Joins of more than four tables are planned in the order in which they are written. Only two statements have more, both from
 * one unit or certificate to eight optional details: finding an order for those cost PostgreSQL 4 ms each time, a fifth of
 * its work on a case, and there is none better than the written one.
 */
const SESSION = '-c join_collapse_limit=4';

/**
 * A pool whose parametrised statements (text and values) are prepared once per connection. Statements that are given to a connection
 * without waiting for the answers of one another travel together (`pipeline`); each is still answered, and fails, by itself.
 */
export function createPool(config: PoolConfig): Pool {
  const pool = new Pool({
    ...config,
    pipeline: true,
    options: config.options ? `${config.options} ${SESSION}` : SESSION,
    Client: PreparingClient as unknown as new (config?: ClientConfig) => Client,
  } as PoolConfig);
  // The pool hears of idle connections only. One that breaks inside a transaction fails its running or next statement, and also
  // emits an error, which ends the process when nobody listens: every death of PostgreSQL would take server and workers with it.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}
