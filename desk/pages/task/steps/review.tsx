import { type ChecklistEntry, REASONS } from '../../../../server/api/index.ts';
import { BeforeAfter } from '../../../components/before-after.tsx';
import { OnSiteViews } from '../../../components/on-site-views.tsx';
import { PartyTable } from '../../../components/party-table.tsx';
import { Reviews } from '../../../components/reviews.tsx';
import { CaseFacts } from '../case-facts.tsx';
import { MissingMaterials, Opinion } from './fields.tsx';
import { built, missing, type Step, type StepFormProps, trimmed } from './step.ts';

const results: { value: ChecklistEntry['result']; label: string }[] = [
  { value: 'pass', label: '符合' },
  { value: 'fail', label: '不符' },
  { value: 'na', label: '不适用' },
];

const phrases = [
  '经审核，申请材料齐全，符合登记条件，同意登记。',
  '申请材料不齐全，请一次性补正。',
  '不符合登记条件，建议不予登记。',
];

function Form({ detail, draft, onChange, readOnly, onShowDocument }: StepFormProps) {
  const set = (code: string, part: { result?: ChecklistEntry['result']; note?: string }) =>
    onChange({ checklist: { ...draft.checklist, [code]: { ...draft.checklist?.[code], ...part } } });
  const open = detail.checklist.filter((one) => !draft.checklist?.[one.code]?.result);
  const passRest = () =>
    onChange({
      checklist: {
        ...draft.checklist,
        ...Object.fromEntries(
          open.map((one) => [one.code, { ...draft.checklist?.[one.code], result: 'pass' as const }]),
        ),
      },
    });
  return (
    <>
      <section className="panel">
        <div className="panel-head">
          <h2>登记簿变化</h2>
          <span className="muted">登簿前后对照，变化处已标出</span>
        </div>
        <div className="panel-body">
          <BeforeAfter preview={detail.register} />
        </div>
      </section>
      <Reviews reviews={detail.case.reviews} />
      <OnSiteViews views={detail.case.onSiteViews} onShowDocument={onShowDocument} />
      <CaseFacts detail={detail.case} />
      <section className="panel">
        <div className="panel-head">
          <h2>申请人</h2>
        </div>
        <PartyTable
          caseNo={detail.case.caseNo}
          parties={detail.case.partyList}
          canUnmask={detail.case.actions.unmask}
        />
      </section>
      <section className="panel">
        <div className="panel-head">
          <h2>审核要点</h2>
          <span className="grow" />
          {open.length > 0 ? (
            <span className="muted num">还有 {open.length} 项未核对</span>
          ) : (
            <span className="tag tag-ok">✓ 已逐项核对</span>
          )}
          {open.length > 0 && !readOnly ? (
            <button type="button" className="account" style={{ width: 'auto' }} onClick={passRest}>
              其余均符合
            </button>
          ) : null}
        </div>
        <table className="grid checklist">
          <tbody>
            {detail.checklist.map((one, index) => (
              <tr key={one.code}>
                <td className="num muted" style={{ width: 30 }}>
                  {index + 1}
                </td>
                <td>{one.text}</td>
                <td style={{ width: 210 }}>
                  <fieldset disabled={readOnly}>
                    <legend className="visually-hidden">{one.text}</legend>
                    {results.map((result) => (
                      <label key={result.value}>
                        <input
                          type="radio"
                          name={`check-${one.code}`}
                          checked={draft.checklist?.[one.code]?.result === result.value}
                          onChange={() => set(one.code, { result: result.value })}
                        />
                        {result.label}
                      </label>
                    ))}
                  </fieldset>
                </td>
                <td style={{ width: 150 }}>
                  <input
                    type="text"
                    aria-label={`${one.text} 说明`}
                    placeholder="说明"
                    maxLength={300}
                    readOnly={readOnly}
                    value={draft.checklist?.[one.code]?.note ?? ''}
                    onChange={(event) => set(one.code, { note: event.target.value })}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <section className="panel">
        <div className="panel-body">
          <Opinion draft={draft} onChange={onChange} readOnly={readOnly} phrases={phrases} label="审核意见" />
          <MissingMaterials
            draft={draft}
            onChange={onChange}
            readOnly={readOnly}
            options={detail.case.materials.map((one) => one.name)}
          />
        </div>
      </section>
    </>
  );
}

/** 审核 and 复核: the checklist, the opinion, and one of three decisions. */
export const review = (elementId: 'Review' | 'ReReview'): Step => ({
  Form,
  build(detail, draft, decision) {
    const open = detail.checklist.filter((one) => !draft.checklist?.[one.code]?.result);
    const failed = detail.checklist.filter((one) => draft.checklist?.[one.code]?.result === 'fail');
    if (decision.value === 'approve' && open.length > 0) return missing(`还有 ${open.length} 项审核要点没有核对。`);
    if (decision.value === 'approve' && failed.length > 0)
      return missing(`“${failed[0]?.text}”为不符，不能同意。请退回补正、不予登记，或更正核对结果。`);
    if (trimmed(draft.opinion) === '') return missing('请填写审核意见。');
    const checklist = detail.checklist.flatMap((one) => {
      const entry = draft.checklist?.[one.code];
      if (!entry?.result) return [];
      const note = trimmed(entry.note);
      return [{ code: one.code, result: entry.result, ...(note ? { note } : {}) }];
    });
    const common = { elementId, checklist, opinion: trimmed(draft.opinion) };
    switch (decision.value) {
      case 'approve':
        return built({ ...common, reviewDecision: 'approve' });
      case 'supplement':
        if (!draft.missingMaterials?.length) return missing('退回补正须一次性列全需补正的材料。');
        return built({
          ...common,
          reviewDecision: 'supplement',
          missingMaterials: draft.missingMaterials,
          reasonCode: draft.reasonCode ?? 'MATERIAL_INCOMPLETE',
        });
      case 'onsite':
      case 'escalate':
        return elementId === 'Review'
          ? built({ ...common, elementId, reviewDecision: decision.value })
          : missing('复核不能再提请实地查看或会商。');
      default:
        if (!draft.reasonCode) return missing('请选择不予登记的理由。');
        return built({ ...common, reviewDecision: 'refuse', reasonCode: draft.reasonCode });
    }
  },
  writes(_detail, draft, decision) {
    if (decision.value === 'approve') return <>审核通过，送登簿。意见：{draft.opinion}</>;
    if (decision.value === 'supplement')
      return <>将通知申请人补正：{(draft.missingMaterials ?? []).join('、')}。补正期间暂停计时。</>;
    if (decision.value === 'onsite')
      return <>将约定实地查看：两名工作人员到场、拍照记录。期间暂停计时，时限改按工作日。</>;
    if (decision.value === 'escalate') return <>将提请负责人会商。期间暂停计时。疑难之处：{draft.opinion}</>;
    const reason = REASONS.refuse.find((one) => one.code === draft.reasonCode);
    return <>将提请督办确认不予登记{reason ? `，理由：${reason.text}` : ''}。确认后出具《不予登记决定书》。</>;
  },
});
