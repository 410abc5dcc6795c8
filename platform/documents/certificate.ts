/** 不动产权证书 and 不动产登记证明: one sheet with statement, seal and QR code left, the register's data right. */
import { chineseDate, spacedUnitCode } from './chinese-format.ts';
import { drawDemoSeal } from './demo-seal.ts';
import { drawFieldTable, type FieldRow } from './field-table.ts';
import type { DocumentFonts } from './fonts.ts';
import { drawFrame, drawPaper, drawRosette, type Palette } from './ornament.ts';
import { drawQrCode } from './qr-code.ts';
import { colours, createSheet, type Sheet } from './sheet.ts';

interface Issued {
  /** For example 浙（2026）宁波市海曙不动产权第0000123号. */
  readonly certificateNo: string;
  /** 印刷序列号 of the paper; absent on a purely electronic one. */
  readonly serialNo?: string;
  /** Office on the seal, for example 宁波市不动产登记服务中心海曙分中心. */
  readonly office: string;
  /** Day of entry in the register, `YYYY-MM-DD`. */
  readonly registeredOn: string;
  /** Public verification page, in the QR code. */
  readonly verifyUrl: string;
  readonly remarks: readonly string[];
}

/** Fields of the national data page; each is what the register says, already in words. */
export interface CertificateData extends Issued {
  readonly holders: string;
  readonly coOwnership: string;
  readonly location: string;
  readonly unitCode: string;
  readonly rightType: string;
  readonly rightNature: string;
  readonly use: string;
  readonly area: string;
  readonly term: string;
  readonly otherConditions: readonly string[];
}

export interface ProofData extends Issued {
  /** 证明权利或事项, for example 抵押权. */
  readonly rightOrMatter: string;
  readonly holders: string;
  readonly obligors: string;
  readonly location: string;
  readonly unitCode: string;
  readonly other: readonly string[];
}

/** Centre and radius of the seal on the sheet, points from the top left corner. */
const SEAL = { x: 296.945, y: 436, radius: 58 } as const;
const MM = 25.4 / 72;
/** The same place as a seal service counts: lower left corner, millimetres from that of the page. */
export const CERTIFICATE_SEAL_PLACE = {
  xMm: Math.round((SEAL.x - SEAL.radius) * MM * 10) / 10,
  yMm: Math.round((595.28 - SEAL.y - SEAL.radius) * MM * 10) / 10,
  sizeMm: Math.round(2 * SEAL.radius * MM * 10) / 10,
} as const;

interface Face {
  readonly title: string;
  readonly statement: string;
  readonly palette: Palette;
  readonly noun: string;
  readonly rows: readonly FieldRow[];
}

const certificatePalette: Palette = {
  paper: colours.certificatePaper,
  line: colours.certificateLine,
  accent: colours.certificate,
};
const proofPalette: Palette = { paper: colours.proofPaper, line: colours.proofLine, accent: colours.proof };

export function renderCertificate(fonts: DocumentFonts, data: CertificateData, createdAt: Date): Promise<Buffer> {
  return renderIssued(fonts, data, createdAt, {
    title: '不动产权证书',
    noun: '证书',
    statement:
      '根据《中华人民共和国民法典》等法律法规，为保护不动产权利人合法权益，对不动产权利人申请登记的本证所列不动产权利，经审查核实，准予登记，颁发此证。',
    palette: certificatePalette,
    rows: [
      { label: '权利人', value: data.holders },
      { label: '共有情况', value: data.coOwnership },
      { label: '坐落', value: data.location },
      { label: '不动产单元号', value: spacedUnitCode(data.unitCode) },
      { label: '权利类型', value: data.rightType },
      { label: '权利性质', value: data.rightNature },
      { label: '用途', value: data.use },
      { label: '面积', value: data.area },
      { label: '使用期限', value: data.term },
      { label: '权利其他状况', value: data.otherConditions.join('\n'), minHeight: 64, grow: true },
      { label: '附记', value: data.remarks.join('\n'), minHeight: 64, grow: true },
    ],
  });
}

