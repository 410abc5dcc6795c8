import { addDays, dayOf } from '../../calendar/local-time.ts';
import { effectOf, type Finding, type RuleInput } from '../rule-input.ts';
import type { MortgageView } from '../types.ts';

/** Mortgages registered before the Civil Code (2021-01-01) keep the consent rule of 物权法 §191. */
const civilCodeFrom = '2021-01-01';

/** INV-18: a mortgaged home may be sold and the mortgage follows it, unless consent is needed. */
export function mortgageRules(input: RuleInput): Finding[] {
  if (effectOf(input.item) !== 'transfer') return [];
  const mortgages = input.rights.filter((r): r is MortgageView => r.kind === 'MORTGAGE' && r.status === 'CURRENT');
  return mortgages.map((mortgage) => {
    const blockingRow = {
      table: 'rights',
      id: mortgage.rightId,
      summary: `抵押权（第${mortgage.rank}顺位）${mortgage.certificateNos[0] ?? ''}`,
    };
    const why = consentReason(mortgage, input.application?.profile ?? 'current');
    if (why && !hasConsent(input, mortgage.rightId, 'mortgagee')) {
      return {
        block: {
          rule: 'INV-18',
          code: 'CONSENT_MISSING',
          message: `该单元已抵押，${why}，转移须经抵押权人书面同意。`,
          advice: '请提交抵押权人出具的书面同意书，或先办理抵押权注销登记（BDC-21）。',
          blockingRow,
        },
      };
    }
    return {
      warning: {
        rule: 'INV-18',
        code: 'CONSENT_MISSING',
        message: '该单元已抵押，转移后抵押权继续存在于新的权利人名下。',
        advice: '请告知受让人；登簿后系统通知抵押权人。',
        blockingRow,
      },
    };
  });
}

function consentReason(mortgage: MortgageView, profile: string): string | null {
  if (profile === '2019') return '按2019年规则（物权法第一百九十一条）';
  if (mortgage.restrictsTransfer) return '且登记簿记载有禁止或限制转让的约定';
  if (dayOf(mortgage.registeredAt) < civilCodeFrom) return '且抵押权登记于2021年1月1日之前';
  return null;
}

/** INV-21: a caution stops every disposal without the holder's written consent. */
export function cautionRules(input: RuleInput): Finding[] {
  const effect = effectOf(input.item);
  if (effect !== 'transfer' && effect !== 'mortgage') return [];
  return input.rights
    .filter((r) => r.kind === 'CAUTION' && r.status === 'CURRENT' && !hasConsent(input, r.rightId, 'caution_holder'))
    .map((caution) => ({
      block: {
        rule: 'INV-21',
        code: 'CONSENT_MISSING',
        message: '该单元有预告登记，未经预告登记的权利人书面同意不能处分。',
        advice: '请提交预告登记权利人的书面同意书，或先办理预告登记注销（BDC-27）。',
        blockingRow: { table: 'rights', id: caution.rightId, summary: '预告登记' },
      },
    }));
}

/** INV-23: an objection never stops a disposal; it asks for a written acknowledgement of the risk. It lapses after 15 days. */
export function objectionRules(input: RuleInput): Finding[] {
  const effect = effectOf(input.item);
  if (effect !== 'transfer' && effect !== 'mortgage') return [];
  const findings: Finding[] = [];
  for (const right of input.rights) {
    if (right.kind !== 'OBJECTION' || right.status !== 'CURRENT' || right.lapsesOn < input.today) continue;
    const finding = {
      rule: 'INV-23',
      code: 'CONSENT_MISSING' as const,
      message: `该单元有异议登记（有效至${addDays(right.lapsesOn, 0)}），不影响申请，但须告知风险。`,
      advice: '请书面告知受让方或抵押权人，取得其“知悉异议并自担风险”的签字承诺后继续办理。',
      blockingRow: { table: 'rights', id: right.rightId, summary: '异议登记' },
    };
    // At the counter a hint; once there is a case, it goes on only with the signed acknowledgement.
    const signed = input.application === null || hasConsent(input, right.rightId, 'objection_risk');
    findings.push(signed ? { warning: finding } : { block: finding });
  }
  return findings;
}

function hasConsent({ application }: RuleInput, rightId: string, kind: string): boolean {
  return application?.consents.some((c) => c.rightId === rightId && c.kind === kind) ?? false;
}
