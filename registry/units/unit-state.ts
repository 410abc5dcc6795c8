import { isEffectiveObjection } from '../rights/rules/encumbrance-rules.ts';
import type { RightView } from '../rights/types.ts';
import type { UnitState } from './types.ts';

/** Derived, never stored (domain §4.3). `disposed`: a court's disposal of it is under way. */
export function unitStates(
  rights: readonly RightView[],
  page: { extinguished: boolean; disposed: boolean },
  today: string,
): UnitState[] {
  const states: UnitState[] = [];
  if (page.extinguished) states.push('EXTINGUISHED');
  if (page.disposed) states.push('DISPOSED');
  for (const right of rights) {
    if (right.status !== 'CURRENT') continue;
    if (right.kind === 'MORTGAGE') states.push('MORTGAGED');
    if (right.kind === 'CAUTION' && (right.lapsesOn === null || right.lapsesOn >= today)) states.push('CAUTIONED');
    if (right.kind === 'RESIDENCE' && (right.termTo === null || right.termTo >= today)) states.push('RESIDED');
    if (right.kind === 'EASEMENT') states.push('EASEMENT');
    if (isEffectiveObjection(right, today)) states.push('OBJECTED');
    if (right.kind === 'SEIZURE') states.push(right.seizureKind === 'seizure' ? 'SEIZED' : 'PRE_SEIZED');
  }
  return states.length === 0 ? ['NORMAL'] : [...new Set(states)];
}

export const stateEffects: Record<UnitState, string> = {
  NORMAL: '无限制，可以办理各类登记。',
  MORTGAGED: '已抵押：可以转移，抵押权随之继续存在；约定限制转让或2021年前登记的，须抵押权人书面同意。',
  CAUTIONED: '有预告登记：未经预告登记权利人书面同意，不能转移或抵押。',
  OBJECTED: '有异议登记：不阻止转移和抵押，但须书面告知并由申请人签署自担风险承诺。',
  RESIDED: '有居住权：可以转移，居住权继续存在，须告知受让人并由其签署知悉；不得另设冲突的居住权。',
  EASEMENT: '有地役权：可以转移和抵押，地役权随不动产继续存在。',
  SEIZED:
    '已查封：不能转移、抵押、预告；可以变更姓名，可以办理查封、解封。只查封部分份额的，其他共有人可以转让自己的份额。',
  PRE_SEIZED: '已预查封：不能转移、抵押、预告；登记到被执行人名下时自动转为查封。',
  DISPOSED:
    '法院已处置，过户尚未登簿：所处置的不动产（份额）只为协助执行通知书载明的买受人（承受人）办理过户（BDC-14）；只处置份额的，其他共有人可以转让自己的份额。',
  RESTRICTED: '有其他限制：请查看限制内容。',
  EXTINGUISHED: '登记簿已注销关闭，不能再办理登记。',
};
