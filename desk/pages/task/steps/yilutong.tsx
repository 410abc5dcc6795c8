import type { ReactNode } from 'react';
import type { Completion, DecisionOption } from '../../../../server/api/index.ts';
import { CaseFacts } from '../case-facts.tsx';
import { Note } from './fields.tsx';
import { built, missing, type Step, type StepFormProps, trimmed } from './step.ts';

/** Steps of 一路通: the utility's clerk, the escrow, the list of what was not done in thirty days (domain §5.4). */

function NotedForm(props: StepFormProps) {
  return (
    <>
      <CaseFacts detail={props.detail.case} />
      <section className="panel">
        <div className="panel-body">
          <Note {...props} label="处理情况" placeholder="联系了谁、商定了什么、如何解决" />
        </div>
      </section>
    </>
  );
}

const noted = (
  complete: (note: string, decision: DecisionOption) => Completion,
  writes: (decision: DecisionOption) => ReactNode,
): Step => ({
  Form: NotedForm,
  build: (_detail, draft, decision) =>
    trimmed(draft.note) === '' ? missing('请写明处理情况。') : built(complete(trimmed(draft.note), decision)),
  writes: (_detail, _draft, decision) => writes(decision),
});

const LEFT_TO_COMPANY = '本项转由贵单位线下办理，进度页会告知申请人；登记和其他服务不受影响。';

export const agreeSplit = noted(
  (note, { value }) => ({ elementId: 'AgreeSplit', splitDecision: value === 'agreed' ? 'agreed' : 'manual', note }),
  ({ value }) => (value === 'agreed' ? '欠费改由买方承担，立即重新提交过户。' : LEFT_TO_COMPANY),
);
export const checkHolderName = noted(
  (note, { value }) => ({
    elementId: 'CheckHolderName',
    holderDecision: value === 'accept' ? 'accept' : 'manual',
    note,
  }),
  ({ value }) => (value === 'accept' ? '附登记证明重新提交过户。' : LEFT_TO_COMPANY),
);
export const closeServices = noted(
  (note) => ({ elementId: 'CloseServices', note }),
  () => '关闭清单，本件以“办结，服务转人工”结束。',
);
export const escrowProblem = noted(
  (note) => ({ elementId: 'EscrowProblem', note }),
  () => '将重新向监管银行提交划付。',
);
