import { UploadScan } from '../../../components/upload-scan.tsx';
import { kindOfMaterial } from '../../../lib/material-kind.ts';
import { CaseFacts } from '../case-facts.tsx';
import { Note } from './fields.tsx';
import { built, missing, type Step, type StepFormProps, trimmed } from './step.ts';

/** Required papers that the file of the case does not hold. */
const gapsOf = ({ detail }: Pick<StepFormProps, 'detail'>) =>
  detail.case.materials.filter((one) => one.required && !one.present);

function Gaps({ detail, readOnly, onShowDocument }: StepFormProps) {
  const gaps = gapsOf({ detail });
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>案卷缺件</h2>
        <span className="muted num">{gaps.length === 0 ? '已补齐' : `缺 ${gaps.length} 件`}</span>
      </div>
      {gaps.length === 0 ? (
        <p className="panel-body">
          <span className="tag tag-ok">✓ 必要材料都已在案卷中</span>
        </p>
      ) : (
        <table className="grid checklist">
          <thead>
            <tr>
              <th scope="col">材料</th>
              <th scope="col">补扫</th>
            </tr>
          </thead>
          <tbody>
            {gaps.map((one) => (
              <tr key={one.materialId}>
                <td>{one.name}</td>
                <td>
                  <UploadScan
                    caseNo={detail.case.caseNo}
                    title={one.name}
                    kind={kindOfMaterial(one.materialId)}
                    materialId={one.materialId}
                    label="上传扫描件"
                    disabled={readOnly}
                    onUploaded={(document) => onShowDocument(document.documentId)}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

/** 归档缺件 (§5.1 step 24): what is missing is scanned here; what is on paper only, the archivist answers for in writing. */
export const archiveGap: Step = {
  Form: (props) => (
    <>
      <Gaps {...props} />
      <CaseFacts detail={props.detail.case} />
      <section className="panel">
        <div className="panel-body">
          <Note {...props} label="处理情况" placeholder="缺什么、从哪里补来；只有纸质件的写明存放处" />
        </div>
      </section>
    </>
  ),
  build: (_detail, draft) =>
    trimmed(draft.note) === ''
      ? missing('请写明处理情况。')
      : built({ elementId: 'ArchiveGap', note: trimmed(draft.note) }),
  writes: (detail) => {
    const gaps = gapsOf({ detail });
    return gaps.length === 0 ? (
      <>将重新核对案卷并移交档案馆。</>
    ) : (
      <>
        没有扫描件的 {gaps.length} 件（{gaps.map((one) => one.name).join('、')}
        ）由您按所写情况负责，将重新核对案卷并移交档案馆。
      </>
    );
  },
};
