import type { CaseDetail } from '../../server/api/index.ts';
import { formatDateTime } from '../lib/format.ts';

const outcome = (view: CaseDetail['onSiteViews'][number]): string => {
  if (view.decision === null) return '待查看';
  if (view.decision === 'absent') return '未能查看';
  return view.result === 'inconsistent' ? '与登记簿不一致' : '与登记簿一致';
};

/** 实地查看 of a case: when, by whom, what was found, and the photos. */
export function OnSiteViews({
  views,
  onShowDocument,
}: {
  views: CaseDetail['onSiteViews'];
  onShowDocument?: (documentId: string) => void;
}) {
  if (views.length === 0) return null;
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>实地查看</h2>
      </div>
      <div className="panel-body">
        {views.map((view, index) => (
          <p key={index} style={{ marginBottom: 6 }}>
            <span className="tag">{outcome(view)}</span> {view.opinion}{' '}
            {view.photos.map((documentId, photo) =>
              onShowDocument ? (
                <button
                  key={documentId}
                  type="button"
                  className="account"
                  style={{ width: 'auto' }}
                  onClick={() => onShowDocument(documentId)}
                >
                  照片 {photo + 1}
                </button>
              ) : (
                <span key={documentId}>照片 {photo + 1} </span>
              ),
            )}
            <br />
            <span className="muted num">
              约定 {formatDateTime(view.appointedAt)} · 查看人员 {view.viewers.map((one) => one.name).join('、')}
            </span>
          </p>
        ))}
      </div>
    </section>
  );
}
