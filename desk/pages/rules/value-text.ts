import type { Item, RuleForm } from '../../../server/api/index.ts';

/** A value in words, as both sides of a change show it. */
export function valueText(form: RuleForm, value: unknown, items: readonly Pick<Item, 'code' | 'name'>[] = []): string {
  switch (form.kind) {
    case 'boolean':
      return value ? form.yes : form.no;
    case 'integer':
      return form.unit === '%' ? `${String(value)}%` : `${String(value)} ${form.unit}`;
    case 'day':
      return String(value);
    case 'choice':
      return form.options.find((option) => option.value === value)?.label ?? String(value);
    case 'items': {
      const codes = value as string[];
      const nameOf = (code: string) => items.find((item) => item.code === code)?.name ?? '';
      return codes.length === 0 ? '无' : codes.map((code) => `${code} ${nameOf(code)}`.trim()).join('、');
    }
  }
}
