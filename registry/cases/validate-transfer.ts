import { areTwoOfficers } from '../validators/officers.ts';
import type { Application, TransferReason } from './types.ts';
import type { Say } from './validate-application.ts';
import { type BlockCheck, isAmount, isPastDay } from './validate-blocks.ts';

/** Which reasons an item knows; the first is the usual one. */
export const transferReasons: Record<string, TransferReason[]> = {
  'BDC-03': ['sale'],
  'BDC-09': ['sale'],
  'BDC-10': ['sale'],
  'BDC-11': ['inheritance', 'bequest'],
  'BDC-12': ['gift'],
  'BDC-13': ['marital_agreement', 'divorce', 'share_change'],
  'BDC-14': ['judgment', 'arbitration', 'enforcement'],
  'BDC-15': ['contribution', 'company_merger', 'company_division', 'restructuring', 'exchange', 'resettlement'],
  'BDC-32': ['sale'],
  'BDC-35': ['sale'],
};

/**
 * Reason, court and former holders decide who need not apply or agree (INV-11, 18, 26): they are the item's own, whether or not it
 * asks for them.
 */
export function validateGround({ transfer, inheritance, combined }: Application, itemCode: string, say: Say): void {
  const reasons = transferReasons[itemCode];
  if (transfer && reasons && !reasons.includes(transfer.reason))
    say('transfer.reason', 'TRANSFER_REASON', '转移原因与事项不符；请重新选择。');
  if (transfer?.court && itemCode !== 'BDC-14')
    say('transfer.court', 'COURT_UNEXPECTED', '只有凭法律文书转移（BDC-14）才填写执行法院；请删除或改选事项。');
  if (transfer?.previous?.length && itemCode !== 'BDC-11' && itemCode !== 'BDC-14')
    say('transfer.previous', 'PREVIOUS_UNEXPECTED', '本事项由现权利人本人申请，不另列原权利人；请填在义务人一方。');
  if (inheritance && !combined?.includes('BDC-11'))
    say('inheritance', 'INHERITANCE_UNEXPECTED', '只有继承与出售合并办理时才填写继承内容；请删除，或同时选择BDC-11。');
}

/** Transfers without a sale contract: what the deed says, since when, and who does not apply himself. */
export function validateTransfer({ input, applied, today, say }: BlockCheck): void {
  const { transfer } = input;
  const itemCode = applied[0]?.item.code ?? '';
  if (!transfer) {
    say('transfer', 'TRANSFER_MISSING', '请填写转移原因、依据文件编号和生效日期。');
    return;
  }
  if (transfer.basisNo.trim() === '')
    say('transfer.basisNo', 'TRANSFER_BASIS', '请填写公证书、合同、协议或法律文书的编号。');
  if (!isPastDay(transfer.effectiveOn, today))
    say('transfer.effectiveOn', 'TRANSFER_DAY', '合同签订（文书生效、死亡）日期不存在或晚于今天；请按材料填写。');
  if (transfer.valueFen !== undefined && transfer.valueFen !== null && !isAmount(transfer.valueFen))
    say('transfer.valueFen', 'VALUE', '价值应大于0；不清楚的请不填，由税务机关核定。');
  if ((itemCode === 'BDC-11' || itemCode === 'BDC-14') && (transfer.previous ?? []).length === 0)
    say(
      'transfer.previous',
      'PREVIOUS_MISSING',
      itemCode === 'BDC-11'
        ? '请填写被继承人（遗赠人）的姓名和证件号，须与登记簿一致。'
        : '请填写法律文书载明的原权利人姓名和证件号，须与登记簿一致。',
    );
  if (itemCode === 'BDC-14' && transfer.reason === 'enforcement' && !transfer.court)
    say('transfer.court', 'COURT_MISSING', '协助执行处置的，请填写执行法院和协助执行通知书文号。');
  if (transfer.court && input.channel === 'court' && !areTwoOfficers(transfer.court.officers ?? []))
    say(
      'transfer.court.officers',
      'COURT_OFFICERS',
      '须有两名执行人员，分别填写姓名、工作证号和执行公务证号（法发〔2004〕5号第二条）。',
    );
  if (transfer.court?.wholeDisposal && transfer.shareOnly)
    say(
      'transfer.court.wholeDisposal',
      'COURT_EXTENT',
      '处置整个不动产和仅转让共有份额只能选一项；请按协助执行通知书填写。',
    );
  if (transfer.court?.partOfShare && (!transfer.shareOnly || transfer.previous?.length !== 1))
    say(
      'transfer.court.partOfShare',
      'COURT_PART',
      '处置份额的一部分，须选“仅转让共有份额”，并只列一名被执行人；几名被执行人的请分别申请。',
    );
}
