import { type AskOutcome, RegistryError, type WaitingRequest } from '../../registry/index.ts';
import type { ServerDeps } from '../deps.ts';
import { ProblemError } from '../problems/problem-error.ts';
import { askState, kindOf, sendAgain } from './calls.ts';
import { receiveAnswer } from './receive-answer.ts';

export type AskDeps = Pick<ServerDeps, 'registry' | 'departments' | 'clock' | 'log'> & {
  config: Pick<ServerDeps['config'], 'callbackSecret' | 'callbackUrl'>;
};

interface Asked {
  outcome: AskOutcome;
  message?: string;
}

/**
 * Asks the department what became of one request. What it has called back is received as if it came by callback now; a request of
 * which it has no memory is sent again. `by`: who wants to know; `system`: the sweep.
 */
export async function askForAnswer(deps: AskDeps, request: WaitingRequest, by: string): Promise<WaitingRequest> {
  const asked = await ask(deps, request);
  const { requestId, department, caseNo, operation } = request;
  deps.log.info({ requestId, department, caseNo, operation, outcome: asked.outcome }, 'a department was asked again');
  return deps.registry.requests.noteAsk({ request, by, ...asked });
}

async function ask(deps: AskDeps, request: WaitingRequest): Promise<Asked> {
  const state = await askState(deps.departments, request);
  if (state.kind === 'unavailable') return { outcome: 'unavailable', message: state.technical.message };
  if (state.kind === 'refused') return { outcome: 'refused', message: state.message };
  // A department that lost its books may have given the number to somebody else's request.
  const forgotten = state.value.state === 'unknown' || state.value.caseNo !== request.caseNo;
  if (forgotten) return again(deps, request);
  let learned = false;
  try {
    for (const { body, signature } of state.value.results) {
      const { first } = await receiveAnswer(deps, kindOf(request.department), Buffer.from(body), signature);
      learned ||= first;
    }
  } catch (error) {
    // What would be answered to a callback is kept for the supervisor; anything else is a fault of ours.
    if (error instanceof ProblemError) return { outcome: 'refused', message: error.detail };
    if (error instanceof RegistryError) return { outcome: 'refused', message: error.message };
    throw error;
  }
  const settled = learned || (await deps.registry.requests.find(request.requestId)) === null;
  return { outcome: settled ? 'answered' : 'pending' };
}

async function again(deps: AskDeps, request: WaitingRequest): Promise<Asked> {
  const { body } = request;
  if (!body)
    return { outcome: 'refused', message: '对方没有这件请求的记录，原请求也没有保存，请与对方联系后重新发起。' };
  const sent = await sendAgain(deps.departments, { ...request, body }, deps.config.callbackUrl);
  if (sent.kind === 'unavailable') return { outcome: 'unavailable', message: sent.technical.message };
  if (sent.kind === 'refused') return { outcome: 'refused', message: sent.message };
  await deps.registry.requests.recordSentAgain({ requestId: request.requestId, numberThere: sent.value });
  return { outcome: 'sent_again' };
}
