import { randomUUID } from 'node:crypto';
import type { Actor, CityPerson, DemoUnit, NewNotice, NoticeContent, Registry } from '../../../registry/index.ts';

export const officerOf = (court = '0203'): Actor => ({
  userId: `courtofficer-${court}`,
  role: 'court_officer',
  district: null,
});
export const approverOf = (court = '0203'): Actor => ({
  userId: `courtapprover-${court}`,
  role: 'court_approver',
  district: null,
});

const paper = (kind: NewNotice['papers'][number]['kind'], title: string) => ({
  kind,
  title,
  mediaType: 'application/pdf',
  bytes: Buffer.from(`%PDF-1.4 ${title}`),
});
export const papers = [paper('order', '执行裁定书'), paper('assistance', '协助执行通知书')];

let running = 0;

/** 查封 of the whole home, every paper there. */
export function notice(
  unit: DemoUnit,
  more: Partial<Omit<NewNotice, 'content'>> & { content?: Partial<NoticeContent> } = {},
): NewNotice {
  running += 1;
  const court = (more.courtId ?? 'COURT-0203').slice('COURT-'.length);
  const debtor = unit.owners[0] as CityPerson;
  const { content, ...rest } = more;
  return {
    noticeKey: randomUUID(),
    kind: 'seize',
    courtId: `COURT-${court}`,
    papers,
    ...rest,
    content: {
      documentNo: `（2026）浙${court}执${5000 + running}号`,
      officers: [
        { name: '执行甲', workNo: 'W1', dutyNo: 'D1' },
        { name: '执行乙', workNo: 'W2', dutyNo: 'D2' },
      ],
      assistanceNo: `（2026）浙${court}协执${running}号`,
      orderNo: `（2026）浙${court}执裁${running}号`,
      orderDate: '2026-11-20',
      respondent: { name: debtor.name, idNo: debtor.idNo },
      unitCodes: [unit.unitCode],
      termMonths: 36,
      ...content,
    },
  };
}

/** Filed and signed: delivered. */
export async function deliver(registry: Registry, input: NewNotice): Promise<string> {
  const court = input.courtId.slice('COURT-'.length);
  const { noticeNo } = await registry.court.fileNotice(input, officerOf(court));
  await registry.court.signNotice(noticeNo, approverOf(court));
  return noticeNo;
}
