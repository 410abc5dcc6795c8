import { type CamundaUnderTest, startCamundaUnderTest } from '../../camunda/support/engine-under-test.ts';
import type { ExportedRecord } from '../../camunda/support/record-sink.ts';
import { openGateway } from './gateway.ts';
import type { StagedEngine } from './stage.ts';
import type { TraceRecord } from './trace.ts';

/** The log is at rest when this many fences in a row came back with nothing between them. */
const QUIET_FENCES = 3;
/** More, and it goes round in circles. */
const MAX_FENCES = 1_000;
/** Longer, and the broker hangs. */
const FENCE_MS = 30_000;

const isFence = ({ valueType, value }: ExportedRecord): boolean =>
  valueType === 'SIGNAL' && String(value.signalName).startsWith('fence-');

const toTrace = (record: ExportedRecord): TraceRecord => ({ ...record, key: String(record.key) });

/** The real 8.6.0 broker as the parity corpus needs it. */
export async function startCamundaStage(): Promise<StagedEngine> {
  const engine: CamundaUnderTest = await startCamundaUnderTest();
  const grpc = engine.grpcAddress.replace('grpc://', '');
  const gateway = openGateway(grpc);
  const records: TraceRecord[] = engine.sink.records().map(toTrace);
  let fences = 0;
  let awaited = { signalName: '', arrived: () => {} };
  engine.sink.onRecord((record) => {
    if (!isFence(record)) records.push(toTrace(record));
    else if (record.value.signalName === awaited.signalName) awaited.arrived();
  });

  /**
   * A signal nobody listens to is a fence: the log is one sequence, so when it is exported, everything before it is too.
   * Follow-up commands may still stand behind it; only fences with nothing between them mean rest.
   */
  async function settled(follows?: 'nothing'): Promise<void> {
    const enough = follows === 'nothing' ? 1 : QUIET_FENCES;
    const last = fences + MAX_FENCES;
    for (let quiet = 0; quiet < enough; ) {
      const before = records.length;
      if (fences === last) throw new Error('the broker does not come to rest');
      fences += 1;
      const signalName = `fence-${fences}`;
      const exported = new Promise<void>((resolve, reject) => {
        const late = setTimeout(() => reject(new Error(`${signalName} is not in the log`)), FENCE_MS);
        awaited = { signalName, arrived: () => resolve(clearTimeout(late)) };
      });
      await Promise.all([gateway.unary('BroadcastSignal')({ signalName }), exported]);
      quiet = follows === 'nothing' || records.length === before ? quiet + 1 : 0;
    }
  }

  return {
    name: 'camunda',
    grpc,
    rest: engine.camunda.restAddress,
    records: () => records,
    settled,
    async stop() {
      gateway.close();
      await engine.stop();
    },
  };
}
