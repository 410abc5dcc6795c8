import type { ChangeSet, EntityKind, Snapshot } from '../../../engine/core/index.ts';

const LIVE: { [K in EntityKind]?: (row: never) => boolean } = {
  processInstance: (row: { state: string }) => row.state === 'ACTIVE',
  elementInstance: (row: { state: string }) => row.state !== 'COMPLETED' && row.state !== 'TERMINATED',
  job: (row: { state: string }) => row.state !== 'COMPLETED' && row.state !== 'CANCELED',
  userTask: (row: { endedAt: number | null }) => row.endedAt === null,
  incident: (row: { state: string }) => row.state === 'ACTIVE',
  messageSubscription: (row: { state: string }) => row.state !== 'CORRELATED' && row.state !== 'DELETED',
  decision: (row: { deletedAt: number | null }) => row.deletedAt === null,
  decisionRequirements: (row: { deletedAt: number | null }) => row.deletedAt === null,
  batchOperation: (row: { endedAt: number | null }) => row.endedAt === null,
  batchOperationItem: (row: { state: string }) => row.state === 'ACTIVE',
  correlatedMessage: () => false,
  decisionInstance: () => false,
};

/** Tables as the storage keeps them: what was ever written, minus what was deleted; read back as `Snapshot` says. */
export function createTables() {
  const tables = new Map<string, Map<string, unknown>>();
  return {
    write(changes: ChangeSet) {
      for (const [kind, change] of Object.entries(changes)) {
        if (typeof change !== 'object') continue;
        const table = tables.get(kind) ?? new Map<string, unknown>();
        tables.set(kind, table);
        for (const row of change.upserts as { key: string }[]) table.set(row.key, structuredClone(row));
        for (const key of change.deletes) table.delete(key);
      }
      tables.set('nextKey', new Map([['', changes.nextKey]]));
    },
    read(): Snapshot {
      const rows = (kind: string) => [...(tables.get(kind)?.values() ?? [])];
      const snapshot: Record<string, unknown> = { nextKey: tables.get('nextKey')?.get('') };
      for (const kind of tables.keys()) {
        if (kind !== 'nextKey')
          snapshot[kind] = rows(kind).filter((row) => LIVE[kind as EntityKind]?.(row as never) ?? true);
      }
      const alive = new Set((snapshot.elementInstance as { key: string }[] | undefined)?.map((row) => row.key));
      snapshot.variable = (rows('variable') as { scopeKey: string }[]).filter((row) => alive.has(row.scopeKey));
      return snapshot as Snapshot;
    },
  };
}
