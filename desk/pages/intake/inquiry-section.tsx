import { Checkbox, Input, Radio, Select } from 'antd';
import type { UnitPage } from '../../../server/api/index.ts';
import { CERT_MEDIUM, DELIVERY } from '../../lib/words.ts';
import type { IntakeForm } from './intake-form.ts';
import { Labelled } from './labelled.tsx';
import type { SectionProps } from './parties-section.tsx';

type Question = 'trueIntention' | 'leased' | 'residenceRight' | 'mortgageeInformed';

/** 询问记录 (民法典 212): only what applies is asked; then certificate, delivery and the declaration. */
export function InquirySection({ form, onChange, page }: SectionProps & { page: UnitPage }) {
  const questions: { id: Question; text: string }[] = [
    { id: 'trueIntention', text: '申请登记是否申请人的真实意思？' },
    { id: 'leased', text: '不动产是否已出租？' },
    { id: 'residenceRight', text: '是否设有居住权？' },
    ...(page.mortgages.length > 0 ? [{ id: 'mortgageeInformed' as const, text: '是否已告知抵押权人？' }] : []),
  ];
  const several = form.parties.filter((party) => party.role === 'acquirer').length > 1;
  return (
    <>
      <table className="grid checklist" style={{ marginBottom: 12 }}>
        <tbody>
          {questions.map((question) => (
            <tr key={question.id}>
              <td>{question.text}</td>
              <td style={{ width: 160 }}>
                <Radio.Group
                  aria-label={question.text}
                  value={form.inquiry[question.id]}
                  options={[
                    { value: true, label: '是' },
                    { value: false, label: '否' },
                  ]}
                  onChange={(event) =>
                    onChange({ inquiry: { ...form.inquiry, [question.id]: event.target.value as boolean } })
                  }
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className="fields">
        <Labelled label="其他需要说明的">
          <Input
            aria-label="其他需要说明的"
            maxLength={500}
            value={form.inquiry.other}
            onChange={(event) => onChange({ inquiry: { ...form.inquiry, other: event.target.value } })}
          />
        </Labelled>
        <Labelled label="证书">
          <Select
            aria-label="证书"
            style={{ width: '100%' }}
            value={form.certMedium}
            options={Object.entries(CERT_MEDIUM).map(([value, label]) => ({ value, label }))}
            onChange={(certMedium: IntakeForm['certMedium']) =>
              onChange({ certMedium, delivery: certMedium === 'electronic' ? 'none' : 'window' })
            }
          />
        </Labelled>
        <Labelled label="领取方式">
          <Select
            aria-label="领取方式"
            style={{ width: '100%' }}
            value={form.delivery}
            options={Object.entries(DELIVERY).map(([value, label]) => ({ value, label }))}
            onChange={(delivery: IntakeForm['delivery']) => onChange({ delivery })}
          />
        </Labelled>
        {form.delivery === 'mail' ? (
          <Labelled label="收件地址">
            <Input
              aria-label="收件地址"
              maxLength={200}
              value={form.deliveryAddress}
              onChange={(event) => onChange({ deliveryAddress: event.target.value })}
            />
          </Labelled>
        ) : null}
      </div>
      {several ? (
        <div style={{ marginBottom: 8 }}>
          <Checkbox
            checked={form.separateCerts}
            onChange={(event) => onChange({ separateCerts: event.target.checked })}
          >
            共有人分别持证
          </Checkbox>
        </div>
      ) : null}
      <Checkbox checked={form.declareTruth} onChange={(event) => onChange({ declareTruth: event.target.checked })}>
        申请人确认：以上填写和提交的材料真实、合法、有效，愿承担法律责任（已在打印的申请表上签名）
      </Checkbox>
    </>
  );
}