export function renderProof(fonts: DocumentFonts, data: ProofData, createdAt: Date): Promise<Buffer> {
  return renderIssued(fonts, data, createdAt, {
    title: '不动产登记证明',
    noun: '证明',
    statement:
      '根据《中华人民共和国民法典》等法律法规，为保护申请人合法权益，对申请人申请登记的本证明所列不动产权利或登记事项，经审查核实，准予登记，颁发此证明。',
    palette: proofPalette,
    rows: [
      { label: '证明权利或事项', value: data.rightOrMatter, minHeight: 36 },
      { label: '权利人\n（申请人）', value: data.holders, minHeight: 36 },
      { label: '义务人', value: data.obligors, minHeight: 36 },
      { label: '坐落', value: data.location, minHeight: 36 },
      { label: '不动产单元号', value: spacedUnitCode(data.unitCode), minHeight: 36 },
      { label: '其他', value: data.other.join('\n'), minHeight: 80, grow: true },
      { label: '附记', value: data.remarks.join('\n'), minHeight: 80, grow: true },
    ],
  });
}

function renderIssued(fonts: DocumentFonts, data: Issued, createdAt: Date, face: Face): Promise<Buffer> {
  const sheet = createSheet(fonts, { title: `${face.title} ${data.certificateNo}`, createdAt, layout: 'landscape' });
  const panelWidth = sheet.width / 2 - 44;
  const panelHeight = sheet.height - 60;
  const rightX = sheet.width / 2 + 16;
  drawPaper(sheet, face.palette);
  drawFrame(sheet, face.palette, 28, 30, panelWidth, panelHeight);
  drawFrame(sheet, face.palette, rightX, 30, panelWidth, panelHeight);
  sheet.pdf
    .lineWidth(0.4)
    .moveTo(sheet.width / 2, 30)
    .lineTo(sheet.width / 2, sheet.height - 30)
    .dash(2, { space: 3 })
    .stroke(face.palette.line)
    .undash();
  drawStatement(sheet, data, face, 28, panelWidth);
  drawNumber(sheet, data.certificateNo, rightX, panelWidth);
  drawFieldTable(sheet, face.rows, {
    x: rightX + 16,
    y: 80,
    width: panelWidth - 32,
    height: panelHeight - 78,
    labelWidth: 84,
    lineColour: face.palette.accent,
  });
  sheet.text(`本${face.noun}与不动产登记簿不一致的，以不动产登记簿为准`, rightX, sheet.height - 48, {
    size: 7.5,
    width: panelWidth,
    align: 'center',
    colour: colours.muted,
  });
  return sheet.finish();
}

function drawStatement(sheet: Sheet, data: Issued, face: Face, x: number, width: number) {
  const { accent } = face.palette;
  drawRosette(sheet, face.palette, x + width / 2, 292, 118);
  sheet.text('中华人民共和国', x, 66, { size: 17, width, align: 'center', spacing: 5, colour: accent });
  sheet.text(face.title, x, 96, { size: 30, weight: 'bold', width, align: 'center', spacing: 7, colour: accent });
  sheet.text(face.statement, x + 40, 176, {
    size: 13.5,
    width: width - 80,
    align: 'justify',
    lineGap: 9,
    indent: 27,
  });
  const { x: sealX, y: sealY, radius } = SEAL;
  sheet.text('登记机构（章）', sealX - 70, 354, { size: 11, width: 140, align: 'center' });
  sheet.text(chineseDate(data.registeredOn), sealX - 70, 502, { size: 12, width: 140, align: 'center' });
  drawDemoSeal(sheet, { office: data.office }, sealX, sealY, radius);
  drawQrCode(sheet, data.verifyUrl, x + 34, 400, 82);
  sheet.text('扫码核验', x + 34, 485, { size: 8.5, width: 82, align: 'center', colour: colours.muted });
  if (data.serialNo !== undefined) {
    sheet.text(`编号 No ${data.serialNo}`, x + 22, 513, { size: 9.5, weight: 'bold', colour: accent });
  }
  sheet.text(`演示${face.noun}，不具有法律效力`, x + 22, 533, { size: 8, colour: colours.sealRed });
}

function drawNumber(sheet: Sheet, certificateNo: string, x: number, width: number) {
  sheet.text(certificateNo, x, 49, { size: 13, weight: 'bold', width, align: 'center', spacing: 0.6 });
}
