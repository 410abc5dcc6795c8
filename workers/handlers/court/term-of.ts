import Type from 'typebox';
import type { Registry, SeizureTerm } from '../../../registry/index.ts';
import { answerOf, type JobContext, TechnicalFailure } from '../../job.ts';
import { dayOf } from '../case-of.ts';

export const WatchOutcome = Type.Union([
  Type.Literal('RUNNING'),
  Type.Literal('EXPIRED'),
  Type.Literal('LIFTED'),
  Type.Literal('DISPOSED'),
  Type.Literal('RENEWED'),
]);

export async function termOf(registry: Registry, rightId: string): Promise<SeizureTerm> {
  const term = await registry.seizures.term(rightId);
  if (!term) throw new TechnicalFailure(`登记簿中没有查封 ${rightId}，请核对流程变量 rightId。`, false);
  return term;
}

/** Tells the court of a seizure; one that was delivered on paper at the window is told on paper. */
export async function tellCourt(
  { deps, call }: Pick<JobContext, 'deps' | 'call'>,
  term: SeizureTerm,
  what: { kind: 'promoted' | 'expiring' | 'lapsed'; daysLeft?: number },
): Promise<boolean> {
  if (!term.courtId) return false;
  const answer = answerOf(
    await deps.clients.court.notifyCourt(
      {
        courtId: term.courtId,
        kind: what.kind,
        noticeNo: term.noticeNo,
        unitCode: term.unitCode,
        ...(term.startsAt ? { startsOn: dayOf(term.startsAt) } : {}),
        ...(term.endsAt ? { endsOn: dayOf(term.endsAt) } : {}),
        ...(what.daysLeft === undefined ? {} : { daysLeft: what.daysLeft }),
      },
      call(term.noticeNo, `${what.kind}:${term.rightId}:${term.endsAt?.getTime() ?? ''}:${what.daysLeft ?? ''}`),
    ),
  );
  if (!answer.ok) throw new TechnicalFailure(`法院没有接收通知：${answer.message}`);
  return true;
}
