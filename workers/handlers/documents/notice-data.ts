import type {
  AcceptanceNoticeData,
  NotAcceptedNoticeData,
  RefusalDecisionData,
  SeizureRefusalData,
  SupplementNoticeData,
  WithdrawalConfirmationData,
} from '../../../platform/documents/index.ts';
import {
  type Block,
  type CaseView,
  issuingOffice,
  type Party,
  type SeizureView,
  type UnitPage,
} from '../../../registry/index.ts';
import { dayOf, minuteOf } from '../case-of.ts';
import { acquirers, namesOf, obligors } from '../parties.ts';
import { PROMISE_WORDS, REASON_WORDS, SOURCE_WORDS } from './words.ts';

export interface NoticeFacts {
  view: CaseView;
  parties: Party[];
  page: UnitPage | null;
  reasonCode: string | null;
  /** Ids or names of materials that the window found missing. */
  missingMaterials: string[];
  /** What the register has against the application, for a notice that turns it down at the window. */
  blocks: readonly Block[];
  /** Until when the applicant may supplement, where the diagram waits for it. */
  dueAt: Date | null;
  /** How many notices of this kind the case has already: each has a number of its own. */
  earlier: number;
  now: Date;
}

const caseInfo = ({ view, parties, page, earlier, now }: NoticeFacts, kind: string) => ({
  noticeNo: `${view.caseNo}-${kind}${earlier > 0 ? earlier + 1 : ''}`,
  caseNo: view.caseNo,
  applicants: namesOf([...acquirers(parties), ...obligors(parties)]),
  itemName: view.itemName,
  location: page?.unit.location ?? view.location,
  unitCode: view.unitCodes[0] ?? '',
  office: issuingOffice(view.district),
  issuedOn: dayOf(now),
});

const reasonOf = (code: string | null) => REASON_WORDS[code ?? ''] ?? REASON_WORDS.OTHER_STATUTORY!;

/** 一次性告知: what the window named, or everything required that is not there. */
function gapsOf({ view, missingMaterials }: NoticeFacts) {
  const named = missingMaterials.map(
    (one) => view.materials.find((row) => row.materialId === one || row.name === one)?.name ?? one,
  );
  const names =
    named.length > 0 ? named : view.materials.filter((row) => row.required && !row.present).map((r) => r.name);
  return names.map((material) => ({ material, problem: '未提交或不符合法定形式', remedy: '提交齐全、有效的原件' }));
}

/** The reviewer's own words, after the coded reason. */
function opinionsOf({ view, reasonCode }: NoticeFacts): string[] {
  const refusal = view.reviews.findLast((row) => row.decision === 'refuse' && row.opinion);
  return [reasonOf(reasonCode ?? refusal?.reasonCode ?? null), ...(refusal?.opinion ? [refusal.opinion] : [])];
}

const acceptedOn = ({ view }: NoticeFacts) => dayOf(view.acceptedAt ?? view.filedAt);

/** 受理通知书: when the clock started, what is promised, what was received. */
export const acceptanceNoticeOf = (facts: NoticeFacts): AcceptanceNoticeData => ({
  ...caseInfo(facts, 'SL'),
  acceptedAt: minuteOf(facts.view.acceptedAt ?? facts.now),
  commitment: PROMISE_WORDS[facts.view.sla?.slaClass ?? '60m'],
  materials: facts.view.materials
    .filter((row) => row.present || row.source === 'registry' || row.source === 'generated')
    .map((row) => ({ name: row.name, pages: row.pages ?? 1, source: SOURCE_WORDS[row.source] })),
});

export function supplementNoticeOf(facts: NoticeFacts): SupplementNoticeData {
  const gaps = gapsOf(facts);
  const fallback = [{ material: '申请材料', problem: reasonOf(facts.reasonCode), remedy: '按窗口告知的内容补正' }];
  return {
    ...caseInfo(facts, 'BZ'),
    gaps: gaps.length > 0 ? gaps : fallback,
    ...(facts.dueAt ? { dueOn: dayOf(facts.dueAt) } : {}),
  };
}

export const notAcceptedNoticeOf = (facts: NoticeFacts): NotAcceptedNoticeData => ({
  ...caseInfo(facts, 'BSL'),
  // The very rule that stands in the way, where there is one: a general phrase would not tell the applicant what to mend.
  reasons: facts.blocks.length > 0 ? facts.blocks.map((block) => block.message) : [reasonOf(facts.reasonCode)],
  advice:
    facts.reasonCode === 'NOT_OUR_JURISDICTION' ? '请向有权的登记机构申请。' : '上述情形消除后，可以重新申请登记。',
});

export const refusalDecisionOf = (facts: NoticeFacts): RefusalDecisionData => ({
  ...caseInfo(facts, 'BYDJ'),
  acceptedOn: acceptedOn(facts),
  reasons: opinionsOf(facts),
  legalBasis: '《不动产登记暂行条例》第二十二条',
});

export const withdrawalConfirmationOf = (facts: NoticeFacts): WithdrawalConfirmationData => ({
  ...caseInfo(facts, 'CH'),
  acceptedOn: acceptedOn(facts),
  reason: '申请人申请撤回',
});

/** Stopped by a seizure: cites it. Stopped by another restriction there is none to cite, and null is returned. */
export function seizureRefusalOf(facts: NoticeFacts): SeizureRefusalData | null {
  const seizure: SeizureView | undefined = facts.page?.seizures[0];
  if (!seizure) return null;
  return {
    ...caseInfo(facts, 'CF'),
    acceptedOn: acceptedOn(facts),
    authority: seizure.authority,
    documentNo: seizure.documentNo,
    deliveredAt: minuteOf(seizure.deliveredAt),
  };
}
