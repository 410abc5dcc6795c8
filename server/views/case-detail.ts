import type { CaseView, Certificate, DocumentMeta, PaymentOrder, TaxCase, User } from '../../registry/index.ts';
import { may } from '../access/guard.ts';
import type { CaseDetail, CertificateView, PaymentView, TaxView } from '../api/cases.ts';
import type { CaseDocument } from '../api/documents.ts';
import type { ServerDeps } from '../deps.ts';
import { tasksOfCase } from '../inbox/queries.ts';
import { caseSummaryView, contractView, iso, partyView } from './case-view.ts';
import { slaContext } from './sla-view.ts';
import { staffNames } from './staff.ts';
import { ticketView } from './ticket-view.ts';
import { PAYMENT_STATES, TAX_KINDS, TAX_STATES } from './words.ts';

type Deps = Pick<ServerDeps, 'registry' | 'pool' | 'clock' | 'config'>;

/** Everything the case page shows, people masked. */
export async function caseDetail(deps: Deps, theCase: CaseView, user: User): Promise<CaseDetail> {
  const { registry, pool } = deps;
  const { caseNo } = theCase;
  const [context, staff, file, tasks, ticket] = await Promise.all([
    slaContext(deps),
    staffNames(registry),
    registry.cases.caseFile(caseNo),
    tasksOfCase(pool, caseNo),
    registry.tickets.ofCase(caseNo),
  ]);
  const { documents, paymentOrder, taxCase, contractFiling, certificates, lastSupplement: asked } = file;
  const open = theCase.status === 'FILED' || theCase.status === 'ACCEPTED';
  return {
    ...caseSummaryView(theCase, theCase.sla, context, staff),
    ticket: ticket && ticketView(ticket, staff),
    partyList: theCase.partyDetails.map(partyView),
    ownershipMode: theCase.ownershipMode,
    contract: contractView(theCase.contract, contractFiling),
    mortgage: theCase.mortgage ?? null,
    certMedium: theCase.startVariables.certMedium,
    delivery: theCase.startVariables.delivery,
    registerVersion: theCase.registerVersions[theCase.unitCodes[0] ?? ''] ?? null,
    closeReason: theCase.closeReason,
    inquiry: theCase.inquiry,
    reviews: theCase.reviews.map((review) => ({
      step: review.step,
      decision: review.decision,
      reasonCode: review.reasonCode,
      opinion: review.opinion,
      by: staff(review.userId),
      at: review.at.toISOString(),
    })),
    onSiteViews: file.onSiteViews.map((view) => ({
      appointedAt: view.appointedAt.toISOString(),
      viewers: view.viewers.map((userId) => staff(userId)),
      decision: view.decision,
      result: view.result,
      photos: view.photos,
      opinion: view.opinion,
      recordedAt: iso(view.recordedAt),
    })),
    supplementAsked:
      open && asked && asked.receivedAt === null ? { items: asked.items, dueAt: asked.dueAt.toISOString() } : null,
    materials: theCase.materials,
    documents: documentViews(documents),
    payment: paymentOrder && paymentView(paymentOrder),
    tax: taxCase && taxView(taxCase),
    certificates: certificates.map((certificate) => certificateView(certificate, documents, deps.config.publicUrl)),
    // The inbox learns a moment later that the tasks of a closed case are gone; those of its utilities go on.
    openTasks: (theCase.closedAt && theCase.outcome !== 'COMPLETED_WITH_PENDING' ? [] : tasks.open).map((task) => ({
      taskKey: task.taskKey,
      elementId: task.elementId,
      stepName: task.stepName,
      role: task.role,
      holder: staff(task.holder),
      createdAt: task.createdAt.toISOString(),
    })),
    process: theCase.processInstanceKey
      ? {
          processInstanceKey: theCase.processInstanceKey,
          bpmnProcessId: theCase.bpmnProcessId ?? 'bdc-registration',
          version: tasks.versions[theCase.processInstanceKey] ?? null,
        }
      : null,
    actions: {
      withdraw: open && theCase.withdrawalRequestedAt === null && may(user, 'case.withdraw'),
      // Before 受理 there is no clock that stands still: an online application waits by its request alone.
      supplement: open && asked !== null && asked.receivedAt === null && may(user, 'case.supplement'),
      upload: theCase.status !== 'CLOSED' && may(user, 'document.upload'),
      unmask: may(user, 'party.unmask'),
    },
  };
}

const EXTENSIONS: Record<string, string> = { 'application/pdf': 'pdf', 'image/jpeg': 'jpg', 'image/png': 'png' };

/** File name for saving: the title only, so no name of a person gets into it. */
export const fileNameOf = (meta: DocumentMeta) =>
  `${meta.title.replace(/[\\/:*?"<>|\r\n]/g, '_')}.${EXTENSIONS[meta.mediaType] ?? 'bin'}`;

/** What people are shown: of a sealed paper the sealed file, not also the drawing it was made from. */
export function documentViews(documents: readonly DocumentMeta[]): CaseDocument[] {
  const keys = new Set(documents.map((one) => one.key));
  return documents.filter((one) => !keys.has(`${one.key}.signed`)).map(documentView);
}

export function documentView(meta: DocumentMeta): CaseDocument {
  return {
    documentId: meta.documentId,
    kind: meta.kind,
    title: meta.title,
    fileName: fileNameOf(meta),
    mediaType: meta.mediaType,
    size: meta.size,
    sha256: meta.sha256,
    createdAt: meta.createdAt.toISOString(),
    sealed: meta.seal !== null,
  };
}

function paymentView(order: PaymentOrder): PaymentView {
  return {
    payOrderNo: order.payOrderNo,
    amountFen: order.amountFen,
    state: order.state,
    stateText: PAYMENT_STATES[order.state],
    createdAt: order.createdAt.toISOString(),
    settledAt: iso(order.settledAt),
  };
}

function taxView(tax: TaxCase): TaxView {
  return {
    taxCaseNo: tax.taxCaseNo,
    state: tax.state,
    stateText: TAX_STATES[tax.state],
    lines: tax.lines.map((line) => ({ name: TAX_KINDS[line.kind], amountFen: line.amountFen, basis: rateText(line) })),
    totalFen: tax.totalFen,
    clearanceNo: tax.clearanceNo,
  };
}

const yuan = (fen: number) => (fen / 100).toLocaleString('zh-CN', { minimumFractionDigits: 2 });
const rateText = (line: { baseFen: number; rate: string }) =>
  `计税依据 ${yuan(line.baseFen)} 元 × ${Number((Number(line.rate) * 100).toFixed(4))}%`;

function certificateView(certificate: Certificate, documents: DocumentMeta[], publicUrl: string): CertificateView {
  const signed = documents.find((one) => one.key.endsWith('.signed') && one.title.includes(certificate.certificateNo));
  return {
    certificateNo: certificate.certificateNo,
    kind: certificate.kind,
    state: certificate.status,
    serialNo: certificate.paperSerial,
    issuedAt: certificate.issuedAt.toISOString(),
    deliveredAt: iso(certificate.deliveredAt),
    verifyUrl: `${publicUrl}/verify/${certificate.token}`,
    documentId: certificate.documentId ?? signed?.documentId ?? null,
  };
}
