import { ZBClient } from 'zeebe-node';
import { type Connect, carryOut, JOB_TIMEOUT_MS, MESSAGE_TTL_MS, RESULT_TIMEOUT_MS } from './client.ts';

/** zeebe-node, which its makers no longer keep but departments still run. */
export const zeebeNode: Connect = ({ grpcAddress }, credentials) => {
  const client = new ZBClient(grpcAddress, {
    useTLS: false,
    loglevel: 'NONE',
    retry: false,
    ...(credentials ? { basicAuth: credentials } : {}),
  });
  return {
    async deploy(name, content) {
      const { deployments } = await client.deployResource({ name, process: Buffer.from(content) });
      const [deployed] = deployments;
      if (!deployed) throw new Error('nothing was deployed');
      const { bpmnProcessId, version, processDefinitionKey } = deployed.process;
      return { bpmnProcessId, version, key: processDefinitionKey };
    },
    async start(bpmnProcessId, variables) {
      return (await client.createProcessInstance({ bpmnProcessId, variables: variables as never })).processInstanceKey;
    },
    async startAndWait(bpmnProcessId, variables) {
      const request = { bpmnProcessId, variables: variables as never, requestTimeout: RESULT_TIMEOUT_MS };
      return (await client.createProcessInstanceWithResult(request)).variables;
    },
    async work(taskType, handler) {
      const worker = client.createWorker({
        taskType,
        timeout: JOB_TIMEOUT_MS,
        taskHandler: (job) => carryOut(job, handler),
      });
      return { stop: async () => void (await worker.close()) };
    },
    async publish({ name, correlationKey, id, variables }) {
      await client.publishMessage({
        name,
        correlationKey,
        messageId: id,
        timeToLive: MESSAGE_TTL_MS,
        variables: variables as never,
      });
    },
    async broadcast(signalName, variables) {
      await client.broadcastSignal({ signalName, variables: variables as never });
    },
    async giveRetries(jobKey, retries) {
      await client.updateJobRetries({ jobKey, retries });
    },
    resolve: (incidentKey) => client.resolveIncident({ incidentKey }),
    async cancel(processInstanceKey) {
      await client.cancelProcessInstance(processInstanceKey);
    },
    refusal: (error) => (error as { details: string }).details,
    close: async () => void (await client.close()),
  };
};
