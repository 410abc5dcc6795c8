/**
 * The papers people bring to the window, as PDF before scanning. All persons are demo persons (ID region 330299), and
 * every paper says 样本.
 */
import { chineseDate, spacedUnitCode, yuan } from '../../platform/documents/chinese-format.ts';
import type { DocumentFonts } from '../../platform/documents/fonts.ts';
import { createPageFlow, page } from '../../platform/documents/page-flow.ts';
import { colours, createSheet, type Sheet } from '../../platform/documents/sheet.ts';
import type { Application, ApplicationParty } from '../../server/api/index.ts';

const drawnAt = new Date('2026-01-12T01:00:00Z');

function begin(fonts: DocumentFonts, title: string) {
  const sheet = createSheet(fonts, { title, createdAt: drawnAt, layout: 'portrait' });
  return { sheet, flow: createPageFlow(sheet) };
}

function sampleMark(sheet: Sheet) {
  sheet.pdf
    .save()
    .opacity(0.12)
    .rotate(-32, { origin: [sheet.width / 2, sheet.height / 2] });
  sheet.text('样本 · 演示用', 60, sheet.height / 2 - 50, {
    size: 72,
    weight: 'bold',
    width: sheet.width,
    align: 'center',
  });
  sheet.pdf.restore();
}

function birthOf(idNo: string): string {
  return `${idNo.slice(6, 10)} 年 ${Number(idNo.slice(10, 12))} 月 ${Number(idNo.slice(12, 14))} 日`;
}

/** Copies of identity papers, two to a page. */
export function identityPaper(fonts: DocumentFonts, parties: readonly ApplicationParty[]): Promise<Buffer> {
  const { sheet } = begin(fonts, '身份证明复印件');
  for (const [index, party] of parties.entries()) {
    if (index > 0 && index % 3 === 0) sheet.addPage();
    const top = 60 + (index % 3) * 250;
    if (party.nature === 'person') drawIdCard(sheet, party, 130, top);
    else drawLicence(sheet, party, 110, top);
  }
  sampleMark(sheet);
  return sheet.finish();
}

function drawIdCard(sheet: Sheet, party: ApplicationParty, x: number, y: number) {
  const { pdf } = sheet;
  pdf.lineWidth(1).roundedRect(x, y, 330, 208, 10).fillAndStroke('#eef3f4', colours.muted);
  const rows: [string, string, number][] = [
    ['姓名', party.name, 24],
    ['性别', `${Number(party.idNo[16]) % 2 === 1 ? '男' : '女'}      民族   汉`, 54],
    ['出生', birthOf(party.idNo), 84],
    ['住址', party.address ?? '浙江省宁波市样本街道 1 号', 114],
  ];
  for (const [label, value, top] of rows) {
    sheet.text(label, x + 22, y + top, { size: 10, colour: '#2d6f86' });
    sheet.text(value, x + 60, y + top - 1.5, { size: 12, width: 150 });
  }
  sheet.text('公民身份号码', x + 22, y + 172, { size: 10, colour: '#2d6f86' });
  sheet.text(party.idNo, x + 104, y + 168, { size: 14, weight: 'bold', spacing: 1 });
  pdf.rect(x + 224, y + 26, 84, 112).fill('#d5dee0');
  pdf.circle(x + 266, y + 66, 20).fill('#9aa8ab');
  pdf.ellipse(x + 266, y + 124, 34, 30).fill('#9aa8ab');
  pdf.rect(x + 224, y + 138, 84, 18).fill('#eef3f4');
}

function drawLicence(sheet: Sheet, party: ApplicationParty, x: number, y: number) {
  sheet.pdf.lineWidth(2).rect(x, y, 372, 208).stroke(colours.certificate);
  sheet.pdf
    .lineWidth(0.5)
    .rect(x + 5, y + 5, 362, 198)
    .stroke(colours.certificate);
  sheet.text('营 业 执 照', x, y + 22, { size: 24, weight: 'bold', width: 372, align: 'center' });
  const rows: [string, string][] = [
    ['统一社会信用代码', party.idNo],
    ['名　　称', party.name],
    ['类　　型', '有限责任公司（样本）'],
    ['住　　所', party.address ?? '浙江省宁波市样本路 8 号'],
  ];
  for (const [index, [label, value]] of rows.entries()) {
    sheet.text(label, x + 26, y + 76 + index * 29, { size: 10.5, weight: 'bold' });
    sheet.text(value, x + 130, y + 76 + index * 29, { size: 10.5, width: 220 });
  }
}

