import type { Camunda } from '../../../scripts/camunda/broker.ts';
import { startCamunda } from '../../../scripts/camunda/broker.ts';
import { createFront, type Front } from './front.ts';
import { createRecordSink, type RecordSink } from './record-sink.ts';

/** A real broker as the product sees it: gRPC at the broker, REST at the front that adds what 8.6 lacks. */
export interface CamundaUnderTest {
  /** For ZEEBE_GRPC_ADDRESS. */
  grpcAddress: string;
  /** For ZEEBE_REST_ADDRESS: the front's. */
  restAddress: string;
  camunda: Camunda;
  sink: RecordSink;
  front: Front;
  stop(): Promise<void>;
}

/** Why no real broker can run here, as a sentence; undefined when one can. Set by test/camunda/vitest.config.ts. */
export const camundaMissing: string | undefined = process.env.YITONG_CAMUNDA_MISSING || undefined;

/** Starts a broker with a fresh state, a controllable clock and every record exported. Takes about ten seconds. */
export async function startCamundaUnderTest(): Promise<CamundaUnderTest> {
  const sink = await createRecordSink();
  const camunda = await startCamunda({ exporterUrl: sink.url, controlledClock: true });
  const front = await createFront(camunda.restAddress, sink);
  return {
    grpcAddress: camunda.grpcAddress,
    restAddress: front.url,
    camunda,
    sink,
    front,
    async stop() {
      await front.stop();
      await camunda.stop();
      await sink.stop();
    },
  };
}
