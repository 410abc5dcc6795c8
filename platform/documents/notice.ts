/** Layout of a notice or decision to the applicant; the wording of each kind is in `notice-texts.ts`. */
import { chineseDate } from './chinese-format.ts';
import { drawDemoSeal } from './demo-seal.ts';
import type { DocumentFonts } from './fonts.ts';
import { createPageFlow, drawFooters, type PageFlow, page } from './page-flow.ts';
import { drawQrCode } from './qr-code.ts';
import { colours, createSheet, type Sheet } from './sheet.ts';
import { drawWatermark } from './watermark.ts';

export interface NoticeLayout {
  readonly title: string;
  /** 文号 of the notice. */
  readonly noticeNo: string;
  readonly caseNo: string;
  readonly addressee: string;
  readonly blocks: readonly NoticeBlock[];
  readonly office: string;
  /** `YYYY-MM-DD`. */
  readonly issuedOn: string;
  /** In the QR code; absent = none. */
  readonly verifyUrl?: string;
  /** Below the QR code; default 扫码查询办理进度. */
  readonly verifyCaption?: string;
  /** Across every page. */
  readonly watermark?: string;
  /** Line for the person who takes the notice. */
  readonly receipt?: boolean;
}

export type NoticeBlock =
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'list'; readonly entries: readonly string[] }
  | { readonly kind: 'table'; readonly columns: readonly TableColumn[]; readonly rows: readonly (readonly string[])[] };

export interface TableColumn {
  readonly title: string;
  readonly share: number;
}

export function renderNotice(fonts: DocumentFonts, notice: NoticeLayout, createdAt: Date): Promise<Buffer> {
  const sheet = createSheet(fonts, { title: `${notice.title} ${notice.noticeNo}`, createdAt, layout: 'portrait' });
  const flow = createPageFlow(sheet);
  drawHead(sheet, flow, notice);
  flow.text(`${notice.addressee}：`, { size: 12, weight: 'bold', lineGap: 6 });
  flow.skip(4);
  for (const block of notice.blocks) drawBlock(flow, block);
  drawSignature(sheet, flow, notice);
  if (notice.receipt) drawReceipt(sheet, flow);
  if (notice.watermark !== undefined) drawWatermark(sheet, notice.watermark);
  drawFooters(sheet, `业务号 ${notice.caseNo}`);
  return sheet.finish();
}

function drawHead(sheet: Sheet, flow: PageFlow, notice: NoticeLayout) {
  flow.text(notice.office, { size: 13, align: 'center', colour: colours.sealRed, spacing: 1 });
  flow.skip(4);
  flow.text(notice.title, { size: 23, weight: 'bold', align: 'center', spacing: 3 });
  flow.skip(8);
  const y = flow.y();
  sheet.pdf
    .lineWidth(1.4)
    .moveTo(page.left, y)
    .lineTo(sheet.width - page.right, y)
    .stroke(colours.sealRed);
  sheet.pdf
    .lineWidth(0.5)
    .moveTo(page.left, y + 3)
    .lineTo(sheet.width - page.right, y + 3)
    .stroke(colours.sealRed);
  flow.skip(9);
  const line = flow.y();
  sheet.text(`业务号：${notice.caseNo}`, page.left, line, { size: 10, colour: colours.muted });
  sheet.text(`编号：${notice.noticeNo}`, page.left, line, {
    size: 10,
    width: flow.width,
    align: 'right',
    colour: colours.muted,
  });
  flow.skip(32);
}

function drawBlock(flow: PageFlow, block: NoticeBlock) {
  switch (block.kind) {
    case 'paragraph':
      flow.text(block.text, { size: 12, lineGap: 6, indent: 24 });
      flow.skip(4);
      return;
    case 'heading':
      flow.skip(4);
      flow.text(block.text, { size: 12, weight: 'bold', lineGap: 4 });
      flow.skip(3);
      return;
    case 'list':
      for (const [index, entry] of block.entries.entries()) {
        flow.text(`${index + 1}．${entry}`, { size: 11.5, lineGap: 5, inset: 24 });
      }
      flow.skip(6);
      return;
    case 'table':
      flow.row(block.columns.map((column) => ({ text: column.title, share: column.share, label: true })));
      for (const row of block.rows) {
        flow.row(row.map((text, index) => ({ text, share: block.columns[index]!.share, align: alignOf(text) })));
      }
      flow.skip(10);
      return;
    default:
      block satisfies never;
  }
}

/** Short figures read better centred. */
function alignOf(text: string): 'left' | 'center' {
  return [...text].length <= 4 ? 'center' : 'left';
}

function drawSignature(sheet: Sheet, flow: PageFlow, notice: NoticeLayout) {
  flow.ensure(170);
  flow.skip(26);
  const y = flow.y();
  const right = sheet.width - page.right;
  sheet.text(notice.office, right - 260, y + 38, { size: 12, width: 260, align: 'center' });
  sheet.text(chineseDate(notice.issuedOn), right - 260, y + 108, { size: 12, width: 260, align: 'center' });
  drawDemoSeal(sheet, { office: notice.office }, right - 130, y + 48, 54);
  if (notice.verifyUrl !== undefined) {
    drawQrCode(sheet, notice.verifyUrl, page.left, y + 12, 76);
    sheet.text(notice.verifyCaption ?? '扫码查询办理进度', page.left - 10, y + 91, {
      size: 8,
      width: 96,
      align: 'center',
      colour: colours.muted,
    });
  }
  flow.skip(138);
}

function drawReceipt(sheet: Sheet, flow: PageFlow) {
  flow.ensure(40);
  const y = flow.y();
  sheet.pdf
    .lineWidth(0.4)
    .moveTo(page.left, y)
    .lineTo(sheet.width - page.right, y)
    .dash(3, { space: 3 })
    .stroke(colours.muted)
    .undash();
  sheet.text('本通知书已送达。  签收人：                        日期：        年    月    日', page.left, y + 14, {
    size: 10,
  });
  flow.skip(36);
}
