/**
 * Wording of each notice. Legal bases are cited as the demo knows them (domain §4, §5.1); an office replaces this
 * file's texts, not its layout.
 */
import { chineseDate, spacedUnitCode } from './chinese-format.ts';
import type { NoticeBlock, NoticeLayout } from './notice.ts';

interface CaseInfo {
  readonly noticeNo: string;
  readonly caseNo: string;
  /** Applicants as they are addressed, for example 张三、李四. */
  readonly applicants: string;
  /** For example 转移登记（存量房买卖）. */
  readonly itemName: string;
  readonly location: string;
  readonly unitCode: string;
  readonly office: string;
  /** `YYYY-MM-DD`. */
  readonly issuedOn: string;
  readonly verifyUrl?: string;
}

export interface AcceptanceNoticeData extends CaseInfo {
  /** `YYYY-MM-DD HH:mm`, Asia/Shanghai. */
  readonly acceptedAt: string;
  /** Promise in words, for example 60 个工作分钟. */
  readonly commitment: string;
  readonly materials: readonly { readonly name: string; readonly pages: number; readonly source: string }[];
}

export interface SupplementNoticeData extends CaseInfo {
  /** Every gap at once: the law allows only one such notice (一次性告知). */
  readonly gaps: readonly { readonly material: string; readonly problem: string; readonly remedy: string }[];
  /** `YYYY-MM-DD`; without it the applicant may come at any time. */
  readonly dueOn?: string;
}

export interface NotAcceptedNoticeData extends CaseInfo {
  readonly reasons: readonly string[];
  readonly advice: string;
  /** Filled when papers are missing: what to bring. */
  readonly gaps?: SupplementNoticeData['gaps'];
}

export interface RefusalDecisionData extends CaseInfo {
  readonly acceptedOn: string;
  readonly reasons: readonly string[];
  /** For example 《不动产登记暂行条例》第二十二条第（一）项. */
  readonly legalBasis: string;
  readonly advice?: string;
}

export interface SeizureRefusalData extends CaseInfo {
  readonly acceptedOn: string;
  readonly authority: string;
  readonly documentNo: string;
  /** `YYYY-MM-DD HH:mm`, when the papers reached the register. */
  readonly deliveredAt: string;
}

export interface WithdrawalConfirmationData extends CaseInfo {
  readonly acceptedOn: string;
  readonly reason: string;
}

const remedies =
  '如对本决定不服，可以自收到本决定书之日起六十日内申请行政复议，或者自收到本决定书之日起六个月内依法提起行政诉讼。';

function object(data: CaseInfo): NoticeBlock {
  return {
    kind: 'table',
    columns: [
      { title: '登记事项', share: 2 },
      { title: '不动产坐落', share: 3 },
      { title: '不动产单元号', share: 3 },
    ],
    rows: [[data.itemName, data.location, spacedUnitCode(data.unitCode)]],
  };
}

function gapTable(gaps: SupplementNoticeData['gaps']): NoticeBlock {
  return {
    kind: 'table',
    columns: [
      { title: '序号', share: 0.8 },
      { title: '材料', share: 3 },
      { title: '存在的问题', share: 3.4 },
      { title: '补正要求', share: 3.8 },
    ],
    rows: gaps.map((gap, index) => [String(index + 1), gap.material, gap.problem, gap.remedy]),
  };
}

function layout(title: string, data: CaseInfo, blocks: readonly NoticeBlock[], receipt = true): NoticeLayout {
  const { noticeNo, caseNo, office, issuedOn } = data;
  return {
    title,
    noticeNo,
    caseNo,
    office,
    issuedOn,
    receipt,
    addressee: data.applicants,
    blocks,
    ...(data.verifyUrl === undefined ? {} : { verifyUrl: data.verifyUrl }),
  };
}

export function acceptanceNotice(data: AcceptanceNoticeData): NoticeLayout {
  return layout('不动产登记受理通知书', data, [
    {
      kind: 'paragraph',
      text: `你（单位）提交的不动产登记申请，经查验，申请材料齐全、符合法定形式，属于本登记机构职责范围，现于${data.acceptedAt}予以受理。`,
    },
    object(data),
    { kind: 'heading', text: '收到的申请材料' },
    {
      kind: 'table',
      columns: [
        { title: '序号', share: 0.8 },
        { title: '材料名称', share: 6 },
        { title: '页数', share: 1 },
        { title: '来源', share: 2 },
      ],
      rows: data.materials.map((material, index) => [
        String(index + 1),
        material.name,
        String(material.pages),
        material.source,
      ]),
    },
    {
      kind: 'paragraph',
      text: `本项登记承诺办理时限为${data.commitment}，自受理时起算；补正材料、缴纳税费等由申请人办理的时间不计入。登记事项记载于登记簿前，申请人可以申请撤回。`,
    },
  ]);
}

