import { catalogue } from '../items/catalogue.ts';
import { housingProblem } from './housing-terms.ts';
import type { ValueForm } from './types.ts';

/** A real calendar day. */
export const isDay = (value: unknown): value is string =>
  typeof value === 'string' &&
  /^\d{4}-\d{2}-\d{2}$/.test(value) &&
  !Number.isNaN(Date.parse(`${value}T00:00:00Z`)) &&
  new Date(`${value}T00:00:00Z`).toISOString().startsWith(value);

/** What is wrong with a value, one Chinese sentence; null when it fits its form. */
export function valueProblem(form: ValueForm, value: unknown): string | null {
  switch (form.kind) {
    case 'boolean':
      return typeof value === 'boolean' ? null : '请选择是或否。';
    case 'integer':
      return Number.isInteger(value) && (value as number) >= form.min && (value as number) <= form.max
        ? null
        : `应为${form.min}至${form.max}之间的整数（${form.unit}）。`;
    case 'day':
      return isDay(value) ? null : '应为日期，例如2021-01-01。';
    case 'choice':
      return form.options.some((option) => option.value === value) ? null : '请从选项中选择。';
    case 'items': {
      if (!Array.isArray(value) || new Set(value).size !== value.length) return '应为事项代码的列表，不重复。';
      const unknown = value.find((code) => !catalogue.some((item) => item.code === code));
      return unknown === undefined ? null : `没有事项“${String(unknown)}”；请从事项目录中选择。`;
    }
    case 'housing':
      return housingProblem(value);
  }
}
