import { Input, Radio, Select } from 'antd';
import { OnSiteViews } from '../../../components/on-site-views.tsx';
import { Reviews } from '../../../components/reviews.tsx';
import { UploadScan } from '../../../components/upload-scan.tsx';
import { formatDateTime } from '../../../lib/format.ts';
import { CaseFacts } from '../case-facts.tsx';
import { Field, Note, Opinion } from './fields.tsx';
import { built, type Draft, missing, optional, type Step, type StepFormProps, trimmed } from './step.ts';

/** 实地查看 (条例 §19): an appointment, and what two people saw there. */

const TOO_FEW = '实地查看应当由不少于两名工作人员进行，请选择两人或以上。';
const viewersOf = ({ detail, draft }: Pick<StepFormProps, 'detail' | 'draft'>): string[] =>
  draft.viewers ?? detail.case.onSiteViews.at(-1)?.viewers.map((one) => one.userId) ?? [];

function Viewers(props: StepFormProps) {
  return (
    <Field label="查看人员" hint="不少于两人（实施细则 §15）。">
      <Select
        mode="multiple"
        aria-label="查看人员"
        style={{ width: '100%' }}
        disabled={props.readOnly}
        placeholder="请选择两名或以上工作人员"
        value={viewersOf(props)}
        options={props.detail.colleagues.map((one) => ({ value: one.userId, label: one.name }))}
        optionFilterProp="label"
        onChange={(viewers: string[]) => props.onChange({ viewers })}
      />
    </Field>
  );
}

/** As typed, in the office's own time zone. */
const instantOf = (local: string | undefined): string | null =>
  local && /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(local) ? new Date(`${local}:00+08:00`).toISOString() : null;

export const scheduleOnSite: Step = {
  Form: (props) => (
    <>
      <Reviews reviews={props.detail.case.reviews} />
      <OnSiteViews views={props.detail.case.onSiteViews} onShowDocument={props.onShowDocument} />
      <CaseFacts detail={props.detail.case} />
      <section className="panel">
        <div className="panel-head">
          <h2>约定</h2>
        </div>
        <div className="panel-body">
          <Field label="查看时间">
            <Input
              type="datetime-local"
              aria-label="查看时间"
              style={{ maxWidth: 240 }}
              value={props.draft.onsiteAt ?? ''}
              readOnly={props.readOnly}
              onChange={(event) => props.onChange({ onsiteAt: event.target.value })}
            />
          </Field>
          <Viewers {...props} />
          <Note {...props} label="说明" placeholder="集合地点、与申请人联系的情况等" />
        </div>
      </section>
    </>
  ),
  build(detail, draft) {
    const onsiteAt = instantOf(draft.onsiteAt);
    const viewers = viewersOf({ detail, draft });
    if (!onsiteAt) return missing('请填写查看的日期和时间。');
    if (viewers.length < 2) return missing(TOO_FEW);
    return built({ elementId: 'ScheduleOnSite', onsiteAt, viewers, ...optional('note', draft.note) });
  },
  writes(_detail, draft) {
    const at = instantOf(draft.onsiteAt);
    return <>将短信通知申请人{at ? `于 ${formatDateTime(at)} ` : ''}在现场等候。查看期间暂停计时，时限改按工作日。</>;
  },
};

function Photos({ detail, draft, onChange, readOnly, onShowDocument }: StepFormProps) {
  const chosen = draft.photos ?? [];
  const photos = detail.case.documents.filter((one) => one.kind === 'onsite_photo');
  return (
    <Field label="查看照片" hint="至少一份；JPG、PNG 或 PDF，单份不超过 20 MB。">
      <span style={{ display: 'flex', flexWrap: 'wrap', gap: 8, alignItems: 'center' }}>
        {photos.map((one, index) => (
          <span key={one.documentId} className={chosen.includes(one.documentId) ? 'tag tag-ok' : 'tag'}>
            <button
              type="button"
              className="account"
              style={{ width: 'auto' }}
              onClick={(event) => {
                event.preventDefault();
                onShowDocument(one.documentId);
              }}
            >
              照片 {index + 1}
            </button>
          </span>
        ))}
        <UploadScan
          caseNo={detail.case.caseNo}
          title={`实地查看照片 ${photos.length + 1}`}
          kind="onsite_photo"
          label="上传照片"
          disabled={readOnly}
          onUploaded={(document) => onChange({ photos: [...chosen, document.documentId] })}
        />
      </span>
    </Field>
  );
}

function RecordForm(props: StepFormProps) {
  return (
    <>
      <OnSiteViews views={props.detail.case.onSiteViews} onShowDocument={props.onShowDocument} />
      <CaseFacts detail={props.detail.case} />
      <section className="panel">
        <div className="panel-head">
          <h2>查看记录</h2>
        </div>
        <div className="panel-body">
          <Field label="现状与登记簿">
            <Radio.Group
              disabled={props.readOnly}
              value={props.draft.onsiteResult}
              options={[
                { value: 'consistent', label: '一致' },
                { value: 'inconsistent', label: '不一致' },
              ]}
              onChange={(event) => props.onChange({ onsiteResult: event.target.value as Draft['onsiteResult'] })}
            />
          </Field>
          <Viewers {...props} />
          <Photos {...props} />
          <Opinion
            {...props}
            label="查看情况"
            phrases={['现场坐落、结构、用途与登记簿记载一致。', '约定时间现场无人，未能查看。']}
          />
        </div>
      </section>
    </>
  );
}

export const recordOnSite: Step = {
  Form: RecordForm,
  build(detail, draft, decision) {
    const viewers = viewersOf({ detail, draft });
    const photos = draft.photos ?? [];
    if (viewers.length < 2) return missing(TOO_FEW);
    if (trimmed(draft.opinion) === '') return missing('请写明查看情况。');
    const common = { elementId: 'RecordOnSite' as const, viewers, opinion: trimmed(draft.opinion) };
    if (decision.value === 'absent') return built({ ...common, onsiteDecision: 'absent', photos });
    if (!draft.onsiteResult) return missing('请选择现状与登记簿是否一致。');
    if (photos.length === 0) return missing('请上传查看照片。');
    return built({ ...common, onsiteDecision: 'done', onsiteResult: draft.onsiteResult, photos });
  },
  writes: (_detail, draft, decision) =>
    decision.value === 'absent' ? (
      <>本次未能查看，将重新约定时间，继续暂停计时。</>
    ) : (
      <>
        查看记录（与登记簿{draft.onsiteResult === 'inconsistent' ? '不一致' : '一致'}，照片 {draft.photos?.length ?? 0}{' '}
        份）存入案卷，恢复计时，回到审核。
      </>
    ),
};
