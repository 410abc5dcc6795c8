import type { PaperSheet, PaperState } from '../../../server/api/index.ts';

export const STATE_WORDS: Record<PaperState, string> = {
  printed: '已印制',
  void: '作废',
  damaged: '损坏',
  lost: '遗失',
  returned: '退回',
};
export const PAPER_STATES = Object.keys(STATE_WORDS) as PaperState[];
export const KIND_WORDS = { certificate: '权属证书', proof: '登记证明' } as const;

/** Two people burn what is void or damaged. */
export const awaitsDestruction = (sheet: PaperSheet): boolean =>
  (sheet.state === 'void' || sheet.state === 'damaged') && sheet.destroyedAt === null;
