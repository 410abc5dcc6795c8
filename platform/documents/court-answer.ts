/** 协助执行通知书回执, 协助查询结果 and 退件说明: one layout, what stands in it comes from the caller. */
import type { NoticeBlock, NoticeLayout, TableColumn } from './notice.ts';

export interface CourtAnswerData {
  readonly title: string;
  readonly noticeNo: string;
  /** Addressee. */
  readonly court: string;
  readonly office: string;
  /** `YYYY-MM-DD` */
  readonly issuedOn: string;
  readonly opening: string;
  readonly tables: readonly {
    readonly heading: string;
    readonly columns: readonly TableColumn[];
    readonly rows: readonly (readonly string[])[];
  }[];
  /** Reasons, warnings, 审查建议. */
  readonly remarks: readonly string[];
  readonly closing: string;
}

export function courtAnswer(data: CourtAnswerData): NoticeLayout {
  const blocks: NoticeBlock[] = [{ kind: 'paragraph', text: data.opening }];
  for (const { heading, columns, rows } of data.tables)
    blocks.push({ kind: 'heading', text: heading }, { kind: 'table', columns, rows });
  if (data.remarks.length > 0) blocks.push({ kind: 'list', entries: data.remarks });
  if (data.closing !== '') blocks.push({ kind: 'paragraph', text: data.closing });
  return {
    title: data.title,
    noticeNo: data.noticeNo,
    caseNo: data.noticeNo,
    addressee: data.court,
    blocks,
    office: data.office,
    issuedOn: data.issuedOn,
  };
}
