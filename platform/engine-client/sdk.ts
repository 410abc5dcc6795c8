import { CamundaRestClient, Zeebe } from '@camunda8/sdk';
import type { EngineClientConfig } from './types.ts';

export type GrpcClient = InstanceType<typeof Zeebe.ZeebeGrpcClient>;
export type RestClient = InstanceType<typeof CamundaRestClient>;

/**
 * The SDK reads its own variables (authentication, TLS, tenants) from the environment; only the addresses come from us.
 * Retries are off: whoever calls decides by the kind of error, and a worker must not hide an overloaded engine.
 */
function sdkConfig(config: EngineClientConfig) {
  return {
    // Without a scheme the SDK would speak TLS.
    ZEEBE_GRPC_ADDRESS: config.zeebeGrpcAddress.includes('://')
      ? config.zeebeGrpcAddress
      : `grpc://${config.zeebeGrpcAddress}`,
    ZEEBE_REST_ADDRESS: config.zeebeRestAddress,
    CAMUNDA_LOG_LEVEL: 'none' as const,
    zeebeGrpcSettings: {
      ZEEBE_CLIENT_LOG_LEVEL: 'NONE' as const,
      ZEEBE_GRPC_CLIENT_RETRY: false,
      GRPC_INITIAL_RECONNECT_BACKOFF_MS: 200 as never,
      GRPC_MAX_RECONNECT_BACKOFF_MS: 2000 as never,
    },
  };
}

/** A gateway answers 504 itself when its broker has not answered for 15 s: after twice that no answer is on its way. */
const REST_ANSWER_WITHIN_MS = 30_000;

export function createGrpcClient(config: EngineClientConfig): GrpcClient {
  return new Zeebe.ZeebeGrpcClient({ config: sdkConfig(config) });
}

export function createRestClient(config: EngineClientConfig): RestClient {
  const request = config.restAnswerWithinMs ?? REST_ANSWER_WITHIN_MS;
  // The SDK sets no time: a connection that was lost without a word would be waited on for ever. Its hook before each request may.
  const bounded = {
    middleware: [
      (options: { timeout: { request?: number } }) => {
        options.timeout = { request };
      },
    ],
  };
  return new CamundaRestClient({ config: { ...sdkConfig(config), ...bounded }, retry: { limit: 0 } });
}
