import { codebooks } from '../exchange/codebooks.ts';
import { validateCertificateNo } from '../validators/certificate-no.ts';
import { validateIdNumber } from '../validators/id-number.ts';
import type { QualityFinding, QualityFindingCode } from './types.ts';

/** What a page loses for what is wrong or missing. Together they may take everything; the score is never below 0. */
const catalogue: Record<QualityFindingCode, Omit<QualityFinding, 'code'>> = {
  OWNER_MISSING: { weight: 30, text: '没有现势所有权', remedy: 'correct' },
  HOLDER_ID: { weight: 45, text: '权利人证件号缺失或校验不通过', remedy: 'correct' },
  OLD_ID_NUMBER: { weight: 10, text: '权利人证件由15位旧号换算，尚未核实', remedy: 'correct' },
  OLD_CERTIFICATE: { weight: 10, text: '仍为旧版权属证书，未换发不动产权证', remedy: 'correct' },
  REPORT_REJECTED: { weight: 20, text: '上级平台退回的上报尚未处理', remedy: 'resend' },
  AREA_PARTS: { weight: 20, text: '缺少套内面积或分摊面积', remedy: 'complete' },
  STRUCTURE: { weight: 10, text: '房屋结构不在标准字典内', remedy: 'complete' },
  LAND_NATURE: { weight: 10, text: '土地权利性质不在标准字典内', remedy: 'correct' },
  LAND_TERM: { weight: 5, text: '没有土地使用期限', remedy: 'correct' },
  FLOOR_OR_ROOM: { weight: 10, text: '缺少所在层或室号', remedy: 'complete' },
  COMPLETED_ON: { weight: 5, text: '缺少竣工日期', remedy: 'complete' },
};

export const qualityFinding = (code: QualityFindingCode): QualityFinding => ({ code, ...catalogue[code] });

/** What of a page the assessment looks at. */
export interface AssessedPage {
  hasBuilding: boolean;
  innerArea: string | null;
  sharedArea: string | null;
  floor: number | null;
  roomNo: string | null;
  structure: string | null;
  completedOn: string | null;
  landNature: string;
  landTermTo: string | null;
  owned: boolean;
  /** Homes that were never registered (presale) have no owner to miss. */
  awaitsFirst: boolean;
  holders: { idType: string; idNo: string }[];
  oldIdNumbers: boolean;
  certificateNos: string[];
  rejected: boolean;
}

/** Pure: the same page gives the same findings. @param today `YYYY-MM-DD` */
export function qualityOf(page: AssessedPage, today: string): { score: number; codes: QualityFindingCode[] } {
  const codes: QualityFindingCode[] = [];
  const when = (wrong: boolean, code: QualityFindingCode) => {
    if (wrong) codes.push(code);
  };
  when(!page.owned && !page.awaitsFirst, 'OWNER_MISSING');
  when(
    page.holders.some((holder) => !validateIdNumber(holder.idType, holder.idNo, { today }).ok),
    'HOLDER_ID',
  );
  when(page.oldIdNumbers, 'OLD_ID_NUMBER');
  const currentYear = Number(today.slice(0, 4));
  when(
    page.certificateNos.some((no) => !validateCertificateNo(no, { currentYear }).ok),
    'OLD_CERTIFICATE',
  );
  when(page.rejected, 'REPORT_REJECTED');
  when(!Object.hasOwn(codebooks.landNature, page.landNature), 'LAND_NATURE');
  when(page.landTermTo === null, 'LAND_TERM');
  if (page.hasBuilding) {
    when(page.innerArea === null || page.sharedArea === null, 'AREA_PARTS');
    when(!Object.hasOwn(codebooks.structure, page.structure ?? ''), 'STRUCTURE');
    when(page.floor === null || page.roomNo === null, 'FLOOR_OR_ROOM');
    when(page.completedOn === null, 'COMPLETED_ON');
  }
  const off = codes.reduce((total, code) => total + catalogue[code].weight, 0);
  return { score: Math.max(0, 100 - off), codes };
}
