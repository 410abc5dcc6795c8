import type { DocumentMeta } from '../../../registry/index.ts';

/**
 * The certificate as it leaves the office: the PDF that carries its seal. Undefined before it is sealed. A certificate from before
 * the seal was part of the file is itself the sealed paper.
 */
export function sealedPaperOf(papers: readonly DocumentMeta[], certificateNo: string): DocumentMeta | undefined {
  const key = `certificate:${certificateNo}`;
  return papers.find((one) => one.key === `${key}.signed`) ?? papers.find((one) => one.key === key && one.seal);
}
