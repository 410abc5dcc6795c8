/** 不动产登记、交易、税收申请表（三合一）with the record of inquiry (询问记录). domain §5.0.5 F-APPLY, F-INQUIRY. */
import { chineseDate, spacedUnitCode, yuan } from './chinese-format.ts';
import type { DocumentFonts } from './fonts.ts';
import { createPageFlow, drawFooters, type PageFlow, page } from './page-flow.ts';
import { colours, createSheet, type Sheet } from './sheet.ts';

export interface ApplicationFormData {
  readonly caseNo: string;
  readonly office: string;
  readonly itemName: string;
  /** `YYYY-MM-DD`. */
  readonly appliedOn: string;
  readonly unit: {
    readonly unitCode: string;
    readonly location: string;
    readonly area: string;
    readonly use: string;
    readonly rightNature: string;
    readonly certificateNo: string;
  };
  readonly parties: readonly {
    /** 权利人, 义务人, 权利人代理人 … */
    readonly role: string;
    readonly name: string;
    readonly idType: string;
    readonly idNo: string;
    readonly phone: string;
    readonly share: string;
  }[];
  /** 单独所有, 共同共有, 按份共有. */
  readonly ownershipMode: string;
  readonly contract?: {
    readonly contractNo: string;
    readonly priceFen: number;
    readonly signedOn: string;
    readonly payMode: string;
    readonly escrow: boolean;
  };
  /** What was agreed about the right that is applied for: mortgage, caution, easement, residence. Empty: none. */
  readonly rightTerms?: readonly { readonly label: string; readonly value: string }[];
  readonly taxFamily?: { readonly marital: string; readonly spouse: string; readonly minorChildren: string };
  /** 电子, 纸质 … and 窗口领取, 邮寄 …. */
  readonly certificateMedium: string;
  readonly delivery: string;
  readonly inquiry: readonly { readonly question: string; readonly answer: string }[];
}

export function renderApplicationForm(
  fonts: DocumentFonts,
  data: ApplicationFormData,
  createdAt: Date,
): Promise<Buffer> {
  const sheet = createSheet(fonts, { title: `不动产登记申请表 ${data.caseNo}`, createdAt, layout: 'portrait' });
  const flow = createPageFlow(sheet);
  flow.text('不动产登记、交易、税收申请表', { size: 20, weight: 'bold', align: 'center', spacing: 2 });
  flow.skip(4);
  flow.text('（三合一 · 一表申请）', { size: 10, align: 'center', colour: colours.muted });
  flow.skip(8);
  drawApplication(flow, data);
  drawParties(flow, data);
  const terms = data.rightTerms ?? [];
  if (terms.length > 0) drawRightTerms(flow, terms);
  if (data.contract) drawContract(flow, terms.length > 0 ? '四' : '三', data.contract, data.taxFamily);
  drawDeclaration(sheet, flow);
  drawInquiry(sheet, flow, data);
  drawFooters(sheet, `业务号 ${data.caseNo}`);
  return sheet.finish();
}

function drawApplication(flow: PageFlow, data: ApplicationFormData) {
  flow.row([
    { text: '业务号', share: 2, label: true },
    { text: data.caseNo, share: 4 },
    { text: '申请日期', share: 2, label: true },
    { text: chineseDate(data.appliedOn), share: 4 },
  ]);
  flow.row([
    { text: '申请事项', share: 2, label: true },
    { text: data.itemName, share: 10 },
  ]);
  flow.band('一、不动产情况（由登记簿自动带出）');
  flow.row([
    { text: '不动产单元号', share: 2, label: true },
    { text: spacedUnitCode(data.unit.unitCode), share: 10 },
  ]);
  flow.row([
    { text: '坐落', share: 2, label: true },
    { text: data.unit.location, share: 10 },
  ]);
  flow.row([
    { text: '原权属证书号', share: 2, label: true },
    { text: data.unit.certificateNo, share: 10 },
  ]);
  flow.row([
    { text: '面积', share: 2, label: true },
    { text: data.unit.area, share: 4 },
    { text: '用途', share: 2, label: true },
    { text: data.unit.use, share: 4 },
  ]);
  flow.row([
    { text: '权利性质', share: 2, label: true },
    { text: data.unit.rightNature, share: 4 },
    { text: '共有方式', share: 2, label: true },
    { text: data.ownershipMode, share: 4 },
  ]);
}

