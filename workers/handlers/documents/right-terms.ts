import { spacedUnitCode, yuan } from '../../../platform/documents/chinese-format.ts';
import type { CaseView } from '../../../registry/index.ts';

export interface TermLine {
  label: string;
  value: string;
}

const until = (from: string, to: string): string => `${from} 至 ${to}`;

/** What the parties agreed about the right that is applied for: mortgage, caution, easement, right of residence. */
export function rightTermsOf({ mortgage, terms }: Pick<CaseView, 'mortgage' | 'terms'>): TermLine[] {
  const lines: TermLine[] = [];
  const add = (label: string, value: string) => lines.push({ label, value });
  if (mortgage) {
    const maximum = mortgage.mortgageKind === 'maximum';
    add(
      '抵押方式',
      `${maximum ? '最高额抵押' : '一般抵押'}，${mortgage.restrictsTransfer ? '约定' : '未约定'}禁止或限制转让`,
    );
    add(maximum ? '最高债权额' : '债权数额', yuan(mortgage.amountFen));
    add(maximum ? '债权确定期间' : '履行期限', until(mortgage.termFrom, mortgage.termTo));
    add('担保范围', mortgage.scope);
    add('合同编号', `主债权 ${mortgage.loanContractNo}，抵押 ${mortgage.mortgageContractNo}`);
  }
  const { caution, easement, residence } = terms;
  if (caution) {
    add('预告协议', `${caution.agreementNo}，${caution.agreedOn} 约定`);
    add(
      '可登记之日',
      caution.registrableFrom ? `${caution.registrableFrom}，其后 90 日内未申请登记的，预告登记失效` : '尚未确定',
    );
  }
  if (easement) {
    add('供役地', spacedUnitCode(easement.servientUnitCode));
    add('需役地', spacedUnitCode(easement.dominantUnitCode));
    add('利用内容', easement.content);
    add('利用期限', until(easement.termFrom, easement.termTo));
    add('合同编号', easement.contractNo);
  }
  if (residence) {
    add('设立依据', `${residence.basis === 'will' ? '遗嘱' : '居住权合同'} ${residence.basisNo}`);
    add('居住范围', residence.scope);
    add('居住条件', residence.conditions || '无特别约定');
    add('居住期限', residence.termTo ? `至 ${residence.termTo}` : '终身');
    add('使用费', residence.priceFen ? yuan(residence.priceFen) : '无偿');
  }
  return lines;
}
