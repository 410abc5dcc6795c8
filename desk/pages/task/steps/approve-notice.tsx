import { Note } from './fields.tsx';
import { built, missing, optional, type Step, type StepFormProps, trimmed } from './step.ts';

function Form(props: StepFormProps) {
  return (
    <section className="panel">
      <div className="panel-body">
        <p className="note">签发即送达，时刻由登记机构服务器记载，决定查封次序。</p>
        <Note {...props} label="退回理由" placeholder="退回承办人时填写" />
      </div>
    </section>
  );
}

/** 签发通知书, when the approver comes by the inbox instead of the court workbench. */
export const approveNotice: Step = {
  Form,
  build(_detail, draft, decision) {
    const approveDecision = decision.value === 'sign' ? 'sign' : 'return';
    if (approveDecision === 'return' && trimmed(draft.note) === '') return missing('请写明退回承办人的理由。');
    return built({ elementId: 'ApproveNotice', approveDecision, ...optional('note', draft.note) });
  },
  writes: (_detail, draft, decision) =>
    decision.value === 'sign' ? (
      <>签发并送达登记机构，送达后不能撤回。</>
    ) : (
      <>退回承办人，没有送达。理由：{draft.note}</>
    ),
  signs: (decision) => decision.value === 'sign',
};
