/** How each step is done when nothing special happens: complete papers, approval, entry, printing, delivery. */
import { createHash } from 'node:crypto';
import type { Application, CaseDocument, Completion, StepId, TaskDetail } from '../../server/api/index.ts';
import { DEMO_PASSWORD } from '../play/desk-client.ts';

/**
 * `scans`: uploaded files by material. `time`: 1 for the first task of this step in the case, 2 for the second …
 * @throws Error when the step is a problem that a package must say how to solve
 */
export function usualWork(
  step: StepId,
  detail: TaskDetail,
  application: Application,
  scans: ReadonlyMap<string, CaseDocument>,
  time: number,
): Completion {
  switch (step) {
    case 'CollectMaterials':
      return {
        elementId: step,
        intakeDecision: 'accept',
        materials: detail.case.materials
          // A record that no department had is asked for after all: then its scan is in the envelope.
          .filter(({ source, materialId }) => source === 'scan' || source === 'upload' || scans.has(materialId))
          .map(({ materialId, required, pages }) => receive(materialId, required, pages, scans.get(materialId))),
        inquiry: application.inquiry ?? { trueIntention: true, leased: false, residenceRight: false },
      };
    case 'Review':
    case 'ReReview':
      return {
        elementId: step,
        reviewDecision: 'approve',
        checklist: detail.checklist.map(({ code }) => ({ code, result: 'pass' })),
        opinion: '申请材料齐全，权属清楚，同意登记。',
      };
    case 'SignBook':
      return { elementId: step, signDecision: 'enter', opinion: '核对无误，准予登簿。', pin: DEMO_PASSWORD };
    case 'ConfirmRefusal':
      return { elementId: step, refusalDecision: 'confirm', opinion: '同意不予登记。' };
    case 'ConfirmSuperseded':
      return { elementId: step, opinion: '查封先于登簿送达，终止办理。' };
    case 'PrintCertificate':
      return {
        elementId: step,
        printDecision: 'printed',
        prints: detail.case.certificates.map(({ certificateNo }) => ({
          certificateNo,
          serial: serialFor(certificateNo, time),
        })),
      };
    case 'Deliver': {
      const receiver = application.parties.find(({ role }) => role === 'acquirer')!;
      return { elementId: step, receiverName: receiver.name, receiverIdNo: receiver.idNo };
    }
    case 'ArchiveGap':
      return { elementId: step, note: '已核对补齐，重新提交。' };
    default:
      throw new Error(`步骤 ${step} 没有惯常做法：请在 expected.json 的 play.decisions 中写明。`);
  }
}

/** What was scanned is received with its file; an optional paper that nobody brought is not. */
function receive(materialId: string, required: boolean, pages: number | null, scan: CaseDocument | undefined) {
  const received = required || scan !== undefined;
  return {
    materialId,
    received,
    ...(received ? { pages: pages ?? 1, handling: 'inspect' as const } : {}),
    ...(scan ? { documentId: scan.documentId } : {}),
  };
}

/** A sheet of paper for this certificate and attempt: a serial of its own (印刷序列号 is unique), the same on every run. */
function serialFor(certificateNo: string, time: number): string {
  const digest = createHash('sha256').update(`${certificateNo}#${time}`).digest('hex');
  return `33${BigInt(`0x${digest.slice(0, 12)}`)
    .toString()
    .padStart(15, '0')
    .slice(-9)}`;
}
