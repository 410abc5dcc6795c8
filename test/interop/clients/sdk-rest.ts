import { type Connect, carryOut, JOB_TIMEOUT_MS, MESSAGE_TTL_MS, RESULT_TIMEOUT_MS } from './client.ts';
import { sdk } from './sdk.ts';

/** The SDK's REST client with its REST job worker. */
export const sdkRest: Connect = (engine, credentials) => {
  const rest = sdk(engine, credentials).getCamundaRestClient();
  return {
    async deploy(name, content) {
      const { processes } = await rest.deployResources([{ name, content }]);
      const [process] = processes;
      if (!process) throw new Error('nothing was deployed');
      return {
        bpmnProcessId: process.processDefinitionId,
        version: process.processDefinitionVersion,
        key: process.processDefinitionKey,
      };
    },
    async start(processDefinitionId, variables) {
      const request = { processDefinitionId, variables: variables as never };
      return (await rest.createProcessInstance(request)).processInstanceKey;
    },
    async startAndWait(processDefinitionId, variables) {
      const request = { processDefinitionId, variables: variables as never, requestTimeout: RESULT_TIMEOUT_MS };
      return (await rest.createProcessInstanceWithResult(request)).variables as never;
    },
    async work(type, handler) {
      const worker = rest.createJobWorker({
        type,
        worker: 'interop',
        timeout: JOB_TIMEOUT_MS,
        maxJobsToActivate: 10,
        jobHandler: (job) => carryOut(job, handler),
      });
      return { stop: async () => void (await worker.stop()) };
    },
    async publish({ name, correlationKey, id, variables }) {
      await rest.publishMessage({
        name,
        correlationKey,
        messageId: id,
        timeToLive: MESSAGE_TTL_MS,
        variables: variables as never,
      });
    },
    async broadcast(signalName, variables) {
      await rest.broadcastSignal({ signalName, variables: variables as never });
    },
    async giveRetries(jobKey, retries) {
      await rest.updateJob({ jobKey, retries });
    },
    async resolve(incidentKey) {
      await rest.resolveIncident(incidentKey);
    },
    async cancel(processInstanceKey) {
      await rest.cancelProcessInstance({ processInstanceKey });
    },
    refusal: (error) => JSON.parse((error as { response: { body: string } }).response.body).detail,
    tasks: {
      async find({ processInstanceKey }) {
        const { items } = await rest.searchUserTasks({ filter: { processInstanceKey } });
        return items.map(({ userTaskKey, elementId, state, assignee }) => ({
          key: userTaskKey,
          elementId,
          state,
          assignee,
        }));
      },
      assign: (userTaskKey, assignee) => rest.assignUserTask({ userTaskKey, assignee }),
      async complete(userTaskKey, variables) {
        await rest.completeUserTask({ userTaskKey, variables: variables as never });
      },
      async instanceState(processInstanceKey) {
        return (await rest.searchProcessInstances({ filter: { processInstanceKey } })).items[0]?.state;
      },
      async variables(processInstanceKey) {
        const { items } = await rest.searchVariables({ filter: { processInstanceKey } });
        return Object.fromEntries(items.map(({ name, value }) => [name, String(value)]));
      },
      async incidents(processInstanceKey) {
        const { items } = await rest.searchIncidents({ filter: { processInstanceKey, state: 'ACTIVE' } });
        return items.map(({ incidentKey, errorType, errorMessage, jobKey }) => ({
          key: incidentKey,
          type: errorType,
          message: errorMessage,
          jobKey,
        }));
      },
    },
    close: async () => rest.stopWorkers(),
  };
};
