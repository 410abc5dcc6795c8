import type { PadesProblem } from './verify-pades.ts';
import type { Sm2Problem } from './verify-sm2.ts';

/** What is wrong, for whoever holds the file. */
export const PADES_WORDS: Record<PadesProblem, string> = {
  NOT_A_PDF: '这不是 PDF 文件。请上传登记机构发给您的电子证照原件，照片、扫描件和截图不能核验签章。',
  NOT_SIGNED: '文件里没有电子签章。可能是打印、另存或转换后的文件，请使用登记机构发给您的原件。',
  MALFORMED: '文件里的电子签章已损坏或被改动，不能核验。',
  CONTENT_CHANGED: '文件内容在盖章之后被改动过，或者签章是从别的文件上移过来的。',
  SIGNATURE_INVALID: '电子签章是伪造的：签名与印章证书不符。',
  APPENDED: '盖章之后，文件末尾又被追加了内容。请使用未经编辑的原件。',
  GAP_CHANGED: '签章所在位置被写入了多余的内容。',
  AUTHORITY_UNKNOWN: '印章证书不是本登记机构认可的证书机构签发的，这枚章不是登记机构的章。',
  TIME_STAMP_INVALID: '电子签章的时间戳不是加盖在这枚签章上的，或者时间戳服务不受信任。',
  SEAL_EXPIRED: '盖章时印章证书不在有效期内。',
};

export const SM2_WORDS: Record<Sm2Problem, string> = {
  MALFORMED: '国密签名或其证书已损坏，不能核验。',
  AUTHORITY_UNKNOWN: '国密签名证书不是本登记机构认可的证书机构签发的。',
  SEAL_EXPIRED: '签名时国密证书不在有效期内。',
  SIGNATURE_INVALID: '国密签名与文件不符：文件被改动过，或者签名属于另一份文件。',
};
