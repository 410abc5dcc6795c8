import type { Effect } from '../../items/types.ts';
import type { Finding, RuleInput } from '../rule-input.ts';
import type { RightKind, RightView } from '../types.ts';

/** Kinds of rights that an effect works on; effects that name none work on the ownership or make something new. */
const kindsOf: Partial<Record<Effect, RightKind[]>> = {
  mortgage_change: ['MORTGAGE'],
  mortgage_transfer: ['MORTGAGE'],
  mortgage_cancel: ['MORTGAGE'],
  caution_change: ['CAUTION'],
  caution_transfer: ['CAUTION'],
  caution_cancel: ['CAUTION'],
  easement_change: ['EASEMENT'],
  easement_transfer: ['EASEMENT'],
  easement_cancel: ['EASEMENT'],
  residence_change: ['RESIDENCE'],
  residence_cancel: ['RESIDENCE'],
  objection_cancel: ['OBJECTION'],
  reissue: ['OWNERSHIP', 'MORTGAGE', 'CAUTION', 'EASEMENT', 'RESIDENCE'],
};

/** Does the effect change, move or end a right that the application must name? */
export function worksOnTarget(effect: Effect): boolean {
  return kindsOf[effect] !== undefined;
}

/** The rights on this page that the case names for the effect. */
export function targetsOn(
  { application, rights }: Pick<RuleInput, 'application' | 'rights'>,
  effect: Effect,
): RightView[] {
  const kinds = kindsOf[effect] ?? [];
  return rights.filter(
    (r) => r.status === 'CURRENT' && kinds.includes(r.kind) && application?.targets.includes(r.rightId) === true,
  );
}

const kindNames: Record<RightKind, string> = {
  OWNERSHIP: '所有权',
  MORTGAGE: '抵押权',
  CAUTION: '预告登记',
  OBJECTION: '异议登记',
  SEIZURE: '查封',
  EASEMENT: '地役权',
  RESIDENCE: '居住权',
};

/** A change, transfer or cancellation needs its right: still current, of the right kind, on this page. */
export function targetRules(input: RuleInput): Finding[] {
  const { application, rights, actions } = input;
  return actions.flatMap(({ effect, item }): Finding[] => {
    const kinds = kindsOf[effect];
    if (!kinds) return [];
    const name = kindNames[kinds[0] as RightKind];
    const refuse = (message: string, advice: string): Finding[] => [
      { block: { rule: 'INV-03', code: 'UNIT_RESTRICTED', message, advice, blockingRow: null } },
    ];
    const present = rights.filter((r) => r.status === 'CURRENT' && kinds.includes(r.kind));
    if (present.length === 0)
      return refuse(
        `该单元上没有现势的${name}，不能办理“${item.name}”。`,
        '请核对单元和登记证明号；已注销的无需再办。',
      );
    if (!application) return [];
    const targets = targetsOn(input, effect);
    if (targets.length === 0)
      return refuse(
        `申请所指的${name}不在该单元上，或已经注销。`,
        '请核对登记证明号；受理后被他案注销的，请告知申请人撤回或重新申请。',
      );
    const replaces = effect === 'reissue' ? (application.terms.reissue?.replaces ?? []) : [];
    if (replaces.length > 0 && !targets.some((t) => t.certificateNos.some((no) => replaces.includes(no))))
      return refuse(
        '申请换发（补发）的证书（证明）已经由其他业务换发或作废，不能再次换发。',
        '请核对登记簿现行的证书号；需要换发现行证书的，请收回该证书后重新申请。',
      );
    const construction = targets.some((t) => t.kind === 'MORTGAGE' && t.underConstruction !== (item.code === 'BDC-23'));
    if (construction && effect.startsWith('mortgage_'))
      return refuse(
        item.code === 'BDC-23' ? '申请所指的抵押权不是在建建筑物抵押权。' : '申请所指的抵押权是在建建筑物抵押权。',
        item.code === 'BDC-23'
          ? '请改选抵押权变更、转移或注销登记（BDC-19、20、21）。'
          : '请改选在建建筑物抵押权登记（BDC-23）。',
      );
    return [];
  });
}
