import type { BANK_COMPLETIONS } from '../../api/completions/index.ts';
import { only, option, type Step, step } from './step.ts';

export const BANK_STEPS: Record<keyof typeof BANK_COMPLETIONS, Step> = {
  BankIdentity: step(
    [
      option('identityDecision', 'ok', '核对属实', 'T', 'primary'),
      option('identityDecision', 'reject', '身份不符', 'J', 'danger'),
    ],
    { hint: '人脸核验不一致或暂不可用，请当面核对证件原件；这样的业务由登记窗口再看一遍。' },
  ),
  ContractInfo: step(only('提交并发送签署链接'), {
    showsRegister: true,
    hint: '金额、期限以申请时填写的为准，填错的请撤回后重新申请。提交后向全部签署人发送短信链接。',
  }),
  BankCheck: step(
    [
      option('checkDecision', 'approve', '同意提交', 'T', 'primary'),
      option('checkDecision', 'return', '退回经办', 'B', 'default'),
      option('checkDecision', 'drop', '不再提交', 'J', 'danger'),
    ],
    { showsRegister: true },
  ),
  ConfirmRank: step(
    [
      option('rankDecision', 'confirm', '接受新顺位', 'T', 'primary'),
      option('rankDecision', 'withdraw', '不接受，撤回', 'J', 'danger'),
    ],
    { showsRegister: true, hint: '另一抵押权先登簿，本行的顺位与确认过的不同；确认之前不会登簿，计时已暂停。' },
  ),
};
