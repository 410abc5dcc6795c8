import {
  DISTRICTS,
  HOUSING_COUNT_WORDS,
  type HousingCountTerms,
  type Item,
  type RuleForm,
  UNIT_USES,
} from '../../../server/api/index.ts';

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
    case 'housing':
      return housingText(value as HousingCountTerms);
  }
}

function housingText(terms: HousingCountTerms): string {
  const words = HOUSING_COUNT_WORDS;
  const districtName = (code: string) => DISTRICTS[code as keyof typeof DISTRICTS] ?? code;
  const groups = terms.districtGroups.map((group) => group.map(districtName).join('＋'));
  return [
    `范围：${words.region[terms.region]}${groups.length > 0 ? `（${groups.join('；')}）` : ''}`,
    `用途：${terms.uses.map((use) => UNIT_USES[use]).join('、')}`,
    `预告：${words.countCautions[terms.countCautions]}`,
    `未成年人份额：${words.minorShares[terms.minorShares]}`,
    `被征收：${words.expropriated[terms.expropriated]}`,
  ].join('；');
}
