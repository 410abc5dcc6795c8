import type { CertificateData, ProofData } from '../../../platform/documents/index.ts';
import type { CertificateContent } from '../../../registry/index.ts';
import { dayOf } from '../case-of.ts';
import { verifyUrlOf } from '../certificates/verify-url.ts';
import { USE_WORDS } from './words.ts';

const yuan = (fen: number): string =>
  `${Math.floor(fen / 100).toLocaleString('en-US')}.${String(fen % 100).padStart(2, '0')} 元`;

interface Issue {
  office: string;
  publicUrl: string;
}

const issued = (content: CertificateContent, { office, publicUrl }: Issue) => ({
  certificateNo: content.certificateNo,
  ...(content.paperSerial ? { serialNo: content.paperSerial } : {}),
  office,
  registeredOn: dayOf(content.registeredAt),
  verifyUrl: verifyUrlOf(publicUrl, content.token),
  remarks: content.note ? [content.note] : [],
  location: content.location,
  unitCode: content.unitCode,
  holders: content.holders.map((holder) => holder.name).join('、'),
});

/** Land has its own area; a home also what it takes of the land (分摊土地面积). */
function areaOf({ land, area, apportionedLandArea }: CertificateContent): string {
  if (land) return `宗地面积 ${area.toFixed(2)} ㎡`;
  const share = apportionedLandArea === null ? '' : `分摊土地面积 ${apportionedLandArea.toFixed(2)} ㎡/`;
  return `${share}房屋建筑面积 ${area.toFixed(2)} ㎡`;
}

/** 不动产权证书: what the register says, in words. */
export function certificateDataOf(content: CertificateContent, issue: Issue): CertificateData {
  const shares = content.holders.filter((one) => one.share).map((one) => `${one.name} ${one.share}`);
  return {
    ...issued(content, issue),
    coOwnership: content.ownership,
    rightType: content.rightType,
    rightNature: content.rightNature,
    use: USE_WORDS[content.use] ?? content.use,
    area: areaOf(content),
    term: content.landTermTo ? `国有建设用地使用权至 ${content.landTermTo} 止` : '',
    otherConditions: [
      ...(content.innerArea === null ? [] : [`套内建筑面积 ${content.innerArea.toFixed(2)} ㎡`]),
      ...shares.map((share) => `共有份额：${share}`),
    ],
  };
}

/** 不动产登记证明: the mortgage, caution, easement or residence right as registered. */
export function proofDataOf(content: CertificateContent, issue: Issue): ProofData {
  const { mortgage, matter } = content;
  return {
    ...issued(content, issue),
    rightOrMatter: content.rightType,
    obligors: (mortgage ?? matter)?.obligors.join('、') ?? '',
    other: mortgage
      ? [
          `抵押方式：${mortgage.kind}`,
          `${mortgage.kind === '最高额抵押' ? '最高债权额' : '被担保主债权数额'}：${yuan(mortgage.amountFen)}`,
          `债务履行期限：${mortgage.termFrom} 至 ${mortgage.termTo}`,
          `担保范围：${mortgage.scope}`,
          `是否存在禁止或限制转让抵押不动产的约定：${mortgage.restrictsTransfer ? '是' : '否'}`,
        ]
      : (matter?.terms ?? []),
  };
}
