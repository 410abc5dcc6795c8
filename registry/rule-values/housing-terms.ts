import { districts } from '../validators/unit-code.ts';
import type { HousingCountTerms } from './types.ts';

const oneOf = (value: unknown, ...known: string[]) => known.includes(value as string);
const listOf = (value: unknown): value is unknown[] => Array.isArray(value) && new Set(value).size === value.length;
const HOMES: HousingCountTerms['uses'] = ['residential', 'commercial', 'office', 'industrial', 'parking', 'storage'];
const FIELDS = ['region', 'districtGroups', 'uses', 'countCautions', 'minorShares', 'expropriated'];

/** What is wrong with the terms of the housing count, one Chinese sentence; null when they are complete and agree. */
export function housingProblem(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || Object.keys(value).some((key) => !FIELDS.includes(key)))
    return '请逐项填写住房套次统计口径。';
  const { region, districtGroups, uses, countCautions, minorShares, expropriated } =
    value as Partial<HousingCountTerms>;
  if (!oneOf(region, 'city', 'district_group')) return '请选择统计范围。';
  if (!listOf(districtGroups) || !districtGroups.every((group) => listOf(group) && group.length > 1))
    return '合并统计的区应成组填写，每组两个以上。';
  const grouped = districtGroups.flat();
  if (!grouped.every((code) => (code as string) in districts)) return '分组中有不是本市的区；请从列表中选择。';
  if (!listOf(grouped)) return '一个区只能在一组中；请从其他组中去掉。';
  if (region === 'city' && districtGroups.length > 0) return '全市统计的不分组；请删除分组，或改选按区统计。';
  if (!listOf(uses) || uses.length === 0 || !uses.every((use) => oneOf(use, ...HOMES)))
    return '请至少选择一种计入套次的用途。';
  if (!oneOf(countCautions, 'none', 'presale', 'purchase')) return '请选择预告登记的住房是否计入。';
  if (!oneOf(minorShares, 'counted', 'excluded', 'uncertain')) return '请选择未成年人份额是否计入。';
  if (!oneOf(expropriated, 'counted', 'excluded')) return '请选择被征收的住房是否计入。';
  return null;
}
