import type { OwnershipView } from '../rights/types.ts';

/** 变更, 更正, 换发: the same title in other words. */
const sameTitle = new Set([300, 500, 900]);

/**
 * Since when the sellers have held what they sell (domain §6.2: 产权证 date): back along the chain of title, over changes of the
 * page and over sales of other co-owners' shares; of several sellers the last to come.
 * @param titles every ownership of the page, oldest first
 */
export function heldSince(titles: readonly OwnershipView[], sellerIdNos: readonly string[]): Date {
  const last = titles.at(-1);
  if (!last) throw new Error('A page without ownership has no holder');
  const known = sellerIdNos.filter((idNo) => last.holders.some((holder) => holder.idNo === idNo));
  const starts = known.map((idNo) => startOf(titles, idNo));
  return new Date(Math.max(...(starts.length > 0 ? starts : [startOf(titles, '')]).map((at) => at.getTime())));
}

function startOf(titles: readonly OwnershipView[], idNo: string): Date {
  let holder = idNo;
  for (let i = titles.length - 1; ; i--) {
    const [title, before] = [titles[i] as OwnershipView, titles[i - 1]];
    if (!before) return title.registeredAt;
    if (sameTitle.has(title.regType)) {
      // A change of name or number keeps the holder's place.
      const seq = title.holders.find((one) => one.idNo === holder)?.seq;
      holder = before.holders.find((one) => one.seq === seq)?.idNo ?? holder;
    } else if (!before.holders.some((one) => one.idNo === holder)) return title.registeredAt;
  }
}
