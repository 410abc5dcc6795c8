import { REASONS, type TaskDetail } from '../../../../server/api/index.ts';
import { BeforeAfter } from '../../../components/before-after.tsx';
import { OnSiteViews } from '../../../components/on-site-views.tsx';
import { Reviews } from '../../../components/reviews.tsx';
import { PublicityPanel } from '../../cases/publicity-panel.tsx';
import { CaseFacts } from '../case-facts.tsx';
import { Opinion } from './fields.tsx';
import { built, missing, type Step, trimmed } from './step.ts';

/** An objection to a notice that still runs is decided here too; a case under review has its reviewer's opinion. */
const onObjection = (detail: TaskDetail): boolean => detail.case.sla.pauseCause === 'publicity';
const objectionPhrases = ['经会商，异议不成立，继续公告。', '经会商，异议成立，不予登记。'];
const phrases = ['经会商，同意登记。', '请补充权属来源说明后再审。', '退回审核，按现有材料作出结论。'];

/** 会商决定 of a case that the reviewer does not decide alone (§5.9). */
export const decideEscalation: Step = {
  Form: (props) => (
    <>
      <PublicityPanel detail={props.detail.case} />
      <Reviews reviews={props.detail.case.reviews} />
      <OnSiteViews views={props.detail.case.onSiteViews} onShowDocument={props.onShowDocument} />
      <section className="panel">
        <div className="panel-head">
          <h2>登记簿变化</h2>
        </div>
        <div className="panel-body">
          <BeforeAfter preview={props.detail.register} />
        </div>
      </section>
      <CaseFacts detail={props.detail.case} />
      <section className="panel">
        <div className="panel-body">
          <Opinion {...props} phrases={onObjection(props.detail) ? objectionPhrases : phrases} label="会商意见" />
        </div>
      </section>
    </>
  ),
  build(_detail, draft, decision) {
    const opinion = trimmed(draft.opinion);
    if (opinion === '') return missing('请填写会商意见；附条件的写明条件。');
    switch (decision.value) {
      case 'approve':
      case 'conditions':
      case 'returned':
        return built({ elementId: 'DecideEscalation', escalationDecision: decision.value, opinion });
      default:
        if (!draft.reasonCode) return missing('请选择不予登记的理由。');
        return built({
          elementId: 'DecideEscalation',
          escalationDecision: 'refuse',
          reasonCode: draft.reasonCode,
          opinion,
        });
    }
  },
  writes(detail, draft, decision) {
    if (decision.value === 'approve' && onObjection(detail))
      return <>异议不成立，继续公告，期满后审核。意见：{draft.opinion}</>;
    if (decision.value === 'approve') return <>同意登记，送签簿。意见：{draft.opinion}</>;
    if (decision.value === 'conditions') return <>附条件同意，退回审核人落实。条件：{draft.opinion}</>;
    if (decision.value === 'returned') return <>退回审核人作出结论。意见：{draft.opinion}</>;
    const reason = REASONS.refuse.find((one) => one.code === draft.reasonCode);
    return <>会商不予登记{reason ? `，理由：${reason.text}` : ''}；确认后出具《不予登记决定书》。</>;
  },
};
