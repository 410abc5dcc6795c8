import type { Application, PartyInput } from '../cases/types.ts';
import type { Share } from '../common.ts';
import { RegistryError } from '../errors.ts';
import type { HolderView } from '../rights/types.ts';
import { sumShares } from '../validators/shares.ts';
import type { NoticeContent, NoticeDisposal, Taker } from './types.ts';

/** Begins the application keys of courts' transfers; no application from outside may have such a key. */
export const TRANSFER_KEYS = 'CT07-';

/** One case for one notice, however often it is filed. */
export const transferKey = (noticeNo: string): string => `${TRANSFER_KEYS}${noticeNo}`;

/**
 * The BDC-14 of a court's disposal (domain §5.7). Home, debtor and court come from the seizure, the holders' names from the register:
 * nothing is typed again, and no holder's name is told to the court.
 */
export function disposalApplication(
  content: NoticeContent & { disposal: NoticeDisposal },
  by: {
    key: string;
    courtId: string;
    authority: string;
    unitCode: string;
    respondent: { idNo: string };
    holders: readonly HolderView[];
  },
): Application {
  const { extent, takers, priceFen, cancelledProofs } = content.disposal;
  const { orderNo = '', orderDate = '', assistanceNo = '', officers } = content;
  const debtor = by.respondent.idNo.toUpperCase();
  const previous = extent === 'whole' ? by.holders : by.holders.filter(({ idNo }) => idNo.toUpperCase() === debtor);
  if (previous.length === 0) {
    const message = '被执行人现在不是登记的权利人，不能处置其份额；请核对被执行人，或选“整个不动产”。';
    throw new RegistryError('NOTICE_REFUSED', message, [
      { field: 'content.disposal.extent', code: 'RESPONDENT_NOT_HOLDER', message },
    ]);
  }
  return {
    applicationKey: by.key,
    itemCode: 'BDC-14',
    channel: 'court',
    organisationId: by.courtId,
    unitCodes: [by.unitCode],
    parties: takers.map(({ share, ...taker }): PartyInput => ({ ...taker, role: 'acquirer', share: share ?? null })),
    ownershipMode: modeOf(content.disposal),
    transfer: {
      reason: 'enforcement',
      basisNo: orderNo,
      effectiveOn: orderDate,
      valueFen: priceFen,
      previous: previous.map(({ name, idType, idNo }) => ({ name, idType, idNo })),
      ...(extent === 'whole' ? {} : { shareOnly: true }),
      court: {
        authority: by.authority,
        noticeNo: assistanceNo,
        wholeDisposal: extent === 'whole',
        officers,
        ...(extent === 'part' ? { partOfShare: true } : {}),
      },
    },
    ...(cancelledProofs.length > 0
      ? {
          combined: ['BDC-21'],
          targets: cancelledProofs.map((certificateNo) => ({ certificateNo })),
          cancellation: { cause: 'legal_document', endedOn: orderDate, evidenceNo: orderNo },
        }
      : {}),
    certMedium: 'electronic',
    delivery: 'none',
    declareTruth: true,
  };
}

/** A share that is sold is held by shares; takers of the whole who name none own it together. */
function modeOf({ extent, takers }: NoticeDisposal): Application['ownershipMode'] {
  if (extent !== 'whole' || takers.some(({ share }) => share)) return 'shares';
  return takers.length > 1 ? 'joint' : 'single';
}

/** All that the takers get of the home; null when none of them says how much. */
export function boughtShareOf(takers: readonly Pick<Taker, 'share'>[]): Share | null {
  const shares = takers.flatMap(({ share }) => (share ? [share] : []));
  if (shares.length === 0) return null;
  const { n, d } = sumShares(shares);
  return { n: Number(n), d: Number(d) };
}
