import { InputNumber, Select } from 'antd';
import { type Material, REASONS } from '../../../../server/api/index.ts';
import { PartyTable } from '../../../components/party-table.tsx';
import { UploadScan } from '../../../components/upload-scan.tsx';
import { kindOfMaterial } from '../../../lib/material-kind.ts';
import { MATERIAL_SOURCES } from '../../../lib/words.ts';
import { MissingMaterials, Note } from './fields.tsx';
import { built, type Draft, missing, optional, type Step, type StepFormProps } from './step.ts';

/** Fetched from the other office, as its record number shows; a paper handed in instead has none. */
const isFetched = (material: Material): boolean =>
  material.source === 'shared' && material.present && material.reference !== null;

/** Materials that the system has by itself need no paper. */
const isThere = (material: Material): boolean =>
  isFetched(material) || material.source === 'registry' || material.source === 'generated';

/** The register keeps how a paper was taken as a note on its line. */
const HANDLINGS: Record<string, 'inspect' | 'keep' | undefined> = { 收验: 'inspect', 收缴: 'keep' };

/** What is received: the draft's word, else what the case already says. */
function received(material: Material, draft: Draft): boolean {
  return draft.materials?.[material.materialId]?.received ?? (material.present || isThere(material));
}

export function missingOf(materials: Material[], draft: Draft): string[] {
  return materials.filter((one) => one.required && !received(one, draft)).map((one) => one.name);
}

