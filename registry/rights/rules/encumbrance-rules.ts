import { dayInWords, dayOf } from '../../calendar/local-time.ts';
import {
  abandons,
  disposes,
  does,
  type Finding,
  hasConsent,
  type RuleInput,
  sameIdentities,
  sideOf,
} from '../rule-input.ts';
import type { CautionView, MortgageView, ObjectionView, ResidenceView, RightView } from '../types.ts';

/** INV-18: a mortgaged home may be sold and the mortgage follows it, unless consent is needed. */
export function mortgageRules(input: RuleInput): Finding[] {
  if (!does(input, 'transfer')) return [];
  const mortgages = input.rights.filter((r): r is MortgageView => r.kind === 'MORTGAGE' && r.status === 'CURRENT');
  return mortgages.flatMap((mortgage): Finding[] => {
    // Ended or changed in the same entry: its holder is a party or has given the proof.
    if (input.application?.targets.includes(mortgage.rightId)) return [];
    const blockingRow = {
      table: 'rights',
      id: mortgage.rightId,
      summary: `抵押权（第${mortgage.rank}顺位）${mortgage.certificateNos[0] ?? ''}`,
    };
    const why = consentReason(mortgage, input);
    // A court's order needs nobody's consent; the mortgage it does not cancel follows the home.
    const byLaw = ['judgment', 'arbitration', 'enforcement', 'inheritance', 'bequest'].includes(
      input.application?.terms.transfer?.reason ?? '',
    );
    if (why && !byLaw && !hasConsent(input, mortgage.rightId, 'mortgagee')) {
      return [
        {
          block: {
            rule: 'INV-18',
            code: 'CONSENT_MISSING',
            message: `该单元已抵押，${why}，转移须经抵押权人书面同意。`,
            advice: '请提交抵押权人出具的书面同意书，或先办理抵押权注销登记（BDC-21）。',
            blockingRow,
          },
        },
      ];
    }
    return [
      {
        warning: {
          rule: 'INV-18',
          code: 'CONSENT_MISSING' as const,
          message: '该单元已抵押，转移后抵押权继续存在于新的权利人名下。',
          advice: '请告知受让人；登簿后系统通知抵押权人。',
          blockingRow,
        },
      },
    ];
  });
}

/** Mortgages registered before the Civil Code keep the consent rule of 物权法 §191. */
function consentReason(mortgage: MortgageView, { rule }: RuleInput): string | null {
  const before = rule('mortgage.consent_before');
  if (rule('mortgage.consent_always')) return '按受理时的规则（物权法第一百九十一条）';
  if (mortgage.restrictsTransfer) return '且登记簿记载有禁止或限制转让的约定';
  if (dayOf(mortgage.registeredAt) < before) return `且抵押权登记于${dayInWords(before)}之前`;
  return null;
}

/** Still in force today; after its days a caution is an empty line until somebody cancels it (INV-21). */
export function isEffectiveCaution(right: RightView, today: string): right is CautionView {
  return right.kind === 'CAUTION' && right.status === 'CURRENT' && (right.lapsesOn === null || right.lapsesOn >= today);
}

/** INV-21: a caution stops every disposal without the holder's written consent; his own application is his consent. */
export function cautionRules(input: RuleInput): Finding[] {
  if (!disposes(input)) return [];
  const parties = input.application?.parties ?? [];
  const effective = input.rights.filter((r): r is CautionView => isEffectiveCaution(r, input.today));
  const buys = effective.some((c) => isPurchase(c) && sameIdentities(c.holders, sideOf(parties, 'acquirer')));
  return effective.flatMap((caution): Finding[] => {
    if (input.application?.targets.includes(caution.rightId)) return [];
    const blockingRow = { table: 'rights', id: caution.rightId, summary: `预告登记${caution.certificateNos[0] ?? ''}` };
    const applies = caution.holders.every((holder) => parties.some((party) => sameIdentities([party], [holder])));
    // The loan caution of the buyer himself follows the home that he now gets.
    const ownLoan = buys && !isPurchase(caution);
    if ((applies && parties.length > 0) || ownLoan || hasConsent(input, caution.rightId, 'caution_holder')) return [];
    return [
      {
        block: {
          rule: 'INV-21',
          code: 'CONSENT_MISSING',
          message: '该单元有预告登记，未经预告登记的权利人书面同意不能处分。',
          advice: '请提交预告登记权利人的书面同意书，或先办理预告登记注销（BDC-27）。',
          blockingRow,
        },
      },
    ];
  });
}

export function isPurchase(caution: CautionView): boolean {
  return caution.cautionKind === 'presale' || caution.cautionKind === 'sale';
}

/** Within its fifteen days, or kept by a suit that was filed in them (INV-23). */
export function isEffectiveObjection(right: RightView, today: string): right is ObjectionView {
  return right.kind === 'OBJECTION' && right.status === 'CURRENT' && (right.suitNo !== null || right.lapsesOn >= today);
}

