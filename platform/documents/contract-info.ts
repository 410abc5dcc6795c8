/** 《主债权合同及抵押合同信息表》 (S19, domain §5.2 step 4): one sheet instead of two contracts. */
import { chineseDate, spacedUnitCode, yuan } from './chinese-format.ts';
import type { DocumentFonts } from './fonts.ts';
import { createPageFlow, drawFooters, type PageFlow } from './page-flow.ts';
import { colours, createSheet } from './sheet.ts';

export interface ContractInfoData {
  readonly caseNo: string;
  readonly units: readonly { readonly unitCode: string; readonly location: string; readonly rank: number }[];
  readonly parties: readonly {
    /** 抵押权人, 抵押人, 债务人. */
    readonly role: string;
    readonly name: string;
    readonly idType: string;
    readonly idNo: string;
    /** e.g. 2026年11月23日已签署, or the bank's e-seal. */
    readonly signature: string;
  }[];
  /** 一般抵押 | 最高额抵押. */
  readonly kind: string;
  readonly amountFen: number;
  /** 最高额: claims moved in, fen; null otherwise. */
  readonly existingClaimFen: number | null;
  /** `YYYY-MM-DD`. */
  readonly termFrom: string;
  readonly termTo: string;
  readonly scope: string;
  readonly restrictsTransfer: boolean;
  readonly loanNo: string;
  readonly loanContractNo: string;
  readonly loanSignedOn: string;
  readonly mortgageContractNo: string;
  readonly mortgageSignedOn: string;
}

export function renderContractInfo(fonts: DocumentFonts, data: ContractInfoData, createdAt: Date): Promise<Buffer> {
  const sheet = createSheet(fonts, {
    title: `主债权合同及抵押合同信息表 ${data.caseNo}`,
    createdAt,
    layout: 'portrait',
  });
  const flow = createPageFlow(sheet);
  flow.text('主债权合同及抵押合同信息表', { size: 20, weight: 'bold', align: 'center', spacing: 2 });
  flow.skip(10);
  flow.row([
    { text: '业务号', share: 2, label: true },
    { text: data.caseNo, share: 4 },
    { text: '贷款编号', share: 2, label: true },
    { text: data.loanNo, share: 4 },
  ]);
  drawParties(flow, data);
  drawUnits(flow, data);
  drawTerms(flow, data);
  flow.skip(10);
  flow.text(
    '签署人确认以上内容与主债权合同、抵押合同一致，并对其真实性负责。登记簿记载与合同约定不一致的，以登记簿为准。',
    {
      size: 10,
      lineGap: 4,
      indent: 20,
      colour: colours.ink,
    },
  );
  drawFooters(sheet, `业务号 ${data.caseNo}`);
  return sheet.finish();
}

function drawParties(flow: PageFlow, data: ContractInfoData) {
  flow.band('一、当事人');
  const shares = [1.6, 2.8, 2, 3.2, 2.4];
  const titles = ['身份', '姓名（名称）', '证件种类', '证件号码', '签署'];
  flow.row(titles.map((text, index) => ({ text, share: shares[index]!, label: true })));
  for (const party of data.parties) {
    const values = [party.role, party.name, party.idType, party.idNo, party.signature];
    flow.row(values.map((text, index) => ({ text, share: shares[index]!, align: 'center', size: 9 })));
  }
}

function drawUnits(flow: PageFlow, data: ContractInfoData) {
  flow.band('二、抵押不动产（由登记簿自动带出）');
  for (const unit of data.units) {
    flow.row([
      { text: '不动产单元号', share: 2, label: true },
      { text: spacedUnitCode(unit.unitCode), share: 6 },
      { text: '抵押顺位', share: 2, label: true },
      { text: `第 ${unit.rank} 顺位`, share: 2 },
    ]);
    flow.row([
      { text: '坐落', share: 2, label: true },
      { text: unit.location, share: 10 },
    ]);
  }
}

function drawTerms(flow: PageFlow, data: ContractInfoData) {
  const maximum = data.kind === '最高额抵押';
  flow.band('三、债权与抵押');
  flow.row([
    { text: '抵押方式', share: 2, label: true },
    { text: data.kind, share: 4 },
    { text: maximum ? '最高债权额' : '被担保主债权数额', share: 2, label: true },
    { text: yuan(data.amountFen), share: 4 },
  ]);
  if (maximum) {
    flow.row([
      { text: '转入的已有债权', share: 2, label: true },
      { text: data.existingClaimFen === null ? '无' : yuan(data.existingClaimFen), share: 10 },
    ]);
  }
  flow.row([
    { text: maximum ? '债权确定期间' : '债务履行期限', share: 2, label: true },
    { text: `${chineseDate(data.termFrom)}起 ${chineseDate(data.termTo)}止`, share: 10 },
  ]);
  flow.row([
    { text: '担保范围', share: 2, label: true },
    { text: data.scope, share: 10 },
  ]);
  flow.row([
    { text: '禁止或限制转让', share: 2, label: true },
    { text: data.restrictsTransfer ? '有约定' : '无约定', share: 10 },
  ]);
  flow.row([
    { text: '主债权合同', share: 2, label: true },
    { text: `${data.loanContractNo}，${chineseDate(data.loanSignedOn)}签订`, share: 10 },
  ]);
  flow.row([
    { text: '抵押合同', share: 2, label: true },
    { text: `${data.mortgageContractNo}，${chineseDate(data.mortgageSignedOn)}签订`, share: 10 },
  ]);
}
