import type { CertificateContent } from './types.ts';

/** Columns of a certificate's content that only proofs of cautions, easements and residence rights have. */
export interface MatterRow {
  caution_kind: string | null;
  caution_obligors: { name: string }[] | null;
  caution_fen: string | null;
  caution_from: string | null;
  caution_to: string | null;
  registrable_from: string | null;
  agreement_no: string | null;
  easement: { content: string; from: string; to: string; other: string } | null;
  residence: { scope: string; conditions: string; to: string | null; fen: number | null } | null;
  objection: { matter: string; to: string } | null;
  owners: string[] | null;
}

export const cautionNames: Record<string, string> = {
  presale: '预购商品房预告登记',
  sale: '房屋转让预告登记',
  presale_mortgage: '预购商品房抵押权预告登记',
  mortgage: '抵押权预告登记',
};

const yuan = (fen: string | number) =>
  `${(Number(fen) / 100).toLocaleString('en-US', { minimumFractionDigits: 2 })} 元`;

/** What a proof that is no mortgage's certifies: whom it burdens and its terms, in words. */
export function matterOf(row: MatterRow): CertificateContent['matter'] {
  const owners = row.owners ?? [];
  if (row.caution_kind) {
    const loan = row.caution_kind.endsWith('mortgage');
    return {
      obligors: (row.caution_obligors ?? []).map((one) => one.name),
      terms: [
        ...(row.caution_fen ? [`${loan ? '被担保债权数额' : '价款'}：${yuan(row.caution_fen)}`] : []),
        ...(row.caution_from && row.caution_to ? [`债务履行期限：${row.caution_from} 至 ${row.caution_to}`] : []),
        ...(row.registrable_from ? [`能够申请本登记之日：${row.registrable_from}，其后九十日内未申请的失效`] : []),
        ...(row.agreement_no ? [`预告登记约定：${row.agreement_no}`] : []),
      ],
    };
  }
  if (row.easement) {
    const { content, from, to, other } = row.easement;
    return { obligors: owners, terms: [`内容：${content}`, `期限：${from} 至 ${to}`, `需役地：${other}`] };
  }
  if (row.residence) {
    const { scope, conditions, to, fen } = row.residence;
    const paid = fen === null ? '无偿' : `有偿，${yuan(fen)}`;
    return {
      obligors: owners,
      terms: [`居住范围：${scope}`, `居住条件和要求：${conditions}`, `期限：${to ? `至 ${to}` : '终身'}`, paid],
    };
  }
  if (row.objection)
    return {
      obligors: owners,
      terms: [`异议事项：${row.objection.matter}`, `有效至 ${row.objection.to}，届时未提交起诉（仲裁）证明的失效`],
    };
  return null;
}
