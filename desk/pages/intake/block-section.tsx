import { Checkbox, DatePicker, Input, Select } from 'antd';
import dayjs from 'dayjs';
import type { UnitPage } from '../../../server/api/index.ts';
import { formatFen, parseYuan } from '../../lib/format.ts';
import { BLOCK_TITLES, type BlockField, fieldsOf, isAsked } from './block-fields.ts';
import type { ItemShape } from './intake-form.ts';
import { Labelled } from './labelled.tsx';
import type { SectionProps } from './parties-section.tsx';

/** One block of questions from the catalogue. */
export function BlockSection({
  block,
  form,
  onChange,
  shape,
  page,
}: SectionProps & { block: string; shape: ItemShape; page: UnitPage }) {
  const values = form.terms[block] ?? {};
  const set = (key: string, value: string | boolean) =>
    onChange({ terms: { ...form.terms, [block]: { ...values, [key]: value } } });
  return (
    <fieldset className="party" style={{ marginTop: 4 }}>
      <legend className="visually-hidden">{BLOCK_TITLES[block]}</legend>
      <div className="party-head">
        <strong>{BLOCK_TITLES[block]}</strong>
      </div>
      <div className="fields">
        {fieldsOf(block, shape)
          .filter((field) => isAsked(field, values))
          .map((field) => (
            <Field
              key={field.key}
              field={field}
              value={values[field.key] ?? ''}
              options={optionsOf(field, shape, page, form.targets)}
              onChange={(value) => set(field.key, value)}
            />
          ))}
      </div>
    </fieldset>
  );
}

/** Choices of a field; another mortgage of the page for an exchange of ranks. */
function optionsOf(field: BlockField, shape: ItemShape, page: UnitPage, targets: string[]) {
  if (field.kind !== 'target') return field.options?.(shape) ?? [];
  return page.mortgages
    .filter((row) => !targets.includes(row.rightId))
    .map((row) => ({
      value: row.rightId,
      label: `第${row.rank}顺位 ${row.holders.map((holder) => holder.name).join('、')}`,
    }));
}

function Field({
  field,
  value,
  options,
  onChange,
}: {
  field: BlockField;
  value: string | boolean;
  options: { value: string; label: string }[];
  onChange: (value: string | boolean) => void;
}) {
  const typed = typeof value === 'string' ? value : '';
  const label = field.optional ? `${field.label}${/可不填|不填）/.test(field.label) ? '' : '（选填）'}` : field.label;
  switch (field.kind) {
    case 'check':
      return (
        <div className="full" style={{ marginBottom: 8 }}>
          <Checkbox checked={value === true} onChange={(event) => onChange(event.target.checked)}>
            {field.label}
          </Checkbox>
        </div>
      );
    case 'select':
    case 'target':
      return (
        <Labelled label={label}>
          <Select
            aria-label={field.label}
            style={{ width: '100%' }}
            value={typed === '' ? undefined : typed}
            placeholder="请选择"
            allowClear={field.optional === true}
            options={options}
            onChange={(next: string | undefined) => onChange(next ?? '')}
          />
        </Labelled>
      );
    case 'day':
      return (
        <Labelled label={label}>
          <DatePicker
            aria-label={field.label}
            style={{ width: '100%' }}
            value={typed ? dayjs(typed) : null}
            onChange={(date) => onChange(date ? date.format('YYYY-MM-DD') : '')}
          />
        </Labelled>
      );
    default:
      return (
        <Labelled label={label}>
          <Input
            aria-label={field.label}
            value={typed}
            placeholder={field.placeholder}
            maxLength={field.maxLength}
            suffix={field.kind === 'yuan' ? '元' : undefined}
            inputMode={field.kind === 'text' ? 'text' : 'decimal'}
            onChange={(event) => onChange(event.target.value)}
          />
          <Typed field={field} value={typed} />
        </Labelled>
      );
  }
}

/** What was understood, while it is typed. */
function Typed({ field, value }: { field: BlockField; value: string }) {
  if (value.trim() === '' || field.kind === 'text') return null;
  if (field.kind === 'area')
    return /^\d+(\.\d{1,2})?$/.test(value.trim()) ? (
      <div className="advice advice-ok num">✓ {Number(value).toFixed(2)} ㎡</div>
    ) : (
      <div className="advice advice-bad">✕ 请填写面积，最多两位小数，如 95.50</div>
    );
  const fen = parseYuan(value);
  return fen === null ? (
    <div className="advice advice-bad">✕ 请填写金额，最多两位小数，如 2000000 或 2,000,000.00</div>
  ) : (
    <div className="advice advice-ok num">✓ {formatFen(fen)}</div>
  );
}
