import type { CaseDetail, Completion, StepId, TaskDetail } from '../../server/api/index.ts';
import { payOpenOrders } from '../demo/world.ts';
import type { DeskClient } from '../play/desk-client.ts';
import type { WindowArrival } from './arrival.ts';
import { type CaseStory, type Errands, followCase, receiveAll, type Surroundings } from './case-story.ts';
import { PAYS_WITHIN, SUPPLEMENTS_WITHIN } from './mix.ts';
import { yilutongErrands } from './yilutong-errands.ts';

/** A case of a window, and who came with what. */
export interface WindowStory extends CaseStory {
  arrival: WindowArrival;
}

/** Files the application at a window; the developer has signed online before. */
export async function beginStory(arrival: WindowArrival, around: Surroundings): Promise<WindowStory> {
  const { district, application, turn } = arrival;
  const together = application.process === 'bdc-secondhand-yilutong';
  await signedOnline(arrival, around);
  const acceptor = await around.staff.inRole('window_acceptor', district);
  const { caseNo } = await acceptor.fileCase(application);
  const citizens = together ? yilutongErrands(application, { paysNothing: turn === 'unpaid' }) : null;

  const story = followCase(
    {
      caseNo,
      seed: arrival.seed,
      district,
      meantToBeAccepted: turn !== 'notAccepted',
      reader: acceptor,
      application,
      person: (role) => (role.startsWith('utility_') ? around.staff.as(role.slice('utility_'.length)) : undefined),
      decide: (step, time, opened) => decide(arrival, step, time, opened),
      besides: async (detail, errands) => {
        await citizens?.(detail, errands);
        if (detail.closedAt !== null) return;
        if (!together || errands.begun('taxConfirmed')) pay(arrival, detail, errands);
        applicantsAct(arrival, detail, errands, acceptor);
      },
      outlivesCase: together,
    },
    around,
  );
  return { ...story, arrival };
}

/** A contract with a developer is in the housing bureau's books before anybody comes. */
async function signedOnline({ application }: WindowArrival, around: Surroundings): Promise<void> {
  const { contract, unitCodes } = application;
  if (!contract?.contractNo) return;
  const answer = await fetch(`${around.departments.housing}/contracts/${encodeURIComponent(contract.contractNo)}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      unitCode: unitCodes[0],
      priceFen: contract.priceFen,
      signedAt: contract.signedOn,
      status: 'signed',
    }),
  });
  if (!answer.ok) throw new Error(`PUT /contracts: ${answer.status} ${await answer.text()}`);
}

/** What this case does differently, and the papers that are brought. */
function decide({ turn }: WindowArrival, step: StepId, time: number, opened: TaskDetail): Completion | null {
  if (turn === 'notAccepted' && step === 'CollectMaterials') {
    return { elementId: step, intakeDecision: 'reject', materials: [], reasonCode: 'NOT_APPLICABLE' };
  }
  if (step === 'CollectMaterials') return receiveAll(opened);
  if (step !== 'Review' || time > 1) return null;
  const checklist = opened.checklist.map(({ code }) => ({ code, result: 'pass' as const }));
  if (turn === 'supplemented') {
    const missingMaterials = opened.case.materials.slice(0, 1).map(({ materialId }) => materialId);
    const because = { reasonCode: 'MATERIAL_INCOMPLETE', missingMaterials, opinion: '请补正材料。' };
    return { elementId: step, reviewDecision: 'supplement', checklist, ...because };
  }
  if (turn === 'refused') {
    return { elementId: step, reviewDecision: 'refuse', checklist, reasonCode: 'DISPUTE', opinion: '存在权属争议。' };
  }
  return null;
}

/** Citizens pay what they are asked for, unless this one does not. */
function pay({ turn }: WindowArrival, detail: CaseDetail, { around, caseNo, once, between }: Errands): void {
  if (turn === 'unpaid') return;
  const asked = [
    detail.tax?.state === 'ASSESSED' ? detail.tax.taxCaseNo : null,
    detail.payment?.state === 'CREATED' ? detail.payment.payOrderNo : null,
  ];
  for (const orderNo of asked) {
    if (orderNo) once(orderNo, between(PAYS_WITHIN), () => payOpenOrders(around.departments as never, caseNo));
  }
}

/** They bring what was missing, change their minds, or a court is faster. */
function applicantsAct(arrival: WindowArrival, detail: CaseDetail, errands: Errands, acceptor: DeskClient): void {
  const { caseNo, once, between, tolerant } = errands;
  if (detail.actions.supplement) {
    once('supplement', between(SUPPLEMENTS_WITHIN), async () => {
      const materials = detail.materials.slice(0, 1).map(({ materialId }) => ({ materialId, note: '已补交' }));
      await acceptor.post(`/api/cases/${caseNo}/supplement`, { materials });
    });
  }
  if (detail.acceptedAt === null) return;
  if (arrival.turn === 'withdrawn') {
    const reason = { reason: '申请人协商一致撤回' };
    once('withdraw', between([1, 10]), () =>
      tolerant('撤回', () => acceptor.post(`/api/cases/${caseNo}/withdraw`, reason)),
    );
  }
  if (arrival.turn === 'seized') once('seize', between([1, 10]), () => tolerant('查封', () => seize(arrival, errands)));
}

async function seize({ district, application, owner }: WindowArrival, { around, caseNo }: Errands): Promise<void> {
  if (!owner) return;
  const registrar = await around.staff.inRole('registrar', district);
  await registrar.post('/api/seizures', {
    noticeNo: `JC-${caseNo}`,
    unitCodes: application.unitCodes,
    seizureKind: 'seizure',
    authority: '海曙区人民法院',
    documentNo: `（2026）浙0203执${caseNo.slice(-6)}号`,
    termMonths: 36,
    respondent: { name: owner.name, idNo: owner.idNo },
    officers: [
      { name: '执行甲', workNo: 'W1', dutyNo: 'D1' },
      { name: '执行乙', workNo: 'W2', dutyNo: 'D2' },
    ],
  });
}
