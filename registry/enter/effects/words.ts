import type { RegisteredMode } from '../../common.ts';
import { maskIdNo, maskName } from '../../people/mask.ts';
import type { RightView } from '../../rights/types.ts';
import { formatShare } from '../../validators/shares.ts';

/** Words of the preview: what a line of the page says, people masked. */

export const modeNames: Record<RegisteredMode, string> = {
  single: '单独所有',
  joint: '共同共有',
  shares: '按份共有',
  common: '业主共有',
};

interface Named {
  name: string;
  nature: string;
  idNo: string;
  share?: { n: number; d: number } | null | undefined;
}

export function people(holders: readonly Named[]): string {
  return holders
    .map((p) => `${maskName(p.name, p.nature)}（${maskIdNo(p.idNo)}${p.share ? `，${formatShare(p.share)}` : ''}）`)
    .join('、');
}

export const yuan = (fen: number) => `${(fen / 100).toLocaleString('zh-CN')}元`;

const cautionNames = {
  presale: '预购商品房',
  sale: '存量房转让',
  presale_mortgage: '预购商品房抵押',
  mortgage: '抵押',
};

/** A right as one line of the page. */
export function lineOf(right: RightView): string {
  switch (right.kind) {
    case 'OWNERSHIP': {
      const what = right.rightType === '3' ? '土地使用权人' : '权利人';
      if (right.mode === 'common') return '业主共有部分：建筑区划内全体业主共有，不颁发证书';
      return `${what}：${people(right.holders)}，${modeNames[right.mode]}；证书：${right.certificateNos.join('、') || '无'}`;
    }
    case 'MORTGAGE':
      return `抵押权第${right.rank}顺位：${people(right.holders)}，${right.mortgageKind === 'maximum' ? '最高债权额' : ''}${right.amountFen / 100}元`;
    case 'CAUTION':
      return `${cautionNames[right.cautionKind]}预告登记：${people(right.holders)}`;
    case 'OBJECTION':
      return `异议登记：${right.matter}（${right.suitNo ? `已起诉，${right.suitNo}` : `有效至${right.lapsesOn}`}）`;
    case 'SEIZURE':
      return `${right.status === 'QUEUED' ? '轮候查封' : '查封'}：${right.authority}${right.documentNo}`;
    case 'EASEMENT':
      return `地役权（${right.side === 'servient' ? '供役' : '需役'}）：${right.content}，${right.termFrom}至${right.termTo}`;
    case 'RESIDENCE':
      return `居住权：${people(right.holders)}，${right.scope}，${right.termTo ?? '终身'}`;
    default:
      return right satisfies never;
  }
}
