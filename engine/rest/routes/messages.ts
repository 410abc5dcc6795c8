import type { FastifyInstance } from 'fastify';
import type { Variables } from '../../core/types.ts';
import { DEFAULT_TENANT } from '../../core/types.ts';
import type { RestContext } from '../context.ts';
import { badRequest } from '../problem.ts';
import { correlatedMessageSubscriptions, messageSubscriptions } from '../resources/messages.ts';
import { body, millis, searchBody, variablesSchema } from '../schemas.ts';
import { search } from '../search.ts';
import type { SearchRequest } from '../search-query.ts';

interface MessageBody {
  name: string;
  correlationKey?: string;
  timeToLive?: number;
  messageId?: string;
  variables?: Variables | null;
}

const messageSchema = body(
  {
    name: { type: 'string' },
    correlationKey: { type: 'string' },
    timeToLive: millis,
    messageId: { type: 'string' },
    variables: variablesSchema,
  },
  ['name'],
);

export function messageRoutes(app: FastifyInstance, { runtime, pool }: RestContext): void {
  app.post<{ Body: MessageBody }>('/messages/publication', { schema: { body: messageSchema } }, async (request) => {
    const { name, correlationKey = '', timeToLive = 0, messageId, variables } = request.body;
    if (name === '') throw badRequest('No messageName provided.');
    if (timeToLive < 0) throw badRequest(`The value for timeToLive is '${timeToLive}' but must not be negative.`);
    const { messageKey } = await runtime.execute({
      type: 'publishMessage',
      name,
      correlationKey,
      timeToLive,
      messageId: messageId || undefined,
      variables: variables ?? undefined,
    });
    return { messageKey, tenantId: DEFAULT_TENANT };
  });

  app.post<{ Body: MessageBody }>('/messages/correlation', { schema: { body: messageSchema } }, async (request) => {
    const { name, correlationKey = '', variables } = request.body;
    if (name === '') throw badRequest('No messageName provided.');
    const found = await runtime.execute({
      type: 'correlateMessage',
      name,
      correlationKey,
      variables: variables ?? undefined,
    });
    return { ...found, tenantId: DEFAULT_TENANT };
  });

  app.post<{ Body: SearchRequest }>('/message-subscriptions/search', { schema: { body: searchBody } }, (request) =>
    search(pool, messageSubscriptions, request.body),
  );

  app.post<{ Body: SearchRequest }>(
    '/correlated-message-subscriptions/search',
    { schema: { body: searchBody } },
    (request) => search(pool, correlatedMessageSubscriptions, request.body),
  );
}
