import { actorOf } from '../../access/guard.ts';
import type { BANK_COMPLETIONS } from '../../api/completions/index.ts';
import { invalid } from '../../problems/problem-error.ts';
import { type EvidenceOf, note } from './evidence.ts';
import { recordOpenIdentities } from './intake.ts';

export const BANK_EVIDENCE: EvidenceOf<typeof BANK_COMPLETIONS> = {
  BankIdentity: recordOpenIdentities,
  ContractInfo: async ({ registry }, task, completion, user) => {
    const { loanSignedOn, mortgageSignedOn } = completion;
    await registry.bank.saveContractInfo({
      caseNo: task.caseNo,
      taskKey: task.taskKey,
      loanSignedOn,
      mortgageSignedOn,
      note: completion.note ?? null,
      by: actorOf(user),
    });
    return {};
  },
  BankCheck: async ({ registry }, task, completion, user) => {
    const { checkDecision: decision } = completion;
    if (decision === 'return' && task.itemCode === 'BDC-21') {
      const message = '注销业务没有信息表可以修改；请同意提交，或不再提交。';
      throw invalid(message, [{ path: '/checkDecision', code: 'ENUM', message }]);
    }
    await registry.bank.recordCheck({
      caseNo: task.caseNo,
      taskKey: task.taskKey,
      decision,
      note: completion.note,
      by: actorOf(user),
    });
    return { checkDecision: decision };
  },
  ConfirmRank: async ({ registry }, task, completion, user) => {
    const { rankDecision } = completion;
    if (rankDecision === 'confirm')
      await registry.bank.confirmRanks({ caseNo: task.caseNo, taskKey: task.taskKey, by: actorOf(user) });
    await note(registry, task, user, completion.note, { rankDecision });
    return { rankDecision };
  },
};