export function supplementNotice(data: SupplementNoticeData): NoticeLayout {
  const due =
    data.dueOn === undefined
      ? '请按上述要求补正后重新提交。'
      : `请于${chineseDate(data.dueOn)}前按上述要求一次性补正；逾期未补正的，本登记机构将依法不予登记。补正期间不计入办理时限。`;
  return layout('一次性告知补正通知书', data, [
    {
      kind: 'paragraph',
      text: `你（单位）提交的不动产登记申请，经审查，申请材料尚有下列 ${data.gaps.length} 项需要补正，现一次性告知如下：`,
    },
    object(data),
    gapTable(data.gaps),
    { kind: 'paragraph', text: due },
  ]);
}

export function notAcceptedNotice(data: NotAcceptedNoticeData): NoticeLayout {
  return layout('不动产登记不予受理通知书', data, [
    { kind: 'paragraph', text: '你（单位）提交的不动产登记申请，经查验，因下列原因不予受理：' },
    object(data),
    { kind: 'list', entries: data.reasons },
    ...(data.gaps && data.gaps.length > 0
      ? [{ kind: 'heading', text: '需要补齐的材料（一次性告知）' } as const, gapTable(data.gaps)]
      : []),
    { kind: 'paragraph', text: data.advice },
    { kind: 'paragraph', text: remedies.replaceAll('决定书', '通知书').replace('本决定', '本通知') },
  ]);
}

export function refusalDecision(data: RefusalDecisionData): NoticeLayout {
  return layout('不予登记决定书', data, [
    {
      kind: 'paragraph',
      text: `你（单位）于${chineseDate(data.acceptedOn)}申请的不动产登记，本登记机构已经受理。经审查，存在下列情形：`,
    },
    object(data),
    { kind: 'list', entries: data.reasons },
    {
      kind: 'paragraph',
      text: `依据${data.legalBasis}的规定，决定不予登记。申请材料一并退还，复印件由本登记机构存档。`,
    },
    ...(data.advice === undefined ? [] : [{ kind: 'paragraph', text: data.advice } as const]),
    { kind: 'paragraph', text: remedies },
  ]);
}

export function seizureRefusal(data: SeizureRefusalData): NoticeLayout {
  return layout('不予登记决定书（因查封）', data, [
    {
      kind: 'paragraph',
      text: `你（单位）于${chineseDate(data.acceptedOn)}申请的不动产登记，本登记机构已经受理。在登记事项记载于登记簿前，该不动产被依法查封：`,
    },
    object(data),
    {
      kind: 'table',
      columns: [
        { title: '查封机关', share: 3 },
        { title: '查封文号', share: 4 },
        { title: '送达时间', share: 3 },
      ],
      rows: [[data.authority, data.documentNo, data.deliveredAt]],
    },
    {
      kind: 'paragraph',
      text: '根据人民法院查封、扣押、冻结财产的有关规定，查封期间不得办理该不动产的转移、抵押等登记，决定不予登记。已缴税款、费用按规定退还。',
    },
    { kind: 'paragraph', text: `对查封有异议的，请向${data.authority}提出。查封解除后，可以重新申请登记。` },
    { kind: 'paragraph', text: remedies },
  ]);
}

export function withdrawalConfirmation(data: WithdrawalConfirmationData): NoticeLayout {
  return layout('撤回登记申请确认书', data, [
    {
      kind: 'paragraph',
      text: `你（单位）于${chineseDate(data.acceptedOn)}申请的不动产登记，在登记事项记载于登记簿前申请撤回，现予确认，本次登记程序终止。`,
    },
    object(data),
    { kind: 'paragraph', text: `撤回原因：${data.reason}` },
    { kind: 'paragraph', text: '申请材料已退还。已备案的合同、已缴的税费按规定撤销和退还。需要登记的，可以重新申请。' },
  ]);
}
