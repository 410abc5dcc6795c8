/** 不动产登记信息查询结果 and 不予查询告知书: what is shown, how long it holds and where to check it. */
import { chineseDate } from './chinese-format.ts';
import type { NoticeBlock, NoticeLayout, TableColumn } from './notice.ts';

export interface QuerySheetData {
  readonly title: string;
  readonly queryNo: string;
  readonly addressee: string;
  readonly office: string;
  /** `YYYY-MM-DD`; also the last day on which the sheet holds. */
  readonly issuedOn: string;
  readonly validTo: string;
  readonly opening: string;
  readonly tables: readonly {
    readonly heading: string;
    readonly columns: readonly TableColumn[];
    readonly rows: readonly (readonly string[])[];
  }[];
  /** Reasons of a refusal. */
  readonly reasons: readonly string[];
  readonly closing: readonly string[];
  /** Printed beside the QR code, in groups of four. */
  readonly code: string;
  readonly verifyUrl: string;
  /** Across every page: for whom and what for, so that a copy tells whose it was. */
  readonly watermark: string;
}

export function querySheet(data: QuerySheetData): NoticeLayout {
  const blocks: NoticeBlock[] = [{ kind: 'paragraph', text: data.opening }];
  if (data.reasons.length > 0) blocks.push({ kind: 'list', entries: data.reasons });
  for (const { heading, columns, rows } of data.tables)
    blocks.push({ kind: 'heading', text: heading }, { kind: 'table', columns, rows });
  for (const text of data.closing) blocks.push({ kind: 'paragraph', text });
  const code = data.code.replace(/(.{4})(?=.)/g, '$1 ');
  blocks.push({ kind: 'paragraph', text: `验证码：${code}，有效期至${chineseDate(data.validTo)}。` });
  return {
    title: data.title,
    noticeNo: data.queryNo,
    caseNo: data.queryNo,
    addressee: data.addressee,
    blocks,
    office: data.office,
    issuedOn: data.issuedOn,
    verifyUrl: data.verifyUrl,
    verifyCaption: '扫码核验真伪',
    watermark: data.watermark,
  };
}
