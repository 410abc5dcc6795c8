import type { ZeebeGrpcClient } from '@camunda8/sdk/dist/zeebe/index.js';
import {
  type Addresses,
  type Connect,
  type Credentials,
  carryOut,
  type InteropClient,
  JOB_TIMEOUT_MS,
  MESSAGE_TTL_MS,
  RESULT_TIMEOUT_MS,
} from './client.ts';
import { sdk } from './sdk.ts';

/** The SDK's gRPC client with workers that poll. */
export const sdkPolling: Connect = (engine, credentials) =>
  connect(engine, credentials, async (zeebe, taskType, handler) => {
    const worker = zeebe.createWorker({
      taskType,
      timeout: JOB_TIMEOUT_MS,
      taskHandler: (job) => carryOut(job, handler),
    });
    return { stop: async () => void (await worker.close()) };
  });

/** The SDK's gRPC client with workers that jobs are pushed to. */
export const sdkStreaming: Connect = (engine, credentials) =>
  connect(engine, credentials, async (zeebe, type, handler) => {
    const stream = await zeebe.streamJobs({
      type,
      worker: 'interop',
      timeout: JOB_TIMEOUT_MS,
      tenantIds: ['<default>'],
      taskHandler: (job) => carryOut(job, handler),
    });
    return { stop: async () => stream.close() };
  });

type Work = (zeebe: ZeebeGrpcClient, ...args: Parameters<InteropClient['work']>) => ReturnType<InteropClient['work']>;

function connect(engine: Addresses, credentials: Credentials | undefined, work: Work): InteropClient {
  const zeebe = sdk(engine, credentials).getZeebeGrpcApiClient();
  return {
    async deploy(name, content) {
      const { deployments } = await zeebe.deployResource({ name, process: Buffer.from(content) });
      const [deployed] = deployments;
      if (!deployed) throw new Error('nothing was deployed');
      const { bpmnProcessId, version, processDefinitionKey } = deployed.process;
      return { bpmnProcessId, version, key: processDefinitionKey };
    },
    async start(bpmnProcessId, variables) {
      return (await zeebe.createProcessInstance({ bpmnProcessId, variables: variables as never })).processInstanceKey;
    },
    async startAndWait(bpmnProcessId, variables) {
      const request = { bpmnProcessId, variables: variables as never, requestTimeout: RESULT_TIMEOUT_MS };
      return (await zeebe.createProcessInstanceWithResult(request)).variables;
    },
    work: (jobType, handler) => work(zeebe, jobType, handler),
    async publish({ name, correlationKey, id, variables }) {
      await zeebe.publishMessage({
        name,
        correlationKey,
        messageId: id,
        timeToLive: MESSAGE_TTL_MS,
        variables: variables as never,
      });
    },
    async broadcast(signalName, variables) {
      await zeebe.broadcastSignal({ signalName, variables: variables as never });
    },
    async giveRetries(jobKey, retries) {
      await zeebe.updateJobRetries({ jobKey, retries });
    },
    async resolve(incidentKey) {
      await zeebe.resolveIncident({ incidentKey });
    },
    async cancel(processInstanceKey) {
      await zeebe.cancelProcessInstance(processInstanceKey);
    },
    refusal: (error) => (error as { details: string }).details,
    close: async () => void (await zeebe.close()),
  };
}
