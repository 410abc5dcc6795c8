import { createDocumentRenderer, type DocumentRenderer, type LetterData } from '../../platform/documents/index.ts';
import {
  type Actor,
  type CaseView,
  type DocumentMeta,
  dayOf,
  formatLocal,
  issuingOffice,
  type Publicity,
  type UnitPage,
} from '../../registry/index.ts';
import { PUBLICITY_KINDS } from '../api/publicity.ts';
import type { ServerDeps } from '../deps.ts';
import { sealPaper } from '../documents/seal-paper.ts';

type Deps = Pick<ServerDeps, 'registry' | 'departments' | 'log'>;

const KEY = 'publicity:notice';
/** 实施细则 §22, 81; 操作规范 1.8.6. */
const paragraphs: Record<Publicity['kind'], string> = {
  lost: '下列不动产权证书（登记证明）的权利人声明遗失（灭失）并申请补发。根据《不动产登记暂行条例实施细则》第二十二条，现予公告；期满无异议的补发，原证书（证明）作废。',
  inheritance:
    '下列不动产的权利人已经死亡，继承人未经公证申请继承登记。根据《不动产登记操作规范（试行）》1.8.6，现予公示；期满无异议的办理登记。',
  ex_officio:
    '本登记机构发现登记簿对下列不动产的记载有错误，已书面通知权利人。根据《不动产登记暂行条例实施细则》第八十一条，现予公告；期满无异议的依职权更正。',
};

/** The notice as it is posted and published: made and sealed once, kept in the case's file. Null before the days have begun. */
export function noticeMaker(deps: Deps): (caseNo: string, by: Actor, traceId: string) => Promise<DocumentMeta | null> {
  let renderer: DocumentRenderer | undefined;
  return async (caseNo, by, traceId) => {
    const { registry } = deps;
    const publicity = await registry.publicity.get(caseNo);
    if (!publicity) return null;
    const papers = await registry.documents.list(caseNo);
    const made = papers.find((paper) => paper.key === `${KEY}.signed`);
    if (made) return made;
    const unmask = { actor: by, purpose: '制作公告（公示）' };
    const theCase = await registry.cases.getCase(caseNo, { unmask });
    if (!theCase) return null;
    const pages = await Promise.all(
      theCase.unitCodes.map((code) => registry.units.unitPage(code, { unmask: { ...unmask, caseNo } })),
    );
    // Fonts are large: made at the first notice, and kept.
    renderer ??= createDocumentRenderer();
    const data = noticeData(
      theCase,
      publicity,
      pages.filter((page) => page !== null),
    );
    const bytes = await renderer.render('letter', data, publicity.openedAt);
    const { sealedPdf, seal } = await sealPaper(
      deps,
      {
        district: theCase.district,
        reference: caseNo,
        documentNo: 'publicity-notice',
        idempotencyKey: `${caseNo}:publicity-notice`,
        bytes,
      },
      traceId,
    );
    const paper = await registry.documents.put({
      caseNo,
      key: KEY,
      kind: 'other',
      title: PUBLICITY_KINDS[publicity.kind],
      mediaType: 'application/pdf',
      bytes,
      by,
    });
    const { sm2Signature, sm2CertificatePem, ...rest } = seal;
    await registry.documents.recordSeal({
      documentId: paper.documentId,
      ...rest,
      signedAt: new Date(rest.signedAt),
      ...(sm2Signature && sm2CertificatePem
        ? { sm2: { signature: sm2Signature, certificatePem: sm2CertificatePem } }
        : {}),
      signedBytes: sealedPdf,
    });
    return (await registry.documents.list(caseNo)).find((one) => one.key === `${KEY}.signed`) ?? paper;
  };
}

function noticeData(theCase: CaseView, publicity: Publicity, pages: readonly UnitPage[]): LetterData {
  const { kind, openedAt, dueAt } = publicity;
  const { correction } = theCase.terms;
  const holders = (page: UnitPage) => page.ownership?.holders.map((holder) => holder.name).join('、') ?? '—';
  return {
    title: PUBLICITY_KINDS[kind],
    letterNo: `公告${theCase.caseNo}`,
    reference: theCase.caseNo,
    addressee: '社会公众',
    office: issuingOffice(theCase.district),
    issuedOn: dayOf(openedAt),
    paragraphs: [paragraphs[kind]],
    facts: [
      ...pages.flatMap((page): [string, string][] => [
        ['不动产单元号', page.unit.unitCode],
        ['坐落', page.unit.location],
        ['登记簿权利人', holders(page)],
        ['不动产权证书号', page.ownership?.certificateNos.join('、') || '—'],
      ]),
      ...(kind === 'ex_officio' && correction ? [['登记簿的错误', correction.error] as [string, string]] : []),
      ['公告（公示）期间', `${dayOf(openedAt)} 至 ${formatLocal(dueAt)}`],
    ],
    consequences: [
      `对上述事项有异议的，请于${formatLocal(dueAt)}前，将书面异议和证明材料送达${issuingOffice(theCase.district)}。`,
      '期满没有异议，或者异议不成立的，本登记机构依法办理登记。',
    ],
    receipt: false,
  };
}
