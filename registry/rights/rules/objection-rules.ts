import { currentOwnership } from '../load-rights.ts';
import { does, type Finding, identityOf, type RuleInput, sideOf } from '../rule-input.ts';
import type { ObjectionView } from '../types.ts';
import { isEffectiveObjection } from './encumbrance-rules.ts';

/**
 * INV-23 (民法典 220; 实施细则 §82, 83): somebody else than the holder objects, and nobody twice on the same ground: neither while
 * the first objection stands nor after it has lapsed.
 */
export function newObjectionRules(input: RuleInput): Finding[] {
  const { application, rights, unit } = input;
  const terms = application?.terms.objection;
  if (!application || !terms || !does(input, 'objection')) return [];
  const objectors = sideOf(application.parties, 'acquirer');
  const known = new Set(objectors.map(identityOf));
  const owner = currentOwnership(rights, unit.unitCode);
  if (owner?.holders.some((holder) => known.has(identityOf(holder))))
    return [
      {
        block: {
          rule: 'INV-23',
          code: 'TRANSFEROR_MISMATCH',
          message: '申请人是登记簿现权利人，不能对自己的登记提出异议。',
          advice: '权利人认为登记簿有错误的，请申请更正登记（BDC-29）。',
          blockingRow: { table: 'rights', id: owner.rightId, summary: `现权利 ${owner.certificateNos[0] ?? ''}` },
        },
      },
    ];
  return input.earlierObjections
    .filter((earlier) => earlier.holders.some((holder) => known.has(identityOf(holder))) && sameGround(earlier, terms))
    .slice(0, 1)
    .map((earlier) => {
      const lapsed = !isEffectiveObjection(earlier, input.today);
      return {
        block: {
          rule: 'INV-23',
          code: 'UNIT_RESTRICTED' as const,
          message: lapsed
            ? '申请人曾就同一事项以同一理由申请异议登记，现已失效，不再受理（实施细则 §83）。'
            : `申请人就同一事项的异议登记仍然有效（${earlier.suitNo ? `已起诉，${earlier.suitNo}` : `至${earlier.lapsesOn}`}），无需重复申请。`,
          advice: lapsed
            ? '请告知申请人向人民法院起诉或申请仲裁；有新的理由的，请另行提出并附证据。'
            : '请告知申请人在有效期内向人民法院起诉或申请仲裁，并提交受理证明。',
          blockingRow: { table: 'rights', id: earlier.rightId, summary: `异议登记${earlier.certificateNos[0] ?? ''}` },
        },
      };
    });
}

/** 同一理由: the same kind of ground; grounds of no kind, and old objections, are compared by their words. */
function sameGround(earlier: ObjectionView, terms: { ground: string; matter: string }): boolean {
  if (earlier.ground !== null && (earlier.ground !== 'other' || terms.ground !== 'other'))
    return earlier.ground === terms.ground;
  return words(earlier.matter) === words(terms.matter);
}

const words = (text: string) => text.normalize('NFKC').replace(/[\s\p{P}]/gu, '');
