import { Camunda8 } from '@camunda8/sdk';
import type { Addresses, Credentials } from './client.ts';

/** Camunda's SDK for Node, configured by its own settings only. */
export function sdk({ grpcAddress, restAddress }: Addresses, credentials?: Credentials): Camunda8 {
  return new Camunda8({
    ZEEBE_GRPC_ADDRESS: `grpc://${grpcAddress}`,
    ZEEBE_REST_ADDRESS: restAddress,
    ...(credentials
      ? {
          CAMUNDA_AUTH_STRATEGY: 'BASIC' as const,
          CAMUNDA_BASIC_AUTH_USERNAME: credentials.username,
          CAMUNDA_BASIC_AUTH_PASSWORD: credentials.password,
        }
      : { CAMUNDA_AUTH_STRATEGY: 'NONE' as const }),
    CAMUNDA_LOG_LEVEL: 'none',
    zeebeGrpcSettings: { ZEEBE_CLIENT_LOG_LEVEL: 'NONE', ZEEBE_GRPC_CLIENT_RETRY: false },
  });
}
