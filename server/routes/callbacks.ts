import Type from 'typebox';
import { signatureHeader } from '../../departments/index.ts';
import { answerKinds, receiveAnswer } from '../answers/receive-answer.ts';
import type { Wakers } from '../background.ts';
import type { ServerDeps } from '../deps.ts';
import type { App } from './types.ts';

const Answer = Type.Object({ received: Type.Literal(true), first: Type.Boolean() });

/**
 * Results that departments send by themselves. Signed over the raw body, answered only after the register has committed,
 * and told twice they change nothing: the department repeats until it gets a 2xx.
 */
export async function callbackRoutes(parent: App, deps: ServerDeps, wake: Wakers): Promise<void> {
  await parent.register(async (plugin) => {
    const app = plugin as unknown as App;
    app.addContentTypeParser('application/json', { parseAs: 'buffer', bodyLimit: 64 * 1024 }, (_request, body, done) =>
      done(null, body),
    );
    for (const kind of answerKinds) {
      app.post(`/api/callbacks/${kind}`, { schema: { response: { 200: Answer } } }, async (request) => {
        const raw = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
        const signature = request.headers[signatureHeader];
        const { first } = await receiveAnswer(deps, kind, raw, typeof signature === 'string' ? signature : undefined);
        wake.relay();
        return { received: true as const, first };
      });
    }
  });
}
