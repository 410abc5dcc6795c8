import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Static, TSchema } from 'typebox';
import Type from 'typebox';
import { EscrowCallback } from '../../departments/escrow/contract.ts';
import { signatureHeader } from '../../departments/index.ts';
import { UtilityCallback } from '../../departments/utility/contract.ts';
import type { Wakers } from '../background.ts';
import type { ServerDeps } from '../deps.ts';
import type { App } from './types.ts';

export type ReadCallback = <S extends TSchema>(schema: S, raw: unknown, signature: unknown) => Static<S>;
const Answer = Type.Object({ received: Type.Literal(true), first: Type.Boolean() });
const STATES = { 'escrow.funded': 'FUNDED', 'escrow.released': 'RELEASED', 'escrow.failed': 'FAILED' } as const;

/** 资金监管 and utilities (domain §5.4). A late or repeated event changes nothing. */
export function yilutongCallbacks(
  app: App,
  { registry }: Pick<ServerDeps, 'registry'>,
  wake: Wakers,
  read: ReadCallback,
): void {
  const receive = (path: string, work: (request: FastifyRequest) => Promise<{ first: boolean }>) =>
    app.post(path, { schema: { response: { 200: Answer } } }, async (request, _reply: FastifyReply) => {
      const { first } = await work(request as unknown as FastifyRequest);
      wake.relay();
      return { received: true as const, first };
    });
  receive('/api/callbacks/escrow', ({ body, headers }) => {
    const event = read(EscrowCallback, body, headers[signatureHeader]);
    const at = new Date(event.at);
    return registry.yilutong.recordEscrowState({ escrowNo: event.escrowNo, state: STATES[event.event], at });
  });
  receive('/api/callbacks/utility', ({ body, headers }) => {
    const event = read(UtilityCallback, body, headers[signatureHeader]);
    return registry.yilutong.recordUtilityResult({
      caseNo: event.caseNo,
      orderNo: event.utilityOrderNo,
      result: event.result,
      amountFen: event.amountFen ?? null,
    });
  });
}
