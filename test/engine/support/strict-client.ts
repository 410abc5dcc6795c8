import { createCamundaClient } from '@camunda8/orchestration-cluster-api';

/** Camunda's own client, generated from its OpenAPI description: a request or an answer of another shape throws. */
export function strictClient(restAddress: string) {
  return createCamundaClient({
    config: {
      CAMUNDA_REST_ADDRESS: restAddress,
      CAMUNDA_AUTH_STRATEGY: 'NONE',
      CAMUNDA_SDK_VALIDATION: 'req:strict,res:strict',
      CAMUNDA_SDK_HTTP_RETRY_MAX_ATTEMPTS: 1,
    },
  });
}

/** What was acknowledged is found at once: no call need wait. */
export const AT_ONCE = { consistency: { waitUpToMs: 0 } };
