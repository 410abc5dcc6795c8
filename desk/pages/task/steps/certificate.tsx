import { useQuery } from '@tanstack/react-query';
import { Input } from 'antd';
import { useEffect } from 'react';
import { validateCitizenId } from '../../../../server/api/index.ts';
import { documentUrl, paperSuggestionsQuery } from '../../../api/queries.ts';
import { Advice } from '../../../components/advice.tsx';
import { today } from '../../../lib/today.ts';
import { Field, Note } from './fields.tsx';
import { built, missing, optional, type Step, type StepFormProps, trimmed } from './step.ts';

function Certificates({ detail }: Pick<StepFormProps, 'detail'>) {
  const { certificates, caseNo } = detail.case;
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>证书</h2>
      </div>
      <table className="grid">
        <thead>
          <tr>
            <th scope="col">证书号</th>
            <th scope="col">印刷序列号</th>
            <th scope="col">电子证照</th>
          </tr>
        </thead>
        <tbody>
          {certificates.map((one) => (
            <tr key={one.certificateNo}>
              <td>{one.certificateNo}</td>
              <td className="code">{one.serialNo ?? '—'}</td>
              <td>
                {one.documentId ? (
                  <a href={documentUrl(caseNo, one.documentId)} target="_blank" rel="noreferrer">
                    打开 PDF
                  </a>
                ) : (
                  '—'
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

const serialPattern = /^[0-9A-Za-z-]{4,40}$/;

/** The serials of the next sheets in stock are filled in; the clerk compares them with the paper in hand. */
function PrintForm({ detail, draft, onChange, readOnly }: StepFormProps) {
  const { certificates, caseNo } = detail.case;
  const { data: stock } = useQuery({ ...paperSuggestionsQuery(caseNo), enabled: !readOnly, staleTime: 0 });
  useEffect(() => {
    const fresh = (stock?.items ?? []).filter(({ certificateNo }) => draft.serials?.[certificateNo] === undefined);
    if (readOnly || fresh.length === 0) return;
    const filled = Object.fromEntries(fresh.map(({ certificateNo, serial }) => [certificateNo, serial]));
    onChange({ serials: { ...filled, ...draft.serials } });
  }, [stock, draft.serials, onChange, readOnly]);
  const kept = (stock?.items.length ?? 0) > 0;
  return (
    <>
      <Certificates detail={detail} />
      <section className="panel">
        <div className="panel-body">
          {certificates.map(({ certificateNo }) => (
            <Field
              key={certificateNo}
              label={`${certificateNo} 的证书纸印刷序列号`}
              hint={
                kept
                  ? '已按库存取下一张；与手中证书纸上的号码核对，不一致的照纸上的改。打坏的纸也要登记作废。'
                  : '照证书纸上的号码输入；打坏的纸也要登记作废。'
              }
            >
              <Input
                style={{ maxWidth: 320 }}
                value={draft.serials?.[certificateNo] ?? ''}
                readOnly={readOnly}
                maxLength={40}
                placeholder="如 33000123456"
                onChange={(event) => onChange({ serials: { ...draft.serials, [certificateNo]: event.target.value } })}
              />
            </Field>
          ))}
          <Note draft={draft} onChange={onChange} readOnly={readOnly} label="备注（作废的，写明原因）" />
        </div>
      </section>
    </>
  );
}

/** 缮证: the serial number of the sheet ties the print to the certificate. */
export const printCertificate: Step = {
  Form: PrintForm,
  build(detail, draft, decision) {
    const printDecision = decision.value === 'void' ? 'void' : 'printed';
    const sheets = detail.case.certificates.map(({ certificateNo }) => ({
      certificateNo,
      serial: trimmed(draft.serials?.[certificateNo]),
    }));
    // Spoilt sheets are told one by one; a print must be complete.
    const prints = printDecision === 'void' ? sheets.filter((sheet) => sheet.serial !== '') : sheets;
    if (prints.length === 0 || prints.some((sheet) => !serialPattern.test(sheet.serial)))
      return missing('请填写证书纸的印刷序列号（4 至 40 位字母或数字）。');
    return built({ elementId: 'PrintCertificate', printDecision, prints, ...optional('note', draft.note) });
  },
  writes(_detail, draft, decision) {
    const serials = Object.values(draft.serials ?? {}).filter((serial) => serial.trim() !== '');
    return decision.value === 'void' ? (
      <>证书纸 {serials.join('、')} 登记作废，请换一张重新打印。</>
    ) : (
      <>证书已打印在证书纸 {serials.join('、')} 上，并与证书号绑定。</>
    );
  },
};

/** 发证: who takes the certificate away. Name and number are sent once and never kept in a draft. */
export const deliver: Step = {
  Form: ({ detail, draft, onChange, readOnly }) => {
    const set = (part: NonNullable<typeof draft.private>) => onChange({ private: { ...draft.private, ...part } });
    return (
      <>
        <Certificates detail={detail} />
        <section className="panel">
          <div className="panel-body">
            <Field label="领证人姓名">
              <Input
                style={{ maxWidth: 320 }}
                value={draft.private?.receiverName ?? ''}
                readOnly={readOnly}
                maxLength={100}
                onChange={(event) => set({ receiverName: event.target.value })}
              />
            </Field>
            <Field label="领证人身份证号码">
              <Input
                style={{ maxWidth: 320 }}
                value={draft.private?.receiverIdNo ?? ''}
                readOnly={readOnly}
                maxLength={40}
                onChange={(event) => set({ receiverIdNo: event.target.value })}
              />
              <Advice
                value={draft.private?.receiverIdNo ?? ''}
                check={(text) => validateCitizenId(text, { today: today() })}
              />
            </Field>
            <Note draft={draft} onChange={onChange} readOnly={readOnly} label="备注" placeholder="代领的，注明委托书" />
          </div>
        </section>
      </>
    );
  },
  build(_detail, draft) {
    const receiverName = trimmed(draft.private?.receiverName);
    if (receiverName === '') return missing('请填写领证人姓名。');
    const id = validateCitizenId(draft.private?.receiverIdNo ?? '', { today: today() });
    if (!id.ok) return missing(id.message);
    return built({ elementId: 'Deliver', receiverName, receiverIdNo: id.value.id, ...optional('note', draft.note) });
  },
  writes: (detail) => <>证书交付领证人，记入发证记录。共 {detail.case.certificates.length} 本。</>,
};
