import { Input, Select } from 'antd';
import type { ReactNode } from 'react';
import type { StepFormProps } from './step.ts';

/** A labelled field of a step's form. */
export function Field({ label, hint, children }: { label: string; hint?: ReactNode; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is always among the children
    <label style={{ display: 'block', marginBottom: 12 }}>
      <span style={{ display: 'block', marginBottom: 4, color: 'var(--ink-2)' }}>{label}</span>
      {children}
      {hint ? (
        <span className="advice muted" style={{ display: 'block' }}>
          {hint}
        </span>
      ) : null}
    </label>
  );
}

type TextProps = Pick<StepFormProps, 'draft' | 'onChange' | 'readOnly'>;

/** 意见, with phrases of the trade one click away. */
export function Opinion({
  draft,
  onChange,
  readOnly,
  phrases,
  label = '意见',
}: TextProps & { phrases: string[]; label?: string }) {
  return (
    <Field label={label}>
      <Input.TextArea
        rows={3}
        maxLength={1000}
        value={draft.opinion ?? ''}
        readOnly={readOnly}
        onChange={(event) => onChange({ opinion: event.target.value })}
      />
      {readOnly ? null : (
        <span style={{ display: 'flex', flexWrap: 'wrap', gap: 6, marginTop: 6 }}>
          {phrases.map((phrase) => (
            <button
              key={phrase}
              type="button"
              className="account"
              style={{ width: 'auto', padding: '1px 6px', fontSize: 12, whiteSpace: 'normal', textAlign: 'left' }}
              onClick={() => onChange({ opinion: phrase })}
            >
              {phrase}
            </button>
          ))}
        </span>
      )}
    </Field>
  );
}

/** 备注 or 处理情况. */
export function Note({
  draft,
  onChange,
  readOnly,
  label,
  placeholder,
}: TextProps & { label: string; placeholder?: string }) {
  return (
    <Field label={label}>
      <Input.TextArea
        rows={3}
        maxLength={1000}
        placeholder={placeholder}
        value={draft.note ?? ''}
        readOnly={readOnly}
        onChange={(event) => onChange({ note: event.target.value })}
      />
    </Field>
  );
}

/** Everything that is missing, told at once (一次性告知). Free text is allowed beside the listed materials. */
export function MissingMaterials({ draft, onChange, readOnly, options }: TextProps & { options: string[] }) {
  return (
    <Field label="需补正的材料" hint="须一次性列全；列表里没有的可直接输入后回车。">
      <Select
        mode="tags"
        style={{ width: '100%' }}
        disabled={readOnly}
        aria-label="需补正的材料"
        placeholder="退回补正时填写"
        value={draft.missingMaterials ?? []}
        options={options.map((one) => ({ value: one, label: one }))}
        onChange={(missingMaterials: string[]) => onChange({ missingMaterials })}
      />
    </Field>
  );
}
