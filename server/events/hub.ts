import { Client, type Pool } from 'pg';
import type { Clock } from '../../platform/clock.ts';
import type { Logger } from '../../platform/logger.ts';
import type { Registry, User } from '../../registry/index.ts';
import type { ChangeEvent } from '../api/events.ts';
import { CHANNEL, type Change } from './announce.ts';
import { forPartner, hallHears, mayHear, rememberOrganisations } from './audience.ts';

/** More open pages than this on one server are refused (a browser holds one each). */
export const MAX_LISTENERS = 5_000;

/** Who hears: somebody signed in, or the screens of a hall, which hear of its 排队号 alone. */
export type Audience = { user: User } | { hall: string };

export interface Listener {
  audience: Audience;
  send(event: ChangeEvent): void;
}

export interface Hub {
  add(listener: Listener): () => void;
  size(): number;
  /** Resolves when the hub hears PostgreSQL. */
  ready: Promise<void>;
  stop(): Promise<void>;
}

/** The register notifies here of every event it appends (registry/evidence/append-event.ts). */
const REGISTER_CHANNEL = 'registry_event';

function fromRegister(event: { caseNo: string | null; district: string; unitCodes: string[] }): Change[] {
  const { caseNo, district } = event;
  return [
    ...(caseNo ? [{ topic: 'case' as const, id: caseNo, caseNo, district }] : []),
    ...event.unitCodes.map((id) => ({ topic: 'unit' as const, id, caseNo, district })),
    { topic: 'board', id: null, caseNo, district },
  ];
}

interface HubDeps {
  registry: Pick<Registry, 'cases'>;
  pool: Pool;
  clock: Clock;
  log: Logger;
}

/** Hears every server's changes on a connection of its own and passes them to the pages open on this one. */
export function startHub({ registry, pool, clock, log }: HubDeps): Hub {
  const organisationOf = rememberOrganisations(registry);
  const listeners = new Set<Listener>();
  let client: Client | undefined;
  let retry: NodeJS.Timeout | undefined;
  let stopped = false;

  const pass = (change: Change) => {
    const event: ChangeEvent = {
      topic: change.topic,
      id: change.id,
      caseNo: change.caseNo ?? null,
      at: clock.now().toISOString(),
    };
    for (const { audience, send } of listeners)
      if ('hall' in audience ? hallHears(audience.hall, change) : mayHear(audience.user, change)) send(event);
    void passToPartners(change, event).catch((err) => log.warn({ err }, 'partners were not told of a change'));
  };
  const passToPartners = async (change: Change, event: ChangeEvent) => {
    for (const { audience, send } of listeners) {
      const told = 'hall' in audience ? null : await forPartner(audience.user, change, event, organisationOf);
      if (told) send(told);
    }
  };

  const connect = async (): Promise<void> => {
    const fresh = new Client(pool.options);
    const lost = (err?: Error) => {
      if (stopped || client !== fresh) return;
      client = undefined;
      log.warn({ err }, 'lost the connection for live updates, connecting again');
      retry = setTimeout(() => void connect().catch(lost), 1_000);
    };
    client = fresh;
    fresh.on('error', lost);
    fresh.on('end', () => lost());
    fresh.on('notification', ({ channel, payload }) => {
      if (!payload) return;
      const content = JSON.parse(payload);
      for (const change of channel === REGISTER_CHANNEL ? fromRegister(content) : [content as Change]) pass(change);
    });
    try {
      await fresh.connect();
      await fresh.query(`LISTEN ${CHANNEL}; LISTEN ${REGISTER_CHANNEL}`);
    } catch (err) {
      lost(err as Error);
    }
  };

  return {
    add: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    size: () => listeners.size,
    ready: connect(),
    stop: async () => {
      stopped = true;
      clearTimeout(retry);
      await client?.end().catch(() => undefined);
    },
  };
}
