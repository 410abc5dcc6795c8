import { BeforeAfter } from '../../../components/before-after.tsx';
import { CaseFacts } from '../case-facts.tsx';
import { Opinion } from './fields.tsx';
import { built, missing, type Step, type StepFormProps, trimmed } from './step.ts';

const phrases = ['同意登簿。', '登记簿已有变化，退回复核。'];

function Form({ detail, draft, onChange, readOnly }: StepFormProps) {
  return (
    <>
      <section className="panel">
        <div className="panel-head">
          <h2>将写入登记簿的内容</h2>
        </div>
        <div className="panel-body">
          <BeforeAfter preview={detail.register} />
          <p className="note" style={{ marginTop: 10 }}>
            登簿即生效，登簿后不能撤回；有错只能另办更正登记。证书号在登簿时取得。
          </p>
        </div>
      </section>
      <CaseFacts detail={detail.case} />
      <section className="panel">
        <div className="panel-body">
          <Opinion draft={draft} onChange={onChange} readOnly={readOnly} phrases={phrases} label="登簿意见" />
        </div>
      </section>
    </>
  );
}

/** 审核签簿: the one legal moment. The signer sees the page before and after and gives the password once more. */
export const signBook: Step = {
  Form,
  build(_detail, draft, decision) {
    if (trimmed(draft.opinion) === '') return missing('请填写登簿意见。');
    const signDecision = decision.value === 'enter' ? 'enter' : 'return';
    return built({ elementId: 'SignBook', signDecision, opinion: trimmed(draft.opinion) });
  },
  writes(detail, draft, decision) {
    if (decision.value !== 'enter') return <>退回审核复核，登记簿不变。意见：{draft.opinion}</>;
    return (
      <>
        <p style={{ marginBottom: 8 }}>将写入登记簿，写入即生效、不可撤回：</p>
        <BeforeAfter preview={detail.register} />
      </>
    );
  },
  signs: (decision) => decision.value === 'enter',
};
