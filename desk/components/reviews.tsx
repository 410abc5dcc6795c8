import type { CaseDetail } from '../../server/api/index.ts';
import { formatDateTime } from '../lib/format.ts';
import { reasonText } from '../lib/words.ts';

const decisions: Record<string, string> = {
  approve: '同意',
  supplement: '退回补正',
  refuse: '不予登记',
  accept: '受理',
  reject: '退回',
  enter: '同意登簿',
  return: '退回复核',
  confirm: '确认不予登记',
  onsite: '实地查看',
  escalate: '提请会商',
  conditions: '附条件同意',
  returned: '退回审核',
};
const steps: Record<string, string> = {
  intake: '收件',
  review: '审核',
  re_review: '复核',
  sign_book: '登簿',
  confirm_refusal: '督办确认',
  confirm_superseded: '查封确认',
};
/** Opinions given so far, newest last. */
export function Reviews({ reviews }: { reviews: CaseDetail['reviews'] }) {
  if (reviews.length === 0) return null;
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>已有意见</h2>
      </div>
      <div className="panel-body">
        {reviews.map((one, index) => (
          <p key={index} style={{ marginBottom: 6 }}>
            <span className="tag">{steps[one.step] ?? one.step}</span>{' '}
            <strong>{decisions[one.decision] ?? one.decision}</strong>
            {one.reasonCode ? `（${reasonText(one.reasonCode)}）` : ''} {one.opinion}
            <br />
            <span className="muted num">
              {one.by.name} {formatDateTime(one.at)}
            </span>
          </p>
        ))}
      </div>
    </section>
  );
}
