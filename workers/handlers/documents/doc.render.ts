import Type from 'typebox';
import type { Block, CaseView, DocumentKind } from '../../../registry/index.ts';
import { issuingOffice, systemActor } from '../../../registry/index.ts';
import { complete, defineJob, TechnicalFailure, type WorkerDeps } from '../../job.ts';
import { CaseNo, Maybe } from '../../shapes.ts';
import { caseOf } from '../case-of.ts';
import { certificateDataOf, proofDataOf } from './certificate-data.ts';
import {
  acceptanceNoticeOf,
  type NoticeFacts,
  notAcceptedNoticeOf,
  refusalDecisionOf,
  seizureRefusalOf,
  supplementNoticeOf,
  withdrawalConfirmationOf,
} from './notice-data.ts';

const NOTICES = {
  notice_accepted: '受理通知书',
  notice_not_accepted: '不予受理通知书',
  notice_supplement: '一次性告知补正通知书',
  decision_refused: '不予登记决定书',
  decision_withdrawn: '撤回登记申请确认书',
  decision_superseded: '不予登记决定书（因查封）',
} as const satisfies Partial<Record<DocumentKind, string>>;
type NoticeKind = keyof typeof NOTICES;

const Template = Type.Union([
  Type.Literal('certificate'),
  Type.Literal('notice_not_accepted'),
  Type.Literal('notice_supplement'),
  Type.Literal('decision_refused'),
  Type.Literal('decision_withdrawn'),
  Type.Literal('decision_superseded'),
]);

/** Documents from what the register holds. Bytes go into the register, never into the process. */
export const renderDocument = defineJob({
  type: 'doc.render',
  department: 'office',
  description: '生成证书、通知书或决定书的电子文件',
  input: Type.Object({
    caseNo: CaseNo,
    template: Template,
    reasonCode: Maybe(Type.String()),
    missingMaterials: Maybe(Type.Array(Type.String())),
  }),
  output: Type.Object({ documents: Type.Integer() }),
  bpmnErrors: [],
  timeoutMs: 120_000,
  idempotency: 'a document that is there under its key is not made again',
  async handle({ caseNo, template, reasonCode, missingMaterials }, { deps }) {
    if (template === 'certificate') return complete({ documents: await renderCertificates(deps, caseNo) });
    await renderNotice(deps, caseNo, template, reasonCode ?? null, missingMaterials ?? []);
    return complete({ documents: 1 });
  },
});

async function renderCertificates({ registry, documents, publicUrl }: WorkerDeps, caseNo: string): Promise<number> {
  const view = await caseOf(registry, caseNo);
  const order = await registry.money.getPaymentOrder(caseNo);
  // The message of a payment came, the register says whether it was one.
  if (order && order.state !== 'SETTLED')
    throw new TechnicalFailure(order.problem ?? '登记费尚未缴清，不能制作证书。请核对缴费单后点“重试”。', false);
  const there = new Set((await registry.documents.list(caseNo)).map((paper) => paper.key));
  const live = (await registry.certificates.listByCase(caseNo)).filter((one) => one.status === 'LIVE');
  for (const { certificateNo } of live) {
    const key = `certificate:${certificateNo}`;
    if (there.has(key)) continue;
    const content = await registry.certificates.getContent(certificateNo);
    if (!content) throw new TechnicalFailure(`登记簿中没有 ${certificateNo} 的内容。`, false);
    const issue = { office: issuingOffice(view.district), publicUrl };
    const bytes =
      content.kind === 'proof'
        ? await documents.render('proof', proofDataOf(content, issue), content.registeredAt)
        : await documents.render('certificate', certificateDataOf(content, issue), content.registeredAt);
    const title = content.kind === 'proof' ? '不动产登记证明' : '不动产权证书';
    await registry.documents.put({
      caseNo,
      key,
      kind: content.kind,
      title: `${title} ${certificateNo}`,
      mediaType: 'application/pdf',
      bytes,
      by: systemActor,
    });
  }
  return live.length;
}

/** Draws a notice from what the register holds now. One that is there is kept: a document once handed out never changes. */
export async function renderNotice(
  deps: WorkerDeps,
  caseNo: string,
  kind: NoticeKind,
  reasonCode: string | null,
  missingMaterials: string[],
  /** For a kind that a case may get more than once: what tells this one apart, and its deadline. */
  { key = kind, dueAt = null }: { key?: string; dueAt?: Date | null } = {},
): Promise<void> {
  const { registry } = deps;
  const there = await registry.documents.list(caseNo);
  if (there.some((paper) => paper.key === key)) return;
  const view = await caseOf(registry, caseNo);
  const [unitCode] = view.unitCodes;
  const facts: NoticeFacts = {
    view,
    parties: await registry.people.getParties(caseNo),
    page: unitCode ? await registry.units.unitPage(unitCode) : null,
    reasonCode,
    missingMaterials,
    blocks: reasonCode === 'UNIT_RESTRICTED' && unitCode ? await blocksOf(deps, view, unitCode) : [],
    dueAt,
    earlier: there.filter((paper) => paper.kind === kind).length,
    now: deps.clock.now(),
  };
  await registry.documents.put({
    caseNo,
    key,
    kind,
    title: NOTICES[kind],
    mediaType: 'application/pdf',
    bytes: await draw(deps, kind, facts),
    by: systemActor,
  });
}

async function blocksOf({ registry }: WorkerDeps, view: CaseView, unitCode: string): Promise<Block[]> {
  const { caseNo, itemCode } = view;
  return (await registry.units.checkUnit({ unitCode, itemCode, caseNo })).blocks;
}

function draw({ documents }: WorkerDeps, kind: NoticeKind, facts: NoticeFacts): Promise<Buffer> {
  switch (kind) {
    case 'notice_accepted':
      return documents.render('acceptance-notice', acceptanceNoticeOf(facts), facts.now);
    case 'notice_not_accepted':
      return documents.render('not-accepted-notice', notAcceptedNoticeOf(facts), facts.now);
    case 'notice_supplement':
      return documents.render('supplement-notice', supplementNoticeOf(facts), facts.now);
    case 'decision_refused':
      return documents.render('refusal-decision', refusalDecisionOf(facts), facts.now);
    case 'decision_withdrawn':
      return documents.render('withdrawal-confirmation', withdrawalConfirmationOf(facts), facts.now);
    case 'decision_superseded': {
      const seizure = seizureRefusalOf(facts);
      return seizure
        ? documents.render('seizure-refusal', seizure, facts.now)
        : documents.render('refusal-decision', refusalDecisionOf(facts), facts.now);
    }
  }
}
