/** 告知书 and 公告: one layout for what the office tells somebody, or everybody, in writing. */
import type { NoticeBlock, NoticeLayout } from './notice.ts';

export interface LetterData {
  readonly title: string;
  readonly letterNo: string;
  /** Number of the case or of the seizure. */
  readonly reference: string;
  /** Whom it is to; 社会公众 for a public notice. */
  readonly addressee: string;
  readonly office: string;
  /** `YYYY-MM-DD` */
  readonly issuedOn: string;
  /** What has happened and by which law. */
  readonly paragraphs: readonly string[];
  /** The property and the right, line by line. */
  readonly facts: readonly (readonly [string, string])[];
  /** What it means for the addressee and what he can do. */
  readonly consequences: readonly string[];
  /** With a line for whoever takes it. */
  readonly receipt: boolean;
}

export function letter(data: LetterData): NoticeLayout {
  const blocks: NoticeBlock[] = [
    ...data.paragraphs.map((text): NoticeBlock => ({ kind: 'paragraph', text })),
    {
      kind: 'table',
      columns: [
        { title: '项目', share: 2 },
        { title: '内容', share: 8 },
      ],
      rows: data.facts,
    },
    { kind: 'list', entries: data.consequences },
  ];
  return {
    title: data.title,
    noticeNo: data.letterNo,
    caseNo: data.reference,
    addressee: data.addressee,
    blocks,
    office: data.office,
    issuedOn: data.issuedOn,
    receipt: data.receipt,
  };
}
