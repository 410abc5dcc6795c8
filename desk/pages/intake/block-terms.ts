import type { Application } from '../../../server/api/index.ts';
import { parseYuan } from '../../lib/format.ts';
import { BLOCK_FIELDS, type BlockField, fieldsOf, isAsked } from './block-fields.ts';
import type { IntakeForm, ItemShape } from './intake-form.ts';
import type { AddGap } from './to-application.ts';

type Value = string | number | boolean;
const day = /^\d{4}-\d{2}-\d{2}$/;
const area = /^\d+(\.\d{1,2})?$/;

/** The blocks that are data, as the Application wants them; what is missing or cannot be read is a gap. */
export function blockTerms(form: IntakeForm, shape: ItemShape, today: string, gap: AddGap): Partial<Application> {
  const terms: Record<string, Record<string, unknown>> = {};
  for (const block of Object.keys(BLOCK_FIELDS).filter((one) => shape.blocks.includes(one))) {
    const typed = form.terms[block] ?? {};
    const made: Record<string, unknown> = {};
    for (const field of fieldsOf(block, shape)) {
      if (!isAsked(field, typed)) {
        if (field.kind === 'check') put(made, field.key, false);
        continue;
      }
      const value = typedValue(field, typed[field.key], shape, today, gap);
      if (value !== undefined) put(made, field.key, value);
    }
    terms[block] = withoutEmptyParts(made);
  }
  return terms as Partial<Application>;
}

function typedValue(
  field: BlockField,
  typed: string | boolean | undefined,
  shape: ItemShape,
  today: string,
  gap: AddGap,
): Value | undefined {
  if (field.kind === 'check') return typed === true;
  const text = typeof typed === 'string' ? typed.trim() : '';
  if (text === '') {
    const only = field.options?.(shape) ?? [];
    if (field.kind === 'select' && !field.optional && only.length === 1) return only[0]?.value;
    if (!field.optional) gap('content', `请${field.kind === 'select' ? '选择' : '填写'}${field.label}。`);
    return undefined;
  }
  switch (field.kind) {
    case 'yuan': {
      const fen = parseYuan(text);
      if (!fen) gap('content', `${field.label}：请填写金额（元）。`);
      return fen ?? undefined;
    }
    case 'area':
      if (!area.test(text)) gap('content', `${field.label}：请填写面积，最多两位小数。`);
      return Number(text);
    case 'day':
      if (!day.test(text)) gap('content', `${field.label}：请填写日期。`);
      else if (past.has(field.key) && text > today) gap('content', `${field.label}不能晚于今天。`);
      return text;
    default:
      return text;
  }
}

/** Days of what has happened already. */
const past = new Set(['effectiveOn', 'agreedOn', 'assignedOn', 'debtorNoticedOn', 'endedOn', 'signedOn']);

function put(target: Record<string, unknown>, key: string, value: Value): void {
  const [head = '', rest] = key.split('.');
  if (rest === undefined) target[head] = value;
  else target[head] = { ...(target[head] as object | undefined), [rest]: value };
}

/** A part of its own in which nothing was typed (only unticked boxes) is left out. */
function withoutEmptyParts(made: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(made).filter(
      ([, value]) => typeof value !== 'object' || Object.values(value as object).some((part) => part !== false),
    ),
  );
}
