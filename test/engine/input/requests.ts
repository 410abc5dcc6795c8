/**
 * Malformed requests as data, so that fast-check can shrink the one that does harm. `$INSTANCE`, `$JOB`, `$TASK` and
 * `$DEFINITION` stand for keys that exist when the request is sent.
 */
import fc from 'fast-check';
import { type Damage, grpcRequest } from './grpc-requests.ts';
import { brokenDeployment, brokenRun } from './resources.ts';
import { rawBytes, restRequest } from './rest-requests.ts';

export interface Upload {
  name: string;
  content: string;
}

export type Request =
  | { kind: 'rest'; method: string; path: string; headers: Record<string, string>; body: string | Uint8Array | null }
  | { kind: 'grpc'; method: string; message: object; damage: Damage }
  /** Written to a bare connection, which is then closed. */
  | { kind: 'raw'; port: 'rest' | 'grpc'; bytes: Uint8Array }
  | { kind: 'deploy'; files: Upload[] }
  /** Deployed, started when that is allowed, and ended. */
  | { kind: 'run'; file: Upload; processId: string; variables: string };

export const malformedRequest: fc.Arbitrary<Request> = fc.oneof(
  { weight: 9, arbitrary: restRequest },
  { weight: 7, arbitrary: grpcRequest },
  { weight: 1, arbitrary: rawBytes },
  { weight: 2, arbitrary: brokenDeployment },
  { weight: 2, arbitrary: brokenRun },
);
