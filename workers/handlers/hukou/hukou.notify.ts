import Type from 'typebox';
import { answerOf, bpmnError, complete, defineJob, TechnicalFailure } from '../../job.ts';
import { CaseNo } from '../../shapes.ts';
import { acquirers, asPerson, obligors } from '../parties.ts';

/** Only a notice: the police decide about households, and somebody still registered there is news for the buyer. */
export const notifyHukou = defineJob({
  type: 'hukou.notify',
  department: 'identity',
  description: '告知公安房屋易主及迁入意向',
  input: Type.Object({ caseNo: CaseNo, unitCode: Type.String() }),
  output: Type.Object({ hukouReceiptNo: Type.String() }),
  bpmnErrors: ['HUKOU_OCCUPIED'],
  timeoutMs: 60_000,
  idempotency: 'the police know the key of the case',
  async handle({ caseNo, unitCode }, { deps, call }) {
    const { yilutong, people, units } = deps.registry;
    const choice = await yilutong.hukouOf(caseNo);
    const parties = await people.getParties(caseNo);
    const [seller, buyer] = [obligors(parties)[0], acquirers(parties)[0]];
    const page = await units.unitPage(unitCode);
    if (!choice || !seller || !buyer || !page) throw new TechnicalFailure('业务没有户籍告知的内容。', false);
    const answer = answerOf(
      await deps.clients.identity.notifyHukou(
        {
          caseNo,
          address: page.unit.location,
          seller: asPerson(seller),
          buyer: asPerson(buyer),
          moveIn: choice.moveIn,
          movedOut: choice.movedOut,
        },
        call(caseNo, 'notice'),
      ),
    );
    if (!answer.ok) {
      await yilutong.recordHukouTold({ caseNo, receiptNo: null, occupied: true });
      return bpmnError('HUKOU_OCCUPIED', answer.message);
    }
    await yilutong.recordHukouTold({ caseNo, receiptNo: answer.value.receiptNo, occupied: false });
    return complete({ hukouReceiptNo: answer.value.receiptNo });
  },
});
