import { addDays, dayOf } from '../../calendar/local-time.ts';
import { currentOwnership } from '../../rights/load-rights.ts';
import { sideOf } from '../../rights/rule-input.ts';
import { loadRuleBook } from '../../rule-values/rule-book.ts';
import { writeRight } from '../write-right.ts';
import { type EffectContext, type EffectWriter, holderOf, writeCertificates } from './effect.ts';
import { people } from './words.ts';

function termsOf({ application, caseRow }: EffectContext) {
  const terms = application.terms.objection;
  if (!terms) throw new Error(`Case ${caseRow.case_no} has no objection although it was checked`);
  return terms;
}

/** BDC-30 异议登记: stands on the page for the days of its rule (民法典 220) and stops nothing by itself (INV-23). */
export const objectionWriter: EffectWriter = {
  needs: () => ({ kind: 'proof', count: 1 }),
  async write(db, context) {
    const { matter, ground, evidenceNo } = termsOf(context);
    const { entry, rights, unitCode } = context;
    const rightId = await writeRight(db, entry, {
      kind: 'OBJECTION',
      unitCode,
      rightType: currentOwnership(rights, unitCode)?.rightType ?? '4',
      regType: 600,
      reason: '异议登记',
      holders: sideOf(context.application.parties, 'acquirer').map(holderOf),
    });
    const registeredOn = dayOf(entry.registeredAt);
    const days = (await loadRuleBook(db)).value('objection.lapse_days', context.application.profile, registeredOn);
    await db.query(
      'INSERT INTO registry.objection_details (right_id, matter, lapses_on, ground, evidence_no) VALUES ($1, $2, $3, $4, $5)',
      [rightId, matter, addDays(registeredOn, days), ground, evidenceNo],
    );
    writeCertificates(entry, rightId, 'proof', context.numbers);
  },
  preview(context) {
    const objectors = people(sideOf(context.application.parties, 'acquirer'));
    return [
      {
        rightId: null,
        text: `异议登记（新）：${objectors}，${termsOf(context).matter}，逾期不提交起诉或仲裁证明即失效`,
      },
    ];
  },
};
