import type { FastifyInstance } from 'fastify';
import { DEFAULT_TENANT, type Variables } from '../../core/types.ts';
import type { RestContext } from '../context.ts';
import { badRequest } from '../problem.ts';
import { body, variablesSchema } from '../schemas.ts';

interface SignalBody {
  signalName: string;
  variables?: Variables | null;
}

const signalSchema = body({ signalName: { type: 'string' }, variables: variablesSchema }, ['signalName']);

export function signalRoutes(app: FastifyInstance, { runtime }: RestContext): void {
  app.post<{ Body: SignalBody }>('/signals/broadcast', { schema: { body: signalSchema } }, async (request) => {
    const { signalName, variables } = request.body;
    if (signalName === '') throw badRequest('No signalName provided.');
    const { signalKey } = await runtime.execute({
      type: 'broadcastSignal',
      signalName,
      variables: variables ?? undefined,
    });
    return { signalKey, tenantId: DEFAULT_TENANT };
  });
}
