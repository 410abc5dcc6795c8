import { createCamundaClient } from '@camunda8/orchestration-cluster-api';
import { type Connect, carryOut, JOB_TIMEOUT_MS, MESSAGE_TTL_MS, RESULT_TIMEOUT_MS } from './client.ts';

/** Searches of the embedded engine find at once what was acknowledged. */
const AT_ONCE = { consistency: { waitUpToMs: 0 } };

/**
 * @camunda8/orchestration-cluster-api, the client generated from Camunda 8.8's own description of the REST API. It checks every
 * answer against that description and throws where one differs.
 */
export const clusterApi: Connect = ({ restAddress }, credentials) => {
  const client = createCamundaClient({
    config: {
      CAMUNDA_REST_ADDRESS: restAddress,
      CAMUNDA_SDK_VALIDATION: 'req:strict,res:strict',
      CAMUNDA_SDK_HTTP_RETRY_MAX_ATTEMPTS: '1',
      CAMUNDA_SDK_LOG_LEVEL: 'silent',
      ...(credentials
        ? {
            CAMUNDA_AUTH_STRATEGY: 'BASIC' as const,
            CAMUNDA_BASIC_AUTH_USERNAME: credentials.username,
            CAMUNDA_BASIC_AUTH_PASSWORD: credentials.password,
          }
        : { CAMUNDA_AUTH_STRATEGY: 'NONE' as const }),
    } as never,
  });
  const create = (processDefinitionId: string, variables: object, more: object = {}) =>
    client.createProcessInstance({ processDefinitionId, variables, ...more } as never);
  return {
    async deploy(name, content) {
      const { processes } = await client.createDeployment({ resources: [new File([content], name)] });
      const [process] = processes;
      if (!process) throw new Error('nothing was deployed');
      return {
        bpmnProcessId: process.processDefinitionId,
        version: process.processDefinitionVersion,
        key: process.processDefinitionKey,
      };
    },
    async start(processId, variables) {
      return (await create(processId, variables)).processInstanceKey;
    },
    async startAndWait(processId, variables) {
      const more = { awaitCompletion: true, requestTimeout: RESULT_TIMEOUT_MS };
      return (await create(processId, variables, more)).variables;
    },
    async work(jobType, handler) {
      const worker = client.createJobWorker({
        jobType,
        workerName: 'interop',
        jobTimeoutMs: JOB_TIMEOUT_MS,
        pollTimeoutMs: JOB_TIMEOUT_MS,
        maxParallelJobs: 10,
        jobHandler: (job) => carryOut(job, handler),
      });
      return { stop: async () => worker.stop() };
    },
    async publish({ name, correlationKey, id, variables }) {
      await client.publishMessage({ name, correlationKey, messageId: id, timeToLive: MESSAGE_TTL_MS, variables });
    },
    async broadcast(signalName, variables) {
      await client.broadcastSignal({ signalName, variables });
    },
    async giveRetries(jobKey, retries) {
      await client.updateJob({ jobKey, changeset: { retries } } as never);
    },
    async resolve(incidentKey) {
      await client.resolveIncident({ incidentKey } as never);
    },
    async cancel(processInstanceKey) {
      await client.cancelProcessInstance({ processInstanceKey } as never);
    },
    refusal: (error) => String((error as { detail?: string }).detail),
    tasks: {
      async find({ processInstanceKey }) {
        const { items } = await client.searchUserTasks({ filter: { processInstanceKey } } as never, AT_ONCE);
        return (items ?? []).map(({ userTaskKey, elementId, state, assignee }) => ({
          key: String(userTaskKey),
          elementId: String(elementId),
          state: String(state),
          assignee,
        }));
      },
      async assign(userTaskKey, assignee) {
        await client.assignUserTask({ userTaskKey, assignee } as never);
      },
      async complete(userTaskKey, variables) {
        await client.completeUserTask({ userTaskKey, variables } as never);
      },
      async instanceState(processInstanceKey) {
        const { items } = await client.searchProcessInstances({ filter: { processInstanceKey } } as never, AT_ONCE);
        return items[0]?.state;
      },
      async variables(processInstanceKey) {
        const { items } = await client.searchVariables({ filter: { processInstanceKey } } as never, AT_ONCE);
        return Object.fromEntries((items ?? []).map(({ name, value }) => [String(name), String(value)]));
      },
      async incidents(processInstanceKey) {
        const filter = { processInstanceKey, state: 'ACTIVE' };
        const { items } = await client.searchIncidents({ filter } as never, AT_ONCE);
        return (items ?? []).map(({ incidentKey, errorType, errorMessage, jobKey }) => ({
          key: String(incidentKey),
          type: String(errorType),
          message: String(errorMessage),
          jobKey,
        }));
      },
    },
    close: async () => client.stopAllWorkers(),
  };
};
