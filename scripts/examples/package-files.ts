/** The files of a package that are not pictures: what is in the envelope, and what is expected. */
import type { Expected } from '../demo/package.ts';
import type { PackageSpec, Paper } from './packages.ts';

type Scan = Expected['scans'][number] & { readonly later?: boolean };

export function scansOf(papers: readonly Paper[]): Scan[] {
  return papers.map(scanOf);
}

function scanOf(paper: Paper): Scan {
  switch (paper.kind) {
    case 'identity':
      return { file: 'identity.pdf', kind: 'identity', title: '申请人身份证明', materialId: 'identity' };
    case 'certificate':
      return { file: 'certificate.pdf', kind: 'certificate_old', title: '原不动产权证书', materialId: 'certificate' };
    case 'contract':
      return { file: 'contract.pdf', kind: 'contract', title: '存量房买卖合同', materialId: 'contract' };
    case 'unsignedContract':
      return { file: 'contract.pdf', kind: 'contract', title: '存量房买卖合同（未签名）' };
    case 'mortgage':
      return {
        file: 'contract-info.pdf',
        kind: 'loan_contract_info',
        title: '主债权合同及抵押合同信息表',
        materialId: 'contract_info',
      };
    case 'letter': {
      const { file, upload, title, materialId, later } = paper;
      return { file, kind: upload, title, ...(materialId ? { materialId } : {}), ...(later ? { later } : {}) };
    }
  }
}

/** What expected.json holds; papers that come later are not in the envelope at filing. */
export function expectedOf(spec: PackageSpec): Expected {
  const scans = scansOf(spec.papers)
    .filter(({ later }) => !later)
    .map(({ later: _later, ...scan }) => scan);
  return { ...spec.expected, scans };
}