function drawParties(flow: PageFlow, data: ApplicationFormData) {
  flow.band('二、申请人');
  const shares = [2.5, 2.1, 1.5, 3.2, 2.2, 1];
  const titles = ['身份', '姓名（名称）', '证件种类', '证件号码', '联系电话', '份额'];
  flow.row(titles.map((text, index) => ({ text, share: shares[index]!, label: true })));
  for (const party of data.parties) {
    const values = [party.role, party.name, party.idType, party.idNo, party.phone, party.share];
    flow.row(values.map((text, index) => ({ text, share: shares[index]!, align: 'center', size: 9 })));
  }
  flow.row([
    { text: '证书形式', share: 2, label: true },
    { text: data.certificateMedium, share: 4 },
    { text: '领取方式', share: 2, label: true },
    { text: data.delivery, share: 4 },
  ]);
}

function drawRightTerms(flow: PageFlow, terms: NonNullable<ApplicationFormData['rightTerms']>) {
  flow.band('三、申请登记的权利');
  for (const { label, value } of terms) {
    flow.row([
      { text: label, share: 2, label: true },
      { text: value, share: 10 },
    ]);
  }
}

function drawContract(
  flow: PageFlow,
  part: string,
  contract: NonNullable<ApplicationFormData['contract']>,
  family: ApplicationFormData['taxFamily'],
) {
  flow.band(`${part}、交易与税收`);
  flow.row([
    { text: '合同编号', share: 2, label: true },
    { text: contract.contractNo || '窗口格式合同', share: 4 },
    { text: '签订日期', share: 2, label: true },
    { text: chineseDate(contract.signedOn), share: 4 },
  ]);
  flow.row([
    { text: '成交价格', share: 2, label: true },
    { text: yuan(contract.priceFen), share: 4 },
    { text: '付款方式', share: 2, label: true },
    { text: `${contract.payMode}${contract.escrow ? '，资金监管' : ''}`, share: 4 },
  ]);
  if (!family) return;
  flow.row([
    { text: '婚姻状况', share: 2, label: true },
    { text: family.marital, share: 2 },
    { text: '配偶', share: 1.4, label: true },
    { text: family.spouse || '无', share: 2.6 },
    { text: '未成年子女', share: 2, label: true },
    { text: family.minorChildren || '无', share: 2 },
  ]);
}

function drawDeclaration(sheet: Sheet, flow: PageFlow) {
  flow.ensure(96);
  flow.skip(10);
  flow.text(
    '申请人声明：以上填写内容及提交的申请材料真实、合法、有效；如有虚假，由申请人承担相应法律责任。同意登记、交易、税务机关共享本表信息，不再重复提交。',
    { size: 10, lineGap: 4, indent: 20 },
  );
  flow.skip(12);
  const y = flow.y();
  sheet.text('申请人（签章）：', page.left, y, { size: 10.5 });
  sheet.text('代理人（签章）：', page.left + flow.width / 2, y, { size: 10.5 });
  flow.skip(30);
}

function drawInquiry(sheet: Sheet, flow: PageFlow, data: ApplicationFormData) {
  flow.ensure(180);
  flow.text('询 问 记 录', { size: 15, weight: 'bold', align: 'center', spacing: 2 });
  flow.skip(8);
  flow.row([
    { text: '序号', share: 0.8, label: true },
    { text: '询问内容', share: 6.4, label: true },
    { text: '申请人回答', share: 3.4, label: true },
  ]);
  for (const [index, entry] of data.inquiry.entries()) {
    flow.row([
      { text: String(index + 1), share: 0.8, align: 'center' },
      { text: entry.question, share: 6.4 },
      { text: entry.answer, share: 3.4 },
    ]);
  }
  flow.ensure(60);
  flow.skip(12);
  const y = flow.y();
  sheet.text('被询问人（签名）：', page.left, y, { size: 10.5 });
  sheet.text('询问人（签名）：', page.left + flow.width / 2, y, { size: 10.5 });
  sheet.text(data.office, page.left, y + 26, { size: 10.5, width: flow.width, align: 'right' });
  sheet.text(chineseDate(data.appliedOn), page.left, y + 42, { size: 10.5, width: flow.width, align: 'right' });
  flow.skip(60);
}
