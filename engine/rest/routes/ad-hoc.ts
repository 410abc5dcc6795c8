import type { FastifyInstance } from 'fastify';
import type { Variables } from '../../core/types.ts';
import type { RestContext } from '../context.ts';
import { begunElementSchema, readBegun } from '../job-result.ts';
import { body, keyParams } from '../schemas.ts';

interface ActivationBody {
  elements: { elementId: string; variables?: Variables | null }[];
  cancelRemainingInstances?: boolean;
}

const activationSchema = body(
  {
    elements: { type: 'array', minItems: 1, items: begunElementSchema },
    cancelRemainingInstances: { type: 'boolean' },
  },
  ['elements'],
);

/** Elements of ad-hoc sub-processes, begun from outside. */
export function adHocRoutes(app: FastifyInstance, { runtime }: RestContext): void {
  app.post<{ Params: { key: string }; Body: ActivationBody }>(
    '/element-instances/ad-hoc-activities/:key/activation',
    { schema: { params: keyParams('key'), body: activationSchema } },
    async (request, reply) => {
      const { elements, cancelRemainingInstances } = request.body;
      await runtime.execute({
        type: 'activateAdHocElements',
        adHocSubProcessInstanceKey: request.params.key,
        elements: readBegun(elements),
        cancelRemainingInstances,
      });
      return reply.status(204).send();
    },
  );
}
