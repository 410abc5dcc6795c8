import type { YILUTONG_COMPLETIONS } from '../../api/completions/index.ts';
import { conflict } from '../../problems/problem-error.ts';
import type { CaseTask } from '../access.ts';
import { type Deps, type EvidenceOf, note, noteOnly } from './evidence.ts';

/** Each company has a role of its own, so the task's role says which service it is about. */
async function serviceOf({ registry }: Deps, task: CaseTask) {
  const found = (await registry.yilutong.transfers(task.caseNo)).find(
    ({ service }) => task.role === `utility_${service}`,
  );
  if (!found) throw conflict('TASK_CANCELLED', '这个任务对应的服务已经不在办理中，请回到待办列表刷新。');
  return found.service;
}

export const YILUTONG_EVIDENCE: EvidenceOf<typeof YILUTONG_COMPLETIONS> = {
  AgreeSplit: async (deps, task, completion, user) => {
    const service = await serviceOf(deps, task);
    await note(deps.registry, task, user, completion.note, { splitDecision: completion.splitDecision });
    if (completion.splitDecision === 'agreed')
      await deps.registry.yilutong.settleWithCompany({ caseNo: task.caseNo, service, buyerTakesOver: true });
    return { splitDecision: completion.splitDecision };
  },
  CheckHolderName: async (deps, task, completion, user) => {
    const service = await serviceOf(deps, task);
    await note(deps.registry, task, user, completion.note, { holderDecision: completion.holderDecision });
    if (completion.holderDecision === 'accept')
      await deps.registry.yilutong.settleWithCompany({ caseNo: task.caseNo, service, showProof: true });
    return { holderDecision: completion.holderDecision };
  },
  CloseServices: noteOnly,
  EscrowProblem: noteOnly,
};