function Form({ detail, draft, onChange, readOnly, onShowDocument }: StepFormProps) {
  const { materials, caseNo } = detail.case;
  const set = (code: string, part: Record<string, unknown>) =>
    onChange({ materials: { ...draft.materials, [code]: { ...draft.materials?.[code], ...part } } });
  const gaps = missingOf(materials, draft);
  return (
    <>
      <section className="panel">
        <div className="panel-head">
          <h2>收件清单</h2>
          <span className="grow" />
          {materials.length === 0 ? (
            <span className="tag tag-near">▲ 清单还没有取得，请刷新</span>
          ) : gaps.length === 0 ? (
            <span className="tag tag-ok">✓ 材料齐全，可以受理</span>
          ) : (
            <span className="tag tag-near">▲ 缺 {gaps.length} 项</span>
          )}
        </div>
        <div className="scroll-x">
          <table className="grid checklist as-cards">
            <thead>
              <tr>
                <th scope="col">收到</th>
                <th scope="col">材料</th>
                <th scope="col">来源</th>
                <th scope="col">页数</th>
                <th scope="col">收取</th>
                <th scope="col">扫描件</th>
              </tr>
            </thead>
            <tbody>
              {materials.map((material) => {
                const own = draft.materials?.[material.materialId];
                const documentId = own?.documentId ?? material.documentId;
                return (
                  <tr key={material.materialId}>
                    <td>
                      <input
                        type="checkbox"
                        aria-label={`收到 ${material.name}`}
                        checked={received(material, draft)}
                        disabled={readOnly || isThere(material)}
                        onChange={(event) => set(material.materialId, { received: event.target.checked })}
                      />
                    </td>
                    <td>
                      {material.name}
                      {material.required ? null : <span className="muted">（选收）</span>}
                      {material.note && !HANDLINGS[material.note] ? <div className="muted">{material.note}</div> : null}
                    </td>
                    <td style={{ whiteSpace: 'nowrap' }}>
                      {isFetched(material) ? (
                        <span className="tag tag-ok" title={material.reference ?? undefined}>
                          ✓ 已共享获取
                        </span>
                      ) : material.source === 'shared' && !material.present ? (
                        <span className="tag tag-near">▲ 共享未查到，请收纸件</span>
                      ) : (
                        <span className="tag">{MATERIAL_SOURCES[material.source]}</span>
                      )}
                    </td>
                    <td data-label="页数">
                      <InputNumber
                        aria-label={`${material.name} 页数`}
                        style={{ width: 62 }}
                        min={0}
                        max={9999}
                        precision={0}
                        disabled={readOnly || isThere(material)}
                        value={own?.pages ?? material.pages}
                        onChange={(pages) => set(material.materialId, { pages: pages ?? undefined })}
                      />
                    </td>
                    <td data-label="收取">
                      <Select
                        aria-label={`${material.name} 收取方式`}
                        style={{ width: 74 }}
                        disabled={readOnly || isThere(material)}
                        value={own?.handling ?? HANDLINGS[material.note ?? ''] ?? 'inspect'}
                        options={[
                          { value: 'inspect', label: '收验' },
                          { value: 'keep', label: '收缴' },
                        ]}
                        onChange={(handling) => set(material.materialId, { handling })}
                      />
                    </td>
                    <td style={{ whiteSpace: 'nowrap' }}>
                      {documentId ? (
                        <button
                          type="button"
                          className="account"
                          style={{ width: 'auto' }}
                          onClick={() => onShowDocument(documentId)}
                        >
                          查看
                        </button>
                      ) : null}
                      {isThere(material) ? null : (
                        <UploadScan
                          caseNo={caseNo}
                          title={material.name}
                          kind={kindOfMaterial(material.materialId)}
                          materialId={material.materialId}
                          label={documentId ? '重传' : '上传'}
                          disabled={readOnly}
                          onUploaded={(document) =>
                            set(material.materialId, { received: true, documentId: document.documentId })
                          }
                        />
                      )}
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      </section>
      <section className="panel">
        <div className="panel-head">
          <h2>申请人</h2>
        </div>
        <PartyTable caseNo={caseNo} parties={detail.case.partyList} canUnmask={detail.case.actions.unmask} />
      </section>
      <section className="panel">
        <div className="panel-body">
          <MissingMaterials
            draft={{ ...draft, missingMaterials: draft.missingMaterials ?? gaps }}
            onChange={onChange}
            readOnly={readOnly}
            options={materials.map((one) => one.name)}
          />
          <Note
            draft={draft}
            onChange={onChange}
            readOnly={readOnly}
            label="备注"
            placeholder="当场更正了什么、还需提醒审核注意什么"
          />
        </div>
      </section>
    </>
  );
}

/** 收件: ends in exactly one of the documents of 条例 §17. */
export const collectMaterials: Step = {
  Form,
  build(detail, draft, decision) {
    const { materials } = detail.case;
    const gaps = missingOf(materials, draft);
    const list = materials.map((one) => {
      const own = draft.materials?.[one.materialId];
      const documentId = own?.documentId ?? one.documentId;
      const pages = own?.pages ?? one.pages;
      return {
        materialId: one.materialId,
        received: received(one, draft),
        handling: own?.handling ?? HANDLINGS[one.note ?? ''] ?? ('inspect' as const),
        ...(pages === null || pages === undefined ? {} : { pages }),
        ...(documentId ? { documentId } : {}),
      };
    });
    const common = { elementId: 'CollectMaterials' as const, materials: list, ...optional('note', draft.note) };
    switch (decision.value) {
      case 'accept':
        // Every item asks for its 申请书: an empty list has not been read yet.
        if (materials.length === 0) return missing('收件清单还没有取得，请刷新后再受理。');
        if (gaps.length > 0) return missing(`还缺：${gaps.join('、')}。收齐后再受理，或出具一次性告知。`);
        return built({ ...common, intakeDecision: 'accept' });
      case 'supplement': {
        const named = draft.missingMaterials ?? gaps;
        if (named.length === 0) return missing('一次性告知须列出全部缺少的材料。请在“需补正的材料”中列全。');
        return built({
          ...common,
          intakeDecision: 'supplement',
          missingMaterials: named,
          reasonCode: draft.reasonCode ?? 'MATERIAL_INCOMPLETE',
        });
      }
      default:
        if (!draft.reasonCode) return missing('请选择不予受理的理由。');
        return built({ ...common, intakeDecision: 'reject', reasonCode: draft.reasonCode });
    }
  },
  writes(detail, draft, decision) {
    if (decision.value === 'accept') {
      return <>将出具《受理通知书》。从受理起计时，时限 {detail.task.sla.targetMinutes} 个工作分钟。</>;
    }
    if (decision.value === 'supplement') {
      const named = draft.missingMaterials ?? missingOf(detail.case.materials, draft);
      return (
        <>
          将出具《一次性告知书》，列明全部需补正的材料：
          <ul style={{ margin: '6px 0 0 18px', listStyle: 'disc' }}>
            {named.map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ul>
        </>
      );
    }
    const reason = REASONS.reject.find((one) => one.code === draft.reasonCode);
    return <>将出具《不予受理通知书》{reason ? `，理由：${reason.text}` : ''}，本件办结。</>;
  },
};