/** INV-23: an objection never stops a disposal; it asks for a written acknowledgement of the risk. It lapses after its days. */
export function objectionRules(input: RuleInput): Finding[] {
  if (!disposes(input)) return [];
  const findings: Finding[] = [];
  for (const right of input.rights) {
    if (!isEffectiveObjection(right, input.today)) continue;
    const finding = {
      rule: 'INV-23',
      code: 'CONSENT_MISSING' as const,
      message: `该单元有异议登记（${right.suitNo ? `已起诉，${right.suitNo}` : `有效至${right.lapsesOn}`}），不影响申请，但须告知风险。`,
      advice: '请书面告知受让方或抵押权人，取得其“知悉异议并自担风险”的签字承诺后继续办理。',
      blockingRow: { table: 'rights', id: right.rightId, summary: '异议登记' },
    };
    // At the counter a hint; once there is a case, it goes on only with the signed acknowledgement.
    const signed = input.application === null || hasConsent(input, right.rightId, 'objection_risk');
    findings.push(signed ? { warning: finding } : { block: finding });
  }
  return findings;
}

/** INV-24: the sale does not end a residence right, so the buyer signs that he knows; a second one must not collide with the first. */
export function residenceRules(input: RuleInput): Finding[] {
  const residences = input.rights.filter(
    (r): r is ResidenceView =>
      r.kind === 'RESIDENCE' && r.status === 'CURRENT' && (r.termTo === null || r.termTo >= input.today),
  );
  return residences.flatMap((residence): Finding[] => {
    const blockingRow = {
      table: 'rights',
      id: residence.rightId,
      summary: `居住权${residence.certificateNos[0] ?? ''}`,
    };
    if (does(input, 'residence')) return [collision(input, residence, blockingRow)];
    if (!does(input, 'transfer', 'mortgage')) return [];
    const finding = {
      rule: 'INV-24',
      code: 'CONSENT_MISSING' as const,
      message: '该单元设有居住权，过户或抵押后居住权继续存在（民法典 366）。',
      advice: '请书面告知受让方或抵押权人，取得其“知悉居住权”的签字承诺后继续办理。',
      blockingRow,
    };
    const signed = input.application === null || hasConsent(input, residence.rightId, 'residence_risk');
    return [signed ? { warning: finding } : { block: finding }];
  });
}

function collision(
  input: RuleInput,
  residence: ResidenceView,
  blockingRow: NonNullable<Finding['block']>['blockingRow'],
): Finding {
  const scope = input.application?.terms.residence?.scope.trim();
  const whole = (text: string) => /整套|全部|整体/.test(text);
  if (scope !== undefined && (whole(scope) || whole(residence.scope) || scope === residence.scope.trim()))
    return {
      block: {
        rule: 'INV-24',
        code: 'UNIT_RESTRICTED',
        message: '该单元已有居住权，所申请的居住范围与其冲突。',
        advice: '请核对居住范围；确需重叠的，须先变更或注销原居住权（BDC-34）。',
        blockingRow,
      },
    };
  return {
    warning: {
      rule: 'INV-24',
      code: 'UNIT_RESTRICTED',
      message: '该单元已有居住权，请审核两个居住范围是否冲突。',
      advice: '请逐项比对居住范围，冲突的不予受理。',
      blockingRow,
    },
  };
}

/** An easement stands on two pages: it is cancelled there together, before one of the pages is closed. */
export function closingRules(input: RuleInput): Finding[] {
  if (!does(input, 'extinguish')) return [];
  return input.rights
    .filter((r) => r.kind === 'EASEMENT' && r.status === 'CURRENT')
    .map((r) => ({
      block: {
        rule: 'INV-05',
        code: 'UNIT_RESTRICTED',
        message: '该单元有地役权，地役权同时记载在另一单元上，不能直接注销关闭。',
        advice: '请先办理地役权注销登记（BDC-28），再申请本事项。',
        blockingRow: { table: 'rights', id: r.rightId, summary: '地役权' },
      },
    }));
}

/** 实施细则 §28: who gives up a burdened property needs the consent of everybody whose right would fall with it. */
export function abandonmentRules(input: RuleInput): Finding[] {
  if (!abandons(input)) return [];
  const burdens = input.rights.filter((r) => r.status === 'CURRENT' && ['MORTGAGE', 'RESIDENCE'].includes(r.kind));
  const kindNames: Record<string, string> = { MORTGAGE: '抵押权', RESIDENCE: '居住权' };
  return burdens
    .filter((r) => !hasConsent(input, r.rightId, 'right_holder') && !hasConsent(input, r.rightId, 'mortgagee'))
    .map((r) => ({
      block: {
        rule: 'INV-06',
        code: 'CONSENT_MISSING',
        message: `该单元设有${kindNames[r.kind]}，放弃权利须经其权利人书面同意（实施细则 §28）。`,
        advice: '请提交该权利人的书面同意书，或先办理该权利的注销登记。',
        blockingRow: { table: 'rights', id: r.rightId, summary: `${kindNames[r.kind]}${r.certificateNos[0] ?? ''}` },
      },
    }));
}
