import { setTimeout as sleep } from 'node:timers/promises';
import { type EngineRecord, startEngine } from '../../../engine/index.ts';
import { createTestDatabase } from '../../support/database.ts';
import type { StagedEngine } from './stage.ts';
import type { TraceRecord } from './trace.ts';

const STEP_MS = 5;
/** At rest when no record came for this many looks in a row. */
const QUIET_STEPS = 3;

/** The core's records carry its entities; where Zeebe's exporters use another name or form, theirs is used here. */
export function toTrace(record: EngineRecord): TraceRecord {
  const { value } = record;
  const zeebes: Record<string, Record<string, unknown>> = {
    VARIABLE: { value: JSON.stringify(value.value) },
    JOB: { recurringTime: value.retryAt, jobKind: value.kind, jobListenerEventType: value.listenerEvent },
    SIGNAL_SUBSCRIPTION: { catchEventInstanceKey: value.elementInstanceKey },
    COMPENSATION_SUBSCRIPTION: {
      compensableActivityId: value.activityId,
      compensableActivityInstanceKey: value.activityInstanceKey,
      compensableActivityScopeKey: value.scopeKey,
      compensationHandlerId: value.handlerId,
      compensationHandlerInstanceKey: value.handlerInstanceKey,
    },
    USER_TASK: { candidateGroupsList: value.candidateGroups, candidateUsersList: value.candidateUsers },
    PROCESS_MESSAGE_SUBSCRIPTION: { elementId: value.targetElementId },
  };
  return { ...record, recordType: 'EVENT', value: { ...value, ...zeebes[record.valueType] } };
}

/** The embedded engine with its real storage and gateways, on a database of its own. */
export async function startEmbeddedStage(): Promise<StagedEngine> {
  const database = await createTestDatabase();
  const records: TraceRecord[] = [];
  const engine = await startEngine({
    databaseUrl: database.url,
    onRecords: (committed) => records.push(...committed.map(toTrace)),
  });

  async function settled(follows?: 'nothing'): Promise<void> {
    for (let quiet = 0; quiet < (follows === 'nothing' ? 1 : QUIET_STEPS); ) {
      const before = records.length;
      await sleep(STEP_MS);
      quiet = records.length === before ? quiet + 1 : 0;
    }
  }

  return {
    name: 'embedded',
    grpc: engine.grpcAddress.replace('grpc://', ''),
    rest: engine.restAddress,
    records: () => records,
    settled,
    async stop() {
      await engine.stop();
      await database.drop();
    },
  };
}