/** 存量房买卖合同: the clauses that the registry checks against the application. */
export function contractPaper(
  fonts: DocumentFonts,
  application: Application,
  unit: { location: string; area: string },
  gaps: { unsigned?: boolean } = {},
): Promise<Buffer> {
  const { sheet, flow } = begin(fonts, '存量房买卖合同');
  const contract = application.contract!;
  const names = (role: string) =>
    application.parties
      .filter((party) => party.role === role)
      .map((party) => `${party.name}（${party.idNo}）`)
      .join('、');
  const payModes = { full: '一次性付款', loan: '商业贷款', fund: '公积金贷款', mixed: '组合贷款' } as const;
  flow.text('宁波市存量房买卖合同', { size: 22, weight: 'bold', align: 'center', spacing: 2 });
  flow.skip(6);
  flow.text(`合同编号：${contract.contractNo ?? '（窗口格式合同）'}`, {
    size: 10,
    align: 'right',
    colour: colours.muted,
  });
  flow.skip(14);
  const clauses = [
    `甲方（出卖人）：${names('obligor')}`,
    `乙方（买受人）：${names('acquirer')}`,
    '根据《中华人民共和国民法典》及有关规定，甲、乙双方在平等、自愿的基础上，就房屋买卖事宜订立本合同。',
    `第一条　房屋坐落：${unit.location}。不动产单元号：${spacedUnitCode(application.unitCodes[0]!)}。${unit.area}。`,
    `第二条　成交价格为人民币 ${yuan(contract.priceFen)}。双方确认该价格为真实成交价格。`,
    `第三条　付款方式：${gaps.unsigned ? '                        ' : payModes[contract.payMode]}。${contract.escrow ? '房款纳入资金监管。' : '双方自行划转房款。'}`,
    '第四条　甲方保证对该房屋拥有完全的处分权，无权属纠纷，未设立居住权，未被查封。',
    '第五条　双方应于本合同签订之日起三十日内共同申请转移登记，税费依照法律规定由各自承担。',
    '第六条　一方违约的，应向对方支付成交价格百分之五的违约金。',
    '第七条　本合同自双方签字之日起生效，一式三份，双方各执一份，登记机构存档一份。',
  ];
  for (const clause of clauses) {
    flow.text(clause, { size: 12, lineGap: 7, indent: 24 });
    flow.skip(5);
  }
  flow.skip(34);
  const y = flow.y();
  sheet.text('甲方（签字）：', page.left, y, { size: 12 });
  sheet.text('乙方（签字）：', page.left + flow.width / 2, y, { size: 12 });
  signature(sheet, application, 'obligor', page.left + 84, y - 8);
  if (!gaps.unsigned) signature(sheet, application, 'acquirer', page.left + flow.width / 2 + 84, y - 8);
  sheet.text(`签订日期：${chineseDate(contract.signedOn)}`, page.left, y + 42, { size: 12 });
  sampleMark(sheet);
  return sheet.finish();
}

/** Slanted, blue, a little larger: reads as signed by hand. */
function signature(sheet: Sheet, application: Application, role: string, x: number, y: number) {
  const names = application.parties.filter((party) => party.role === role).map(({ name }) => name);
  for (const [index, name] of names.entries()) {
    sheet.pdf.save().rotate(-5, { origin: [x, y + index * 20] });
    sheet.text(name, x, y + index * 20, { size: 17, colour: '#26368f' });
    sheet.pdf.restore();
  }
}

/** 主债权合同及抵押合同信息表. */
export function mortgagePaper(
  fonts: DocumentFonts,
  application: Application,
  unit: { location: string },
): Promise<Buffer> {
  const { sheet, flow } = begin(fonts, '主债权合同及抵押合同信息表');
  const mortgage = application.mortgage!;
  const names = (role: string) =>
    application.parties
      .filter((party) => party.role === role)
      .map(({ name }) => name)
      .join('、');
  flow.text('主债权合同及抵押合同信息表', { size: 20, weight: 'bold', align: 'center', spacing: 2 });
  flow.skip(16);
  const rows: [string, string][] = [
    ['抵押权人', names('acquirer')],
    ['抵押人', names('obligor')],
    ['不动产坐落', unit.location],
    ['不动产单元号', spacedUnitCode(application.unitCodes[0]!)],
    ['抵押方式', mortgage.mortgageKind === 'general' ? '一般抵押' : '最高额抵押'],
    ['被担保主债权数额', yuan(mortgage.amountFen)],
    ['债务履行期限', `${chineseDate(mortgage.termFrom)}起 ${chineseDate(mortgage.termTo)}止`],
    ['担保范围', mortgage.scope],
    ['禁止或限制转让的约定', mortgage.restrictsTransfer ? '有' : '无'],
    ['借款合同编号', mortgage.loanContractNo],
    ['抵押合同编号', mortgage.mortgageContractNo],
  ];
  for (const [label, value] of rows) {
    flow.row(
      [
        { text: label, share: 3, label: true },
        { text: value, share: 8, size: 10.5 },
      ],
      32,
    );
  }
  flow.skip(40);
  const y = flow.y();
  sheet.text('抵押权人（盖章）：', page.left, y, { size: 12 });
  sheet.text('抵押人（签字）：', page.left + flow.width / 2, y, { size: 12 });
  signature(sheet, application, 'obligor', page.left + flow.width / 2 + 96, y - 8);
  sampleMark(sheet);
  return sheet.finish();
}

/** A letter with a heading and paragraphs: proof of a change of name, a mortgagee's consent, an explanation. */
export function letterPaper(
  fonts: DocumentFonts,
  letter: { title: string; paragraphs: readonly string[]; from: string; day: string },
): Promise<Buffer> {
  const { sheet, flow } = begin(fonts, letter.title);
  flow.skip(30);
  flow.text(letter.title, { size: 22, weight: 'bold', align: 'center', spacing: 3 });
  flow.skip(26);
  for (const paragraph of letter.paragraphs) {
    flow.text(paragraph, { size: 13, lineGap: 9, indent: 26 });
    flow.skip(6);
  }
  flow.skip(60);
  flow.text(letter.from, { size: 13, align: 'right', lineGap: 6 });
  flow.text(chineseDate(letter.day), { size: 13, align: 'right' });
  sampleMark(sheet);
  return sheet.finish();
}
